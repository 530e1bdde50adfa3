package notebook_test

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/notebook"
	"github.com/engawa-bot/engawa/internal/fake/gdocs"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/kpt/merge"
	"github.com/engawa-bot/engawa/store"
)

// questions are the cards that ask a team what became of lines.
func (s *running) questions(t bot.Team) (asked []bot.Card) {
	s.t.Helper()
	must(s.t, s.db.View(func(tx *store.Tx) error {
		pending, err := store.Pending(tx, string(t.ID))
		for _, o := range pending {
			var p bot.Post
			must(s.t, json.Unmarshal(o.Body, &p))
			if len(p.Card.Buttons) > 0 && p.Card.Buttons[0].Do == notebook.Answer {
				asked = append(asked, p.Card)
			}
		}
		return err
	}))
	return asked
}

// answers is a member who answers the question that a team was asked.
func (s *running) answers(t bot.Team, answer kpt.Answer) {
	s.t.Helper()
	s.update(func(tx *store.Tx) error {
		v, err := book(t).Vanished(tx)
		must(s.t, err)
		open, err := book(t).AnswerVanished(tx, v.Asked, answer, "9")
		if !open {
			s.t.Errorf("nobody is asked about anything: %+v", v)
		}
		return err
	})
	s.scribe.Wake(t.ID)
}

// five notes stand in a Doc, and it is restored as it was without them.
func (s *running) loses() (bot.Team, *gdocs.Doc, []string) {
	s.t.Helper()
	team, doc := s.team("sakura")
	before := doc.Revision()
	var lines []string
	for i := range 5 {
		s.keep(team, fmt.Sprint("note ", i))
		lines = append(lines, fmt.Sprint("Ana: note ", i))
	}
	time.Sleep(time.Minute)
	s.reads(doc, lines...)
	doc.Restore(before)
	return team, doc, lines
}

func texts(lines []string) (texts []string) {
	for _, l := range lines {
		texts = append(texts, strings.TrimPrefix(l, "Ana: "))
	}
	return texts
}

func TestWhatIsGoneTogetherIsAskedAboutAndLostByNobody(t *testing.T) {
	for name, c := range map[string]struct {
		answer func(s *running, t bot.Team)
		back   bool
	}{
		"bring them back": {func(s *running, t bot.Team) { s.answers(t, kpt.BringBack) }, true},
		"on purpose":      {func(s *running, t bot.Team) { s.answers(t, kpt.OnPurpose) }, false},
		"nobody answers":  {func(*running, bot.Team) { time.Sleep(kpt.AskedFor) }, true},
		"the KPT begins":  {func(s *running, t bot.Team) { s.reveal(t) }, true},
	} {
		t.Run(name, func(t *testing.T) {
			play(t, func(t *testing.T, s *running) {
				team, doc, lines := s.loses()
				time.Sleep(5 * time.Minute)
				s.restart()
				time.Sleep(time.Hour)
				asked := s.questions(team)
				if len(asked) != 1 || !strings.Contains(asked[0].Lines[0].String(), "5 lines are gone") {
					t.Fatalf("got %+v, want one question about 5 lines", asked)
				}
				if text := asked[0].Lines[0].String(); strings.Contains(text, "note ") || strings.Contains(text, "Ana") {
					t.Errorf("the question shows a note or a name: %s", text)
				}
				s.reads(doc)
				if got := s.notes(team, thisWeek); !slices.Equal(got, texts(lines)) {
					t.Errorf("the Book has %q, want all", got)
				}
				c.answer(s, team)
				time.Sleep(time.Hour)
				if !c.back {
					lines = nil
				}
				s.reads(doc, lines...)
				if got := s.notes(team, thisWeek); !slices.Equal(got, texts(lines)) {
					t.Errorf("the Book has %q, want %q", got, texts(lines))
				}
				s.restart()
				time.Sleep(time.Hour)
				want := 1
				if !c.back {
					want = 2 // and one letter to the author
				}
				if n := len(s.posts(team)); n != want {
					t.Errorf("asked again: %q", s.posts(team))
				}
			})
		})
	}
}

// What is noted meanwhile is written at once, and one line that a person deletes stays
// deleted.
func TestTheNotebookGoesOnWhileTheTeamIsAsked(t *testing.T) {
	play(t, func(t *testing.T, s *running) {
		team, doc, lines := s.loses()
		time.Sleep(5 * time.Minute)
		s.keep(team, "more")
		s.keep(team, "most")
		time.Sleep(time.Minute)
		s.reads(doc, "Ana: more", "Ana: most")
		must(t, doc.Line("Ana: more").Delete())
		time.Sleep(5 * time.Minute)
		s.answers(team, kpt.BringBack)
		time.Sleep(time.Minute)
		s.has(doc, append(lines, "Ana: most")...)
		if n := len(s.questions(team)); n != 1 {
			t.Errorf("asked %d times, want once", n)
		}
	})
}

// A reading of before says nothing to anybody, though nobody answers for long.
func TestAReadingOfBeforeIsNotBelieved(t *testing.T) {
	play(t, func(t *testing.T, s *running) {
		team, doc := s.team("sakura")
		before := doc.Revision()
		var lines []string
		for i := range 4 {
			s.edit(team, s.keep(team, fmt.Sprint("not ", i)), fmt.Sprint("note ", i))
			lines = append(lines, fmt.Sprint("Ana: note ", i))
			time.Sleep(10 * time.Second)
		}
		s.google.Faults().Late(2, before) // the revision, and what stands there
		time.Sleep(time.Hour)
		s.reads(doc, lines...)
		if got, posts := s.notes(team, thisWeek), s.posts(team); !slices.Equal(got, texts(lines)) || len(posts) > 0 {
			t.Errorf("the Book has %q, and somebody was told %q", got, posts)
		}
	})
}

func TestAQuestionIsWithdrawnWhenTheLinesAreBack(t *testing.T) {
	play(t, func(t *testing.T, s *running) {
		team, doc := s.team("sakura")
		empty := doc.Revision()
		for _, text := range []string{"one", "two", "three"} {
			s.keep(team, text)
		}
		time.Sleep(time.Minute)
		right := doc.Revision()
		doc.Restore(empty)
		time.Sleep(5 * time.Minute)
		asked := s.asked(team)
		doc.Restore(right)
		time.Sleep(5 * time.Minute)
		s.update(func(tx *store.Tx) error {
			if open, err := book(team).AnswerVanished(tx, asked, kpt.OnPurpose, "9"); open || err != nil {
				t.Errorf("an old question was answered, %v", err)
			}
			return nil
		})
		time.Sleep(time.Hour)
		s.reads(doc, "Ana: one", "Ana: two", "Ana: three")
	})
}

func (s *running) asked(t bot.Team) (at time.Time) {
	s.t.Helper()
	must(s.t, s.db.View(func(tx *store.Tx) error {
		v, err := book(t).Vanished(tx)
		at = v.Asked
		return err
	}))
	if at.IsZero() {
		s.t.Fatal("nobody is asked")
	}
	return at
}

// An editor saves the copy of the file that it had opened. Of one note it had an older
// text, and its author is told which is lost.
func TestAnOldCopyOfTheFileTakesNoNoteWithIt(t *testing.T) {
	play(t, func(t *testing.T, s *running) {
		team, _ := s.team("sakura")
		s.change(team, func(t *bot.Team) { t.KPT.Doc = "" })
		id := s.keep(team, "tea at four")
		time.Sleep(time.Minute)
		copied, err := os.ReadFile(s.file())
		must(t, err)
		s.edit(team, id, "tea at five")
		s.keep(team, "pairing")
		time.Sleep(time.Minute)
		must(t, os.WriteFile(s.file(), append(copied, "- by hand\n"...), 0o600))
		time.Sleep(10 * time.Minute)
		if got := s.notes(team, thisWeek); !slices.Contains(got, "pairing") {
			t.Errorf("the Book has %q, want what was noted since", got)
		}
		posts := strings.Join(s.posts(team), "\n")
		for _, part := range []string{"1 line is gone", "to 1: An older copy", "tea at five"} {
			if !strings.Contains(posts, part) {
				t.Errorf("told %s, want %q in it", posts, part)
			}
		}
		s.answers(team, kpt.BringBack)
		time.Sleep(time.Minute)
		file, err := os.ReadFile(s.file())
		must(t, err)
		for _, line := range []string{"Ana: tea at four", "by hand", "Ana: pairing"} {
			if n := strings.Count(string(file), line); n != 1 {
				t.Errorf("%q is in the file %d times:\n%s", line, n, file)
			}
		}
	})
}

func TestAReadingIsDoubtedForAsLongAsTheMergeSays(t *testing.T) {
	play(t, func(t *testing.T, s *running) {
		team, _, _ := s.loses()
		time.Sleep(merge.Patience - time.Second)
		if n := len(s.questions(team)); n > 0 {
			t.Errorf("asked %d times before the second look", n)
		}
		time.Sleep(2*notebook.Poll + 2*time.Second)
		if n := len(s.questions(team)); n != 1 {
			t.Errorf("asked %d times after it, want once", n)
		}
	})
}
