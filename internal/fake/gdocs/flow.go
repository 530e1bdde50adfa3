package gdocs

// block is what a flow is made of. Blocks never change; an edit makes new ones, so that old revisions stay.
type block interface {
	size() int // in UTF-16 units
}

// flow is a body, a header, a footer, a footnote or a table cell.
type flow []block

func (f flow) size() int {
	n := 0
	for _, b := range f {
		n += b.size()
	}
	return n
}

// paragraph ends with a newline, in its last element.
type paragraph struct {
	elements []element
	style    attrs // paragraphStyle
	bullet   attrs // "" for none
	rest     attrs
	units    int
}

func (p *paragraph) size() int { return p.units }

// with is p with other elements.
func (p *paragraph) with(elements []element) *paragraph {
	q := *p
	q.elements, q.units = merge(elements), 0
	for _, e := range q.elements {
		q.units += e.units
	}
	return &q
}

// onBoundary says whether text may be cut at this offset.
func (p *paragraph) onBoundary(offset int) bool {
	return offset <= 0 || offset >= p.units || onBoundary(plain(p.elements), offset)
}

// table takes one unit before its rows and one after; so do its rows and cells, before only.
type table struct {
	rows  []row
	rest  attrs
	units int
}

type row struct {
	cells []cell
	rest  attrs
}

type cell struct {
	content flow
	rest    attrs
}

func (t *table) size() int { return t.units }

func newTable(rows []row, rest attrs) *table {
	t := &table{rows: rows, rest: rest, units: 2}
	for _, r := range rows {
		t.units++
		for _, c := range r.cells {
			t.units += 1 + c.content.size()
		}
	}
	return t
}

// contents is a table of contents, or another block that has content of its own.
type contents struct {
	kind    string
	content flow
	rest    attrs
}

func (c *contents) size() int { return c.content.size() + 2 }

// mark is a block without text, such as a section break.
type mark struct {
	kind  string
	rest  attrs
	units int
}

func (m *mark) size() int { return m.units }

// within calls do with the innermost flow that holds [start, end), and the index at which it begins, and puts
// what do returns in its place.
func (f flow) within(base, start, end int, do func(f flow, base int) (flow, error)) (flow, error) {
	at := base
	for i, b := range f {
		if next := at + b.size(); start < next {
			if start <= at || end >= next {
				break
			}
			changed, err := inside(b, at, start, end, do)
			if err != nil || changed == nil {
				if err != nil {
					return nil, err
				}
				break
			}
			return replace(f, i, i+1, changed), nil
		}
		at += b.size()
	}
	return do(f, base)
}

// inside is b after do has worked in the one of its flows that holds [start, end), or nil if none does.
func inside(b block, at, start, end int, do func(f flow, base int) (flow, error)) (block, error) {
	switch b := b.(type) {
	case *contents:
		inner, err := b.content.within(at+1, start, end, do)
		if err != nil {
			return nil, err
		}
		return &contents{b.kind, inner, b.rest}, nil
	case *table:
		at++
		for i, r := range b.rows {
			at++
			for j, c := range r.cells {
				at++
				next := at + c.content.size()
				if start >= at && end <= next {
					inner, err := c.content.within(at, start, end, do)
					if err != nil {
						return nil, err
					}
					return b.withCell(i, j, inner), nil
				}
				at = next
			}
		}
	}
	return nil, nil //nolint:nilnil // no flow inside: the caller's own flow is the innermost
}

func (t *table) withCell(i, j int, content flow) *table {
	rows := append([]row(nil), t.rows...)
	cells := append([]cell(nil), rows[i].cells...)
	cells[j].content = content
	rows[i].cells = cells
	return newTable(rows, t.rest)
}

// replace is f with f[i:j] replaced.
func replace(f flow, i, j int, by ...block) flow {
	out := make(flow, 0, len(f)-(j-i)+len(by))
	out = append(out, f[:i]...)
	out = append(out, by...)
	return append(out, f[j:]...)
}

// walk calls do for each paragraph in order, with its index; those in tables and tables of contents too.
func (f flow) walk(base int, do func(p *paragraph, at int)) {
	for _, b := range f {
		switch b := b.(type) {
		case *paragraph:
			do(b, base)
		case *contents:
			b.content.walk(base+1, do)
		case *table:
			at := base + 1
			for _, r := range b.rows {
				at++
				for _, c := range r.cells {
					at++
					c.content.walk(at, do)
					at += c.content.size()
				}
			}
		}
		base += b.size()
	}
}

// each is f after do has changed the paragraphs that overlap [start, end), those in tables too.
// do must not change a paragraph's length.
func (f flow) each(base, start, end int, do func(p *paragraph, at int) *paragraph) flow {
	out := append(flow(nil), f...)
	for i, b := range f {
		next := base + b.size()
		if next > start && base < end {
			switch b := b.(type) {
			case *paragraph:
				out[i] = do(b, base)
			case *contents:
				out[i] = &contents{b.kind, b.content.each(base+1, start, end, do), b.rest}
			case *table:
				out[i] = b.each(base, start, end, do)
			}
		}
		base = next
	}
	return out
}

func (t *table) each(base, start, end int, do func(p *paragraph, at int) *paragraph) *table {
	rows := append([]row(nil), t.rows...)
	at := base + 1
	for i, r := range rows {
		at++
		cells := append([]cell(nil), r.cells...)
		for j, c := range cells {
			at++
			size := c.content.size()
			cells[j].content = c.content.each(at, start, end, do)
			at += size
		}
		rows[i].cells = cells
	}
	return newTable(rows, t.rest)
}
