package gdocs

import (
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

const textRun = "textRun"

// element is a piece of a paragraph: a text run, or something opaque such as a person chip, an inline
// image, a footnote reference or a horizontal rule.
type element struct {
	kind     string // the API's field, such as "textRun"
	text     string // of a text run
	units    int    // length in UTF-16 units; an opaque element's is 1
	style    attrs  // textStyle
	inserted idSet  // suggestedInsertionIds
	deleted  idSet  // suggestedDeletionIds
	rest     attrs  // everything else
}

// run is a text run.
func run(text string, style attrs) element {
	return element{kind: textRun, text: text, units: units(text), style: style}
}

// like is e with another text.
func (e element) like(text string) element {
	e.text, e.units = text, units(text)
	return e
}

// joins says whether two neighbours are one run.
func (e element) joins(next element) bool {
	return e.kind == textRun && next.kind == textRun && e.like("") == next.like("")
}

func (e element) endsLine() bool { return e.kind == textRun && strings.HasSuffix(e.text, "\n") }

// idSet is a set of suggestion ids, separated by spaces in the order they came.
type idSet string

func (s idSet) list() []string { return strings.Fields(string(s)) }

func (s idSet) has(id string) bool { return slices.Contains(s.list(), id) }

func (s idSet) with(id string) idSet { return idSetOf(append(s.list(), id)) }

func (s idSet) without(id string) idSet {
	return idSetOf(slices.DeleteFunc(s.list(), func(x string) bool { return x == id }))
}

// both are the ids that two neighbours share.
func (s idSet) both(t idSet) idSet {
	return idSetOf(slices.DeleteFunc(s.list(), func(x string) bool { return !t.has(x) }))
}

func idSetOf(ids []string) idSet { return idSet(strings.Join(ids, " ")) }

// units is the length of s in UTF-16 units.
func units(s string) int {
	n := 0
	for i := 0; i < len(s); {
		if s[i] < utf8.RuneSelf {
			n++
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		n += max(utf16.RuneLen(r), 1)
		i += size
	}
	return n
}

// bytesAt is the place in s, in bytes, of an offset in UTF-16 units. Half a surrogate pair is rounded down.
func bytesAt(s string, offset int) int {
	for i, r := range s {
		n := max(utf16.RuneLen(r), 1)
		if offset < n {
			return i
		}
		offset -= n
	}
	return len(s)
}

// split cuts elements at an offset in units.
func split(all []element, offset int) (before, after []element) {
	for i, e := range all {
		switch {
		case offset <= 0:
			return before, append(after, all[i:]...)
		case offset < e.units && e.kind == textRun:
			at := bytesAt(e.text, offset)
			before = append(before, e.like(e.text[:at]))
			after = append(after, e.like(e.text[at:]))
			return before, append(after, all[i+1:]...)
		}
		before = append(before, e)
		offset -= e.units
	}
	return before, nil
}

// merge joins neighbours that look the same, and drops empty runs.
func merge(all []element) []element {
	out := make([]element, 0, len(all))
	for _, e := range all {
		if e.kind == textRun && e.text == "" {
			continue
		}
		if n := len(out); n > 0 && out[n-1].joins(e) {
			out[n-1] = out[n-1].like(out[n-1].text + e.text)
			continue
		}
		out = append(out, e)
	}
	return out
}

// plain is the text of elements, with U+FFFC for each unit of what is no text.
func plain(all []element) string {
	var b strings.Builder
	for _, e := range all {
		if e.kind == textRun {
			b.WriteString(e.text)
			continue
		}
		b.WriteString(strings.Repeat("\ufffc", e.units))
	}
	return b.String()
}

// onBoundary says whether an offset in units is between two grapheme clusters of s.
func onBoundary(s string, offset int) bool {
	state, cluster := -1, ""
	for s != "" && offset > 0 {
		cluster, s, _, state = uniseg.FirstGraphemeClusterInString(s, state)
		offset -= units(cluster)
	}
	return offset == 0
}

// strip removes the characters that insertText does not take.
// Source: InsertTextRequest.text in the discovery document.
func strip(s string) string {
	return strings.Map(func(r rune) rune {
		if r <= 0x08 || r >= 0x0C && r <= 0x1F || r >= 0xE000 && r <= 0xF8FF {
			return -1
		}
		return r
	}, s)
}
