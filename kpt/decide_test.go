package kpt_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/kpt/merge"
	"github.com/engawa-bot/engawa/store"
)

// mergeSheet merges the Book with a sheet that has the lines, and says what is to be
// written to it.
func mergeSheet(t *testing.T, tx *store.Tx, b kpt.Book, revision string, lines ...kpt.Line) []kpt.Change {
	t.Helper()
	changes, _, err := b.Merge(tx, merge.Reconcile, kpt.Reading{Revision: revision, Sheets: []kpt.Sheet{{Retro: day(27), Lines: lines}}}, nil, clock(27, 9, 0))
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Wrote(tx, changes, revision); err != nil {
		t.Fatal(err)
	}
	return changes
}

func addDraft(t *testing.T, tx *store.Tx, b kpt.Book, text string, anonymous bool) kpt.Note {
	t.Helper()
	n, err := kpt.NewNote(kpt.Draft, text, kpt.Author{Member: "1", Name: "Ana"}, clock(20, 10, 0))
	if err != nil {
		t.Fatal(err)
	}
	if n, err = b.Add(tx, n, anonymous); err != nil {
		t.Fatal(err)
	}
	return n
}

func decide(t *testing.T, tx *store.Tx, b kpt.Book, id kpt.NoteID, text string) kpt.Try {
	t.Helper()
	try, err := kpt.NewTry(id, text, kpt.Author{Member: "2", Name: "Bo"}, kpt.Terms{When: "it rains"}, day(27))
	if err != nil {
		t.Fatal(err)
	}
	if try, err = b.Decide(tx, try); err != nil {
		t.Fatal(err)
	}
	return try
}

func TestATryTakesOverTheLineOfItsDraftAndGivesItBack(t *testing.T) {
	db, b := openBook(t)
	update(t, db, func(tx *store.Tx) error {
		n := addDraft(t, tx, b, "cache", false)
		mergeSheet(t, tx, b, "1")
		line := kpt.Line{ID: n.ID, Place: "1", Section: kpt.NewTries, Text: "Ana: cache"}

		decide(t, tx, b, n.ID, "cache the modules")
		got := mergeSheet(t, tx, b, "2", line)
		if len(got) != 1 || got[0].Kind != kpt.EditLine || got[0].Text != "Bo: cache the modules" {
			t.Errorf("got %+v, want the one line edited", got)
		}
		shown, err := b.Notes(tx, day(27), kpt.Viewer{})
		if err != nil || len(shown.Notes) != 0 {
			t.Errorf("got %+v and %v, want no draft besides the Try", shown.Notes, err)
		}

		if err := b.Undecide(tx, n.ID); err != nil {
			return err
		}
		line.Text = "Bo: cache the modules"
		got = mergeSheet(t, tx, b, "3", line)
		if len(got) != 1 || got[0].Kind != kpt.EditLine || got[0].Text != "Ana: cache" {
			t.Errorf("got %+v, want the draft's line back", got)
		}
		shown, err = b.Notes(tx, day(27), kpt.Viewer{})
		if len(shown.Notes) != 1 || shown.Notes[0].Text != "cache" || shown.Notes[0].Author.Name != "Ana" {
			t.Errorf("got %+v, want Ana's draft", shown.Notes)
		}
		return err
	})
}

func TestALineThatAPersonWroteStaysAsItIsWhenItBecomesATry(t *testing.T) {
	db, b := openBook(t)
	update(t, db, func(tx *store.Tx) error {
		line := kpt.Line{Place: "1", Section: kpt.NewTries, Text: "cache it"}
		adopted := mergeSheet(t, tx, b, "1", line)
		line.ID = adopted[len(adopted)-1].ID
		decide(t, tx, b, line.ID, "cache the modules")
		if got := mergeSheet(t, tx, b, "2", line); len(got) != 0 {
			t.Errorf("got %+v, want a person's line left alone", got)
		}
		if try, _, err := b.Try(tx, line.ID); try.Text != "cache the modules" || err != nil {
			t.Errorf("got %+v and %v, want the text that was decided", try, err)
		}
		line.Text = "cache everything"
		mergeSheet(t, tx, b, "3", line)
		if try, _, err := b.Try(tx, line.ID); try.Text != "cache everything" || try.Owner.Name != "Bo" || err != nil {
			t.Errorf("got %+v and %v, want the person's text and Bo", try, err)
		}
		if err := b.Undecide(tx, line.ID); err != nil {
			return err
		}
		shown, err := b.Notes(tx, day(27), kpt.Viewer{})
		if len(shown.Notes) != 1 || shown.Notes[0].Text != "cache everything" {
			t.Errorf("got %+v, want the draft as the person left it", shown.Notes)
		}
		return err
	})
}

func TestOnlyADraftBecomesATryAndOnlyItsOwnMeetingTakesItBack(t *testing.T) {
	db, b := openBook(t)
	update(t, db, func(tx *store.Tx) error {
		if _, err := b.Decide(tx, kpt.Try{ID: "nothing", Text: "x", Born: day(27)}); why(err) != kpt.Unknown {
			t.Errorf("without a draft: got %v, want %s", err, kpt.Unknown)
		}
		n := addDraft(t, tx, b, "cache", false)
		decide(t, tx, b, n.ID, "cache")
		r, _, err := b.Retro(tx, day(27))
		if err != nil {
			return err
		}
		if err := b.CloseRetro(tx, r, kpt.Retro{Date: day(28)}, clock(27, 16, 0)); err != nil {
			return err
		}
		if err := b.Undecide(tx, n.ID); why(err) != kpt.Over {
			t.Errorf("carried over: got %v, want %s", err, kpt.Over)
		}
		try, _, err := b.Try(tx, n.ID)
		if try.Trace.Retro != day(28) || try.Trace.Want != "Bo: cache" || try.Carried != 1 {
			t.Errorf("got %+v, want it on the next sheet", try)
		}
		return err
	})
}

func TestTheNoteOfAVerdictGoesAndComesBackAsItself(t *testing.T) {
	db, b := openBook(t)
	update(t, db, func(tx *store.Tx) error {
		if err := b.PutTry(tx, kpt.Try{ID: "t", Text: "t", Born: day(20), State: kpt.Open, Trace: kpt.Trace{Retro: day(27), Section: kpt.Tries}}); err != nil {
			return err
		}
		answer := func(o kpt.Outcome, note kpt.NoteID) kpt.Try {
			t.Helper()
			try, err := b.Answer(tx, "t", kpt.Verdict{Retro: day(27), Outcome: o, Note: note}, clock(27, 15, 0))
			if err != nil {
				t.Fatal(err)
			}
			return try
		}
		live := func() (ids []kpt.NoteID) {
			t.Helper()
			shown, err := b.Notes(tx, day(27), kpt.Viewer{})
			if err != nil {
				t.Fatal(err)
			}
			for _, n := range shown.Notes {
				ids = append(ids, n.ID)
			}
			return ids
		}
		answer(kpt.Worked, "keep")
		mergeSheet(t, tx, b, "1")
		answer(kpt.Failed, "problem")
		if got := live(); !slices.Equal(got, []kpt.NoteID{"problem"}) {
			t.Errorf("got %v, want only the Problem", got)
		}
		line := kpt.Line{ID: "keep", Place: "1", Section: kpt.Keeps, Text: "t"}
		if try := answer(kpt.Worked, "keep"); try.State != kpt.Done || len(try.Verdicts) != 1 {
			t.Errorf("got %+v, want one verdict", try)
		}
		if got := live(); !slices.Equal(got, []kpt.NoteID{"keep"}) {
			t.Errorf("got %v, want only the Keep", got)
		}
		for _, c := range mergeSheet(t, tx, b, "2", line) {
			if c.ID == "keep" || c.ID == "problem" {
				t.Errorf("got %+v, want the Keep's line left as it is", c)
			}
		}
		answer("", "")
		if got := live(); len(got) != 0 {
			t.Errorf("got %v, want nothing without a verdict", got)
		}
		if got := mergeSheet(t, tx, b, "3", line, kpt.Line{}); !slices.ContainsFunc(got, func(c kpt.Change) bool { return c.Kind == kpt.RemoveLine && c.ID == "keep" }) {
			t.Errorf("got %+v, want the Keep's line to go", got)
		}
		return nil
	})
}

func TestAnAnswerThatIsChangedAfterTheCarryOverClearsTheNextSheet(t *testing.T) {
	db, b := openBook(t)
	update(t, db, func(tx *store.Tx) error {
		err := b.PutTry(tx, kpt.Try{ID: "t", Text: "t", Born: day(20), State: kpt.Open, Standing: kpt.Standing{Carried: 2}, Trace: kpt.Trace{Retro: day(28), Section: kpt.Tries, Want: "t", Seen: "t"}})
		for _, c := range []struct {
			outcome kpt.Outcome
			want    string
		}{{kpt.Drop, ""}, {kpt.Continue, "t"}} {
			try, answerErr := b.Answer(tx, "t", kpt.Verdict{Retro: day(27), Outcome: c.outcome}, clock(27, 17, 0))
			if err = errors.Join(err, answerErr); try.Trace.Want != c.want {
				t.Errorf("%s: got the line %q, want %q", c.outcome, try.Trace.Want, c.want)
			}
		}
		return err
	})
}

func TestOnlyWhatWorkedBecomesAPractice(t *testing.T) {
	db, b := openBook(t)
	update(t, db, func(tx *store.Tx) error {
		if err := b.PutTry(tx, kpt.Try{ID: "t", Text: "t", Born: day(20), State: kpt.Open, Trace: kpt.Trace{Retro: day(27)}}); err != nil {
			return err
		}
		if _, err := b.Promote(tx, "t", day(27)); !errors.Is(err, kpt.ErrNoTry) {
			t.Errorf("an open Try: got %v, want ErrNoTry", err)
		}
		if _, err := b.Answer(tx, "t", kpt.Verdict{Retro: day(27), Outcome: kpt.Worked}, clock(27, 15, 0)); err != nil {
			return err
		}
		if p, err := b.Promote(tx, "t", day(27)); err != nil || p.Since != day(27) {
			t.Errorf("got %+v and %v, want a practice", p, err)
		}
		if p, err := b.Promote(tx, "t", day(28)); err != nil || p.Since != day(27) {
			t.Errorf("again: got %+v and %v, want the same", p, err)
		}
		if _, err := b.Answer(tx, "t", kpt.Verdict{Retro: day(27), Outcome: kpt.Drop}, clock(27, 15, 1)); err != nil {
			return err
		}
		_, ok, err := b.Practice(tx, "t")
		if ok {
			t.Error("what was dropped is a practice")
		}
		return err
	})
}

func TestAForgottenMemberIsNotInTheDraftsOfTries(t *testing.T) {
	db, b := openBook(t)
	update(t, db, func(tx *store.Tx) error {
		for _, anonymous := range []bool{false, true} {
			n := addDraft(t, tx, b, "cache", anonymous)
			decide(t, tx, b, n.ID, "cache")
		}
		if err := b.Forget(tx, "1"); err != nil {
			return err
		}
		kept, err := kpt.DraftsOf(tx, b)
		for _, n := range kept {
			if n.Author != (kpt.Author{}) {
				t.Errorf("got %+v, want nobody", n.Author)
			}
		}
		if len(kept) != 2 {
			t.Errorf("got %d drafts, want 2", len(kept))
		}
		return err
	})
}

// A meeting that never showed what was hidden does not show it by its end.
func TestWhatAMeetingNeverShowedGoesOnAsHiddenAsItWas(t *testing.T) {
	db, b := openBook(t)
	update(t, db, func(tx *store.Tx) error {
		r, _, err := b.Retro(tx, day(27))
		if err != nil {
			return err
		}
		r.Reveal = kpt.RevealMeeting
		if err := b.PutRetro(tx, r); err != nil {
			return err
		}
		n := addDraft(t, tx, b, "a secret idea", false)
		moved, err := b.End(tx, r, kpt.Retro{Date: day(28)}, clock(27, 16, 0))
		if len(moved) != 1 || moved[0].ID != n.ID || err != nil {
			t.Fatalf("got %+v and %v, want the hidden note", moved, err)
		}
		old, err := b.Notes(tx, day(27), kpt.Viewer{})
		if err != nil {
			return err
		}
		next, err := b.Notes(tx, day(28), kpt.Viewer{})
		if len(old.Notes) != 0 || len(next.Notes) != 0 || next.Hidden.Drafts != 1 {
			t.Errorf("got %+v and then %+v, want it hidden in the next retro alone", old, next)
		}
		return err
	})
}
