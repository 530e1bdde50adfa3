package gdocs_test

import (
	"reflect"
	"strings"
	"testing"

	fake "github.com/engawa-bot/engawa/internal/fake/gdocs"
)

func TestANamedRangeFollowsItsText(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(d *fake.Doc) error
		want string
	}{
		{"typed before", func(d *fake.Doc) error { return d.Line("the note here").Insert("", "X") }, "note"},
		{"typed at its start", func(d *fake.Doc) error { return d.Line("the note here").Insert("the ", "X") }, "note"},
		{"typed inside", func(d *fake.Doc) error { return d.Line("the note here").Insert("no", "X") }, "noXte"},
		{"typed at its end", func(d *fake.Doc) error { return d.Line("the note here").Insert("note", "X") }, "note"},
		{"shrunk", func(d *fake.Doc) error { return d.Line("the note here").Cut("te he") }, "no"},
		{"split by Enter", func(d *fake.Doc) error { return d.Line("the note here").Insert("no", "\n") }, "no\nte"},
		{"deleted", func(d *fake.Doc) error { return d.Line("the note here").Cut("note") }, ""},
		{"line deleted", func(d *fake.Doc) error { return d.Line("the note here").Delete() }, ""},
		{"moved", func(d *fake.Doc) error { return d.Line("the note here").MoveAfter(d.Line("last")) }, ""},
		{"restyled", func(d *fake.Doc) error { return d.Line("the note here").Strike("ote") }, "note"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := start(t, fake.Options{})
			d := page(t, s, "first", "- the note here", "last")
			at := index(t, d, "note")
			batch(t, s, d, nil, nameRange("n", at, at+4)).want(t, 200, "")
			must(t, c.do(d))
			if got := ranges(t, d)["n"]; got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestAPasteInsideSplitsANamedRangeAndReplacingKeepsOnlyTheFirstPart(t *testing.T) {
	s := start(t, fake.Options{})
	d := page(t, s, "- one", "- two", "end")
	batch(t, s, d, nil, nameRange("n", 1, 8)).want(t, 200, "")
	must(t, d.Line("one").Paste("pasted"))
	if got, want := ranges(t, d)["n"], "one|\ntwo"; got != want {
		t.Fatalf("got %q, want %q", got, want)
	}
	batch(t, s, d, nil, object{"replaceNamedRangeContent": object{"namedRangeName": "n", "text": "new"}}).want(t, 200, "")
	wantText(t, d, "- new", "- pasted", "end")
	if got := ranges(t, d)["n"]; got != "new" {
		t.Errorf("got %q, want the new text", got)
	}
}

func TestNamedRangesHaveTheirRules(t *testing.T) {
	s := start(t, fake.Options{})
	d := page(t, s, "one")
	batch(t, s, d, nil, nameRange("", 1, 2)).want(t, 400, "between 1 and 256")
	batch(t, s, d, nil, nameRange(strings.Repeat("🍵", 129), 1, 2)).want(t, 400, "between 1 and 256")
	got := batch(t, s, d, nil, nameRange(strings.Repeat("🍵", 128), 1, 2), nameRange("n", 1, 2), nameRange("n", 2, 3)).want(t, 200, "")
	id := got.reply(1, "createNamedRange", "namedRangeId")
	drop := func(r object) answer { return batch(t, s, d, nil, object{"deleteNamedRange": r}) }
	drop(object{"namedRangeId": "kix.none"}).want(t, 400, "was not found")
	drop(object{"namedRangeId": id, "name": "n"}).want(t, 400, "Exactly one")
	drop(object{"namedRangeId": id}).want(t, 200, "")
	if got := ranges(t, d)["n"]; got != "n" {
		t.Errorf("got %q, want the second of the name", got)
	}
	drop(object{"name": "n"}).want(t, 200, "")
	if got := len(ranges(t, d)); got != 1 {
		t.Errorf("got %d ranges, want 1", got)
	}
}

func TestANamedRangeInAHeaderNamesItsSegment(t *testing.T) {
	s := start(t, fake.Options{})
	d, err := s.Load(fixture(t, "lists.json"))
	must(t, err)
	const header = "kix.3k241u1djmci"
	in := object{"segmentId": header, "startIndex": 0, "endIndex": 1}
	batch(t, s, d, nil, object{"createNamedRange": object{"name": "n", "range": in}}).want(t, 200, "")
	named := parse(t, d.JSON())["namedRanges"].(object)["n"].(object)["namedRanges"].([]any)[0].(object)
	want := []any{object{"segmentId": header, "startIndex": 0.0, "endIndex": 1.0}}
	if got := named["ranges"]; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
