package merge

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/kpt"
)

// sheetOf is a ledger of notes that all stand in the notebook, and their lines. Each is of
// an hour of its own.
func sheetOf(texts ...string) (kpt.Ledger, []kpt.Line) {
	l := kpt.Ledger{Retros: []kpt.Retro{{Date: day(27), Opened: clock(20, 9, 0)}}}
	var lines []kpt.Line
	for i, text := range texts {
		id := kpt.NoteID(fmt.Sprint("n", i+1))
		n := kpt.Note{ID: id, Kind: kpt.Keep, Text: text, Written: clock(20, 10+i, 0)}
		n.Trace = kpt.Trace{Retro: day(27), Section: kpt.Keeps, Want: text, Seen: text}
		l.Notes = append(l.Notes, n)
		lines = append(lines, kpt.Line{ID: id, Place: string(id), Section: kpt.Keeps, Text: text})
	}
	return l, lines
}

func five() []string {
	return []string{"tea at four", "レビューが遅い", "pairing on Mondays", "too many meetings", "🎉 the release"}
}

// held is what the team is asked about, and what is deleted, after a look at once.
func held(l kpt.Ledger, sheets ...kpt.Sheet) (asked, deleted []string) {
	p := Patient(0)(l, kpt.Reading{Revision: "2", Sheets: sheets}, kpt.NewID, clock(21, 9, 0))
	for _, id := range p.Vanished.Lines {
		asked = append(asked, string(id))
	}
	for _, n := range p.Notes {
		if n.Trace.Gone {
			deleted = append(deleted, string(n.ID))
		}
	}
	return asked, deleted
}

func TestWhatLooksLikeNoPersonsDeedIsAskedAbout(t *testing.T) {
	older := func(l *kpt.Ledger, lines []kpt.Line) {
		l.Notes[0].Trace.Saw("tea at five")
		l.Notes[0].Trace.Want = "tea at five"
		_ = lines
	}
	unmarked := func(_ *kpt.Ledger, lines []kpt.Line) { lines[1].ID = "" }
	for name, c := range map[string]struct {
		gone           []int // of five lines, by number
		also           func(*kpt.Ledger, []kpt.Line)
		noSheet        bool
		asked, deleted string
	}{
		"one line":                       {gone: []int{2}, deleted: "n2"},
		"the newest one":                 {gone: []int{5}, deleted: "n5"},
		"two of the middle":              {gone: []int{2, 4}, deleted: "n2 n4"},
		"three":                          {gone: []int{1, 2, 4}, asked: "n1 n2 n4"},
		"the two newest":                 {gone: []int{4, 5}, asked: "n4 n5"},
		"the newest, and a mark":         {gone: []int{5}, also: unmarked, asked: "n5"},
		"another, and a mark":            {gone: []int{3}, also: unmarked, deleted: "n3"},
		"one, and an older text is back": {gone: []int{3}, also: older, asked: "n3"},
		"the sheet, with all":            {gone: []int{1, 2, 3, 4, 5}, noSheet: true, asked: "n1 n2 n3 n4 n5"},
		"nothing":                        {also: unmarked},
	} {
		l, lines := sheetOf(five()...)
		if c.also != nil {
			c.also(&l, lines)
		}
		lines = slices.DeleteFunc(lines, func(line kpt.Line) bool {
			return slices.ContainsFunc(c.gone, func(n int) bool { return line.Place == fmt.Sprint("n", n) })
		})
		sheets := []kpt.Sheet{{Retro: day(27), Lines: lines}}
		if c.noSheet {
			sheets = nil
		}
		asked, deleted := held(l, sheets...)
		if got := strings.Join(asked, " "); got != c.asked {
			t.Errorf("%s: asked about %q, want %q", name, got, c.asked)
		}
		if got := strings.Join(deleted, " "); got != c.deleted {
			t.Errorf("%s: %q deleted, want %q", name, got, c.deleted)
		}
	}
}

func TestTwoOfThreeLinesAreMostOfASheetAndOneOfOneIsNot(t *testing.T) {
	l, lines := sheetOf(five()[:3]...)
	if asked, deleted := held(l, kpt.Sheet{Retro: day(27), Lines: lines[2:]}); len(asked) != 2 || len(deleted) > 0 {
		t.Errorf("two of three: asked about %q, %q deleted", asked, deleted)
	}
	l, _ = sheetOf(five()[0])
	if asked, deleted := held(l, kpt.Sheet{Retro: day(27)}); len(asked) > 0 || len(deleted) != 1 {
		t.Errorf("one of one: asked about %q, %q deleted", asked, deleted)
	}
	if asked, deleted := held(l); len(asked) != 1 || len(deleted) > 0 {
		t.Errorf("one with its sheet: asked about %q, %q deleted", asked, deleted)
	}
}

func TestADoubtedReadingChangesNothing(t *testing.T) {
	l, _ := sheetOf(five()...)
	typed := kpt.Sheet{Retro: day(27), Lines: []kpt.Line{{Section: kpt.Problems, Text: "by hand", Place: "1"}}}
	read := func(minutes, seconds int) kpt.Plan {
		at := clock(21, 9, minutes).Add(time.Duration(seconds) * time.Second)
		p := Reconcile(l, kpt.Reading{Revision: "2", Sheets: []kpt.Sheet{typed}}, kpt.NewID, at)
		l.Vanished = p.Vanished
		return p
	}
	for _, seconds := range []int{0, 20, 59} {
		if p := read(0, seconds); !p.Vanished.Doubted() || len(p.Notes)+len(p.Changes)+len(p.Vanished.Lines) > 0 {
			t.Errorf("after %d s: got %+v, want that nothing is done", seconds, p)
		}
	}
	if p := read(1, 0); p.Vanished.Doubted() || len(p.Vanished.Lines) != 5 || len(p.Notes) != 1 || !p.Vanished.Asked.Equal(clock(21, 9, 1)) {
		t.Errorf("after a minute: got %+v, want the question, and the line that a person typed", p)
	}
	if p := read(2, 0); !p.Vanished.Asked.Equal(clock(21, 9, 1)) {
		t.Errorf("asked again: %+v", p.Vanished)
	}
}

// The team answers after the retro has ended, or not at all: its sheet is to tell it all.
func TestAnAnswerCountsAlsoWhenTheRetroHasEnded(t *testing.T) {
	for answer, want := range map[kpt.Answer]string{kpt.OnPurpose: "deleted", kpt.BringBack: "added", "": "added"} {
		l, _ := sheetOf(five()...)
		l.Vanished = kpt.Vanished{Lines: []kpt.NoteID{"n1", "n2"}, Asked: clock(27, 14, 0), Answer: answer}
		l.Notes = l.Notes[:2]
		l.Retros[0].Held, l.Retros[0].Closed = day(27), clock(27, 16, 0)
		p := Patient(0)(l, kpt.Reading{Revision: "2", Sheets: []kpt.Sheet{{Retro: day(27)}}}, kpt.NewID, clock(27, 17, 0))
		got := "waits"
		switch {
		case len(p.Notes) == 2 && p.Notes[0].Trace.Gone && p.Notes[1].Trace.Gone:
			got = "deleted"
		case len(p.Changes) == 2 && p.Changes[0].Kind == kpt.AddLine:
			got = "added"
		}
		if got != want || len(p.Vanished.Lines) > 0 {
			t.Errorf("%q: got %q, want %q: %+v", answer, got, want, p)
		}
	}
}

func TestAuthorsAreToldWhatWasSaidToBeDeletedOnPurpose(t *testing.T) {
	l, _ := sheetOf(five()...)
	for i, author := range []kpt.Author{{Member: "1", Name: "ana"}, {Member: "2", Name: "bo"}, {}, {Secret: "x"}, {Member: "4"}} {
		l.Notes[i].Author = author
		l.Vanished.Lines = append(l.Vanished.Lines, l.Notes[i].ID)
	}
	l.Vanished.Asked, l.Vanished.Answer, l.Vanished.By = clock(21, 8, 0), kpt.OnPurpose, "1"
	p := Patient(0)(l, kpt.Reading{Revision: "2", Sheets: []kpt.Sheet{{Retro: day(27)}}}, kpt.NewID, clock(21, 9, 0))
	var told []string
	for _, c := range p.Conflicts {
		if !c.Purpose || c.Lost == "" || c.Kept != "" {
			t.Errorf("told %+v", c)
		}
		told = append(told, string(c.Note))
	}
	if got := strings.Join(told, " "); got != "n2 n4 n5" {
		t.Errorf("told the authors of %s, want all but who said so", got)
	}
}
