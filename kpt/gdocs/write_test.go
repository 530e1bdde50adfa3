package gdocs_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/kpt/gdocs"
)

const ordinary = `
Our KPT
# KPT 2026-11-20
## Keep
- pairing
  - every day
## Problem
- CI is slow
## Try
- tea
`

func opened(changes ...kpt.Change) []kpt.Change {
	return append([]kpt.Change{{Kind: kpt.OpenSheet, Retro: thisWeek}}, changes...)
}

func TestASheetIsOpenedInAnEmptyDoc(t *testing.T) {
	d := open(t)
	d.write(opened(adds(thisWeek, kpt.Keeps, 1, "Ana: pairing", "朝会 🍵")...)...)
	d.shows(`
# KPT 2026-11-27
## Open Tries
- 
## Keep
- Ana: pairing
- 朝会 🍵
## Problem
- 
## Try
- 
`)
	if l := d.line("朝会 🍵"); l.ID != id(2) || l.Section != kpt.Keeps || l.Depth != 0 {
		t.Errorf("got %+v", l)
	}
}

func TestTheNewestSheetComesFirst(t *testing.T) {
	d := wrote(t, ordinary)
	d.write(opened()...)
	d.write(kpt.Change{Kind: kpt.OpenSheet, Retro: nextWeek})
	want := []string{"Our KPT", "KPT 2026-12-04", "KPT 2026-11-27", "KPT 2026-11-20"}
	var got []string
	for _, l := range d.doc.Lines() {
		if l.Heading == 1 || l.Text == "Our KPT" {
			got = append(got, l.Text)
		}
	}
	if strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestANewSheetLooksLikeTheNewest(t *testing.T) {
	d := wrote(t, `
### ふりかえり 2026年11月20日
#### 続けること
1
#### 困ったこと
`)
	must(t, d.doc.Line("1").Bullet("BULLET_STAR_CIRCLE_SQUARE"))
	d.write(opened(adds(thisWeek, kpt.Keeps, 1, "tea")...)...)
	d.shows(`
### ふりかえり 2026年11月27日
#### Open Tries
- 
#### 続けること
- tea
#### 困ったこと
- 
#### Try
- 
### ふりかえり 2026年11月20日
#### 続けること
- 1
#### 困ったこと
`)
}

func TestALineIsAddedAfterTheLastBulletOfItsSection(t *testing.T) {
	d := wrote(t, ordinary)
	must(t, d.doc.Line("CI is slow").Bold(""), d.doc.Line("CI is slow").Strike(""))
	d.write(append(adds(lastWeek, kpt.Problems, 1, "one", "two"), adds(lastWeek, kpt.Keeps, 3, "three")...)...)
	d.shows(`
Our KPT
# KPT 2026-11-20
## Keep
- pairing
  - every day
- three
## Problem
- ~~CI is slow~~
- one
- two
## Try
- tea
`)
	lists := map[string]string{}
	for _, l := range d.doc.Lines() {
		lists[l.Text] = l.List
		if l.Text == "one" && l.Bold {
			t.Error("the new line is bold, as the line above it")
		}
	}
	if lists["one"] != lists["CI is slow"] || lists["three"] != lists["pairing"] {
		t.Errorf("the new lines are of other lists: %v", lists)
	}
}

func TestAMissingSectionIsMade(t *testing.T) {
	d := wrote(t, ordinary)
	must(t, d.doc.Line("CI is slow").Delete(), d.doc.Line("Problem").Delete())
	d.write(adds(lastWeek, kpt.Problems, 1, "one")...)
	d.shows(`
Our KPT
# KPT 2026-11-20
## Keep
- pairing
  - every day
## Problem
- one
## Try
- tea
`)
}

func TestALineBelowAHeadingDoesNotLookLikeIt(t *testing.T) {
	d := wrote(t, "# KPT 2026-11-20\n## Keep\n")
	must(t, d.doc.Line("Keep").Strike(""))
	d.write(adds(lastWeek, kpt.Keeps, 1, "one")...)
	d.shows("# KPT 2026-11-20\n## ~~Keep~~\n- one\n")
}

func TestALineGoesAboveAnEmptyBullet(t *testing.T) {
	d := open(t)
	d.write(opened()...)
	d.write(adds(thisWeek, kpt.Problems, 1, "one")...)
	d.write(adds(thisWeek, kpt.Problems, 2, "two")...)
	d.shows(`
# KPT 2026-11-27
## Open Tries
- 
## Keep
- 
## Problem
- one
- two
- 
## Try
- 
`)
}

func TestAnEditChangesOnlyWhatDiffers(t *testing.T) {
	d := open(t)
	d.write(opened(adds(thisWeek, kpt.Keeps, 1, "Ana: the 👩‍👩‍👧 tea was good", "other")...)...)
	must(t, d.doc.Line("Ana: the 👩‍👩‍👧 tea was good").Bold("Ana"))
	l := d.line("Ana: the 👩‍👩‍👧 tea was good")
	d.write(kpt.Change{Kind: kpt.EditLine, ID: l.ID, Place: l.Place, Was: l.Text, Text: "Ana: the 🇫🇷 tea was very\ngood"})
	if got := d.line("Ana: the 🇫🇷 tea was very\ngood"); got.ID != l.ID {
		t.Errorf("the line is marked %q, want %q", got.ID, l.ID)
	}
	must(t, d.doc.Line("other").Append("!")) // the same revision of everything else
	l = d.line("Ana: the 🇫🇷 tea was very\ngood")
	d.write(kpt.Change{Kind: kpt.EditLine, ID: l.ID, Place: l.Place, Was: l.Text, Text: "全部"})
	if got := d.line("全部"); got.ID != l.ID {
		t.Errorf("the line is marked %q, want %q", got.ID, l.ID)
	}
	d.shows(d.doc.Text())
}

func TestAnEditLeavesWhatAPersonPutIn(t *testing.T) {
	d := open(t)
	d.write(opened(adds(thisWeek, kpt.Keeps, 1, "good tea")...)...)
	must(t, d.doc.Line("good tea").Chip("good", "Bo", "bo@example.com"))
	_, err := d.doc.Line("goodBo tea").Suggest("go", "XX")
	must(t, err)
	l := d.line("good tea")
	if l.Person != "" {
		t.Errorf("got %+v, want it nobody's: Bo stands in the midst of it", l)
	}
	d.write(kpt.Change{Kind: kpt.EditLine, ID: l.ID, Place: l.Place, Was: l.Text, Text: "bad"})
	if got := d.line("bad"); got.ID != l.ID || !strings.Contains(d.doc.Text(), "Bo") {
		t.Errorf("got %+v", got)
	}
	if text := d.doc.Text(); !strings.Contains(text, "{+XX+}") || !strings.Contains(text, "Bo") {
		t.Errorf("what a person put in is gone:\n%s", text)
	}
	l = d.line("bad")
	d.write(kpt.Change{Kind: kpt.RemoveLine, ID: l.ID, Place: l.Place, Was: l.Text})
	if text := d.doc.Text(); !strings.Contains(text, "{+XX+}") || !strings.Contains(text, "Bo") {
		t.Errorf("what a person put in is gone:\n%s", text)
	}
	d.shows(d.doc.Text())
}

func TestALineIsRemovedWithItsBullet(t *testing.T) {
	d := wrote(t, ordinary)
	d.write(append(adds(lastWeek, kpt.Keeps, 1, "one", "two"), adds(lastWeek, kpt.NewTries, 3, "last")...)...)
	var changes []kpt.Change
	for _, text := range []string{"one", "last"} {
		l := d.line(text)
		changes = append(changes, kpt.Change{Kind: kpt.RemoveLine, ID: l.ID, Place: l.Place, Was: text})
	}
	changes = append(changes, adds(lastWeek, kpt.Keeps, 4, "three")...)
	d.write(changes...)
	d.shows(`
Our KPT
# KPT 2026-11-20
## Keep
- pairing
  - every day
- two
- three
## Problem
- CI is slow
## Try
- tea

`)
}

func TestAnAdoptedLineIsMarkedAndItsTextLeftAlone(t *testing.T) {
	d := wrote(t, ordinary)
	l := d.line("CI is slow")
	before := d.doc.Text()
	d.write(kpt.Change{Kind: kpt.AdoptLine, ID: id(7), Place: l.Place, Was: l.Text})
	if got := d.line("CI is slow"); got.ID != id(7) {
		t.Errorf("got mark %q, want %q", got.ID, id(7))
	}
	d.shows(before)
	must(t, d.doc.Line("CI is slow").Insert("CI is", " very"))
	if got := d.line("CI is very slow"); got.ID != id(7) {
		t.Errorf("after an edit by a person: got mark %q, want %q", got.ID, id(7))
	}
	must(t, d.doc.Line("CI is very slow").Insert("CI is", "\n"))
	first, second := d.line("CI is"), d.line("very slow")
	if first.ID != id(7) || second.ID != id(7) {
		t.Errorf("both halves of a split line have its mark: got %q and %q", first.ID, second.ID)
	}
	d.write(kpt.Change{Kind: kpt.AdoptLine, ID: id(8), Place: second.Place, Was: second.Text})
	if first, second := d.line("CI is").ID, d.line("very slow").ID; first != id(7) || second != id(8) {
		t.Errorf("got marks %q and %q, want %q and %q", first, second, id(7), id(8))
	}
}

func TestATabARetro(t *testing.T) {
	d := open(t)
	d.use(d.doc, gdocs.Tabs)
	d.write(opened(adds(thisWeek, kpt.Keeps, 1, "tea")...)...)
	d.write(append([]kpt.Change{{Kind: kpt.OpenSheet, Retro: nextWeek}}, adds(thisWeek, kpt.Keeps, 2, "more")...)...)
	d.write(adds(nextWeek, kpt.Problems, 3, "one")...)
	tabs := map[string]string{}
	for _, l := range d.doc.Lines() {
		tabs[l.Text] = l.Tab
	}
	if tabs["tea"] != "KPT 2026-11-27" || tabs["more"] != "KPT 2026-11-27" || tabs["one"] != "KPT 2026-12-04" {
		t.Errorf("lines by tab: %v", tabs)
	}
	if r := d.read(); len(r.Sheets) != 2 || r.Sheets[0].Retro != nextWeek || len(r.Sheets[1].Lines) != 2 {
		t.Errorf("got %+v", r.Sheets)
	}
	d.shows(d.doc.Text())
}

func TestATabThatWasMadeAndNotFilledIsFilled(t *testing.T) {
	d := open(t)
	d.use(d.doc, gdocs.Tabs)
	r := d.read()
	d.server.Faults().Before(nil, 1, func() {
		d.server.Faults().Before(nil, 1, func() { must(t, d.doc.LineAt(0).Append("x")) })
	})
	if _, err := d.notebook.Write(context.Background(), r, opened()); !errors.Is(err, kpt.ErrMoved) {
		t.Fatalf("got %v, want %v", err, kpt.ErrMoved)
	}
	if r := d.read(); len(r.Sheets) != 0 {
		t.Errorf("an empty tab counts as a sheet: %+v", r.Sheets)
	}
	d.write(opened()...)
	if r := d.read(); len(r.Sheets) != 1 || r.Sheets[0].Retro != thisWeek {
		t.Errorf("got %+v", r.Sheets)
	}
	if n := d.server.Requests()["batchUpdate"]; n != 3 {
		t.Errorf("got %d writes, want 3", n)
	}
}
