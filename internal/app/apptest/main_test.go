package apptest

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/internal/app"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
	"github.com/engawa-bot/engawa/internal/fake/discord/spec"
	"github.com/engawa-bot/engawa/internal/need"
)

// TestMain says in the end how much of Discord's API the tests of the whole bot
// used. Whether each request was valid is each test's business: see newStage.
func TestMain(m *testing.M) {
	flag.Parse()
	if f := flag.Lookup("test.parallel"); f.Value.String() == f.DefValue && !need.Raced() {
		_ = f.Value.Set("6") // see together
	}
	m.Run()
	if err := workbench.clear(); err != nil {
		fmt.Println(err)
	}
	if checker, err := spec.Here(); err != nil {
		fmt.Printf("conformance: not judged: %v\n", err)
	} else {
		fmt.Printf("conformance: %d requests, %d operations\n", checker.Requests(), len(checker.Covered()))
	}
}

// withProgram is together for tests of the real program. It has no race detector,
// so there is nothing to be found where only the test has one.
func withProgram(t *testing.T) {
	if need.Raced() {
		t.Skip("the program is built without the race detector: 'go test' without -race runs this")
	}
	t.Parallel()
}

// movedClock is a wall clock that goes on from a given time and can be set
// forward.
type movedClock struct {
	start, shows time.Time
	moved        atomic.Int64
}

func newMovedClock(shows time.Time) *movedClock {
	return &movedClock{start: time.Now(), shows: shows}
}

func (c *movedClock) now() time.Time {
	return c.shows.Add(time.Since(c.start) + time.Duration(c.moved.Load())).Round(0)
}

// set makes the clock show a time; it returns the instant at which it will show
// another one.
func (c *movedClock) set(shows, other time.Time) time.Time {
	c.moved.Add(int64(shows.Sub(c.now())))
	return time.Now().Add(other.Sub(shows))
}

// at is a time of Tuesday, 24 November 2026, in Tokyo.
func at(hour, minute, second int) time.Time {
	return time.Date(2026, 11, 24, hour, minute, second, 0, time.FixedZone("JST", 9*60*60))
}

// piped is a stage without a network, for a synctest bubble: its waits take no
// time.
func piped(t testing.TB, o fake.Options) (*stage, app.Config) {
	t.Helper()
	listener, dial := fake.Pipe()
	o.Listener = listener
	s := newStage(t, o)
	cfg := s.config()
	cfg.Dial = dial
	return s, cfg
}

// openAs is open with a configuration and a log of the caller's.
func (s *stage) openAs(cfg app.Config, log *slog.Logger, now func() time.Time, teams ...bot.Team) (*app.App, func()) {
	s.t.Helper()
	s.fake.Calendar(now)
	db := openAlone(s.t, cfg.Store)
	h := s.build(cfg, db, log, now, teams...)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- h.Live(ctx) }()
	return h, func() {
		s.t.Helper()
		cancel()
		if err := <-ended; err != nil {
			s.t.Errorf("the bot ended with: %v", err)
		}
		if err := db.Close(); err != nil {
			s.t.Error(err)
		}
	}
}

// lines keeps what is logged, from many goroutines.
type lines struct {
	mu  sync.Mutex
	all []string
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all = append(l.all, string(p))
	return len(p), nil
}

// with gives the lines that contain a text.
func (l *lines) with(text string) []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var found []string
	for _, line := range l.all {
		if strings.Contains(line, text) {
			found = append(found, line)
		}
	}
	return found
}
