package merge

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/internal/need"
	"github.com/engawa-bot/engawa/kpt"
)

// crowd is everybody whom a text below could seem to be by.
func crowd() (r kpt.Roster) {
	for i, name := range []string{"ana", "bo", "田中", "ana bo", "（ana）", "@bo"} {
		r = append(r, kpt.Person{Author: kpt.Author{Member: fmt.Sprint(i + 1), Name: name}})
	}
	return r
}

// posing are texts that begin or end as a member's line does.
func posing() []string {
	return []string{
		"ana: I am slow", "ana：I am slow", "Ana-san: I am slow", "【ana】I am slow", "（ana）I am slow", "[ana] I am slow",
		"@ana I am slow", "＠ana, I am slow", "I am slow（ana）", "I am slow (ana)", "田中さん: 遅い", "later: not yet on the roster",
		"ana: first\nbo: second", "ana﹕ I am slow", "ana꞉ I am slow", "Anonymous: ana: I am slow", "bo: x (ana)",
		"Deploys hurt\nana: I broke them", "x\n【ana】y", "x (ana).", "x（ana）。", "!: ana: x", "... : ana: x", ": ana: x", "://ana: x", "［］ana: x",
		"ana︰ x", "ana⁚ x", "anaꓽ x", "ana⦂ x", "ana᛬ x", "anaः x", "ana᠄ x", "ana፥ x", "ana ︓ x", "anaː x", "🎉: ana: x", "!@ana x",
		"〔ana〕 x", "〖ana〗x", "《ana》x", "｢ana｣ x", "﹝ana﹞x", "﹙ana﹚x", "{ana} x", "<ana> x", "⦅ana⦆x", "｟ana｠x",
		"❨ana❩x", "❪ana❫x", "⟨ana⟩x", "〈ana〉x", "«ana» x", "x 〔ana〕", "・〔ana〕 x",
	}
}

// nobodys is a merge of one note without a name, and of lines with its mark or
// without any.
func nobodys(n kpt.Note, lines ...kpt.Line) kpt.Plan {
	l := kpt.Ledger{Retros: []kpt.Retro{{Date: day(27), Opened: clock(20, 9, 0)}}, Notes: []kpt.Note{n}, Roster: crowd(), Nameless: "Anonymous"}
	r := kpt.Reading{Revision: "2", Sheets: []kpt.Sheet{{Retro: day(27)}}}
	for i, line := range lines {
		line.Section, line.Place = kpt.Keeps, fmt.Sprint(i)
		r.Sheets[0].Lines = append(r.Sheets[0].Lines, line)
	}
	return Reconcile(l, r, func() kpt.NoteID { return "new" }, clock(20, 9, 0))
}

func TestALineWithoutANameIsNobodysHoweverItsTextBegins(t *testing.T) {
	for _, author := range []kpt.Author{{Secret: "x"}, {Member: "9"}, {}} { // anonymous, hidden, forgotten
		for _, text := range posing() {
			n := joining(kpt.Note{ID: "a", Kind: kpt.Keep, Text: text, Author: author, Nameless: "Anonymous"}, kpt.Retro{Date: day(27)})
			line := n.Trace.Want
			if !strings.HasPrefix(line, "Anonymous: ") || !strings.HasSuffix(line, text) {
				t.Errorf("%q stands as %q", text, line)
			}
			n.Trace.Seen = line
			if p := nobodys(n, kpt.Line{ID: "a", Text: line}); len(p.Changes)+len(p.Notes)+len(p.Conflicts) > 0 {
				t.Errorf("%q as it was written: got %+v, want nothing to do", text, p)
			}
			for what, edited := range map[string]kpt.Line{
				"edited":          {ID: "a", Text: strings.Replace(line, "slow", "late", 1) + " today"},
				"without label":   {ID: "a", Text: text + " today"},
				"without a mark":  {Text: line},
				"edited, no mark": {Text: line + " today"},
			} {
				p := nobodys(n, edited)
				if len(p.Notes) != 1 || p.Notes[0].Author != author || strings.HasPrefix(p.Notes[0].Text, "Anonymous: ana: I") && text[:3] != "Ano" {
					t.Errorf("%q by %+v, %s: got %+v", text, author, what, p.Notes)
				}
			}
			n.Trace.Gone = true
			if p := nobodys(n, kpt.Line{Text: line}); len(p.Notes) > 0 && p.Notes[0].Author != (kpt.Author{}) && p.Notes[0].ID == "new" {
				t.Errorf("a copy of %q is %+v's", line, p.Notes[0].Author)
			}
		}
	}
}

// An older version wrote such lines without a word in front. They stay.
func TestALineWithoutANameThatStandsAlreadyStays(t *testing.T) {
	for _, author := range []kpt.Author{{Secret: "x"}, {Member: "9"}, {}} {
		n := joining(kpt.Note{ID: "a", Kind: kpt.Keep, Text: "ana: I am slow", Author: author}, kpt.Retro{Date: day(27)})
		n.Trace.Want, n.Trace.Seen = n.Text, n.Text
		if p := nobodys(n, kpt.Line{ID: "a", Text: n.Text}); len(p.Changes)+len(p.Notes) > 0 {
			t.Errorf("got %+v, want nothing to do", p)
		}
		p := nobodys(n, kpt.Line{ID: "a", Text: "ana: I am slow today"})
		if len(p.Notes) != 1 || p.Notes[0].Author != author || p.Notes[0].Text != "ana: I am slow today" {
			t.Errorf("edited: got %+v, want still nobody's", p.Notes)
		}
	}
}

func TestANoteOfWhichNothingCouldBeANameStandsAlone(t *testing.T) {
	for _, text := range []string{"tea at four", "see https://tea.example/a", "a\nb c", "「ana」は速い", "tea at four!", "(!) tea"} {
		if got := kpt.Signed(kpt.Author{}, text, "匿名"); got != text {
			t.Errorf("%q stands as %q", text, got)
		}
	}
}

func TestANameThatLooksLikeALabelIsNobodyElses(t *testing.T) {
	for name, want := range map[string]string{
		"ana: bo": "ana· bo: hi", "ana：": "ana·: hi", "【ana】bo": "·ana·bo: hi", "(ana)": "·ana·: hi", "@ana": "·ana: hi",
		"ana⁚ bo": "ana· bo: hi", "ana︰": "ana·: hi", "<ana>": "·ana·: hi", "〔ana〕": "·ana·: hi", "दुःख": "दुःख: hi",
		"Ana (she/her)": "Ana (she/her): hi", "田中（営業）": "田中（営業）: hi", "ana": "ana: hi",
	} {
		author := kpt.Author{Member: "9", Name: name}
		line := kpt.Signed(author, "hi", "Anonymous")
		if line != want {
			t.Errorf("%q: got %q, want %q", name, line, want)
		}
		n := joining(kpt.Note{ID: "a", Kind: kpt.Keep, Text: "hi", Author: author}, kpt.Retro{Date: day(27)})
		n.Trace.Seen = line
		p := nobodys(n, kpt.Line{ID: "a", Text: line + " there"})
		if len(p.Notes) != 1 || p.Notes[0].Author != author || p.Notes[0].Text != "hi there" {
			t.Errorf("%q, edited: got %+v", name, p.Notes)
		}
	}
}

func TestNoTextWithoutANameEverReadsAsAMembers(t *testing.T) {
	need.Unraced(t)
	draw := rand.New(rand.NewPCG(5, 6))
	parts := []string{"ana", "bo", "田中", ":", "：", " ", "@", "【", "】", "(", ")", "（", "）", "[", "]", "さん", "-san", "x", "\n", "́", "·", "://"}
	for range 20_000 {
		var b strings.Builder
		for range 1 + draw.IntN(7) {
			b.WriteString(parts[draw.IntN(len(parts))])
		}
		text := kpt.Tidy(b.String())
		if text == "" {
			continue
		}
		n := joining(kpt.Note{ID: "a", Kind: kpt.Keep, Text: text, Author: kpt.Author{Member: "9"}, Nameless: "匿名"}, kpt.Retro{Date: day(27)})
		line := n.Trace.Want
		if a, _, ok := crowd().Split(line); ok && !strings.HasPrefix(line, "匿名: ") {
			t.Fatalf("%q stands as %q and is read as %s's", text, line, a.Name)
		}
		n.Trace.Seen = line
		for _, l := range []kpt.Line{{ID: "a", Text: line + "!"}, {ID: "a", Text: "!" + line}, {Text: line}} {
			p := nobodys(n, l)
			if slices.ContainsFunc(p.Notes, func(n kpt.Note) bool { return n.Author.Name != "" }) {
				t.Fatalf("%q, read from %q: got %+v", text, l.Text, p.Notes)
			}
		}
	}
}
