package schedule

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// fixture is a loop at work inside a bubble, with a wall clock that can be set
// and a machine that can be suspended.
type fixture struct {
	t     *testing.T
	loop  *Loop
	ahead *atomic.Int64 // of the bubble's clock, in nanoseconds
	stop  func()

	mu     sync.Mutex
	looks  [][]Due
	onFire func([]Due)
}

// newFixture sets the wall clock; the loop is run by start.
func newFixture(t *testing.T, now string, watermark time.Time) *fixture {
	f := &fixture{t: t, ahead: new(atomic.Int64), onFire: func([]Due) {}}
	f.set(now)
	f.loop = NewLoop(f.now, watermark)
	return f
}

func (f *fixture) now() time.Time { return time.Now().Add(time.Duration(f.ahead.Load())).UTC() }

func (f *fixture) set(now string) { f.ahead.Store(int64(time.Until(instant(f.t, now)))) }

func (f *fixture) start() {
	ctx, cancel := context.WithCancel(f.t.Context())
	ended := make(chan error)
	go func() {
		ended <- f.loop.Run(ctx, func(_ context.Context, due []Due) {
			f.mu.Lock()
			defer f.mu.Unlock()
			f.looks = append(f.looks, due)
			f.onFire(due)
		})
	}()
	f.stop = func() {
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			f.t.Errorf("Run: got %v, want context.Canceled", err)
		}
	}
	synctest.Wait()
}

// on sets what is done with what is due.
func (f *fixture) on(fire func([]Due)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.onFire = fire
}

// pass lets time go by, and gives what was due in it: one text for each look,
// "id key" or "id key +late", skipped ones in brackets.
func (f *fixture) pass(span time.Duration) []string {
	time.Sleep(span)
	synctest.Wait()
	return f.seen()
}

func (f *fixture) seen() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var texts []string
	for _, due := range f.looks {
		var look []string
		for _, one := range due {
			text := one.ID + " " + one.Key()
			if one.Late > 0 {
				text += " +" + one.Late.String()
			}
			if one.Skipped {
				text = "(" + text + ")"
			}
			look = append(look, text)
		}
		texts = append(texts, strings.Join(look, ", "))
	}
	f.looks = nil
	return texts
}

func (f *fixture) want(what string, got []string, want ...string) {
	f.t.Helper()
	if !slices.Equal(got, want) {
		f.t.Errorf("%s:\ngot  %q\nwant %q", what, got, want)
	}
}

// tea is a plan at 16:00 UTC with five minutes' grace.
func tea(t *testing.T) Plan {
	return Plan{Rule: mustRule(t, "daily 16:00"), Grace: 5 * time.Minute}
}

func TestWhatIsDueComesAtItsInstantOnceInOneSlice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, "2026-11-24T15:00:00Z", time.Time{})
		late := tea(t)
		late.Shift = 15 * time.Minute
		f.loop.Set("b/tea", tea(t))
		f.loop.Set("a/tea", tea(t))
		f.loop.Set("c/close", late)
		f.loop.Set("d/lunch", Plan{Rule: mustRule(t, "daily 12:00"), Grace: time.Minute})
		f.start()
		f.want("until the hour", f.pass(time.Hour-time.Nanosecond))
		f.want("at the hour", f.pass(time.Nanosecond), "a/tea 2026-11-24/16:00, b/tea 2026-11-24/16:00")
		f.want("at the close", f.pass(15*time.Minute), "c/close 2026-11-24/16:00")
		f.want("the next day", f.pass(24*time.Hour),
			"d/lunch 2026-11-25/12:00", "a/tea 2026-11-25/16:00, b/tea 2026-11-25/16:00", "c/close 2026-11-25/16:00")
		f.stop()
	})
}

func TestALateStartCatchesUpOnceWithinGraceAndCountsTheRest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, "2026-11-24T16:03:00Z", instant(t, "2026-11-23T15:00:00Z"))
		f.loop.Set("tea", tea(t))
		f.loop.Set("often", Plan{Rule: mustRule(t, "*/5 15-16 * * *"), Grace: 10 * time.Minute, Since: instant(t, "2026-11-24T15:45:00Z")})
		f.start()
		f.want("at the start", f.seen(),
			"(tea 2026-11-23/16:00 +24h3m0s), (often 2026-11-24/15:45 +18m0s), (often 2026-11-24/15:50 +13m0s), "+
				"(often 2026-11-24/15:55 +8m0s), often 2026-11-24/16:00 +3m0s, tea 2026-11-24/16:00 +3m0s")
		f.want("later", f.pass(2*time.Minute), "often 2026-11-24/16:05")
		f.stop()
	})
}

func TestGraceEndsExactly(t *testing.T) {
	for now, want := range map[string]string{
		"2026-11-24T16:04:59.999999999Z": "tea 2026-11-24/16:00 +4m59.999999999s",
		"2026-11-24T16:05:00Z":           "(tea 2026-11-24/16:00 +5m0s)",
		"2026-11-24T16:00:00Z":           "tea 2026-11-24/16:00",
	} {
		synctest.Test(t, func(t *testing.T) {
			f := newFixture(t, now, instant(t, "2026-11-24T15:59:00Z"))
			f.loop.Set("tea", tea(t))
			f.start()
			f.want(now, f.seen(), want)
			f.stop()
		})
	}
}

func TestAPlanWithoutGraceHasAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, "2026-11-24T16:00:59Z", instant(t, "2026-11-24T15:59:00Z"))
		f.loop.Set("tea", Plan{Rule: mustRule(t, "daily 16:00")})
		f.start()
		f.want("within the minute", f.seen(), "tea 2026-11-24/16:00 +59s")
		f.stop()
	})
}

func TestWithoutAnEarlierRunNothingIsReportedAsSkipped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, "2026-11-24T16:06:00Z", time.Time{})
		f.loop.Set("tea", tea(t))
		f.loop.Set("often", Plan{Rule: mustRule(t, "* * * * *"), Grace: 5 * time.Minute})
		f.start()
		f.want("at the start", f.seen(), "often 2026-11-24/16:06")
		f.stop()
	})
}

func TestSkippedOccurrencesAreReportedAtMostSevenDaysBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, "2026-11-24T15:00:00Z", instant(t, "2020-01-01T00:00:00Z"))
		f.loop.Set("tea", tea(t))
		f.start()
		if got := f.seen(); len(got) != 1 || strings.Count(got[0], "(tea") != 7 {
			t.Errorf("got %q, want seven skipped", got)
		}
		f.stop()
	})
}

func TestSettingAPlanAgainOffersAgainWhatIsWithinGrace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, "2026-11-24T15:59:00Z", time.Time{})
		f.loop.Set("tea", tea(t))
		f.start()
		f.want("at the hour", f.pass(time.Minute), "tea 2026-11-24/16:00")
		time.Sleep(2 * time.Minute)
		f.loop.Set("tea", tea(t))
		f.want("set again", f.pass(0), "tea 2026-11-24/16:00 +2m0s")
		time.Sleep(3 * time.Minute)
		f.loop.Set("tea", tea(t))
		f.want("set after the grace", f.pass(time.Hour))
		f.stop()
	})
}

func TestPlansChangeWhileTheLoopRuns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, "2026-11-24T15:00:00Z", time.Time{})
		f.loop.Set("tea", tea(t))
		f.loop.Set("gone", tea(t))
		f.start()
		f.want("before", f.pass(time.Minute))
		earlier := tea(t)
		earlier.Rule = mustRule(t, "daily 15:02")
		f.loop.Set("tea", earlier)
		f.loop.Set("new", earlier)
		f.loop.Remove("gone")
		f.loop.Remove("never was")
		f.want("after", f.pass(2*time.Hour), "new 2026-11-24/15:02, tea 2026-11-24/15:02")
		f.on(func(due []Due) {
			for _, one := range due {
				f.loop.Remove(one.ID)
			}
		})
		f.want("removed when fired", f.pass(72*time.Hour), "new 2026-11-25/15:02, tea 2026-11-25/15:02")
		f.loop.Set("never", Plan{Rule: mustRule(t, "daily 9:00"), Works: func(Date) bool { return false }})
		f.want("never due", f.pass(24*time.Hour))
		f.loop.Set("never", tea(t))
		f.want("due after all", f.pass(24*time.Hour), "never 2026-11-29/16:00")
		f.stop()
	})
}

func TestRunEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	l := NewLoop(nil, time.Now().Add(-time.Hour))
	l.Set("tea", Plan{Rule: mustRule(t, "* * * * *")})
	err := l.Run(ctx, func(context.Context, []Due) { t.Error("fired after the end") })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
}

func TestManyCallersMayChangePlansAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, "2026-11-24T15:59:00Z", time.Time{})
		f.start()
		for i := range 20 {
			id := fmt.Sprintf("%02d", i)
			go func() {
				f.loop.Set(id, tea(t))
				f.loop.Remove(id)
				f.loop.Set(id, tea(t))
				_ = f.loop.Watermark()
			}()
		}
		got := f.pass(time.Minute)
		if len(got) != 1 || strings.Count(got[0], "2026-11-24/16:00") != 20 {
			t.Errorf("got %q, want one look with twenty occurrences", got)
		}
		f.stop()
	})
}

func TestARestartReportsWhatTheEarlierRunDidNotLookAt(t *testing.T) {
	const mark = "2026-11-24T16:01:00Z"
	for now, want := range map[string][]string{
		"2026-11-24T16:02:00Z": {"tea 2026-11-24/16:00 +2m0s"}, // it may have been looked at and not done
		"2026-11-24T16:10:00Z": nil,
		"2026-11-25T16:10:00Z": {"(tea 2026-11-25/16:00 +10m0s)"},
	} {
		synctest.Test(t, func(t *testing.T) {
			f := newFixture(t, now, instant(t, mark))
			f.loop.Set("tea", tea(t))
			f.start()
			f.want("started at "+now, f.seen(), want...)
			f.stop()
		})
	}
}
