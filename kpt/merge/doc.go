// Package merge makes the Book and the notebook that people write in agree: what a
// person did in the notebook wins, and no word is lost or changed. It reads nothing
// and keeps nothing: it is handed a kpt.Ledger and a kpt.Reading, and returns the
// kpt.Plan. It must not know the store, any chat, or the clock.
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
//   - Many lines are gone at once, or just those that an older copy would lack
//     (vanish.go): the reading changes nothing until it has been so for a minute.
//     Then they are held, neither deleted nor written, and the team is asked. With
//     them go lines that are gone from sheets of retros that have ended; those alone
//     are asked about where an older copy is back, and are put away otherwise.
//   - An older text of ours is back: it stays, and the author is told.
//   - The author deleted the note: the line goes only if it is as we wrote it,
//     where we wrote it, with nothing below it. If a person had a hand in it, it
//     stays, the note is back, and the author is told.
//   - A person moved the line to another section: the note changes its kind. Where the
//     heading of its own is gone, it was not moved (headless.go).
//   - A person's bullet becomes a note, or in the section of the Tries an open
//     Try. It is theirs: it is marked, and never edited or removed by us. A
//     bullet below another is a detail (Note.Under); one that is only a name
//     says who wrote those below it. What stands below a Try that was decided, or behind
//     our line that tells what became of it, is about that Try, and is left alone (told.go).
//   - A line among the Tries that wait that has the text of one, also with a word on it
//     ("tea → done"), is no other Try (repeat.go).
//   - Another name in front of somebody's line says whose it is (rename.go).
//   - A person's line that names nobody who is known (kpt.Whose) becomes theirs once
//     somebody is known whom it names, with its text as it is in the notebook. One that
//     says that it is nobody's stays nobody's.
//   - A line that lost its mark is found by its text, then by likeness (of
//     character pairs, 0.5 or more), in its own sheet. It is a person's from
//     then on. What is like two lines, or like two notes, is left apart: then
//     the old note is a tombstone and the line a new one.
//   - Of lines with one mark, copies by a person, one stays the note's.
//   - A note that is Veiled is not written anew; its line, if there is one, stays.
//   - What has no place yet, because a heading may be its section and is not understood
//     (kpt.Unclear), waits. An Account goes right below the line of its Try.
//   - A box that a person ticks at an open Try says that it is done (kpt.Tick); only a
//     meeting answers it.
//   - Suggested lines do not count yet. A person's line that is crossed out is no new note, nor
//     is what is below it; a note whose line is struck out stays one.
//   - A Try whose line was deleted stays open, and is on the next sheet again. The line
//     that it leaves behind is history: written if it never was, or to bring it back,
//     and never changed.
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
// # Caveats
//
// A line that we wrote, with the answer lost, and that a person deleted before
// the next reading, is taken for one that was never written, and is written once
// more: rather twice than not at all.
//
// A line that a person deletes while typing another that is like it by hand is
// taken for an edit of it.
package merge
