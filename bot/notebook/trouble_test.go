package notebook_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/fake/gdocs"
	"github.com/engawa-bot/engawa/store"
)

// trouble is what a person can do to a Doc, and mend.
type trouble struct {
	name   string
	breaks func(s *running, t bot.Team, d *gdocs.Doc)
	mends  func(s *running, t bot.Team, d *gdocs.Doc)
	says   []string // in the sentence
}

func troubles() []trouble {
	share := func(_ *running, _ bot.Team, d *gdocs.Doc) { d.Share(gdocs.Writer) }
	link := func(address func(d *gdocs.Doc) string) func(*running, bot.Team, *gdocs.Doc) {
		return func(s *running, t bot.Team, d *gdocs.Doc) {
			s.change(t, func(t *bot.Team) { t.KPT.Doc = address(d) })
		}
	}
	return []trouble{
		{
			"unshared", func(_ *running, _ bot.Team, d *gdocs.Doc) { d.Unshare() }, share,
			[]string{"is not shared", account, "Editor"},
		},
		{
			"read-only", func(_ *running, _ bot.Team, d *gdocs.Doc) { d.Share(gdocs.Viewer) }, share,
			[]string{"may read", account, "Editor"},
		},
		{
			"deleted", func(_ *running, _ bot.Team, d *gdocs.Doc) { d.Trash(true) },
			func(_ *running, _ bot.Team, d *gdocs.Doc) { d.Trash(false) },
			[]string{"is gone", "bin", "/engawa notebook"},
		},
		{
			"linked to another address", link(func(d *gdocs.Doc) string { return d.URL()[:len(d.URL())-8] + "x/edit" }), link((*gdocs.Doc).URL),
			[]string{"no Google Doc at this address", "/engawa notebook"},
		},
		{
			"linked to no address", link(func(*gdocs.Doc) string { return "https://example.com/doc" }), link((*gdocs.Doc).URL),
			[]string{"no Google Doc at this address", "/engawa notebook"},
		},
	}
}

// told checks what a team was told of its notebook: so many times, each with
// what is wrong and the fix.
func (s *running) told(t bot.Team, times int, says []string) {
	s.t.Helper()
	posts := s.posts(t)
	if len(posts) != times {
		s.t.Errorf("the team was told %d times, want %d: %q", len(posts), times, posts)
	}
	for _, p := range posts {
		for _, part := range append([]string{"chat of sakura: "}, says...) {
			if !strings.Contains(p, part) {
				s.t.Errorf("the team was told %q, want %q in it", p, part)
			}
		}
	}
}

// A Doc breaks twice. The team is told each time, once, with the fix, also over
// restarts; what is noted meanwhile is accepted, and written when the Doc is back.
func TestATeamIsToldOnceOfATroubleAndNothingIsLost(t *testing.T) {
	for _, trouble := range troubles() {
		t.Run(trouble.name, func(t *testing.T) {
			play(t, func(t *testing.T, s *running) {
				team, doc := s.team("sakura")
				s.keep(team, "before")
				time.Sleep(time.Minute)
				want := []string{"Ana: before"}
				for round := 1; round <= 2; round++ {
					trouble.breaks(s, team, doc)
					for i := range 6 {
						text := fmt.Sprintf("%d.%d", round, i)
						want = append(want, "Ana: "+text)
						s.keep(team, text)
						time.Sleep(20 * time.Minute)
						if i%2 == 1 {
							s.restart()
						}
					}
					s.told(team, round, trouble.says)
					trouble.mends(s, team, doc)
					time.Sleep(10 * time.Minute)
					s.told(team, round, trouble.says)
					s.reads(doc, want...)
				}
			})
		})
	}
}

func TestATroubleDuringAnOutageIsNotToldAgain(t *testing.T) {
	play(t, func(t *testing.T, s *running) {
		team, doc := s.team("sakura")
		doc.Unshare()
		time.Sleep(10 * time.Minute)
		for range 3 {
			s.google.Faults().Fail(nil, -1, 503)
			time.Sleep(20 * time.Minute)
			s.google.Faults().Clear()
			time.Sleep(20 * time.Minute)
		}
		s.told(team, 1, nil)
	})
}

// Access that is taken away just before a write counts as well.
func TestAccessLostBetweenReadingAndWritingIsTold(t *testing.T) {
	for _, role := range []gdocs.Role{gdocs.Nobody, gdocs.Viewer} {
		t.Run(fmt.Sprint(role), func(t *testing.T) {
			play(t, func(t *testing.T, s *running) {
				team, doc := s.team("sakura")
				s.google.Faults().Before(gdocs.IsWrite, 1, func() { doc.Share(role) })
				s.keep(team, "one")
				time.Sleep(time.Minute)
				s.told(team, 1, []string{account})
				doc.Share(gdocs.Writer)
				time.Sleep(10 * time.Minute)
				s.reads(doc, "Ana: one")
			})
		})
	}
}

func TestAWakeAfterAFixWritesAtOnce(t *testing.T) {
	play(t, func(t *testing.T, s *running) {
		team, doc := s.team("sakura")
		doc.Unshare()
		s.keep(team, "one")
		time.Sleep(time.Hour)
		doc.Share(gdocs.Writer)
		s.scribe.Wake(team.ID)
		time.Sleep(5 * time.Second)
		s.reads(doc, "Ana: one")
	})
}

func TestTheDoctorSaysWhatTheTeamIsTold(t *testing.T) {
	for _, trouble := range troubles() {
		t.Run(trouble.name, func(t *testing.T) {
			play(t, func(t *testing.T, s *running) {
				team, doc := s.team("sakura")
				if f := s.scribe.Check(t.Context(), s.Teams()[0], true); !f.OK {
					t.Errorf("got %+v of a Doc that is well", f)
				}
				trouble.breaks(s, team, doc)
				s.restart()
				f := s.scribe.Check(t.Context(), s.Teams()[0], true)
				line := words.Say(words.English, f.Key, f.Args...).String() + words.Say(words.English, f.Key+".fix", f.Args...).String()
				for _, part := range trouble.says {
					if f.OK || !strings.Contains(line, part) {
						t.Errorf("the doctor says %q, want %q in it", line, part)
					}
				}
			})
		})
	}
}

func TestADocThatComesBackIsReadBeforeItIsWritten(t *testing.T) {
	play(t, func(t *testing.T, s *running) {
		team, doc := s.team("sakura")
		s.keep(team, "one")
		id := s.keep(team, "two")
		time.Sleep(time.Minute)
		doc.Unshare()
		s.edit(team, id, "two, edited")
		must(t, doc.Line("Ana: one").Delete())
		must(t, doc.Line("Ana: two").Type("by hand"))
		s.keep(team, "three")
		time.Sleep(24 * time.Hour)
		doc.Share(gdocs.Writer)
		time.Sleep(10 * time.Minute)
		s.reads(doc, "Ana: two, edited", "by hand", "Ana: three")
		want := []string{"by hand", "three", "two, edited"}
		got := s.notes(team, thisWeek)
		if slices.Sort(got); !slices.Equal(got, want) {
			t.Errorf("the Book has %q, want %q", got, want)
		}
	})
}

// broken is a value that no table can read.
type broken struct{}

func (broken) MarshalJSON() ([]byte, error) { return []byte(`{"id":7}`), nil }

func TestANotebookThatStandsStillForABrokenRecordSaysSoOnceAndGoesOnWhenItIsMended(t *testing.T) {
	play(t, func(t *testing.T, s *running) {
		team, doc := s.team("sakura")
		s.keep(team, "zero")
		time.Sleep(time.Minute)
		key := store.KeyOf("sakura", "2026-11-27", "abcdefghijklmnop")
		s.update(func(tx *store.Tx) error { return store.NewTable[broken]("notes").Put(tx, key, broken{}) })
		s.keep(team, "one")
		time.Sleep(3 * time.Hour)
		s.told(team, 1, []string{"cannot be read", "backup"})
		if f := s.scribe.Check(t.Context(), team, true); f.OK || f.Key != "notebook.stuck" {
			t.Errorf("the doctor says %+v, want that it stands still", f)
		}
		if reads := s.wire.count(func() { time.Sleep(time.Hour) })["read"]; reads > 15 {
			t.Errorf("%d reads an hour of a notebook that cannot be written", reads)
		}
		s.update(func(tx *store.Tx) error { return store.NewTable[broken]("notes").Delete(tx, key) })
		s.keep(team, "two")
		time.Sleep(10 * time.Minute)
		if text := doc.Text(); strings.Count(text, "one") != 1 || strings.Count(text, "two") != 1 {
			t.Errorf("after it was mended: got\n%s", text)
		}
		if f := s.scribe.Check(t.Context(), team, true); !f.OK {
			t.Errorf("the doctor says %+v, want it well", f)
		}
	})
}
