package gdocs

import (
	"slices"
	"strings"

	"github.com/rivo/uniseg"
	"google.golang.org/api/docs/v1"

	"github.com/engawa-bot/engawa/kpt"
)

// editor changes the text of one line. It deletes and inserts whole grapheme
// clusters only, as the API asks, and none of what a person put in besides.
type editor struct {
	paragraph *paragraph
	from      int64     // where the line's text begins
	old       []cluster // what counts of it
	all       []cluster
}

// cluster is what a person takes for one character.
type cluster struct {
	text       string
	start, end int64
	ours       bool
}

// notText stands for what is no text.
const notText = "\uFFFC"

func newEditor(p *paragraph, from int64) *editor {
	e := &editor{paragraph: p, from: from}
	var text strings.Builder
	var all []unit
	for _, c := range p.pieces {
		if c.end <= from {
			continue
		}
		if c.chip {
			text.WriteString(notText)
			all = append(all, unit{width: c.end - max(c.start, from)})
			continue
		}
		t := c.text
		if c.start < from {
			t = t[bytesAt(t, from-c.start):]
		}
		text.WriteString(t)
		all = append(all, slices.Repeat([]unit{{width: 1, ours: c.counts()}}, int(units(t)))...)
	}
	at := from
	for _, text := range clusters(text.String()) {
		c := cluster{text: text, start: at, end: at, ours: true}
		for _, u := range all[:units(text)] {
			c.end += u.width
			c.ours = c.ours && u.ours
		}
		all, at = all[units(text):], c.end
		if e.all = append(e.all, c); c.ours {
			e.old = append(e.old, c)
		}
	}
	return e
}

// unit is a UTF-16 unit of the text that an editor works on: what is no text is
// one, however long it is in the Doc.
type unit struct {
	width int64
	ours  bool
}

// edit replaces the text of a line of ours, as little of it as is different, and
// marks it anew.
func (p *plan) edit(l *line, c kpt.Change) {
	e := newEditor(l.paragraph, l.text)
	text := typed(c.Text)
	requests, grown := e.replace(text)
	end := l.paragraph.end - 1 + grown
	start := l.text
	if start > l.paragraph.start && !apart(l.paragraph.marker(), text) {
		start = l.paragraph.start
	}
	if end > start {
		requests = append(requests, nameRange(l.paragraph.tab, start, end, c.ID.Mark()))
	}
	p.step(l.paragraph, l.paragraph.start, rankLine, requests...)
}

// typed is a text as it is typed into a Doc: line breaks are soft, and what
// Google would drop is dropped already, so that indexes can be counted.
// Source: InsertTextRequest.text in the discovery document.
func typed(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return '\v'
		case r < ' ' && r != '\v', r >= 0xE000 && r <= 0xF8FF:
			return -1
		}
		return r
	}, kpt.Tidy(text))
}

// replace makes the old text into another; grown is by how many units.
func (e *editor) replace(text string) (requests []*docs.Request, grown int64) {
	fresh := clusters(text)
	head := 0
	for head < min(len(e.old), len(fresh)) && e.old[head].text == fresh[head] {
		head++
	}
	tail := 0
	for tail < min(len(e.old), len(fresh))-head && e.old[len(e.old)-1-tail].text == fresh[len(fresh)-1-tail] {
		tail++
	}
	at, ok := e.gap(head, tail)
	if !ok { // what remains would run together there
		head, tail = 0, 0
		at, _ = e.gap(0, 0)
	}
	requests = e.delete(head, len(e.old)-tail)
	for _, c := range e.old[head : len(e.old)-tail] {
		grown -= c.end - c.start
	}
	if inner := strings.Join(fresh[head:len(fresh)-tail], ""); inner != "" {
		requests = append(requests, insertText(e.paragraph.tab, at, inner))
		grown += units(inner)
	}
	return requests, grown
}

func clusters(text string) []string {
	var all []string
	for state := -1; text != ""; {
		var c string
		c, text, _, state = uniseg.FirstGraphemeClusterInString(text, state)
		all = append(all, c)
	}
	return all
}

// apart says whether two texts stay two when they stand side by side: no
// character of the second becomes part of the first's last one.
func apart(left, right string) bool {
	for _, c := range clusters(left + right) {
		if left == "" {
			return true
		}
		rest, ok := strings.CutPrefix(left, c)
		if !ok {
			return false
		}
		left = rest
	}
	return left == ""
}

// gap is the index between the head and the tail of the old text once all else of
// it is deleted; false if that is within a grapheme cluster then.
func (e *editor) gap(head, tail int) (at int64, ok bool) {
	switch {
	case head < len(e.old):
		at = e.old[head].start
	case len(e.old) > 0:
		at = e.old[len(e.old)-1].end
	default:
		at = e.from
	}
	var low, high int64 // what is cut
	if cut := e.old[head : len(e.old)-tail]; len(cut) > 0 {
		low, high = cut[0].start, cut[len(cut)-1].end
	}
	var before, after strings.Builder
	for _, c := range e.all {
		switch {
		case c.ours && c.start >= low && c.start < high:
		case c.start < at:
			before.WriteString(c.text)
		default:
			after.WriteString(c.text)
		}
	}
	return at, apart(before.String(), after.String())
}

// delete takes away clusters of the old text, from the last to the first.
func (e *editor) delete(from, to int) []*docs.Request {
	var requests []*docs.Request
	for to > from {
		first := to - 1
		for first > from && e.old[first-1].end == e.old[first].start {
			first--
		}
		requests = append(requests, deleteText(e.paragraph.tab, e.old[first].start, e.old[to-1].end))
		to = first
	}
	return requests
}
