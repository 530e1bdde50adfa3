package gdocs_test

import (
	"net/http"
	"strings"
	"testing"

	fake "github.com/engawa-bot/engawa/internal/fake/gdocs"
)

func TestIndexesAreUTF16UnitsAndNeverInsideACluster(t *testing.T) {
	s := start(t, fake.Options{})
	// a 🍵 is two units, a flag four, e with an accent two
	for _, c := range []struct {
		name, line string
		index      int
		want       string // "" is a refusal
	}{
		{"before the tea", "a🍵b", 2, "aX🍵b"},
		{"half a surrogate", "a🍵b", 3, ""},
		{"after the tea", "a🍵b", 4, "a🍵Xb"},
		{"inside a flag", "a🇫🇷b", 4, ""},
		{"after a flag", "a🇫🇷b", 6, "a🇫🇷Xb"},
		{"before an accent", "e\u0301b", 2, ""},
		{"inside a family", "👩‍👩‍👧b", 4, ""},
		{"Japanese", "続ける", 2, "続Xける"},
		{"before the newline", "ab", 3, "abX"},
		{"the section break", "ab", 0, ""},
	} {
		d := page(t, s, c.line)
		got := batch(t, s, d, nil, insertText(c.index, "X"))
		if c.want == "" {
			got.want(t, http.StatusBadRequest, "Invalid requests[0].insertText: The insertion index")
			wantText(t, d, c.line)
			continue
		}
		got.want(t, http.StatusOK, "")
		wantText(t, d, c.want)
	}
}

func TestARangeThatCutsAClusterIsRefused(t *testing.T) {
	s := start(t, fake.Options{})
	d := page(t, s, "a🍵b")
	batch(t, s, d, nil, deleteRange(1, 3)).want(t, 400, "Invalid requests[0].deleteContentRange: ")
	batch(t, s, d, nil, nameRange("n", 3, 5)).want(t, 400, "Invalid requests[0].createNamedRange: ")
	batch(t, s, d, nil, deleteRange(2, 4)).want(t, 200, "")
	wantText(t, d, "ab")
}

func TestTextBeyondTheEndIsRefusedInGooglesWords(t *testing.T) {
	s := start(t, fake.Options{})
	d := page(t, s)
	batch(t, s, d, nil, insertText(1, "a"), insertText(100, "b")).
		want(t, 400, "Invalid requests[1].insertText: Index 100 must be less than the end index of the referenced segment, 3.")
	wantText(t, d, "")
}

func TestControlAndPrivateCharactersAreStripped(t *testing.T) {
	s := start(t, fake.Options{})
	d := page(t, s)
	batch(t, s, d, nil, insertText(1, "a\u0000b\u0008c\td\u000be\u000cf\rg\u001fh\ue000i\uf8ffj")).want(t, 200, "")
	if got, want := d.Lines()[0].Text, "abc\td\u000befghij"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestANewlineSplitsAParagraphWithItsStyleAndList(t *testing.T) {
	s := start(t, fake.Options{})
	d := page(t, s, "## Keep", "- tea", "  - green")
	batch(t, s, d, nil, insertText(index(t, d, "green")+5, "\nblack")).want(t, 200, "")
	batch(t, s, d, nil, insertText(index(t, d, "Keep")+4, "\nlate")).want(t, 200, "")
	wantText(t, d, "## Keep", "## late", "- tea", "  - green", "  - black")
	lines := d.Lines()
	if lines[3].List != lines[4].List {
		t.Errorf("got lists %q and %q, want one", lines[3].List, lines[4].List)
	}
	if got := strings.Count(string(d.JSON()), `"headingId"`); got != 2 {
		t.Errorf("got %d heading ids, want 2", got)
	}
}

func TestInsertedTextLooksLikeTheTextBeforeItAndALinkDoesNotGrow(t *testing.T) {
	s := start(t, fake.Options{})
	d := page(t, s, "- bold link end")
	must(t, d.Line("bold link end").Bold("bold"))
	must(t, d.Line("bold link end").Link("link", "https://example.invalid/"))
	batch(t, s, d, nil, insertText(index(t, d, "link")+4, "Y"), insertText(index(t, d, "bold")+4, "X")).want(t, 200, "")
	styles := runStyles(t, d)
	if got := styles["boldX"]; got["bold"] != true {
		t.Errorf("got %v for the text after bold, want bold: %v", got, styles)
	}
	if got := styles["Y end"]; got == nil || got["link"] != nil || got["underline"] != nil {
		t.Errorf("got %v for the text after a link, want plain: %v", got, styles)
	}
}

// runStyles are the styles of the first paragraph's runs, by their text.
func runStyles(t *testing.T, d *fake.Doc) map[string]object {
	t.Helper()
	tab := parse(t, d.JSON())["tabs"].([]any)[0].(object)["documentTab"].(object)
	paragraph := tab["body"].(object)["content"].([]any)[1].(object)["paragraph"].(object)
	out := map[string]object{}
	for _, e := range paragraph["elements"].([]any) {
		if run, ok := e.(object)["textRun"].(object); ok {
			out[strings.TrimSuffix(run["content"].(string), "\n")] = run["textStyle"].(object)
		}
	}
	return out
}

func TestWhatCannotBeDeleted(t *testing.T) {
	s := start(t, fake.Options{})
	d := page(t, s, "one", "two", "three")
	must(t, d.Line("two").TableAround(1))
	// 0 section break; 1 one\n; 5 \n; 6 table, 7 row, 8 cell, 9 two\n; 13 end of table; 14 \n; 15 three\n; 21
	for _, c := range []struct {
		name       string
		start, end int
		want       string
	}{
		{"the last newline", 15, 21, "The range cannot include the newline character at the end of the segment."},
		{"a cell's last newline", 9, 13, "The range cannot include the newline character at the end of the segment."},
		{"the section break", 0, 2, "Cannot delete the requested range."},
		{"the newline before a table", 5, 6, "Cannot delete the requested range."},
		{"the start of a table", 5, 10, "Cannot delete the requested range."},
		{"the end of a table", 10, 15, "Cannot delete the requested range."},
		{"nothing", 3, 3, "The range should not be empty."},
		{"beyond the end", 3, 99, "Index 99 must be less than or equal to"},
	} {
		batch(t, s, d, nil, deleteRange(c.start, c.end)).want(t, 400, "Invalid requests[0].deleteContentRange: "+c.want)
	}
	wantText(t, d, "one", "", "| two", "", "three")
	batch(t, s, d, nil, deleteRange(9, 12)).want(t, 200, "")
	wantText(t, d, "one", "", "| ", "", "three")
	batch(t, s, d, nil, deleteRange(5, 11)).want(t, 200, "")
	wantText(t, d, "one", "", "three")
}

func TestDeletingANewlineJoinsParagraphsInTheStyleOfTheFirst(t *testing.T) {
	s := start(t, fake.Options{})
	d := page(t, s, "# Title", "- item", "end")
	at := index(t, d, "item")
	batch(t, s, d, nil, deleteRange(at-2, at)).want(t, 200, "")
	wantText(t, d, "# Titlitem", "end")
	d = page(t, s, "# Title", "- item", "end")
	batch(t, s, d, nil, deleteRange(1, index(t, d, "item"))).want(t, 200, "")
	wantText(t, d, "- item", "end")
	d = page(t, s, "# Title", "- item", "end")
	batch(t, s, d, nil, deleteRange(1, index(t, d, "em"))).want(t, 200, "")
	wantText(t, d, "- em", "end")
}

func TestReplaceAllTextKeepsTheLookOfWhatItReplaces(t *testing.T) {
	s := start(t, fake.Options{})
	d := page(t, s, "- Tea and tea", "🍵 TEA")
	must(t, d.Line("Tea and tea").Strike("Tea"))
	got := batch(t, s, d, nil, object{"replaceAllText": object{
		"containsText": object{"text": "tea", "matchCase": false}, "replaceText": "coffee",
	}}).want(t, 200, "")
	wantText(t, d, "- ~~coffee~~ and coffee", "🍵 coffee")
	replies := got.body["replies"].([]any)
	if n := replies[0].(object)["replaceAllText"].(object)["occurrencesChanged"]; n != 3.0 {
		t.Errorf("got %v changed, want 3", n)
	}
}

func TestANewTableComesAfterANewLine(t *testing.T) {
	s := start(t, fake.Options{})
	d := page(t, s, "ab")
	batch(t, s, d, nil, object{"insertTable": object{"rows": 1, "columns": 2, "location": object{"index": 2}}},
		insertText(7, "cell"), insertText(13, "two")).want(t, 400, "")
	batch(t, s, d, nil, object{"insertTable": object{"rows": 1, "columns": 2, "location": object{"index": 2}}},
		insertText(6, "cell")).want(t, 200, "")
	wantText(t, d, "a", "| cell", "| ", "b")
	if _, err := s.Load([]byte(strings.Replace(string(d.JSON()), d.ID(), "copy", 1))); err != nil {
		t.Errorf("its indexes do not add up: %v", err)
	}
}

func TestALinkIsNotPutOnANewline(t *testing.T) {
	s := start(t, fake.Options{})
	d := page(t, s, "one", "two")
	batch(t, s, d, nil, object{"updateTextStyle": object{
		"range": span(1, 8), "fields": "link", "textStyle": object{"link": object{"url": "https://example.invalid/"}},
	}}).want(t, 200, "")
	styles := runStyles(t, d)
	if newline, ok := styles[""]; styles["one"]["link"] == nil || !ok || len(newline) != 0 {
		t.Errorf("got %v, want a link on the text only", styles)
	}
}
