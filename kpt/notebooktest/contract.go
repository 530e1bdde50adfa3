// Package notebooktest holds the contract that every kpt.Notebook keeps, as a test to
// be called from the tests of a kind of notebook. It must know no particular kind.
// What only one kind can have (a tab for a retro) is for its own tests.
package notebooktest

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// Page is a notebook, empty at first, and a person at it who writes it by hand.
type Page interface {
	kpt.Notebook

	// Writes has the person write all of it, as Markdown with # headings and - bullets.
	// The lines may end with "\r\n", as in files of Windows.
	Writes(text string)

	// Shows is what the person sees, line by line, with the line ends that there are.
	// Marks may be among it.
	Shows() string

	// Appends adds to the end of a line of this text, Strikes strikes it out, and
	// Deletes takes it away.
	Appends(line, more string)
	Strikes(line string)
	Deletes(line string)
}

// Kind is what Contract tries.
type Kind struct {
	// New makes a page. It is called inside a synctest bubble, so it has no sockets.
	New func(t *testing.T) Page

	// LosesAnswer has the next Write be made and its answer be lost; nil if that
	// cannot happen to the kind.
	LosesAnswer func(Page)

	// Help is what the sentence about a trouble needs: see kpt.Trouble.
	Help func(Page) string

	// Meanwhile has the person do something in the midst of the next Write: after it
	// has looked, and before anything is written. Nil if no test can be there just
	// then; a person who writes all the time is tried with every kind.
	Meanwhile func(p Page, do func())

	// Troubles bring a page into trouble, each by its reason: all that can be brought
	// about.
	Troubles map[kpt.Reason]func(*testing.T, Page)

	// Without says of each other reason why no trouble of the kind has it, or where it
	// is tried instead.
	Without map[kpt.Reason]string

	// Stays says why an empty sheet is never taken away; "": it can be.
	Stays string
}

// Contract fails t where a kind of notebook breaks the contract that is written at
// kpt.Notebook and at the kinds of kpt.Change.
func Contract(t *testing.T, k Kind) {
	for _, rule := range rules() {
		t.Run(rule.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { rule.keep(&fixture{t, k.New(t)}) })
		})
	}
	t.Run("ALostAnswerWritesOnce", func(t *testing.T) {
		if k.LosesAnswer == nil {
			t.Skip("no answer of this kind can be lost")
		}
		synctest.Test(t, func(t *testing.T) { (&fixture{t, k.New(t)}).losesAnAnswer(k.LosesAnswer) })
	})
	t.Run("APersonWhoWritesInTheMidstOfAWriteLosesNothing", func(t *testing.T) {
		if k.Meanwhile == nil {
			t.Skip("no test can be in the midst of a write of this kind")
		}
		synctest.Test(t, func(t *testing.T) { (&fixture{t, k.New(t)}).movesInTheMidst(k.Meanwhile) })
	})
	t.Run("AnEmptySheetIsTakenAwayAndNoOther", func(t *testing.T) {
		if k.Stays != "" {
			t.Skip(k.Stays)
		}
		synctest.Test(t, func(t *testing.T) { (&fixture{t, k.New(t)}).removesASheet() })
	})
	t.Run("APlanOfSeveralSheetsReadsBackAsItIs", func(t *testing.T) {
		for n := range 5 * len(founds) {
			t.Run(strconv.Itoa(n), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) { (&fixture{t, k.New(t)}).plans(n) })
			})
		}
	})
	t.Run("EachReasonHasATroubleOrAWordWhyNot", func(t *testing.T) {
		for _, fault := range k.untold() {
			t.Error(fault)
		}
	})
	for reason, bring := range k.Troubles {
		t.Run("EachMethodTellsOfTheTrouble/"+string(reason), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { (&fixture{t, k.New(t)}).isInTrouble(k, reason, bring) })
		})
	}
}

// rule is a part of the contract that needs nothing but a page.
type rule struct {
	name string
	keep func(*fixture)
}

func rules() []rule {
	return []rule{
		{"AnEmptyNotebookHasNoSheetAndARevision", (*fixture).isEmpty},
		{"TheRevisionChangesWithTheText", (*fixture).changesItsRevision},
		{"ASheetIsOpenedWithAllItsSections", (*fixture).opensASheet},
		{"TheNewestSheetComesFirst", (*fixture).putsTheNewestFirst},
		{"LinesAreReadAsPeopleWriteThem", (*fixture).readsPeople},
		{"HeadingsThatPeopleWroteAreGoneBy", (*fixture).goesByTheirHeadings},
		{"WeeksWithoutAYearStayWhole", (*fixture).keepsWeeksWhole},
		{"TheHeadingOfASheetSaysItsDay", (*fixture).titlesSheets},
		{"AHeadingThatAPersonChangedStays", (*fixture).leavesAHeadingAlone},
		{"AListAboveAllHeadingsIsNoPartOfASheet", (*fixture).leavesAListAlone},
		{"HeadingsThatExplainThemselvesAreGoneBy", (*fixture).goesByGlosses},
		{"DaysAndSectionsInPlainTextAreGoneBy", readsPlain(plainPages[0])},
		{"AHeadingThatBecamePlainTextIsGoneBy", readsPlain(plainPages[1])},
		{"DaysAndSectionsInBracketsAreGoneBy", readsPlain(plainPages[2])},
		{"AMissingSectionIsMade", (*fixture).makesASection},
		{"ALineComesAfterTheLastOfItsSection", (*fixture).addsAtTheEnd},
		{"ALineGoesRightBelowAnother", (*fixture).addsBelow},
		{"AHeadingThatIsNotUnderstoodHasNoSectionMadeBesideIt", (*fixture).waitsForAHeading},
		{"ALineBelowAListThatHasNoBulletIsNamedAndNotRead", (*fixture).namesTheUnread},
		{"LinesWithoutABulletAmongFewerBulletsAreNamed", (*fixture).namesTheMixed},
		{"ASheetSaysOfWhichSectionsItHasNoHeading", (*fixture).saysWhatItLacks},
		{"AnyTextComesBackAsText", (*fixture).keepsAnyText},
		{"BackslashesComeBackAsTheyWereTyped", (*fixture).readsBackslashes},
		{"LineEndsAreKeptAndAreNoText", (*fixture).keepsLineEnds},
		{"AsMuchAsANoteMayHoldComesBack", (*fixture).keepsLongNotes},
		{"AnEditKeepsTheMark", (*fixture).edits},
		{"ARemovedLineIsGone", (*fixture).removes},
		{"AnAdoptedLineIsMarkedAndItsTextLeftAlone", (*fixture).adopts},
		{"ALineGoesOnToTheNextSheetInOtherWords", (*fixture).goesOnInOtherWords},
		{"AMarkStaysWithALineThatAPersonChanges", (*fixture).followsALine},
		{"WhatOthersWroteStaysAsItIs", (*fixture).leavesOthersAlone},
		{"AWriteOfNothingIsNone", (*fixture).writesNothing},
		{"WhatMovedMeanwhileIsNotWritten", (*fixture).movedMeanwhile},
		{"APersonWhoWritesAllTheTimeLosesNothing", (*fixture).losesNoWords},
		{"OfTwoWritesAtOneRevisionOneIsMade", (*fixture).writesOnce},
		{"WhatHasNoPlaceIsRefusedForGood", (*fixture).refusesForGood},
	}
}

// fixture is a page in a test.
type fixture struct {
	*testing.T
	Page
}

func lastWeek() schedule.Date { return schedule.Date{Year: 2026, Month: 11, Day: 20} }

func thisWeek() schedule.Date { return schedule.Date{Year: 2026, Month: 11, Day: 27} }

func (f *fixture) read() kpt.Reading {
	f.Helper()
	r, err := f.Read(f.Context())
	if err != nil {
		f.Fatalf("Read: %v", err)
	}
	return r
}

// first reads the first sheet.
func (f *fixture) first() kpt.Sheet {
	f.Helper()
	at := f.read()
	if len(at.Sheets) == 0 {
		f.Fatalf("it reads no sheet in\n%s", f.Shows())
	}
	return at.Sheets[0]
}

// write makes changes at the present state, and looks at the revision.
func (f *fixture) write(changes ...kpt.Change) {
	f.Helper()
	f.writeAt(f.read(), changes...)
}

func (f *fixture) writeAt(at kpt.Reading, changes ...kpt.Change) {
	f.Helper()
	revision, err := f.Write(f.Context(), at, changes)
	if err != nil {
		f.Fatalf("Write: %v in\n%s", err, f.Shows())
	}
	if now := f.revision(); revision != now || f.read().Revision != now {
		f.Errorf("after the Write: got revision %s, and %s in a Reading, want %s", revision, f.read().Revision, now)
	}
}

func (f *fixture) revision() string {
	f.Helper()
	revision, err := f.Revision(f.Context())
	if err != nil || revision == "" {
		f.Fatalf("Revision: got %q and %v", revision, err)
	}
	return revision
}

// line finds the one line of a text.
func (f *fixture) line(text string) kpt.Line {
	f.Helper()
	var found []kpt.Line
	for _, s := range f.read().Sheets {
		for _, l := range s.Lines {
			if l.Text == text {
				found = append(found, l)
			}
		}
	}
	if len(found) != 1 {
		f.Fatalf("%d lines read %q, want one, in\n%s", len(found), text, f.Shows())
	}
	return found[0]
}

// texts are the lines of a section of a sheet.
func (f *fixture) texts(retro schedule.Date, s kpt.Section) (texts []string) {
	f.Helper()
	for _, sheet := range f.read().Sheets {
		for _, l := range sheet.Lines {
			if sheet.Retro == retro && l.Section == s && l.Text != "" {
				texts = append(texts, l.Text)
			}
		}
	}
	return texts
}

func (f *fixture) wantTexts(retro schedule.Date, s kpt.Section, want ...string) {
	f.Helper()
	if got := f.texts(retro, s); !slices.Equal(got, want) {
		f.Errorf("section %s: got %q, want %q, in\n%s", s, got, want, f.Shows())
	}
}

// wantStill checks that all lines of a text are still shown, in their order.
func (f *fixture) wantStill(text string) {
	f.Helper()
	now := strings.Split(f.Shows(), "\n")
	for _, line := range strings.Split(text, "\n") {
		i := slices.Index(now, line)
		if i < 0 {
			f.Errorf("%q is gone, changed, or elsewhere in\n%s", line, f.Shows())
			return
		}
		now = now[i+1:]
	}
}

func id(c string) kpt.NoteID { return kpt.NoteID(strings.Repeat(c, 16)) }

func open(retro schedule.Date) kpt.Change { return kpt.Change{Kind: kpt.OpenSheet, Retro: retro} }

func add(retro schedule.Date, s kpt.Section, id kpt.NoteID, text string) kpt.Change {
	return kpt.Change{Kind: kpt.AddLine, Retro: retro, Section: s, ID: id, Text: text}
}

func edit(l kpt.Line, text string) kpt.Change {
	return kpt.Change{Kind: kpt.EditLine, ID: l.ID, Place: l.Place, Was: l.Text, Text: text}
}

func remove(l kpt.Line) kpt.Change {
	return kpt.Change{Kind: kpt.RemoveLine, ID: l.ID, Place: l.Place, Was: l.Text}
}

func adopt(l kpt.Line, id kpt.NoteID) kpt.Change {
	return kpt.Change{Kind: kpt.AdoptLine, ID: id, Place: l.Place, Was: l.Text}
}
