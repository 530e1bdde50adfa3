package kpt

import (
	"cmp"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// NewVerdict checks and tidies the word of a verdict, which may be empty. The
// error is an *InputError.
func NewVerdict(retro schedule.Date, o Outcome, word string) (Verdict, error) {
	v := Verdict{Retro: retro, Outcome: o}
	if Tidy(word) == "" {
		return v, nil
	}
	word, err := check(word)
	v.Word = word
	return v, err
}

// maxContinues is how often a Try may go on as it is.
const maxContinues = 2

// Choices are the outcomes that a retro may give a Try: after two Continues in
// earlier retros only Rewrite and Drop remain.
func (t Try) Choices(retro schedule.Date) []Outcome {
	n := 0
	for _, v := range t.Verdicts {
		if v.Outcome == Continue && v.Retro.Before(retro) {
			n++
		}
	}
	if n >= maxContinues {
		return []Outcome{Rewrite, Drop}
	}
	return []Outcome{Worked, Failed, Continue, Drop}
}

// Verdict is what a retro said of the Try; false if nothing yet.
func (t Try) Verdict(retro schedule.Date) (Verdict, bool) {
	i := slices.IndexFunc(t.Verdicts, func(v Verdict) bool { return v.Retro == retro })
	if i < 0 {
		return Verdict{}, false
	}
	return t.Verdicts[i], true
}

// answered is the Try with a verdict in the place of what its retro said before.
// The zero Outcome takes that back.
func (t Try) answered(v Verdict) Try {
	t.Verdicts = slices.DeleteFunc(slices.Clone(t.Verdicts), func(old Verdict) bool { return old.Retro == v.Retro })
	if v.Outcome != "" {
		t.Verdicts = append(t.Verdicts, v)
	}
	switch v.Outcome {
	case Worked:
		t.State = Done
	case Failed:
		t.State = Failing
	case Drop:
		t.State = Dropped
	case Rewrite:
		t.State = Rewritten
	default:
		t.State = Open
	}
	if !v.Retro.Before(t.Trace.Retro) || t.Trace.Person || t.Trace.Touched {
		return t
	}
	// It was carried over before the answer was changed: on the later sheet it
	// stands only while it is open.
	if t.Trace.Want = ""; t.State == Open {
		t.Trace.Want = t.line()
	}
	return t
}

// Answer gives a Try the verdict of a retro, in the place of an earlier one of
// that retro. What worked becomes a Keep and what failed a Problem, with the id
// v.Note, or one that is drawn; the note of the earlier verdict goes. A practice
// that came of the Try goes when it did not work after all.
func (b Book) Answer(tx *store.Tx, id NoteID, v Verdict, at time.Time) (Try, error) {
	t, ok, err := b.Try(tx, id)
	if err != nil {
		return Try{}, err
	}
	if !ok {
		return Try{}, ErrNoTry
	}
	if v.Note != "" && !v.Note.plausible() {
		return Try{}, &Refusal{Unknown}
	}
	kind := noteOf(v.Outcome)
	switch {
	case kind == "":
		v.Note = ""
	case v.Note == "":
		v.Note = NewID()
	}
	if old, said := t.Verdict(v.Retro); said && old.Note != "" && old.Note != v.Note {
		if err := b.withdraw(tx, v.Retro, old.Note); err != nil {
			return Try{}, err
		}
	}
	if kind != "" {
		if err := b.restate(tx, v, kind, t, at); err != nil {
			return Try{}, err
		}
	}
	if v.Outcome != Worked {
		if err := b.Demote(tx, id); err != nil {
			return Try{}, err
		}
	}
	t = t.answered(v)
	return t, b.PutTry(tx, t)
}

// noteOf is what kind of note comes of an outcome; "" is none.
func noteOf(o Outcome) Kind {
	switch o {
	case Worked:
		return Keep
	case Failed:
		return Problem
	default:
		return ""
	}
}

// CameOf are the notes that came of the answers to some Tries, with the Tries' owners.
func CameOf(tries []Try) map[NoteID]Author {
	of := map[NoteID]Author{}
	for _, t := range tries {
		for _, v := range t.Verdicts {
			if v.Note != "" {
				of[v.Note] = t.Owner
			}
		}
	}
	return of
}

// restate keeps the note that comes of a verdict: nobody's, in the words of the
// Try and of the verdict. A line that a person changed or deleted stays theirs.
func (b Book) restate(tx *store.Tx, v Verdict, kind Kind, t Try, at time.Time) error {
	text := t.Text
	if both := text + "\n" + v.Word; v.Word != "" && utf8.RuneCountInString(both) <= MaxText {
		text = both
	}
	n, ok, err := notes.Get(tx, b.key(v.Retro.String(), string(v.Note)))
	if err != nil {
		return err
	}
	if ok && (n.Trace.Gone || n.Trace.Person || n.Trace.Touched) {
		return nil
	}
	if !ok {
		n = Note{ID: v.Note, Kind: kind, Written: at.UTC()}.joining(Retro{Date: v.Retro})
	} else if n.Text != text {
		n.Changed = at.UTC()
	}
	n.Text, n.Nameless = text, cmp.Or(b.ofTries, b.nameless, n.Nameless, t.Nameless)
	n.Trace.Want = n.line()
	return b.keep(tx, n)
}

// withdraw takes back a note that came of a verdict. Once a person had a hand in
// its line it is theirs, and stays.
func (b Book) withdraw(tx *store.Tx, date schedule.Date, id NoteID) error {
	n, ok, err := notes.Get(tx, b.key(date.String(), string(id)))
	switch {
	case err != nil || !ok || n.Trace.Gone || n.Trace.Person || n.Trace.Touched:
		return err
	case !n.Trace.Expected():
		return notes.Delete(tx, b.noteKey(n))
	}
	return b.keep(tx, n.deleted())
}
