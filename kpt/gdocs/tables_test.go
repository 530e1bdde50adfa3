package gdocs_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// opensNext opens the sheet of the next week with some lines in it.
func (l *laid) opensNext(lines map[kpt.Section][]string) {
	l.t.Helper()
	changes := []kpt.Change{{Kind: kpt.OpenSheet, Retro: nextWeek}}
	n := 1
	for _, s := range kpt.Sections() {
		for _, text := range lines[s] {
			changes = append(changes, kpt.Change{Kind: kpt.AddLine, Retro: nextWeek, Section: s, ID: id(n), Text: text})
			n++
		}
	}
	l.write(changes...)
}

// of are the lines of a section of a sheet.
func (l *laid) of(retro schedule.Date, section kpt.Section) (texts []string) {
	l.t.Helper()
	for _, s := range l.read().Sheets {
		for _, line := range s.Lines {
			if s.Retro == retro && line.Section == section {
				texts = append(texts, line.Text)
			}
		}
	}
	return texts
}

func TestTheNextSheetIsATableLikeTheLast(t *testing.T) {
	for name, c := range map[string]struct{ doc, begins string }{
		"columns": {"# 2026/11/27 KPT\n| **Keep(よかった)** | **Problem** | **Try** |\n| a | b | c |\n| d | | |", `
# 2026/12/04 KPT
## Open Tries
carried

| Keep(よかった)
| Problem
| Try
| Ana: 一
| 
| Bo: 二
| 
| 
| 
`},
		"lists in columns": {"# 2026/11/27 KPT\n| Keep | Problem |\n| - a // - b | |", `
# 2026/12/04 KPT
## Open Tries
- carried
## Try
- Bo: 二

| Keep
| Problem
| - Ana: 一
| 
`},
		"a row for each kind": {"# 2026/11/27 KPT\n| K | a |\n| P | b |\n| T | |", `
# 2026/12/04 KPT
## Open Tries
carried

| K
| Ana: 一
| P
| 
| T
| Bo: 二
`},
		"a row for each kind, with who said it": {"# 2026/11/27 KPT\n| 区分 | 担当 | 内容 |\n| Keep | 田中 | a |\n| Problem | 佐藤 | b |\n| Try | Ana | c |", `
# 2026/12/04 KPT
## Open Tries
carried

| 区分
| 担当
| 内容
| Keep
| 
| Ana: 一
| Problem
| 
| 
| Try
| 
| Bo: 二
`},
		"a row for each person": {"# 2026/11/27 KPT\n| 名前 | Keep | Problem | Try |\n| 田中 | a | b | c |\n| Ana | d | | |", `
# 2026/12/04 KPT
## Open Tries
carried

| 名前
| Keep
| Problem
| Try
| 田中
| 
| 
| 
| Ana
| Ana: 一
| 
| 
| Bo
| 
| 
| Bo: 二
`},
	} {
		t.Run(name, func(t *testing.T) {
			l := lay(t, c.doc)
			was := l.doc.Lines()
			l.opensNext(map[kpt.Section][]string{kpt.Tries: {"carried"}, kpt.Keeps: {"Ana: 一"}, kpt.NewTries: {"Bo: 二"}})
			l.stillThere(was)
			if got := l.doc.Text(); !strings.HasPrefix(got, strings.TrimPrefix(c.begins, "\n")) {
				t.Errorf("got\n%s\nwant it to begin with%s", got, c.begins)
			}
			l.write(kpt.Change{Kind: kpt.AddLine, Retro: nextWeek, Section: kpt.Keeps, ID: id(7), Text: "Ana: 三"})
			l.write(kpt.Change{Kind: kpt.AddLine, Retro: nextWeek, Section: kpt.Problems, ID: id(8), Text: "佐藤: 四"})
			for section, want := range map[kpt.Section][]string{
				kpt.Tries: {"carried"}, kpt.Keeps: {"Ana: 一", "Ana: 三"}, kpt.Problems: {"佐藤: 四"}, kpt.NewTries: {"Bo: 二"},
			} {
				if got := l.of(nextWeek, section); !slices.Equal(got, want) {
					t.Errorf("%s of the new sheet: got %q, want %q, in\n%s", section, got, want, l.doc.Text())
				}
			}
			l.stillThere(was)
			l.opensAnother()
		})
	}
}

// opensAnother opens one sheet more: it has the same table again.
func (l *laid) opensAnother() {
	l.t.Helper()
	later := nextWeek.AddDays(7)
	l.write(kpt.Change{Kind: kpt.OpenSheet, Retro: later}, kpt.Change{Kind: kpt.AddLine, Retro: later, Section: kpt.Problems, ID: id(9), Text: "Ana: 五"})
	if got := l.of(later, kpt.Problems); !slices.Equal(got, []string{"Ana: 五"}) {
		l.t.Errorf("the sheet after the new one has %q:\n%s", got, l.doc.Text())
	}
	if line := l.inTable("Ana: 五"); !line {
		l.t.Errorf("the sheet after the new one has no table:\n%s", l.doc.Text())
	}
}

func (l *laid) inTable(text string) bool {
	for _, line := range l.doc.Lines() {
		if line.Text == text {
			return line.InTable
		}
	}
	return false
}

// A heading of ours in a table is known by its mark, whatever a person has made of it.
func TestARenamedHeadingOfATableOfOursIsStillKnown(t *testing.T) {
	l := lay(t, "# 2026/11/27 KPT\n| Keep | Problem |\n| a | |")
	l.opensNext(map[kpt.Section][]string{kpt.Keeps: {"Ana: 一"}})
	must(t, l.doc.Line("Keep").Append("sakes of the week"))
	if got := l.of(nextWeek, kpt.Keeps); !slices.Equal(got, []string{"Ana: 一"}) {
		t.Errorf("got %q:\n%s", got, l.doc.Text())
	}
}

func TestALineOfOursInACellIsEditedAndRemoved(t *testing.T) {
	l := lay(t, "# 2026/11/27 KPT\n| Keep | Problem |\n| a // b | |")
	l.write(append(adds(thisWeek, kpt.Keeps, 1, "Ana: 一"), adds(thisWeek, kpt.Problems, 2, "Ana: 二")...)...)
	for _, text := range []string{"Ana: 一", "Ana: 二"} {
		line := l.line(text)
		l.write(kpt.Change{Kind: kpt.EditLine, ID: line.ID, Place: line.Place, Was: text, Text: text + "!"})
	}
	if got := l.of(thisWeek, kpt.Keeps); !slices.Equal(got, []string{"a", "b", "Ana: 一!"}) {
		t.Errorf("got %q", got)
	}
	for _, text := range []string{"Ana: 一!", "Ana: 二!"} {
		line := l.line(text)
		l.write(kpt.Change{Kind: kpt.RemoveLine, ID: line.ID, Place: line.Place, Was: text})
	}
	if got := append(l.of(thisWeek, kpt.Keeps), l.of(thisWeek, kpt.Problems)...); !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("got %q, want what the person wrote", got)
	}
	l.write(adds(thisWeek, kpt.Problems, 3, "Ana: 三")...)
	if got := l.of(thisWeek, kpt.Problems); !slices.Equal(got, []string{"Ana: 三"}) {
		t.Errorf("got %q", got)
	}
}
