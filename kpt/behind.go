package kpt

import (
	"slices"

	"github.com/engawa-bot/engawa/store"
)

// Behind says whether a retro waits behind another that is still to come: it takes no notes
// yet, and its sheet, if it is empty, is in the way of who writes.
func (r Retro) Behind(all []Retro) bool {
	return r.waits() && slices.ContainsFunc(all, func(first Retro) bool { return first.Date.Before(r.Date) && first.waits() })
}

// waits says whether the meeting of a retro is still to come.
func (r Retro) waits() bool { return r.Begun.IsZero() && r.Closed.IsZero() }

// callBack has the open Tries that went on to a retro, which waits behind the one that they
// came from again, be on the sheet of that: first their lines go, then they. A line in which
// a person had a hand stays. Where the later retro waits behind none any more, they stay.
func (b Book) callBack(tx *store.Tx) error {
	retros, err := b.Retros(tx)
	if err != nil {
		return err
	}
	all, err := b.OpenTries(tx)
	if err != nil {
		return err
	}
	for _, t := range all {
		if was := t.Trace; !t.calledBack(retros) && was.Want == t.Trace.Want {
			continue
		}
		if err := b.keepTry(tx, t); err != nil {
			return err
		}
	}
	return nil
}

// calledBack takes a Try a step back to the sheet that it came from; it says whether it is
// there.
func (t *Try) calledBack(retros []Retro) bool {
	gone := t.Trace.Gone
	if !gone && (t.Trace.Person || t.Trace.Touched) {
		return false
	}
	i := slices.IndexFunc(retros, func(r Retro) bool { return r.Date == t.Trace.Retro })
	last := len(t.Past) - 1
	from := last >= 0 && slices.ContainsFunc(retros, func(r Retro) bool { return r.Date == t.Past[last].Retro && r.waits() })
	back := from && i >= 0 && retros[i].waits()
	switch {
	case i < 0 || !retros[i].Closed.IsZero() || gone && !back:
	case !back:
		t.Trace.Want = t.line()
	case t.Trace.Expected() && !gone:
		t.Trace.Want = ""
	default:
		t.Trace, t.Past, t.Carried = t.Past[last], t.Past[:last], t.Carried-1
		t.Trace.rename(t.line())
		return true
	}
	return false
}
