package gdocs

import (
	"errors"
	"fmt"
	"maps"
	"slices"
)

// holders are the fields of a tab that hold segments, and the field with a segment's id.
var holders = map[string]string{"headers": "headerId", "footers": "footerId", "footnotes": "footnoteId"}

// documentFields are the fields of a document beside its content.
var documentFields = []string{"documentId", "title", "revisionId", "suggestionsViewMode", "tabs"}

// loader reads a documents.get answer; it keeps the first thing that is wrong.
type loader struct{ err error }

func (l *loader) fail(format string, args ...any) {
	if l.err == nil {
		l.err = fmt.Errorf("fake gdocs: "+format, args...)
	}
}

// load reads a document in either shape; plain says that it was the older one, without tabs.
func load(o object) (c *content, plain bool, err error) {
	l := &loader{}
	c = &content{title: text(o, "title")}
	if tabs := objects(o, "tabs"); len(tabs) > 0 {
		c.tabs = l.tabs(tabs)
		c.rest = attrsOf(without(o, documentFields...))
		return c, false, l.err
	}
	if part(o, "body") == nil {
		return nil, false, errors.New("fake gdocs: a document without a body")
	}
	c.tabs = []*tab{l.tab("t.0", `{"index":0,"tabId":"t.0","title":"Tab 1"}`, without(o, documentFields...))}
	return c, true, l.err
}

func (l *loader) tabs(list []object) []*tab {
	out := make([]*tab, 0, len(list))
	for _, o := range list {
		props := part(o, "tabProperties")
		t := l.tab(tabID(text(props, "tabId")), attrsOf(props), part(o, "documentTab"))
		t.children = l.tabs(objects(o, "childTabs"))
		out = append(out, t)
	}
	return out
}

func (l *loader) tab(id tabID, props attrs, o object) *tab {
	t := &tab{id: id, props: props, segments: map[segmentID]*segment{}, lists: map[string]attrs{}}
	t.segments[""] = l.segment("body", part(o, "body"))
	for field := range holders {
		for id, s := range part(o, field) {
			t.segments[segmentID(id)] = l.segment(field, s.(object))
		}
	}
	for id, list := range part(o, "lists") {
		t.lists[id] = attrsOf(list.(object))
	}
	ranges := part(o, "namedRanges")
	for _, name := range slices.Sorted(maps.Keys(ranges)) {
		for _, r := range objects(ranges[name].(object), "namedRanges") {
			t.ranges = append(t.ranges, l.namedRange(r))
		}
	}
	t.rest = attrsOf(without(o, "body", "headers", "footers", "footnotes", "lists", "namedRanges"))
	return t
}

func (l *loader) namedRange(o object) namedRange {
	r := namedRange{id: text(o, "namedRangeId"), name: text(o, "name")}
	for _, s := range objects(o, "ranges") {
		start, _ := number(s, "startIndex")
		end, _ := number(s, "endIndex")
		r.spans = append(r.spans, span{segmentID(text(s, "segmentId")), start, end})
	}
	return r
}

func (l *loader) segment(kind string, o object) *segment {
	return &segment{kind: kind, flow: l.flow(objects(o, "content"), base), rest: attrsOf(without(o, "content"))}
}

func (l *loader) flow(list []object, at int) flow {
	var f flow
	for _, o := range list {
		b := l.block(o, at)
		l.place(o, at, at+b.size())
		at += b.size()
		f = append(f, b)
	}
	if len(f) == 0 {
		l.fail("a flow without content at %d", at)
	}
	return f
}

// place holds indexes that were read against those that were counted.
func (l *loader) place(o object, start, end int) {
	s, _ := number(o, "startIndex")
	e, _ := number(o, "endIndex")
	if s != start || e != end {
		l.fail("indexes %d to %d, counted %d to %d", s, e, start, end)
	}
}

func (l *loader) block(o object, at int) block {
	body := without(o, "startIndex", "endIndex")
	for kind, v := range body {
		inner, _ := v.(object)
		switch kind {
		case "paragraph":
			return l.paragraph(inner, at)
		case "table":
			return l.table(inner, at)
		case "tableOfContents":
			return &contents{kind, l.flow(objects(inner, "content"), at+1), attrsOf(without(inner, "content"))}
		}
		s, _ := number(o, "startIndex")
		e, _ := number(o, "endIndex")
		return &mark{kind, attrsOf(inner), e - s}
	}
	l.fail("an empty structural element at %d", at)
	return &mark{}
}

func (l *loader) paragraph(o object, at int) *paragraph {
	p := &paragraph{
		style:  attrsOf(part(o, "paragraphStyle")),
		bullet: attrsOf(part(o, "bullet")),
		rest:   attrsOf(without(o, "elements", "paragraphStyle", "bullet")),
	}
	for _, e := range objects(o, "elements") {
		x := l.element(e)
		l.place(e, at+p.units, at+p.units+x.units)
		p.elements, p.units = append(p.elements, x), p.units+x.units
	}
	if n := len(p.elements); n == 0 || !p.elements[n-1].endsLine() {
		l.fail("a paragraph without a newline at %d", at)
	}
	return p
}

func (l *loader) element(o object) element {
	for kind, v := range without(o, "startIndex", "endIndex") {
		inner, _ := v.(object)
		start, _ := number(o, "startIndex")
		end, _ := number(o, "endIndex")
		e := element{
			kind: kind, text: text(inner, "content"), units: end - start, style: attrsOf(part(inner, "textStyle")),
			inserted: idSetOf(texts(inner, "suggestedInsertionIds")),
			deleted:  idSetOf(texts(inner, "suggestedDeletionIds")),
			rest:     attrsOf(without(inner, "content", "textStyle", "suggestedInsertionIds", "suggestedDeletionIds")),
		}
		if kind == textRun {
			e.units = units(e.text)
		}
		return e
	}
	l.fail("an empty paragraph element")
	return element{}
}

func (l *loader) table(o object, at int) *table {
	var rows []row
	at++
	for _, r := range objects(o, "tableRows") {
		begin := at
		at++
		x := row{rest: attrsOf(without(r, "tableCells", "startIndex", "endIndex"))}
		for _, c := range objects(r, "tableCells") {
			inner := l.flow(objects(c, "content"), at+1)
			l.place(c, at, at+1+inner.size())
			at += 1 + inner.size()
			x.cells = append(x.cells, cell{inner, attrsOf(without(c, "content", "startIndex", "endIndex"))})
		}
		l.place(r, begin, at)
		rows = append(rows, x)
	}
	return newTable(rows, attrsOf(without(o, "tableRows")))
}
