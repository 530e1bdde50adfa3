package kpt_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

// openTry keeps an open Try of member 2.
func openTry(t *testing.T, tx *store.Tx, b kpt.Book, id kpt.NoteID, owner kpt.Author) {
	t.Helper()
	if err := b.PutTry(tx, kpt.Try{ID: id, Text: "pair on Tuesdays", Owner: owner, Born: day(20), State: kpt.Open, Trace: kpt.Trace{Retro: day(27)}}); err != nil {
		t.Fatal(err)
	}
}

func bo(what kpt.Says, word string) kpt.Said {
	return kpt.Said{What: what, Word: word, By: kpt.Author{Member: "2", Name: "Bo"}, At: clock(24, 11, 0)}
}

// heard is what a member may know of what was said.
func heard(t *testing.T, tx *store.Tx, b kpt.Book, id kpt.NoteID, member string) (kpt.Said, bool) {
	t.Helper()
	try, _, err := b.Try(tx, id)
	if err != nil {
		t.Fatal(err)
	}
	viewer, err := b.Viewer(tx, member)
	if err != nil {
		t.Fatal(err)
	}
	s, ok, err := b.Said(tx, try, viewer)
	if err != nil {
		t.Fatal(err)
	}
	return s, ok
}

func TestWhatAnOwnerSaysIsForTheNextMeetingAndNoVerdict(t *testing.T) {
	db, b := openBook(t)
	update(t, db, func(tx *store.Tx) error {
		openTry(t, tx, b, "a", kpt.Author{Member: "2", Name: "Bo"})
		if _, ok := heard(t, tx, b, "a", "1"); ok {
			t.Error("got something said before anybody said anything")
		}
		for _, s := range []kpt.Said{bo(kpt.SaysStuck, ""), bo(kpt.SaysDone, " twice a week\n")} {
			if _, err := b.Say(tx, "a", s); err != nil {
				return err
			}
		}
		got, ok := heard(t, tx, b, "a", "1")
		if !ok || got.What != kpt.SaysDone || got.Word != "twice a week" || got.Retro != day(27) || got.By.Name != "Bo" {
			t.Errorf("got %+v, want the last that was said, for the retro of the 27th", got)
		}
		if try, _, err := b.Try(tx, "a"); err != nil || try.State != kpt.Open {
			t.Errorf("got the Try %s, %v; want it open", try.State, err)
		}
		return nil
	})
}

func TestSayingTheSameAgainKeepsTheWord(t *testing.T) {
	db, b := openBook(t)
	update(t, db, func(tx *store.Tx) error {
		openTry(t, tx, b, "a", kpt.Author{})
		for _, c := range []struct {
			say  kpt.Said
			want string
		}{
			{bo(kpt.SaysDone, "twice"), "twice"},
			{bo(kpt.SaysDone, ""), "twice"},
			{bo(kpt.SaysDone, "thrice"), "thrice"},
			{bo(kpt.SaysStuck, ""), ""},
		} {
			if got, err := b.Say(tx, "a", c.say); err != nil || got.Word != c.want {
				t.Errorf("%s %q: got %q, %v; want %q", c.say.What, c.say.Word, got.Word, err, c.want)
			}
		}
		return nil
	})
}

func TestOnlyTheOwnerSaysHowATryGoes(t *testing.T) {
	db, b := openBook(t)
	update(t, db, func(tx *store.Tx) error {
		openTry(t, tx, b, "ana's", kpt.Author{Member: "1"})
		openTry(t, tx, b, "nobody's", kpt.Author{})
		openTry(t, tx, b, "a name's", kpt.Author{Name: "Dan"})
		if err := b.PutTry(tx, kpt.Try{ID: "over", Owner: kpt.Author{Member: "2"}, Born: day(20), State: kpt.Done, Trace: kpt.Trace{Retro: day(27)}}); err != nil {
			return err
		}
		for id, want := range map[kpt.NoteID]kpt.Why{"ana's": kpt.NotYours, "over": kpt.Over} {
			if _, err := b.Say(tx, id, bo(kpt.SaysDone, "")); why(err) != want {
				t.Errorf("%s: got %v, want %s", id, err, want)
			}
		}
		for _, id := range []kpt.NoteID{"nobody's", "a name's"} {
			if _, err := b.Say(tx, id, bo(kpt.SaysDone, "")); err != nil {
				t.Errorf("%s: %v", id, err)
			}
		}
		if _, err := b.Say(tx, "none", bo(kpt.SaysDone, "")); !errors.Is(err, kpt.ErrNoTry) {
			t.Errorf("got %v, want %v", err, kpt.ErrNoTry)
		}
		if _, err := b.Say(tx, "nobody's", bo(kpt.SaysDone, strings.Repeat("x", kpt.MaxText+1))); !errors.As(err, new(*kpt.InputError)) {
			t.Errorf("a long word: got %v, want an InputError", err)
		}
		early := bo(kpt.SaysDone, "")
		early.At = clock(1, 9, 0)
		if _, err := b.Say(tx, "nobody's", early); !errors.Is(err, kpt.ErrNoRetro) {
			t.Errorf("with no retro: got %v, want %v", err, kpt.ErrNoRetro)
		}
		return nil
	})
}

func TestTheWordIsForTheMeeting(t *testing.T) {
	db, b := openBook(t)
	update(t, db, func(tx *store.Tx) error {
		openTry(t, tx, b, "a", kpt.Author{Member: "2"})
		r := kpt.Retro{Date: day(27), Opened: clock(20, 9, 0), Reveal: kpt.RevealMeeting}
		if err := b.PutRetro(tx, r); err != nil {
			return err
		}
		said := bo(kpt.SaysStuck, "no staging server")
		said.Note = "p"
		if _, err := b.Say(tx, "a", said); err != nil {
			return err
		}
		for _, c := range []struct {
			name, member string
			retro        func(*kpt.Retro)
			reads, notes bool // the word, and which Problem it is
		}{
			{name: "another before the meeting", member: "1"},
			{name: "everyone before the meeting"},
			{name: "who said it", member: "2", reads: true, notes: true},
			{name: "another in the meeting", member: "1", retro: func(r *kpt.Retro) { r.Begun = clock(27, 15, 0) }, reads: true},
			{name: "everyone when notes are shown", retro: func(r *kpt.Retro) { r.Revealed = clock(27, 16, 0) }, reads: true, notes: true},
			{name: "everyone where notes are open", retro: func(r *kpt.Retro) { r.Reveal = kpt.RevealOpen }, reads: true, notes: true},
		} {
			now := r
			if c.retro != nil {
				c.retro(&now)
			}
			if err := b.PutRetro(tx, now); err != nil {
				return err
			}
			got, ok := heard(t, tx, b, "a", c.member)
			if !ok || got.What != kpt.SaysStuck {
				t.Errorf("%s: got %+v, want that they are stuck", c.name, got)
			}
			if reads, notes := got.Word != "", got.Note != ""; reads != c.reads || notes != c.notes {
				t.Errorf("%s: got %+v, want the word read %v, the Problem %v", c.name, got, c.reads, c.notes)
			}
		}
		return nil
	})
}

func TestWhatWasSaidIsOverWithTheMeetingThatAnswers(t *testing.T) {
	db, b := openBook(t)
	update(t, db, func(tx *store.Tx) error {
		openTry(t, tx, b, "a", kpt.Author{Member: "2"})
		openTry(t, tx, b, "b", kpt.Author{Member: "2"})
		for _, id := range []kpt.NoteID{"a", "b"} {
			if _, err := b.Say(tx, id, bo(kpt.SaysDone, "")); err != nil {
				return err
			}
		}
		if _, err := b.Answer(tx, "a", kpt.Verdict{Retro: day(27), Outcome: kpt.Continue}, clock(27, 15, 0)); err != nil {
			return err
		}
		if _, ok := heard(t, tx, b, "a", "1"); !ok {
			t.Error("in the meeting that answered: got nothing, want what was said")
		}
		r, _, err := b.Retro(tx, day(27))
		if err != nil {
			return err
		}
		if err := b.CloseRetro(tx, r, kpt.Retro{Date: day(28)}, clock(27, 16, 0)); err != nil {
			return err
		}
		if got, ok := heard(t, tx, b, "a", "1"); ok {
			t.Errorf("after it: got %+v, want nothing", got)
		}
		if _, ok := heard(t, tx, b, "b", "1"); !ok {
			t.Error("of a Try that was not answered: got nothing, want what was said")
		}
		return nil
	})
}

func TestForgettingTakesTheNameOffWhatWasSaid(t *testing.T) {
	db, b := openBook(t)
	update(t, db, func(tx *store.Tx) error {
		openTry(t, tx, b, "a", kpt.Author{})
		if _, err := b.Say(tx, "a", bo(kpt.SaysHelp, "please")); err != nil {
			return err
		}
		if n, err := b.Named(tx, "2"); n != 1 || err != nil {
			t.Errorf("got %d named, %v; want 1", n, err)
		}
		if err := b.Forget(tx, "2"); err != nil {
			return err
		}
		if got, _ := heard(t, tx, b, "a", "1"); got.By != (kpt.Author{}) || got.Word != "please" {
			t.Errorf("got %+v, want the word without its author", got)
		}
		if n, err := b.Named(tx, "2"); n != 0 || err != nil {
			t.Errorf("got %d named, %v; want none", n, err)
		}
		return nil
	})
}
