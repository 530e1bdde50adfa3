package markdown

import (
	"slices"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/internal/need"
	"github.com/engawa-bot/engawa/kpt"
)

// ours is a sheet as we open it, with a line in each section or with none.
func ours(t *testing.T, lines bool) string {
	t.Helper()
	changes := []kpt.Change{{Kind: kpt.OpenSheet, Retro: friday()}}
	for i, section := range kpt.Sections() {
		if lines {
			changes = append(changes, addition(section, i, "of "+string(section)))
		}
	}
	return changed(t, "", changes...)
}

// headed counts the headings of each section.
func headed(text string) map[kpt.Section]int {
	n := map[kpt.Section]int{}
	for line := range strings.Lines(text) {
		if s, ok := kpt.FindSection(strings.TrimLeft(line, "# ")); ok && strings.HasPrefix(line, "#") {
			n[s]++
		}
	}
	return n
}

// added adds a line to each section that does not wait.
func added(t *testing.T, text string, from int) string {
	t.Helper()
	for i, section := range kpt.Sections() {
		if sheet := readingOf(text).Sheets; !sheet[len(sheet)-1].Waits(section) {
			text = changed(t, text, addition(section, from+i, "more of "+string(section)))
		}
	}
	return text
}

// stays says whether the lines of a text are all in another, in their order.
func stays(was, now string) bool {
	left := strings.Split(now, "\n")
	for line := range strings.SplitSeq(was, "\n") {
		i := slices.Index(left, line)
		if i < 0 {
			return false
		}
		left = left[i+1:]
	}
	return true
}

func TestASectionWhoseHeadingIsDeletedIsHeadedOnceAgain(t *testing.T) {
	for _, lines := range []bool{true, false} {
		for _, section := range kpt.Sections() {
			was := strings.Replace(ours(t, lines), "### "+title(string(section))+"\n", "", 1)
			now := added(t, added(t, was, 5), 10)
			if got := headed(now); got[section] != 1 || len(got) != 4 {
				t.Errorf("%s: got the headings %v, want each once:\n%s", section, got, now)
			}
			if !stays(was, now) {
				t.Errorf("%s: what stood there does not stay:\n%s\nwant\n%s", section, now, was)
			}
		}
	}
}

func TestASectionWhoseHeadingIsRenamedGetsNoOtherAndIsNamed(t *testing.T) {
	need.Unraced(t)
	for _, lines := range []bool{true, false} {
		for _, section := range kpt.Sections() {
			if section == kpt.Tries && !lines {
				continue // something of the team's own may come before all, and Tries come with the sheet
			}
			for _, name := range []string{"Foo", "相談したいこと", "Shipping 🚢"} {
				was := strings.Replace(ours(t, lines), "### "+title(string(section))+"\n", "### "+name+"\n", 1)
				now := added(t, added(t, was, 5), 10)
				if got := headed(now); got[section] != 0 || len(got) != 3 {
					t.Errorf("%s, %q: got the headings %v, want none of it:\n%s", section, name, got, now)
				}
				if !stays(was, now) {
					t.Errorf("%s, %q: what stood there does not stay:\n%s\nwant\n%s", section, name, now, was)
				}
				unclear := readingOf(now).Sheets[0].Unclear
				if len(unclear) != 1 || unclear[0].Text != name || !slices.Equal(unclear[0].Sections, []kpt.Section{section}) {
					t.Errorf("%s, %q: got %+v, want that it is not understood", section, name, unclear)
				}
				if _, err := apply(was, layoutTitles(), []kpt.Change{addition(section, 5, "x")}); err == nil {
					t.Errorf("%s, %q: a line is written", section, name)
				}
			}
		}
	}
}

// A part of the team's own is no section that was renamed.
func TestAPartOfTheTeamsOwnKeepsNoSectionBack(t *testing.T) {
	for name, was := range map[string]string{
		"beside all sections": strings.Replace(ours(t, true), "### Problem\n", "### Wins of others\n\n- b\n\n### Problem\n", 1),
		"what comes next":     strings.Replace(ours(t, false), "### Try\n", "### 次回\n", 1),
		"thanks":              strings.Replace(ours(t, false), "### Problem\n", "### Thanks\n", 1),
		"elsewhere":           strings.Replace(ours(t, false), "### Keep\n", "", 1) + "\n### Foo\n",
		"a sheet of theirs":   "# 27 Nov\n\n## Keep\n\n- a\n\n## Foo\n\n- b\n\n## Try\n",
		"two are not there":   "## KPT 2026-11-27\n\n### Keep\n\n- a\n\n### Foo\n\n- b\n\n### Try\n",
		"a smaller heading":   strings.Replace(ours(t, true), "### Try\n", "#### Foo\n", 1),
	} {
		now := added(t, was, 5)
		if got := headed(now); len(got) != 4 {
			t.Errorf("%s: got the headings %v, want all:\n%s", name, got, now)
		}
	}
}
