package gdocs

import (
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// A day within a sheet heads none: a small heading or a bold line in a section says when the
// lines below it were written, as "### 11/20" below "## Open Tries" does.

// dayInside takes what looks like the heading of a sheet for one that we do not know, where it
// stands in one.
func (r *reader) dayInside(p *paragraph, w what) what {
	if r.belowKind(p, w) {
		return what{kind: other}
	}
	if r.in != page || r.sheet == nil || w.id != "" || w.retro != (schedule.Date{}) && w.dating == (kpt.Dating{}) {
		return w
	}
	switch w.kind {
	case sheetHeading:
		if r.inside(p, w) {
			w.kind = foreignHeading
		}
	case plain:
		if d, ok := kpt.OnlyDay(p.text(p.start)); ok && r.part != nil && p.headsList() && d.Apart(r.part.section, r.sheet.when()) {
			w.kind, w.dating, w.level = foreignHeading, d, body
		}
	}
	return w
}

// inside says whether the heading of a day is part of the present sheet: it is smaller than the
// last section's, or there is no section yet, and the first is none of its own. One that is as
// large as a section, or text, may also head the next sheet: it does if a section follows that
// this one has, or a smaller one.
func (r *reader) inside(p *paragraph, w what) bool {
	s := r.sheet
	if r.past.text != "" && w.level > r.past.level {
		return true
	}
	next := p.nextSection(s.level)
	if len(s.parts) == 0 {
		return w.level < body && w.level > s.level && next.kind == sectionHeading && next.level > s.level && next.level < w.level
	}
	last := s.parts[len(s.parts)-1]
	switch {
	case last.table != nil:
		return false
	case w.level < body && w.level > last.level:
		return true
	case w.level <= s.level:
		return false
	}
	return next.kind != sectionHeading || next.level <= min(w.level, last.level) && s.find(next.section) == nil
}

// belowKind says whether a day stands below a section that is in no sheet, as on a page that is
// ordered by kind, and heads no sections itself: it is left alone with that section.
func (r *reader) belowKind(p *paragraph, w what) bool {
	if w.kind != sheetHeading || r.in != page || r.sheet != nil || r.part == nil || w.level <= r.part.level || w.dating == (kpt.Dating{}) {
		return false
	}
	next := p.nextSection(w.level)
	return next.kind != sectionHeading || next.level <= w.level
}

// nextSection is the first heading of a section below that of a day; none if the sheet ends
// before, or another day has a heading.
func (p *paragraph) nextSection(sheet int) what {
	for p = p.next; p != nil; p = p.next {
		switch w := p.look(); w.kind {
		case sectionHeading:
			return w
		case sheetHeading, foreignHeading:
			if w.level < body && (w.kind == sheetHeading || w.level <= sheet) {
				return what{}
			}
		}
	}
	return what{}
}

// daySays takes in what the heading of a day within a sheet says of the lines below it, and
// says whether it is one.
func (r *reader) daySays(p *paragraph, w what) bool {
	if w.kind != foreignHeading || w.dating == (kpt.Dating{}) || w.dating.Other || r.sheet == nil || r.in != page {
		return false
	}
	if r.past.text != "" && !r.past.inside && w.level > r.past.level {
		return false // of another meeting all the same
	}
	in := r.part
	if in == nil {
		in = r.lapsed.part
	}
	text := p.text(p.start)
	if in != nil && (w.level > in.level || w.level == body) && !w.dating.Apart(in.section, r.sheet.when()) {
		r.past = bygone{}
		if r.part == nil {
			r.leave(in)
		}
		r.turn(&bed{head: p, whose: whose{by: text}})
		return true
	}
	r.past = bygone{text: text, level: w.level, inside: true}
	if n := len(r.sheet.parts); n > 0 {
		r.past.level = r.sheet.parts[n-1].level
	}
	if r.part == nil && in != nil {
		r.leave(in)
	}
	r.strange(text, w.level)
	return true
}
