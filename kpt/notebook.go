package kpt

import (
	"context"
	"errors"
	"slices"

	"github.com/engawa-bot/engawa/schedule"
)

// Notebook is where a team's retros stand for people to read and write: a
// Google Doc, or a Markdown file. People and Engawa write it together.
//
// A notebook decides nothing: it tells what stands in it, and makes changes
// that merge.Reconcile planned. It leaves alone all that is not named in a change,
// to the byte. Its methods may be called by several goroutines, one Write at a
// time.
type Notebook interface {
	// Revision names the present state of the notebook, cheaply: equal revisions
	// mean that nothing changed. It is never "".
	Revision(context.Context) (string, error)

	// Read tells what stands in the notebook.
	Read(context.Context) (Reading, error)

	// Write makes all of the changes or none, in one write, and returns the
	// revision after it. If the notebook changed since at was read, it does
	// nothing and returns ErrMoved: read and reconcile again.
	//
	// *Unwritable means that it did nothing, and never will do all of the changes.
	// After any other error the changes may have been made. A write whose answer
	// was lost must not take effect once the notebook has another revision than
	// at.Revision: that is what lets a later Read tell whether it did.
	Write(ctx context.Context, at Reading, changes []Change) (revision string, err error)
}

// Reading is what stood in a notebook at one revision.
type Reading struct {
	Revision string
	Sheets   []Sheet
	// Undated are the headings above sections with lines that belong to no sheet, because
	// they do not say their day. What stood in the notebook before us is among them.
	Undated []string
}

// Sheet is one retro as it stands in the notebook. The lines that stand outside all sheets
// come as a Sheet of the zero date, so that a line of ours is found wherever a person
// moved it.
type Sheet struct {
	// Retro is its name, if it is Marked: what our mark at its head says. Else it is the
	// date found there, which may be the name or the day of a retro.
	Retro  schedule.Date
	Marked bool
	Days   int // that its heading names, from Retro on, such as those of a week; 0: one
	// Title is the day in its heading, if that is ours and reads as we wrote it.
	Title schedule.Date
	Lines []Line // in the order of the notebook
	// Empty says that it is all as OpenSheet makes it, with no line and no word of a person's,
	// and can be taken away.
	Empty bool
	// Unclear is what may be a part of the sheet and is not understood.
	Unclear []Unclear
	// Lacks are the sections that have no heading and no place in a table there, and that
	// nothing Unclear may be.
	Lacks []Section
	// Unread are the texts without a bullet that stand below a list of a section and may be
	// notes: see MayBeNote.
	Unread []string
	// Owners are what the headings of its sections say that may be names: see SectionOwner.
	Owners []string
}

// LacksBut has the sheet lack all sections but those that it has.
func (s *Sheet) LacksBut(has func(Section) bool) {
	s.Lacks = nil
	for _, section := range Sections() {
		if !has(section) && !s.Waits(section) {
			s.Lacks = append(s.Lacks, section)
		}
	}
}

// Names says whether a day is one that the sheet's heading names.
func (s Sheet) Names(day schedule.Date) bool {
	return day == s.Retro || s.Retro.Before(day) && day.Before(s.Retro.AddDays(s.Days))
}

// Unclear is a heading or a table of a sheet that may be a section of it. Nothing of it is
// read, and nothing is written into it.
type Unclear struct {
	Text string // as it begins, on one line
	// Sections are those that it may be, and that the sheet has not. They are not made
	// beside it: what is to be added to them waits until a person has said what it is.
	Sections []Section
	// Unless is a name: there is nothing to be told if somebody of the team is called so. If is
	// one, too: there is only something to be told if somebody is.
	Unless, If string
}

// Waits says whether a section of the sheet is not to be made yet: see Unclear.
func (s Sheet) Waits(section Section) bool {
	return slices.ContainsFunc(s.Unclear, func(u Unclear) bool { return slices.Contains(u.Sections, section) })
}

// Line is one line of a sheet: a bullet, or a line without one in a section that has no
// bullets.
type Line struct {
	// ID is what our mark on the line says (a named range, a link, a comment),
	// also if the mark is there twice or of an id nobody knows; "" for a line
	// without one, which a person wrote.
	ID NoteID
	// Place is the notebook's own name of the line, good for a Write at the same
	// Reading. It means nothing to others.
	Place string
	// Section is the part of the sheet; "" is outside of those we know, or text that only
	// goes on what a line above it says.
	Section Section
	// Text is all the text of the bullet, with the author's label if one was
	// typed, without the mark and without bullet and checkbox. Line breaks inside
	// the bullet are "\n". Text suggested for insertion is left out, text
	// suggested for deletion is in.
	Text string
	// Depth is 0 for a bullet that is below no other.
	Depth int
	// Person is whom a person chip at the line names, by e-mail or else by name, or what
	// the row of a table or a heading of the section's own says whose the line is; "" if
	// there is none. It is not part of Text.
	Person string
	// Named says that Person stands in a table where the names are, whoever that is.
	Named bool
	Stand
	Drawn
	// Suggested is a line that is all suggestion: it does not count yet.
	Suggested bool
}

// Change is one thing to be done to a notebook. What a kind does not name is
// empty.
type Change struct {
	Kind    ChangeKind
	Retro   schedule.Date
	Section Section
	ID      NoteID
	Place   string // of the Line in the Reading
	Was     string // the Text of that Line
	Text    string // as a Line has it; it is text, whatever it looks like
	Day     schedule.Date
	Past    bool // it is the line of a Try on a sheet from which that was carried over
	// Owned are, of an AddLine, the names in Owners of sheets that are somebody's of the team,
	// a line each: such sections are nobody else's.
	Owned string
}

// ChangeKind says what is done to a notebook.
type ChangeKind string

// The kinds of change. A Write makes them in their order.
const (
	// OpenSheet makes the sheet of Retro with all its sections, the newest first, with
	// Day in its heading (Retro, if that is zero). It comes before the lines that are
	// added to it.
	OpenSheet ChangeKind = "open"
	// TitleSheet puts Day into the heading of the sheet of Retro, which has a Title. It
	// stays the sheet of Retro.
	TitleSheet ChangeKind = "title"
	// RemoveSheet takes away the sheet of Retro, which is Empty.
	RemoveSheet ChangeKind = "remove sheet"
	// AddLine puts Text, marked with ID, right below the line at Place, or if there is none after the last bullet of Section in the
	// sheet of Retro, in the row or below the heading of the one whom its label names, where
	// sections are parted so; the section is made if it is not there.
	AddLine ChangeKind = "add"
	// EditLine replaces Was by Text in the line at Place, which is ours.
	EditLine ChangeKind = "edit"
	// RemoveLine takes away the line at Place, which is ours and is left as we
	// wrote it.
	RemoveLine ChangeKind = "remove"
	// AdoptLine marks the line at Place with ID, in the place of any other mark,
	// and leaves its text alone.
	AdoptLine ChangeKind = "adopt"
)

// ofSheet says whether it is done to a sheet, and not to a line.
func (k ChangeKind) ofSheet() bool { return k == OpenSheet || k == TitleSheet || k == RemoveSheet }

// ErrMoved means that the notebook changed since it was read.
var ErrMoved = errors.New("kpt: the notebook changed since it was read")

// Unwritable is a Write with a change that the notebook will not take, however
// often it is tried. The others may be written without it.
type Unwritable struct {
	ID  NoteID // of the change, if it is known
	Err error  // for the log
}

func (u *Unwritable) Error() string { return "kpt: the notebook will not take it: " + u.Err.Error() }

func (u *Unwritable) Unwrap() error { return u.Err }

// Why a change has no place in any notebook.
var (
	errNoMark    = errors.New("kpt: its id is none, and marks no line")
	errNoSection = errors.New("kpt: its section is none of a sheet's")
)

// Titled is the day that a change puts into the heading of a sheet.
func (c Change) Titled() schedule.Date {
	if c.Day == (schedule.Date{}) {
		return c.Retro
	}
	return c.Day
}

// Writable says whether changes have ids that can mark their lines, and sections
// to stand in. The error is an *Unwritable.
func Writable(changes []Change) error {
	for _, c := range changes {
		switch {
		case !c.Kind.ofSheet() && !c.ID.Valid():
			return &Unwritable{ID: c.ID, Err: errNoMark}
		case c.Kind == AddLine && !slices.Contains(Sections(), c.Section):
			return &Unwritable{ID: c.ID, Err: errNoSection}
		}
	}
	return nil
}

// Trouble is a notebook that cannot be read or written. What is to be written waits.
type Trouble struct {
	Reason Reason
	// Help is what the sentence for members needs: the address to share the Doc
	// with, the path of the file.
	Help string
	Err  error // for the log; may be nil
}

// Reason says what is wrong with a notebook, so that each has its own sentence.
type Reason string

// The reasons of a Trouble. The last two pass by themselves.
const (
	NotShared    Reason = "not_shared"    // we may not see it
	ReadOnly     Reason = "read_only"     // we may see it and not write
	Missing      Reason = "missing"       // it was deleted
	NoAccount    Reason = "no_account"    // Engawa has no account there
	WrongAddress Reason = "wrong_address" // there is no notebook at this address
	OfficeFile   Reason = "office_file"   // it is a Word file that was opened there
	Refused      Reason = "refused"       // the service refuses it, and we do not know why
	Forbidden    Reason = "forbidden"     // an organisation's rules keep us out
	Between      Reason = "between"       // something on the way answers in the service's place
	KeyRefused   Reason = "key_refused"   // our account's key is not accepted any more
	WrongClock   Reason = "wrong_clock"   // our machine's clock is wrong, so no key is accepted
	SwitchedOff  Reason = "switched_off"  // our account may not use the service at all
	TooLarge     Reason = "too_large"     // it is longer than is read
	Stuck        Reason = "stuck"         // our own record of it cannot be read
	Taken        Reason = "taken"         // it is another team's
	NotClear     Reason = "not_clear"     // something in it may be a section and is not understood: see Unclear
	NoHeading    Reason = "no_heading"    // the heading of a section is gone from its lines: see Book.Headless
	NoDay        Reason = "no_day"        // something in it may be a sheet and says no day: see Reading.Undated
	NoName       Reason = "no_name"       // lines of it stand below a name that is nobody's: see Roster.Strangers
	NoBullet     Reason = "no_bullet"     // a line of it may be a note and has no bullet: see Sheet.Unread
	Busy         Reason = "busy"          // too much was asked of it
	Down         Reason = "down"          // it does not answer
)

// Reasons lists all of them.
func Reasons() []Reason {
	return []Reason{
		NotShared, ReadOnly, Missing, NoAccount, WrongAddress, OfficeFile, Refused, Forbidden, Between,
		KeyRefused, WrongClock, SwitchedOff, TooLarge, Stuck, Taken, NotClear, NoHeading, NoDay, NoName, NoBullet, Busy, Down,
	}
}

func (t *Trouble) Error() string {
	s := "kpt: notebook: " + string(t.Reason)
	if t.Help != "" {
		s += " (" + t.Help + ")"
	}
	if t.Err != nil {
		s += ": " + t.Err.Error()
	}
	return s
}

func (t *Trouble) Unwrap() error { return t.Err }

// Passes says whether it is worth trying again with nobody doing anything.
func (t *Trouble) Passes() bool { return t.Reason == Busy || t.Reason == Down }
