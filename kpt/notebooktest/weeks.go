package notebooktest

import (
	"strings"

	"github.com/engawa-bot/engawa/kpt"
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
