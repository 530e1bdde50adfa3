package gdocs

import "testing"

// Whether a named range grows when text is typed at its end is not documented:
// the line that was typed there must keep its own mark.
func TestAMarkThatReachesIntoTheNextLineIsNotThatLines(t *testing.T) {
	d, err := newDocument([]byte(`{"revisionId":"r","tabs":[{"tabProperties":{"tabId":"t.0"},"documentTab":{"body":{"content":[
		{"startIndex":1,"paragraph":{"bullet":{},"elements":[{"endIndex":5,"textRun":{"content":"one\n"}}]}},
		{"startIndex":5,"paragraph":{"bullet":{},"elements":[{"endIndex":9,"textRun":{"content":"two\n"}}]}}]},
		"namedRanges":{
			"engawa:aaaaaaaaaaaaaaaa":{"namedRanges":[{"namedRangeId":"a","ranges":[{"startIndex":1,"endIndex":8}]}]},
			"engawa:bbbbbbbbbbbbbbbb":{"namedRanges":[{"namedRangeId":"b","ranges":[{"startIndex":5,"endIndex":8}]}]}}}}]}`))
	if err != nil {
		t.Fatal(err)
	}
	for place, want := range map[string]string{"t.0:1": "aaaaaaaaaaaaaaaa", "t.0:5": "bbbbbbbbbbbbbbbb"} {
		if got := d.lines[place]; got == nil || string(got.ID) != want {
			t.Errorf("line at %s: got %+v, want mark %s", place, got, want)
		}
	}
}

// A combining mark that is left over by an edit must not swallow what comes
// before it: Google refuses to write inside of a character.
func TestAnEditIsNeverInsideACharacter(t *testing.T) {
	for _, test := range []struct{ old, text string }{
		{"a\v\u0301b", "axb"}, {"a\v\u0301b", "a\u0301b"}, {"🇫x🇷", "🇫y🇷"}, {"👩x\u200d👧", "👩\u200d👧"}, {"", "\u0301"}, {"e", "e\u0301"},
	} {
		n := units(test.old)
		p := &paragraph{tab: &tab{}, start: 1, end: n + 2, pieces: []piece{{start: 1, end: n + 2, text: test.old}}}
		requests, grown := newEditor(p, 1).replace(test.text)
		got := test.old
		for _, r := range requests {
			switch {
			case r.DeleteContentRange != nil:
				cut := r.DeleteContentRange.Range
				left, right := got[:bytesAt(got, cut.StartIndex-1)], got[bytesAt(got, cut.EndIndex-1):]
				if middle := got[len(left) : len(got)-len(right)]; !apart(left, middle+right) || !apart(left+middle, right) {
					t.Errorf("%q to %q: %q is deleted from %q", test.old, test.text, middle, got)
				}
				got = left + right
			case r.InsertText != nil:
				at := bytesAt(got, r.InsertText.Location.Index-1)
				if !apart(got[:at], got[at:]) {
					t.Errorf("%q to %q: text is inserted into %q at %d", test.old, test.text, got, at)
				}
				got = got[:at] + r.InsertText.Text + got[at:]
			}
		}
		if got != test.text || grown != units(got)-n {
			t.Errorf("%q to %q: got %q, grown by %d", test.old, test.text, got, grown)
		}
	}
}
