package notebooktest

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/kpt/merge"
)

// Layout is a page as some team lays it out, and how a person reads it: see
// testdata/layouts.txt.
type Layout struct {
	Name, Page string
	Only       string            // the one kind of notebook that can have it; "" is all
	Read       []string          // lines, and what is not understood
	Adds       map[string]string // by section: the line that a new one comes after
}

//go:embed testdata/layouts.txt
var layouts string

// Layouts are all that a kind of notebook can have.
func Layouts(t *testing.T, kind string) (all []Layout) {
	t.Helper()
	for _, block := range strings.Split("\n"+layouts, "\n=== ")[1:] {
		name, rest, _ := strings.Cut(block, "\n")
		page, want, ok := strings.Cut(rest, "\n---\n")
		if !ok {
			t.Fatalf("%s has no ---", name)
		}
		l := Layout{Name: name, Page: page, Adds: map[string]string{}}
		if i := strings.Index(name, " ["); i >= 0 {
			l.Name, l.Only = name[:i], strings.Trim(name[i:], " []")
		}
		for line := range strings.Lines(want) {
			line = strings.TrimSpace(line)
			if section, after, ok := strings.Cut(strings.TrimPrefix(line, "+"), ": "); ok && line[0] == '+' {
				l.Adds[section] = after
			} else if line != "" {
				l.Read = append(l.Read, line)
			}
		}
		if l.Only == "" || l.Only == kind {
			all = append(all, l)
		}
	}
	return all
}

// Team is a ledger of a team whose page is laid out: Ana, 田中, 佐藤 and Bo.
type Team struct {
	Ledger kpt.Ledger
	ids    int
}

// Noon is when the team reads its page, the day before its meeting.
func Noon() time.Time { return time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC) }

// NewTeam is a team between its meetings of two weeks.
func NewTeam() *Team {
	var t Team
	for i, name := range []string{"Ana", "田中", "佐藤", "Bo"} {
		t.Ledger.Roster = append(t.Ledger.Roster, kpt.Person{Author: kpt.Author{Member: fmt.Sprint(i + 1), Name: name}})
	}
	t.Ledger.Retros = []kpt.Retro{{Date: lastWeek(), Closed: Noon()}, {Date: thisWeek(), Opened: Noon()}}
	return &t
}

// Keeps has Ana write a note in chat.
func (t *Team) Keeps(section, text string) error {
	kind, _ := kpt.Section(section).Kind()
	n, err := kpt.NewNote(kind, text, t.Ledger.Roster[0].Author, Noon())
	n.Trace = kpt.Trace{Retro: thisWeek(), Section: kpt.Section(section), Want: "Ana: " + text}
	t.Ledger.Notes = append(t.Ledger.Notes, n)
	return err
}

// Merge takes in what was read, and gives what is to be written.
func (t *Team) Merge(at kpt.Reading) []kpt.Change {
	p := merge.Reconcile(t.Ledger, at, func() kpt.NoteID { t.ids++; return numbered(t.ids) }, Noon())
	for _, n := range p.Notes {
		if i := slices.IndexFunc(t.Ledger.Notes, func(o kpt.Note) bool { return o.ID == n.ID }); i >= 0 {
			t.Ledger.Notes[i] = n
			continue
		}
		t.Ledger.Notes = append(t.Ledger.Notes, n)
	}
	for _, try := range p.Tries {
		if i := slices.IndexFunc(t.Ledger.Tries, func(o kpt.Try) bool { return o.ID == try.ID }); i >= 0 {
			t.Ledger.Tries[i] = try
			continue
		}
		t.Ledger.Tries = append(t.Ledger.Tries, try)
	}
	return p.Changes
}

func numbered(n int) kpt.NoteID {
	return kpt.NoteID(fmt.Sprintf("layout%c%c%s", 'a'+n/26%26, 'a'+n%26, "aaaaaaaa"))
}

// Adopted are the lines of people that the team has taken in, as a Layout has them, and what
// is not understood of a page. They are sorted.
func (t *Team) Adopted(page kpt.Reading) (all []string) {
	show := func(at kpt.Trace, author kpt.Author, text string) string {
		if author.Name == "" {
			author.Name = "-"
		}
		line := fmt.Sprintf("%s %s: %s", at.Section, author.Name, strings.ReplaceAll(text, "\n", " / "))
		if at.Retro != thisWeek() {
			line = at.Retro.String() + " " + line
		}
		if at.Ticked {
			line += " (ticked)"
		}
		return line
	}
	for _, n := range t.Ledger.Notes {
		if n.Trace.Person {
			if n.Author.Name == "" && n.Named != "" {
				n.Author.Name = "(" + n.Named + ")"
			}
			all = append(all, show(n.Trace, n.Author, n.Text))
		}
	}
	for _, try := range t.Ledger.Tries {
		all = append(all, show(try.Trace, try.Owner, try.Text))
	}
	for _, text := range page.Undated {
		all = append(all, "no day: "+text)
	}
	for _, s := range page.Sheets {
		for _, text := range t.Ledger.Roster.LeftAlone(s) {
			all = append(all, "?: "+text)
		}
		for _, name := range t.Ledger.Roster.Strangers(s) {
			all = append(all, "nobody: "+name)
		}
		for _, u := range t.Ledger.Roster.Unclear(s) {
			var sections []string
			for _, section := range u.Sections {
				sections = append(sections, string(section))
			}
			all = append(all, strings.TrimSpace("? "+strings.Join(sections, " "))+": "+u.Text)
		}
	}
	slices.Sort(all)
	return all
}
