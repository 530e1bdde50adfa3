package gdocs

import (
	"cmp"
	"slices"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// unknown are the headings that the reader does not know.
type unknown struct {
	over   []*paragraph // those of the sheet that it is in now
	above  *paragraph   // the last one outside of all sheets; nil: none
	named  bool         // the team is told of what is below already
	day    *paragraph   // the line that says the day of the heading above it; nil: none
	past   bygone
	lapsed lapse
	years  []yearsAt
}

// stray is a section that is in no sheet, with the heading above it.
type stray struct {
	*part
	above *paragraph
}

// stray remembers a section that is in no sheet.
func (r *reader) stray(p *part) {
	if r.named {
		return
	}
	r.above = cmp.Or(r.above, p.heading)
	r.doc.apart = append(r.doc.apart, stray{p, r.above})
}

// aboveTable is the heading above a table that is in no sheet, or else how the table begins.
func (r *reader) aboveTable(t *table) string {
	if r.above != nil {
		return r.above.text(r.above.start)
	}
	return t.begins()
}

// aboveLines is the heading above lines that are in no sheet, or else the first of them.
func (r *reader) aboveLines(first *line) string {
	if r.above != nil {
		return r.above.text(r.above.start)
	}
	return first.Text
}

// undated are the headings of what may be sheets and says no day: see kpt.Reading.
func (d *document) undated() (all []string) {
	add := func(heading *paragraph, parts ...*part) {
		some := slices.ContainsFunc(parts, func(p *part) bool {
			return slices.ContainsFunc(p.lines(), func(l *line) bool { return !l.bare || p.heading != heading || l.paragraph.inTable })
		})
		if text := heading.text(heading.start); some && !slices.Contains(all, text) {
			all = append(all, text)
		}
	}
	for _, s := range d.apart {
		add(s.above, s.part)
	}
	for _, text := range d.dayless {
		if !slices.Contains(all, text) {
			all = append(all, text)
		}
	}
	for _, s := range d.sheets {
		switch {
		case s.retro != (schedule.Date{}):
		case s.heading != nil:
			add(s.heading, s.parts...)
		case slices.ContainsFunc(s.parts, func(p *part) bool { return len(p.lines()) > 0 }):
			all = append(all, s.tab.title)
		}
	}
	return all
}

// dayBelow takes a heading that says only that it is a KPT for that of a sheet, if the line
// below it says the day. That line is none of its own then.
func (r *reader) dayBelow(p *paragraph, w what) what {
	if p == r.day {
		return what{kind: other}
	}
	if w.kind != foreignHeading || w.level >= body || r.in != page || !kpt.OnlyKPT(p.text(p.start)) {
		return w
	}
	next := p.next
	for next != nil && next.empty() {
		next = next.next
	}
	if next == nil || next.bullet != nil || next.heading() < body {
		return w
	}
	dating, ok := kpt.DayBelow(next.text(next.start))
	if !ok {
		return w
	}
	r.day = next
	return dated(dating, w.level)
}

// saying are the headings of sections that say more than that, where one of them has nothing below
// it: see kpt.SaysNote.
func (s *sheet) saying() (all []kpt.Unclear) {
	alone := false
	for _, p := range s.parts {
		if p.heading == nil {
			continue
		}
		text := p.heading.text(p.heading.start)
		if name, ok := kpt.SaysNote(text); ok {
			all = append(all, kpt.Unclear{Text: text, Unless: name})
			alone = alone || p.last == p.heading && !slices.ContainsFunc(p.beds, func(b *bed) bool { return b.table != nil })
		}
	}
	if !alone {
		return nil
	}
	return all
}
