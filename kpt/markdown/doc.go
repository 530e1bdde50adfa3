// Package markdown keeps a team's notebook as a Markdown file, which people
// edit in their own editor, and which may lie in a git repository. It must not
// know what a note means, who is in the team, or what is in the Book: see
// kpt.Notebook for what it is asked.
//
// # The file
//
//	## KPT 2026-11-27
//
//	### Tries
//
//	- [ ] Ana: pair on Tuesdays <!-- engawa:abcdefghijklmnop -->
//
//	### Keep
//
//	- Bo: tea at four <!-- engawa:qrstuvwxyz234567 -->
//
// A sheet begins at a heading with a date and ends at the next heading of its
// level or a higher one; sections are found by their names (kpt.FindSection)
// below headings of any level, also underlined or bold ones. A line that says nothing but
// a section, or a day right above one, heads it without any sign. One that heads something
// else ends the section, as far as it is no name (kpt.ReadCaptions), and so does what says that it
// is of another meeting (kpt.OfBefore) or, in a section, of another day, or
// that it is put away (kpt.IsShelved). A larger heading above may say the year (kpt.Years). Sheets come newest
// first. Bullets are -, *, +, numbers, and ・, ● or ① at the beginning of a line, or
// behind wide blanks.
// A comment at the end of a bullet's first line is our mark. Lines of a bullet
// that are indented below it belong to its text. Where a section has no bullets,
// its lines of text are the lines. Tables between | are read where their columns
// or rows are sections, or persons (kpt.ReadTable); <br> parts the lines of a cell,
// and <br/> is within one. Bullets in code, comments and quotes are not read. A
// ticked box, or ~~ around all of the text, is a struck-out line. What is crossed out is no new
// note (kpt.Drawn). A ticked box says of an open Try that it is done.
//
// All that is not named in a change stays, to the byte: prose, tables, other
// headings, line endings. What we add looks as its surroundings do.
//
// A note's text is text: what would make a heading, a list, a quote, a table,
// code or a tag of it has a backslash before it. Emphasis, links and code spans
// are left as they were written, as chats know them too.
//
// # Caveats
//
// A file has no lock that editors keep to. The file is read once it has been the
// same for a tenth of a second, compared with what was read just before it is
// replaced, and once more just after; a person who saves between the two of these
// that are microseconds apart, by renaming a file of their own, loses to us. A
// power cut just there leaves what an editor wrote to the old file beside the new
// one, in a hidden file that ends in '.old'. Who saves an old buffer over our lines deletes them;
// their notes stay in the Book as deleted in the notebook, and come back if the
// lines do, as after a git checkout.
//
// The file is replaced, not written over: hard links to it part from it, and it
// gets the owner that Engawa runs as.
package markdown
