package retro

import (
	"slices"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// turn opens, moves, reveals and closes retros as the time has come to, and
// gives the one that takes notes now: the zero Retro if the team has no KPT.
func turn(s *bot.Scene, tx *store.Tx) (r kpt.Retro, turned bool, err error) {
	t, err := turning(s, tx)
	if err != nil {
		return kpt.Retro{}, false, err
	}
	b := book(s)
	for _, r := range t.changed {
		if err := b.PutRetro(tx, r); err != nil {
			return kpt.Retro{}, true, err
		}
	}
	if t.opens {
		err = b.OpenRetro(tx, t.now)
	}
	return t.now, len(t.changed) > 0 || t.opens, err
}

// current is the retro that takes notes now, for those who only look: what the
// time has come to is left to turn.
func current(s *bot.Scene, tx *store.Tx) (kpt.Retro, error) {
	t, err := turning(s, tx)
	return t.now, err
}

// coming is what the time has come to.
type coming struct {
	now     kpt.Retro   // takes notes then; the zero Retro if none does
	opens   bool        // it is new
	changed []kpt.Retro // as they are to be kept
}

func turning(s *bot.Scene, tx *store.Tx) (t coming, err error) {
	h, ok := s.Team.Habit(bot.KPT)
	plan, wrong := h.Plan(s.Team)
	if !ok || h.Options.Off || wrong != nil {
		return t, nil
	}
	all, err := book(s).Retros(tx)
	if err != nil {
		return t, err
	}
	become := func(i int, r kpt.Retro) {
		if r != all[i] {
			all[i], t.changed = r, append(t.changed, r)
		}
	}
	for i, r := range all {
		become(i, r.PutBack(s.Now))
	}
	for {
		r, open := kpt.At(all, s.Now)
		if !open {
			break
		}
		t.now = today(r, s, h, plan)
		become(slices.Index(all, r), t.now)
		if t.now.Closed.IsZero() {
			return t, nil
		}
	}
	t.now, t.opens = next(all, s, h, plan)
	return t, nil
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
