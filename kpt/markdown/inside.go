package markdown

import (
	"slices"
	"strings"

	"github.com/engawa-bot/engawa/kpt"
)

// A day within a sheet heads none: a small heading or a bold line in a section says when the
// lines below it were written, as "### 11/20" below "## Open Tries" does.

// dayInside says whether a heading with a day is part of a sheet above; level is that of the
// last section there. It is smaller than that, or there is no section yet, and the first is none
// of its own. One that is as large as a section may also head the next sheet: it does if a
// section follows that this one has, or a smaller one.
func (d *document) dayInside(sheet, i, level int) bool {
	h, next := d.heads[i], d.nextSection(sheet, i)
	switch {
	case level == 0:
		return d.belowPast(sheet, i) || next >= 0 && d.heads[next].level < h.level
	case h.level > level:
		return true
	}
	return next < 0 || d.heads[next].level <= h.level && !slices.ContainsFunc(d.heads[sheet:i], func(of heading) bool {
		return of.section == d.heads[next].section
	})
}

// nextSection is the first section below the heading of a day; -1 if the sheet ends before, or
// another day has a heading.
func (d *document) nextSection(sheet, i int) int {
	for i++; i < len(d.heads) && !d.heads[i].sheet && d.heads[i].level > d.heads[sheet].level; i++ {
		if d.heads[i].section != "" {
			return i
		}
	}
	return -1
}

// belowPast says whether a heading is below one that is of another meeting.
func (d *document) belowPast(sheet, i int) bool {
	level := d.heads[i].level
	for i--; i > sheet; i-- {
		if h := d.heads[i]; h.level < level {
			if level = h.level; h.section == "" && kpt.OfBefore(h.text) {
				return true
			}
		}
	}
	return false
}

// isDay says whether a heading that is no sheet's says a day, and which: of a line, if it says
// nothing else.
func (h heading) isDay() (kpt.Dating, bool) {
	if h.sheet || h.section != "" {
		return kpt.Dating{}, false
	}
	said, ok := kpt.FindDating(h.text)
	if h.level >= boldLevel {
		_, only := kpt.OnlyDay(h.text)
		ok = only && h.level == endLevel
	}
	return said, ok && !said.Other
}

// dayWithin is what a heading says of the day of the lines below it, if it is below a section.
func (d *document) dayWithin(i, section int) (kpt.Dating, bool) {
	if section < 0 || d.heads[i].retro != d.heads[section].retro {
		return kpt.Dating{}, false
	}
	return d.heads[i].isDay()
}

// placeDay tells the heading of a day that stands below a section whether it is of it; false if
// it is no such heading, or says nothing of its own.
func (d *document) placeDay(i, section int) bool {
	h := &d.heads[i]
	_, day := d.dayWithin(i, section)
	if !day {
		return false
	}
	if past, is := d.past[i]; is && past == i {
		d.strange = append(d.strange, i)
		return true
	}
	if is := d.isPast(i); is || h.level <= d.heads[section].level {
		return false
	}
	h.section = d.heads[section].section
	return true
}

// told says whether a heading is that of a day within a sheet, and is told of already, with the
// sections below it.
func (d *document) told(head int) bool {
	_, day := d.heads[head].isDay()
	return day && slices.Contains(d.strange, head)
}

// saysDay says whether text says of another day what is below it in its section, or of that of
// the sheet again.
func (d *document) saysDay(i int, datings []kpt.Dating) bool {
	text, ok := d.shortText(i)
	said, only := kpt.OnlyDay(strings.Trim(text, "*_ "))
	if !ok || !only || !boldPattern.MatchString(text) && !d.headsList(i) {
		return false
	}
	section := len(d.heads) - 1
	for section >= 0 && d.heads[section].section == "" {
		section--
	}
	for sheet := section - 1; sheet >= 0; sheet-- {
		if d.heads[sheet].sheet {
			_, again := d.heads[len(d.heads)-1].isDay()
			again = again && d.heads[len(d.heads)-1].level == endLevel
			return again || said.Apart(d.heads[section].section, datings[sheet])
		}
	}
	return false
}
