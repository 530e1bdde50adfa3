package gdocs

import (
	"cmp"
	"slices"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// What says that it is of another meeting is none of the sheet's: see kpt.OfBefore.

// bygone is what says that all below it is of another meeting.
type bygone struct {
	text  string // "": nothing does
	level int    // of the heading; body for text
	// inside says that it is a day within the sheet, and level that of the section: see dayInside.
	inside bool
}

// timed takes in what a paragraph says of when the lines below it are, and says what it is for
// the reader then: the section of another meeting is a heading that we do not know.
func (r *reader) timed(p *paragraph, w what) what {
	if r.in != page || w.id != "" {
		return w
	}
	text, heads := p.text(p.start), w.kind == foreignHeading || w.kind == plain
	level := body
	if w.kind == foreignHeading {
		level = w.level
	}
	switch {
	case heads && kpt.OfBefore(text) && r.sheet != nil:
		if w.kind == plain {
			r.strange(text, body)
		}
		r.past = bygone{text: text, level: level}
	case w.kind == foreignHeading && r.sheet != nil && kpt.IsShelved(text):
		r.shelve(p, level)
	case heads && kpt.OfToday(text), w.kind == sheetHeading, r.ends(w):
		r.past = bygone{}
	}
	if r.past.inside && r.past.text != text && (w.kind == sectionHeading && w.retro == (schedule.Date{}) || w.kind == foreignHeading && w.dating == (kpt.Dating{})) {
		if r.lapsed.part == nil && w.kind == sectionHeading { // else the day is told of already
			r.puzzled(r.past.text, []kpt.Section{w.section})
		}
		return what{kind: other}
	}
	if w.kind != sectionHeading || r.sheet == nil || w.retro != (schedule.Date{}) {
		return w
	}
	if r.past.text == "" && !r.sheet.when().Stray(w.section, text) {
		return w
	}
	r.leave(nil)
	if r.past.text == "" {
		r.surely(p)
	}
	r.puzzled(cmp.Or(r.past.text, text), []kpt.Section{w.section})
	return what{kind: other}
}

// shelve passes over a section that is put away, and has it told if lines stand below it.
func (r *reader) shelve(p *paragraph, level int) {
	r.past = bygone{text: p.text(p.start), level: level, inside: true}
	if within := r.part != nil && level > r.part.level; !within && !r.heads[p].Tell {
		r.surely(p)
	}
}

// ends says whether a heading ends what is of another meeting: as large a one as said so, or any
// with a style where text did.
func (r *reader) ends(w what) bool {
	heading := w.kind == foreignHeading || w.kind == sectionHeading
	if r.past.inside {
		return heading && w.level <= r.past.level && (w.level < body || w.kind == sectionHeading)
	}
	return heading && (r.past.level == body && w.level < body || r.past.level < body && w.level <= r.past.level)
}

// lapse is a section in which a heading of something else stands.
type lapse struct {
	part  *part
	level int // of that heading
}

// strange ends the section that something stands in which is not of it, and has it told.
func (r *reader) strange(text string, level int) {
	in := r.part
	if in != nil && r.sheet != nil {
		r.sheet.unclear = append(r.sheet.unclear, kpt.Unclear{Text: text})
	}
	r.leave(nil)
	r.lapsed = lapse{in, level}
}

// resume goes on with a section behind the heading of something else in it, at another one
// that is as large.
func (r *reader) resume(level int) {
	in := r.lapsed
	if r.part == nil && in.part != nil && r.in == page && level > in.part.level && level <= in.level && level < body {
		r.leave(in.part)
	}
}

// when is the day of a sheet as far as it is known while it is read.
func (s *sheet) when() kpt.Dating {
	if s.dating != (kpt.Dating{}) || s.retro == (schedule.Date{}) {
		return s.dating
	}
	return kpt.Dating{Year: s.retro.Year, Month: s.retro.Month, Day: s.retro.Day}
}

// passOver passes over a table of another meeting.
func (r *reader) passOver(t *table) {
	var sections []kpt.Section
	for _, row := range t.read.Cells {
		for _, c := range row {
			if c.Section != "" && !slices.Contains(sections, c.Section) {
				sections = append(sections, c.Section)
			}
		}
	}
	r.puzzled(r.past.text, append(sections, t.read.Unclear...))
	for _, row := range t.rows {
		for _, c := range row {
			r.aside(c)
		}
	}
	t.read = kpt.Table{Cells: make([][]kpt.Cell, len(t.rows))}
	for i, row := range t.rows {
		t.read.Cells[i] = make([]kpt.Cell, len(row))
	}
}

// on says whether a sheet is of the day that something else says.
func (s *sheet) on(d kpt.Dating) bool {
	month, at := s.dating.Month, s.dating.Day
	if s.dating == (kpt.Dating{}) {
		month, at = s.retro.Month, s.retro.Day
	}
	return d.Month == month && d.Day == at && (d.Year == 0 || s.retro.Year == 0 || d.Year == s.retro.Year)
}

// surely has a heading be told, whatever sections there are beside it, if lines stand below it: they
// are of a section.
func (r *reader) surely(p *paragraph) {
	if r.sheet != nil && p.says() {
		r.sheet.unclear = append(r.sheet.unclear, kpt.Unclear{Text: p.text(p.start)})
	}
}

// says whether lines stand below a heading.
func (p *paragraph) says() bool {
	next := p.next
	for next != nil && next.empty() {
		next = next.next
	}
	if next == nil {
		return false
	}
	w := next.look()
	return w.kind == bullet || w.kind == plain
}

// puzzles are what is not understood of a sheet, each once: what may be sections, where it has
// none of those.
func (s *sheet) puzzles() (all []kpt.Unclear) {
	waits := map[string]bool{}
	for _, u := range s.unclear {
		some := len(u.Sections) > 0
		u.Sections = slices.DeleteFunc(slices.Clone(u.Sections), func(section kpt.Section) bool { return s.find(section) != nil })
		if len(u.Sections) > 0 {
			waits[u.Text] = true
		}
		if !some || len(u.Sections) > 0 {
			all = append(all, u)
		}
	}
	return slices.DeleteFunc(all, func(u kpt.Unclear) bool { return len(u.Sections) == 0 && waits[u.Text] })
}
