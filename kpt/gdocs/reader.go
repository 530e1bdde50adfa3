package gdocs

import (
	"cmp"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// sheet is a retro as it stands in a Doc, with what is needed to write to it.
type sheet struct {
	day
	extent
	tab     *tab
	heading *paragraph // nil if the date is that of the tab's title, or of our sections' marks
	level   int        // of the heading; -1 without one
	parts   []*part
	lines   []*line
	unclear []kpt.Unclear
	unread  []string     // see kpt.Sheet.Unread
	ours    []*paragraph // all of it, if it can be taken away: see kpt.Sheet.Empty
}

// extent is where a sheet begins and ends.
type extent struct {
	begin  *paragraph // its first; nil if it is the whole tab
	before *paragraph // the one before that; nil: there is none, or something else
	top    *paragraph // the last with text before its first section; nil: there is none
	end    *paragraph // the last of all that is in no table; nil: there is none
	tabled bool       // a table in it may be sections
	years  *paragraph // the heading above that says of which years it is; nil: none
}

// part is a section of a sheet as it stands.
type part struct {
	section kpt.Section
	heading *paragraph
	level   int
	marked  bool
	beds    []*bed
	table   *table     // that the heading is in, or all of its lines; nil: none
	over    *paragraph // the heading above its own that we do not know, such as a name; nil: none
	last    *paragraph // the last with text or a bullet that is in no table
	own     string     // see kpt.SectionOwner
}

// reader walks through a tab.
type reader struct {
	doc   *document
	tab   *tab
	sheet *sheet
	part  *part
	bed   *bed
	prev  *paragraph
	in    within
	heads captions
	sole  string // whose the lines of the list may be that follows
	unknown
}

// within is what the reader is in.
type within int

const (
	page  within = iota
	frame        // a cell that is laid out like a page
	cells        // a cell that holds lines
)

func readTab(d *document, t *tab) {
	r := &reader{doc: d, tab: t, bed: &bed{}, heads: t.captions()}
	r.years = []yearsAt{{nil, -1, t.years}}
	t.place()
	if dating, ok := kpt.FindDating(t.title); ok && !t.flow.empty() {
		w := dated(dating, -1)
		w.dating.Above = t.years
		r.open(&sheet{day: w.day, level: -1})
	}
	r.walk(t.flow)
	r.leave(nil)
}

// flow is a body or a cell: paragraphs, tables, and gaps that are neither.
type flow []block

type block struct {
	paragraph *paragraph
	table     *table
}

func (f flow) empty() bool {
	for _, b := range f {
		if b.table != nil || b.paragraph != nil && !b.paragraph.empty() {
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
		case b.table != nil:
			r.table(b.table)
			r.prev = nil
		default:
			r.prev = nil
		}
	}
}

func (r *reader) paragraph(p *paragraph) {
	w := r.dayBelow(p, r.dayInside(p, r.yearLine(p, r.dayLine(p, r.look(p)))))
	years := r.ofYears(p, &w)
	if w.kind == sheetHeading && r.sheet != nil && w.section == "" && r.same(w) {
		r.sheet.heading, r.sheet.level = p, w.level
		r.sheet.dating.Weekday = cmp.Or(w.dating.Weekday, r.sheet.dating.Weekday)
		w.kind = other
	}
	w = r.timed(p, w)
	if r.daySays(p, w) {
		r.passed(p)
		return
	}
	if r.in == page && r.headed(p, r.heads[p]) {
		r.passed(p)
		return
	}
	switch w.kind {
	case sheetHeading:
		r.open(&sheet{day: w.day, heading: p, level: w.level, extent: extent{begin: p, years: years}})
	case sectionHeading:
		if r.again(p, w) {
			r.sheet.unclear = append(r.sheet.unclear, kpt.Unclear{Text: p.text(p.start)})
			r.leave(nil)
			r.sheet, r.above, r.named = nil, nil, true
		}
		if lost := w.retro != (schedule.Date{}) && (r.sheet == nil || !r.sheet.named(w.retro)); lost {
			r.open(&sheet{day: w.day, level: -1, extent: extent{begin: p}})
		}
		r.openPart(&part{section: w.section, heading: p, level: w.level, own: kpt.SectionOwner(p.text(p.start))})
		_, _, r.part.marked = p.headingMark()
	case foreignHeading:
		r.foreign(p, w.level)
	case bullet, plain:
		if r.part == nil && w.id == "" {
			if section, ok := kpt.LineSection(p.text(w.text)); ok {
				r.puzzled(p.text(w.text), []kpt.Section{section})
			}
		}
		r.bed.line(p, w)
		r.credit(p, w)
	case other:
		r.bed.gap(p)
	}
	r.passed(p)
}

// look says what a paragraph is where it stands: in a cell that holds lines there are no
// headings, and a table with several cells begins no sheet.
func (r *reader) look(p *paragraph) what {
	w := p.look()
	again := r.part != nil && w.kind == sectionHeading && w.section == r.part.section && (r.part.own == "" || kpt.SectionOwner(p.text(p.start)) == "")
	switch {
	case again && w.level == body && len(p.marks) == 0 && !p.all(func(c piece) bool { return c.bold }):
		w.kind = other // it explains the section: "（よかったことを書いてください）"
	case w.kind == sheetHeading && w.dating.Other && r.part != nil && w.level > r.part.level:
		w.kind = foreignHeading // a part of the section, about another meeting
	case r.in == page, w.kind == bullet, w.kind == plain:
	case w.kind == sheetHeading, r.in == cells && w.kind == sectionHeading:
		w.kind = other
	case r.in == cells && w.kind == foreignHeading:
		w = what{kind: plain, text: p.start}
	}
	return w
}

// same says whether a heading repeats the date that a tab's title said.
func (r *reader) same(w what) bool {
	alike := r.sheet.sameDay(w.day) || r.sheet.retro == w.retro && w.retro != (schedule.Date{})
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
	s.tab, s.before, r.over = r.tab, r.prev, nil
	r.doc.sheets, r.above, r.named = append(r.doc.sheets, s), nil, false
	r.leave(nil)
	r.sheet = s
}

// leave ends a section, and goes on in another or in none.
func (r *reader) leave(to *part) {
	r.settle(r.bed)
	r.part, r.bed, r.sole, r.lapsed = to, &bed{}, "", lapse{}
}

func (r *reader) openPart(p *part) {
	p.over = r.under(p.level)
	r.leave(p)
	r.begin(p)
	r.turn(&bed{head: p.heading})
}

// begin adds a section to the sheet; one that is in none was there before we were.
func (r *reader) begin(p *part) {
	if r.sheet == nil {
		r.tab.undated = true
		r.stray(p)
		return
	}
	r.sheet.parts = append(r.sheet.parts, p)
}

// puzzled remembers something that may be sections and is not understood.
func (r *reader) puzzled(text string, maybe []kpt.Section) {
	switch {
	case len(maybe) == 0:
	case r.sheet == nil:
		r.tab.undated = true
	default:
		r.sheet.unclear = append(r.sheet.unclear, kpt.Unclear{Text: text, Sections: maybe})
	}
}

// turn goes on in another bed of the present section, if it is in one.
func (r *reader) turn(next *bed) {
	r.settle(r.bed)
	next.below = cmp.Or(next.below, r.bed.below)
	r.sole = ""
	if r.part != nil {
		r.part.beds = append(r.part.beds, next)
	}
	r.bed = next
}

// foreign is a heading that we do not know: it ends the section unless it is
// below its heading, and the sheet if it is above the sheet's. One within a section
// may be the name of the one whose the lines below it are.
func (r *reader) foreign(p *paragraph, level int) {
	text := p.text(p.start)
	r.above, r.named = p, false
	r.resume(level)
	if r.under(level); level < body && r.in == page {
		r.over = append(r.over, p)
	}
	name, sole := kpt.SoleName(text)
	switch {
	case r.part == nil, level < r.part.level, kpt.IsBeside(text):
		r.leave(nil)
	case level == body && r.part.level == body && sole && p.headsList() && !kpt.OtherPart(text) && len(kpt.MaybeSections(text)) == 0:
		r.turn(&bed{head: p, whose: whose{by: name, below: name}})
	case level <= r.part.level:
		r.leave(nil)
	case kpt.Leaves(text, r.part.section):
		r.strange(text, level)
	default:
		r.turn(&bed{head: p, whose: whose{by: text}})
	}
	if r.sheet != nil && r.sheet.level >= 0 && (level == 0 || level <= r.sheet.level && r.sheet.level < body) {
		r.leave(nil)
		r.sheet = nil
	}
	if r.sheet == nil && level == 1 && !r.tab.undated && !p.inTable {
		r.tab.closing = p
	}
	if r.part == nil {
		if kpt.HeadsNotes(text) {
			r.surely(p)
		}
		r.puzzled(text, kpt.MaybeSections(text))
	}
}
