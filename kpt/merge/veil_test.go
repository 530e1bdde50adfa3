package merge

import (
	"testing"

	"github.com/engawa-bot/engawa/kpt"
)

func TestAVeiledNoteIsNotWrittenAndItsLineStays(t *testing.T) {
	retro := kpt.Retro{Date: day(27), Opened: clock(20, 9, 0)}
	n := joining(kpt.Note{ID: "a1b2c3d4", Kind: kpt.Keep, Text: "it is quiet when dan is away", Author: kpt.Author{Member: "1", Name: "ana"}}, retro)
	n.Veiled = true
	sheet := kpt.Sheet{Retro: retro.Date}
	plan := func(n kpt.Note) []kpt.Change {
		l := kpt.Ledger{Retros: []kpt.Retro{retro}, Notes: []kpt.Note{n}, Roster: crowd()}
		return Reconcile(l, kpt.Reading{Revision: "r", Sheets: []kpt.Sheet{sheet}}, kpt.NewID, clock(27, 15, 0)).Changes
	}
	if changes := plan(n); len(changes) != 0 {
		t.Errorf("a note that was never written: got %+v, want no change", changes)
	}
	shown := n
	shown.Veiled = false
	if changes := plan(shown); len(changes) != 1 || changes[0].Kind != kpt.AddLine {
		t.Errorf("shown again: got %+v, want its line added", changes)
	}
	sheet.Lines = []kpt.Line{{ID: n.ID, Section: kpt.Keeps, Text: n.Trace.Want, Place: "1"}}
	n.Trace.Seen = n.Trace.Want
	if changes := plan(n); len(changes) != 0 {
		t.Errorf("a note that stands there: got %+v, want no change", changes)
	}
	softer, err := edited(n, "I like a quiet hour", clock(27, 15, 0))
	if err != nil {
		t.Fatal(err)
	}
	if changes := plan(softer); len(changes) != 1 || changes[0].Kind != kpt.EditLine {
		t.Errorf("said in other words: got %+v, want its line edited", changes)
	}
}
