package rules

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	// aside is what stands in parentheses: a remark, if it does not begin with "with".
	aside = regexp.MustCompile(`\([^)]*\)`)
	// typedInSlack is a command, with the words that can stand behind it.
	typedInSlack = regexp.MustCompile("`(/[a-z]+)( [a-z]+)?`(?:\\s\\(with ([^)]*)\\))?")
	// quoted is a word of these.
	quoted = regexp.MustCompile("`([a-z]+)`")
)

// saidOfSlack are the ways of which the README says that they can be typed in Slack.
func saidOfSlack(readme string) (typed []string) {
	_, text, _ := strings.Cut(readme, "\nIn Slack:")
	text, _, _ = strings.Cut(text, "\n\n")
	text = aside.ReplaceAllStringFunc(text, func(remark string) string {
		if strings.HasPrefix(remark, "(with ") {
			return remark
		}
		return ""
	})
	for _, m := range typedInSlack.FindAllStringSubmatch(text, -1) {
		typed = append(typed, m[1])
		if m[2] != "" {
			typed = append(typed, m[1]+m[2])
		}
		for _, word := range quoted.FindAllStringSubmatch(m[3], -1) {
			typed = append(typed, m[1]+" "+word[1])
		}
	}
	slices.Sort(typed)
	return slices.Compact(typed)
}

func TestTheReadmeSaysWhatCanBeTypedInSlack(t *testing.T) {
	said := saidOfSlack(read(t, "README.md"))
	var typed []string
	for _, c := range allCommands(t, sources(t)) {
		for _, way := range c.typed {
			typed = append(typed, way)
			if first, _, sub := strings.Cut(way, " "); sub {
				typed = append(typed, first)
			}
		}
	}
	slices.Sort(typed)
	typed = slices.Compact(typed)
	if len(typed) < 20 {
		t.Errorf("found %d ways: the test sees too little", len(typed))
	}
	for _, way := range typed {
		if !slices.Contains(said, way) {
			t.Errorf("%s can be typed in Slack (Told.Typed of its row): README.md does not name it after 'In Slack:'", way)
		}
	}
	for _, way := range said {
		if !slices.Contains(typed, way) {
			t.Errorf("README.md says that %s can be typed in Slack, and no row of a command has it in Told.Typed", way)
		}
	}
}

func TestWhatIsSaidOfSlackIsRead(t *testing.T) {
	got := saidOfSlack("`/where`\n\nIn Slack: `/keep`, `/kpt` (with `write`,\n`mine`), `/tea topic`, `/out` (what `/away` is on Discord),\n`/rooms` (with care) and\n`/engawa`\n(with `help`).\n\n`/more`")
	want := []string{"/engawa", "/engawa help", "/keep", "/kpt", "/kpt mine", "/kpt write", "/out", "/rooms", "/tea", "/tea topic"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
