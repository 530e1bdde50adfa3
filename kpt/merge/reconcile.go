package merge

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// Reconcile merges ledger and notebook, three ways: what both last saw is the
// base. What a person did in the notebook wins; what they left alone follows
// the ledger. The package comment has the rules. The ledger is not changed.
// newID draws ids for lines that persons wrote.
func Reconcile(l kpt.Ledger, r kpt.Reading, newID func() kpt.NoteID, at time.Time) kpt.Plan {
	return reconcile(l, r, newID, at, Patience)
}

func reconcile(l kpt.Ledger, r kpt.Reading, newID func() kpt.NoteID, at time.Time, patience time.Duration) kpt.Plan {
	m := newMerge(l, r, at.UTC())
	m.plan.Vanished = l.Vanished
	m.matchMarks()
	m.keepSections()
	m.matchTexts()
	m.matchRenamed()
	m.matchAlike()
	m.matchRepeated()
	m.matchReworded()
	if m.vanish(patience) {
		return kpt.Plan{Vanished: m.plan.Vanished}
	}
	for _, e := range m.entries {
		if e.spot == nil {
			m.absent(e)
		} else {
			m.present(e)
		}
	}
	m.leaveBeneath()
	m.adopt(newID)
	m.meet()
	m.titleSheets(r)
	m.openSheets()
	m.removeSheets(r)
	return m.finish()
}

// merge is one Reconcile.
type merge struct {
	roster   kpt.Roster
	revision string
	at       time.Time
	retros   map[schedule.Date]kpt.Retro
	sheets   sheets
	entries  []*entry
	known    map[kpt.NoteID]*entry
	words    map[string]bool // that stand for a name somewhere
	spots    []*spot
	plan     kpt.Plan
}

// sheets are those of the notebook.
type sheets struct {
	there   map[schedule.Date]bool // by the retro
	waits   map[schedule.Date]bool // gone with lines about which the team is asked
	puzzles map[place]bool         // sections that are not to be made: see kpt.Unclear
	lacks   map[place]bool         // sections that are not there
	beneath []*spot                // that stand below lines whose heading is gone
	// names are what the notebook calls the sheets that people have headed themselves,
	// where there is none of ours beside it.
	names map[schedule.Date]schedule.Date
	older []schedule.Date // see kpt.Ledger
	owned string          // see kpt.Change
}

// place is a section of a sheet.
type place struct {
	retro   schedule.Date
	section kpt.Section
}

// entry is a note or a Try of the ledger, with its line. A Try has one more for each line
// that it has left behind on a sheet.
type entry struct {
	note  *kpt.Note
	try   *kpt.Try
	trace *trace // of either
	was   trace
	spot  *spot // nil: its line is not in the notebook
	gone  bool  // from the ledger
	held  bool  // its line is gone, and nobody knows yet why
	met   bool  // it is known now whose it is
	left  bool  // the line is one that the Try has left behind
	past  []*entry
}

// spot is a line of the notebook, with what it belongs to.
type spot struct {
	kpt.Line
	retro  schedule.Date
	text   string // tidy
	parent *spot
	below  bool // there are lines below it
	// contrary says that it says itself that it is of another section, or is below such a line.
	contrary bool
	told     bool // it stands behind or below ours that tells what became of a Try
	entry    *entry
	name     kpt.Author // the line is nothing but this name
	heads    bool       // it only says that the lines below it are nobody's of those above
}

func newMerge(l kpt.Ledger, r kpt.Reading, at time.Time) *merge {
	m := &merge{
		roster: l.Roster, revision: r.Revision, at: at,
		retros: map[schedule.Date]kpt.Retro{}, known: map[kpt.NoteID]*entry{},
		words: map[string]bool{},
		sheets: sheets{
			there: map[schedule.Date]bool{}, waits: map[schedule.Date]bool{}, puzzles: map[place]bool{}, lacks: map[place]bool{}, names: map[schedule.Date]schedule.Date{},
			older: l.Older, owned: owned(l.Roster, r),
		},
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
		m.enterTry(t.Tidied())
	}
	notes := slices.Clone(l.Notes)
	slices.SortStableFunc(notes, func(a, b kpt.Note) int {
		return cmp.Or(a.Written.Compare(b.Written), cmp.Compare(a.ID, b.ID))
	})
	for _, n := range notes {
		n = n.Tidied()
		m.enter(n.ID, &entry{note: &n, trace: (*trace)(&n.Trace), was: trace(n.Trace)})
	}
	m.readAll(r)
	return m
}

// readAll takes the sheets with their lines, each as that of its retro.
func (m *merge) readAll(r kpt.Reading) {
	marked := map[schedule.Date]bool{}
	for _, sheet := range r.Sheets {
		marked[sheet.Retro] = marked[sheet.Retro] || sheet.Marked
	}
	for _, sheet := range r.Sheets {
		if name, ok := m.ofDay(sheet, marked); ok {
			m.sheets.names[name] = sheet.Retro
			sheet.Retro = name
		}
		for _, s := range kpt.Sections() {
			at := place{sheet.Retro, s}
			m.sheets.puzzles[at] = m.sheets.puzzles[at] || sheet.Waits(s)
		}
		m.lack(sheet)
		m.read(sheet)
	}
	for _, sheet := range r.Sheets {
		m.sheets.there[sheet.Retro] = true
		delete(m.sheets.names, sheet.Retro) // what we add goes onto ours
	}
	for name := range m.sheets.names {
		m.sheets.there[name] = true
	}
}

// ofDay is the retro of a sheet that a person has headed with the day of the retro, where
// that is not its name: the one that is open, else the last.
func (m *merge) ofDay(s kpt.Sheet, marked map[schedule.Date]bool) (name schedule.Date, ok bool) {
	_, named := m.retros[s.Retro]
	if s.Marked || s.Retro == (schedule.Date{}) || named && !marked[s.Retro] || slices.Contains(m.sheets.older, s.Retro) {
		return name, false
	}
	for _, date := range slices.SortedFunc(maps.Keys(m.retros), schedule.Date.Compare) {
		r := m.retros[date]
		if !s.Names(r.Day()) || date == s.Retro {
			continue
		}
		if closed := !r.Closed.IsZero(); !ok || !closed || name.Before(date) && !m.retros[name].Closed.IsZero() {
			name, ok = date, true
		}
	}
	return name, ok
}

func (m *merge) enter(id kpt.NoteID, e *entry) {
	m.entries = append(m.entries, e)
	m.known[id] = e
	if word := e.nameless(); word != "" {
		m.words[word] = true
	}
}

// read takes the lines of a sheet that count.
func (m *merge) read(sheet kpt.Sheet) {
	var above []*spot
	ended := kpt.Section("")
	for _, line := range sheet.Lines {
		if line.Suggested {
			continue
		}
		ended = m.end(ended, &line)
		s := &spot{Line: line, retro: sheet.Retro, text: kpt.Tidy(line.Text)}
		for len(above) > 0 && above[len(above)-1].Depth >= s.Depth {
			above = above[:len(above)-1]
		}
		if len(above) > 0 {
			s.parent = above[len(above)-1]
			s.parent.below = true
		}
		m.part(s)
		above = append(above, s)
		if s.text != "" {
			m.spots = append(m.spots, s)
		}
	}
}

// shows says whether what a member wrote for a retro may stand in the notebook.
func (m *merge) shows(e *entry) bool {
	r, ok := m.retros[e.trace.Retro]
	return ok && (e.try != nil || e.note.Kind == kpt.Account || r.ShowsNote(*e.note))
}

func (m *merge) change(c kpt.Change) { m.plan.Changes = append(m.plan.Changes, c) }

// titleSheets has the headings of sheets say when their meetings are, or were. What a
// person has made of a heading stays.
func (m *merge) titleSheets(r kpt.Reading) {
	for _, s := range r.Sheets {
		retro, inScope := m.retros[s.Retro]
		if inScope && s.Title != (schedule.Date{}) && s.Title != retro.Day() {
			m.change(kpt.Change{Kind: kpt.TitleSheet, Retro: s.Retro, Day: retro.Day()})
		}
	}
}

// openSheets puts the sheets that are missing before what is added to them. One whose retro
// takes no notes yet, for one before it is open again, may wait: who writes there would
// miss the next meeting.
func (m *merge) openSheets() {
	wanted := map[schedule.Date]bool{}
	takes, some := kpt.Taking(slices.Collect(maps.Values(m.retros)), m.at)
	for date, r := range m.retros {
		if r.Closed.IsZero() && (!some || !takes.Date.Before(date)) {
			wanted[date] = true
		}
	}
	for _, c := range m.plan.Changes {
		if c.Kind == kpt.AddLine {
			wanted[c.Retro] = true
		}
	}
	var open []kpt.Change
	for date := range wanted {
		if !m.sheets.there[date] && !m.sheets.waits[date] {
			open = append(open, kpt.Change{Kind: kpt.OpenSheet, Retro: date, Day: m.retros[date].Day()})
		}
	}
	slices.SortFunc(open, func(a, b kpt.Change) int { return a.Retro.Compare(b.Retro) })
	m.plan.Changes = append(open, m.plan.Changes...)
}

// finish gathers what changed in the ledger, and calls the sheets as the notebook does.
func (m *merge) finish() kpt.Plan {
	for i, c := range m.plan.Changes {
		if name, ok := m.sheets.names[c.Retro]; ok {
			m.plan.Changes[i].Retro = name
		}
	}
	for _, e := range m.entries {
		switch {
		case e.gone || e.left || !e.changed():
		case e.note != nil:
			m.plan.Notes = append(m.plan.Notes, *e.note)
		default:
			m.plan.Tries = append(m.plan.Tries, *e.try)
		}
	}
	return m.plan
}
