package schedule

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/robfig/cron/v3"
)

// shown is an occurrence as the reference finds it.
type shown struct {
	key string
	at  time.Time
}

// reference walks through every minute from a day before start to end, and
// gives each wall minute that the rule has at the first instant at which the
// clocks in the zone show it or are past it. What the rule has is cron's own
// answer in UTC, where no offset changes.
func reference(t *testing.T, rule string, zone *time.Location, start, end time.Time) []shown {
	t.Helper()
	spec, err := cron.ParseStandard(rule)
	if err != nil {
		t.Fatalf("%q: %v", rule, err)
	}
	inUTC := func(at time.Time) time.Time {
		at = at.In(zone)
		return time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), 0, 0, time.UTC)
	}
	at := start.Add(-24 * time.Hour).Truncate(time.Minute)
	furthest := inUTC(at)
	next := spec.Next(furthest)
	var all []shown
	for ; !at.After(end); at = at.Add(time.Minute) {
		now := inUTC(at)
		if !now.After(furthest) {
			continue
		}
		furthest = now
		for ; !next.IsZero() && !next.After(furthest); next = spec.Next(next) {
			if at.After(start) {
				all = append(all, shown{next.Format("2006-01-02/15:04"), at})
			}
		}
	}
	return all
}

// randomRule gives five cron fields.
func randomRule(r *rand.Rand) string {
	pick := func(choices ...string) string { return choices[r.IntN(len(choices))] }
	return fmt.Sprintf("%s %s %s %s %s",
		pick("0", "30", "*/5", "*/20", "15,45", "59", "7-11"),
		pick("*", "0", "1", "2", "3", "23", "16", "0-3", "*/6"),
		pick("*", "*", "*", "1-7", "4,8,18", "*/2", "1-31"),
		pick("*", "*", "2-4,9-12"),
		pick("*", "*", "1-5", "0", "sun,sat", "0-6"))
}

// changes are instants near which a zone changes its offset, or its date.
var changes = []struct{ zone, at string }{
	{"America/New_York", "2026-03-08T07:00:00Z"},
	{"America/New_York", "2026-11-01T06:00:00Z"},
	{"America/Sao_Paulo", "2018-11-04T03:00:00Z"},
	{"America/Sao_Paulo", "2018-02-18T02:00:00Z"},
	{"Australia/Lord_Howe", "2026-10-03T15:30:00Z"},
	{"Australia/Lord_Howe", "2026-04-04T15:00:00Z"},
	{"Pacific/Apia", "2011-12-30T10:00:00Z"},
	{"Pacific/Kwajalein", "1993-08-21T12:00:00Z"},
	{"Europe/London", "2026-03-29T01:00:00Z"},
	{"Africa/Casablanca", "2026-02-15T02:00:00Z"},
	{"Asia/Pyongyang", "2018-05-04T15:00:00Z"},
	{"America/Caracas", "2016-05-01T07:00:00Z"},
	{"Asia/Tokyo", "2026-12-31T15:00:00Z"},
	{"America/New_York", "2043-03-08T07:00:00Z"},
}

func TestNextAgreesWithAWalkThroughEveryMinute(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	compared := 0
	for i := range 100 {
		change := changes[i%len(changes)]
		zone, rule := mustZone(t, change.zone), randomRule(r)
		middle := instant(t, change.at)
		start := middle.Add(-time.Duration(r.IntN(72*60*60)) * time.Second)
		end := middle.Add(72 * time.Hour)
		want := reference(t, rule, zone, start, end)
		var got []shown
		for o := range (Plan{Rule: mustRule(t, rule), Zone: zone}).All(start) {
			if o.At.After(end) {
				break
			}
			got = append(got, shown{o.Key(), o.At})
		}
		if !slices.EqualFunc(got, want, func(a, b shown) bool { return a.key == b.key && a.at.Equal(b.at) }) {
			t.Fatalf("%q in %s after %v:\ngot  %v\nwant %v", rule, change.zone, start, got, want)
		}
		compared += len(want)
	}
	t.Logf("%d occurrences compared", compared)
	if compared < 1000 {
		t.Errorf("got %d occurrences to compare, want at least 1000", compared)
	}
}
