package gdocs_test

import (
	"strings"
	"testing"

	fake "github.com/engawa-bot/engawa/internal/fake/gdocs"
)

const discs = "BULLET_DISC_CIRCLE_SQUARE"

func bullets(start, end int, preset string) object {
	return object{"createParagraphBullets": object{"range": span(start, end), "bulletPreset": preset}}
}

func TestLeadingTabsBecomeLevelsAndShiftIndexes(t *testing.T) {
	s := start(t, fake.Options{})
	d := page(t, s)
	batch(t, s, d, nil,
		insertText(1, "one\n\ttwo\n\t\tthree\nend"),
		nameRange("end", 18, 21),
		bullets(1, 16, discs),
		insertText(15, "X")).want(t, 200, "")
	wantText(t, d, "- one", "  - two", "    - three", "Xend")
	if got := ranges(t, d)["end"]; got != "end" {
		t.Errorf("got a named range over %q, want %q", got, "end")
	}
}

func TestBulletsJoinThePrecedingListOfTheSameLook(t *testing.T) {
	s := start(t, fake.Options{})
	d := page(t, s, "- one", "two", "three")
	at := index(t, d, "two")
	batch(t, s, d, nil, bullets(at, at+1, discs)).want(t, 200, "")
	at = index(t, d, "three")
	batch(t, s, d, nil, bullets(at, at+1, "NUMBERED_DECIMAL_ALPHA_ROMAN")).want(t, 200, "")
	lines := d.Lines()
	if lines[0].List != lines[1].List {
		t.Errorf("got lists %q and %q, want one", lines[0].List, lines[1].List)
	}
	if lines[2].List == "" || lines[2].List == lines[1].List {
		t.Errorf("got list %q after %q, want another", lines[2].List, lines[1].List)
	}
}

func TestARealListIsJoinedByItsPreset(t *testing.T) {
	s := start(t, fake.Options{})
	d, err := s.Load(fixture(t, "real-1vL8dY0Ok__9VaUIqhBCMeElS5QdaKZfbgr_YCja5kx0.json"))
	must(t, err)
	at := index(t, d, "Third bullet item") + len("Third bullet item")
	batch(t, s, d, nil, insertText(at, "\nnew"), object{"deleteParagraphBullets": object{"range": span(at+1, at+4)}},
		bullets(at+1, at+4, discs)).want(t, 200, "")
	for _, l := range d.Lines() {
		if l.Text == "new" && l.List != "kix.nnulch2isgb9" {
			t.Errorf("got list %q, want that of the items before", l.List)
		}
	}
}

func TestDeletedBulletsLeaveTheIndentOfTheirLevel(t *testing.T) {
	s := start(t, fake.Options{})
	d := page(t, s, "- one", "  - two")
	at := index(t, d, "one")
	batch(t, s, d, nil, object{"deleteParagraphBullets": object{"range": span(at, at+8)}}).want(t, 200, "")
	wantText(t, d, "one", "two")
	if got := strings.Count(string(d.JSON()), `"indentStart":{"magnitude":36,"unit":"PT"},"namedStyleType"`); got != 1 {
		t.Errorf("got %d indented lines, want the nested one", got)
	}
}

func TestANamedStyleDoesNotTakeTheBulletAway(t *testing.T) {
	s := start(t, fake.Options{})
	d := page(t, s, "- one")
	batch(t, s, d, nil, object{"updateParagraphStyle": object{
		"range": span(1, 2), "fields": "namedStyleType", "paragraphStyle": object{"namedStyleType": "HEADING_2"},
	}}).want(t, 200, "")
	l := d.Lines()[0]
	if l.Heading != 2 || l.List == "" {
		t.Errorf("got %+v, want a heading with its bullet", l)
	}
}

func TestAMaskSetsOnlyItsFieldsAndResetsWhatIsAbsent(t *testing.T) {
	s := start(t, fake.Options{})
	d := page(t, s, "one")
	style := func(fields string, style object) object {
		return object{"updateTextStyle": object{"range": span(1, 4), "fields": fields, "textStyle": style}}
	}
	batch(t, s, d, nil, style("bold,italic", object{"bold": true, "italic": true, "underline": true})).want(t, 200, "")
	if got := runStyles(t, d)["one"]; got["bold"] != true || got["italic"] != true || got["underline"] != nil {
		t.Errorf("got %v, want bold and italic", got)
	}
	batch(t, s, d, nil, style("bold", object{})).want(t, 200, "")
	if got := runStyles(t, d)["one"]; got["bold"] != nil || got["italic"] != true {
		t.Errorf("got %v, want italic", got)
	}
	batch(t, s, d, nil, style("", object{"bold": true})).want(t, 400, "At least one field must be listed")
	batch(t, s, d, nil, style("boldness", object{"bold": true})).want(t, 400, "Invalid field: boldness")
	batch(t, s, d, nil, style("*", object{"link": object{"headingId": "h.1"}})).want(t, 200, "")
	if got := runStyles(t, d)["one"]; got["italic"] != nil || got["link"] == nil || got["underline"] != true {
		t.Errorf("got %v, want a link with its look", got)
	}
}

func TestHeadingsHaveIdsAndTextHasNone(t *testing.T) {
	s := start(t, fake.Options{})
	d := page(t, s, "one")
	for _, c := range []struct {
		style string
		want  int
	}{{"HEADING_1", 1}, {"HEADING_3", 1}, {"NORMAL_TEXT", 0}} {
		batch(t, s, d, nil, object{"updateParagraphStyle": object{
			"range": span(1, 2), "fields": "namedStyleType", "paragraphStyle": object{"namedStyleType": c.style},
		}}).want(t, 200, "")
		if got := strings.Count(string(d.JSON()), `"headingId"`); got != c.want {
			t.Errorf("%s: got %d heading ids, want %d", c.style, got, c.want)
		}
	}
}
