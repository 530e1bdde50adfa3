package retro

import (
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// turn opens, moves, reveals and closes retros as the time has come to, and
// gives the one that takes notes now: the zero Retro if the team has no KPT.
func turn(s *bot.Scene, tx *store.Tx) (r kpt.Retro, turned bool, err error) {
	h, ok := s.Team.Habit(bot.KPT)
	plan, wrong := h.Plan(s.Team)
	if !ok || h.Options.Off || wrong != nil {
		return kpt.Retro{}, false, nil
	}
	b := book(s)
	r, open, err := b.Now(tx, s.Now)
	if err != nil {
		return r, false, err
	}
	if open {
		now := today(r, s, h, plan)
		if now == r {
			return r, false, nil
		}
		if err := b.PutRetro(tx, now); err != nil || now.Closed.IsZero() {
			return now, true, err
		}
	}
	all, err := b.Retros(tx)
	if err != nil {
		return kpt.Retro{}, open, err
	}
	if r, ok = next(all, s, h, plan); !ok {
		return kpt.Retro{}, open, nil
	}
	return r, true, b.OpenRetro(tx, r)
}

// today is an open retro as it should be now. One that nobody has begun follows
// the schedule, shows its notes at its planned end, and closes some time after.
func today(r kpt.Retro, s *bot.Scene, h bot.Habit, plan schedule.Plan) kpt.Retro {
	if !r.Begun.IsZero() {
		return r
	}
	r.Reveal = s.Team.KPT.Reveal
	if s.Now.Before(r.Starts) {
		if o, ok := plan.Next(s.Now); ok {
			r = r.Postponed(o.At, o.At.Add(length(h)))
		}
		return r
	}
	if r.Revealed.IsZero() && !s.Now.Before(r.Ends) {
		r.Revealed = s.Now.UTC()
	}
	if !s.Now.Before(r.Ends.Add(overrun)) {
		r.Closed = s.Now.UTC()
	}
	return r
}

// next is the retro that comes after all there were.
func next(all []kpt.Retro, s *bot.Scene, h bot.Habit, plan schedule.Plan) (kpt.Retro, bool) {
	var last schedule.Date
	if len(all) > 0 {
		last = all[len(all)-1].Date
	}
	for o := range plan.All(s.Now.Add(-time.Nanosecond)) {
		if o.Date.Compare(last) > 0 {
			return kpt.Retro{
				Date: o.Date, Opened: s.Now.UTC(), Starts: o.At.UTC(), Ends: o.At.Add(length(h)).UTC(),
				Reveal: s.Team.KPT.Reveal,
			}, true
		}
	}
	return kpt.Retro{}, false
}
