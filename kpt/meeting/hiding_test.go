package meeting

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// Hiding is for who leads the meeting while it goes on, and for keepers; and nobody can
// touch by it what is not shown yet.
func TestOnlyWhoLeadsAndKeepersHideNotes(t *testing.T) {
	db, err := store.Open(filepath.Join(t.TempDir(), "engawa.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	now := time.Date(2026, 11, 27, 15, 0, 0, 0, time.UTC)
	date := schedule.DateOf(now)
	next := kpt.Retro{Date: date.AddDays(7)}
	hall := Of("sakura", nil)
	err = db.Update(func(tx *store.Tx) error {
		r := kpt.Retro{Date: date, Opened: now.Add(-time.Hour), Starts: now.Add(time.Hour), Reveal: kpt.RevealMeeting}
		if err := kpt.Of("sakura").OpenRetro(tx, r); err != nil {
			return err
		}
		n, err := kpt.NewNote(kpt.Keep, "it is quiet without dan", kpt.Author{Member: "bo", Name: "bo"}, now)
		if err == nil {
			n, err = kpt.Of("sakura").Add(tx, n, false)
		}
		if err != nil {
			return err
		}
		for _, step := range []struct {
			by     string
			d      Deed
			want   Why
			change bool
		}{
			{"ana", Hide{Note: n.ID}, NotToHide, false},
			{"ana", Hide{Note: n.ID, Keeper: true}, UnknownNote, false}, // not shown yet
			{"ana", Start{}, "", true},
			{"ana", Join{}, "", true},
			{"ana", Hide{Note: n.ID}, UnknownNote, false}, // alone, and early
			{"bo", Join{}, "", true},
			{"bo", Hide{Note: n.ID}, NotToHide, false},
			{"ana", Hide{Note: "nothing"}, UnknownNote, false},
			{"ana", Hide{Note: n.ID}, "", true},
			{"ana", Hide{Note: n.ID}, "", false},
			{"ana", Table{Note: n.ID}, UnknownNote, false},
			{"bo", Hide{Note: n.ID, Off: true}, NotToHide, false},
			{"chika", Hide{Note: n.ID, Off: true, Keeper: true}, "", true},
			{"chika", TakeOver{From: "ana"}, "", true},
			{"ana", Hide{Note: n.ID}, NotToHide, false},
			{"chika", Hide{Note: n.ID}, "", true},
			{"chika", Goto{InClose}, "", true},
			{"chika", Close{next}, "", true},
			{"chika", Hide{Note: n.ID, Off: true}, NotToHide, false},
			{"ana", Hide{Note: n.ID, Off: true, Keeper: true}, "", true},
		} {
			m, err := hall.Meeting(tx, date)
			if err != nil {
				return err
			}
			_, out, err := hall.Act(tx, Press{Retro: date, By: kpt.Author{Member: step.by}, At: now, Seen: m.Place.Moves}, step.d)
			var refused *Refusal
			if err != nil && !errors.As(err, &refused) {
				return err
			}
			if got := whyOf(err); got != step.want || out.Changed != step.change {
				t.Errorf("%s: %T%+v: got %q, changed %v, want %q, %v", step.by, step.d, step.d, got, out.Changed, step.want, step.change)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A vote is for what a group is about, not for the one of its notes that was named.
func TestVotesOnAGroupStayWhenOneOfItsNotesIsHidden(t *testing.T) {
	h := openHall(t, all(), kpt.Retro{Date: date(27)})
	for _, id := range []kpt.NoteID{"p", "q", "r"} {
		h.do("bo", AddNote{ID: id, Kind: kpt.Problem, Text: string(id)})
	}
	h.do("ana", Start{}, Group{Notes: []kpt.NoteID{"p", "q"}})
	h.do("bo", Vote{Topic: "p", Dots: 2})
	h.do("ana", Hide{Note: "p"}, CloseVote{})
	items := h.view(Look{Stage: InVote}).Page.Items
	if len(items) != 2 || items[0].ID != "q" || items[0].Votes != 2 || items[0].Group != 0 {
		t.Errorf("got %+v, want q first, with both votes, and no group of one", items)
	}
	h.do("ana", Hide{Note: "p", Off: true})
	if items = h.view(Look{Stage: InVote}).Page.Items; len(items[0].Notes) != 2 || items[0].Votes != 2 || items[0].Group == 0 {
		t.Errorf("shown again: got %+v, want the group with its votes", items)
	}
	h.do("ana", OpenVote{}, Hide{Note: "p"})
	h.do("bo", Vote{Topic: "q", Dots: 1})
	if items = h.view(Look{Stage: InVote, Viewer: "bo"}).Page.Items; items[0].Mine != 1 {
		t.Errorf("taken back: got %+v, want one vote of bo's", items)
	}
}
