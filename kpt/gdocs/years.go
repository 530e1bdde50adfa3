package gdocs

import "github.com/engawa-bot/engawa/kpt"

// A heading above days may say their year, and so may the title of a tab: see kpt.Years.

// yearsAt is what a heading says of years, with its level.
type yearsAt struct {
	heading *paragraph // nil: it is the title of the tab
	level   int
	kpt.Years
}

// years is what a paragraph says of the days below it.
func (p *paragraph) years() kpt.Years {
	years, _ := kpt.FindYears(p.text(p.start))
	return years
}

// ofYears tells the heading of a sheet what one above says of its year: a larger one, or one as
// large that says nothing else. It gives that heading; nil: there is none.
func (r *reader) ofYears(p *paragraph, w *what) (heading *paragraph) {
	if r.in != page || w.kind != foreignHeading && w.kind != sheetHeading {
		return nil
	}
	years, says := kpt.FindYears(p.text(p.start))
	divides := says && years.Only
	for n := len(r.years); n > 0; n-- {
		if last := r.years[n-1]; last.level < w.level || last.level == w.level && last.Only && !divides {
			break
		}
		r.years = r.years[:n-1]
	}
	if n := len(r.years); w.kind == sheetHeading && n > 0 && w.dating != (kpt.Dating{}) {
		w.dating.Above, heading = r.years[n-1].Years, r.years[n-1].heading
	}
	if says {
		r.years = append(r.years, yearsAt{p, w.level, years})
	}
	return heading
}

// yearLine takes a line of text that says nothing but a year for a heading as large as that of a
// day right below it which says none: it heads that, and those that follow.
func (r *reader) yearLine(p *paragraph, w what) what {
	if w.kind != plain || r.in != page {
		return w
	}
	if years, ok := kpt.FindYears(p.text(p.start)); !ok || !years.Only {
		return w
	}
	next := p.next
	for next != nil && next.empty() {
		next = next.next
	}
	if next == nil {
		return w
	}
	if below := r.dayLine(next, next.look()); below.kind == sheetHeading && below.dating != (kpt.Dating{}) && below.dating.Year == 0 {
		return what{kind: foreignHeading, level: below.level}
	}
	return w
}
