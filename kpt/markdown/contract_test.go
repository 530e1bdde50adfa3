package markdown

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/kpt/notebooktest"
)

func TestAFileKeepsTheContractOfANotebook(t *testing.T) {
	troubled := func(bring func(path string) error) func(*testing.T, notebooktest.Page) {
		return func(t *testing.T, p notebooktest.Page) {
			if err := bring(p.(page).path); err != nil {
				t.Fatal(err)
			}
		}
	}
	notebooktest.Contract(t, notebooktest.Kind{
		New:  func(t *testing.T) notebooktest.Page { return page{notebook(t, ""), t} },
		Help: func(p notebooktest.Page) string { return p.(page).path },
		Troubles: map[kpt.Reason]func(*testing.T, notebooktest.Page){
			kpt.Missing:  troubled(os.Remove),
			kpt.ReadOnly: troubled(func(path string) error { return os.Chmod(path, 0o444) }),
			kpt.WrongAddress: troubled(func(path string) error {
				if err := os.Rename(path, path+".away"); err != nil {
					return err
				}
				return os.Mkdir(path, 0o700)
			}),
			kpt.TooLarge: troubled(func(path string) error { return os.Truncate(path, maxFile+1) }),
		},
		Without: map[kpt.Reason]string{
			kpt.NotShared:   "these tests may run as somebody whom no rights keep out",
			kpt.NoAccount:   "a file needs none",
			kpt.OfficeFile:  "a file of another kind is read as text",
			kpt.Refused:     "nobody is asked",
			kpt.Forbidden:   "nobody has rules for it",
			kpt.Between:     "nothing is on the way",
			kpt.KeyRefused:  "a file needs none",
			kpt.WrongClock:  "a file needs no key",
			kpt.SwitchedOff: "a file is no service",
			kpt.Busy:        "nobody counts how often a file is read",
			kpt.Down:        "no test can have a disk fail",
		},
	})
}

// page is a file with a person at it, who has an editor.
type page struct {
	*Notebook
	t *testing.T
}

func (p page) Writes(text string) {
	if err := os.WriteFile(p.path, []byte(text), 0o640); err != nil {
		p.t.Fatal(err)
	}
}

func (p page) Shows() string { return p.text(p.t) }

// change has a person change the line that has a text.
func (p page) change(line string, to func(string) string) {
	lines := strings.SplitAfter(p.Shows(), "\n")
	for i, l := range lines {
		if strings.Contains(l, line) {
			lines[i] = to(l)
			p.Writes(strings.Join(lines, ""))
			return
		}
	}
	p.t.Fatalf("no line has %q in %s:\n%s", line, filepath.Base(p.path), p.Shows())
}

func (p page) Appends(line, more string) {
	p.change(line, func(l string) string { return strings.Replace(l, line, line+more, 1) })
}

func (p page) Strikes(line string) {
	p.change(line, func(l string) string { return strings.Replace(l, line, "~~"+line+"~~", 1) })
}

func (p page) Deletes(line string) { p.change(line, func(string) string { return "" }) }
