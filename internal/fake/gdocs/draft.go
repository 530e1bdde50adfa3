package gdocs

import "slices"

// draft is a document while it is being edited. Its edits are kept only if all of them succeed.
type draft struct {
	content *content
	ids     *ids
	rules   *rules
	changes []change
}

// place is a segment that is being edited.
type place struct {
	tab *tab
	id  segmentID
	seg *segment
}

// find is the segment of a Location, a Range or an EndOfSegmentLocation.
func (w *draft) find(tabID tabID, id segmentID) (place, error) {
	t := w.content.tab(tabID)
	if t == nil {
		return place{}, faultf("The provided tab ID was not found in the document: %s", tabID)
	}
	s := t.segments[id]
	if s == nil {
		return place{}, faultf("Segment with ID %s was not found.", id)
	}
	return place{t, id, s}, nil
}

// note moves what has indexes, and remembers the change for those who write to an older revision.
func (w *draft) note(p place, at, removed, added int) {
	c := change{p.tab.id, p.id, at, removed, added}
	p.tab.moveRanges(c)
	w.changes = append(w.changes, c)
}

var (
	errBounds   = faultf("The insertion index must be inside the bounds of an existing paragraph. You can still create new paragraphs by inserting newlines.")
	errCluster  = faultf("The insertion index cannot be within a grapheme cluster.")
	errLastLine = faultf("The range cannot include the newline character at the end of the segment.")
	errDelete   = faultf("Cannot delete the requested range.")
	errEmpty    = faultf("The range should not be empty.")
	errCut      = faultf("The range cannot begin or end within a grapheme cluster.")
)

// open replaces the paragraph around index, which do may cut at the offset it is given, by what do returns.
// added is by how many units that is longer.
func (w *draft) open(p place, index, added int, do func(p *paragraph, offset int) []block) error {
	if end := p.seg.flow.size(); index >= end {
		return faultf("Index %d must be less than the end index of the referenced segment, %d.", index, end)
	}
	changed, err := p.seg.flow.within(base, index, index+1, func(f flow, at int) (flow, error) {
		for i, b := range f {
			next := at + b.size()
			if index >= next {
				at = next
				continue
			}
			par, ok := b.(*paragraph)
			if !ok {
				break
			}
			if !par.onBoundary(index - at) {
				return nil, errCluster
			}
			return replace(f, i, i+1, do(par, index-at)...), nil
		}
		return nil, errBounds
	})
	if err != nil {
		return err
	}
	p.seg.flow = changed
	w.note(p, index, 0, added)
	return nil
}

// insert puts text at index. Each newline splits the paragraph; both halves keep its style and bullet.
func (w *draft) insert(p place, index int, text string) error {
	if text == "" {
		return nil
	}
	return w.open(p, index, units(text), func(par *paragraph, offset int) []block {
		head, tail := split(par.elements, offset)
		return w.lines(par, head, typed(text, head, tail), tail)
	})
}

// insertElement puts something opaque at index.
func (w *draft) insertElement(p place, index int, e element) error {
	return w.open(p, index, e.units, func(par *paragraph, offset int) []block {
		head, tail := split(par.elements, offset)
		return []block{par.with(slices.Concat(head, []element{e}, tail))}
	})
}

// lines is head, the text run new and tail as paragraphs like par.
func (w *draft) lines(par *paragraph, head []element, new element, tail []element) []block {
	var out []block
	rest := new.text
	for {
		line, after, more := cutLine(rest)
		if !more {
			break
		}
		out = append(out, par.with(append(slices.Clone(head), new.like(line))))
		head, rest = nil, after
	}
	out = append(out, par.with(slices.Concat(head, []element{new.like(rest)}, tail)))
	w.renameHeadings(out)
	return out
}

// renameHeadings leaves the heading id with the first part that has text; the other parts get their own.
// What the id stays with is not documented (open).
func (w *draft) renameHeadings(parts []block) {
	if len(parts) < 2 || parts[0].(*paragraph).style.string("headingId") == "" {
		return
	}
	keeper := slices.IndexFunc(parts, func(b block) bool { return b.size() > 1 })
	for i, b := range parts {
		if i != max(keeper, 0) {
			p := *b.(*paragraph)
			p.style = p.style.with("headingId", w.ids.heading())
			parts[i] = &p
		}
		if p := *parts[i].(*paragraph); i > 0 && p.rest != "" {
			p.rest = "" // objects stay anchored in the first part
			parts[i] = &p
		}
	}
}

// typed is text in the style of its neighbours: of the text before it, or at a paragraph's start of the text
// after it. A link does not grow at its end. Inside a suggestion it belongs to the suggestion.
func typed(text string, head, tail []element) element {
	e := run(text, "{}")
	switch {
	case len(head) > 0:
		before := head[len(head)-1]
		e.style = before.style
		if len(tail) == 0 || tail[0].style != before.style {
			e.style = unlinked(e.style)
		}
		if len(tail) > 0 {
			e.inserted, e.deleted = before.inserted.both(tail[0].inserted), before.deleted.both(tail[0].deleted)
		}
	case len(tail) > 0:
		e.style = unlinked(tail[0].style)
	}
	if e.style == "" {
		e.style = "{}"
	}
	return e
}

// delete removes [start, end) and joins the paragraphs at its ends.
func (w *draft) delete(p place, start, end int) error {
	size := p.seg.flow.size()
	switch {
	case start >= end:
		return errEmpty
	case end > size:
		return faultf("Index %d must be less than or equal to the end index of the referenced segment, %d.", end, size)
	}
	changed, err := p.seg.flow.within(base, start, end, func(f flow, at int) (flow, error) {
		return remove(f, at, start, end)
	})
	if err != nil {
		return err
	}
	p.seg.flow = changed
	w.note(p, start, end-start, 0)
	return nil
}

// remove is f, which begins at index at, without [start, end).
// Source of what cannot be removed: DeleteContentRangeRequest.range in the discovery document.
func remove(f flow, at, start, end int) (flow, error) {
	if end == at+f.size() {
		return nil, errLastLine
	}
	first, begin := f.find(at, start)
	last, lastBegin := f.find(at, end-1)
	for _, b := range f[first : last+1] {
		if m, ok := b.(*mark); ok && m.kind == "sectionBreak" && at == base && first == 0 {
			return nil, errDelete
		}
	}
	head, err := headOf(f[first], start-begin)
	if err != nil {
		return nil, err
	}
	tail, err := tailOf(f[last], end-lastBegin)
	if err != nil {
		return nil, err
	}
	stop := last + 1
	if tail == nil {
		next, ok := f[stop].(*paragraph)
		if !ok {
			return nil, errDelete // the newline before a table must stay
		}
		if head != nil {
			tail, stop = next, stop+1
		}
	}
	switch {
	case head != nil:
		return replace(f, first, stop, head.with(slices.Concat(head.elements, tail.elements))), nil
	case tail != nil:
		return replace(f, first, stop, tail), nil
	}
	return replace(f, first, stop), nil
}

// find is the block that holds index, and where that begins.
func (f flow) find(at, index int) (int, int) {
	for i, b := range f {
		next := at + b.size()
		if index < next {
			return i, at
		}
		at = next
	}
	return len(f), at
}

// headOf is what of b is before offset, or nil for nothing.
func headOf(b block, offset int) (*paragraph, error) {
	p, ok := b.(*paragraph)
	switch {
	case offset == 0:
		return nil, nil //nolint:nilnil // nothing before
	case !ok:
		return nil, errDelete
	case !p.onBoundary(offset):
		return nil, errCut
	}
	head, _ := split(p.elements, offset)
	return p.with(head), nil
}

// tailOf is what of b is after offset, or nil for nothing.
func tailOf(b block, offset int) (*paragraph, error) {
	p, ok := b.(*paragraph)
	switch {
	case offset == b.size():
		return nil, nil //nolint:nilnil // nothing after
	case !ok:
		return nil, errDelete
	case !p.onBoundary(offset):
		return nil, errCut
	}
	_, tail := split(p.elements, offset)
	return p.with(tail), nil
}
