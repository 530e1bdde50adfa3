package merge

import (
	"fmt"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/kpt"
)

func TestALineOfNobodyStaysNobodysWhateverAPersonDoesToItsBeginning(t *testing.T) {
	for _, word := range []string{"Anonymous", "匿名"} {
		for _, author := range []kpt.Author{{Secret: "x"}, {Member: "9"}, {}} { // anonymous, hidden, forgotten
			for _, text := range posing() {
				n := joining(kpt.Note{ID: "a", Kind: kpt.Keep, Text: text, Author: author, Nameless: word}, kpt.Retro{Date: day(27)})
				line := n.Trace.Want
				n.Trace.Seen = line
				first, rest, _ := strings.Cut(line, "\n")
				for what, lines := range map[string][]kpt.Line{
					"moved":              {{Text: line, Section: kpt.Problems}},
					"copied":             {{ID: "a", Text: line, Section: kpt.Keeps}, {Text: line + " and more", Section: kpt.Problems}},
					"in lower case":      {{ID: "a", Text: strings.ToLower(word) + strings.TrimPrefix(line, word), Section: kpt.Keeps}},
					"without blank":      {{ID: "a", Text: strings.Replace(line, word+": ", word+":", 1), Section: kpt.Keeps}},
					"with a wide colon":  {{ID: "a", Text: line, Section: kpt.Keeps}, {Text: strings.Replace(line, word+": ", word+"：", 1), Section: kpt.Keeps}},
					"with other colon":   {{Text: strings.Replace(line, word+": ", word+" ﹕", 1), Section: kpt.Keeps}},
					"split":              {{ID: "a", Text: first, Section: kpt.Keeps}, {Text: rest, Section: kpt.Keeps}},
					"split and moved":    {{ID: "a", Text: first, Section: kpt.Keeps}, {Text: rest, Section: kpt.Problems}},
					"split and changed":  {{ID: "a", Text: first, Section: kpt.Keeps}, {Text: rest + " all", Section: kpt.Keeps}},
					"without first line": {{ID: "a", Text: rest, Section: kpt.Keeps}},
				} {
					l := kpt.Ledger{Retros: []kpt.Retro{{Date: day(27), Opened: clock(20, 9, 0)}}, Notes: []kpt.Note{n}, Roster: crowd(), Nameless: "Anonymous"}
					r := kpt.Reading{Revision: "2", Sheets: []kpt.Sheet{{Retro: day(27)}}}
					for i, line := range lines {
						line.Place = fmt.Sprint(i)
						r.Sheets[0].Lines = append(r.Sheets[0].Lines, line)
					}
					for _, got := range Reconcile(l, r, func() kpt.NoteID { return "new" }, clock(20, 9, 0)).Notes {
						if got.Author.Name != "" {
							t.Errorf("%q by %+v, %s: read as %s's: %q", text, author, what, got.Author.Name, got.Text)
						}
					}
				}
			}
		}
	}
}

func TestALineThatAPersonWritesForNobodyIsNobodys(t *testing.T) {
	for line, want := range map[string]string{
		"匿名：遅い（田中）": "遅い（田中）", "anonymous: slow (ana)": "slow (ana)", "ＡＮＯＮＹＭＯＵＳ : slow": "slow", "（匿名）ana: slow": "ana: slow",
		"slow（匿名）": "slow", "匿名:": "匿名:", "Anonymous": "Anonymous",
	} {
		n := joining(kpt.Note{ID: "a", Kind: kpt.Keep, Text: "tea", Nameless: "匿名"}, kpt.Retro{Date: day(27)})
		p := nobodys(n, kpt.Line{Text: line})
		if got := p.Notes[len(p.Notes)-1]; got.ID != "new" || got.Author != (kpt.Author{}) || got.Text != want {
			t.Errorf("%q is %+v, want nobody's %q", line, p.Notes, want)
		}
	}
	p := nobodys(joining(kpt.Note{ID: "a", Kind: kpt.Keep, Text: "tea"}, kpt.Retro{Date: day(27)}), kpt.Line{Text: "ana"}, kpt.Line{Text: "Anonymous:", Depth: 1}, kpt.Line{Text: "slow", Depth: 2})
	for _, n := range p.Notes {
		if n.Author.Name != "" {
			t.Errorf("below the word alone, %q is %s's", n.Text, n.Author.Name)
		}
	}
}

// A line that the split note still has may be a member's own words, too.
func TestAMembersLineThatIsOnlyLikeOneOfNobodysIsTheirs(t *testing.T) {
	n := joining(kpt.Note{ID: "a", Kind: kpt.Keep, Text: "Deploys hurt\nana: I broke them", Author: kpt.Author{Secret: "x"}, Nameless: "Anonymous"}, kpt.Retro{Date: day(27)})
	n.Trace.Seen = n.Trace.Want
	p := nobodys(n, kpt.Line{ID: "a", Text: n.Trace.Want}, kpt.Line{Text: "ana: I mended them"})
	if len(p.Notes) != 1 || p.Notes[0].Author.Name != "ana" {
		t.Errorf("got %+v, want a note of ana's", p.Notes)
	}
}

func TestANameIsNeverTooLongToBeALabel(t *testing.T) {
	for _, name := range []string{strings.Repeat("𠮷", 80), strings.Repeat("田", 41), strings.Repeat("🍵a", 16) + strings.Repeat("é", 16), strings.Repeat("n", 200)} {
		roster := kpt.Roster{{Author: kpt.Author{Member: "1", Name: name}}}
		for _, line := range []string{name + ": hi", "@" + name + ": hi", "hi（" + name + "）"} {
			if a, text, ok := roster.Split(line); !ok || a.Member != "1" || text != "hi" {
				t.Errorf("%q is read as %+v's %q", line, a, text)
			}
		}
		if line := name + ": hi"; len([]rune(name)) <= 80 && kpt.Signed(kpt.Author{}, line, "Anonymous") == line {
			t.Errorf("a line of nobody's stands as a member's: %q", line)
		}
	}
}

func TestAForgottenNameInALineDoesNotBringTheNoteBack(t *testing.T) {
	for line, want := range map[string]string{
		"ana: slow reviews": "slow reviews", "ana: slow, and more": "slow, and more", "ana：slow": "slow", "bo: slow": "bo slow", "slow, all of it": "slow, all of it",
	} {
		for _, person := range []bool{false, true} {
			n := joining(kpt.Note{ID: "a", Kind: kpt.Keep, Text: "slow", Author: kpt.Author{Member: "1", Name: "ana"}}, kpt.Retro{Date: day(27)})
			n.Trace.Seen, n.Trace.Person = n.Trace.Want, person
			n.Author, n.Nameless = kpt.Author{}, "Anonymous" // as Book.Forget leaves it
			l := kpt.Ledger{
				Retros: []kpt.Retro{{Date: day(27), Opened: clock(20, 9, 0)}}, Notes: []kpt.Note{n}, Nameless: "Anonymous",
				Roster: kpt.Roster{{Author: kpt.Author{Member: "1", Name: "ana"}}, {Author: kpt.Author{Member: "2", Name: "bo"}}},
			}
			sheet := kpt.Sheet{Retro: day(27), Lines: []kpt.Line{{ID: "a", Section: kpt.Keeps, Text: line}}}
			p := Reconcile(l, kpt.Reading{Revision: "2", Sheets: []kpt.Sheet{sheet}}, func() kpt.NoteID { return "new" }, clock(20, 9, 0))
			var got []string
			for _, n := range p.Notes {
				got = append(got, strings.TrimSpace(n.Author.Name+" "+n.Text))
			}
			if strings.Join(got, ", ") != want {
				t.Errorf("%q, of a person %v: got %q, want %q", line, person, got, want)
			}
		}
	}
}
