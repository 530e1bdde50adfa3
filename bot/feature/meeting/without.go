package meeting

import (
	"cmp"
	"errors"
	"strings"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	rules "github.com/engawa-bot/engawa/kpt/meeting"
	"github.com/engawa-bot/engawa/store"
)

// without takes in that a KPT was held without Engawa: what stands in the notebook is
// its retro, and what never got there goes on to the next, which its authors are told.
// What was noted since it waits for the next is that one's, as its authors know.
func (f feature) without(a *bot.Ask) (bot.Reply, error) {
	if len(a.With) != 2 {
		return bot.Reply{}, bot.Sorryf("ask.unknown")
	}
	var was, next kpt.Retro
	back := pressed{}
	var left words.Text
	err := a.Update(func(tx *store.Tx) error {
		r, err := missedOne(a, tx)
		if err != nil {
			return err
		}
		r.Planned, r.Held = r.Missed, r.Missed
		if err := a.Book().PutRetro(tx, r); err != nil {
			return err
		}
		if next, err = following(a.Scene, tx, r.Date); err != nil {
			return err
		}
		moved, stayed, err := a.Book().HeldWithout(tx, r, next, a.Now)
		if err != nil {
			return err
		}
		if next, err = asPlanned(a, tx, next); err != nil {
			return err
		}
		m, err := hall(a.Scene).Over(tx, r.Date, a.Now)
		if err != nil {
			return err
		}
		was, back = r, pressed{retro: r.Date, seen: m.Place.Moves}
		left, err = ideasOn(a, tx, r)
		return errors.Join(err, tellMoved(a.Scene, tx, moved, next), tellStayed(a.Scene, tx, stayed, r), f.nameNext(a, tx))
	})
	if err != nil {
		return bot.Reply{}, bot.NoteSorry(err)
	}
	f.notebooks.Wake(a.Team.ID)
	a.Compare()
	return bot.Reply{Update: true, Card: heldWithout(a, was, next, left, back)}, f.showMeeting(a.Scene, was.Date)
}

// heldWithout says that a KPT was held without Engawa, and which is next.
func heldWithout(a *bot.Ask, was, next kpt.Retro, left words.Text, back pressed) *bot.Card {
	key := "retro.without.done.off"
	if a.Dated(next) {
		key = "retro.without.done"
	}
	lines := []words.Text{a.Words(key, bot.Day("held", a.Team.Lang, was.Day()), bot.Day("day", a.Team.Lang, next.Day()))}
	if len(left) > 0 {
		lines = append(lines, left)
	}
	return &bot.Card{
		Lines:   lines,
		Buttons: []bot.Button{{Label: a.Words("retro.without.back"), Do: "meeting without back", With: back.with()}},
	}
}

// ideasOn says which ideas stand on the sheet of a KPT that was held without Engawa:
// whether the team took one up is not known. Empty if there are none.
func ideasOn(a *bot.Ask, tx *store.Tx, r kpt.Retro) (words.Text, error) {
	v, err := hall(a.Scene).View(tx, r.Date, rules.Look{Stage: rules.InClose})
	if err != nil {
		return nil, err
	}
	return ideas(a.Scene, v, "retro.without.ideas"), nil
}

// asPlanned is the next retro, planned anew where it was there before.
func asPlanned(a *bot.Ask, tx *store.Tx, next kpt.Retro) (kpt.Retro, error) {
	if _, _, err := a.Turn(tx); err != nil {
		return next, err
	}
	r, _, err := a.Book().Retro(tx, next.Date)
	return r, err
}

// withoutBack takes back that a KPT was held without Engawa: it waits as before.
func (f feature) withoutBack(a *bot.Ask) (bot.Reply, error) {
	p, err := on(a, 0)
	if err != nil {
		return bot.Reply{}, err
	}
	_, err = f.act(a, p, rules.Reopen{})
	return bot.Reply{}, err // the message says how it stands
}

// missedOne is the retro that was not held here, of which a button is.
func missedOne(a *bot.Ask, tx *store.Tx) (kpt.Retro, error) {
	if _, _, err := a.Turn(tx); err != nil {
		return kpt.Retro{}, err
	}
	all, err := a.OpenRetros(tx)
	for _, r := range all {
		if r.Date.String() == a.With[0] && r.Missed.String() == a.With[1] && !r.Happened() {
			return r, nil
		}
	}
	return kpt.Retro{}, cmp.Or(err, bot.Sorryf("retro.without.late"))
}

// tellMoved tells the authors of notes that these go on to the next KPT.
func tellMoved(s *bot.Scene, tx *store.Tx, moved []kpt.Note, next kpt.Retro) error {
	return tellAuthors(s, tx, moved, next, "retro.moved")
}

// tellStayed tells the authors of notes that these are of the KPT that was held, for
// somebody has changed their lines on its sheet.
func tellStayed(s *bot.Scene, tx *store.Tx, stayed []kpt.Note, r kpt.Retro) error {
	return tellAuthors(s, tx, stayed, r, "retro.stayed")
}

// tellAuthors tells each author how many of their notes are of a KPT.
func tellAuthors(s *bot.Scene, tx *store.Tx, notes []kpt.Note, r kpt.Retro, say string) error {
	count := map[string]int{}
	for _, n := range notes {
		if n.Author.Member != "" {
			count[n.Author.Member]++
		}
	}
	for member, n := range count {
		lang, err := s.LangOf(tx, bot.MemberID(member))
		if err != nil {
			return err
		}
		card := bot.Card{Lines: []words.Text{words.Say(lang, say, words.Count("n", n), bot.Day("day", lang, r.Day()), s.Called(lang, r))}}
		post := bot.Post{To: bot.MemberID(member), Card: card}
		key := s.Key("retro", r.Date.String(), strings.TrimPrefix(say, "retro."), member)
		if err := bot.Owe(tx, key, bot.KindPost, "to/"+member, post, s.Now, s.Now.Add(tellWithin)); err != nil {
			return err
		}
	}
	return nil
}
