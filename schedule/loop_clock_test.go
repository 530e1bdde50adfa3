package schedule

import (
	"testing"
	"testing/synctest"
	"time"
)

func TestAClockPutForwardIsNoticedWithinHalfAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, "2026-11-24T15:00:00Z", time.Time{})
		f.loop.Set("tea", tea(t))
		f.start()
		f.set("2026-11-24T15:59:50Z")
		f.want("half a minute later", f.pass(30*time.Second), "tea 2026-11-24/16:00 +20s")
		f.want("until the next day", f.pass(23*time.Hour))
		f.stop()
	})
}

func TestAClockPutForwardIsNoticedWithinThePauseThatIsSet(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, "2026-11-24T15:00:00Z", time.Time{})
		f.loop.MaxPause = time.Second
		f.loop.Set("tea", tea(t))
		f.start()
		f.set("2026-11-24T15:59:59Z")
		f.want("a second later", f.pass(time.Second), "tea 2026-11-24/16:00")
		f.stop()
	})
}

func TestAMachineSuspendedOverSeveralDaysCatchesUpOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, "2026-11-24T15:00:00Z", time.Time{})
		f.loop.Set("tea", tea(t))
		f.start()
		// The monotonic clock stands still meanwhile, and so does the timer.
		f.set("2026-11-26T16:02:00Z")
		f.want("awake again", f.pass(30*time.Second),
			"(tea 2026-11-24/16:00 +48h2m30s), (tea 2026-11-25/16:00 +24h2m30s), tea 2026-11-26/16:00 +2m30s")
		f.want("the next day", f.pass(24*time.Hour), "tea 2026-11-27/16:00")
		f.stop()
	})
}

func TestAnHourTooFarAndBackLosesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, "2026-11-24T15:30:00Z", time.Time{})
		f.loop.Set("tea", tea(t))
		f.start()
		f.set("2026-11-24T16:30:00Z")
		f.want("an hour too far", f.pass(30*time.Second), "(tea 2026-11-24/16:00 +30m30s)")
		f.set("2026-11-24T15:31:00Z")
		f.want("put right before its true time", f.pass(29*time.Minute), "tea 2026-11-24/16:00")
		f.want("after it", f.pass(23*time.Hour))
		f.stop()
	})
}

func TestAnHourTooFarAndBackIntoTheGraceOffersWhatWasSkipped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, "2026-11-24T15:59:00Z", time.Time{})
		f.loop.Set("tea", tea(t))
		f.start()
		f.set("2026-11-24T16:59:00Z")
		f.want("an hour too far", f.pass(30*time.Second), "(tea 2026-11-24/16:00 +59m30s)")
		f.set("2026-11-24T16:02:00Z")
		f.want("put right within the grace", f.pass(30*time.Second), "tea 2026-11-24/16:00 +2m30s")
		f.stop()
	})
}

func TestAnHourBackOffersAgainWhatComesAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, "2026-11-24T15:59:00Z", time.Time{})
		f.loop.Set("tea", tea(t))
		f.start()
		f.want("at the hour", f.pass(time.Minute), "tea 2026-11-24/16:00")
		mark := f.loop.Watermark()
		f.set("2026-11-24T15:00:00Z")
		f.want("an hour back", f.pass(59*time.Minute))
		if got := f.loop.Watermark(); !got.Equal(mark) {
			t.Errorf("got watermark %v, want %v still", got, mark)
		}
		f.want("the same hour", f.pass(time.Minute), "tea 2026-11-24/16:00")
		f.want("after it", f.pass(23*time.Hour))
		f.stop()
	})
}

func TestAMinuteBackDoesNotOfferAgainWhatWasLastOffered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, "2026-11-24T15:59:00Z", time.Time{})
		f.loop.Set("tea", tea(t))
		f.loop.Set("often", Plan{Rule: mustRule(t, "* 16 * * *"), Grace: 5 * time.Minute})
		f.start()
		f.want("to two past", f.pass(3*time.Minute+time.Second),
			"often 2026-11-24/16:00, tea 2026-11-24/16:00", "often 2026-11-24/16:01", "often 2026-11-24/16:02")
		f.set("2026-11-24T16:01:10Z")
		// Of the plan that comes again soon, the latest is not the last offered.
		f.want("a minute back", f.pass(49*time.Second), "often 2026-11-24/16:01 +39s")
		f.want("and on", f.pass(61*time.Second), "often 2026-11-24/16:02", "often 2026-11-24/16:03")
		f.set("2026-11-24T16:01:10Z")
		f.loop.Set("tea", tea(t))
		f.loop.Remove("often")
		f.want("back and set again", f.pass(time.Minute), "tea 2026-11-24/16:00 +1m10s")
		f.stop()
	})
}

func TestAWatermarkFromTheFutureHoldsNothingBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		mark := instant(t, "2030-01-01T00:00:00Z")
		f := newFixture(t, "2026-11-24T16:01:00Z", mark)
		f.loop.Set("tea", tea(t))
		f.start()
		f.want("within the grace", f.seen(), "tea 2026-11-24/16:00 +1m0s")
		f.want("the next day", f.pass(24*time.Hour), "tea 2026-11-25/16:00")
		if got := f.loop.Watermark(); !got.Equal(mark) {
			t.Errorf("got watermark %v, want %v still", got, mark)
		}
		f.stop()
	})
}

func TestTheWatermarkIsTheLatestLook(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, "2026-11-24T15:00:00Z", time.Time{})
		f.loop.Set("tea", tea(t))
		f.on(func([]Due) {
			if got, want := f.loop.Watermark(), instant(t, "2026-11-24T16:00:00Z"); !got.Equal(want) {
				t.Errorf("when it fires: got watermark %v, want %v", got, want)
			}
		})
		f.start()
		f.pass(time.Hour + 70*time.Second)
		if got, want := f.loop.Watermark(), instant(t, "2026-11-24T16:01:00Z"); !got.Equal(want) {
			t.Errorf("70 s later: got watermark %v, want %v, the latest look", got, want)
		}
		f.stop()
	})
}

func TestDaylightSavingMakesNoOccurrenceTwiceAndLosesNone(t *testing.T) {
	tests := []struct {
		zone, rule, now string
		want            []string
	}{
		{"America/New_York", "daily 2:30", "2026-03-07T12:00:00-05:00", []string{"x 2026-03-08/02:30", "x 2026-03-09/02:30"}},
		{"America/New_York", "daily 1:30", "2026-10-31T12:00:00-04:00", []string{"x 2026-11-01/01:30", "x 2026-11-02/01:30"}},
		{"America/New_York", "*/30 2 * * *", "2026-03-07T12:00:00-05:00", []string{
			"(x 2026-03-08/02:00), x 2026-03-08/02:30", "x 2026-03-09/02:00", "x 2026-03-09/02:30",
		}},
		{"America/Sao_Paulo", "daily 0:30", "2018-11-03T12:00:00-03:00", []string{"x 2018-11-04/00:30", "x 2018-11-05/00:30"}},
		{"America/Sao_Paulo", "daily 23:30", "2018-02-17T12:00:00-02:00", []string{"x 2018-02-17/23:30", "x 2018-02-18/23:30"}},
		{"Australia/Lord_Howe", "daily 2:15", "2026-10-03T12:00:00+10:30", []string{"x 2026-10-04/02:15", "x 2026-10-05/02:15"}},
		{"Australia/Lord_Howe", "daily 1:45", "2026-04-04T12:00:00+11:00", []string{"x 2026-04-05/01:45", "x 2026-04-06/01:45"}},
	}
	for _, test := range tests {
		synctest.Test(t, func(t *testing.T) {
			f := newFixture(t, test.now, time.Time{})
			f.loop.Set("x", Plan{Rule: mustRule(t, test.rule), Zone: mustZone(t, test.zone), Grace: 5 * time.Minute})
			f.start()
			f.want(test.zone+" "+test.now, f.pass(48*time.Hour), test.want...)
			f.stop()
		})
	}
}

func TestTheNextInstantIsThatOfTheFirstPlanOrOfWhatIsFired(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, "2026-11-24T15:00:00Z", time.Time{})
		want := func(when, at string) {
			t.Helper()
			got, ok := f.loop.Next()
			if ok != (at != "") || ok && !got.Equal(instant(t, at)) {
				t.Errorf("%s: got %v, %v, want %q", when, got, ok, at)
			}
		}
		want("without a plan", "")
		later := tea(t)
		later.Shift = 15 * time.Minute
		f.loop.Set("close", later)
		f.loop.Set("tea", tea(t))
		f.on(func([]Due) { want("while it fires", "2026-11-24T16:00:00Z") })
		f.start()
		want("before the hour", "2026-11-24T16:00:00Z")
		f.pass(time.Hour)
		want("after the hour", "2026-11-24T16:15:00Z")
		f.stop()
	})
}

func TestAClockThatWasSteppedIsLookedAtAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, "2026-11-24T15:00:00Z", time.Time{})
		f.loop.Set("tea", tea(t))
		f.start()
		f.set("2026-11-24T16:00:00Z")
		f.want("nobody said so", f.pass(0))
		f.loop.Stepped()
		f.want("told", f.pass(0), "tea 2026-11-24/16:00")
		f.stop()
	})
}
