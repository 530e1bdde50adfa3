package rules

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// README.ja.md says in Japanese what README.md says: the same headings, commands and tables.
func TestTheJapaneseReadmeIsTrueToTheEnglishOne(t *testing.T) {
	for _, fault := range unlike(read(t, "README.md"), read(t, "README.ja.md")) {
		t.Error(fault)
	}
}

func TestAReadmeThatIsOfBeforeIsFound(t *testing.T) {
	en := "# A\n\n## B\n\n| command | it |\n|---|---|\n| `/keep` | x |\n| `/try` | y |\n\n```sh\ngo run .\n```\n\nSet `ENGAWA_KEY`.\n"
	if faults := unlike(en, en); len(faults) > 0 {
		t.Fatalf("of itself: %q", faults)
	}
	for what, ja := range map[string]string{
		"a heading":      strings.Replace(en, "## B", "### B", 1),
		"a row":          strings.Replace(en, "| `/try` | y |\n", "", 1),
		"a row's name":   strings.Replace(en, "| `/try` |", "| `/tries` |", 1),
		"a command line": strings.Replace(en, "go run .", "go run ./cmd", 1),
		"a variable":     strings.Replace(en, "`ENGAWA_KEY`", "the key", 1),
	} {
		if len(unlike(en, ja)) == 0 {
			t.Errorf("%s: nothing is found", what)
		}
	}
}

var (
	headingMark = regexp.MustCompile(`(?m)^#+ `)
	shellBlock  = regexp.MustCompile("(?s)```sh\n.*?```")
	anyBlock    = regexp.MustCompile("(?s)```.*?```")
	codeSpan    = regexp.MustCompile("`[^`]+`")
	told        = regexp.MustCompile("^`(?:/|engawa |ENGAWA_|docker |\\./)")
	tableRow    = regexp.MustCompile(`(?m)^\| (.+?) \|`)
)

// unlike lists what a README has and its translation has not.
func unlike(en, ja string) (faults []string) {
	if a, b := headingMark.FindAllString(outside(en), -1), headingMark.FindAllString(outside(ja), -1); !slices.Equal(a, b) {
		faults = append(faults, "the headings differ: "+strings.Join(a, "")+"and "+strings.Join(b, ""))
	}
	if a, b := shellBlock.FindAllString(en, -1), shellBlock.FindAllString(ja, -1); !slices.Equal(a, b) {
		faults = append(faults, "the command lines differ: "+strings.Join(a, "\n")+"\n"+strings.Join(b, "\n"))
	}
	rows, theirs := rowNames(en), rowNames(ja)
	if len(rows) != len(theirs) {
		faults = append(faults, "a table has other rows")
	}
	for i := range min(len(rows), len(theirs)) {
		if rows[i] != theirs[i] {
			faults = append(faults, "a row is of "+rows[i]+", and its translation of "+theirs[i])
			break
		}
	}
	for _, span := range codeSpan.FindAllString(outside(en), -1) {
		if told.MatchString(span) && !strings.Contains(ja, span) {
			faults = append(faults, span+" is not in the translation")
		}
	}
	return faults
}

// outside is a page without its blocks of code.
func outside(page string) string { return anyBlock.ReplaceAllString(page, "") }

// rowNames are the names of the rows of all tables, as far as they are code.
func rowNames(page string) (names []string) {
	for _, m := range tableRow.FindAllStringSubmatch(outside(page), -1) {
		names = append(names, strings.Join(codeSpan.FindAllString(m[1], -1), ", "))
	}
	return names
}
