package notebooktest

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/engawa-bot/engawa/kpt"
)

func (d *desk) edits() {
	d.write(open(thisWeek()), add(thisWeek(), kpt.Keeps, id("a"), "Ana: the 👩‍👩‍👧 tea was good"), add(thisWeek(), kpt.Keeps, id("b"), "other"))
	d.write(edit(d.line("Ana: the 👩‍👩‍👧 tea was good"), "Ana: the 🇫🇷 tea was very\ngood"))
	if l := d.line("Ana: the 🇫🇷 tea was very\ngood"); l.ID != id("a") || l.Section != kpt.Keeps {
		d.Errorf("got %+v, want the mark %s", l, id("a"))
	}
	d.write(edit(d.line("other"), "全部"))
	if l := d.line("全部"); l.ID != id("b") || l.Section != kpt.Keeps {
		d.Errorf("got %+v, want the mark %s", l, id("b"))
	}
}

func (d *desk) removes() {
	d.Writes(ordinary)
	d.write(add(lastWeek(), kpt.Keeps, id("a"), "one\nmore of it"), add(lastWeek(), kpt.Keeps, id("b"), "two"), add(lastWeek(), kpt.NewTries, id("c"), "last"))
	d.write(remove(d.line("one\nmore of it")), remove(d.line("last")), add(lastWeek(), kpt.Keeps, id("d"), "three"))
	d.wantTexts(lastWeek(), kpt.Keeps, "pairing", "every day", "two", "three")
	d.wantTexts(lastWeek(), kpt.NewTries, "tea")
	if strings.Contains(d.Shows(), "more of it") {
		d.Errorf("a part of the line is still there:\n%s", d.Shows())
	}
	d.wantStill(strings.TrimSuffix(ordinary, "\n"))
}

func (d *desk) adopts() {
	d.Writes(ordinary)
	before := d.read()
	d.write(adopt(d.line("CI is slow"), id("a")), adopt(d.line("every day"), id("b")))
	if l := d.line("CI is slow"); l.ID != id("a") {
		d.Errorf("got %+v, want the mark %s", l, id("a"))
	}
	if l := d.line("every day"); l.ID != id("b") || l.Depth != 1 {
		d.Errorf("got %+v, want the mark %s, below another", l, id("b"))
	}
	d.write(adopt(d.line("CI is slow"), id("c")))
	if l := d.line("CI is slow"); l.ID != id("c") {
		d.Errorf("marked anew: got %+v, want the mark %s", l, id("c"))
	}
	for i, s := range d.read().Sheets {
		for j, l := range s.Lines {
			if l.Text != before.Sheets[i].Lines[j].Text {
				d.Errorf("got %q, want %q", l.Text, before.Sheets[i].Lines[j].Text)
			}
		}
	}
}

func (d *desk) followsALine() {
	d.write(open(thisWeek()), add(thisWeek(), kpt.Keeps, id("a"), "tea"), add(thisWeek(), kpt.Keeps, id("b"), "cake"))
	d.Appends("tea", " at four")
	if l := d.line("tea at four"); l.ID != id("a") {
		d.Errorf("got %+v, want the mark %s", l, id("a"))
	}
	d.Deletes("cake")
	d.wantTexts(thisWeek(), kpt.Keeps, "tea at four")
	for _, s := range d.read().Sheets {
		for _, l := range s.Lines {
			if l.ID == id("b") {
				d.Errorf("the mark of the deleted line is at %+v", l)
			}
		}
	}
}

func (d *desk) leavesOthersAlone() {
	const text = "Our rules:\n# KPT 2026-11-20\n## Keep\nprose in a section\n- pairing\n  - every day\n    - with tea\n## Parking lot\n- later\n" +
		"## Problem\n- CI is slow\n# Not a retro\n- of somebody else"
	d.Writes(text + "\n")
	d.write(add(lastWeek(), kpt.Keeps, id("a"), "one"), open(thisWeek()), add(thisWeek(), kpt.Keeps, id("b"), "two"))
	d.wantStill(text)
	d.write(edit(d.line("one"), "more"), adopt(d.line("CI is slow"), id("c")), add(lastWeek(), kpt.Tries, id("d"), "three"))
	d.write(remove(d.line("more")), remove(d.line("two")))
	shown := d.Shows()
	for _, line := range []string{"Our rules:", "## Keep", "prose in a section", "- pairing", "  - every day", "    - with tea", "## Parking lot", "- later", "# Not a retro", "- of somebody else"} {
		if n := strings.Count("\n"+shown+"\n", "\n"+line+"\n"); n < 1 {
			d.Errorf("%q is gone or changed in\n%s", line, shown)
		}
	}
	d.wantTexts(lastWeek(), kpt.Problems, "CI is slow")
}

func (d *desk) writesNothing() {
	d.Writes(ordinary)
	at, shown := d.read(), d.Shows()
	revision, err := d.Write(d.Context(), at, nil)
	if err != nil || revision != at.Revision || d.revision() != at.Revision || d.Shows() != shown {
		d.Errorf("got revision %s and %v, want %s and the same text", revision, err, at.Revision)
	}
}

func (d *desk) movedMeanwhile() {
	d.Writes(ordinary)
	at := d.read()
	d.Appends("tea", "!")
	shown := d.Shows()
	_, err := d.Write(d.Context(), at, []kpt.Change{open(thisWeek()), add(thisWeek(), kpt.Keeps, id("a"), "one")})
	if !errors.Is(err, kpt.ErrMoved) || d.Shows() != shown {
		d.Errorf("got %v and\n%s\nwant %v and what the person wrote", err, d.Shows(), kpt.ErrMoved)
	}
}

func (d *desk) writesOnce() {
	d.Writes(ordinary)
	at := d.read()
	errs := make([]error, 4)
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() {
			_, errs[i] = d.Write(d.Context(), at, []kpt.Change{add(lastWeek(), kpt.Keeps, id("a"), "one")})
		})
	}
	all.Wait()
	made := 0
	for _, err := range errs {
		if err == nil {
			made++
		} else if !errors.Is(err, kpt.ErrMoved) {
			d.Errorf("got %v, want %v", err, kpt.ErrMoved)
		}
	}
	if made != 1 {
		d.Errorf("%d Writes were made, want one", made)
	}
	d.wantTexts(lastWeek(), kpt.Keeps, "pairing", "every day", "one")
}

func (d *desk) refusesForGood() {
	d.Writes(ordinary)
	at, shown := d.read(), d.Shows()
	for what, bad := range map[string]kpt.Change{
		"an id that marks nothing": add(lastWeek(), kpt.Keeps, "a b", "one"),
		"no section of a sheet":    add(lastWeek(), "aside", id("b"), "one"),
	} {
		good := add(lastWeek(), kpt.Keeps, id("a"), "good")
		_, err := d.Write(d.Context(), at, []kpt.Change{good, bad})
		refused, ok := errors.AsType[*kpt.Unwritable](err)
		if !ok || refused.ID != bad.ID {
			d.Errorf("%s: got %v, want *kpt.Unwritable of %q", what, err, bad.ID)
		}
		if d.revision() != at.Revision || d.Shows() != shown {
			d.Errorf("%s: something was written:\n%s", what, d.Shows())
		}
	}
	d.writeAt(at, add(lastWeek(), kpt.Keeps, id("a"), "good"))
	d.wantTexts(lastWeek(), kpt.Keeps, "pairing", "every day", "good")
}

func (d *desk) losesAnAnswer(lose func(Page)) {
	d.Writes(ordinary)
	at := d.read()
	changes := []kpt.Change{add(lastWeek(), kpt.Keeps, id("a"), "one")}
	lose(d.Page)
	if _, err := d.Write(d.Context(), at, changes); err == nil || errors.Is(err, kpt.ErrMoved) {
		d.Errorf("got %v, want an error that says nothing of the outcome", err)
	}
	if _, err := d.Write(d.Context(), at, changes); !errors.Is(err, kpt.ErrMoved) {
		d.Errorf("sent again: got %v, want %v", err, kpt.ErrMoved)
	}
	d.wantTexts(lastWeek(), kpt.Keeps, "pairing", "every day", "one")
	if l := d.line("one"); l.ID != id("a") || d.read().Revision == at.Revision {
		d.Errorf("got %+v at revision %s, want the mark %s at another", l, d.read().Revision, id("a"))
	}
}

func (d *desk) isInTrouble(k Kind, want kpt.Reason, bring func(*testing.T, Page)) {
	d.Writes(ordinary)
	at := d.read()
	bring(d.T, d.Page)
	_, looked := d.Revision(d.Context())
	_, read := d.Read(d.Context())
	_, written := d.Write(d.Context(), at, []kpt.Change{open(thisWeek())})
	errs := map[string]error{"Revision": looked, "Read": read, "Write": written}
	if want == kpt.ReadOnly { // reading may go on
		delete(errs, "Revision")
		delete(errs, "Read")
	}
	for method, err := range errs {
		trouble, ok := errors.AsType[*kpt.Trouble](err)
		if !ok || trouble.Reason != want || trouble.Help != k.Help(d.Page) {
			d.Errorf("%s: got %v, want a trouble of %s at %s", method, err, want, k.Help(d.Page))
		}
	}
}
