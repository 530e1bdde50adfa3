package gdocs

import "slices"

// The view modes of documents.get. Only the indexes of SUGGESTIONS_INLINE are valid for writing.
const (
	suggestionsInline  = "SUGGESTIONS_INLINE"
	suggestionsTaken   = "PREVIEW_SUGGESTIONS_ACCEPTED"
	suggestionsDropped = "PREVIEW_WITHOUT_SUGGESTIONS"
)

// preview is c with all suggestions accepted or rejected. Named ranges are left out: their indexes would not
// be those of the preview.
func (c *content) preview(accept bool) *content {
	out := c.clone()
	for _, t := range out.all() {
		t.ranges = nil
		for _, s := range t.segments {
			s.flow = s.flow.preview(accept)
		}
	}
	return out
}

func (f flow) preview(accept bool) flow {
	var out flow
	var open *paragraph // has lost its newline
	for _, b := range f {
		switch b := b.(type) {
		case *paragraph:
			p := b.with(settle(b.elements, accept))
			p.rest = attrsOf(without(p.rest.object(), "suggestedParagraphStyleChanges", "suggestedBulletChanges"))
			if open != nil {
				p = open.with(slices.Concat(open.elements, p.elements))
				open = nil
			}
			if n := len(p.elements); n == 0 {
				continue
			} else if !p.elements[n-1].endsLine() {
				open = p
				continue
			}
			out = append(out, p)
		case *table:
			rows := slices.Clone(b.rows)
			for i, r := range rows {
				cells := slices.Clone(r.cells)
				for j, c := range cells {
					cells[j].content = c.content.preview(accept)
				}
				rows[i].cells = cells
			}
			out = append(out, newTable(rows, b.rest))
		case *contents:
			out = append(out, &contents{b.kind, b.content.preview(accept), b.rest})
		default:
			out = append(out, b)
		}
	}
	if open != nil {
		out = append(out, open.with(append(slices.Clone(open.elements), run("\n", "{}"))))
	}
	return out
}

// settle is what is left of elements when their suggestions are accepted or rejected.
func settle(all []element, accept bool) []element {
	var out []element
	for _, e := range all {
		if accept && e.deleted != "" || !accept && e.inserted != "" {
			continue
		}
		e.inserted, e.deleted = "", ""
		e.rest = e.rest.settled()
		out = append(out, e)
	}
	return out
}

// settled is a without suggested style changes.
func (a attrs) settled() attrs {
	if a == "" {
		return a
	}
	return attrsOf(without(a.object(), "suggestedTextStyleChanges"))
}

// decide accepts or rejects one suggestion of a person.
func (w *draft) decide(id string, accept bool) error {
	found := false
	for _, t := range w.content.all() {
		for _, sid := range t.segmentIDs() {
			p := place{t, sid, t.segments[sid]}
			gone := p.suggested(id, accept)
			marked := p.unmark(id)
			found = found || marked
			slices.Reverse(gone)
			for _, s := range gone {
				if err := w.delete(p, s.start, s.end); err != nil {
					return err
				}
			}
		}
	}
	if !found {
		return faultf("There is no suggestion %s.", id)
	}
	return nil
}

// suggested are the spans that go when a suggestion is decided.
func (p place) suggested(id string, accept bool) []span {
	var gone []span
	p.seg.flow.walk(base, func(par *paragraph, at int) {
		for _, e := range par.elements {
			if ids := e.inserted; accept && e.deleted.has(id) || !accept && ids.has(id) {
				if n := len(gone); n > 0 && gone[n-1].end == at {
					gone[n-1].end += e.units
				} else {
					gone = append(gone, span{p.id, at, at + e.units})
				}
			}
			at += e.units
		}
	})
	return gone
}

// unmark takes a suggestion's id from all elements and says whether there was any.
func (p place) unmark(id string) bool {
	found := false
	p.seg.flow = p.seg.flow.each(base, base, p.seg.flow.size(), func(par *paragraph, _ int) *paragraph {
		elements := slices.Clone(par.elements)
		touched := false
		for i, e := range elements {
			if e.inserted.has(id) || e.deleted.has(id) {
				touched = true
				elements[i].inserted, elements[i].deleted = e.inserted.without(id), e.deleted.without(id)
			}
		}
		if !touched {
			return par
		}
		found = true
		return par.with(elements)
	})
	return found
}
