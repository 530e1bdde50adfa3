package apptest

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

// postsAmiss looks for the one message about each meeting that is over. It says on
// which day that was: of two on one day, the first is about the one that was held first.
func (a *meetingStage) postsAmiss(p proceedings) (faults list) {
	held := map[string][]retroSaid{}
	for _, r := range slices.Backward(p.Retros) {
		if r.Closed != "" && r.Date != lastWeek {
			held[r.Day] = append(held[r.Day], r)
		}
	}
	posts := a.decidedOn()
	for day := range posts {
		if held[day] == nil {
			faults.add("%d messages about a KPT of %s, which was not held", len(posts[day]), day)
		}
	}
	for day, retros := range held {
		if len(posts[day]) != len(retros) {
			faults.add("%d messages about the KPTs of %s, want %d", len(posts[day]), day, len(retros))
			continue
		}
		for i, r := range retros {
			for _, t := range p.Tries {
				n := times(posts[day][i], wordOf(t.Text))
				if n == 0 && counted.MatchString(posts[day][i]) {
					continue // it is one of those that did not fit onto a phone
				}
				if t.Born == r.Date && n != 1 || t.Born != r.Date && n != 0 {
					faults.add("%q of %s is in message %d about the KPTs of %s %d times", t.Text, t.Born, i+1, day, n)
				}
			}
		}
	}
	return faults
}

var decidedPattern = regexp.MustCompile(`^📝 Decided in the KPT of \w+ (\d+ \w+)`)

// counted is the line that counts what a phone's screen has no room for.
var counted = regexp.MustCompile(`(?m)^… \d+|\d+ more`)

// decidedOn are the messages about what was decided, by the day of the KPT.
func (a *meetingStage) decidedOn() map[string][]string {
	posts := map[string][]string{}
	for _, m := range a.text.Messages() {
		found := decidedPattern.FindStringSubmatch(m.Text())
		if found == nil {
			continue
		}
		day, err := time.Parse("2 Jan 2006", found[1]+a.clock.now().Format(" 2006"))
		if err != nil {
			a.t.Fatal(err)
		}
		posts[day.Format(time.DateOnly)] = append(posts[day.Format(time.DateOnly)], m.Text())
	}
	return posts
}

// times is how often a word begins a line.
func times(text, word string) (n int) {
	for line := range strings.Lines(text) {
		if line = strings.TrimPrefix(strings.TrimSpace(line), "• "); wordOf(line) == word {
			n++
		}
	}
	return n
}
