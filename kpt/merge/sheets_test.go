package merge

import (
	"fmt"
	"slices"
	"testing"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// People know a retro by its day. One that was planned for the 27th and waits for
// 4 December is headed so.
func TestASheetThatAPersonHeadsWithTheDayIsThatOfItsRetro(t *testing.T) {
	next := schedule.Date{Year: 2026, Month: 12, Day: 4}
	for name, c := range map[string]struct {
		beside []kpt.Sheet
		onto   schedule.Date // where what is noted in chat goes
		opens  bool
	}{
		"alone":              {nil, next, false},
		"beside ours":        {[]kpt.Sheet{{Retro: day(27), Marked: true}}, day(27), false},
		"beside one of ours": {[]kpt.Sheet{{Retro: day(20), Marked: true}}, next, false},
	} {
		l := kpt.Ledger{Retros: []kpt.Retro{
			{Date: day(20), Opened: clock(13, 9, 0), Closed: clock(20, 16, 0)},
			{Date: day(27), Days: kpt.Days{Planned: next}, Opened: clock(20, 16, 0)},
		}}
		n := joining(kpt.Note{ID: "a", Kind: kpt.Keep, Text: "tea"}, l.Retros[1])
		l.Notes = []kpt.Note{n}
		theirs := kpt.Sheet{Retro: next, Lines: []kpt.Line{{Section: kpt.Problems, Text: "by hand", Place: "1"}}}
		p := Reconcile(l, kpt.Reading{Revision: "1", Sheets: append(c.beside, theirs)}, func() kpt.NoteID { return "new" }, clock(28, 9, 0))
		if len(p.Notes) != 2 || p.Notes[1].Text != "by hand" || p.Notes[1].Retro() != day(27) {
			t.Errorf("%s: got %+v, want the line as a note of the retro", name, p.Notes)
		}
		i := slices.IndexFunc(p.Changes, func(c kpt.Change) bool { return c.Kind == kpt.AddLine })
		if i < 0 || p.Changes[i].Retro != c.onto {
			t.Errorf("%s: got %+v, want the note on the sheet of %v", name, p.Changes, c.onto)
		}
		if slices.ContainsFunc(p.Changes, func(c kpt.Change) bool { return c.Kind == kpt.OpenSheet }) {
			t.Errorf("%s: a second sheet is opened: %+v", name, p.Changes)
		}
	}
}

// A heading that says the name of a retro with another day, as a sheet of before does, is
// still that retro's.
func TestASheetIsItsRetrosByNameFirst(t *testing.T) {
	l := kpt.Ledger{Retros: []kpt.Retro{
		{Date: day(27), Days: kpt.Days{Planned: day(30)}, Opened: clock(20, 16, 0)},
		{Date: day(20), Days: kpt.Days{Planned: day(20), Held: day(27)}, Opened: clock(13, 9, 0), Closed: clock(27, 16, 0)},
	}}
	r := kpt.Reading{Revision: "1", Sheets: []kpt.Sheet{{Retro: day(27), Lines: []kpt.Line{{Section: kpt.Keeps, Text: "by hand", Place: "1"}}}}}
	p := Reconcile(l, r, func() kpt.NoteID { return "new" }, clock(28, 9, 0))
	if len(p.Notes) != 1 || p.Notes[0].Retro() != day(27) {
		t.Errorf("got %+v, want a note of the 27th", p.Notes)
	}
}

// Two retros may be held on one day. Once the first is history, its sheet is not taken
// for that of the second.
func TestASheetOfARetroOfLongAgoStaysHistory(t *testing.T) {
	l := kpt.Ledger{Older: []schedule.Date{day(20)}, Retros: []kpt.Retro{
		{Date: day(21), Days: kpt.Days{Planned: day(21), Held: day(20)}, Opened: clock(20, 9, 0), Closed: clock(20, 16, 0)},
		{Date: day(27), Days: kpt.Days{Planned: day(27)}, Opened: clock(20, 16, 0)},
	}}
	r := kpt.Reading{Revision: "1", Sheets: []kpt.Sheet{
		{Retro: day(27), Marked: true},
		{Retro: day(21), Marked: true},
		{Retro: day(20), Lines: []kpt.Line{{Section: kpt.Keeps, Text: "of long ago", Place: "1"}}},
	}}
	if p := Reconcile(l, r, func() kpt.NoteID { return "new" }, clock(22, 9, 0)); len(p.Notes) > 0 || len(p.Changes) > 0 {
		t.Errorf("got %+v and %+v, want nothing", p.Notes, p.Changes)
	}
}

// A note that was told to be for the next retro leaves the sheet of the last, in two
// writes: first the line goes, then it is on the other.
func TestALineGoesOnToTheSheetOfTheNextRetro(t *testing.T) {
	next := schedule.Date{Year: 2026, Month: 12, Day: 4}
	for name, c := range map[string]struct {
		line  *kpt.Line // on the old sheet
		sent  []string
		want  string
		retro schedule.Date
	}{
		"as we wrote it":      {&kpt.Line{ID: "a", Text: "tea"}, nil, "remove", next},
		"not there":           {nil, nil, "add", next},
		"taken away by us":    {nil, []string{""}, "add", next},
		"changed by a person": {&kpt.Line{ID: "a", Text: "tea!"}, nil, "", day(27)},
		"struck by a person":  {&kpt.Line{ID: "a", Text: "tea", Drawn: kpt.Drawn{Struck: true}}, nil, "", day(27)},
		"without its mark":    {&kpt.Line{Text: "tea"}, nil, "adopt", day(27)},
		"in another section":  {&kpt.Line{ID: "a", Text: "tea", Section: kpt.Problems}, nil, "", day(27)},
	} {
		l := kpt.Ledger{Retros: []kpt.Retro{
			{Date: day(27), Opened: clock(20, 9, 0), Closed: clock(28, 9, 0)}, {Date: next, Opened: clock(28, 9, 0)},
		}}
		n := kpt.Note{ID: "a", Kind: kpt.Keep, Text: "tea", Trace: kpt.Trace{Retro: next, Section: kpt.Keeps, Want: "tea", Seen: "tea"}}
		n.Trace.From, n.Trace.Sent, n.Trace.SentAt = day(27), c.sent, "1"
		l.Notes = []kpt.Note{n}
		old := kpt.Sheet{Retro: day(27), Marked: true}
		if c.line != nil {
			if c.line.Section == "" {
				c.line.Section = kpt.Keeps
			}
			old.Lines = []kpt.Line{*c.line}
		}
		p := Reconcile(l, kpt.Reading{Revision: "2", Sheets: []kpt.Sheet{{Retro: next, Marked: true}, old}}, kpt.NewID, clock(28, 9, 1))
		got := ""
		for _, c := range p.Changes {
			got += string(c.Kind)
		}
		if len(p.Notes) != 1 {
			t.Errorf("%s: got %+v, want a changed note", name, p)
			continue
		}
		if retro := p.Notes[0].Retro(); got != c.want || retro != c.retro {
			t.Errorf("%s: got %q of the retro of %v, want %q of %v", name, fmt.Sprint(got), retro, c.want, c.retro)
		}
	}
}

// While one KPT is open again, the one after it takes no notes.
func TestASheetIsOpenedWhenItsRetroTakesNotes(t *testing.T) {
	waits := kpt.Retro{Date: day(20), Opened: clock(13, 9, 0), Starts: clock(20, 15, 0), Ends: clock(20, 16, 0)}
	held := waits
	held.Begun = waits.Starts
	next := kpt.Retro{Date: day(27), Opened: clock(20, 15, 30)}
	written := joining(kpt.Note{ID: "a", Kind: kpt.Keep, Text: "tea"}, next)
	for name, c := range map[string]struct {
		first kpt.Retro
		notes []kpt.Note
		hour  int
		want  []schedule.Date
	}{
		"the one before waits":           {first: waits, hour: 17, want: []schedule.Date{day(20)}},
		"the one before goes on":         {first: held, hour: 17, want: []schedule.Date{day(20)}},
		"the one before rests":           {first: held, hour: 18, want: []schedule.Date{day(20), day(27)}},
		"somebody has written for it":    {first: waits, notes: []kpt.Note{written}, hour: 17, want: []schedule.Date{day(20), day(27)}},
		"the clock is before all retros": {first: waits, hour: -24 * 30, want: []schedule.Date{day(20), day(27)}},
	} {
		l := kpt.Ledger{Retros: []kpt.Retro{c.first, next}, Notes: c.notes}
		p := Reconcile(l, kpt.Reading{Revision: "1"}, func() kpt.NoteID { return "new" }, clock(20, c.hour, 0))
		var got []schedule.Date
		for _, change := range p.Changes {
			if change.Kind == kpt.OpenSheet {
				got = append(got, change.Retro)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: the sheets of %v are opened, want %v", name, got, c.want)
		}
	}
}
