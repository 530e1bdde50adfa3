package merge

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/kpt"
)

// merged plays one Reconcile of two notes, a and b, with lines as
// "id|text" or "|text", and says in words what was planned.
func merged(traces map[kpt.NoteID]kpt.Trace, lines ...string) string {
	l := kpt.Ledger{
		Retros: []kpt.Retro{{Date: day(27), Opened: clock(20, 9, 0)}},
		Roster: kpt.Roster{{Author: kpt.Author{Member: "1", Name: "Ana"}}, {Author: kpt.Author{Member: "2", Name: "Bo"}}},
	}
	for _, id := range []kpt.NoteID{"a", "b"} {
		if t, ok := traces[id]; ok {
			t.Retro, t.Section = day(27), kpt.Keeps
			l.Notes = append(l.Notes, kpt.Note{ID: id, Kind: kpt.Keep, Author: kpt.Author{Member: "1", Name: "Ana"}, Trace: t})
		}
	}
	r := kpt.Reading{Revision: "2", Sheets: []kpt.Sheet{{Retro: day(27)}}}
	for _, line := range lines {
		id, text, _ := strings.Cut(line, "|")
		r.Sheets[0].Lines = append(r.Sheets[0].Lines, kpt.Line{ID: kpt.NoteID(id), Section: kpt.Keeps, Text: text, Place: text})
	}
	p := Patient(0)(l, r, func() kpt.NoteID { return "new" }, clock(20, 9, 0))
	var said []string
	for _, id := range p.Vanished.Lines {
		said = append(said, "ask "+string(id))
	}
	for _, c := range p.Changes {
		said = append(said, strings.TrimSpace(fmt.Sprintf("%s %s %s", c.Kind, c.ID, c.Text)))
		if c.ID == "new" && c.Was != "" && len(lines) > 2 {
			said[len(said)-1] += " (" + c.Was + ")"
		}
	}
	for _, n := range p.Notes {
		if n.Trace.Gone {
			said = append(said, "tombstone "+string(n.ID))
		}
	}
	for _, n := range p.Forget {
		said = append(said, "forget "+string(n.ID))
	}
	for _, c := range p.Conflicts {
		if c.Alone {
			said = append(said, fmt.Sprintf("show %s", c.Note))
			continue
		}
		said = append(said, fmt.Sprintf("tell %s lost %q kept %q", c.Note, c.Lost, c.Kept))
	}
	slices.Sort(said)
	return strings.Join(said, "; ")
}

func TestTheMergeIsThreeWay(t *testing.T) {
	agreed := kpt.Trace{Want: "tea at four", Seen: "tea at four"}
	edited := kpt.Trace{Want: "tea at five", Seen: "tea at four"}
	deleted := kpt.Trace{Seen: "tea at four"}
	for name, c := range map[string]struct {
		trace kpt.Trace
		lines string
		want  string
	}{
		"both as they were":              {agreed, "a|tea at four", ""},
		"new":                            {kpt.Trace{Want: "x"}, "", "add a x"},
		"author edited":                  {edited, "a|tea at four", "edit a tea at five"},
		"author deleted":                 {deleted, "a|tea at four", "remove a"},
		"author deleted, person deleted": {deleted, "", "forget a"},
		"person edited":                  {agreed, "a|coffee", ""},
		"person deleted":                 {agreed, "", "show a; tombstone a"},
		"both edited":                    {edited, "a|coffee", `tell a lost "tea at five" kept "coffee"`},
		"both edited alike":              {edited, "a|tea at five", ""},
		"edited, person deleted":         {edited, "", `tell a lost "tea at five" kept ""; tombstone a`},
		"deleted, person edited":         {deleted, "a|coffee", `tell a lost "" kept "coffee"`},
		"sent and there":                 {kpt.Trace{Want: "x", Sending: kpt.Sending{Sent: []string{"x"}, SentAt: "1"}}, "a|x", ""},
		"sent, there, edited since":      {kpt.Trace{Want: "y", Sending: kpt.Sending{Sent: []string{"x"}, SentAt: "1"}}, "a|x", "edit a y"},
		"sent, there, person edited":     {kpt.Trace{Want: "x", Sending: kpt.Sending{Sent: []string{"x"}, SentAt: "1"}}, "a|coffee", ""},
		"sent and not there":             {kpt.Trace{Want: "x", Sending: kpt.Sending{Sent: []string{"x"}, SentAt: "1"}}, "", "add a x"},
		"sent, may still arrive":         {kpt.Trace{Sending: kpt.Sending{Sent: []string{"x"}, SentAt: "2"}}, "", ""},
		"sent, can not arrive any more":  {kpt.Trace{Sending: kpt.Sending{Sent: []string{"x"}, SentAt: "1"}}, "", "forget a"},
		"a person's, edited by them":     {kpt.Trace{Want: "x", Seen: "x", Person: true}, "a|coffee", ""},
		"back after a deletion":          {kpt.Trace{Want: "x", Seen: "x", Gone: true}, "a|x", ""},
		"a tombstone":                    {kpt.Trace{Want: "x", Seen: "x", Gone: true}, "", ""},
		"a heading is text":              {agreed, "a|# tea", ""},
		"a name alone is no note":        {agreed, "a|tea at four\n|Ana:", ""},
		"a name and an emoji is one":     {agreed, "a|tea at four\n|Ana 🍵", "adopt new"},
	} {
		var lines []string
		if c.lines != "" {
			lines = strings.Split(c.lines, "\n")
		}
		if got := merged(map[kpt.NoteID]kpt.Trace{"a": c.trace}, lines...); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func TestALineWithoutItsMarkIsFoundAndNeverStolen(t *testing.T) {
	one := func(text string) kpt.Trace { return kpt.Trace{Want: text, Seen: text} }
	for name, c := range map[string]struct {
		a, b  string
		lines []string
		want  string
	}{
		"by its text":                 {"tea at four", "x", []string{"b|x", "|tea at four"}, "adopt a"},
		"two of one text, in order":   {"tea", "tea", []string{"|tea", "|tea"}, "adopt a; adopt b"},
		"by likeness":                 {"朝会が長い", "x", []string{"b|x", "|朝会がとても長い"}, "adopt a"},
		"not when it is unlike":       {"tea at four", "x", []string{"b|x", "|the tea room is too hot at noon"}, "adopt new; show a; tombstone a"},
		"not when two notes are like": {"tea at four", "tea at five", []string{"|tea at fou"}, "adopt a; show b; tombstone b"},
		"not when neither is better":  {"tea at four o", "tea at four p", []string{"|tea at four"}, "adopt new; ask a; ask b"},
		"not another author's":        {"Ana: tea at four", "x", []string{"b|x", "|Bo: tea at four!"}, "adopt new; show a; tombstone a"},
		"not a stranger's":            {"Ana: tea at four", "x", []string{"b|x", "|Chi: tea at four!"}, "adopt new; show a; tombstone a"},
		"the one that is all there":   {"tea at four b", "tea at four a", []string{"|tea at four, cups b"}, "adopt a; show b; tombstone b"},
		"not when both are all there": {"tea at four", "tea at four", []string{"|tea at four, cups"}, "adopt new; ask a; ask b"},
		"a text with a colon":         {"Ana: tea: at four", "x", []string{"b|x", "|tea: at four!"}, "adopt a"},
		"a copy is a person's":        {"tea at four", "x", []string{"a|tea at four!", "a|tea at four", "b|x"}, "adopt new (tea at four!)"},
		"a copy below is a person's":  {"tea at four", "x", []string{"a|tea at four", "a|tea at four!", "b|x"}, "adopt new (tea at four!)"},
		"the marked one comes first":  {"tea at four", "x", []string{"|tea at four", "a|tea at four", "b|x"}, "adopt new (tea at four)"},
	} {
		got := merged(map[kpt.NoteID]kpt.Trace{"a": one(c.a), "b": one(c.b)}, c.lines...)
		if got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

// Somebody wrote 'Bo：tea at four' before the team knew a Bo, cut it and pasted it
// with a word more. That is one line still, and now it is Bo's.
func TestALineOfWhomNobodyKnewIsFoundWithoutItsMark(t *testing.T) {
	for line, want := range map[string]string{
		"Bo：tea at four, the green one":     "bo: tea at four, the green one",
		"【Bo】tea at four, the green one":    "bo: tea at four, the green one",
		"@Bo: tea at four, the green one":   "bo: tea at four, the green one",
		"@Bo tea at four, the green one":    "nobody: @Bo tea at four, the green one", // it is about Bo
		"Bo さん: tea at four, the green one": "bo: tea at four, the green one",
		"Chi：tea at four, the green one":    "nobody: Chi：tea at four, the green one", // who is not known yet either
		"tea at four, the green one":        "nobody: tea at four, the green one",
	} {
		n := kpt.Note{ID: "a", Kind: kpt.Keep, Text: strings.TrimSuffix(line, ", the green one")}
		n.Trace = kpt.Trace{Retro: day(27), Section: kpt.Keeps, Want: n.Text, Seen: n.Text, Person: true}
		l := kpt.Ledger{
			Retros: []kpt.Retro{{Date: day(27), Opened: clock(20, 9, 0), Closed: clock(27, 16, 0)}},
			Notes:  []kpt.Note{n}, Roster: kpt.Roster{{Author: kpt.Author{Member: "2", Name: "Bo"}}},
		}
		r := kpt.Reading{Revision: "2", Sheets: []kpt.Sheet{{Retro: day(27), Lines: []kpt.Line{{Section: kpt.Keeps, Text: line, Place: "1"}}}}}
		p := Reconcile(l, r, func() kpt.NoteID { return "new" }, clock(28, 9, 0))
		if len(p.Notes) != 1 || p.Notes[0].ID != "a" {
			t.Errorf("%q: got %+v, want one changed note, a", line, p.Notes)
			continue
		}
		got := strings.ToLower(cmp.Or(p.Notes[0].Author.Name, "nobody")) + ": " + p.Notes[0].Text
		if got != want {
			t.Errorf("%q: got %q, want %q", line, got, want)
		}
	}
}

// Its write was refused because a person typed, perhaps something like it.
func TestANoteThatWasNeverSeenIsNotTakenForALineLikeIt(t *testing.T) {
	sent := kpt.Trace{Want: "朝会が長い", Sending: kpt.Sending{Sent: []string{"朝会が長い"}, SentAt: "1"}}
	got := merged(map[kpt.NoteID]kpt.Trace{"a": sent}, "|朝会がとても長い")
	if want := "add a 朝会が長い; adopt new"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// The ledger took a person's line in, and the mark never got to it: what is not
// there then is nothing that anybody deleted from us.
func TestALineThatGotNoMarkAndIsGoneIsForgotten(t *testing.T) {
	adopted := kpt.Trace{Want: "tea at four", Seen: "tea at four", Person: true, Unmarked: true}
	for lines, want := range map[string]string{
		"":              "forget a",
		"|tea at four":  "adopt a",
		"|tea at four!": "adopt a",
		"|coffee":       "adopt new; forget a",
		"a|coffee":      "",
	} {
		var all []string
		if lines != "" {
			all = []string{lines}
		}
		if got := merged(map[kpt.NoteID]kpt.Trace{"a": adopted}, all...); got != want {
			t.Errorf("%q: got %q, want %q", lines, got, want)
		}
	}
}

func TestNothingHiddenIsWrittenIntoTheNotebook(t *testing.T) {
	r := kpt.Retro{Date: day(27), Opened: clock(20, 9, 0), Reveal: kpt.RevealMeeting}
	n, err := kpt.NewNote(kpt.Keep, "secret", kpt.Author{Member: "1", Name: "Ana"}, clock(20, 9, 0))
	if err != nil {
		t.Fatal(err)
	}
	reading := kpt.Reading{Revision: "1", Sheets: []kpt.Sheet{{Retro: day(27)}}}
	l := kpt.Ledger{Retros: []kpt.Retro{r}, Notes: []kpt.Note{joining(n, r)}}
	if p := Reconcile(l, reading, kpt.NewID, clock(20, 9, 0)); len(p.Changes) > 0 {
		t.Errorf("got %+v, want nothing", p.Changes)
	}
	l.Retros[0].Revealed = clock(27, 15, 0)
	if p := Reconcile(l, reading, kpt.NewID, clock(27, 15, 0)); len(p.Changes) != 1 {
		t.Errorf("revealed: got %+v, want the note added", p.Changes)
	}
}

func TestATextMayArriveAsLongAsTheRevisionStands(t *testing.T) {
	n := kpt.Note{ID: "a", Kind: kpt.Keep, Trace: kpt.Trace{
		Retro: day(27), Section: kpt.Keeps, Want: "third", Seen: "first", Sending: kpt.Sending{Sent: []string{"second"}, SentAt: "1"},
	}}
	l := kpt.Ledger{Retros: []kpt.Retro{{Date: day(27)}}, Notes: []kpt.Note{n}}
	read := func(revision, text string) kpt.Plan {
		return Reconcile(l, kpt.Reading{Revision: revision, Sheets: []kpt.Sheet{{Retro: day(27), Lines: []kpt.Line{
			{ID: "a", Section: kpt.Keeps, Text: text},
		}}}}, kpt.NewID, clock(20, 9, 0))
	}
	p := read("1", "first")
	if got, want := p.Notes[0].Trace.Sent, []string{"second", "third"}; !slices.Equal(got, want) {
		t.Fatalf("got %q under way, want %q", got, want)
	}
	l.Notes = p.Notes
	p = read("2", "second")
	if len(p.Conflicts) > 0 || len(p.Changes) != 1 || p.Changes[0].Text != "third" {
		t.Errorf("got %+v and %+v, want an edit and no conflict", p.Changes, p.Conflicts)
	}
}
