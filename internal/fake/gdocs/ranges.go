package gdocs

import "slices"

// namedRange is a label on one or more spans of a tab.
type namedRange struct {
	id, name string
	spans    []span
}

// span is a range of indexes in one segment, without its end.
type span struct {
	segment    segmentID
	start, end int
}

func cloneRanges(all []namedRange) []namedRange {
	out := slices.Clone(all)
	for i := range out {
		out[i].spans = slices.Clone(out[i].spans)
	}
	return out
}

// change is one edit as indexes see it: removed units after at are gone, added units are new there.
// One of the two is 0.
type change struct {
	tab            tabID
	segment        segmentID
	at             int
	removed, added int
}

// move is a span after a change. What is inserted inside expands it; what is inserted at either end stays
// outside. What is deleted shrinks it.
// Source: NamedRange in the discovery document ("content inserted inside a named range generally expands
// that range"); that the ends stay outside is the stricter reading (open).
func (s span) move(c change) span {
	if s.segment != c.segment {
		return s
	}
	switch {
	case c.added > 0 && c.at <= s.start:
		s.start += c.added
		s.end += c.added
	case c.added > 0 && c.at < s.end:
		s.end += c.added
	case c.removed > 0:
		s.start = afterRemoval(s.start, c)
		s.end = afterRemoval(s.end, c)
	}
	return s
}

func afterRemoval(i int, c change) int {
	switch {
	case i <= c.at:
		return i
	case i <= c.at+c.removed:
		return c.at
	}
	return i - c.removed
}

// moveRanges moves a tab's named ranges with a change; one of which nothing is left is gone.
func (t *tab) moveRanges(c change) {
	for i := range t.ranges {
		r := &t.ranges[i]
		for j := range r.spans {
			r.spans[j] = r.spans[j].move(c)
		}
		r.spans = slices.DeleteFunc(r.spans, func(s span) bool { return s.start >= s.end })
	}
	t.ranges = slices.DeleteFunc(t.ranges, func(r namedRange) bool { return len(r.spans) == 0 })
}

// splitRanges cuts [start, end) out of every named range that surrounds it, as a paste or a new table does.
func (t *tab) splitRanges(in segmentID, start, end int) {
	for i := range t.ranges {
		r := &t.ranges[i]
		var spans []span
		for _, s := range r.spans {
			if s.segment != in || s.start >= start || s.end <= end {
				spans = append(spans, s)
				continue
			}
			spans = append(spans, span{in, s.start, start}, span{in, end, s.end})
		}
		r.spans = spans
	}
}
