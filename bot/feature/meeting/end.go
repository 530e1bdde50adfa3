package meeting

import (
	"slices"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	rules "github.com/engawa-bot/engawa/kpt/meeting"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// end closes the meeting, opens the next retro, and tells the team what it has
// decided.
func (f feature) end(a *bot.Ask) (bot.Reply, error) {
	p, err := on(a, 0)
	if err != nil {
		return bot.Reply{}, err
	}
	var alone bool
	err = a.Update(func(tx *store.Tx) error {
		if alone, err = wasAlone(a, tx, p); alone || err != nil {
			return err
		}
		by, err := a.Author(tx)
		if err != nil {
			return err
		}
		following, err := following(a.Scene, tx, p.retro)
		if err != nil {
			return err
		}
		m, out, err := hall(a.Scene).Act(tx, rules.Press{Retro: p.retro, By: by, At: a.Now, Seen: p.seen}, rules.Close{Next: following})
		if err != nil || !out.Changed {
			return err
		}
		if err := tellMoved(a.Scene, tx, out.Moved, following); err != nil {
			return err
		}
		return f.announceCommitments(a.Scene, tx, m)
	})
	if err != nil {
		return bot.Reply{}, f.refused(a, err)
	}
	if alone {
		return askHeld(a, p), nil
	}
	f.notebooks.Wake(a.Team.ID)
	reply := bot.Reply{}
	if slices.Contains(p.rest, sure) {
		reply = bot.Reply{Update: true, Card: &bot.Card{Lines: []words.Text{a.Say("meeting.held.done")}}}
	}
	return reply, f.showMeeting(a.Scene, p.retro)
}

// sure is what the button brings along of who closes a meeting in which nobody else was.
const sure = "held"

// wasAlone tells whether fewer than two were ever in a meeting, and nobody has said that
// it was held.
func wasAlone(a *bot.Ask, tx *store.Tx, p pressed) (bool, error) {
	if slices.Contains(p.rest, sure) {
		return false, nil
	}
	m, err := hall(a.Scene).Meeting(tx, p.retro)
	return m.Place.Stage == rules.InClose && len(m.People.Order) < 2, err
}

// askHeld asks who closes a meeting in which nobody else was whether it was held.
func askHeld(a *bot.Ask, p pressed) bot.Reply {
	return bot.Reply{Card: &bot.Card{
		Lines: []words.Text{a.Say("meeting.held.ask")},
		Buttons: []bot.Button{
			{Label: a.Say("meeting.held.yes"), Do: "meeting close", With: p.with(sure), Look: bot.Main},
			{Label: a.Say("meeting.held.no"), Do: "meeting putoff", With: p.with()},
		},
	}}
}

// following is the retro that comes after one. It is there already if that one's
// meeting was closed before.
func following(s *bot.Scene, tx *store.Tx, after schedule.Date) (kpt.Retro, error) {
	all, err := s.Book().Retros(tx)
	if err != nil {
		return kpt.Retro{}, err
	}
	for _, r := range all {
		if after.Before(r.Date) && r.Closed.IsZero() {
			return r, nil
		}
	}
	times, err := s.Team.KPTs()
	if err != nil {
		return kpt.Retro{}, err
	}
	r, ok := times.Next(all, s.Now)
	if !ok {
		return kpt.Retro{}, kpt.ErrNoRetro
	}
	return r, nil
}
