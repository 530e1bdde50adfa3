package merge

import (
	"slices"
	"time"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// Patience is how long a reading is doubted before it is believed. What a notebook tells
// wrongly for a moment is right again by then.
const Patience = time.Minute

// many is how many lines people hardly take away between two looks.
const many = 3

// Patient is Reconcile with another Patience.
func Patient(patience time.Duration) kpt.Reconciler {
	return func(l kpt.Ledger, r kpt.Reading, newID func() kpt.NoteID, at time.Time) kpt.Plan {
		return reconcile(l, r, newID, at, patience)
	}
}

// vanish finds out what is gone from the notebook in a way that nobody may have meant:
// see together. It says whether the reading is still doubted. When it is believed, what
// was gone together is held: it is neither deleted nor written, until there is an answer.
func (m *merge) vanish(patience time.Duration) (doubted bool) {
	v := &m.plan.Vanished
	g := m.gone()
	held := g.ended
	if together := len(g.open) > 0 && m.together(slices.Concat(g.open, m.unsure()), len(g.older) > 0) || m.still(g.open); together {
		held = slices.Concat(g.open, g.ended)
	} else if len(g.older) == 0 && !m.latest(g.ended) {
		held = nil
	}
	if len(held) > 0 || g.owed || len(g.older) > 0 {
		m.doubt(slices.Concat(g.open, held, g.older))
		if m.at.Before(v.Since.Add(patience)) {
			return true
		}
	}
	v.Since, v.Doubts = time.Time{}, nil
	m.answered(v)
	for _, e := range held {
		e.held = true
		v.Asked, v.Answer, v.By = m.at, "", ""
	}
	m.hold(v)
	return false
}

// gone are entries by what became of their lines since the last reading.
type gone struct {
	open, ended []*entry // they are gone, from the sheet of a retro that is open, or that has ended
	older       []*entry // they have a text of before
	owed        bool     // an author would be told at once
}

func (m *merge) gone() (g gone) {
	for _, e := range m.entries {
		switch {
		case m.wentBack(e):
			g.older = append(g.older, e)
		case !m.missing(e):
		case slices.Contains(m.plan.Vanished.Lines, e.lineID()):
			e.held = true // also when its retro has ended meanwhile
		case m.ended(e):
			g.ended = append(g.ended, e)
		default:
			g.open = append(g.open, e)
			g.owed = g.owed || e.trace.Want != e.trace.Seen
		}
	}
	return g
}

// ended says whether the retro of an entry's line has ended.
func (m *merge) ended(e *entry) bool { return !m.retros[e.trace.Retro].Closed.IsZero() }

// still says whether lines were gone with others when the notebook was first read so. Of
// the others an author may have deleted some since.
func (m *merge) still(gone []*entry) bool {
	was := m.plan.Vanished.Doubts
	return len(was) > 1 && slices.ContainsFunc(gone, func(e *entry) bool { return slices.Contains(was, e.lineID()) })
}

// doubt remembers since when the same lines are gone, or as before.
func (m *merge) doubt(some []*entry) {
	v := &m.plan.Vanished
	var ids []kpt.NoteID
	for _, e := range some {
		if id := e.lineID(); !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	more := slices.ContainsFunc(ids, func(id kpt.NoteID) bool { return !slices.Contains(v.Doubts, id) })
	if v.Since.IsZero() || more {
		v.Since = m.at
	}
	v.Doubts = ids
}

// missing says whether the line of an entry stood on a sheet that is read, and is gone.
func (m *merge) missing(e *entry) bool {
	t := e.trace
	_, inScope := m.retros[t.Retro]
	switch {
	case !inScope || e.spot != nil || t.Gone || t.Away || t.Want == "" || t.Seen == "":
		return false
	case e.try != nil && e.try.State != kpt.Open && !m.ended(e), e.note != nil && t.Unmarked:
		return false
	case t.From != (schedule.Date{}) || slices.Contains(t.Sent, ""):
		return false // it was we who took it away
	}
	return true
}

// unsure are the entries of persons' lines that may never have got their marks, and are
// gone: they are forgotten, but they say something of others that are gone with them.
func (m *merge) unsure() (some []*entry) {
	for _, e := range m.entries {
		retro, ok := m.retros[e.trace.Retro]
		if ok && retro.Closed.IsZero() && e.spot == nil && e.note != nil && e.trace.Unmarked && !e.trace.Gone && e.trace.Want != "" {
			some = append(some, e)
		}
	}
	return some
}

// wentBack says whether the line of an entry has a text of before.
func (m *merge) wentBack(e *entry) bool {
	return e.spot != nil && !e.trace.Gone && e.trace.Seen != "" && !slices.Contains(e.trace.Sent, e.spot.text) &&
		kpt.Trace(*e.trace).WasOurs(e.spot.text)
}

// together says whether lines are gone in a way that looks like no person's deed: many at
// once, or more than half of all, or with their sheet, or those that an older copy of the
// notebook would not have.
func (m *merge) together(gone []*entry, older bool) bool {
	stood := len(gone)
	for _, e := range m.entries {
		if retro, ok := m.retros[e.trace.Retro]; ok && retro.Closed.IsZero() && e.spot != nil && e.was.Seen != "" {
			stood++
		}
	}
	switch n := len(gone); {
	case n == 0:
		return false
	case older, n >= many, n > 1 && 2*n > stood:
		return true
	case slices.ContainsFunc(gone, func(e *entry) bool { return !m.sheets.there[e.trace.Retro] }):
		return true
	default:
		return m.newest(gone) && (n > 1 || m.unmarked())
	}
}

// latest says whether the lines that are gone from sheets of retros that have ended are those
// that an older copy of the notebook would not have. Sheets that are gone whole are put away.
func (m *merge) latest(ended []*entry) bool {
	gone := slices.DeleteFunc(slices.Clone(ended), func(e *entry) bool { return !m.sheets.there[e.trace.Retro] })
	return m.newest(gone) && (len(gone) > 1 || m.unmarked())
}

// newest says whether nothing that was written after the lines that are gone is there. A
// line without its mark may have stood there before we knew it.
func (m *merge) newest(gone []*entry) bool {
	first := m.at
	for _, e := range gone {
		switch {
		case e.note == nil && !e.left:
			return false
		case e.note != nil && e.note.Written.Before(first):
			first = e.note.Written
		}
	}
	return first.Before(m.at) && !slices.ContainsFunc(m.entries, func(e *entry) bool {
		written := m.retros[e.trace.Retro].Opened // of a Try, it may be of later
		if e.note != nil {
			written = e.note.Written
		}
		return e.spot != nil && e.spot.ID == e.id() && e.was.Seen != "" && !written.Before(first)
	})
}

// unmarked says whether a line has lost the mark that we gave it, and nothing else: a
// copy of before the mark does not have it.
func (m *merge) unmarked() bool {
	return slices.ContainsFunc(m.entries, func(e *entry) bool {
		return e.spot != nil && e.spot.ID == "" && !e.was.Unmarked && e.spot.text == e.was.Seen && e.spot.Section == e.was.Section
	})
}

// answered does what the team said of what is held, or what is done without an answer.
func (m *merge) answered(v *kpt.Vanished) {
	if v.Asked.IsZero() {
		return
	}
	late := !m.at.Before(v.Asked.Add(kpt.AskedFor))
	for _, e := range m.entries {
		if !e.held {
			continue
		}
		r := m.retros[e.trace.Retro]
		due := late || r.Begun.After(v.Asked) || r.Closed.After(v.Asked) // the sheet is to tell it all by then
		switch {
		case v.Answer == kpt.OnPurpose && m.ended(e) && !r.Closed.After(v.Asked):
			e.held = false // and put away
		case v.Answer == kpt.OnPurpose:
			e.held, e.trace.Gone = false, true
			m.toldPurpose(e, v.By)
		case v.Answer == kpt.BringBack, due:
			e.held = false
			e.trace.Seen, e.trace.Sent, e.trace.SentAt, e.trace.Struck = "", nil, "", false
		}
	}
}

// toldPurpose tells the author of a note that somebody else said that its line was deleted
// on purpose.
func (m *merge) toldPurpose(e *entry, by string) {
	if e.note == nil || e.note.Author == (kpt.Author{}) || e.note.Author.Member == by && by != "" {
		return
	}
	m.conflict(e, "")
	m.plan.Conflicts[len(m.plan.Conflicts)-1].Purpose = true
}

// hold keeps which lines are asked about, and lets nothing be written onto their sheets if
// these are gone too.
func (m *merge) hold(v *kpt.Vanished) {
	v.Lines = nil
	for _, e := range m.entries {
		if !e.held {
			continue
		}
		v.Lines = append(v.Lines, e.lineID())
		if !m.sheets.there[e.trace.Retro] {
			m.sheets.waits[e.trace.Retro] = true
		}
	}
	if v.Lines == nil {
		v.Asked, v.Answer, v.By = time.Time{}, "", ""
	}
}
