// Package numbers counts how a team's KPT goes, retro by retro: what became of
// its Tries, and how many of its Problems come again or get a Try. It counts for
// the team and never for a person: it looks at no author and no owner. It is
// arithmetic over values; it must not know a chat, the Book, or the clock.
package numbers

import (
	"slices"
	"time"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// Most is for how many retros Of gives numbers.
const Most = 12

// History is what the numbers are made of.
type History struct {
	Retros []kpt.Retro // in any order
	Notes  []kpt.Note  // of them, as everyone may see them, in any order
	Tries  []kpt.Try   // all of the team, in any order
	// Practice says whether a Try that worked has become a practice. Nil says no.
	Practice func(kpt.Try) bool
	// Recurs says whether a Problem resembles one of an earlier retro. Nil says
	// no.
	Recurs func(kpt.Note) bool
}

// Numbers are those of one retro that has ended.
type Numbers struct {
	Retro schedule.Date // its day, by which people know it

	Open      int     // Tries that waited for an answer when it ended, with those it decided
	MedianAge float64 // of these, in days since the retro that decided them; 0 if there are none

	// Tries that got their last answer since the retro before.
	Worked, Failed, Dropped int
	Practices               int // of those that worked

	// Problems that were raised. Details of others do not count.
	Problems  int
	Recurring int // of these, such as had been there before
	Answered  int // of these, such as have a Try by now
}

// Share is the part of the Problems that have a Try by now, from 0 to 1; false
// if there were no Problems.
func (n Numbers) Share() (float64, bool) {
	if n.Problems == 0 {
		return 0, false
	}
	return float64(n.Answered) / float64(n.Problems), true
}

// Of gives the numbers of the last retros that have ended, at most Most, the
// oldest first.
func Of(h History) []Numbers {
	ended := slices.SortedFunc(slices.Values(h.Retros), func(a, b kpt.Retro) int { return a.Date.Compare(b.Date) })
	ended = slices.DeleteFunc(ended, func(r kpt.Retro) bool { return r.Closed.IsZero() || !r.Happened() })
	all, called := make([]Numbers, len(ended)), kpt.CalledOf(h.Retros)
	var before schedule.Date
	for i, r := range ended {
		all[i].Retro = r.Date
		all[i].countTries(h, before, called)
		before = r.Date
	}
	all = all[max(0, len(all)-Most):]
	ended = ended[max(0, len(ended)-Most):]
	for i := range all {
		all[i].countProblems(h)
		all[i].Retro = ended[i].Day()
	}
	return all
}

func (n *Numbers) countTries(h History, before schedule.Date, called kpt.Called) {
	var ages []int
	for _, t := range h.Tries {
		end, over := ended(t)
		switch {
		case n.Retro.Before(t.Born):
		case !over || n.Retro.Before(end):
			ages = append(ages, days(called.Day(t.Born), called.Day(n.Retro)))
		case before.Before(end):
			n.countEnd(t, h.Practice != nil && h.Practice(t))
		}
	}
	n.Open, n.MedianAge = len(ages), median(ages)
}

func (n *Numbers) countEnd(t kpt.Try, practice bool) {
	switch t.State {
	case kpt.Done:
		n.Worked++
		if practice {
			n.Practices++
		}
	case kpt.Failing:
		n.Failed++
	case kpt.Dropped:
		n.Dropped++
	case kpt.Open:
	}
}

// ended is the retro in which a Try got its last answer; false if it is open.
// Of one that was answered between meetings, it is the one it waited for.
func ended(t kpt.Try) (schedule.Date, bool) {
	if t.State == kpt.Open {
		return schedule.Date{}, false
	}
	if n := len(t.Verdicts); n > 0 && t.Verdicts[n-1].Outcome != kpt.Continue {
		return t.Verdicts[n-1].Retro, true
	}
	return t.Trace.Retro, true
}

func (n *Numbers) countProblems(h History) {
	answered := map[kpt.NoteID]bool{}
	for _, t := range h.Tries {
		for _, id := range t.Answers {
			answered[id] = true
		}
	}
	for _, note := range h.Notes {
		if note.Kind != kpt.Problem || note.Retro() != n.Retro || note.Under != "" || note.Gone() {
			continue
		}
		n.Problems++
		if answered[note.ID] {
			n.Answered++
		}
		if h.Recurs != nil && h.Recurs(note) {
			n.Recurring++
		}
	}
}

// median is the middle one, of an even number the mean of the middle two.
func median(of []int) float64 {
	if len(of) == 0 {
		return 0
	}
	slices.Sort(of)
	middle := len(of) / 2
	if len(of)%2 == 1 {
		return float64(of[middle])
	}
	return float64(of[middle-1]+of[middle]) / 2
}

func days(from, to schedule.Date) int {
	midnight := func(d schedule.Date) time.Time {
		return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
	}
	return int(midnight(to).Sub(midnight(from)) / (24 * time.Hour))
}
