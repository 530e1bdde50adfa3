package kpt

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/engawa-bot/engawa/schedule"
)

// Kind says what a note is.
type Kind string

// The kinds of note. A Draft is an idea for a Try; it becomes one when the
// meeting commits to it.
const (
	Keep    Kind = "keep"
	Problem Kind = "problem"
	Draft   Kind = "try"
)

// Section is a part of a sheet.
type Section string

// The sections of a sheet, in its order.
const (
	Tries    Section = "tries" // the open Tries, to be answered
	Keeps    Section = "keep"
	Problems Section = "problem"
	NewTries Section = "try"
)

// Sections lists the sections in the order of a sheet.
func Sections() []Section { return []Section{Tries, Keeps, Problems, NewTries} }

// Section is where notes of the kind stand.
func (k Kind) Section() Section { return Section(k) }

// Valid says whether there are notes of the kind.
func (k Kind) Valid() bool { return k == Keep || k == Problem || k == Draft }

// Kind is what a note becomes that a person moves to the section; false where
// notes do not stand.
func (s Section) Kind() (Kind, bool) {
	switch k := Kind(s); k {
	case Keep, Problem, Draft:
		return k, true
	default:
		return "", false
	}
}

// Author is who wrote something. Member is the platform's id and may be empty:
// then Name is all that is known, or nothing is.
type Author struct {
	Member string `json:"member,omitzero"`
	Name   string `json:"name,omitzero"`
	// Secret stands for the author of an anonymous note, of whom nothing else is
	// kept; see the package comment. It is empty in all that Show lets through.
	Secret string `json:"secret,omitzero"`
}

// Note is a Keep, a Problem or a draft of a Try.
type Note struct {
	ID     NoteID `json:"id"`
	Kind   Kind   `json:"kind"`
	Text   string `json:"text"` // tidy: see Tidy
	Author Author `json:"author,omitzero"`
	Beside        // in the same JSON object
	Under  NoteID `json:"under,omitzero"` // the note that a person wrote it below, as a detail
	// Nameless is the word that stands for a name in a line that has none: see Signed.
	Nameless string    `json:"nameless,omitzero"`
	Written  time.Time `json:"written"`
	Changed  time.Time `json:"changed,omitzero"` // when its text last changed
	Trace    Trace     `json:"trace"`
}

// Retro is the retro that the note belongs to.
func (n Note) Retro() schedule.Date { return n.Trace.Retro }

// Anonymous says whether the author did not want to be named.
func (n Note) Anonymous() bool { return n.Author.Secret != "" }

// Version names the present text of the note, in a few characters: equal
// versions mean that nobody changed it.
func (n Note) Version() string {
	sum := sha256.Sum256([]byte(n.Text))
	return hex.EncodeToString(sum[:4])
}

// Gone says whether the note was deleted, by its author or in the notebook.
func (n Note) Gone() bool { return n.Trace.Want == "" || n.Trace.Gone }

// MaxText is how long a note may be that is given to us, in runes. A line that
// a person wrote into the notebook may be longer.
const MaxText = 1000

// Fault says why a text is no note.
type Fault string

// The faults of a text.
const (
	Empty   Fault = "empty"
	TooLong Fault = "too_long" // more than MaxText runes
	NoKind  Fault = "no_kind"  // it is of no Kind
)

// InputError is a text that is no note. The text is the caller's to give back.
type InputError struct {
	Fault  Fault
	Length int // in runes
}

func (e *InputError) Error() string { return "kpt: not a note: " + string(e.Fault) }

// NewNote checks and tidies what a member wrote. The error is an *InputError.
// The name in author is how the line in the notebook begins; anonymous notes
// are made by Book.Add, which hides the author.
func NewNote(kind Kind, text string, author Author, at time.Time) (Note, error) {
	if !kind.Valid() {
		return Note{}, &InputError{Fault: NoKind}
	}
	text, err := check(text)
	if err != nil {
		return Note{}, err
	}
	author.Name = oneLine(author.Name)
	return Note{ID: NewID(), Kind: kind, Text: text, Author: author, Written: at.UTC()}, nil
}

// joining is a new note as it waits for its line in the sheet of a retro.
func (n Note) joining(r Retro) Note {
	n.Trace = Trace{Retro: r.Date, Section: n.Kind.Section(), Want: n.line()}
	return n
}

// edited is the note with another text from its author.
func (n Note) edited(text string, at time.Time) (Note, error) {
	text, err := check(text)
	if err != nil {
		return n, err
	}
	n.Text, n.Changed = text, at.UTC()
	n.Trace.Want = n.line()
	return n, nil
}

// deleted is the note as it waits for its line to go.
func (n Note) deleted() Note {
	n.Text, n.Trace.Want = "", ""
	return n
}
