package notebooktest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// founds are pages that a plan of several sheets may find.
var founds = []string{
	"",
	"\n",
	"- agenda one\n- agenda two\n",
	"Our rules\n# Our team\nWelcome.\n",
	"# Our team\n# Somebody else's\n- a list\n",
	"Keep\n- old\nProblem\n- CI\n",
	ordinary,
	"# KPT 2026-11-06\n## Keep\n- before all\n## Try\n- tea",
	"# KPT 2026-12-18\n## Open Tries\n## Keep\n- later\n## Problem\n## Try\n",
	"# KPT 2026-12-18\n## Keep\n- later\n# KPT 2026-11-06\n## Keep\n- before all\n## Try\n",
	"# KPT 2026-12-18\n## Keep\n- later\n## Problem\n- last",
}

// plans is about one write of several sheets, some with lines, into an empty page or one that
// has others already, which may get lines as well. It reads back as just that.
func (f *fixture) plans(seed int) {
	r := rand.New(rand.NewPCG(uint64(seed), 7))
	found := founds[seed%len(founds)]
	if found != "" {
		f.Writes(found)
	}
	others, there := f.unmarked(), f.dates()
	var changes []kpt.Change
	for _, week := range r.Perm(4)[:2+r.IntN(3)] {
		if date := lastWeek().AddDays(7 * week); !slices.Contains(there, date) {
			changes = append(changes, open(date))
		}
	}
	opened := changes
	for _, c := range opened {
		there = append(there, c.Retro)
	}
	want := map[string][]string{}
	for i, date := range there {
		for _, s := range kpt.Sections() {
			for n := range r.IntN(3) {
				c := add(date, s, kpt.NewID(), fmt.Sprintf("Ana: %d %s %d", i, s, n))
				changes = append(changes, c)
				want[place(c.Retro, s)] = append(want[place(c.Retro, s)], c.Text)
			}
		}
	}
	f.write(changes...)
	f.wantOnly(there, want)
	if now := f.unmarked(); !slices.Equal(now, others) {
		f.Errorf("of others it reads\n%s\nwant\n%s", strings.Join(now, "\n"), strings.Join(others, "\n"))
	}
	now := f.dates()
	if len(now) != len(there) {
		f.Errorf("the sheets are %v, want %v", now, there)
	}
	now = slices.DeleteFunc(now, func(d schedule.Date) bool {
		return !slices.ContainsFunc(opened, func(c kpt.Change) bool { return c.Retro == d })
	})
	if !slices.IsSortedFunc(now, func(a, b schedule.Date) int { return b.Compare(a) }) {
		f.Errorf("the new sheets are %v, want the newest first", now)
	}
	if f.Failed() {
		f.Logf("%v into %q made\n%s", changes, found, f.Shows())
	}
}

func place(date schedule.Date, s kpt.Section) string { return date.String() + " " + string(s) }

// wantOnly checks which lines of ours stand in the sections of some sheets.
func (f *fixture) wantOnly(dates []schedule.Date, want map[string][]string) {
	f.Helper()
	got := map[string][]string{}
	for _, sheet := range f.read().Sheets {
		for _, l := range sheet.Lines {
			if l.ID != "" {
				at := place(sheet.Retro, l.Section)
				got[at] = append(got[at], l.Text)
			}
		}
	}
	for _, date := range dates {
		for _, s := range kpt.Sections() {
			if at := place(date, s); !slices.Equal(got[at], want[at]) {
				f.Errorf("%s has %q, want %q", at, got[at], want[at])
			}
			delete(got, place(date, s))
		}
	}
	if len(got) > 0 {
		f.Errorf("elsewhere stand %q", got)
	}
}

// unmarked are the lines of others, each with where it stands.
func (f *fixture) unmarked() (lines []string) {
	for _, sheet := range f.read().Sheets {
		for _, l := range sheet.Lines {
			if l.ID == "" && l.Text != "" {
				lines = append(lines, fmt.Sprintf("%s: %d %s", place(sheet.Retro, l.Section), l.Depth, l.Text))
			}
		}
	}
	slices.Sort(lines)
	return lines
}

// dates are those of the sheets, in their order.
func (f *fixture) dates() (dates []schedule.Date) {
	for _, sheet := range f.read().Sheets {
		if sheet.Retro != (schedule.Date{}) {
			dates = append(dates, sheet.Retro)
		}
	}
	return dates
}
