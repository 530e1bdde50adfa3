package kpt_test

import (
	"slices"
	"testing"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

func TestTriesAreFoundByAllWordsTheNewestFirst(t *testing.T) {
	tries := []kpt.Try{
		{ID: "old", Text: "Pair on Tuesdays", Born: day(6)},
		{ID: "new", Text: "Pair-review on Tuesdays", Born: day(20)},
		{ID: "ja", Text: "レビューは当日中に見る", Born: day(13), Terms: kpt.Terms{When: "ＰＲが来たら"}},
	}
	for query, want := range map[string][]kpt.NoteID{
		"pair tuesdays": {"new", "old"},
		"TUES":          {"new", "old"},
		"pair mondays":  nil,
		"review":        {"new"},
		"当日中 レビュー":      {"ja"},
		"pr":            {"ja"},
		"":              nil,
		" ,. ":          nil,
	} {
		var got []kpt.NoteID
		for _, try := range kpt.Search(tries, query) {
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
		old := kpt.Joining(kpt.Note{ID: "old", Kind: kpt.Problem, Text: "slow", Author: kpt.Author{Secret: "x"}}, kpt.Retro{Date: day(20)})
		hidden := kpt.Joining(kpt.Note{ID: "hidden", Kind: kpt.Problem, Text: "secret", Author: kpt.Author{Member: "2"}}, kpt.Retro{Date: day(27)})
		gone := kpt.Deleted(kpt.Joining(kpt.Note{ID: "gone", Kind: kpt.Keep}, kpt.Retro{Date: day(20)}))
		for _, n := range []kpt.Note{old, hidden, gone} {
			if err := kpt.KeepNote(tx, b, n); err != nil {
				return err
			}
		}
		for _, r := range []kpt.Retro{
			{Date: day(20), Reveal: kpt.RevealMeeting, Closed: clock(20, 9, 0)},
			{Date: day(27), Reveal: kpt.RevealMeeting, Opened: clock(20, 9, 0)},
		} {
			if err := b.PutRetro(tx, r); err != nil {
				return err
			}
		}
		got, err := b.NotesWith(tx, []kpt.NoteID{"hidden", "none", "gone", "old"}, kpt.Viewer{})
		if err != nil {
			return err
		}
		if len(got.Notes) != 1 || got.Notes[0].ID != "old" || got.Notes[0].Anonymous() || got.Hidden != (kpt.Totals{Problems: 1}) {
			t.Errorf("got %+v, want the old one without its author and a total", got)
		}
		own, err := b.NotesWith(tx, []kpt.NoteID{"hidden", "old"}, kpt.ViewerOf("2", nil))
		if err != nil {
			return err
		}
		if len(own.Notes) != 2 || own.Notes[0].ID != "old" || own.Hidden != (kpt.Totals{}) {
			t.Errorf("got %+v, want the old one and the viewer's own", own)
		}
		return nil
	})
}
