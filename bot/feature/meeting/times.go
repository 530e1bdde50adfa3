package meeting

import (
	"errors"
	"slices"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// Parts of its plans, and how late they may be dealt with.
const (
	ends   = "retro/ends"
	closes = "retro/closes"
	grace  = 6 * time.Hour
)

func (f feature) plans(t bot.Team) []bot.Plan {
	times, err := t.KPTs()
	if err != nil || times.Off {
		return nil
	}
	times.Plan.Grace = grace
	end, last := times.Plan, times.Plan
	end.Shift, last.Shift = times.Length, times.Length+kpt.Overrun
	plans := []bot.Plan{{ID: ends, Plan: end, Due: f.turned}, {ID: closes, Plan: last, Due: f.turned}}
	if morning, ok := f.namePlan(t); ok {
		plans = append(plans, morning)
	}
	return plans
}

func (f feature) turned(s *bot.Scene, _ schedule.Due) error { return f.opened(s) }

// opened opens and moves retros as the time has come to.
func (f feature) opened(s *bot.Scene) error {
	turned := false
	err := s.Update(func(tx *store.Tx) error {
		t, err := s.Book().Turning(tx, s.KPTs(), s.Now) // it is asked often, and mostly nothing has turned
		if err != nil {
			return err
		}
		all, was := t.Before, plannedFor(t.Before)
		if turned = t.Turned(); turned {
			if _, _, err = s.Turn(tx); err != nil {
				return err
			}
			if all, err = s.Book().Retros(tx); err != nil {
				return err
			}
		}
		for _, r := range all {
			if !r.OpenAt(s.Now) {
				continue
			}
			if err := hall(s).Settle(tx, r.Date, s.Now); err != nil {
				return err
			}
			day, before := was[r.Date]
			if err := f.tellTime(s, tx, r, before && day != r.For()); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if turned {
		f.notebooks.Wake(s.Team.ID)
	}
	return errors.Join(f.resume(s), f.leftBehind(s))
}

// catchUp puts a meeting off, and shows that, if the time has done so by now.
func (f feature) catchUp(s *bot.Scene, date schedule.Date) error {
	off := false
	err := s.View(func(tx *store.Tx) error {
		kept, _, err := s.Book().Retro(tx, date)
		if err != nil || kept.Begun.IsZero() {
			return err
		}
		open, err := s.OpenRetros(tx)
		off = slices.ContainsFunc(open, func(r kpt.Retro) bool { return r.Date == date && r.Begun.IsZero() })
		return err
	})
	if err != nil || !off {
		return err
	}
	return f.opened(s)
}

// tellTime tells the team what has become of the time of a retro. moved: it has just been
// planned for another day.
func (f feature) tellTime(s *bot.Scene, tx *store.Tx, r kpt.Retro, moved bool) error {
	if moved {
		if err := retellMissed(s, tx, r.Date); err != nil {
			return err
		}
	}
	r, err := tellMissed(s, tx, r)
	if err != nil {
		return err
	}
	if err := f.passOn(s, tx, r); err != nil || !moved {
		return err
	}
	return f.name(s, tx, r, true)
}

// plannedFor is for which day each retro is planned, by its name.
func plannedFor(all []kpt.Retro) map[schedule.Date]schedule.Date {
	days := map[schedule.Date]schedule.Date{}
	for _, r := range all {
		days[r.Date] = r.For()
	}
	return days
}
