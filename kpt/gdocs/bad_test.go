package gdocs_test

import (
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/kpt"
)

func sheetOfOurs(t *testing.T) *docFixture {
	d := open(t)
	d.write(opened(adds(thisWeek, kpt.Keeps, 1, "one")...)...)
	return d
}

func TestARenamedHeadingIsStillKnown(t *testing.T) {
	d := sheetOfOurs(t)
	must(t, d.doc.Line("Keep").Append(" & more of the same"), d.doc.Line("KPT 2026-11-27").Replace("2026-11-27", "with cake"))
	if l := d.line("one"); l.Section != kpt.Keeps {
		t.Errorf("got %+v", l)
	}
	d.write(adds(thisWeek, kpt.Keeps, 2, "two")...)
	if r := d.read(); len(r.Sheets) != 1 || r.Sheets[0].Retro != thisWeek {
		t.Errorf("got %+v", r.Sheets)
	}
	if l := d.line("two"); l.Section != kpt.Keeps {
		t.Errorf("got %+v", l)
	}
}

func TestAHeadingThatNowSaysAnotherSectionIsThatSection(t *testing.T) {
	d := sheetOfOurs(t)
	must(t, d.doc.Line("Keep").Append("!"), d.doc.Line("Keep!").Replace("Keep", "Problem"))
	if l := d.line("one"); l.Section != kpt.Problems {
		t.Errorf("got %+v", l)
	}
}

func TestASheetThatLostItsHeadingIsKnownByItsSections(t *testing.T) {
	d := sheetOfOurs(t)
	must(t, d.doc.Line("KPT 2026-11-27").Delete())
	d.write(append(adds(thisWeek, kpt.Problems, 2, "two"), kpt.Change{Kind: kpt.OpenSheet, Retro: nextWeek})...)
	r := d.read()
	if len(r.Sheets) != 2 || r.Sheets[0].Retro != nextWeek || r.Sheets[1].Retro != thisWeek || len(r.Sheets[1].Lines) != 2 {
		t.Errorf("got %+v\n%s", r.Sheets, d.doc.Text())
	}
}

func TestASheetStaysThatOfItsRetroWhenItsDateIsChanged(t *testing.T) {
	d := sheetOfOurs(t)
	must(t, d.doc.Line("KPT 2026-11-27").Replace("27", "30"))
	if r := d.read(); len(r.Sheets) != 1 || r.Sheets[0].Retro != thisWeek {
		t.Errorf("got %+v", r.Sheets)
	}
}

func TestADeletedSectionIsMadeAnew(t *testing.T) {
	d := sheetOfOurs(t)
	must(t, d.doc.Line("Keep").Delete(), d.doc.Line("one").Delete())
	d.write(adds(thisWeek, kpt.Keeps, 2, "two")...)
	d.shows(`
# KPT 2026-11-27
## Open Tries
- 
## Keep
- two
## Problem
- 
## Try
- 
`)
}

func TestOfTwoSectionsOfOneNameOursGetsTheLine(t *testing.T) {
	d := sheetOfOurs(t)
	must(t, d.doc.Line("KPT 2026-11-27").Type("Keep"))
	must(t, d.doc.LineAt(1).Heading(2))
	d.write(adds(thisWeek, kpt.Keeps, 2, "two")...)
	d.shows(`
# KPT 2026-11-27
## Keep
## Open Tries
- 
## Keep
- one
- two
## Problem
- 
## Try
- 
`)
}

func TestALineGoesIntoTheTableAroundTheBullets(t *testing.T) {
	d := wrote(t, ordinary)
	must(t, d.doc.Line("CI is slow").TableAround(1))
	d.write(adds(lastWeek, kpt.Problems, 1, "one")...)
	lines := d.doc.Lines()
	for i, l := range lines {
		if l.Text == "CI is slow" && (lines[i+1].Text != "one" || !lines[i+1].InTable || lines[i+1].List != l.List) {
			t.Errorf("got %+v after it", lines[i+1])
		}
	}
	if l := d.line("one"); l.Section != kpt.Problems {
		t.Errorf("got %+v", l)
	}
	l := d.line("one")
	d.write(kpt.Change{Kind: kpt.RemoveLine, ID: l.ID, Place: l.Place, Was: l.Text})
	d.shows(d.doc.Text())
}

func TestADocWithNoSectionAtAllGetsASheetBelowWhatStandsThere(t *testing.T) {
	d := wrote(t, "# Minutes\nWe met.\n- a point")
	d.write(opened(adds(thisWeek, kpt.Keeps, 1, "one")...)...)
	d.shows(`
# Minutes
We met.
- a point
# KPT 2026-11-27
## Open Tries
- 
## Keep
- one
## Problem
- 
## Try
- 
`)
}

func TestASheetComesBelowATableAndLeavesTheBlankLineBehindItAlone(t *testing.T) {
	d := wrote(t, "Minutes")
	must(t, d.doc.Line("Minutes").TableAround(1))
	above := d.doc.Text()
	d.write(opened(adds(thisWeek, kpt.NewTries, 1, "one")...)...)
	sheet := strings.TrimLeft(`
# KPT 2026-11-27
## Open Tries
- 
## Keep
- 
## Problem
- 
## Try
- one
`, "\n")
	if got := d.doc.Text(); got != above+sheet {
		t.Errorf("got\n%s\nwant\n%s", got, above+sheet)
	}
	l := d.line("one")
	d.write(kpt.Change{Kind: kpt.RemoveLine, ID: l.ID, Place: l.Place, Was: l.Text})
	if text := d.doc.Text(); !strings.HasPrefix(text, above+"# KPT") || !strings.HasSuffix(text, "## Try\n\n") {
		t.Errorf("got\n%s\nafter the line was removed", text)
	}
}

func TestALineDoesNotBecomePartOfASuggestion(t *testing.T) {
	d := wrote(t, ordinary)
	suggestion, err := d.doc.Line("CI is slow").SuggestLine("perhaps")
	must(t, err)
	d.write(adds(lastWeek, kpt.Problems, 1, "one")...)
	must(t, d.doc.Reject(suggestion))
	if l := d.line("one"); l.ID != id(1) || l.Section != kpt.Problems {
		t.Errorf("got %+v", l)
	}
	whole, err := d.doc.Line("one").SuggestDeletion("")
	must(t, err)
	d.write(adds(lastWeek, kpt.Problems, 3, "three")...)
	must(t, d.doc.Accept(whole))
	if l := d.line("three"); l.ID != id(3) || l.Section != kpt.Problems {
		t.Errorf("got %+v", l)
	}
	deletion, err := d.doc.Line("tea").SuggestDeletion("")
	must(t, err)
	d.write(adds(lastWeek, kpt.NewTries, 2, "two")...)
	must(t, d.doc.Accept(deletion))
	if l := d.line("two"); l.ID != id(2) || l.Section != kpt.NewTries {
		t.Errorf("got %+v", l)
	}
	d.shows(d.doc.Text())
}

func TestTypedBulletsGoOnAsTheyAre(t *testing.T) {
	d := wrote(t, "# 2026-11-20\n## Keep\n・one\n## Problem\n1. one\n2. two\n## Try\n- dash\n")
	d.write(append(append(adds(lastWeek, kpt.Keeps, 1, "・two"), adds(lastWeek, kpt.Problems, 2, "three", "four")...), adds(lastWeek, kpt.NewTries, 4, "- x")...)...)
	d.shows("# 2026-11-20\n## Keep\n・one\n・・two\n## Problem\n1. one\n2. two\n3. three\n4. four\n## Try\n- dash\n- - x\n")
	for text, want := range map[string]kpt.NoteID{"・two": id(1), "three": id(2), "four": id(3), "- x": id(4)} {
		if l := d.line(text); l.ID != want {
			t.Errorf("%q: got %+v", text, l)
		}
	}
}

func TestANewSheetIsNotHeadedLikeThatOfAnotherMeeting(t *testing.T) {
	d := wrote(t, "# 2026/11/27 採用面接 振り返り\n## 良かった点\n- 候補者が優秀\n")
	d.write(opened(adds(thisWeek, kpt.Keeps, 1, "one")...)...)
	if text := d.doc.Text(); !strings.HasPrefix(text, "# KPT 2026-11-27\n") || strings.Contains(text, "良かった点\n- one") {
		t.Errorf("got\n%s", text)
	}
}
