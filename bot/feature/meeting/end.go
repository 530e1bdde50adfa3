package meeting

import (
	"errors"
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
	if err := f.catchUp(a.Scene, p.retro); err != nil {
		return bot.Reply{}, err
	}
	var alone string
	err = a.Update(func(tx *store.Tx) error {
		if alone, err = wasAlone(a, tx, p); alone != "" || err != nil {
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
		if err := tellSheet(a.Scene, tx, p.retro, following); err != nil {
			return err
		}
		return errors.Join(f.announceCommitments(a.Scene, tx, m), f.nameNext(a, tx))
	})
	if err != nil {
		return bot.Reply{}, f.refused(a, err)
	}
	if alone != "" {
		return askHeld(a, p, alone), nil
	}
	f.notebooks.Wake(a.Team.ID)
	a.Compare()
	reply := bot.Reply{}
	if slices.Contains(p.rest, sure) {
		reply = bot.Reply{Update: true, Card: &bot.Card{Lines: []words.Text{a.Say("meeting.held.done")}}}
	}
	return reply, f.showMeeting(a.Scene, p.retro)
}

// nameNext names at once who leads the KPT that comes after one that was held, if that is
// so soon.
func (f feature) nameNext(a *bot.Ask, tx *store.Tx) error {
	r, err := a.Retro(tx)
	if err != nil {
		return err
	}
	return f.name(a.Scene, tx, r, true)
}

// sure is what the button brings along of who closes a meeting in which nobody else was.
const sure = "held"

// wasAlone is what to ask who closes a meeting in which fewer than two ever took part,
// and of which nobody has said that it was held; else "".
func wasAlone(a *bot.Ask, tx *store.Tx, p pressed) (ask string, err error) {
	if slices.Contains(p.rest, sure) {
		return "", nil
	}
	m, err := hall(a.Scene).Meeting(tx, p.retro)
	if err != nil || m.Place.Stage != rules.InClose {
		return "", err
	}
	if n, err := hall(a.Scene).Company(tx, m); err != nil || n >= 2 {
		return "", err
	}
	st, _, err := stands.Get(tx, a.Key(p.retro.String()))
	if st.Room == "" {
		return "meeting.held.ask.text", err
	}
	return "meeting.held.ask", err
}

// askHeld asks who closes a meeting in which nobody else was whether it was held.
func askHeld(a *bot.Ask, p pressed, ask string) bot.Reply {
	return bot.Reply{Card: heldCard(a, a.Say(ask),
		bot.Button{Do: "meeting close", With: p.with(sure)}, bot.Button{Do: "meeting putoff", With: p.with()})}
}

// heldCard asks whether a meeting was held.
func heldCard(a *bot.Ask, ask words.Text, yes, no bot.Button) *bot.Card {
	yes.Label, yes.Look = a.Say("meeting.held.yes"), bot.Main
	no.Label = a.Say("meeting.held.no")
	return &bot.Card{Lines: []words.Text{ask}, Buttons: []bot.Button{yes, no}}
}

// following is the retro that comes after one. It is there already if that one's
// meeting was closed before.
func following(s *bot.Scene, tx *store.Tx, after schedule.Date) (kpt.Retro, error) {
	all, err := s.Book().Retros(tx)
	if err != nil {
		return kpt.Retro{}, err
	}
	if r, there := openAfter(all, after); there {
		return r, nil
	}
	times, err := s.Team.KPTs()
	if err != nil {
		return kpt.Retro{}, kpt.ErrNoRetro
	}
	if r, comes := times.Next(all, s.Now); comes {
		return r, nil
	}
	return times.Undated(all, s.Now), nil
}

// openAfter is the retro that is open after one: that one was closed before, and reopened.
func openAfter(all []kpt.Retro, after schedule.Date) (kpt.Retro, bool) {
	i := slices.IndexFunc(all, func(r kpt.Retro) bool { return after.Before(r.Date) && r.Closed.IsZero() })
	if i < 0 {
		return kpt.Retro{}, false
	}
	return all[i], true
}
