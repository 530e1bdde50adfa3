package notebook_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/internal/fake/gdocs"
	"github.com/engawa-bot/engawa/store"
)

func TestAnHourOfOutageDelaysNotesAndLosesNone(t *testing.T) {
	for _, outage := range []struct {
		name   string
		strike func(*gdocs.Faults)
	}{
		{"503", func(f *gdocs.Faults) { f.Fail(nil, -1, http.StatusServiceUnavailable) }},
		{"429", func(f *gdocs.Faults) { f.Fail(nil, -1, http.StatusTooManyRequests) }},
		{"503 for writes", func(f *gdocs.Faults) { f.Fail(gdocs.IsWrite, -1, http.StatusServiceUnavailable) }},
		{"429 for writes", func(f *gdocs.Faults) { f.Fail(gdocs.IsWrite, -1, http.StatusTooManyRequests) }},
		{"no answer", func(f *gdocs.Faults) { f.Delay(nil, 2*time.Hour) }},
		{"answers lost", func(f *gdocs.Faults) { f.LoseAnswers(gdocs.IsRead, -1) }},
	} {
		t.Run(outage.name, func(t *testing.T) {
			play(t, func(t *testing.T, s *running) {
				team, doc := s.team("sakura")
				var want []string
				outage.strike(s.google.Faults())
				asked := s.wire.count(func() {
					for i := range 30 {
						want = append(want, fmt.Sprint("Ana: note ", i))
						s.keep(team, fmt.Sprint("note ", i)) // which may take no time
						time.Sleep(2 * time.Minute)
					}
				})
				s.reads(doc)
				s.google.Faults().Clear()
				began := time.Now()
				for !s.follows(team) && time.Since(began) < 5*time.Minute {
					time.Sleep(time.Second)
				}
				took := time.Since(began)
				s.reads(doc, want...)
				time.Sleep(10 * time.Minute)
				s.reads(doc, want...)
				if posts := s.posts(team); len(posts) > 0 {
					t.Errorf("the team was told %q of what passes by itself", posts)
				}
				tries := asked["revision"] + asked["read"] + asked["write"]
				t.Logf("%d requests during the outage; all written %v after it", tries, took)
				if took > 4*time.Minute || tries > 120 {
					t.Errorf("%d requests in an hour and %v afterwards, want at most 120 and 4m", tries, took)
				}
			})
		})
	}
}

// First no answer at all, then too many requests, with a restart in between.
func TestOutagesInARowAndARestartLoseNothing(t *testing.T) {
	play(t, func(t *testing.T, s *running) {
		team, doc := s.team("sakura")
		var want []string
		keep := func() {
			want = append(want, fmt.Sprint("Ana: note ", len(want)))
			s.keep(team, fmt.Sprint("note ", len(want)-1))
			time.Sleep(7 * time.Minute)
		}
		for _, status := range []int{503, 429, 500, 503} {
			s.google.Faults().Clear()
			s.google.Faults().Fail(nil, -1, status)
			keep()
			s.restart()
			keep()
		}
		s.google.Faults().Clear()
		time.Sleep(5 * time.Minute)
		s.reads(doc, want...)
	})
}

func TestANoteWhoseWriteHadNoAnswerIsWrittenOnce(t *testing.T) {
	for name, restarts := range map[string]bool{"in one life": false, "over a restart": true} {
		t.Run(name, func(t *testing.T) {
			play(t, func(t *testing.T, s *running) {
				team, doc := s.team("sakura")
				s.google.Faults().LoseAnswers(gdocs.IsWrite, 1)
				s.keep(team, "one")
				time.Sleep(3 * time.Second)
				s.reads(doc, "Ana: one")
				if s.follows(team) {
					t.Error("the Book takes a write without an answer for done")
				}
				if restarts {
					s.restart()
				}
				s.keep(team, "two")
				time.Sleep(time.Minute)
				s.reads(doc, "Ana: one", "Ana: two")
			})
		})
	}
}

// Each write finds that somebody typed after the reading, more often than one
// look at the notebook tries.
func TestANoteIsWrittenOnceBesideSomebodyWhoTypes(t *testing.T) {
	for _, times := range []int{1, 5, 20} {
		t.Run(fmt.Sprint(times), func(t *testing.T) {
			play(t, func(t *testing.T, s *running) {
				team, doc := s.team("sakura")
				must(t, doc.Line("Problem").Type("slow"))
				must(t, doc.Line("slow").Bullet("BULLET_DISC_CIRCLE_SQUARE"))
				s.google.Faults().Before(gdocs.IsWrite, times, func() { must(t, doc.LineAt(-1).Append("x")) })
				s.keep(team, "one")
				s.keep(team, "two")
				time.Sleep(10 * time.Minute)
				got := bullets(doc)
				if n := len(got); n != 4 || got[0] != "Ana: one" || got[1] != "Ana: two" || got[2] != "slow" || len(got[3]) != times {
					t.Errorf("the Doc has %q, want one, two, slow and %d × x", got, times)
				}
				if !s.follows(team) {
					t.Error("the notebook does not follow")
				}
			})
		})
	}
}

// Answers are lost, and somebody types between reading and writing, in turns.
func TestTypingAndLostAnswersTogetherDoubleNothing(t *testing.T) {
	play(t, func(t *testing.T, s *running) {
		team, doc := s.team("sakura")
		must(t, doc.Line("Problem").Type("slow"))
		must(t, doc.Line("slow").Bullet("BULLET_DISC_CIRCLE_SQUARE"))
		want := []string{"slow"}
		for i := range 40 {
			want = append(want, fmt.Sprint("Ana: note ", i))
			switch i % 3 {
			case 0:
				s.google.Faults().LoseAnswers(gdocs.IsWrite, 1)
			case 1:
				want = append(want, fmt.Sprint("typed ", i))
				s.google.Faults().Before(gdocs.IsWrite, 1, func() { must(t, doc.Line("slow").Type(fmt.Sprint("typed ", i))) })
			}
			s.keep(team, fmt.Sprint("note ", i))
			time.Sleep(time.Duration(i) * time.Second)
		}
		time.Sleep(time.Minute)
		s.has(doc, want...)
	})
}

func TestRunEndsWhileGoogleDoesNotAnswer(t *testing.T) {
	play(t, func(t *testing.T, s *running) {
		team, doc := s.team("sakura")
		s.google.Faults().Delay(gdocs.IsWrite, time.Hour)
		s.keep(team, "one")
		time.Sleep(10 * time.Second) // it is sent, and will be done in an hour
		began := time.Now()
		s.stop()
		if took := time.Since(began); took > 0 {
			t.Errorf("it took %v to end, want at once", took)
		}
		s.google.Faults().Clear()
		s.start()
		time.Sleep(2 * time.Hour)
		s.reads(doc, "Ana: one")
	})
}

func TestWhatIsTakenBackInAnOutageIsNeverWritten(t *testing.T) {
	play(t, func(t *testing.T, s *running) {
		team, doc := s.team("sakura")
		s.google.Faults().Fail(nil, -1, http.StatusServiceUnavailable)
		s.keep(team, "one")
		id := s.keep(team, "two")
		s.edit(team, s.keep(team, "thre"), "three")
		s.update(func(tx *store.Tx) error {
			viewer, err := book(team).Viewer(tx, ana.Member)
			must(t, err)
			return book(team).Delete(tx, id, viewer, time.Now())
		})
		time.Sleep(time.Hour)
		s.google.Faults().Clear()
		time.Sleep(5 * time.Minute)
		s.has(doc, "Ana: one", "Ana: three")
	})
}
