package merge

import (
	"testing"

	"github.com/engawa-bot/engawa/kpt"
)

// fallen is a ledger of a Keep and two Problems, one of them a person's, and how they stand.
func fallen() (kpt.Ledger, []kpt.Line) {
	l, lines := sheetOf("tea", "CI is slow", "reviews wait")
	for i := 1; i < 3; i++ {
		l.Notes[i].Kind, l.Notes[i].Trace.Section, lines[i].Section = kpt.Problem, kpt.Problems, kpt.Problems
	}
	l.Notes[2].Trace.Person = true
	return l, lines
}

func TestALineWhoseHeadingIsGoneKeepsItsKind(t *testing.T) {
	l, lines := fallen()
	for i := range lines {
		lines[i].Section = kpt.Keeps
	}
	lines[2].Text = "reviews wait for days" // a person has changed it, and not moved it
	l.Notes = append(l.Notes, joining(kpt.Note{ID: "new", Kind: kpt.Problem, Text: "noise"}, l.Retros[0]),
		joining(kpt.Note{ID: "keep", Kind: kpt.Keep, Text: "lunch"}, l.Retros[0]))
	lines = append(lines, kpt.Line{Place: "typed", Section: kpt.Keeps, Text: "typed below them"})
	sheet := kpt.Sheet{Retro: day(27), Lines: lines, Lacks: []kpt.Section{kpt.Problems}}
	read := func(s kpt.Sheet) kpt.Plan {
		p := Reconcile(l, kpt.Reading{Revision: "2", Sheets: []kpt.Sheet{s}}, func() kpt.NoteID { return "typed" }, clock(21, 9, 0))
		for _, n := range p.Notes {
			known := false
			for i := range l.Notes {
				if l.Notes[i].ID == n.ID {
					l.Notes[i], known = n, true
				}
			}
			if !known {
				l.Notes = append(l.Notes, n)
			}
		}
		return p
	}
	if p := read(sheet); len(p.Changes) > 0 || len(l.Notes) != 5 {
		t.Errorf("got %+v, want that nothing is written or read where it would be among others", p)
	}
	if l.Notes[1].Kind != kpt.Problem || l.Notes[2].Kind != kpt.Problem || l.Notes[2].Text != "reviews wait for days" {
		t.Errorf("got %+v, want Problems", l.Notes)
	}
	for i := 1; i < 4; i++ {
		lines[i].Section = kpt.Problems
	}
	if p := read(kpt.Sheet{Retro: day(27), Lines: lines}); len(p.Changes) != 3 || len(l.Notes) != 6 || l.Notes[5].Kind != kpt.Problem {
		t.Errorf("with the heading back: got %+v, want what had waited", p)
	}
	lines[1].Section = kpt.Keeps
	if read(kpt.Sheet{Retro: day(27), Lines: lines}); l.Notes[1].Kind != kpt.Keep {
		t.Errorf("moved, with both headings there: got %+v, want a Keep", l.Notes[1])
	}
}

func TestASectionThatOneOfTwoSheetsHasIsNotGone(t *testing.T) {
	l, lines := fallen()
	lines[1].Section = kpt.Keeps
	p := Reconcile(l, kpt.Reading{Revision: "2", Sheets: []kpt.Sheet{
		{Retro: day(27), Lines: lines[:2], Lacks: []kpt.Section{kpt.Problems}}, {Retro: day(27), Lines: lines[2:]},
	}}, kpt.NewID, clock(21, 9, 0))
	if len(p.Notes) != 1 || p.Notes[0].Kind != kpt.Keep {
		t.Errorf("got %+v, want the line that a person moved as a Keep", p.Notes)
	}
}
