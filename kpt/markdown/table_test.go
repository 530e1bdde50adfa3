package markdown

import (
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/kpt"
)

// changed makes changes to a text and looks that each line reads back.
func changed(t *testing.T, text string, changes ...kpt.Change) string {
	t.Helper()
	got, err := apply(text, layoutTitles(), changes)
	if err != nil {
		t.Fatal(err)
	}
	if err := readsBack(got, layoutTitles(), changes); err != nil {
		t.Fatalf("%v in\n%s", err, got)
	}
	return got
}

func lineIn(t *testing.T, text, line string) kpt.Line {
	t.Helper()
	for _, s := range readingOf(text).Sheets {
		for _, l := range s.Lines {
			if l.Text == line {
				return l
			}
		}
	}
	t.Fatalf("no line reads %q in\n%s", line, text)
	return kpt.Line{}
}

func addition(section kpt.Section, n int, text string) kpt.Change {
	id := kpt.NoteID(strings.Repeat(string(rune('a'+n)), 16))
	return kpt.Change{Kind: kpt.AddLine, Retro: friday(), Section: section, ID: id, Text: text}
}

func TestALineInACellIsEditedMarkedAndRemoved(t *testing.T) {
	const was = "# 2026-11-27\n\n| Keep | Problem |\n|---|---|\n| a<br>b | |\n"
	text := changed(t, was, addition(kpt.Keeps, 1, "Ana: x | y\nz"), addition(kpt.Problems, 2, "Ana: # p"))
	for line, to := range map[string]string{"Ana: x | y\nz": "Ana: v", "Ana: # p": "Ana: <br> q"} {
		l := lineIn(t, text, line)
		text = changed(t, text, kpt.Change{Kind: kpt.EditLine, ID: l.ID, Place: l.Place, Was: l.Text, Text: to})
		if got := lineIn(t, text, to); got.ID != l.ID {
			t.Errorf("%q has the mark %q, want %q", to, got.ID, l.ID)
		}
	}
	b := lineIn(t, text, "b")
	text = changed(t, text, kpt.Change{Kind: kpt.AdoptLine, ID: "cccccccccccccccc", Place: b.Place, Was: "b"})
	if got := lineIn(t, text, "b"); got.ID != "cccccccccccccccc" || got.Section != kpt.Keeps {
		t.Errorf("got %+v, want it marked", got)
	}
	var changes []kpt.Change
	for _, line := range []string{"Ana: v", "Ana: <br> q"} {
		l := lineIn(t, text, line)
		changes = append(changes, kpt.Change{Kind: kpt.RemoveLine, ID: l.ID, Place: l.Place, Was: l.Text})
	}
	want := strings.Replace(was, "a<br>b", "a<br>b <!-- engawa:cccccccccccccccc -->", 1)
	if got := changed(t, text, changes...); got != strings.Replace(want, "| |\n", "|  |\n", 1) && got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestTheNextSheetIsATableLikeTheLast(t *testing.T) {
	next := friday().AddDays(7)
	for was, want := range map[string]string{
		"# KPT 2026-11-27\n\n| Keep | Problem |\n|:--|--:|\n| a | b |\n": `# KPT 2026-12-04

## Tries

- [ ] carried <!-- engawa:bbbbbbbbbbbbbbbb -->

## Try

- Bo: y <!-- engawa:dddddddddddddddd -->

| Keep | Problem |
|:--|--:|
| Ana: x <!-- engawa:cccccccccccccccc --> | |

`,
		"# KPT 2026-11-27\n\n| 名前 | Keep | Try |\n|---|---|---|\n| Ana | a | b |\n": `# KPT 2026-12-04

## Tries

- [ ] carried <!-- engawa:bbbbbbbbbbbbbbbb -->

## Problem

| 名前 | Keep | Try |
|---|---|---|
| Ana | Ana: x <!-- engawa:cccccccccccccccc --> | |
| Bo | | Bo: y <!-- engawa:dddddddddddddddd --> |

`,
	} {
		changes := []kpt.Change{
			{Kind: kpt.OpenSheet, Retro: next}, addition(kpt.Tries, 1, "carried"), addition(kpt.Keeps, 2, "Ana: x"), addition(kpt.NewTries, 3, "Bo: y"),
		}
		for i := range changes {
			changes[i].Retro = next
		}
		if got := changed(t, was, changes...); got != want+was {
			t.Errorf("got\n%s\nwant\n%s", got, want+was)
		}
	}
}

func TestALineGoesBelowTheHeadingOfItsAuthor(t *testing.T) {
	const was = "# 2026-11-27\n\n## Keep\n\n### 田中\n\n- a\n\n### Ana\n\n- b\n\n## Problem\n\n### 田中\n\n- c\n"
	got := changed(t, was, addition(kpt.Keeps, 1, "Ana: x"), addition(kpt.Problems, 2, "Ana: y"))
	want := "# 2026-11-27\n\n## Keep\n\n### 田中\n\n- a\n\n### Ana\n\n- b\n- Ana: x <!-- engawa:bbbbbbbbbbbbbbbb -->\n\n" +
		"## Problem\n\n- Ana: y <!-- engawa:cccccccccccccccc -->\n\n### 田中\n\n- c\n"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestAnyTextIsALineInACell(t *testing.T) {
	text := "# 2026-11-27\n\n| Keep | Problem |\n|---|---|\n| a | b |\n"
	for i, line := range []string{"・b", "- b", "| b |", `b\|c`, `b\`, "b<br>c", "b\nc", "# b\n| c", "<!-- c -->", "**Keep**", `\\|`} {
		text = changed(t, text, addition(kpt.Keeps, i+1, line))
		if got := lineIn(t, text, line); got.Section != kpt.Keeps || got.Depth != 0 {
			t.Errorf("%q: got %+v in\n%s", line, got, text)
		}
	}
	if b := lineIn(t, text, "b"); b.Section != kpt.Problems {
		t.Errorf("what stands beside it is %+v", b)
	}
}

// What would begin a list is a line all the same where lines have no bullets.
func TestAnyTextIsALineWithoutABullet(t *testing.T) {
	text := "# 2026-11-27\n\n## Keep\n\na\n"
	for i, line := range []string{"・b", "- b", "1. b", "# b", "**Keep**", "b\n・c", "| b |", "> b", "---", "Keep", "b\nc"} {
		text = changed(t, text, addition(kpt.Keeps, i+1, line))
		if got := lineIn(t, text, line); got.Section != kpt.Keeps || got.Depth != 0 {
			t.Errorf("%q: got %+v in\n%s", line, got, text)
		}
	}
}

// A row of a person's own stays in the table, whatever else comes right below it.
func TestANewRowStaysInItsTableBesideANewSection(t *testing.T) {
	const was = "# 2026-11-27\n\n## Keep\n\n| Name | Keep | Problem |\n|---|---|---|\n| Bo | tea | slow |"
	for _, text := range []string{was, was + "\n", was + "\n\n# 2026-11-20\n"} {
		got := changed(t, text, addition(kpt.NewTries, 1, "Ana: review"), addition(kpt.Problems, 2, "Yuki: sleepy"), addition(kpt.Keeps, 3, "Bo: pairs"))
		if got := anyMark.ReplaceAllString(got, ""); !strings.Contains(got, "| Bo | tea<br>Bo: pairs | slow |\n| Yuki | | Yuki: sleepy |\n") || strings.Count(got, "Keep") != 2 {
			t.Errorf("got\n%s\nwant the rows in the table, and the Try below it", got)
		}
	}
}
