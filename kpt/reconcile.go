package kpt

import (
	"cmp"
	"slices"
	"time"

	"github.com/engawa-bot/engawa/schedule"
)

// Ledger is what Reconcile needs to know of the Book: some retros with all of
// their notes, and all Tries.
type Ledger struct {
	Retros []Retro
	Notes  []Note
	Tries  []Try
	Roster Roster
	// Nameless stands for a name on lines that have none, whether or not a note or
	// a Try of the Ledger has such a line; "" is no such word.
	Nameless string
	// NamelessToo are words that also say so where a person has written them.
	NamelessToo []string
}

// Plan is what makes ledger and notebook agree. The ledger's part is to be kept
// before the notebook's is written: that is how a lost answer is recognised.
type Plan struct {
	Notes     []Note   // new or changed
	Tries     []Try    // new or changed
	Forget    []Note   // deleted by their authors, and gone from the notebook
	Changes   []Change // for one Write
	Conflicts []Conflict
}

// Conflict is a change by a note's author that gave way to what a person did in
// the notebook. The author is to be told.
type Conflict struct {
	Note NoteID        `json:"note"`
	On   schedule.Date `json:"on"`
	At   time.Time     `json:"at"`
	// Author is the note's author as the Book keeps it.
	Author Author `json:"author,omitzero"`
	// Lost is the author's text, with its label; "" if the author had deleted it.
	Lost string `json:"lost,omitzero"`
	// Kept is what stands in the notebook; "" if a person deleted the line.
	Kept string `json:"kept,omitzero"`
	// Nameless is as that of the Note.
	Nameless string `json:"nameless,omitzero"`
}

// Words are the two texts without what stands in front of them.
func (c Conflict) Words() (lost, kept string) {
	lost, _ = unsigned(c.Lost, c.Author, c.Nameless)
	kept, _ = unsigned(c.Kept, c.Author, c.Nameless)
	return lost, kept
}

// Reconcile merges ledger and notebook, three ways: what both last saw is the
// base. What a person did in the notebook wins; what they left alone follows
// the ledger. The package comment has the rules. The ledger is not changed.
// newID draws ids for lines that persons wrote.
func Reconcile(l Ledger, r Reading, newID func() NoteID, at time.Time) Plan {
	m := newMerge(l, r, at.UTC())
	m.matchMarks()
	m.matchTexts()
	m.matchAlike()
	for _, e := range m.entries {
		if e.spot == nil {
			m.absent(e)
		} else {
			m.present(e)
		}
	}
	m.adopt(newID)
	m.openSheets()
	return m.finish()
}

// merge is one Reconcile.
type merge struct {
	roster   Roster
	revision string
	at       time.Time
	retros   map[schedule.Date]Retro
	sheets   map[schedule.Date]bool // those that the notebook has
	entries  []*entry
	known    map[NoteID]*entry
	words    map[string]bool // that stand for a name somewhere
	spots    []*spot
	plan     Plan
}

// entry is a note or a Try of the ledger, with its line.
type entry struct {
	note  *Note
	try   *Try
	trace *Trace // of either
	was   Trace
	spot  *spot // nil: its line is not in the notebook
	gone  bool  // from the ledger
}

// spot is a line of the notebook, with what it belongs to.
type spot struct {
	Line
	retro  schedule.Date
	text   string // tidy
	parent *spot
	below  bool // there are lines below it
	entry  *entry
	name   Author // the line is nothing but this name
}

func newMerge(l Ledger, r Reading, at time.Time) *merge {
	m := &merge{
		roster: l.Roster, revision: r.Revision, at: at,
		retros: map[schedule.Date]Retro{}, sheets: map[schedule.Date]bool{}, known: map[NoteID]*entry{},
		words: map[string]bool{},
	}
	for _, word := range append([]string{l.Nameless}, l.NamelessToo...) {
		if word != "" {
			m.words[word] = true
		}
	}
	for _, retro := range l.Retros {
		m.retros[retro.Date] = retro
	}
	for _, t := range l.Tries {
		t = t.tidied()
		m.enter(t.ID, &entry{try: &t, trace: &t.Trace, was: t.Trace})
	}
	notes := slices.Clone(l.Notes)
	slices.SortStableFunc(notes, func(a, b Note) int {
		return cmp.Or(a.Written.Compare(b.Written), cmp.Compare(a.ID, b.ID))
	})
	for _, n := range notes {
		n = n.tidied()
		m.enter(n.ID, &entry{note: &n, trace: &n.Trace, was: n.Trace})
	}
	for _, sheet := range r.Sheets {
		m.sheets[sheet.Retro] = true
		m.read(sheet)
	}
	return m
}

func (m *merge) enter(id NoteID, e *entry) {
	m.entries = append(m.entries, e)
	m.known[id] = e
	if word := e.nameless(); word != "" {
		m.words[word] = true
	}
}

// read takes the lines of a sheet that count.
func (m *merge) read(sheet Sheet) {
	var above []*spot
	for _, line := range sheet.Lines {
		if line.Suggested {
			continue
		}
		s := &spot{Line: line, retro: sheet.Retro, text: Tidy(line.Text)}
		for len(above) > 0 && above[len(above)-1].Depth >= s.Depth {
			above = above[:len(above)-1]
		}
		if len(above) > 0 {
			s.parent = above[len(above)-1]
			s.parent.below = true
		}
		above = append(above, s)
		if s.text != "" {
			m.spots = append(m.spots, s)
		}
	}
}

// shows says whether what a member wrote for a retro may stand in the notebook.
func (m *merge) shows(e *entry) bool {
	r, ok := m.retros[e.trace.Retro]
	return ok && (e.try != nil || r.Shows())
}

func (m *merge) change(c Change) { m.plan.Changes = append(m.plan.Changes, c) }

// openSheets puts the sheets that are missing before what is added to them.
func (m *merge) openSheets() {
	wanted := map[schedule.Date]bool{}
	for date, r := range m.retros {
		if r.Closed.IsZero() {
			wanted[date] = true
		}
	}
	for _, c := range m.plan.Changes {
		if c.Kind == AddLine {
			wanted[c.Retro] = true
		}
	}
	var open []Change
	for date := range wanted {
		if !m.sheets[date] {
			open = append(open, Change{Kind: OpenSheet, Retro: date})
		}
	}
	slices.SortFunc(open, func(a, b Change) int { return a.Retro.Compare(b.Retro) })
	m.plan.Changes = append(open, m.plan.Changes...)
}

// finish gathers what changed in the ledger.
func (m *merge) finish() Plan {
	for _, e := range m.entries {
		switch {
		case e.gone || e.trace.equal(e.was):
		case e.note != nil:
			m.plan.Notes = append(m.plan.Notes, *e.note)
		default:
			m.plan.Tries = append(m.plan.Tries, *e.try)
		}
	}
	return m.plan
}
