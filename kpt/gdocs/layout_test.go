package gdocs_test

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"testing"

	fake "github.com/engawa-bot/engawa/internal/fake/gdocs"
	"github.com/engawa-bot/engawa/internal/need"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/kpt/gdocs"
	"github.com/engawa-bot/engawa/kpt/notebooktest"
	"github.com/engawa-bot/engawa/schedule"
)

// laid is a Doc of a layout with a team.
type laid struct {
	*docFixture
	team *notebooktest.Team
}

func lay(t *testing.T, markup string) *laid {
	t.Helper()
	d := open(t)
	doc, err := d.server.Load(layoutDoc(t, markup))
	must(t, err)
	d.titles = kpt.Titles{Sheet: "KPT", Today: func() schedule.Date { return thisWeek }}
	d.use(doc, gdocs.NewestFirst)
	return &laid{d, notebooktest.NewTeam()}
}

// sync merges, and writes what is planned.
func (l *laid) sync() int {
	l.t.Helper()
	at := l.read()
	changes := l.team.Merge(at)
	if len(changes) > 0 {
		if _, err := l.notebook.Write(context.Background(), at, changes); err != nil {
			l.t.Fatalf("Write: %v\n%v\n%s", err, l.server.Violations(), l.doc.Text())
		}
	}
	return len(changes)
}

func TestDocsAreReadAsPeopleLayThemOut(t *testing.T) {
	need.Unraced(t)
	all := notebooktest.Layouts(t, "gdocs")
	if len(all) < 50 {
		t.Errorf("there are %d layouts, want 50", len(all))
	}
	for _, c := range all {
		t.Run(c.Name, func(t *testing.T) {
			l := lay(t, c.Page)
			was := l.doc.Text()
			l.team.Merge(l.read())
			want := slices.Sorted(slices.Values(c.Read))
			if got := l.team.Adopted(l.read()); !slices.Equal(got, want) {
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
	need.Unraced(t)
	for _, c := range notebooktest.Layouts(t, "gdocs") {
		for section, after := range c.Adds {
			t.Run(c.Name+"/"+section, func(t *testing.T) {
				l := lay(t, c.Page)
				was := l.doc.Lines()
				must(t, l.team.Keeps(section, "ours"))
				l.sync()
				l.sync()
				if n := l.sync(); n > 0 {
					t.Errorf("there are %d changes again:\n%s", n, l.doc.Text())
				}
				l.stillThere(was)
				if now, before := l.team.Adopted(l.read()), len(c.Read); len(now) != before {
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

// placeOf is the line of before that a new one comes after; "the top" if it comes before
// all, and "waits" if it is not there.
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
			return cmp.Or(strings.TrimLeft(strings.ReplaceAll(last, "\v", "⏎"), "\u3000"), "the top")
		}
		if len(left) > 0 && n.Text == left[0] {
			last, left = left[0], left[1:]
		}
	}
	return "waits"
}
