package markdown

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/engawa-bot/engawa/internal/need"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/kpt/notebooktest"
)

// laidOut is a page of a layout as Markdown.
func laidOut(page string) string {
	var lines []string
	rows := 0
	for line := range strings.SplitSeq(page, "\n") {
		text := strings.TrimLeft(line, " ")
		lead := line[:len(line)-len(text)]
		switch {
		case strings.HasPrefix(text, "|"):
			line = strings.NewReplacer(" // ", "<br>", "⏎", "<br/>").Replace(line)
			lines = append(lines, line)
			if rows++; rows == 1 {
				lines = append(lines, strings.Repeat("|---", strings.Count(line, "|")-1)+"|")
			}
			continue
		case strings.HasPrefix(text, "[] "):
			line = lead + "- [ ] " + text[3:]
		case strings.HasPrefix(text, "> "):
			line = "  " + text[2:]
		}
		rows = 0
		lines = append(lines, strings.ReplaceAll(line, "⏎", "\n  "))
	}
	return strings.Join(lines, "\n") + "\n"
}

func layoutTitles() kpt.Titles {
	all := titles()
	all.Today = friday
	return all
}

func readingOf(text string) kpt.Reading {
	d := parse(text, layoutTitles())
	return kpt.Reading{Revision: revision(text), Sheets: d.sheets(), Undated: d.undated()}
}

func TestFilesAreReadAsPeopleLayThemOut(t *testing.T) {
	need.Unraced(t)
	all := notebooktest.Layouts(t, "markdown")
	if len(all) < 30 {
		t.Errorf("there are %d layouts, want 30", len(all))
	}
	for _, c := range all {
		t.Run(c.Name, func(t *testing.T) {
			text := laidOut(c.Page)
			team := notebooktest.NewTeam()
			team.Merge(readingOf(text))
			want := slices.Sorted(slices.Values(c.Read))
			if got := team.Adopted(readingOf(text)); !slices.Equal(got, want) {
				t.Errorf("got\n%s\nwant\n%s\nin\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"), text)
			}
		})
	}
}

var anyMark = regexp.MustCompile(` ?<!-- engawa:[a-z2-7]+ -->`)

// A note of Ana's comes where it belongs, nobody's words are changed, and all is read again
// as it was.
func TestANoteGoesWhereItBelongsInALayout(t *testing.T) {
	need.Unraced(t)
	for _, c := range notebooktest.Layouts(t, "markdown") {
		for section, after := range c.Adds {
			t.Run(c.Name+"/"+section, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) { goesWhereItBelongs(t, c, section, after) })
			})
		}
	}
}

func goesWhereItBelongs(t *testing.T, c notebooktest.Layout, section, after string) {
	was := laidOut(c.Page)
	n := notebook(t, was)
	n.titles = layoutTitles()
	team := notebooktest.NewTeam()
	if err := team.Keeps(section, "ours"); err != nil {
		t.Fatal(err)
	}
	for round := range 3 {
		at, err := n.Read(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		changes := team.Merge(at)
		if round == 2 && len(changes) > 0 {
			t.Errorf("there are %d changes again: %+v", len(changes), changes)
		}
		if _, err := n.Write(t.Context(), at, changes); err != nil {
			t.Fatalf("Write: %v", err)
		}
	}
	now := n.text(t)
	if got := team.Adopted(readingOf(now)); len(got) != len(c.Read) {
		t.Errorf("it reads\n%s\nwant %d lines, in\n%s", strings.Join(got, "\n"), len(c.Read), now)
	}
	bare := anyMark.ReplaceAllString(now, "")
	before, _, written := strings.Cut(bare, "Ana: ours")
	if written != (after != "waits") {
		t.Fatalf("the note is written: %v, want %v:\n%s", written, !written, now)
	}
	words := strings.Fields(squeeze(strings.NewReplacer("<br>Ana: ours", "", "<br>- Ana: ours", "", "Ana: ours", "").Replace(bare)))
	for _, line := range strings.Fields(squeeze(was)) {
		i := slices.Index(words, line)
		if i < 0 {
			t.Fatalf("%q is gone, changed or elsewhere:\n%s", line, now)
		}
		words = words[i+1:]
	}
	if !written {
		return
	}
	last := strings.TrimRight(squeeze(before), "\n|-*・")
	wanted := squeeze(strings.ReplaceAll(after, "⏎", "<br/>"))
	for _, made := range []string{"<br>", "|Ana", "|" + title(section), "|" + title(section)[:1], "##" + title(section), "#"} { // of the note, of its row, of its section
		last = strings.TrimRight(strings.TrimSuffix(last, made), "\n|")
	}
	if wanted == title(section) { // there is no line yet: it goes to the end of what stands there
		_, last, _ = strings.Cut(before, after)
		if wanted = ""; strings.Contains(last, "\n#") {
			t.Errorf("the note comes below another heading than %q:\n%s", after, now)
		}
	}
	if !strings.HasSuffix(last, wanted) {
		t.Errorf("the note comes after %q, want %q:\n%s", last, after, now)
	}
	for _, s := range readingOf(now).Sheets {
		for _, l := range s.Lines {
			if l.Text == "Ana: ours" && (string(l.Section) != section || l.Depth != 0 || !s.Names(friday())) {
				t.Errorf("it is read as %+v", l)
			}
		}
	}
}

// squeeze takes the blanks out of lines.
func squeeze(text string) string { return strings.NewReplacer(" ", "", "\u3000", "").Replace(text) }

func title(s string) string { return titles().Sections[kpt.Section(s)] }
