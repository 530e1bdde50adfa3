// Package gdocs is a team's notebook in a Google Doc: it tells what stands in
// the Doc and makes the changes that merge.Reconcile planned. It decides nothing,
// and knows no chat, no ledger and no clock but that of its Quota.
//
// What it leaves in a Doc, as named ranges, which everyone may see:
//
//	engawa:ID                  over the text of a line
//	engawa:sheet:DATE          over the heading of a sheet
//	engawa:sheet:DATE:SECTION  over the heading of a section
//
// A named range moves with its text, may be split by what is pasted into it,
// and is lost when the text is cut and pasted; merge.Reconcile then goes by the
// text. Headings go by what they say, then by their named range, so that a
// renamed heading is still known.
//
// What stands in a Doc is read as people lay it out: bullets, real or typed, and typed boxes
// ([x], ☑; what is ticked in Google's own checklists is not read); where a section
// has none, its lines of text; tables with a section a column or a row, also with a row for
// each person (kpt.ReadTable); headings within a section, which may be names; what heads something else ends the section
// (kpt.ReadCaptions), and so does what says that it is of another meeting (kpt.OfBefore) or, in a section, of another day, or
// that it is put away (kpt.IsShelved). Text that goes
// on what a bullet says is left with it: a new line comes behind. What is not clear is not
// read, and is said (kpt.Unclear). What stands above a day may say its year
// (kpt.Years). kpt/notebooktest/testdata/layouts.txt has the layouts.
//
// A new line goes into its author's own row, or below the heading of their name; where there
// is none, into what is everybody's, or into a new row. A new sheet has its sections in a
// table if the newest has. What stood there before us is no sheet, also where it has sections
// that say no day: the first sheet goes above a heading of the first level that ends it, or else
// to the end of the tab, so that it parts nothing and has nothing of the team's in it.
// A heading of ours that was deleted is written again when a new sheet is made, for its
// sections would read as that one's.
//
// A Doc is written by one documents.batchUpdate, locked to the revision that
// was read, so a request sent twice is made once. The one exception is a new tab
// for a retro: its id is known only from Google's answer, so the tab is made by
// a first request and filled by a second. A tab that is still empty is no sheet,
// and is filled by the next Write.
//
// Somebody who types without a pause may make every Write find another revision
// (kpt.ErrMoved), and what is owed waits for a gap of about a second between read
// and write. Google's targetRevisionId would let us in between, but a request
// sent twice would then be made twice.
//
// All indexes are those of the Docs API, in UTF-16 units. Requests are made
// from the end of the Doc to its beginning, so that the indexes read stay right.
package gdocs
