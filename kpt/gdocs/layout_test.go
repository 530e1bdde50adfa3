package gdocs_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	fake "github.com/engawa-bot/engawa/internal/fake/gdocs"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/kpt/gdocs"
	"github.com/engawa-bot/engawa/kpt/merge"
	"github.com/engawa-bot/engawa/schedule"
)

// layout is one of testdata/layouts.txt.
type layout struct {
	name, doc string
	read      []string          // lines, and what is not understood
	adds      map[string]string // by section: the line that a new one comes after
}

func layouts(t *testing.T) (all []layout) {
	t.Helper()
	data, err := os.ReadFile("testdata/layouts.txt")
	must(t, err)
	for _, block := range strings.Split("\n"+string(data), "\n=== ")[1:] {
		name, rest, _ := strings.Cut(block, "\n")
		doc, want, ok := strings.Cut(rest, "\n---\n")
		if !ok {
			t.Fatalf("%s has no ---", name)
		}
		l := layout{name: name, doc: doc, adds: map[string]string{}}
		for line := range strings.Lines(want) {
			line = strings.TrimSpace(line)
			if section, after, ok := strings.Cut(strings.TrimPrefix(line, "+"), ": "); ok && line[0] == '+' {
				l.adds[section] = after
			} else if line != "" {
				l.read = append(l.read, line)
			}
		}
		all = append(all, l)
	}
	return all
}

// laid is a Doc of a layout with a team's ledger.
type laid struct {
	*docFixture
	ledger kpt.Ledger
	ids    int
}

func lay(t *testing.T, markup string) *laid {
	t.Helper()
	d := open(t)
	doc, err := d.server.Load(layoutDoc(t, markup))
	must(t, err)
	d.titles = kpt.Titles{Sheet: "KPT", Today: func() schedule.Date { return thisWeek }}
	d.use(doc, gdocs.NewestFirst)
	named := func(id, name string) kpt.Person { return kpt.Person{Author: kpt.Author{Member: id, Name: name}} }
	l := &laid{docFixture: d, ids: 1000}
	l.ledger.Roster = kpt.Roster{named("1", "Ana"), named("2", "田中"), named("3", "佐藤"), named("4", "Bo")}
	l.ledger.Retros = []kpt.Retro{{Date: lastWeek, Closed: noon}, {Date: thisWeek, Opened: noon}}
	return l
}

var noon = time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)

// merged reads the Doc and merges it with the ledger.
func (l *laid) merged() (kpt.Reading, []kpt.Change) {
	l.t.Helper()
	at := l.read()
	p := merge.Reconcile(l.ledger, at, func() kpt.NoteID { l.ids++; return id(l.ids) }, noon)
	for _, n := range p.Notes {
		if i := slices.IndexFunc(l.ledger.Notes, func(o kpt.Note) bool { return o.ID == n.ID }); i >= 0 {
			l.ledger.Notes[i] = n
			continue
		}
		l.ledger.Notes = append(l.ledger.Notes, n)
	}
	for _, t := range p.Tries {
		if i := slices.IndexFunc(l.ledger.Tries, func(o kpt.Try) bool { return o.ID == t.ID }); i >= 0 {
			l.ledger.Tries[i] = t
			continue
		}
		l.ledger.Tries = append(l.ledger.Tries, t)
	}
	return at, p.Changes
}

// sync merges, and writes what is planned.
func (l *laid) sync() int {
	l.t.Helper()
	at, changes := l.merged()
	if len(changes) > 0 {
		if _, err := l.notebook.Write(context.Background(), at, changes); err != nil {
			l.t.Fatalf("Write: %v\n%v\n%s", err, l.server.Violations(), l.doc.Text())
		}
	}
	return len(changes)
}

// adopted are the notes and Tries of the ledger as the layouts have them, in the order of
// the Doc, and what is not understood.
func (l *laid) adopted() (all []string) {
	l.t.Helper()
	show := func(retro schedule.Date, section kpt.Section, author kpt.Author, text string) string {
		if author.Name == "" {
			author.Name = "-"
		}
		line := fmt.Sprintf("%s %s: %s", section, author.Name, strings.ReplaceAll(text, "\n", " / "))
		if retro != thisWeek {
			line = retro.String() + " " + line
		}
		return line
	}
	for _, n := range l.ledger.Notes {
		if n.Trace.Person {
			all = append(all, show(n.Retro(), n.Trace.Section, n.Author, n.Text))
		}
	}
	for _, t := range l.ledger.Tries {
		all = append(all, show(t.Trace.Retro, t.Trace.Section, t.Owner, t.Text))
	}
	for _, s := range l.read().Sheets {
		for _, u := range s.Unclear {
			var sections []string
			for _, section := range u.Sections {
				sections = append(sections, string(section))
			}
			all = append(all, strings.TrimSpace("? "+strings.Join(sections, " "))+": "+u.Text)
		}
	}
	return all
}

func TestDocsAreReadAsPeopleLayThemOut(t *testing.T) {
	all := layouts(t)
	if len(all) < 50 {
		t.Errorf("there are %d layouts, want 50", len(all))
	}
	for _, c := range all {
		t.Run(c.name, func(t *testing.T) {
			l := lay(t, c.doc)
			was := l.doc.Text()
			l.merged()
			got, want := l.adopted(), slices.Clone(c.read)
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
			if now := l.doc.Text(); now != was {
				t.Errorf("reading has changed it:\n%s", now)
			}
		})
	}
}

// A note of Ana's comes where it belongs, nobody's line is changed, and all is read again
// as it was.
func TestANoteGoesWhereItBelongsInALayout(t *testing.T) {
	for _, c := range layouts(t) {
		for section, after := range c.adds {
			t.Run(c.name+"/"+section, func(t *testing.T) {
				l := lay(t, c.doc)
				was := l.doc.Lines()
				l.keeps(kpt.Section(section), "ours")
				l.sync()
				l.sync()
				if n := l.sync(); n > 0 {
					t.Errorf("there are %d changes again:\n%s", n, l.doc.Text())
				}
				l.stillThere(was)
				if now, before := l.adopted(), len(c.read); len(now) != before {
					t.Errorf("it reads\n%s\nwant what it read before, %d lines, in\n%s", strings.Join(now, "\n"), before, l.doc.Text())
				}
				if got := l.placeOf(was, "Ana: ours"); got != after {
					t.Errorf("the note comes after %q, want %q:\n%s", got, after, l.doc.Text())
				}
				if after == "waits" {
					return
				}
				if got := l.line("Ana: ours"); string(got.Section) != section || got.Depth != 0 {
					t.Errorf("it is read as %+v", got)
				}
			})
		}
	}
}

// keeps has Ana write a note in chat.
func (l *laid) keeps(section kpt.Section, text string) {
	kind, _ := section.Kind()
	n, err := kpt.NewNote(kind, text, l.ledger.Roster[0].Author, noon)
	must(l.t, err)
	n.ID = kpt.NewID()
	n.Trace = kpt.Trace{Retro: thisWeek, Section: section, Want: "Ana: " + text}
	l.ledger.Notes = append(l.ledger.Notes, n)
}

// stillThere checks that all lines of a person are there as they were, in their order.
func (l *laid) stillThere(was []fake.Line) {
	l.t.Helper()
	now := l.doc.Lines()
	for _, line := range was {
		i := slices.IndexFunc(now, func(n fake.Line) bool {
			return n.Text == line.Text && n.Style == line.Style && n.List == line.List && n.Depth == line.Depth && n.InTable == line.InTable && n.Look == line.Look
		})
		if line.Text == "" {
			continue
		}
		if i < 0 {
			l.t.Fatalf("%q is gone, changed or elsewhere:\n%s", line.Text, l.doc.Text())
		}
		now = now[i+1:]
	}
	if v := l.server.Violations(); len(v) > 0 {
		l.t.Errorf("Google would refuse: %v", v)
	}
}

// placeOf is the line of before that a new one comes after; "waits" if it is not there.
func (l *laid) placeOf(was []fake.Line, text string) string {
	var left []string
	for _, w := range was {
		if w.Text != "" {
			left = append(left, w.Text)
		}
	}
	last := ""
	for _, n := range l.doc.Lines() {
		if strings.HasSuffix(n.Text, text) {
			return strings.TrimLeft(strings.ReplaceAll(last, "\v", "⏎"), "\u3000")
		}
		if len(left) > 0 && n.Text == left[0] {
			last, left = left[0], left[1:]
		}
	}
	return "waits"
}
