package notebooktest

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/engawa-bot/engawa/internal/need"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// ordinary is a page as people leave it.
const ordinary = `Our KPT, in the lounge
# KPT 2026-11-20
## Keep
- pairing
  - every day
## Problem
- CI is slow
what we said about it
## Try
- tea
`

func (f *fixture) isEmpty() {
	if r := f.read(); len(r.Sheets) > 0 || r.Revision != f.revision() {
		f.Errorf("got %+v, want no sheets at revision %s", r, f.revision())
	}
}

func (f *fixture) changesItsRevision() {
	before := f.revision()
	if now := f.revision(); now != before {
		f.Errorf("nothing changed: got revision %s, want %s", now, before)
	}
	f.Writes(ordinary)
	written := f.revision()
	f.Appends("tea", " at four")
	if now := f.revision(); now == written || written == before {
		f.Errorf("got revisions %s, %s, %s, want three", before, written, now)
	}
}

func (f *fixture) opensASheet() {
	changes := []kpt.Change{open(thisWeek())}
	for i, s := range kpt.Sections() {
		changes = append(changes, add(thisWeek(), s, id("abcd"[i:i+1]), "Ana: 茶 in "+string(s)))
	}
	f.write(changes...)
	r := f.read()
	if len(r.Sheets) != 1 || r.Sheets[0].Retro != thisWeek() {
		f.Fatalf("got %+v, want the sheet of %s", r.Sheets, thisWeek())
	}
	for i, s := range kpt.Sections() {
		l := f.line("Ana: 茶 in " + string(s))
		if l.Section != s || l.ID != id("abcd"[i:i+1]) || l.Depth != 0 || l.Struck || l.Suggested || l.Person != "" {
			f.Errorf("section %s: got %+v", s, l)
		}
	}
	headings := map[kpt.Section]bool{}
	dated := false
	for line := range strings.SplitSeq(f.Shows(), "\n") {
		if heading, ok := strings.CutPrefix(line, "#"); ok {
			s, _ := kpt.FindSection(strings.TrimLeft(heading, "# "))
			headings[s] = true
			date, ok := kpt.FindDate(heading)
			dated = dated || ok && date == thisWeek()
		}
	}
	for _, s := range kpt.Sections() {
		if !headings[s] {
			f.Errorf("there is no heading of section %s in\n%s", s, f.Shows())
		}
	}
	if !dated {
		f.Errorf("there is no heading of %s in\n%s", thisWeek(), f.Shows())
	}
}

func (f *fixture) putsTheNewestFirst() {
	f.Writes(ordinary)
	f.write(open(thisWeek()))
	next := thisWeek().AddDays(7)
	f.write(open(next), add(next, kpt.Keeps, id("a"), "later"))
	var got []schedule.Date
	for _, s := range f.read().Sheets {
		if s.Retro == next || s.Retro == thisWeek() {
			got = append(got, s.Retro)
		}
	}
	if want := []schedule.Date{next, thisWeek()}; !slices.Equal(got, want) {
		f.Errorf("got %v, want %v", got, want)
	}
	f.wantTexts(next, kpt.Keeps, "later")
	f.wantStill(strings.TrimSuffix(ordinary, "\n"))
}

func (f *fixture) readsPeople() {
	f.Writes("- nowhere\n# ふりかえり ２０２６年１１月２０日\n## 【Ｋ】\n- pairing\n  - every day\n## 困ったこと\n- CI is slow\n## Parking lot\n- later\n")
	f.Strikes("CI is slow")
	var got []string
	for _, s := range f.read().Sheets {
		for _, l := range s.Lines {
			if l.ID != "" {
				f.Errorf("a person's line is marked: %+v", l)
			}
			got = append(got, fmt.Sprintf("%s %s %d %v %s", s.Retro, l.Section, l.Depth, l.Struck, l.Text))
		}
	}
	want := []string{
		"0000-00-00  0 false nowhere", "2026-11-20 keep 0 false pairing", "2026-11-20 keep 1 false every day",
		"2026-11-20 problem 0 true CI is slow", "2026-11-20  0 false later",
	}
	slices.SortStableFunc(got, func(a, b string) int { return strings.Compare(a[:10], b[:10]) }) // what is outside may come anywhere
	if !slices.Equal(got, want) {
		f.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func (f *fixture) goesByTheirHeadings() {
	const text = "# ふりかえり 2026/11/20\n## 続けること\n- 朝会\n## よくない課題\n- no section of ours\n## 次に試すこと\n- tea"
	f.Writes(text + "\n")
	f.write(add(lastWeek(), kpt.Keeps, id("a"), "one"), add(lastWeek(), kpt.NewTries, id("b"), "two"))
	f.wantTexts(lastWeek(), kpt.Keeps, "朝会", "one")
	f.wantTexts(lastWeek(), kpt.NewTries, "tea", "two")
	f.wantStill(text)
}

func (f *fixture) makesASection() {
	const text = "# KPT 2026-11-20\n## Keep\n- pairing\n## Try\n- tea"
	f.Writes(text + "\n")
	f.write(add(lastWeek(), kpt.Problems, id("a"), "one"))
	f.write(add(lastWeek(), kpt.Problems, id("b"), "two"))
	f.wantTexts(lastWeek(), kpt.Problems, "one", "two")
	f.wantTexts(lastWeek(), kpt.Keeps, "pairing")
	f.wantTexts(lastWeek(), kpt.NewTries, "tea")
	f.wantStill(text)
}

func (f *fixture) addsAtTheEnd() {
	f.Writes(ordinary)
	f.write(add(lastWeek(), kpt.Problems, id("a"), "one"), add(lastWeek(), kpt.Keeps, id("b"), "two"), add(lastWeek(), kpt.Problems, id("c"), "three"))
	f.wantTexts(lastWeek(), kpt.Problems, "CI is slow", "one", "three")
	f.wantTexts(lastWeek(), kpt.Keeps, "pairing", "every day", "two")
	if l := f.line("two"); l.Depth != 0 {
		f.Errorf("below a detail: got %+v, want a line of its own", l)
	}
	f.wantStill(strings.TrimSuffix(ordinary, "\n"))
}

// hostile are texts that look like something else.
func hostile() []string {
	return []string{
		"# heading", "## Keep", "Keep", "**Keep**", "KPT 2026-11-20", "2026-11-27", "- bullet\n- another", "- [x] box", "[ ] box",
		"1. one\n2) two", "・点", "~~struck~~", "**bold** `code` <b>", "```\ncode\n```", "<!-- c -->", "a <!-- engawa:qrstuvwxyz234567 -->",
		"a\n    b\n---", `back\slash \- \`, `C:\new\table`, `\\server\share`, `\n`, "| a | b |", "> quote", "=\n==", "a\n===", "first\nsecond\n  third", "a\tb", "\u0301combining",
		"か\u3099", "\u200f\u05d0\u05d1", "𠮷野家", strings.Repeat("👩‍👩‍👧", 190), strings.Repeat("🇫🇷", 300) + "🇫", "e\u0301", "a\u200bb", "\u0000nul", "\tindented", "\uE000private", "a\r\nb\u2028c\vd", "https://example.com/a_b_c", "[a](b)",
		"engawa:aaaaaaaaaaaaaaaa",
	}
}

// kept are texts as the Book keeps them.
func (f *fixture) kept(texts []string) (notes []kpt.Note) {
	for _, text := range texts {
		n, err := kpt.NewNote(kpt.Keep, text, kpt.Author{}, time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC))
		if err != nil {
			f.Fatalf("%q: %v", text, err)
		}
		notes = append(notes, n)
	}
	return notes
}

func (f *fixture) wantNotes(notes []kpt.Note) {
	f.Helper()
	lines := map[kpt.NoteID]kpt.Line{}
	for _, s := range f.read().Sheets {
		for _, l := range s.Lines {
			lines[l.ID] = l
		}
	}
	for _, n := range notes {
		if l := lines[n.ID]; kpt.Tidy(l.Text) != n.Text || l.Section != kpt.Keeps || l.Depth != 0 || l.Struck {
			f.Errorf("%.80q: got %.80q, %+v", n.Text, l.Text, l)
		}
	}
}

func (f *fixture) keepsAnyText() {
	need.Unraced(f)
	notes := f.kept(hostile())
	changes := []kpt.Change{open(thisWeek())}
	for _, n := range notes {
		changes = append(changes, add(thisWeek(), kpt.Keeps, n.ID, n.Text))
	}
	f.write(changes...)
	f.wantNotes(notes)
	for i := range notes { // and each becomes the next
		var line kpt.Line
		for _, l := range f.first().Lines {
			if l.ID == notes[i].ID {
				line = l
			}
		}
		notes[i].Text = f.kept([]string{hostile()[(i+1)%len(notes)] + " edited"})[0].Text
		f.write(edit(line, notes[i].Text))
	}
	f.wantNotes(notes)
}

func (f *fixture) keepsLongNotes() {
	notes := f.kept([]string{strings.Repeat("🍵", kpt.MaxText), strings.Repeat("茶の\n", kpt.MaxText/3)})
	for i := range 200 {
		notes = append(notes, f.kept([]string{fmt.Sprintf("note %d", i)})...)
	}
	changes := []kpt.Change{open(thisWeek())}
	var want []string
	for _, n := range notes {
		changes = append(changes, add(thisWeek(), kpt.Keeps, n.ID, n.Text))
		want = append(want, n.Text)
	}
	f.write(changes...)
	f.wantNotes(notes)
	if got := f.texts(thisWeek(), kpt.Keeps); !slices.Equal(got, want) {
		f.Errorf("%d lines are not in their order", len(got))
	}
}

// saysWhatItLacks is about a person who takes away the heading of a section.
func (f *fixture) saysWhatItLacks() {
	f.write(open(thisWeek()), add(thisWeek(), kpt.Keeps, id("a"), "tea"), add(thisWeek(), kpt.Problems, id("b"), "noise"))
	f.wantLacks()
	f.Deletes("Problem")
	f.wantLacks(kpt.Problems)
	f.wantTexts(thisWeek(), kpt.Keeps, "tea", "noise")
}

func (f *fixture) wantLacks(want ...kpt.Section) {
	f.Helper()
	for _, s := range f.read().Sheets {
		if s.Retro == thisWeek() && !slices.Equal(s.Lacks, want) {
			f.Errorf("the sheet lacks %v, want %v, in\n%s", s.Lacks, want, f.Shows())
		}
	}
}
