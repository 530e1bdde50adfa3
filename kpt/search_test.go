package kpt

import (
	"slices"
	"testing"

	"github.com/engawa-bot/engawa/store"
)

func TestTriesAreFoundByAllWordsTheNewestFirst(t *testing.T) {
	tries := []Try{
		{ID: "old", Text: "Pair on Tuesdays", Born: day(6)},
		{ID: "new", Text: "Pair-review on Tuesdays", Born: day(20)},
		{ID: "ja", Text: "レビューは当日中に見る", Born: day(13), Terms: Terms{When: "ＰＲが来たら"}},
	}
	for query, want := range map[string][]NoteID{
		"pair tuesdays": {"new", "old"},
		"TUES":          {"new", "old"},
		"pair mondays":  nil,
		"review":        {"new"},
		"当日中 レビュー":      {"ja"},
		"pr":            {"ja"},
		"":              nil,
		" ,. ":          nil,
	} {
		var got []NoteID
		for _, try := range Search(tries, query) {
			got = append(got, try.ID)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: got %v, want %v", query, got, want)
		}
	}
}

func TestNotesOfAnyRetroAreReadThroughShow(t *testing.T) {
	db, b := openBook(t)
	update(t, db, func(tx *store.Tx) error {
		old := Note{ID: "old", Kind: Problem, Text: "slow", Author: Author{Secret: "x"}}.joining(Retro{Date: day(20)})
		hidden := Note{ID: "hidden", Kind: Problem, Text: "secret", Author: Author{Member: "2"}}.joining(Retro{Date: day(27)})
		gone := Note{ID: "gone", Kind: Keep}.joining(Retro{Date: day(20)}).deleted()
		for _, n := range []Note{old, hidden, gone} {
			if err := b.keep(tx, n); err != nil {
				return err
			}
		}
		for _, r := range []Retro{
			{Date: day(20), Reveal: RevealMeeting, Closed: clock(20, 9, 0)},
			{Date: day(27), Reveal: RevealMeeting, Opened: clock(20, 9, 0)},
		} {
			if err := b.PutRetro(tx, r); err != nil {
				return err
			}
		}
		got, err := b.NotesWith(tx, []NoteID{"hidden", "none", "gone", "old"}, Viewer{})
		if err != nil {
			return err
		}
		if len(got.Notes) != 1 || got.Notes[0].ID != "old" || got.Notes[0].Anonymous() || got.Hidden != (Totals{Problems: 1}) {
			t.Errorf("got %+v, want the old one without its author and a total", got)
		}
		own, err := b.NotesWith(tx, []NoteID{"hidden", "old"}, Viewer{member: "2"})
		if err != nil {
			return err
		}
		if len(own.Notes) != 2 || own.Notes[0].ID != "old" || own.Hidden != (Totals{}) {
			t.Errorf("got %+v, want the old one and the viewer's own", own)
		}
		return nil
	})
}
