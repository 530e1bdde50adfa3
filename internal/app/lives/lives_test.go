package lives

import (
	"flag"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/internal/need"
)

var (
	lives = flag.Int("lives", 8, "random lives of a team of three weeks")
	first = flag.Uint64("first", 0, "the seed of the first")
)

// Three weeks of a team, at random: whatever people do, and whatever happens to them,
// all sentences hold.
func TestNoLifeOfATeamBreaksASentence(t *testing.T) {
	began, tally := time.Now(), map[string]int{}
	for seed := *first; seed < *first+uint64(*lives); seed++ {
		if !need.Turn(int(seed), 4) {
			continue
		}
		deeds := write(seed)
		fault, script := play(t, quick(t), deeds, tally)
		if fault != "" {
			fault, script = shrink(t, deeds, fault, script)
			t.Fatalf("seed %d: %s\n\n%s", seed, fault, strings.Join(script, "\n"))
		}
	}
	for _, what := range []string{"begun", "closed", "calls", "reminders", "committed"} {
		if tally[what] == 0 && *lives > 4 && !need.Raced() {
			t.Errorf("the lives were too quiet: no %s", what)
		}
	}
	t.Logf("%d lives in %.1f s from seed %d: %s", *lives, time.Since(began).Seconds(), *first, sorted(tally))
}

// shrink drops deeds for as long as the same sentence breaks.
func shrink(t *testing.T, deeds []deed, fault string, script []string) (string, []string) {
	kind := kindOf(fault)
	for size := len(deeds) / 2; size > 0; {
		shorter := false
		for from := 0; from < len(deeds); from += size {
			rest := append(append([]deed{}, deeds[:from]...), deeds[min(len(deeds), from+size):]...)
			got, shown := play(t, quick(t), rest, map[string]int{})
			if got != "" && kindOf(got) == kind {
				deeds, fault, script, shorter = rest, got, shown, true
				from -= size
			}
		}
		if !shorter {
			size /= 2
		}
	}
	return fault, script
}

var particular = regexp.MustCompile(`w\d{3}q|\d+|\b(ana|bo|chika|dan|Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b`)

// kindOf is a fault without its time, its names and its days.
func kindOf(fault string) string {
	_, what, _ := strings.Cut(fault, ": ")
	what, _, _ = strings.Cut(what, "\n")
	return particular.ReplaceAllString(what, "")
}
