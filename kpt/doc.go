// Package kpt is the retrospective itself: notes, Tries and their verdicts,
// retros and sheets, the Book that keeps them, and the merge of the Book with
// the notebook that people write in. It must not know any chat, Google, or the
// clock: time comes in as an argument.
//
// # Tables and keys
//
//	notes      team/date/id   one Note of the retro of that date
//	tries      team/id        one Try
//	aside      team/id        the draft that a Try was made of, as it was kept
//	practices  team/id        one Practice
//	said       team/id        what was last said about a Try between meetings
//	retros     team/date      one Retro
//	conflicts  team/id/time   a change of a note that gave way, until its author saw it
//	follows    team           how far the notebook follows
//	secrets    team           what the authors of anonymous notes are hidden with
//
// # Whose retro
//
// A note belongs to the earliest retro that is open when it is written (At): a
// meeting that is late, or moved for a holiday, keeps its retro open. There are
// no cancelled retros; a cancelled meeting is put off to the next time, with its
// notes and its sheet. What is written at or after the instant of closing is for
// the next. Authors edit and delete their own notes until the meeting ends
// (MayEdit, MayDelete), and nobody else's, keepers included.
//
// # Who sees what
//
// Notes leave the Book only through Show, and Reconcile writes into the notebook
// only what Show would let everyone see. What a person types into the notebook
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
// # The merge
//
// Reconcile compares three texts of a line: what the ledger wants, what both
// last saw, and what stands in the notebook.
//
//   - Only the ledger's changed: the line is added or edited, with its author's
//     words.
//   - The notebook's changed: it wins. If the ledger's had changed too, that is
//     a Conflict, which keeps the author's text, and the author is told.
//   - A person deleted the line: the note is a tombstone, never written again.
//     It comes back if the line does, marked (an undo, a git checkout). On the
//     sheet of a retro that has ended, a line that is gone deletes nothing.
//   - The author deleted the note: the line goes only if it is as we wrote it,
//     where we wrote it, with nothing below it. If a person had a hand in it, it
//     stays, the note is back, and the author is told.
//   - A person moved the line to another section: the note changes its kind.
//   - A person's bullet becomes a note, or in the section of the Tries an open
//     Try. It is theirs: it is marked, and never edited or removed by us. A
//     bullet below another is a detail (Note.Under); one that is only a name
//     says who wrote those below it.
//   - A line that lost its mark is found by its text, then by likeness (of
//     character pairs, 0.5 or more), in its own sheet. It is a person's from
//     then on. What is like two lines, or like two notes, is left apart: then
//     the old note is a tombstone and the line a new one.
//   - Of lines with one mark, copies by a person, one stays the note's.
//   - Suggested lines do not count yet; struck-out ones do.
//   - A Try whose line was deleted stays open, and is on the next sheet again.
//
// Sheets are read back until four later retros have ended.
//
// # Lost answers
//
// Before a Write, Merge keeps which texts are on their way and from which
// revision. A Write happens at that revision or never. So a later reading tells:
// a line with a text that was sent is ours; no line at another revision means
// that the Write did not happen, and it is planned anew.
//
// # What is not seen
//
// Texts and names are kept, compared and read back as far as they can be seen
// (Tidy), also those that an older version kept otherwise. An id that could mark
// no line (ParseNoteID) does not come in; one that is kept already is no reason
// not to write the others (Unwritable).
//
// # Caveats
//
// A line that we wrote, with the answer lost, and that a person deleted before
// the next reading, is taken for one that was never written, and is written once
// more: rather twice than not at all.
//
// A line that a person deletes while typing another that is like it by hand is
// taken for an edit of it.
package kpt
