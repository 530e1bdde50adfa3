package rules

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// inRow is the file that the last column of a table names.
var inRow = regexp.MustCompile("(?m)^\\| .* \\| `([^`]+)` \\|$")

// glossary is how many rows docs/GLOSSARY.md may have: whoever begins reads it whole.
const glossary = 30

func TestEachWordOfTheGlossaryHasAFileThatIsThere(t *testing.T) {
	rows := inRow.FindAllStringSubmatch(read(t, "docs/GLOSSARY.md"), -1)
	if len(rows) < 20 || len(rows) > glossary {
		t.Errorf("docs/GLOSSARY.md has %d words, want 20 to %d", len(rows), glossary)
	}
	for _, r := range rows {
		if read(t, r[1]) == "" {
			t.Errorf("docs/GLOSSARY.md names %s, which is not there: %s", r[1], r[0])
		}
	}
}

// link is a link of Markdown to a file of this repository.
var link = regexp.MustCompile(`\]\(([^)#:\s]+)(#[^)]*)?\)`)

func TestEveryLinkInTheDocumentsLeadsToAFile(t *testing.T) {
	files := tracked(t)
	there := func(name string) bool {
		return slices.ContainsFunc(files, func(f string) bool { return f == name || strings.HasPrefix(f, name+"/") })
	}
	for _, name := range files {
		if path.Ext(name) != ".md" {
			continue
		}
		for _, l := range link.FindAllStringSubmatch(read(t, name), -1) {
			if to := path.Join(path.Dir(name), l[1]); !there(to) {
				t.Errorf("%s links to %s, which is not there", name, to)
			}
		}
	}
}

func TestEachDecisionIsInTheListAndSaysWhatFollows(t *testing.T) {
	list := read(t, "docs/adr/README.md")
	for _, name := range tracked(t) {
		if path.Dir(name) != "docs/adr" || path.Base(name) == "README.md" {
			continue
		}
		if !strings.Contains(list, "("+path.Base(name)+")") {
			t.Errorf("%s is not in docs/adr/README.md", name)
		}
		if !strings.Contains(read(t, name), "\nDate: 20") || !strings.Contains(read(t, name), " State: ") {
			t.Errorf("%s says no date or no state", name)
		}
	}
}

// named is a file or folder of ours that a text names.
var named = regexp.MustCompile("`((?:bot|cmd|deploy|docs|internal|kpt|schedule|store|tools)/[\\w./-]+)`")

// notYet are files that only whoever works here makes.
var notYet = []string{"deploy/dev/.env", "deploy/.env", "deploy/google.json"}

func TestEveryFileThatTheDocumentsNameIsThere(t *testing.T) {
	files := tracked(t)
	for _, name := range files {
		if path.Ext(name) != ".md" || name == "CHANGELOG.md" || path.Dir(name) == "docs/adr" { // which tell of their time
			continue
		}
		for _, missing := range absent(read(t, name), files) {
			t.Errorf("%s names %s, which is not there", name, missing)
		}
	}
}

func absent(text string, files []string) (missing []string) {
	for _, m := range named.FindAllStringSubmatch(text, -1) {
		to := strings.TrimSuffix(m[1], "/")
		if !slices.ContainsFunc(files, func(f string) bool { return f == to || strings.HasPrefix(f, to+"/") }) && !slices.Contains(notYet, to) {
			missing = append(missing, to)
		}
	}
	return missing
}

func TestAFileThatIsNotThereIsFound(t *testing.T) {
	files := []string{"bot/habit.go", "bot/habit/habit.go", "internal/app/apptest/testdata/tea.txt"}
	text := "See `bot/habit.go`, `bot/habit`, `internal/app/apptest/testdata/`, `bot/gone.go`, `deploy/dev/.env`, `internal/ap` and `kpt.Book`."
	if got, want := absent(text, files), []string{"bot/gone.go", "internal/ap"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
