package schedule

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"
)

var rounds = flag.Int("rounds", 20, "rounds of the property tests")

// jump is the wall clock put forward, or the machine suspended.
type jump struct{ from, to time.Time }

func TestEveryOccurrenceIsGivenOnceAndNoneWithinGraceIsLost(t *testing.T) {
	total := 0
	for seed := range *rounds {
		synctest.Test(t, func(t *testing.T) {
			total += propertyRound(t, rand.New(rand.NewPCG(uint64(seed), 7)), changes[seed%len(changes)].at)
		})
	}
	t.Logf("%d occurrences in %d rounds", total, *rounds)
	if total < *rounds {
		t.Errorf("got %d occurrences in %d rounds, want more", total, *rounds)
	}
}

// propertyRound runs a loop with random plans over four days around middle,
// putting the clock forward now and then and setting plans late, and gives
// how many occurrences it checked.
func propertyRound(t *testing.T, r *rand.Rand, middle string) int {
	start := instant(t, middle).Add(-48 * time.Hour).Add(time.Duration(r.IntN(3600)) * time.Second)
	f := newFixture(t, start.Format(time.RFC3339), time.Time{})
	plans := make(map[string]Plan)
	set := func() {
		id := fmt.Sprintf("plan %d", len(plans))
		plans[id] = Plan{
			Rule:  mustRule(t, randomRule(r)),
			Zone:  mustZone(t, changes[r.IntN(len(changes))].zone),
			Grace: time.Duration(1+r.IntN(30)) * time.Minute,
			Shift: time.Duration(r.IntN(20)-5) * time.Minute,
			Since: f.now().Add(1),
		}
		f.loop.Set(id, plans[id])
	}
	for range 5 {
		set()
	}
	f.start()
	var jumps []jump
	for range 40 {
		time.Sleep(time.Duration(r.IntN(4*60*60)) * time.Second)
		switch r.IntN(3) {
		case 0:
			span := time.Duration(r.IntN(3*60*60)) * time.Second / time.Duration(1+r.IntN(60))
			jumps = append(jumps, jump{f.now(), f.now().Add(span)})
			f.ahead.Add(int64(span))
		case 1:
			set()
		}
	}
	time.Sleep(maxSleep)
	synctest.Wait()
	f.stop()
	return checkRound(t, f, plans, jumps)
}

// checkRound holds what the loop gave against every plan's occurrences.
func checkRound(t *testing.T, f *fixture, plans map[string]Plan, jumps []jump) int {
	given := make(map[string]Due)
	offered := make(map[string]bool) // "id at look"
	for _, look := range f.looks {
		for _, one := range look {
			name := one.ID + " " + one.Key()
			if _, twice := given[name]; twice {
				t.Errorf("%s was given twice", name)
			}
			given[name] = one
			if !one.Skipped {
				at := one.ID + one.At.Add(one.Late).UTC().String()
				if offered[at] {
					t.Errorf("%s: offered with another of its plan", name)
				}
				offered[at] = true
			}
		}
	}
	count := 0
	for id, p := range plans {
		for o := range p.All(p.Since.Add(-1)) {
			if o.At.After(f.loop.Watermark()) {
				break
			}
			count++
			one, ok := given[id+" "+o.Key()]
			delete(given, id+" "+o.Key())
			lateness := lateAtMost(o.At, jumps)
			superseded := offered[id+o.At.Add(one.Late).UTC().String()]
			switch {
			case !ok || !one.At.Equal(o.At):
				t.Errorf("%s %s: got %v, %v, want it at %v", id, o.Key(), one, ok, o.At)
			case one.Late > lateness:
				t.Errorf("%s %s: got %v late, want at most %v", id, o.Key(), one.Late, lateness)
			case one.Skipped && one.Late < p.Grace && !superseded:
				t.Errorf("%s %s: skipped %v late, want it offered within %v", id, o.Key(), one.Late, p.Grace)
			case !one.Skipped && one.Late >= p.Grace:
				t.Errorf("%s %s: offered %v late, want it skipped after %v", id, o.Key(), one.Late, p.Grace)
			}
		}
	}
	for name := range given {
		t.Errorf("%s was given, and is no occurrence", name)
	}
	return count
}

// lateAtMost is nothing for an instant that the clock came to by itself with
// time to spare, else the rest of the jump and a pause.
func lateAtMost(at time.Time, jumps []jump) time.Duration {
	late := time.Duration(0)
	for _, j := range jumps {
		if at.Before(j.from) || at.After(j.to.Add(maxSleep)) {
			continue
		}
		late += max(0, j.to.Sub(at)) + maxSleep
	}
	return late
}
