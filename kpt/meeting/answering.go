package meeting

import (
	"errors"
	"slices"

	"github.com/engawa-bot/engawa/kpt"
)

// Verdict says how a Try went; until Close anybody may say otherwise, and the
// last to say it counts: see Outcome.Was. Worked brings a Keep and Failed a
// Problem; they go when that changes, and come back as themselves. The zero
// Outcome takes a verdict back. Saying the same again without a word keeps the
// word. A Try that was rewritten in this meeting, and is not after all, gives
// the new Try back as a draft.
type Verdict struct {
	Try     kpt.NoteID
	Outcome kpt.Outcome
	Word    string
}

// Promote makes a practice of a Try that worked.
type Promote struct{ Try kpt.NoteID }

// Demote takes a Promote back.
type Demote struct{ Try kpt.NoteID }

// Table puts a Try or a note on the table, in the present stage; "" lets go of
// it. In InTries, without one, it is the oldest Try that has no verdict.
type Table struct{ Note kpt.NoteID }

func (Verdict) rule() rule { return rule{in: running} }
func (Promote) rule() rule { return rule{in: running | after} }
func (Demote) rule() rule  { return rule{in: running | after} }
func (Table) rule() rule   { return rule{in: running, lead: true, seen: true} }

func (d Verdict) do(a *act) error {
	t, err := a.reviewed(d.Try)
	if err != nil {
		return err
	}
	choices := t.Choices(a.Retro)
	if d.Outcome != "" && (d.Outcome == kpt.Rewrite || !slices.Contains(choices, d.Outcome)) {
		return &Refusal{Why: NotAChoice, Choices: choices}
	}
	if d.Outcome == "" {
		d.Word = ""
	}
	v, err := kpt.NewVerdict(a.Retro, d.Outcome, d.Word)
	if err != nil {
		return err
	}
	was, _ := t.Verdict(a.Retro)
	if a.out.Try = t; v.Outcome == was.Outcome && (v.Word == "" || v.Word == was.Word) {
		return nil
	}
	if was.Outcome == kpt.Rewrite {
		if err := a.unrewrite(d.Try); err != nil {
			return err
		}
	}
	return a.answer(d.Try, v, was)
}

// answer keeps a verdict, and who gave it.
func (a *act) answer(try kpt.NoteID, v, was kpt.Verdict) error {
	answer := a.m.Work.Answers[try]
	if answer.By != a.member() {
		a.out.By = answer.By
	}
	answer.By = a.member()
	switch v.Outcome {
	case kpt.Worked:
		v.Note = drawn(&answer.Keep)
	case kpt.Failed:
		v.Note = drawn(&answer.Problem)
	}
	if a.m.Work.Answers == nil {
		a.m.Work.Answers = map[kpt.NoteID]Answer{}
	}
	a.m.Work.Answers[try] = answer
	var err error
	a.out.Try, err = a.hall.book.Answer(a.tx, try, v, a.At)
	a.out.Was = was
	if a.m.Rounds[a.m.Place.Stage].Table == try {
		a.m.round(func(r *Round) { r.Table = "" })
	}
	a.changed()
	return err
}

// drawn is an id, drawn when it is first needed.
func drawn(id *kpt.NoteID) kpt.NoteID {
	if *id == "" {
		*id = kpt.NewID()
	}
	return *id
}

// reviewed is a Try that the meeting may answer.
func (a *act) reviewed(id kpt.NoteID) (kpt.Try, error) {
	t, ok, err := a.hall.book.Try(a.tx, id)
	if err == nil && (!ok || !a.m.underReview(t)) {
		err = refuse(UnknownTry)
	}
	return t, err
}

// unrewrite gives the Try that took the place of another back as a draft.
func (a *act) unrewrite(old kpt.NoteID) error {
	for _, id := range slices.Clone(a.m.Work.Committed) {
		t, ok, err := a.hall.book.Try(a.tx, id)
		if err != nil {
			return err
		}
		if ok && t.Terms.Rewrites == old {
			return a.undecide(id)
		}
	}
	return nil
}

func (d Promote) do(a *act) error {
	if _, ok, err := a.hall.book.Practice(a.tx, d.Try); ok || err != nil {
		return err
	}
	var err error
	a.out.Practice, err = a.hall.book.Promote(a.tx, d.Try, a.Retro)
	if errors.Is(err, kpt.ErrNoTry) {
		return refuse(DidNotWork)
	}
	a.changed()
	return err
}

func (d Demote) do(a *act) error {
	_, ok, err := a.hall.book.Practice(a.tx, d.Try)
	if err != nil || !ok {
		return err
	}
	a.changed()
	return a.hall.book.Demote(a.tx, d.Try)
}

func (d Table) do(a *act) error {
	if d.Note == a.m.Rounds[a.m.Place.Stage].Table {
		return nil
	}
	if d.Note != "" {
		if err := a.onView(d.Note); err != nil {
			return err
		}
	}
	a.m.round(func(r *Round) { r.Table = d.Note })
	a.changed()
	return nil
}

// onView says whether everyone may see a Try or note.
func (a *act) onView(id kpt.NoteID) error {
	if _, ok, err := a.hall.book.Try(a.tx, id); ok || err != nil {
		return err
	}
	shown, err := a.seenByAll()
	if err == nil && !slices.ContainsFunc(shown.Notes, func(n kpt.Note) bool { return n.ID == id }) {
		err = refuse(UnknownNote)
	}
	return err
}
