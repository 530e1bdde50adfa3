package notebook_test

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/notebook"
	"github.com/engawa-bot/engawa/internal/fake/gdocs"
	"github.com/engawa-bot/engawa/internal/need"
	"github.com/engawa-bot/engawa/kpt"
)

func (s *running) cost(do func(), revision, read, write int) {
	s.t.Helper()
	want := map[string]int{"revision": revision, "read": read, "write": write}
	if got := s.wire.count(do); !maps.Equal(got, want) {
		s.t.Errorf("asked Google for %v, want %v", got, want)
	}
}

func TestThirtyWaitingNotesCostOneReadAndOneWrite(t *testing.T) {
	play(t, func(t *testing.T, s *running) {
		team, doc := s.team("sakura")
		var want []string
		s.cost(func() {
			for i := range 30 {
				text := fmt.Sprint("note ", i)
				want = append(want, "Ana: "+text)
				s.keep(team, text)
				time.Sleep(notebook.Settle / 40)
			}
			time.Sleep(notebook.Settle)
		}, 0, 1, 1)
		s.reads(doc, want...)
	})
}

func TestNotesThatWaitedForAStartCostOneReadAndOneWrite(t *testing.T) {
	play(t, func(t *testing.T, s *running) {
		doc := s.google.NewDoc("KPT")
		s.google.Faults().Fail(nil, -1, 503)
		team := s.found("sakura", doc, kpt.Retro{Date: thisWeek})
		var want []string
		for i := range 30 {
			want = append(want, fmt.Sprint("Ana: note ", i))
			s.keep(team, fmt.Sprint("note ", i))
		}
		s.stop()
		s.google.Faults().Clear()
		s.cost(func() {
			s.start()
			time.Sleep(time.Second)
		}, 0, 1, 1)
		s.reads(doc, want...)
	})
}

func TestAnIdleTeamCostsOneSmallReadAPollAndNothingElse(t *testing.T) {
	play(t, func(t *testing.T, s *running) {
		team, _ := s.team("sakura")
		s.keep(team, "tea at four")
		time.Sleep(time.Minute)
		before := s.hash()
		s.cost(func() { time.Sleep(time.Hour) }, int(time.Hour/notebook.Poll), 0, 0)
		if s.hash() != before {
			t.Error("the store was written in an idle hour")
		}
	})
}

func TestATeamWithoutAKPTCostsNothing(t *testing.T) {
	play(t, func(t *testing.T, s *running) {
		team := bot.Team{ID: "kaede", KPT: bot.KPTSet{Doc: s.google.NewDoc("none").URL()}}
		s.mu.Lock()
		s.teams = append(s.teams, team)
		s.mu.Unlock()
		s.scribe.Wake("kaede")
		time.Sleep(time.Minute)
		before := s.hash()
		s.cost(func() { time.Sleep(time.Hour) }, 0, 0, 0)
		if s.hash() != before {
			t.Error("the store was written in an idle hour")
		}
	})
}

// hash is of the whole file: each transaction that writes changes it.
func (s *running) hash() [32]byte {
	s.t.Helper()
	data, err := os.ReadFile(s.path)
	must(s.t, err)
	return sha256.Sum256(data)
}

// village is many teams on one account.
type village struct {
	*running
	teams []bot.Team
	docs  []*gdocs.Doc
}

func (s *running) village(n int) village {
	s.t.Helper()
	v := village{running: s}
	for i := range n {
		doc := s.google.NewDoc(fmt.Sprint("KPT ", i))
		v.docs = append(v.docs, doc)
		v.teams = append(v.teams, s.found(bot.TeamID(fmt.Sprintf("team-%d", i)), doc, kpt.Retro{Date: thisWeek}))
	}
	return v
}

// await waits until a team's Doc has a line, and gives how long that took.
func (v village) await(i int, line string, most time.Duration) time.Duration {
	began := time.Now()
	for time.Since(began) < most && !slices.Contains(bullets(v.docs[i]), line) {
		time.Sleep(time.Second)
	}
	return time.Since(began)
}

const writesTake = time.Minute / 60 // one after another, at Google's most

func TestTwoHundredTeamsAreServedWithinTheQuota(t *testing.T) {
	need.Unraced(t)
	play(t, func(t *testing.T, s *running) {
		const n = 200
		v := s.village(n)
		v.allWritten(n*writesTake + time.Minute) // the sheets
		for i, team := range v.teams {
			s.keep(team, fmt.Sprint("from ", i))
		}
		took := v.allWritten(n*writesTake + time.Minute)
		for i, doc := range v.docs {
			s.reads(doc, fmt.Sprint("Ana: from ", i))
		}
		asked := s.wire.count(func() { time.Sleep(10 * time.Minute) })
		if asked["read"]+asked["write"] > 0 || asked["revision"] < n*5 {
			t.Errorf("ten minutes of nothing cost %v, want at least %d small reads alone", asked, n*5)
		}
		t.Logf("%d teams: all written after %v; then %d small reads in ten minutes; %d × 429", n, took, asked["revision"], s.google.TooMany())
		if s.google.TooMany() > 0 {
			t.Errorf("Google said 429 %d times", s.google.TooMany())
		}
	})
}

// allWritten waits until all notebooks follow.
func (v village) allWritten(most time.Duration) time.Duration {
	v.t.Helper()
	began := time.Now()
	for !v.follow() {
		if time.Since(began) > most {
			v.t.Fatalf("not all is written after %v", most)
		}
		time.Sleep(time.Second)
	}
	return time.Since(began)
}

func (v village) follow() bool {
	return !slices.ContainsFunc(v.teams, func(t bot.Team) bool { return !v.follows(t) })
}

// Some of 60 teams write faster than Google writes it down; others write once.
func TestABusyTeamDoesNotStarveAnother(t *testing.T) {
	play(t, func(t *testing.T, s *running) {
		const n, busy = 60, 6
		v := s.village(n)
		v.allWritten(n*writesTake + time.Minute)
		s.google.Faults().Delay(gdocs.IsWrite, time.Second)
		var all sync.WaitGroup
		done := make(chan struct{})
		kept := make([]int, busy)
		for i := range busy {
			all.Go(func() { kept[i] = v.chatter(i, 700*time.Millisecond, done) })
		}
		time.Sleep(time.Minute)
		var worst time.Duration
		for i := busy; i < n; i += 14 {
			s.keep(v.teams[i], "quiet")
			worst = max(worst, v.await(i, "Ana: quiet", 5*time.Minute))
		}
		close(done)
		all.Wait()
		v.allWritten(5 * time.Minute)
		for i := range busy {
			if got := len(bullets(v.docs[i])); got != kept[i] {
				t.Errorf("busy team %d has %d lines, want %d", i, got, kept[i])
			}
		}
		t.Logf("beside %d busy teams a note of a quiet one took at most %v; %d × 429", busy, worst, s.google.TooMany())
		if most := time.Minute; worst > most { // Google counts by the minute
			t.Errorf("a note of a quiet team took %v, want at most %v", worst, most)
		}
		if s.google.TooMany() > 0 {
			t.Errorf("Google said 429 %d times", s.google.TooMany())
		}
	})
}

// chatter keeps one note after another until it is done, and counts them.
func (v village) chatter(i int, every time.Duration, done <-chan struct{}) (kept int) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			kept++
			v.keep(v.teams[i], fmt.Sprint("busy ", kept))
		case <-done:
			return kept
		}
	}
}
