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

// desk is a loop at work inside a bubble, with a wall clock that can be set
// and a machine that can be suspended.
type desk struct {
	t     *testing.T
	loop  *Loop
	ahead *atomic.Int64 // of the bubble's clock, in nanoseconds
	stop  func()

	mu     sync.Mutex
	looks  [][]Due
	onFire func([]Due)
}

// newDesk sets the wall clock; the loop is run by start.
func newDesk(t *testing.T, now string, watermark time.Time) *desk {
	d := &desk{t: t, ahead: new(atomic.Int64), onFire: func([]Due) {}}
	d.set(now)
	d.loop = NewLoop(d.now, watermark)
	return d
}

func (d *desk) now() time.Time { return time.Now().Add(time.Duration(d.ahead.Load())).UTC() }

func (d *desk) set(now string) { d.ahead.Store(int64(time.Until(instant(d.t, now)))) }

func (d *desk) start() {
	ctx, cancel := context.WithCancel(d.t.Context())
	ended := make(chan error)
	go func() {
		ended <- d.loop.Run(ctx, func(_ context.Context, due []Due) {
			d.mu.Lock()
			defer d.mu.Unlock()
			d.looks = append(d.looks, due)
			d.onFire(due)
		})
	}()
	d.stop = func() {
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			d.t.Errorf("Run: got %v, want context.Canceled", err)
		}
	}
	synctest.Wait()
}

// on sets what is done with what is due.
func (d *desk) on(fire func([]Due)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.onFire = fire
}

// pass lets time go by, and gives what was due in it: one text for each look,
// "id key" or "id key +late", skipped ones in brackets.
func (d *desk) pass(span time.Duration) []string {
	time.Sleep(span)
	synctest.Wait()
	return d.seen()
}

func (d *desk) seen() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	var texts []string
	for _, due := range d.looks {
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
	d.looks = nil
	return texts
}

func (d *desk) want(what string, got []string, want ...string) {
	d.t.Helper()
	if !slices.Equal(got, want) {
		d.t.Errorf("%s:\ngot  %q\nwant %q", what, got, want)
	}
}

// tea is a plan at 16:00 UTC with five minutes' grace.
func tea(t *testing.T) Plan {
	return Plan{Rule: mustRule(t, "daily 16:00"), Grace: 5 * time.Minute}
}

func TestWhatIsDueComesAtItsInstantOnceInOneSlice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, "2026-11-24T15:00:00Z", time.Time{})
		late := tea(t)
		late.Shift = 15 * time.Minute
		d.loop.Set("b/tea", tea(t))
		d.loop.Set("a/tea", tea(t))
		d.loop.Set("c/close", late)
		d.loop.Set("d/lunch", Plan{Rule: mustRule(t, "daily 12:00"), Grace: time.Minute})
		d.start()
		d.want("until the hour", d.pass(time.Hour-time.Nanosecond))
		d.want("at the hour", d.pass(time.Nanosecond), "a/tea 2026-11-24/16:00, b/tea 2026-11-24/16:00")
		d.want("at the close", d.pass(15*time.Minute), "c/close 2026-11-24/16:00")
		d.want("the next day", d.pass(24*time.Hour),
			"d/lunch 2026-11-25/12:00", "a/tea 2026-11-25/16:00, b/tea 2026-11-25/16:00", "c/close 2026-11-25/16:00")
		d.stop()
	})
}

func TestALateStartCatchesUpOnceWithinGraceAndCountsTheRest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, "2026-11-24T16:03:00Z", instant(t, "2026-11-23T15:00:00Z"))
		d.loop.Set("tea", tea(t))
		d.loop.Set("often", Plan{Rule: mustRule(t, "*/5 15-16 * * *"), Grace: 10 * time.Minute, Since: instant(t, "2026-11-24T15:45:00Z")})
		d.start()
		d.want("at the start", d.seen(),
			"(tea 2026-11-23/16:00 +24h3m0s), (often 2026-11-24/15:45 +18m0s), (often 2026-11-24/15:50 +13m0s), "+
				"(often 2026-11-24/15:55 +8m0s), often 2026-11-24/16:00 +3m0s, tea 2026-11-24/16:00 +3m0s")
		d.want("later", d.pass(2*time.Minute), "often 2026-11-24/16:05")
		d.stop()
	})
}

func TestGraceEndsExactly(t *testing.T) {
	for now, want := range map[string]string{
		"2026-11-24T16:04:59.999999999Z": "tea 2026-11-24/16:00 +4m59.999999999s",
		"2026-11-24T16:05:00Z":           "(tea 2026-11-24/16:00 +5m0s)",
		"2026-11-24T16:00:00Z":           "tea 2026-11-24/16:00",
	} {
		synctest.Test(t, func(t *testing.T) {
			d := newDesk(t, now, instant(t, "2026-11-24T15:59:00Z"))
			d.loop.Set("tea", tea(t))
			d.start()
			d.want(now, d.seen(), want)
			d.stop()
		})
	}
}

func TestAPlanWithoutGraceHasAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, "2026-11-24T16:00:59Z", instant(t, "2026-11-24T15:59:00Z"))
		d.loop.Set("tea", Plan{Rule: mustRule(t, "daily 16:00")})
		d.start()
		d.want("within the minute", d.seen(), "tea 2026-11-24/16:00 +59s")
		d.stop()
	})
}

func TestWithoutAnEarlierRunNothingIsReportedAsSkipped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, "2026-11-24T16:06:00Z", time.Time{})
		d.loop.Set("tea", tea(t))
		d.loop.Set("often", Plan{Rule: mustRule(t, "* * * * *"), Grace: 5 * time.Minute})
		d.start()
		d.want("at the start", d.seen(), "often 2026-11-24/16:06")
		d.stop()
	})
}

func TestSkippedOccurrencesAreReportedAtMostSevenDaysBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, "2026-11-24T15:00:00Z", instant(t, "2020-01-01T00:00:00Z"))
		d.loop.Set("tea", tea(t))
		d.start()
		if got := d.seen(); len(got) != 1 || strings.Count(got[0], "(tea") != 7 {
			t.Errorf("got %q, want seven skipped", got)
		}
		d.stop()
	})
}

func TestSettingAPlanAgainOffersAgainWhatIsWithinGrace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, "2026-11-24T15:59:00Z", time.Time{})
		d.loop.Set("tea", tea(t))
		d.start()
		d.want("at the hour", d.pass(time.Minute), "tea 2026-11-24/16:00")
		time.Sleep(2 * time.Minute)
		d.loop.Set("tea", tea(t))
		d.want("set again", d.pass(0), "tea 2026-11-24/16:00 +2m0s")
		time.Sleep(3 * time.Minute)
		d.loop.Set("tea", tea(t))
		d.want("set after the grace", d.pass(time.Hour))
		d.stop()
	})
}

func TestPlansChangeWhileTheLoopRuns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, "2026-11-24T15:00:00Z", time.Time{})
		d.loop.Set("tea", tea(t))
		d.loop.Set("gone", tea(t))
		d.start()
		d.want("before", d.pass(time.Minute))
		earlier := tea(t)
		earlier.Rule = mustRule(t, "daily 15:02")
		d.loop.Set("tea", earlier)
		d.loop.Set("new", earlier)
		d.loop.Remove("gone")
		d.loop.Remove("never was")
		d.want("after", d.pass(2*time.Hour), "new 2026-11-24/15:02, tea 2026-11-24/15:02")
		d.on(func(due []Due) {
			for _, one := range due {
				d.loop.Remove(one.ID)
			}
		})
		d.want("removed when fired", d.pass(72*time.Hour), "new 2026-11-25/15:02, tea 2026-11-25/15:02")
		d.loop.Set("never", Plan{Rule: mustRule(t, "daily 9:00"), Works: func(Date) bool { return false }})
		d.want("never due", d.pass(24*time.Hour))
		d.loop.Set("never", tea(t))
		d.want("due after all", d.pass(24*time.Hour), "never 2026-11-29/16:00")
		d.stop()
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
		d := newDesk(t, "2026-11-24T15:59:00Z", time.Time{})
		d.start()
		for i := range 20 {
			id := fmt.Sprintf("%02d", i)
			go func() {
				d.loop.Set(id, tea(t))
				d.loop.Remove(id)
				d.loop.Set(id, tea(t))
				_ = d.loop.Watermark()
			}()
		}
		got := d.pass(time.Minute)
		if len(got) != 1 || strings.Count(got[0], "2026-11-24/16:00") != 20 {
			t.Errorf("got %q, want one look with twenty occurrences", got)
		}
		d.stop()
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
			d := newDesk(t, now, instant(t, mark))
			d.loop.Set("tea", tea(t))
			d.start()
			d.want("started at "+now, d.seen(), want...)
			d.stop()
		})
	}
}
