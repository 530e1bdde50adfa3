package notebook_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	fake "github.com/engawa-bot/engawa/internal/fake/gdocs"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

func (s *running) follow(t bot.Team) (f kpt.Follow) {
	s.t.Helper()
	must(s.t, s.db.View(func(tx *store.Tx) (err error) {
		f, err = book(t).Follow(tx)
		return err
	}))
	return f
}

// A team file names a Doc that cannot be written, and is mended or taken back.
func TestADocIsTriedBeforeTheNotebookOfBeforeIsLetGo(t *testing.T) {
	for name, role := range map[string]fake.Role{"not shared": fake.Nobody, "for reading": fake.Viewer} {
		t.Run(name, func(t *testing.T) {
			play(t, func(t *testing.T, s *running) {
				team, first := s.team("sakura")
				s.keep(team, "one")
				time.Sleep(time.Minute)
				second := s.google.NewDoc("another")
				second.Share(role)
				s.change(team, func(t *bot.Team) { t.KPT.Doc = second.URL() })
				s.keep(team, "two")
				time.Sleep(time.Hour)
				if got := s.follow(team).Notebook; got != first.URL() {
					t.Errorf("the Book follows %s, want still %s", got, first.URL())
				}
				if n := len(s.posts(team)); n != 1 {
					t.Errorf("the team was told %q, want one thing", s.posts(team))
				}
				s.change(team, func(t *bot.Team) { t.KPT.Doc = first.URL() })
				time.Sleep(time.Hour)
				s.reads(first, "Ana: one", "Ana: two")
				second.Share(fake.Writer)
				s.change(team, func(t *bot.Team) { t.KPT.Doc = second.URL() })
				time.Sleep(time.Hour)
				s.reads(second, "Ana: one", "Ana: two")
			})
		})
	}
}

// Somebody types a line and another links a file, before the scribe has looked.
func TestWhatIsTypedJustBeforeAMoveComesAlong(t *testing.T) {
	play(t, func(t *testing.T, s *running) {
		team, doc := s.team("sakura")
		s.keep(team, "one")
		time.Sleep(time.Minute)
		must(t, doc.Line("Ana: one").Type("by hand"))
		s.change(team, func(t *bot.Team) { t.KPT.Doc = "" })
		time.Sleep(time.Minute)
		file, err := os.ReadFile(s.file())
		must(t, err)
		if n := strings.Count(string(file), "by hand"); n != 1 {
			t.Errorf("the file has the line %d times:\n%s", n, file)
		}
		if got := s.notes(team, thisWeek); !slices.Equal(got, []string{"one", "by hand"}) {
			t.Errorf("the Book has %q", got)
		}
	})
}

// While the team used a file, Ana changed her note. In the Doc it reads as we wrote it
// before, so it is ours to bring up to date.
func TestATeamThatComesBackToADocFindsItBroughtUpToDate(t *testing.T) {
	play(t, func(t *testing.T, s *running) {
		team, doc := s.team("sakura")
		id := s.keep(team, "tea at four")
		time.Sleep(time.Minute)
		s.change(team, func(t *bot.Team) { t.KPT.Doc = "" })
		time.Sleep(time.Minute)
		s.edit(team, id, "tea at five")
		time.Sleep(time.Minute)
		s.change(team, func(t *bot.Team) { t.KPT.Doc = doc.URL() })
		time.Sleep(10 * time.Minute)
		s.reads(doc, "Ana: tea at five")
		if posts := s.posts(team); len(posts) > 0 {
			t.Errorf("somebody was told %q", posts)
		}
	})
}
