package kpt

import "time"

// Refusal is why a note cannot be edited or deleted.
type Refusal struct{ Why Why }

// Why is the reason of a Refusal.
type Why string

// The reasons of a Refusal.
const (
	Unknown    Why = "unknown"     // there is no such note, or it was deleted
	NotYours   Why = "not_yours"   // somebody else wrote it
	Over       Why = "over"        // its meeting has ended
	Changed    Why = "changed"     // it is not as its author saw it last
	InNotebook Why = "in_notebook" // a person wrote the line in the notebook, or changed ours: do it there
)

func (r *Refusal) Error() string { return "kpt: refused: " + string(r.Why) }

// MayEdit says whether a viewer may change the text of a note at an instant:
// only its author, from anywhere, until the meeting ends. A line that a person
// wrote into the notebook is changed there. The error is a *Refusal.
func MayEdit(n Note, r Retro, viewer Viewer, at time.Time) error {
	switch {
	case n.Gone():
		return &Refusal{Unknown}
	case !viewer.Wrote(n) && n.Trace.Touched:
		return &Refusal{InNotebook} // perhaps it was theirs, until a person put another name there
	case !viewer.Wrote(n):
		return &Refusal{NotYours}
	case !r.OpenAt(at):
		return &Refusal{Over}
	case n.Trace.Person:
		return &Refusal{InNotebook}
	}
	return nil
}

// MayDelete says whether a viewer may delete a note at an instant: who may edit
// it, as long as no person changed its line, for that line has their words too.
func MayDelete(n Note, r Retro, viewer Viewer, at time.Time) error {
	if err := MayEdit(n, r, viewer, at); err != nil {
		return err
	}
	if n.Trace.Touched {
		return &Refusal{InNotebook}
	}
	return nil
}
