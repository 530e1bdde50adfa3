package meeting

import (
	"github.com/engawa-bot/engawa/bot"
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
	err = a.Update(func(tx *store.Tx) error {
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
		return f.announceCommitments(a.Scene, tx, m)
	})
	if err != nil {
		return bot.Reply{}, f.refused(a, err)
	}
	f.notebooks.Wake(a.Team.ID)
	return bot.Reply{}, f.showMeeting(a.Scene, p.retro)
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
