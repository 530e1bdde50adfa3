package notebooktest

import "github.com/engawa-bot/engawa/kpt"

// plainPages are of days and sections that stand as lines of their own, without the look of a
// heading.
var plainPages = []string{
	"2026-11-20 KPT\n\nKeep\n- pairing\nProblem\n- CI is slow\nTry\n- tea",
	"KPT 2026-11-20\n\n## Keep\n- pairing\n\n## Problem\n- CI is slow\n\n## Try\n- tea", // a person has made it plain
	"【2026年11月20日（金）】\n【Keep】\n・pairing\n■Problem\n・CI is slow\n――――――\n【Try】\n・tea",
}

// readsPlain is about one such page.
func readsPlain(text string) func(*fixture) {
	return func(f *fixture) {
		f.Writes(text + "\n")
		f.wantTexts(lastWeek(), kpt.Keeps, "pairing")
		f.write(open(thisWeek()), add(thisWeek(), kpt.Keeps, id("a"), "ours"), add(lastWeek(), kpt.Problems, id("b"), "more"))
		f.wantStill(text)
		f.wantTexts(thisWeek(), kpt.Keeps, "ours")
		f.wantTexts(lastWeek(), kpt.Keeps, "pairing")
		f.wantTexts(lastWeek(), kpt.Problems, "CI is slow", "more")
		f.wantTexts(lastWeek(), kpt.NewTries, "tea")
	}
}
