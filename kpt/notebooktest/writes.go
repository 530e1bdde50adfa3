package notebooktest

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/engawa-bot/engawa/kpt"
)

func (f *fixture) edits() {
	f.write(open(thisWeek()), add(thisWeek(), kpt.Keeps, id("a"), "Ana: the 👩‍👩‍👧 tea was good"), add(thisWeek(), kpt.Keeps, id("b"), "other"))
	f.write(edit(f.line("Ana: the 👩‍👩‍👧 tea was good"), "Ana: the 🇫🇷 tea was very\ngood"))
	if l := f.line("Ana: the 🇫🇷 tea was very\ngood"); l.ID != id("a") || l.Section != kpt.Keeps {
		f.Errorf("got %+v, want the mark %s", l, id("a"))
	}
	f.write(edit(f.line("other"), "全部"))
	if l := f.line("全部"); l.ID != id("b") || l.Section != kpt.Keeps {
		f.Errorf("got %+v, want the mark %s", l, id("b"))
	}
}

func (f *fixture) removes() {
	f.Writes(ordinary)
	f.write(add(lastWeek(), kpt.Keeps, id("a"), "one\nmore of it"), add(lastWeek(), kpt.Keeps, id("b"), "two"), add(lastWeek(), kpt.NewTries, id("c"), "last"))
	f.write(remove(f.line("one\nmore of it")), remove(f.line("last")), add(lastWeek(), kpt.Keeps, id("d"), "three"))
	f.wantTexts(lastWeek(), kpt.Keeps, "pairing", "every day", "two", "three")
	f.wantTexts(lastWeek(), kpt.NewTries, "tea")
	if strings.Contains(f.Shows(), "more of it") {
		f.Errorf("a part of the line is still there:\n%s", f.Shows())
	}
	f.wantStill(strings.TrimSuffix(ordinary, "\n"))
}

func (f *fixture) adopts() {
	f.Writes(ordinary)
	before := f.read()
	f.write(adopt(f.line("CI is slow"), id("a")), adopt(f.line("every day"), id("b")))
	if l := f.line("CI is slow"); l.ID != id("a") {
		f.Errorf("got %+v, want the mark %s", l, id("a"))
	}
	if l := f.line("every day"); l.ID != id("b") || l.Depth != 1 {
		f.Errorf("got %+v, want the mark %s, below another", l, id("b"))
	}
	f.write(adopt(f.line("CI is slow"), id("c")))
	if l := f.line("CI is slow"); l.ID != id("c") {
		f.Errorf("marked anew: got %+v, want the mark %s", l, id("c"))
	}
	for i, s := range f.read().Sheets {
		for j, l := range s.Lines {
			if l.Text != before.Sheets[i].Lines[j].Text {
				f.Errorf("got %q, want %q", l.Text, before.Sheets[i].Lines[j].Text)
			}
		}
	}
}

func (f *fixture) followsALine() {
	f.write(open(thisWeek()), add(thisWeek(), kpt.Keeps, id("a"), "tea"), add(thisWeek(), kpt.Keeps, id("b"), "cake"))
	f.Appends("tea", " at four")
	if l := f.line("tea at four"); l.ID != id("a") {
		f.Errorf("got %+v, want the mark %s", l, id("a"))
	}
	f.Deletes("cake")
	f.wantTexts(thisWeek(), kpt.Keeps, "tea at four")
	for _, s := range f.read().Sheets {
		for _, l := range s.Lines {
			if l.ID == id("b") {
				f.Errorf("the mark of the deleted line is at %+v", l)
			}
		}
	}
}

func (f *fixture) leavesOthersAlone() {
	const text = "Our rules:\n# KPT 2026-11-20\n## Keep\nprose in a section\n- pairing\n  - every day\n    - with tea\n## Parking lot\n- later\n" +
		"## Problem\n- CI is slow\n# Not a retro\n- of somebody else"
	f.Writes(text + "\n")
	f.write(add(lastWeek(), kpt.Keeps, id("a"), "one"), open(thisWeek()), add(thisWeek(), kpt.Keeps, id("b"), "two"))
	f.wantStill(text)
	f.write(edit(f.line("one"), "more"), adopt(f.line("CI is slow"), id("c")), add(lastWeek(), kpt.Tries, id("d"), "three"))
	f.write(remove(f.line("more")), remove(f.line("two")))
	shown := f.Shows()
	for _, line := range []string{"Our rules:", "## Keep", "prose in a section", "- pairing", "  - every day", "    - with tea", "## Parking lot", "- later", "# Not a retro", "- of somebody else"} {
		if n := strings.Count("\n"+shown+"\n", "\n"+line+"\n"); n < 1 {
			f.Errorf("%q is gone or changed in\n%s", line, shown)
		}
	}
	f.wantTexts(lastWeek(), kpt.Problems, "CI is slow")
}

func (f *fixture) writesNothing() {
	f.Writes(ordinary)
	at, shown := f.read(), f.Shows()
	revision, err := f.Write(f.Context(), at, nil)
	if err != nil || revision != at.Revision || f.revision() != at.Revision || f.Shows() != shown {
		f.Errorf("got revision %s and %v, want %s and the same text", revision, err, at.Revision)
	}
}

func (f *fixture) movedMeanwhile() {
	f.Writes(ordinary)
	at := f.read()
	f.Appends("tea", "!")
	shown := f.Shows()
	_, err := f.Write(f.Context(), at, []kpt.Change{open(thisWeek()), add(thisWeek(), kpt.Keeps, id("a"), "one")})
	if !errors.Is(err, kpt.ErrMoved) || f.Shows() != shown {
		f.Errorf("got %v and\n%s\nwant %v and what the person wrote", err, f.Shows(), kpt.ErrMoved)
	}
}

func (f *fixture) writesOnce() {
	f.Writes(ordinary)
	at := f.read()
	errs := make([]error, 4)
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() {
			_, errs[i] = f.Write(f.Context(), at, []kpt.Change{add(lastWeek(), kpt.Keeps, id("a"), "one")})
		})
	}
	all.Wait()
	made := 0
	for _, err := range errs {
		if err == nil {
			made++
		} else if !errors.Is(err, kpt.ErrMoved) {
			f.Errorf("got %v, want %v", err, kpt.ErrMoved)
		}
	}
	if made != 1 {
		f.Errorf("%d Writes were made, want one", made)
	}
	f.wantTexts(lastWeek(), kpt.Keeps, "pairing", "every day", "one")
}

func (f *fixture) refusesForGood() {
	f.Writes(ordinary)
	at, shown := f.read(), f.Shows()
	for what, bad := range map[string]kpt.Change{
		"an id that marks nothing": add(lastWeek(), kpt.Keeps, "a b", "one"),
		"no section of a sheet":    add(lastWeek(), "aside", id("b"), "one"),
	} {
		good := add(lastWeek(), kpt.Keeps, id("a"), "good")
		_, err := f.Write(f.Context(), at, []kpt.Change{good, bad})
		refused, ok := errors.AsType[*kpt.Unwritable](err)
		if !ok || refused.ID != bad.ID {
			f.Errorf("%s: got %v, want *kpt.Unwritable of %q", what, err, bad.ID)
		}
		if f.revision() != at.Revision || f.Shows() != shown {
			f.Errorf("%s: something was written:\n%s", what, f.Shows())
		}
	}
	f.writeAt(at, add(lastWeek(), kpt.Keeps, id("a"), "good"))
	f.wantTexts(lastWeek(), kpt.Keeps, "pairing", "every day", "good")
}

func (f *fixture) losesAnAnswer(lose func(Page)) {
	f.Writes(ordinary)
	at := f.read()
	changes := []kpt.Change{add(lastWeek(), kpt.Keeps, id("a"), "one")}
	lose(f.Page)
	if _, err := f.Write(f.Context(), at, changes); err == nil || errors.Is(err, kpt.ErrMoved) {
		f.Errorf("got %v, want an error that says nothing of the outcome", err)
	}
	if _, err := f.Write(f.Context(), at, changes); !errors.Is(err, kpt.ErrMoved) {
		f.Errorf("sent again: got %v, want %v", err, kpt.ErrMoved)
	}
	f.wantTexts(lastWeek(), kpt.Keeps, "pairing", "every day", "one")
	if l := f.line("one"); l.ID != id("a") || f.read().Revision == at.Revision {
		f.Errorf("got %+v at revision %s, want the mark %s at another", l, f.read().Revision, id("a"))
	}
}

func (f *fixture) isInTrouble(k Kind, want kpt.Reason, bring func(*testing.T, Page)) {
	f.Writes(ordinary)
	at := f.read()
	bring(f.T, f.Page)
	_, looked := f.Revision(f.Context())
	_, read := f.Read(f.Context())
	_, written := f.Write(f.Context(), at, []kpt.Change{open(thisWeek())})
	errs := map[string]error{"Revision": looked, "Read": read, "Write": written}
	if want == kpt.ReadOnly { // reading may go on
		delete(errs, "Revision")
		delete(errs, "Read")
	}
	for method, err := range errs {
		trouble, ok := errors.AsType[*kpt.Trouble](err)
		if !ok || trouble.Reason != want || trouble.Help != k.Help(f.Page) {
			f.Errorf("%s: got %v, want a trouble of %s at %s", method, err, want, k.Help(f.Page))
		}
	}
}
