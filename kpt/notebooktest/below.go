package notebooktest

import (
	"errors"
	"slices"
	"strings"

	"github.com/engawa-bot/engawa/kpt"
)

// addsBelow is about lines that tell of another: they come right below it, and leave it and
// its details alone.
func (f *fixture) addsBelow() {
	for i, text := range []string{
		"# KPT 2026-11-20\n## Keep\n- pairing\n## Try\n- tea\n  - at four\n- cake",
		"# KPT 2026-11-27\n## Keep\npairing\n## Try\ntea\n\ncake",
	} {
		f.Writes(text + "\n")
		retro := lastWeek().AddDays(7 * i)
		tea := f.line("tea")
		change := add(retro, kpt.NewTries, id("ab"[i:i+1]), "⇒ Ana · by Friday")
		change.Place = tea.Place
		f.write(change, adopt(tea, id("cd"[i:i+1])))
		got := f.texts(retro, kpt.NewTries)
		if at := slices.Index(got, "⇒ Ana · by Friday"); at != slices.Index(got, "tea")+1 || at == 0 {
			f.Errorf("got %q, want the line right below 'tea':\n%s", got, f.Shows())
		}
		if l := f.line("tea"); l.ID != id("cd"[i:i+1]) {
			f.Errorf("got %+v, want it marked", l)
		}
		if l := f.line("⇒ Ana · by Friday"); l.ID != id("ab"[i:i+1]) {
			f.Errorf("got %+v, want it marked", l)
		}
		f.write(remove(f.line("⇒ Ana · by Friday")), add(retro, kpt.NewTries, id("ef"[i:i+1]), "one"))
		if got := f.texts(retro, kpt.NewTries); got[len(got)-1] != "one" || slices.Contains(got, "⇒ Ana · by Friday") {
			f.Errorf("got %q, want the line gone and another at the end:\n%s", got, f.Shows())
		}
		for _, line := range []string{"tea", "cake", "pairing"} {
			f.Deletes(line) // the next page has them too
		}
	}
}

// waitsForAHeading is about a heading that may be a section: none of its kind is made until
// a person says what it is.
func (f *fixture) waitsForAHeading() {
	f.Writes("# KPT 2026-11-20\n## Keep\n- pairing\n## Try harder\n- tea\n")
	at, shown := f.read(), f.Shows()
	if len(at.Sheets) != 1 || !at.Sheets[0].Waits(kpt.NewTries) || at.Sheets[0].Waits(kpt.Keeps) || at.Sheets[0].Unclear[0].Text != "Try harder" {
		f.Fatalf("got %+v, want that the Tries wait because of 'Try harder'", at.Sheets)
	}
	_, err := f.Write(f.Context(), at, []kpt.Change{add(lastWeek(), kpt.NewTries, id("a"), "one")})
	if _, refused := errors.AsType[*kpt.Unwritable](err); !refused || f.Shows() != shown {
		f.Errorf("got %v and\n%s\nwant it refused, and nothing written", err, f.Shows())
	}
	f.write(add(lastWeek(), kpt.Keeps, id("b"), "two"))
	f.wantTexts(lastWeek(), kpt.Keeps, "pairing", "two")
	if n := strings.Count(f.Shows(), "## "); n != 2 {
		f.Errorf("there are %d sections, want the 2 of before:\n%s", n, f.Shows())
	}
}
