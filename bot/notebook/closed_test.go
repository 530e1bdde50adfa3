package notebook_test

import (
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/internal/fake/gdocs"
	"github.com/engawa-bot/engawa/internal/need"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

// A KPT is held and ends: a Try is decided, another was answered, and both are told of. Then
// the notebook is again as it was before the KPT.
func (s *running) losesTheMeeting() (bot.Team, *gdocs.Doc, []string) {
	s.t.Helper()
	team, doc := s.team("sakura")
	s.keep(team, "note of before")
	tea := kpt.Try{ID: kpt.NewID(), Text: "tea at four", Born: thisWeek.AddDays(-7), State: kpt.Open}
	tea.Trace = kpt.Trace{Retro: thisWeek, Section: kpt.Tries, Want: "tea at four"}
	s.update(func(tx *store.Tx) error { return book(team).PutTry(tx, tea) })
	s.scribe.Wake(team.ID)
	time.Sleep(time.Minute)
	before := doc.Revision()
	time.Sleep(time.Hour)
	draft, err := kpt.NewNote(kpt.Draft, "review by noon", kpt.Author{Member: "9", Name: "Ana"}, time.Now())
	must(s.t, err)
	s.update(func(tx *store.Tx) error {
		b := book(team)
		if draft, err = b.Add(tx, draft, false); err != nil {
			return err
		}
		if _, err := b.Answer(tx, tea.ID, kpt.Verdict{Retro: thisWeek, Outcome: kpt.Worked}, time.Now()); err != nil {
			return err
		}
		_, err := b.Decide(tx, kpt.Try{ID: draft.ID, Text: "review by noon", Owner: draft.Author, Born: thisWeek, State: kpt.Open})
		return err
	})
	s.scribe.Wake(team.ID)
	time.Sleep(time.Minute)
	s.update(func(tx *store.Tx) error {
		b := book(team)
		told := []kpt.Told{{Try: tea, Text: "⇒ Worked"}, {Try: kpt.Try{ID: draft.ID, Born: thisWeek}, Text: "⇒ Ana · by Friday"}}
		if err := b.Accounts(tx, thisWeek, told, time.Now()); err != nil {
			return err
		}
		r, _, err := b.Retro(tx, thisWeek)
		if err != nil {
			return err
		}
		r.Begun, r.Held = time.Now(), thisWeek
		return b.CloseRetro(tx, r, kpt.Retro{Date: nextWeek}, time.Now())
	})
	s.scribe.Wake(team.ID)
	time.Sleep(time.Hour)
	lines := []string{"Ana: review by noon", "⇒ Ana · by Friday", "⇒ Worked", "tea at four"}
	s.stands(doc, lines...)
	doc.Restore(before)
	return team, doc, lines
}

// stands looks for lines in a Doc, the Try that was decided on both sheets, and the one that
// worked as what it was, and as a Keep.
func (s *running) stands(doc *gdocs.Doc, lines ...string) {
	s.t.Helper()
	text := doc.Text()
	for _, line := range lines {
		want := 1
		if line == "Ana: review by noon" || line == "tea at four" {
			want = 2
		}
		if n := strings.Count(text, line); n != want {
			s.t.Errorf("%q stands there %d times, want %d:\n%s", line, n, want, text)
		}
	}
}

func TestWhatAKPTLeftOnItsSheetIsAskedAboutToo(t *testing.T) {
	need.Unraced(t)
	for _, answer := range []kpt.Answer{kpt.BringBack, kpt.OnPurpose, ""} {
		t.Run("answer "+string(answer), func(t *testing.T) {
			play(t, func(t *testing.T, s *running) {
				team, doc, lines := s.losesTheMeeting()
				time.Sleep(time.Hour)
				asked := s.questions(team)
				if len(asked) != 1 || !strings.Contains(asked[0].Lines[0].String(), "5 lines are gone") {
					t.Fatalf("got %+v, want one question about 5 lines:\n%s", asked, doc.Text())
				}
				if answer != "" {
					s.answers(team, answer)
				}
				time.Sleep(kpt.AskedFor + time.Hour)
				if answer != kpt.OnPurpose {
					s.stands(doc, lines...)
				} else if text := doc.Text(); strings.Contains(text, "⇒") || strings.Contains(text, "review") {
					t.Errorf("it is written again:\n%s", text)
				}
				if got := s.notes(team, thisWeek); len(got) != 2 {
					t.Errorf("the Book has %q, want both Keeps", got)
				}
				s.restart()
				time.Sleep(48 * time.Hour)
				if n := len(s.questions(team)); n != 1 {
					t.Errorf("asked %d times, want once", n)
				}
			})
		})
	}
}

// A sheet that a person cuts out, or tidies up after days, is put away.
func TestAClosedSheetThatAPersonPutsAwayIsNotAskedAbout(t *testing.T) {
	play(t, func(t *testing.T, s *running) {
		team, doc, _ := s.losesTheMeeting()
		time.Sleep(time.Hour)
		s.answers(team, kpt.BringBack)
		time.Sleep(time.Hour)
		s.keep(team, "of the next week")
		time.Sleep(time.Minute)
		for _, line := range []string{"⇒ Worked", "⇒ Ana · by Friday", "Ana: note of before"} {
			must(t, doc.Line(line).Delete())
		}
		time.Sleep(48 * time.Hour)
		if n := len(s.questions(team)); n != 1 || strings.Contains(doc.Text(), "⇒") {
			t.Errorf("asked %d times, want once only:\n%s", n, doc.Text())
		}
		if got := s.notes(team, thisWeek); len(got) != 2 {
			t.Errorf("the Book has %q, want both Keeps", got)
		}
	})
}
