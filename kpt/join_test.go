package kpt_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

func TestWhatSomebodyWroteBeforeTheirAccountsWereLinkedIsTheirsAfterwards(t *testing.T) {
	db, b := openBook(t)
	update(t, db, func(tx *store.Tx) error {
		ids := map[bool]kpt.NoteID{}
		for _, anonymous := range []bool{false, true} {
			n, err := kpt.NewNote(kpt.Draft, "tea", kpt.Author{Member: "U1", Name: "Ana"}, clock(20, 10, 0))
			if err != nil {
				return err
			}
			if n, err = b.Add(tx, n, anonymous); err != nil {
				return err
			}
			ids[anonymous] = n.ID
		}
		openTry(t, tx, b, "a", kpt.Author{Member: "U1", Name: "Ana"})
		if _, err := b.Say(tx, "a", kpt.Said{By: kpt.Author{Member: "U1", Name: "Ana"}, What: kpt.SaysStuck, Word: "help", At: clock(24, 11, 0)}); err != nil {
			return err
		}
		decide(t, tx, b, ids[false], "tea at four")
		if err := b.Join(tx, "U1", "1"); err != nil {
			return err
		}
		viewer, err := b.Viewer(tx, "1")
		if err != nil {
			return err
		}
		own, err := b.Own(tx, day(27), viewer)
		if err != nil || len(own) != 1 || own[0].ID != ids[true] {
			t.Errorf("their notes are %+v (%v), want the anonymous one", own, err)
		}
		if err := b.Undecide(tx, ids[false]); err != nil {
			return err
		}
		if own, err = b.Own(tx, day(27), viewer); len(own) != 2 || err != nil {
			t.Errorf("their notes are %+v (%v), want both, the draft back again", own, err)
		}
		try, _, err := b.Try(tx, "a")
		if err != nil || try.Owner != (kpt.Author{Member: "1", Name: "Ana"}) {
			t.Errorf("the Try is %+v's (%v), want it theirs", try.Owner, err)
		}
		if s, ok := heard(t, tx, b, "a", "1"); !ok || s.Word != "help" {
			t.Errorf("what they said is %+v, want their word", s)
		}
		kept, err := kpt.NotesOf(tx, b, day(27))
		data, _ := json.Marshal(kept)
		if strings.Contains(string(data), `"U1"`) {
			t.Errorf("the old account is still there: %s", data)
		}
		return err
	})
}

// A person has put another name in front of their line, and it is shown as that one's.
func TestWhoGaveANoteIsJoinedAndForgottenToo(t *testing.T) {
	db, b := openBook(t)
	update(t, db, func(tx *store.Tx) error {
		n, err := kpt.NewNote(kpt.Keep, "tea", kpt.Author{Member: "2", Name: "Bo"}, clock(20, 10, 0))
		if err != nil {
			return err
		}
		n.Writer = "U1"
		if n, err = b.Add(tx, n, false); err != nil {
			return err
		}
		kept := func() string {
			all, err := kpt.NotesOf(tx, b, day(27))
			data, _ := json.Marshal(all)
			return string(data) + strings.Repeat("!", map[bool]int{true: 1}[err != nil])
		}
		if err := b.Join(tx, "U1", "1"); err != nil || strings.Contains(kept(), `"U1"`) || !strings.Contains(kept(), `"writer":"1"`) {
			t.Errorf("joined: %v, %s", err, kept())
		}
		viewer, err := b.Viewer(tx, "1")
		if err != nil {
			return err
		}
		if own, err := b.Own(tx, day(27), viewer); err != nil || len(own) != 1 {
			t.Errorf("their notes are %+v (%v), want the one that they gave", own, err)
		}
		if wrote, err := b.HasWritten(tx, day(27), viewer, nil); err != nil || !wrote {
			t.Errorf("they have written: %v, %v", wrote, err)
		}
		if err := b.Forget(tx, "1"); err != nil || strings.Contains(kept(), "writer") || !strings.Contains(kept(), `"Bo"`) {
			t.Errorf("forgotten: %v, %s", err, kept())
		}
		return nil
	})
}
