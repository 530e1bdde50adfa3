// Package export writes a team's KPT as a file, at any time, also in the middle
// of a meeting: for people (Markdown), spreadsheets (CSV) and programs (JSON).
// It holds what everyone may see and nothing else: Sheets show their notes by
// kpt.Show for everyone, so what a retro does not show yet is a total in the
// file, and nobody stands as the author of an anonymous note. It must not know a
// chat, the Book, or the clock.
//
// Retros come newest first, as in the notebook, notes as they were written, and
// Tries newest first. Authors stand with their names, never with a platform's
// id. A note of nobody's, such as an anonymous one, has no times either: the
// minute would tell who was at the keyboard. Times are RFC 3339 in UTC, dates
// 2006-01-02.
//
// # JSON
//
// Fields are only ever added. A field that says nothing is left out, but for
// lists and numbers at the top of their object.
//
//	version  1
//	team
//	retros   date (when it was held, or is planned), name (by which Tries and
//	         verdicts call it, mostly the same), starts, ends, begun, revealed, closed,
//	         notes   id, kind (keep, problem, draft), text, author, written,
//	                 changed, link (to the message it was made from), under (id of
//	                 the note it is a detail of), struck (true if struck out)
//	         hidden  keeps, problems, drafts: how many are not shown yet
//	tries    id, text, owner, born (the name of the retro that decided it), state (open,
//	         done, failed, dropped), carried (to how many later retros),
//	         answers (ids of the Problems it is for),
//	         verdicts, the oldest first: retro, outcome (worked, failed,
//	         continue, drop), word (what was said)
//
// # CSV
//
// RFC 4180 with a head, one row a note, a Try, and a kind of which notes are not
// shown yet. New columns are only ever added at the right. It begins with a byte
// order mark, without which Excel takes Japanese for something else. A column is
// empty where it says nothing:
//
//	retro     of a note the day of its retro, of a Try that of the one that decided it
//	kind      keep, problem, draft, try
//	id, text
//	author    of a Try its owner
//	written, changed, link, under, struck    as in JSON, notes only
//	state, carried                           as in JSON, Tries only
//	answers   ids with spaces between them
//	verdicts  a line each: "2006-01-02 outcome: word", more lines of the word
//	          begin with two spaces
//	hidden    how many notes of this retro and kind are not shown yet; such a row
//	          has nothing but retro, kind and this
//
// A spreadsheet takes a cell for a formula that begins with = + - @, or with one
// of them in full width, in some also after white space. Such a cell, and one
// that begins with a tab or a line break, gets an apostrophe before it. So does
// one that looks like that after apostrophes of its own: whoever takes one
// apostrophe off such a cell has the text as it was written.
//
// # Markdown
//
// The sheets as a notebook has them, then each Try with the Problems that it
// answers and what each retro said of it. A note's text is text, whatever it
// looks like; only addresses of web pages become links.
package export
