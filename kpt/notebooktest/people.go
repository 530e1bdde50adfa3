package notebooktest

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/engawa-bot/engawa/kpt"
)

// readsBackslashes has them before letters. Before punctuation a kind may read them
// as what they are in it.
func (f *fixture) readsBackslashes() {
	typed := []string{`C:\new\table`, `\n is a new line`, `end of a line\n`, `\u0041 or \x41`}
	text := "# KPT 2026-11-20\n## Keep\n- " + strings.Join(typed, "\n- ")
	f.Writes(text + "\n")
	f.wantTexts(lastWeek(), kpt.Keeps, typed...)
	f.write(add(lastWeek(), kpt.Keeps, id("a"), `ours: D:\new \r\n`), add(lastWeek(), kpt.NewTries, id("b"), "tea"))
	f.wantStill(text)
	f.write(edit(f.line("tea"), `\tea`), adopt(f.line(typed[1]), id("c")))
	f.wantTexts(lastWeek(), kpt.Keeps, append(typed, `ours: D:\new \r\n`)...)
	f.wantTexts(lastWeek(), kpt.NewTries, `\tea`)
}

// keepsLineEnds is about a page that was written on Windows.
func (f *fixture) keepsLineEnds() {
	f.Writes(strings.ReplaceAll(ordinary, "\n", "\r\n"))
	windows := strings.Contains(f.Shows(), "\r\n") // else the kind has no line ends of its own
	f.wantLineEnds(windows)
	f.wantTexts(lastWeek(), kpt.Keeps, "pairing", "every day")
	f.write(open(thisWeek()), add(thisWeek(), kpt.Keeps, id("a"), "one\nand more"), add(lastWeek(), kpt.Keeps, id("b"), "two\nand more"))
	f.wantLineEnds(windows)
	f.write(edit(f.line("one\nand more"), "three\nand four"), adopt(f.line("CI is slow"), id("c")), remove(f.line("two\nand more")))
	f.wantLineEnds(windows)
	f.wantTexts(thisWeek(), kpt.Keeps, "three\nand four")
	f.wantTexts(lastWeek(), kpt.Keeps, "pairing", "every day")
	f.wantTexts(lastWeek(), kpt.Problems, "CI is slow")
}

func (f *fixture) wantLineEnds(windows bool) {
	f.Helper()
	for _, s := range f.read().Sheets {
		for _, l := range s.Lines {
			if strings.Contains(l.Text, "\r") {
				f.Errorf("a line end is read as text: %q", l.Text)
			}
		}
	}
	for line := range strings.Lines(f.Shows()) {
		if bare, ends := strings.CutSuffix(line, "\n"); ends && strings.HasSuffix(bare, "\r") != windows {
			f.Errorf("the line end of %q is another than that of the page", line)
		}
	}
}

// losesNoWords has a person write beside each of our writes, each time a little later.
func (f *fixture) losesNoWords() {
	const rounds = 40
	f.Writes("# KPT 2026-11-20\n## Keep\n- pairing\n## Try\n- tea\n")
	words := "tea"
	for i := range rounds {
		at, written := f.read(), make(chan error)
		go func() {
			_, err := f.Write(f.Context(), at, []kpt.Change{add(lastWeek(), kpt.Keeps, kpt.NewID(), fmt.Sprintf("ours %d", i))})
			written <- err
		}()
		for range i {
			f.Shows()
		}
		word := fmt.Sprintf(" word%d", i)
		f.Appends(words, word)
		words += word
		if err := <-written; err != nil && !errors.Is(err, kpt.ErrMoved) {
			f.Fatalf("Write: got %v, want it done or %v", err, kpt.ErrMoved)
		}
		if !slices.Equal(f.texts(lastWeek(), kpt.NewTries), []string{words}) {
			f.Fatalf("after %d words the person wrote %q, which is gone from\n%s", i, words, f.Shows())
		}
	}
}

func (f *fixture) movesInTheMidst(meanwhile func(Page, func())) {
	f.Writes(ordinary)
	at := f.read()
	meanwhile(f.Page, func() { f.Appends("tea", " at four") })
	_, err := f.Write(f.Context(), at, []kpt.Change{add(lastWeek(), kpt.Keeps, id("a"), "one"), add(lastWeek(), kpt.NewTries, id("b"), "two")})
	if err != nil && !errors.Is(err, kpt.ErrMoved) {
		f.Errorf("Write: got %v, want it done or %v", err, kpt.ErrMoved)
	}
	if got := f.texts(lastWeek(), kpt.NewTries); !slices.Contains(got, "tea at four") {
		f.Errorf("got %q: what the person wrote is gone from\n%s", got, f.Shows())
	}
	if err != nil && len(f.texts(lastWeek(), kpt.Keeps)) != 2 {
		f.Errorf("it says %v and wrote something:\n%s", err, f.Shows())
	}
}
