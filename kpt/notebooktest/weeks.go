package notebooktest

import (
	"strings"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// keepsWeeksWhole is about a page whose headings do not say their year. A new sheet does
// not come between one and its sections, and what stands there is not its own.
func (f *fixture) keepsWeeksWhole() {
	text := "# 11/20 KPT\n## Keep\n- pairing\n## Problem\n- CI is slow\n# 11月13日(金)\n## Keep\n- tea"
	f.Writes(text + "\n")
	f.write(open(thisWeek()), add(thisWeek(), kpt.Keeps, id("a"), "ours"))
	f.wantTexts(thisWeek(), kpt.Keeps, "ours")
	f.wantTexts(thisWeek(), kpt.Problems)
	f.wantStill(text)
	for _, s := range f.read().Sheets {
		for _, l := range s.Lines {
			if s.Retro == thisWeek() && l.Text != "ours" {
				f.Errorf("%q is taken for a line of this week", l.Text)
			}
		}
	}
}

// goesByGlosses is about headings that say more than the section's name: no second
// section of the kind is made.
func (f *fixture) goesByGlosses() {
	f.Writes("# KPT 2026-11-20\n## Keep(継続すべきよかったこと)\n- pairing\n## Problem（問題・改善が必要なこと）\n- CI is slow\n## Try: 次にやること\n- tea\n")
	f.wantTexts(lastWeek(), kpt.Keeps, "pairing")
	f.wantTexts(lastWeek(), kpt.Problems, "CI is slow")
	f.wantTexts(lastWeek(), kpt.NewTries, "tea")
	f.write(add(lastWeek(), kpt.Keeps, id("a"), "one"), add(lastWeek(), kpt.Problems, id("b"), "two"), add(lastWeek(), kpt.NewTries, id("c"), "three"))
	f.wantTexts(lastWeek(), kpt.Keeps, "pairing", "one")
	f.wantTexts(lastWeek(), kpt.Problems, "CI is slow", "two")
	f.wantTexts(lastWeek(), kpt.NewTries, "tea", "three")
	if n := strings.Count(f.Shows(), "## "); n != 3 {
		f.Errorf("there are %d sections, want the 3 of before:\n%s", n, f.Shows())
	}
}

// leavesAListAlone is about pages that begin with a list. It was there before the sheet
// that is opened, and is no part of it.
func (f *fixture) leavesAListAlone() {
	for i, text := range []string{"- agenda one\n- agenda two", "# Our team\nWelcome.\n- agenda three\n  - agenda four"} {
		f.Writes(text + "\n")
		retro := thisWeek().AddDays(7 * i)
		f.write(open(retro), add(retro, kpt.Keeps, id("ab"[i:i+1]), "ours"))
		f.wantTexts(retro, kpt.Keeps, "ours")
		f.wantStill(text)
		for _, s := range f.read().Sheets {
			for _, l := range s.Lines {
				if s.Retro == retro && strings.HasPrefix(l.Text, "agenda") {
					f.Errorf("%q is taken for a line of the %s of %s:\n%s", l.Text, l.Section, retro, f.Shows())
				}
			}
		}
	}
}

// titlesSheets is about retros that are moved, or held on another day than planned.
func (f *fixture) titlesSheets() {
	next := thisWeek().AddDays(1)
	f.write(kpt.Change{Kind: kpt.OpenSheet, Retro: thisWeek(), Day: next}, add(thisWeek(), kpt.Keeps, id("a"), "ours"))
	f.wantTitle(next)
	for _, day := range []schedule.Date{thisWeek().AddDays(4), thisWeek(), next} {
		title := kpt.Change{Kind: kpt.TitleSheet, Retro: thisWeek(), Day: day}
		later := thisWeek().AddDays(7)
		f.write(title, open(later), add(thisWeek(), kpt.Problems, kpt.NewID(), "on "+day.String()))
		f.wantTitle(day)
		f.wantTexts(thisWeek(), kpt.Keeps, "ours")
	}
	if got := f.texts(thisWeek(), kpt.Problems); len(got) != 3 {
		f.Errorf("got %q, want a line of each time:\n%s", got, f.Shows())
	}
}

// wantTitle looks for the one sheet of this week, with a day in its heading.
func (f *fixture) wantTitle(day schedule.Date) {
	f.Helper()
	n := 0
	for _, s := range f.read().Sheets {
		if s.Retro == thisWeek() {
			if n++; s.Title != day {
				f.Errorf("the sheet of %s has the title %s, want %s:\n%s", s.Retro, s.Title, day, f.Shows())
			}
		}
	}
	if n != 1 || !strings.Contains(f.Shows(), "KPT "+day.String()) {
		f.Errorf("there are %d sheets of %s, want one that says %s:\n%s", n, thisWeek(), day, f.Shows())
	}
}

func (f *fixture) leavesAHeadingAlone() {
	f.write(open(thisWeek()), add(thisWeek(), kpt.Keeps, id("a"), "ours"))
	f.Appends("KPT "+thisWeek().String(), " with cake")
	f.write(kpt.Change{Kind: kpt.TitleSheet, Retro: thisWeek(), Day: thisWeek().AddDays(1)}, add(thisWeek(), kpt.Keeps, id("b"), "more"))
	f.wantTexts(thisWeek(), kpt.Keeps, "ours", "more")
	if shows := f.Shows(); !strings.Contains(shows, "KPT "+thisWeek().String()+" with cake") {
		f.Errorf("a person's words are not in the heading any more:\n%s", shows)
	}
}

// goesOnInOtherWords is about a Try that is carried over in other words than it has on
// the sheets before, with the same mark.
func (f *fixture) goesOnInOtherWords() {
	f.write(open(lastWeek()), add(lastWeek(), kpt.Tries, id("a"), "Ana: pair"))
	f.write(open(thisWeek()), add(thisWeek(), kpt.Tries, id("a"), "Ana: review by noon"))
	f.wantTexts(lastWeek(), kpt.Tries, "Ana: pair")
	f.wantTexts(thisWeek(), kpt.Tries, "Ana: review by noon")
}

// removesASheet is about sheets that were opened and are not needed yet.
func (f *fixture) removesASheet() {
	later := thisWeek().AddDays(7)
	f.write(open(thisWeek()), add(thisWeek(), kpt.Keeps, id("a"), "ours"))
	was := f.Shows()
	f.wantEmpty(thisWeek(), false)
	f.write(open(later))
	f.wantEmpty(later, true)
	f.write(kpt.Change{Kind: kpt.RemoveSheet, Retro: later})
	if shows := f.Shows(); shows != was {
		f.Errorf("there is now:\n%s\nwant it as before:\n%s", shows, was)
	}
	f.write(open(later), add(later, kpt.Keeps, id("b"), "for later"))
	f.wantEmpty(later, false)
	f.write(remove(f.line("for later")))
	f.wantEmpty(later, true)
	for _, words := range []string{"KPT " + later.String(), "Problem"} {
		f.Appends(words, " with cake")
		f.wantEmpty(later, false)
		was = f.Shows()
		f.write(kpt.Change{Kind: kpt.RemoveSheet, Retro: later})
		if shows := f.Shows(); shows != was {
			f.Errorf("a person's words are gone:\n%s\nwant:\n%s", shows, was)
		}
	}
}

// wantEmpty looks whether the sheet of a retro can be taken away.
func (f *fixture) wantEmpty(retro schedule.Date, want bool) {
	f.Helper()
	for _, s := range f.read().Sheets {
		if s.Retro == retro && s.Empty != want {
			f.Errorf("the sheet of %s is empty: %t, want %t:\n%s", retro, s.Empty, want, f.Shows())
		}
	}
}
