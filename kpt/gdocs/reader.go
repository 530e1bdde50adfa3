package gdocs

import (
	"strconv"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// sheet is a retro as it stands in a Doc, with what is needed to write to it.
type sheet struct {
	day
	tab     *tab
	heading *paragraph // nil if the date is that of the tab's title, or of our sections' marks
	level   int        // of the heading; -1 without one
	begin   *paragraph // its first; nil if it is the whole tab
	before  *paragraph // the one before that; nil: there is none, or something else
	top     *paragraph // the last with text before its first section; nil: there is none
	end     *paragraph // the last of all that is in no table; nil: there is none
	parts   []*part
	lines   []*line
}

// part is a section of a sheet as it stands.
type part struct {
	section kpt.Section
	heading *paragraph
	level   int
	marked  bool
	lines   []*line
	blank   *paragraph // the first empty bullet, or the first empty paragraph of a cell
	last    *paragraph // the last with text or a bullet that is in no table
}

// line is a kpt.Line with its paragraph.
type line struct {
	kpt.Line
	paragraph *paragraph
	text      int64 // where its text begins
}

// reader walks through a tab.
type reader struct {
	doc   *document
	tab   *tab
	sheet *sheet
	part  *part
	above []*line // that the next line may be below
	prev  *paragraph
}

func readTab(d *document, t *tab) {
	r := &reader{doc: d, tab: t}
	t.place()
	if dating, ok := kpt.FindDating(t.title); ok && !t.flow.empty() {
		w := dated(dating, -1)
		r.open(&sheet{day: w.day, level: -1})
	}
	r.walk(t.flow)
}

// flow is a body or a cell: paragraphs, tables, and gaps that are neither.
type flow []block

type block struct {
	paragraph *paragraph
	rows      [][]flow // of a table
}

func (f flow) empty() bool {
	for _, b := range f {
		if b.rows != nil || b.paragraph != nil && !b.paragraph.empty() {
			return false
		}
	}
	return true
}

func (r *reader) walk(f flow) {
	for _, b := range f {
		switch {
		case b.paragraph != nil:
			r.paragraph(b.paragraph)
		case b.rows != nil:
			r.table(b.rows)
			r.prev = nil
		default:
			r.prev = nil
		}
	}
}

func (r *reader) paragraph(p *paragraph) {
	w := p.look()
	if w.kind == sheetHeading && r.sheet != nil && w.section == "" && r.same(w) {
		r.sheet.heading, r.sheet.level = p, w.level
		w.kind = other
	}
	switch w.kind {
	case sheetHeading:
		r.open(&sheet{day: w.day, heading: p, level: w.level, begin: p})
	case sectionHeading:
		if lost := w.retro != (schedule.Date{}) && (r.sheet == nil || r.sheet.retro != w.retro); lost {
			r.open(&sheet{day: w.day, level: -1, begin: p})
		}
		r.openPart(&part{section: w.section, heading: p, level: w.level})
		_, _, r.part.marked = p.headingMark()
	case foreignHeading:
		r.foreign(w.level)
	case bullet:
		r.line(p, w)
	case other:
		if p.inTable && p.empty() && r.part != nil && r.part.blank == nil && len(r.part.lines) == 0 {
			r.part.blank = p
		}
	}
	r.passed(p)
}

// same says whether a heading repeats the date that a tab's title said.
func (r *reader) same(w what) bool {
	alike := r.sheet.day == w.day || r.sheet.retro == w.retro && w.retro != (schedule.Date{})
	return alike && r.sheet.begin == nil && r.sheet.heading == nil && len(r.sheet.parts) == 0 && len(r.sheet.lines) == 0
}

// passed remembers where the present section ends so far.
func (r *reader) passed(p *paragraph) {
	if p.inTable {
		return
	}
	r.prev = p
	if r.sheet == nil {
		return
	}
	r.sheet.end = p
	if p.empty() && p.bullet == nil {
		return
	}
	if r.part != nil {
		r.part.last = p
	} else if len(r.sheet.parts) == 0 {
		r.sheet.top = p
	}
}

func (r *reader) open(s *sheet) {
	s.tab, s.before = r.tab, r.prev
	r.doc.sheets = append(r.doc.sheets, s)
	r.sheet, r.part, r.above = s, nil, nil
}

func (r *reader) openPart(p *part) {
	r.part, r.above = p, nil
	if r.sheet != nil {
		r.sheet.parts = append(r.sheet.parts, p)
	}
}

// foreign is a heading that we do not know: it ends the section unless it is
// below its heading, and the sheet if it is above the sheet's.
func (r *reader) foreign(level int) {
	if r.part != nil && level <= r.part.level {
		r.part, r.above = nil, nil
	}
	if r.sheet != nil && r.sheet.level >= 0 && (level == 0 || level <= r.sheet.level && r.sheet.level < body) {
		r.sheet, r.part, r.above = nil, nil, nil
	}
}

// table walks through the cells. A section that begins in a cell ends with it;
// but a cell that is nothing but a section's name heads those below it, or else
// those to its right.
func (r *reader) table(rows [][]flow) {
	outer := r.part
	columns := map[int]*part{}
	for _, cells := range rows {
		var left *part
		for i, cell := range cells {
			switch {
			case columns[i] != nil:
				r.part = columns[i]
			case left != nil:
				r.part = left
			default:
				r.part = outer
			}
			r.above = nil
			if p := heads(cell); p != nil {
				r.paragraph(p)
				columns[i], left = r.part, r.part
				continue
			}
			r.walk(cell)
		}
	}
	r.part, r.above = outer, nil
}

// heads is the paragraph of a cell that is nothing but the name of a section.
func heads(cell flow) *paragraph {
	var only *paragraph
	for _, b := range cell {
		switch {
		case b.rows != nil:
			return nil
		case b.paragraph == nil || b.paragraph.empty():
		case only != nil:
			return nil
		default:
			only = b.paragraph
		}
	}
	if only == nil || only.look().kind != sectionHeading {
		return nil
	}
	return only
}

// line reads a bullet.
func (r *reader) line(p *paragraph, w what) {
	l := &line{paragraph: p, text: w.text}
	l.ID = w.id
	l.Text = p.text(w.text)
	for _, c := range p.pieces {
		if c.person != "" && c.counts() && l.Person == "" {
			l.Person = c.person
		}
	}
	l.Struck = p.all(func(c piece) bool { return c.struck })
	l.Suggested = p.all(func(c piece) bool { return len(c.inserted) > 0 })
	if l.Text == "" && !l.Suggested {
		if p.bullet != nil && r.part != nil && r.part.blank == nil {
			r.part.blank = p
		}
		return
	}
	l.Place = p.tab.id + ":" + strconv.FormatInt(p.start, 10)
	r.doc.lines[l.Place] = l
	l.Depth = r.depth(l)
	if r.part != nil {
		l.Section = r.part.section
		r.part.lines = append(r.part.lines, l)
	}
	if r.sheet != nil {
		r.sheet.lines = append(r.sheet.lines, l)
	} else {
		r.doc.loose = append(r.doc.loose, l)
	}
}

// depth goes by what is seen: an item of another list that stands further to
// the right is below, whatever its level is in that list.
func (r *reader) depth(l *line) int {
	for len(r.above) > 0 && !r.above[len(r.above)-1].contains(l) {
		r.above = r.above[:len(r.above)-1]
	}
	depth := len(r.above)
	r.above = append(r.above, l)
	return depth
}

func (l *line) contains(below *line) bool {
	a, b := l.paragraph, below.paragraph
	if a.bullet != nil && b.bullet != nil && a.bullet.list == b.bullet.list {
		return b.bullet.level > a.bullet.level
	}
	return below.left() > l.left()+1
}

// left is where a line's text begins, in points. Typed spaces count as well.
func (l *line) left() float64 {
	p := l.paragraph
	if p.bullet != nil || len(p.pieces) == 0 {
		return p.indent
	}
	const space, wide = 3, 11 // about as wide as in a text of 11 points
	x := p.indent
	for _, r := range p.pieces[0].text {
		switch r {
		case ' ':
			x += space
		case '\u3000':
			x += wide
		case '\t':
			x += 36
		default:
			return x
		}
	}
	return x
}
