package kpt

import (
	"time"

	"github.com/engawa-bot/engawa/schedule"
)

// Ledger is what a Reconciler needs to know of the Book: some retros with all of
// their notes, and all Tries.
type Ledger struct {
	Retros []Retro
	// Older are the names of the retros before these: a sheet of theirs is history,
	// though a later retro may have been held on that day too.
	Older []schedule.Date
	Notes []Note
	Tries []Try
	// Vanished is what was gone from the notebook when it was last read.
	Vanished Vanished
	Roster   Roster
	// Nameless stands for a name on lines that have none, whether or not a note or
	// a Try of the Ledger has such a line; "" is no such word.
	Nameless string
	// NamelessToo are words that also say so where a person has written them.
	NamelessToo []string
}

// Plan is what makes ledger and notebook agree. The ledger's part is to be kept
// before the notebook's is written: that is how a lost answer is recognised.
type Plan struct {
	Notes     []Note   // new or changed
	Tries     []Try    // new or changed
	Forget    []Note   // deleted by their authors, and gone from the notebook
	Changes   []Change // for one Write
	Conflicts []Conflict
	Ticks     []Tick
	// Vanished is what is gone from the notebook now. If it is Doubted, there is nothing
	// else in the Plan.
	Vanished Vanished
}

// Tick is the box of a Try that a person has ticked or cleared among the open Tries of a sheet.
type Tick struct {
	Try    NoteID
	Retro  schedule.Date // of the sheet
	Ticked bool
}

// Conflict is a change by a note's author that gave way to what a person did in
// the notebook. The author is to be told.
type Conflict struct {
	Note NoteID        `json:"note"`
	On   schedule.Date `json:"on"`
	At   time.Time     `json:"at"`
	// Author is the note's author as the Book keeps it.
	Author Author `json:"author,omitzero"`
	// Lost is the author's text, with its label; "" if the author had deleted it.
	Lost string `json:"lost,omitzero"`
	// Kept is what stands in the notebook; "" if a person deleted the line.
	Kept string `json:"kept,omitzero"`
	// Nameless is as that of the Note.
	Nameless string `json:"nameless,omitzero"`
	// Before says that Kept is the author's own text of before: an older copy of the
	// notebook is back.
	Before bool `json:"before,omitzero"`
	// Purpose says that the line was gone, and that the team said it was on purpose.
	Purpose bool `json:"purpose,omitzero"`
	// Alone says that a person deleted the line while the author changed nothing. The author
	// may have done so: they are not told of it, but see it among their notes.
	Alone bool `json:"alone,omitzero"`
}

// Words are the two texts without what stands in front of them.
func (c Conflict) Words() (lost, kept string) {
	lost, _ = Unsigned(c.Lost, c.Author, c.Nameless)
	kept, _ = Unsigned(c.Kept, c.Author, c.Nameless)
	return lost, kept
}

// Reconciler makes the Plan for a Ledger and what was read of the notebook. newID draws
// ids for lines that persons wrote. Package merge has one; the Book keeps its part of the plan.
type Reconciler func(l Ledger, r Reading, newID func() NoteID, at time.Time) Plan
