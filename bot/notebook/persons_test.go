package notebook_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/notebook"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/fake/gdocs"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

// conflicts reads Ana's, and forgets them if she has seen them.
func (s *running) conflicts(t bot.Team, seen bool) (found []kpt.Conflict) {
	s.t.Helper()
	s.update(func(tx *store.Tx) error {
		viewer, err := book(t).Viewer(tx, ana.Member)
		must(s.t, err)
		found, err = book(t).Conflicts(tx, viewer)
		for _, c := range found {
			if seen {
				must(s.t, book(t).SettleConflict(tx, c))
			}
		}
		return err
	})
	return found
}

func TestWhatIsTypedIntoTheDocIsInTheBookAfterAPoll(t *testing.T) {
	play(t, func(t *testing.T, s *running) {
		team, doc := s.team("sakura")
		s.keep(team, "one")
		time.Sleep(time.Minute)
		must(t, doc.Line("Ana: one").Type("by hand 🍵"))
		time.Sleep(notebook.Poll)
		if got, want := s.notes(team, thisWeek), []string{"one", "by hand 🍵"}; !slices.Equal(got, want) {
			t.Errorf("the Book has %q, want %q", got, want)
		}
		time.Sleep(time.Minute)
		s.reads(doc, "Ana: one", "by hand 🍵")
	})
}

// Both change a note within one poll. Each case is what a person does in the
// Doc, what Ana does, what is in the Doc then, and what Ana is told.
func TestWhenBothChangeTheDocWinsAndTheAuthorIsToldInPrivate(t *testing.T) {
	for _, c := range []struct {
		name   string
		person func(l gdocs.Spot) error
		ana    func(s *running, t bot.Team, id kpt.NoteID)
		want   []string
		told   []string
	}{
		{
			"both edit", func(l gdocs.Spot) error { return l.Append(", by hand") },
			func(s *running, t bot.Team, id kpt.NoteID) { s.edit(t, id, "two") },
			[]string{"Ana: one, by hand"},
			[]string{"to 1: You and someone in the notebook changed the same note", "has: one, by hand", "was: two"},
		},
		{
			"deleted in the Doc", gdocs.Spot.Delete,
			func(s *running, t bot.Team, id kpt.NoteID) { s.edit(t, id, "two") },
			nil,
			[]string{"to 1: Someone deleted your note in the notebook while you changed it", "was: two"},
		},
		{
			"deleted by Ana", func(l gdocs.Spot) error { return l.Append(", by hand") },
			func(s *running, t bot.Team, id kpt.NoteID) {
				s.update(func(tx *store.Tx) error {
					viewer, err := book(t).Viewer(tx, ana.Member)
					must(s.t, err)
					return book(t).Delete(tx, id, viewer, time.Now())
				})
				s.scribe.Wake(t.ID)
			},
			[]string{"Ana: one, by hand"},
			[]string{"to 1: Someone changed your note in the notebook while you deleted it, so it stays", "stays: one, by hand"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			play(t, func(t *testing.T, s *running) {
				team, doc := s.team("sakura")
				id := s.keep(team, "one")
				time.Sleep(time.Minute)
				must(t, c.person(doc.Line("Ana: one")))
				c.ana(s, team, id)
				time.Sleep(time.Hour)
				s.restart()
				time.Sleep(time.Hour)
				s.reads(doc, c.want...)
				posts := s.posts(team)
				if len(posts) != 1 {
					t.Fatalf("Ana was told %q, want one thing", posts)
				}
				for _, part := range c.told {
					if !strings.Contains(posts[0], part) {
						t.Errorf("Ana was told %q, want %q in it", posts[0], part)
					}
				}
				if n := len(s.conflicts(team, true)); n != 1 {
					t.Errorf("%d conflicts wait for Ana, want 1", n)
				}
				time.Sleep(time.Hour)
				if n := len(s.conflicts(team, false)); n != 0 || len(s.posts(team)) != 1 {
					t.Errorf("%d conflicts and %q after Ana has seen it", n, s.posts(team))
				}
			})
		})
	}
}

// Nobody knows whom to write to; who wrote it finds the conflict.
func TestAnAnonymousAuthorIsNotWrittenToAndFindsTheConflict(t *testing.T) {
	play(t, func(t *testing.T, s *running) {
		team, doc := s.team("sakura")
		var id kpt.NoteID
		s.update(func(tx *store.Tx) error {
			n, err := kpt.NewNote(kpt.Problem, "too many meetings", ana, time.Now())
			must(t, err)
			id = n.ID
			_, err = book(team).Add(tx, n, true)
			return err
		})
		s.scribe.Wake(team.ID)
		time.Sleep(time.Minute)
		must(t, doc.Line("too many meetings").Append("!"))
		s.edit(team, id, "fewer meetings")
		time.Sleep(time.Hour)
		s.reads(doc, "too many meetings!")
		if posts, n := s.posts(team), len(s.conflicts(team, false)); len(posts) != 0 || n != 1 {
			t.Errorf("told %q, and %d conflicts wait, want nobody told and 1", posts, n)
		}
	})
}

// A team moves to another Doc, back, and there again: all that is open is in
// both, once, and what a person deleted in one of them stays deleted.
func TestAnotherDocGetsAllThatIsOpen(t *testing.T) {
	play(t, func(t *testing.T, s *running) {
		team, first := s.team("sakura")
		second := s.google.NewDoc("another")
		must(t, second.Write("# KPT 2026-11-20\n## Keep\n- long ago"))
		s.keep(team, "one")
		s.keep(team, "two")
		s.try(team, "pair on Tuesdays")
		time.Sleep(time.Minute)
		must(t, first.Line("Ana: one").Type("by hand"))
		must(t, first.Line("Ana: two").Delete())
		time.Sleep(time.Minute)
		want := []string{"Ana: one", "by hand", "pair on Tuesdays"}
		s.has(first, want...)
		for range 2 {
			s.change(team, func(t *bot.Team) { t.KPT.Doc = second.URL() })
			time.Sleep(time.Minute)
			s.has(second, append([]string{"long ago"}, want...)...)
			s.has(first, "Ana: one", "by hand", "pair on Tuesdays")
			s.change(team, func(t *bot.Team) { t.KPT.Doc = first.URL() })
			time.Sleep(time.Minute)
			s.has(first, want...)
		}
		notes := s.notes(team, thisWeek)
		if slices.Sort(notes); !slices.Equal(notes, []string{"by hand", "one"}) {
			t.Errorf("the Book has %q, want %q", notes, []string{"by hand", "one"})
		}
		if posts := s.posts(team); len(posts) > 0 {
			t.Errorf("somebody was told %q", posts)
		}
	})
}

func (s *running) try(t bot.Team, text string) {
	s.t.Helper()
	s.update(func(tx *store.Tx) error {
		return book(t).PutTry(tx, kpt.Try{
			ID: kpt.NewID(), Text: text, Born: thisWeek, State: kpt.Open,
			Trace: kpt.Trace{Retro: thisWeek, Section: kpt.NewTries, Want: text},
		})
	})
	s.scribe.Wake(t.ID)
}

func TestAFileTakesOverFromADocAndGivesBack(t *testing.T) {
	play(t, func(t *testing.T, s *running) {
		team, doc := s.team("sakura")
		s.keep(team, "one")
		time.Sleep(time.Minute)
		s.change(team, func(t *bot.Team) { t.KPT.Doc = "" })
		s.keep(team, "two")
		time.Sleep(time.Minute)
		file, err := os.ReadFile(s.file())
		must(t, err)
		for _, line := range []string{"- Ana: one <", "- Ana: two <"} {
			if n := strings.Count(string(file), line); n != 1 {
				t.Errorf("%q is in the file %d times, want once:\n%s", line, n, file)
			}
		}
		s.change(team, func(t *bot.Team) { t.KPT.Doc = doc.URL() })
		time.Sleep(time.Minute)
		s.reads(doc, "Ana: one", "Ana: two")
	})
}

func TestAFileThatWasTakenAwayIsNotMadeAnew(t *testing.T) {
	play(t, func(t *testing.T, s *running) {
		team, _ := s.team("sakura")
		s.change(team, func(t *bot.Team) { t.KPT.Doc = "" })
		if f := s.scribe.Check(t.Context(), s.Teams()[0], true); !f.OK {
			t.Errorf("before its first use: got %+v, want nothing amiss", f)
		}
		s.keep(team, "one")
		time.Sleep(time.Minute)
		must(t, os.Rename(s.file(), s.file()+".away"))
		s.keep(team, "two")
		time.Sleep(time.Hour)
		s.restart()
		time.Sleep(time.Hour)
		if f := s.scribe.Check(t.Context(), s.Teams()[0], true); f.OK || f.Key != "notebook.missing" {
			t.Errorf("got %+v, want that it is missing", f)
		}
		s.told(team, 1, []string{"is gone"})
		must(t, os.Rename(s.file()+".away", s.file()))
		time.Sleep(10 * time.Minute)
		file, err := os.ReadFile(s.file())
		must(t, err)
		if one, two := strings.Count(string(file), "Ana: one"), strings.Count(string(file), "Ana: two"); one != 1 || two != 1 {
			t.Errorf("the file has the notes %d and %d times, want once each:\n%s", one, two, file)
		}
	})
}

// Sheets that are there stay as they are; the next one is as the team wishes.
func TestAnotherLanguageOrLayoutCountsFromTheNextSheet(t *testing.T) {
	play(t, func(t *testing.T, s *running) {
		team, doc := s.team("sakura")
		s.keep(team, "one")
		time.Sleep(time.Minute)
		before := doc.Text()
		s.change(team, func(t *bot.Team) { t.Lang, t.KPT.Tabs = words.Japanese, true })
		time.Sleep(time.Hour)
		if got := doc.Text(); got != before {
			t.Errorf("the change of the set-up changed the Doc from\n%s\nto\n%s", before, got)
		}
		s.keep(team, "two")
		time.Sleep(time.Minute)
		s.reads(doc, "Ana: one", "Ana: two")
		s.update(func(tx *store.Tx) error {
			r, _, err := book(team).Retro(tx, thisWeek)
			must(t, err)
			return book(team).CloseRetro(tx, r, kpt.Retro{Date: nextWeek}, time.Now())
		})
		s.keep(team, "three")
		time.Sleep(time.Minute)
		s.reads(doc, "Ana: one", "Ana: two", "Ana: three")
		titles := bot.Titles(words.Japanese)
		for _, part := range []string{"=== " + titles.Heading(nextWeek) + " ===", "# " + titles.Sections[kpt.Keeps]} {
			if !strings.Contains(doc.Text(), part) {
				t.Errorf("the Doc has no %q:\n%s", part, doc.Text())
			}
		}
	})
}
