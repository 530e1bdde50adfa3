package notebooktest

import (
	"slices"

	"github.com/engawa-bot/engawa/kpt"
)

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

// namesTheUnread is about text without a bullet in sections that have bullets. What may be a
// note is told, and is no line; what introduces the list, goes on what a bullet says or only
// says that something comes is neither.
func (f *fixture) namesTheUnread() {
	f.Writes(`# KPT 2026-11-20
## Keep
What made us glad

- pairing

朝のお茶がよかった

(ここに書いてください)

and so it goes on
## Problem
- CI is slow
on Mondays

Links:

以上です
## Try
- tea

Two desks by the window

- cake
`)
	if got, want := f.first().Unread, []string{"朝のお茶がよかった", "Two desks by the window"}; !slices.Equal(got, want) {
		f.Errorf("of the lines that are not read %q are told, want %q", got, want)
	}
	f.wantTexts(lastWeek(), kpt.Keeps, "pairing")
	f.wantTexts(lastWeek(), kpt.NewTries, "tea", "cake")
}

// namesTheMixed is about a section in which most lines have no bullet: they are hardly about the
// list.
func (f *fixture) namesTheMixed() {
	f.Writes("# KPT 2026-11-20\n## Keep\n朝会が短い\n・お茶が楽しい\nレビューが早い\n## Problem\nここは正直に\n・CIが遅い\n## Try\n・tea\nevery day\n")
	if got, want := f.first().Unread, []string{"朝会が短い", "レビューが早い"}; !slices.Equal(got, want) {
		f.Errorf("of the lines that are not read %q are told, want %q", got, want)
	}
	f.wantTexts(lastWeek(), kpt.Keeps, "お茶が楽しい")
	f.wantTexts(lastWeek(), kpt.Problems, "CIが遅い")
}
