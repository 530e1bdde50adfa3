package kpt_test

import (
	"slices"
	"testing"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// end is a retro of the 27th whose end is taken back, with a note of before and one that was
// written since.
type end struct {
	name        string
	r, next     kpt.Retro        // next: if it is there already
	without     bool             // it was held without Engawa
	since       func(*kpt.Note)  // what became of the note since
	later       func(*kpt.Retro) // and of the next retro
	there       bool             // the note is shown in the next retro
	on, sinceOn int              // the days of their retros in the end
}

func TestWhatAnEndMovedOnComesBackWhenThatIsTakenBack(t *testing.T) {
	hides := kpt.Retro{Reveal: kpt.RevealMeeting}
	begun := kpt.Retro{Reveal: kpt.RevealMeeting, Begun: clock(25, 10, 0)}
	read := kpt.Retro{Reveal: kpt.RevealMeeting, Days: kpt.Days{Shown: clock(26, 12, 0), Waits: clock(19, 0, 0)}}
	edited := func(n *kpt.Note) { n.Text, n.Changed = "other words", clock(27, 11, 0) }
	for _, c := range []end{
		{name: "it was closed by mistake", r: begun, on: 27, sinceOn: 28},
		{name: "the author has changed it since", r: begun, since: edited, on: 27, sinceOn: 28},
		{name: "a person has changed its line since", r: begun, since: func(n *kpt.Note) { n.Trace.Touched = true }, on: 28, sinceOn: 28},
		{name: "a meeting that was put off has read it since", r: begun, later: func(r *kpt.Retro) { r.Shown = clock(27, 12, 0) }, on: 28, sinceOn: 28},
		{name: "nobody held it", r: hides, without: true, on: 27, sinceOn: 27},
		{name: "a meeting that was put off had read it", r: read, without: true, there: true, on: 27, sinceOn: 27},
		{name: "the next was there, and hides what is new", next: hides, without: true, there: true, on: 27, sinceOn: 28},
		{name: "the next was there, and its author has changed it", next: hides, without: true, since: edited, there: true, on: 27, sinceOn: 28},
		{name: "the next was there, and shows what is new", r: hides, next: kpt.Retro{Noted: true}, without: true, on: 27, sinceOn: 28},
	} {
		t.Run(c.name, func(t *testing.T) { c.isTakenBack(t) })
	}
}

func (c end) isTakenBack(t *testing.T) {
	db, b := openBook(t)
	update(t, db, func(tx *store.Tx) error {
		r := c.r
		r.Date, r.Opened = day(27), clock(20, 9, 0)
		if err := b.PutRetro(tx, r); err != nil {
			return err
		}
		if c.next != (kpt.Retro{}) {
			next := c.next
			next.Date, next.Opened = day(28), clock(26, 9, 0)
			if err := b.PutRetro(tx, next); err != nil {
				return err
			}
		}
		note := addDraft(t, tx, b, "an idea", false)
		c.ends(t, tx, b, r)
		shown, err := b.Notes(tx, day(28), kpt.Viewer{})
		if err != nil {
			return err
		}
		if got := len(shown.Notes) == 1; got != c.there {
			t.Errorf("it is shown in the next retro: %t, want %t", got, c.there)
		}
		later, err := kpt.NewNote(kpt.Keep, "written since", kpt.Author{Member: "1", Name: "Ana"}, clock(27, 11, 30))
		if err != nil {
			return err
		}
		if _, err := b.Add(tx, later, false); err != nil {
			return err
		}
		return c.lives(t, tx, b, note.ID, later.ID)
	})
}

// ends ends the retro, and sees that the note goes on to the next.
func (c end) ends(t *testing.T, tx *store.Tx, b kpt.Book, r kpt.Retro) {
	t.Helper()
	var err error
	if next := (kpt.Retro{Date: day(28), Reveal: kpt.RevealMeeting}); c.without {
		_, _, err = b.HeldWithout(tx, r, next, clock(27, 10, 0))
	} else {
		_, err = b.End(tx, r, next, clock(27, 10, 0))
	}
	moved, wrong := kpt.NotesOf(tx, b, day(28))
	if err != nil || wrong != nil || len(moved) != 1 {
		t.Fatalf("got %+v, %v and %v, want the note in the next retro", moved, err, wrong)
	}
}

// lives does what has come about since, takes the end back, and looks where the notes are.
func (c end) lives(t *testing.T, tx *store.Tx, b kpt.Book, note, later kpt.NoteID) error {
	all, err := kpt.NotesOf(tx, b, day(28))
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(all, func(n kpt.Note) bool { return n.ID == note }); c.since != nil {
		c.since(&all[i])
		if err := kpt.KeepNote(tx, b, all[i]); err != nil {
			return err
		}
	}
	next, _, err := b.Retro(tx, day(28))
	if err != nil {
		return err
	}
	if c.later != nil {
		c.later(&next)
		if err := b.PutRetro(tx, next); err != nil {
			return err
		}
	}
	r, _, err := b.Retro(tx, day(27))
	if err != nil {
		return err
	}
	if r, err = b.Reopen(tx, r); err != nil {
		return err
	}
	if !r.OpenAt(clock(27, 13, 0)) {
		t.Error("the retro is not open again")
	}
	return wantOn(t, tx, b, map[kpt.NoteID]schedule.Date{note: day(c.on), later: day(c.sinceOn)})
}

func wantOn(t *testing.T, tx *store.Tx, b kpt.Book, want map[kpt.NoteID]schedule.Date) error {
	t.Helper()
	for _, on := range []schedule.Date{day(27), day(28)} {
		all, err := kpt.NotesOf(tx, b, on)
		if err != nil {
			return err
		}
		for _, n := range all {
			if want[n.ID] != on {
				t.Errorf("%q is of the retro of %s, want %s", n.Text, on, want[n.ID])
			}
			delete(want, n.ID)
		}
	}
	for id := range want {
		t.Errorf("note %s is gone", id)
	}
	return nil
}
