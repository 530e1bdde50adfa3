package people

import (
	"crypto/rand"
	"crypto/subtle"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

// proposal is the first yes: one account says that another is the same person's,
// and reads a number that only the other can type. When it is over its row stays
// for the rest of its day without the number, so that nobody is asked again and
// again.
type proposal struct {
	At     time.Time `json:"at"`
	Number string    `json:"number,omitzero"` // digits; "": it is over
	Wrong  int       `json:"wrong,omitzero"`  // how often another number was typed
}

var proposals = store.NewTable[proposal]("proposals")

const (
	waiting   = 24 * time.Hour // how long a number is good
	mostWrong = 3
	mostAsked = 3 // accounts that one account may ask a day
	digits    = 6
)

// Number draws a number of six digits that nobody can foresee.
func Number() string {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		panic("roster: the system has no randomness: " + err.Error()) // never, see crypto/rand
	}
	return fmt.Sprintf("%0*d", digits, n)
}

func proposalKey(s *bot.Scene, asked, from bot.MemberID) store.Key {
	return s.Key(string(asked), string(from))
}

// claimPart is the third part of the keys of what is owed to who is asked by a
// proposal.
const claimPart = "claim"

func claimKey(s *bot.Scene, asked, from bot.MemberID, p proposal) store.Key {
	return s.Key("roster", claimPart, string(asked), string(from), p.At.Format(time.RFC3339Nano))
}

func (p proposal) waits(now time.Time) bool { return p.Number != "" && now.Sub(p.At) < waiting }

// is tells whether somebody typed the number.
func (p proposal) is(typed string) bool {
	return p.Number != "" && subtle.ConstantTimeCompare([]byte(p.Number), []byte(typed)) == 1
}

// typed is what people mean who type a number: blanks do not count, and neither
// does the width of the digits. It is "" for what is no such number.
func typed(text string) string {
	number := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t-", r) {
			return -1
		}
		return r
	}, norm.NFKC.String(text))
	if len(number) != digits || strings.Trim(number, "0123456789") != "" {
		return ""
	}
	return number
}

// proposed is the proposal of an account that waits, and whom it asked.
func proposed(s *bot.Scene, tx *store.Tx, from bot.MemberID) (p proposal, asked bot.MemberID, err error) {
	for row, err := range proposals.Scan(tx, s.Key()) {
		if err != nil {
			return proposal{}, "", err
		}
		if account(row.Key, 2) == from && row.Value.waits(s.Now) {
			return row.Value, account(row.Key, 1), nil
		}
	}
	return proposal{}, "", nil
}

// propose is the first yes, of the asker: all ways lead through it. It asks the
// other account, and keeps the number that it has to type. An account proposes to
// one at a time; said twice, it is the same proposal.
func (f feature) propose(a *bot.Ask, tx *store.Tx, to bot.MemberID) (proposal, error) {
	me, them, err := apart(a.Scene, tx, a.From.ID, to)
	if err != nil {
		return proposal{}, err
	}
	old, other, err := proposed(a.Scene, tx, a.From.ID)
	switch {
	case err != nil || other == to:
		return old, err
	case other != "":
		return proposal{}, bot.Sorryf("roster.waits")
	}
	if err := mayAsk(a, tx, to, them); err != nil {
		return proposal{}, err
	}
	p := proposal{At: a.Now.UTC(), Number: f.draw()}
	if err := proposals.Put(tx, proposalKey(a.Scene, to, a.From.ID), p); err != nil {
		return proposal{}, err
	}
	lang, err := a.LangOf(tx, to)
	if err != nil {
		return proposal{}, err
	}
	post := bot.Post{To: to, Card: claim(lang, a.From.ID, me.Name, a.Traits(a.On).Arg())}
	return p, bot.OweLater(tx, claimKey(a.Scene, to, a.From.ID, p), post, a.Now, a.Now.Add(waiting))
}

// mayAsk fails if an account has said no to the asker, or heard them today, or if
// they have asked enough today: a card carries the name of who asks, which is any
// text.
func mayAsk(a *bot.Ask, tx *store.Tx, to bot.MemberID, them bot.Member) error {
	q, _, err := questions.Get(tx, questionKey(a.Scene, to, a.From.ID))
	if err != nil {
		return err
	}
	today, err := rows(a.Scene, tx, proposals, func(row store.Row[proposal]) bool {
		return account(row.Key, 2) == a.From.ID && a.Now.Sub(row.Value.At) < waiting
	})
	heard := slices.ContainsFunc(today, func(row store.Row[proposal]) bool { return account(row.Key, 1) == to })
	switch {
	case err != nil:
		return err
	case q.No || heard:
		return bot.Sorryf("roster.already", a.Traits(them.Own(to).On).Arg())
	case len(today) >= mostAsked:
		return bot.Sorryf("roster.enough")
	}
	return nil
}

// claim asks an account whether it is of the same person as another, who says so.
func claim(lang words.Lang, from bot.MemberID, name string, on words.Arg) bot.Card {
	with := []string{string(from)}
	return bot.Card{
		Tone:  bot.Calm,
		Lines: []words.Text{words.Say(lang, "roster.claim", words.Quote("name", name), on)},
		Buttons: []bot.Button{
			{Label: words.Say(lang, "roster.claim.yes"), Do: "link number", With: with, Look: bot.Main},
			{Label: words.Say(lang, "roster.no"), Do: "link no", With: with},
		},
	}
}

// apart gives what is kept of two accounts that can become one: they are on different
// platforms, of the team, and neither is another's already.
func apart(s *bot.Scene, tx *store.Tx, one, other bot.MemberID) (here, there bot.Member, err error) {
	if here, err = s.Member(tx, one); err != nil {
		return here, there, err
	}
	there, err = s.Member(tx, other)
	switch {
	case err != nil:
	case here.Own(one).On == there.Own(other).On && here.Known() && there.Known():
		err = bot.Sorryf("ask.unknown")
	case overlap(here, there) || here.Is != "" || there.Is != "":
		err = bot.Sorryf("roster.taken")
	case here.Name == "" || there.Name == "" || here.Out || there.Out:
		err = bot.Sorryf("roster.gone")
	}
	return here, there, err
}

// end ends a proposal: its number is good no more, and a card that is not
// delivered yet is not delivered.
func end(s *bot.Scene, tx *store.Tx, asked, from bot.MemberID, p proposal) error {
	if err := store.Settle(tx, claimKey(s, asked, from, p)); err != nil {
		return err
	}
	p.Number = ""
	return proposals.Put(tx, proposalKey(s, asked, from), p)
}

// endIfOpen ends a proposal that waits, and tells whether one did.
func endIfOpen(s *bot.Scene, tx *store.Tx, asked, from bot.MemberID) (bool, error) {
	p, _, err := proposals.Get(tx, proposalKey(s, asked, from))
	if err != nil || !p.waits(s.Now) {
		return false, err
	}
	return true, end(s, tx, asked, from, p)
}
