package tries

import (
	"strconv"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/feature/remind"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

const (
	restOnPage  = 10  // Tries of a question about several
	restLongest = 120 // of a Try's text in it
)

// unsaid are the open Tries of an owner of which they have not said how they go since the
// last KPT, the oldest first.
func unsaid(s *bot.Scene, tx *store.Tx, owner bot.MemberID) (list []kpt.Try, next kpt.Retro, err error) {
	open, err := s.Book().OpenTries(tx)
	if err != nil {
		return nil, next, err
	}
	if next, err = s.Taking(tx); err != nil {
		return nil, next, err
	}
	for _, t := range open {
		if bot.MemberID(t.Owner.Member) != owner {
			continue
		}
		waits, err := toAsk(s, tx, t, next)
		if err != nil {
			return nil, next, err
		}
		if waits {
			list = append(list, t)
		}
	}
	return list, next, nil
}

// question is what an owner is asked about some Tries. One has its answers below it; of
// several, one is chosen at a time.
func question(lang words.Lang, tries []kpt.Try, page int) bot.Card {
	if len(tries) == 1 {
		return bot.Card{
			Tone: bot.Calm, Title: words.Say(lang, "tries.midweek"),
			Lines:   []words.Text{whole(lang, tries[0]), words.Say(lang, "tries.midweek.private")},
			Buttons: answers(lang, tries[0].ID),
		}
	}
	last := (len(tries) - 1) / restOnPage
	page = max(0, min(page, last))
	from, to := page*restOnPage, min((page+1)*restOnPage, len(tries))
	c := bot.Card{Tone: bot.Calm, Title: words.Say(lang, "tries.midweek.all", words.Count("n", len(tries)))}
	pick := bot.Select{Pick: bot.PickOption, Hint: words.Say(lang, "tries.midweek.choose"), Do: "tries ask", Min: 1}
	for _, t := range tries[from:to] {
		c.Lines = append(c.Lines, words.Say(lang, "tries.midweek.line", words.Quote("text", brief(t.Text, restLongest))))
		label := words.Text{{Kind: words.Quoted, Text: brief(t.Text, longestLabel)}}
		pick.Options = append(pick.Options, bot.Option{Value: string(t.ID), Label: label})
	}
	c.Lines = append(c.Lines, words.Say(lang, "tries.midweek.private"))
	c.Selects = []bot.Select{pick}
	turns := func(key string, to int) {
		c.Buttons = append(c.Buttons, bot.Button{Label: words.Say(lang, key), Do: "tries rest", With: []string{strconv.Itoa(to)}})
	}
	if page > 0 {
		turns("page.back", page-1)
	}
	if page < last {
		turns("page.next", page+1)
	}
	return c
}

// rest asks the asker about those of their Tries of which they have not spoken.
func rest(a *bot.Ask) (reply bot.Reply, err error) {
	err = a.View(func(tx *store.Tx) error {
		list, _, err := unsaid(a.Scene, tx, a.From.ID)
		if err != nil {
			return err
		}
		c := bot.Card{Tone: bot.Calm, Lines: []words.Text{a.Say("tries.midweek.none")}}
		if len(list) > 0 {
			c = question(a.From.Lang, list, pageOf(a, 0))
			c.Title = a.Say("tries.rest")
		}
		reply = bot.Reply{Card: &c, Update: true}
		return nil
	})
	return reply, sorry(err)
}

// askOne asks about the Try that was chosen of several.
func askOne(a *bot.Ask) (reply bot.Reply, err error) {
	err = a.View(func(tx *store.Tx) error {
		t, err := owned(a, tx)
		if err != nil {
			return err
		}
		c := question(a.From.Lang, []kpt.Try{t}, 0)
		c.Title = nil
		c.Buttons, err = others(a, tx, c.Buttons, t.ID)
		reply = bot.Reply{Card: &c, Update: true}
		return err
	})
	return reply, sorry(err)
}

// others adds the way to those Tries of the asker's, besides one, of which they have not
// spoken.
func others(a *bot.Ask, tx *store.Tx, buttons []bot.Button, but kpt.NoteID) ([]bot.Button, error) {
	list, _, err := unsaid(a.Scene, tx, a.From.ID)
	n := 0
	for _, t := range list {
		if t.ID != but {
			n++
		}
	}
	if n > 0 {
		buttons = append(buttons, bot.Button{Label: a.Say("tries.others", words.Count("n", n)), Do: "tries rest", With: []string{"0"}})
	}
	return buttons, err
}

// spoken takes the question back when an owner has spoken of all their Tries, and has
// one that is still to come ask about the others only.
func spoken(s *bot.Scene, tx *store.Tx, owner bot.MemberID) error {
	list, next, err := unsaid(s, tx, owner)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return remind.Cancel(s, tx, event(next), owner)
	}
	lang, err := s.LangOf(tx, owner)
	if err != nil {
		return err
	}
	return remind.Renew(s, tx, event(next), owner, question(lang, list, 0))
}
