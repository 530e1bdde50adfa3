package gdocs

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
)

// saver writes a document as documents.get answers it.
type saver struct {
	b bytes.Buffer
	n []byte
}

func (s *saver) raw(text string) { s.b.WriteString(text) }

func (s *saver) quoted(text string) {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			if i == len(text)-1 && c == '\n' {
				s.raw(`"` + text[:i] + `\n"`)
				return
			}
			data, _ := json.Marshal(text) //nolint:errchkjson // a string has a JSON form
			s.b.Write(data)
			return
		}
	}
	s.raw(`"` + text + `"`)
}

func (s *saver) number(n int) {
	s.n = strconv.AppendInt(s.n[:0], int64(n), 10)
	s.b.Write(s.n)
}

// field begins a field of an object that has fields already.
func (s *saver) field(name string) { s.raw(`,"` + name + `":`) }

// extra adds the fields of a.
func (s *saver) extra(a attrs) {
	if inner := a.inner(); inner != "" {
		s.raw("," + inner)
	}
}

// open begins an object with its indexes; a start of 0 is left out, as Google does.
func (s *saver) open(start, end int) {
	s.raw("{")
	if start > 0 {
		s.raw(`"startIndex":`)
		s.number(start)
		s.raw(",")
	}
	s.raw(`"endIndex":`)
	s.number(end)
}

// list writes the elements of an array.
func list[T any](s *saver, all []T, write func(T)) {
	s.raw("[")
	for i, x := range all {
		if i > 0 {
			s.raw(",")
		}
		write(x)
	}
	s.raw("]")
}

// keyed writes an object with a key for each of keys.
func keyed[K ~string](s *saver, keys []K, write func(K)) {
	s.raw("{")
	for i, k := range keys {
		if i > 0 {
			s.raw(",")
		}
		s.quoted(string(k))
		s.raw(":")
		write(k)
	}
	s.raw("}")
}

func (s *saver) flow(f flow, at int) {
	list(s, f, func(b block) {
		s.open(at, at+b.size())
		switch b := b.(type) {
		case *paragraph:
			s.paragraph(b, at)
		case *table:
			s.table(b, at)
		case *contents:
			s.field(b.kind)
			s.raw(`{"content":`)
			s.flow(b.content, at+1)
			s.extra(b.rest)
			s.raw("}")
		case *mark:
			s.field(b.kind)
			s.raw("{" + b.rest.inner() + "}")
		}
		s.raw("}")
		at += b.size()
	})
}

func (s *saver) paragraph(p *paragraph, at int) {
	s.field("paragraph")
	s.raw(`{"elements":`)
	list(s, p.elements, func(e element) {
		s.element(e, at)
		at += e.units
	})
	if p.style != "" {
		s.field("paragraphStyle")
		s.raw(string(p.style))
	}
	if p.bullet != "" {
		s.field("bullet")
		s.raw(string(p.bullet))
	}
	s.extra(p.rest)
	s.raw("}")
}

func (s *saver) element(e element, at int) {
	s.open(at, at+e.units)
	s.field(e.kind)
	before := s.b.Len()
	if e.kind == textRun {
		s.field("content")
		s.quoted(e.text)
	}
	if e.style != "" {
		s.field("textStyle")
		s.raw(string(e.style))
	}
	s.suggested("suggestedInsertionIds", e.inserted)
	s.suggested("suggestedDeletionIds", e.deleted)
	s.extra(e.rest)
	s.begin(before)
	s.raw("}}")
}

func (s *saver) suggested(field string, ids idSet) {
	if ids != "" {
		s.field(field)
		list(s, ids.list(), s.quoted)
	}
}

// begin turns the comma at a place into the brace of the object that begins there.
func (s *saver) begin(at int) {
	if s.b.Len() == at {
		s.raw("{")
		return
	}
	s.b.Bytes()[at] = '{'
}

func (s *saver) table(t *table, at int) {
	s.field("table")
	s.raw(`{"tableRows":`)
	at++
	list(s, t.rows, func(r row) {
		size := 1
		for _, c := range r.cells {
			size += 1 + c.content.size()
		}
		s.open(at, at+size)
		at++
		s.field("tableCells")
		list(s, r.cells, func(c cell) {
			s.open(at, at+1+c.content.size())
			s.field("content")
			s.flow(c.content, at+1)
			s.extra(c.rest)
			s.raw("}")
			at += 1 + c.content.size()
		})
		s.extra(r.rest)
		s.raw("}")
	})
	s.extra(t.rest)
	s.raw("}")
}

// body writes the fields of a tab's content, each with a comma before it.
func (s *saver) body(t *tab) {
	s.field("body")
	s.segment(t.segments[""])
	for _, field := range slices.Sorted(maps.Keys(holders)) {
		var in []segmentID
		for _, id := range t.segmentIDs() {
			if t.segments[id].kind == field {
				in = append(in, id)
			}
		}
		if len(in) > 0 {
			s.field(field)
			keyed(s, in, func(id segmentID) { s.segment(t.segments[id]) })
		}
	}
	if len(t.lists) > 0 {
		s.field("lists")
		keyed(s, slices.Sorted(maps.Keys(t.lists)), func(id string) { s.raw(string(t.lists[id])) })
	}
	s.namedRanges(t)
	s.extra(t.rest)
}

func (s *saver) segment(g *segment) {
	s.raw(`{"content":`)
	s.flow(g.flow, base)
	s.extra(g.rest)
	s.raw("}")
}

func (s *saver) namedRanges(t *tab) {
	if len(t.ranges) == 0 {
		return
	}
	byName := map[string][]namedRange{}
	for _, r := range t.ranges {
		byName[r.name] = append(byName[r.name], r)
	}
	s.field("namedRanges")
	keyed(s, slices.Sorted(maps.Keys(byName)), func(name string) {
		s.raw(`{"name":`)
		s.quoted(name)
		s.field("namedRanges")
		list(s, byName[name], s.namedRange)
		s.raw("}")
	})
}

func (s *saver) namedRange(r namedRange) {
	s.raw(`{"namedRangeId":`)
	s.quoted(r.id)
	s.field("name")
	s.quoted(r.name)
	s.field("ranges")
	list(s, r.spans, func(x span) {
		s.raw(`{"startIndex":`)
		s.number(x.start)
		s.field("endIndex")
		s.number(x.end)
		if x.segment != "" {
			s.field("segmentId")
			s.quoted(string(x.segment))
		}
		s.raw("}")
	})
	s.raw("}")
}

func (s *saver) tabs(tabs []*tab) {
	list(s, tabs, func(t *tab) {
		s.raw(`{"tabProperties":` + string(t.props) + `,"documentTab":`)
		before := s.b.Len()
		s.body(t)
		s.begin(before)
		s.raw("}")
		if len(t.children) > 0 {
			s.field("childTabs")
			s.tabs(t.children)
		}
		s.raw("}")
	})
}
