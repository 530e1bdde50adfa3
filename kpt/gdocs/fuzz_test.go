package gdocs

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// FuzzReader: whatever Google answers, nothing panics, neither in reading it nor
// in planning every kind of change to what was read.
func FuzzReader(f *testing.F) {
	f.Add([]byte(`{"revisionId":"r","tabs":[{"tabProperties":{"tabId":"t.0","title":"2026-11-27"},"documentTab":{"body":{"content":[
		{"endIndex":1,"sectionBreak":{}},
		{"startIndex":1,"paragraph":{"elements":[{"endIndex":6,"textRun":{"content":"Keep\n"}}],"paragraphStyle":{"namedStyleType":"HEADING_2"}}},
		{"startIndex":6,"paragraph":{"elements":[{"endIndex":7,"person":{"personProperties":{"email":"a@b"}}},
			{"endIndex":9,"textRun":{"content":"🍵","suggestedInsertionIds":["s"]}},{"endIndex":11,"textRun":{"content":"x\n","textStyle":{"bold":true}}}],
			"bullet":{"listId":"l","nestingLevel":1}}},
		{"startIndex":11,"table":{"tableRows":[{"tableCells":[{"content":[{"startIndex":14,"paragraph":{"elements":[{"endIndex":20,"textRun":{"content":"・abc\n"}}]}}]}]}]}}
		]},"lists":{"l":{"listProperties":{"nestingLevels":[{"glyphSymbol":"★"}]}}},
		"namedRanges":{"engawa:aaaaaaaaaaaaaaaa":{"namedRanges":[{"namedRangeId":"n","ranges":[{"startIndex":6,"endIndex":18}]}]}}},"childTabs":[{}]}]}`))
	f.Add([]byte(`{"tabs":[{"documentTab":{"body":{"content":[{"startIndex":-5,"paragraph":{"elements":[{"endIndex":3,"textRun":{"content":"abc"}}],"bullet":{}}}]}}}]}`))
	f.Add([]byte(`{"tabs":[null,{"documentTab":{"body":{"content":[{"paragraph":null},{"table":{"tableRows":[{}]}}]}}}]}`))
	if files, err := filepath.Glob(filepath.Join("testdata", "*.json")); err == nil {
		for _, file := range files {
			if data, err := os.ReadFile(file); err == nil {
				f.Add(data)
			}
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := newDocument(data)
		if err != nil {
			if json.Valid(data) && nesting(data) < maxDepth {
				t.Errorf("%v: %.200q", err, data)
			}
			return
		}
		var changes []kpt.Change
		for i, kind := range []kpt.ChangeKind{kpt.AdoptLine, kpt.EditLine, kpt.RemoveLine} {
			for place, l := range d.lines {
				if (len(place)+i)%3 > 0 {
					changes = append(changes, kpt.Change{Kind: kind, ID: "aaaaaaaaaaaaaaab", Place: place, Was: l.Text, Text: "new 🍵"})
				}
			}
		}
		for _, s := range append(d.reading().Sheets, kpt.Sheet{Retro: schedule.Date{Year: 2026, Month: 12, Day: 4}}) {
			for _, section := range kpt.Sections() {
				changes = append(changes, kpt.Change{Kind: kpt.AddLine, Retro: s.Retro, Section: section, ID: "aaaaaaaaaaaaaaac", Text: "\u0301x"})
			}
		}
		_, _ = newPlan(d, Config{}).requests(changes)
	})
}

func nesting(data []byte) int {
	deepest, depth := 0, 0
	for _, c := range data {
		switch c {
		case '{', '[':
			depth++
			deepest = max(deepest, depth)
		case '}', ']':
			depth--
		}
	}
	return deepest
}

func TestAnAnswerThatWasCutOffIsNoDoc(t *testing.T) {
	whole := `{"revisionId":"r\n","tabs":[{"documentTab":{"body":{"content":[{"startIndex":1,"paragraph":{"elements":[{"endIndex":3,"textRun":{"content":"a\n"}}]}}]}}}]}`
	if _, err := newDocument([]byte(whole + " \n")); err != nil {
		t.Fatal(err)
	}
	for n := range len(whole) {
		if d, err := newDocument([]byte(whole[:n])); n > 0 && err == nil {
			t.Errorf("%q was read as %+v", whole[:n], d.reading())
		}
	}
}
