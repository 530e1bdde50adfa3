// Package kpt is the retrospective itself: notes, Tries and their verdicts,
// retros and sheets, the Book that keeps them, and what a notebook is that people
// write in. How the two are made to agree is for package merge, which works on what
// the Book hands it (Book.Merge). It must not know any chat, Google, or the
// clock: time comes in as an argument.
//
// # Tables and keys
//
//	notes      team/date/id   one Note of the retro of that date, or an Account of a Try
//	tries      team/id        one Try
//	aside      team/id        the draft that a Try was made of, as it was kept
//	practices  team/id        one Practice
//	said       team/id        what was last said about a Try between meetings
//	retros     team/date      one Retro
//	conflicts  team/id/time   a change of a note that gave way, until its author saw it
//	follows    team           how far the notebook follows
//	vanished   team           what is gone from the notebook all at once, until it is known why
//	secrets    team           what the authors of anonymous notes are hidden with
//
// # Whose retro
//
// When retros open and close without a meeting is for the Schedule to say. A note
// belongs to the earliest retro that is open when it is written (At): a
// meeting that is late, or moved for a holiday, keeps its retro open. There are
// no cancelled retros; a cancelled meeting is put off to the next time, with its
// notes and its sheet. What is written at or after the instant of closing is for
// the next. Authors edit and delete their own notes until the meeting ends
// (MayEdit, MayDelete), and nobody else's, keepers included.
//
// # Who sees what
//
// A note that hurts can be Veiled by who leads the meeting: it is nobody's to read but
// its author's, until it is shown again. What of it stands in the notebook stays there,
// and what does not is not written.
//
// Notes leave the Book only through Show, and merge.Reconcile writes into the
// notebook only what Show would let everyone see. What a person types into the notebook
// is there for all to see; in chat it is a total like the others until the
// retro shows its notes.
//
// Of the author of an anonymous note the Book keeps a keyed hash of note and
// member, with which the author, and nobody else in the chat, is recognised. The
// key lies in the same store. So no view, export, log or mistake of ours shows
// an anonymous author; who has the file and tries every member still can.
//
// A line without a name must not begin like a member's, and a text may begin so:
// 'ana: I am slow'. Then the line begins with a word that stands for the name, in
// the team's language (Signed); the note and the Try keep that word, and a line
// is read back without it. Nobody's line is ever taken for a member's because of
// what its text begins or ends with.
//
// # What is not seen
//
// Texts and names are kept, compared and read back as far as they can be seen
// (Tidy), also those that an older version kept otherwise. An id that could mark
// no line (ParseNoteID) does not come in; one that is kept already is no reason
// not to write the others (Unwritable).
package kpt
