package merge

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/kpt"
)

// onTries are the lines that are taken in of a sheet, of lines as "depth section text" or
// "depth section text|id": Bo's Try 'a' was decided there, and 'w' tells what it became; 'b' waits there.
func onTries(closed bool, lines ...string) (taken []string) {
	bo := kpt.Author{Member: "2", Name: "Bo"}
	r := kpt.Retro{Date: day(27), Opened: clock(20, 9, 0)}
	if closed {
		r.Closed = clock(27, 16, 0)
	}
	agreed := func(s kpt.Section, text string) kpt.Trace {
		return kpt.Trace{Retro: day(27), Section: s, Want: text, Seen: text}
	}
	l := kpt.Ledger{
		Retros: []kpt.Retro{r},
		Roster: kpt.Roster{{Author: kpt.Author{Member: "1", Name: "Ana"}}, {Author: bo}},
		Tries: []kpt.Try{
			{ID: "a", Text: "席替え", Owner: bo, Born: day(27), State: kpt.Open, Trace: agreed(kpt.NewTries, "Bo: 席替え")},
			{ID: "b", Text: "Pair", Owner: bo, Born: day(20), State: kpt.Open, Trace: agreed(kpt.Tries, "Bo: Pair")},
			{ID: "c", Text: "お茶の時間\nを毎日", State: kpt.Done, Born: day(20), Trace: kpt.Trace{Retro: day(20), Section: kpt.NewTries}},
		},
		Notes: []kpt.Note{{ID: "w", Kind: kpt.Account, Under: "a", Text: "⇒ Bo", Trace: agreed(kpt.NewTries, "⇒ Bo")}},
	}
	page := kpt.Sheet{Retro: day(27)}
	for i, line := range lines {
		text, id, _ := strings.Cut(line, "|")
		var depth int
		var section kpt.Section
		if _, err := fmt.Sscan(text, &depth, &section); err != nil {
			panic(err)
		}
		text = strings.SplitN(text, " ", 3)[2]
		page.Lines = append(page.Lines, kpt.Line{ID: kpt.NoteID(id), Place: fmt.Sprint(i), Section: section, Depth: depth, Text: text})
	}
	n := 0
	p := Patient(0)(l, kpt.Reading{Revision: "2", Sheets: []kpt.Sheet{page}}, func() kpt.NoteID { n++; return kpt.NoteID(fmt.Sprint("new", n)) }, clock(28, 9, 0))
	for _, note := range p.Notes {
		if strings.HasPrefix(string(note.ID), "new") {
			taken = append(taken, note.Text)
		}
	}
	for _, try := range p.Tries {
		if strings.HasPrefix(string(try.ID), "new") {
			taken = append(taken, "Try "+try.Text)
		} else if try.Text != "席替え" && try.Text != "Pair" {
			taken = append(taken, "now "+try.Text)
		}
	}
	return taken
}

// What a person says below a decided Try, behind our line or not, is about that Try.
func TestALineBehindWhatBecameOfATryIsNoIdea(t *testing.T) {
	for _, closed := range []bool{true, false} {
		for name, c := range map[string]struct {
			lines []string
			want  []string
		}{
			"behind the answer":             {[]string{"0 try Bo: 席替え|a", "1 try ⇒ Bo|w", "1 try we did it"}, nil},
			"below the answer":              {[]string{"0 try Bo: 席替え|a", "1 try ⇒ Bo|w", "2 try we did it"}, nil},
			"several":                       {[]string{"0 try Bo: 席替え|a", "1 try ⇒ Bo|w", "1 try one", "2 try Ana: two", "1 try three"}, nil},
			"before the answer":             {[]string{"0 try Bo: 席替え|a", "1 try we did it", "1 try ⇒ Bo|w"}, nil},
			"the answer is gone":            {[]string{"0 try Bo: 席替え|a", "1 try we did it"}, nil},
			"the Try's mark is gone":        {[]string{"0 try Bo: 席替え", "1 try ⇒ Bo|w", "1 try we did it"}, nil},
			"the Try's line is another":     {[]string{"0 keep before", "1 try ⇒ Bo|w", "1 try we did it", "0 try swap"}, []string{"before", "swap"}},
			"another idea":                  {[]string{"0 try Bo: 席替え|a", "1 try ⇒ Bo|w", "0 try swap desks"}, []string{"swap desks"}},
			"below another idea":            {[]string{"0 try Bo: 席替え|a", "1 try ⇒ Bo|w", "0 try swap", "1 try desks"}, []string{"swap", "desks"}},
			"in another section":            {[]string{"0 try Bo: 席替え|a", "1 try ⇒ Bo|w", "0 keep tea", "1 keep at four"}, []string{"tea", "at four"}},
			"a sub-idea of one not decided": {[]string{"0 try swap", "1 try desks"}, []string{"swap", "desks"}},
		} {
			got := onTries(closed, c.lines...)
			if !slices.Equal(got, c.want) {
				t.Errorf("%s, closed %t: got %q, want %q", name, closed, got, c.want)
			}
		}
	}
}
