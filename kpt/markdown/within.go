package markdown

import (
	"cmp"
	"slices"

	"github.com/engawa-bot/engawa/kpt"
)

// bygone says whether the last that says when it is says that it is of another meeting.
func (d *document) bygone() bool {
	for i := len(d.heads) - 1; i >= 0; i-- {
		if h := d.heads[i]; h.level < boldLevel || kpt.OfBefore(h.text) {
			return h.level >= boldLevel || h.section == "" && kpt.OfBefore(h.text)
		}
	}
	return false
}

// saysWhen says whether text says of another meeting what is below it, or of this one again.
func (d *document) saysWhen(i int) bool {
	text, ok := d.shortText(i)
	return ok && (kpt.OfBefore(text) || kpt.OfToday(text) && d.bygone())
}

// leavePast takes the sections that are of another meeting out of their sheet: see kpt.OfBefore.
func (d *document) leavePast() {
	d.past = map[int]int{}
	past, level, last := -1, 0, -1 // last: the section that is above
	var on kpt.Dating
	for i := range d.heads {
		h := &d.heads[i]
		said, day := d.dayWithin(i, last)
		switch {
		case day && (h.level <= d.heads[last].level || said.Apart(d.heads[last].section, on)):
			past, level = i, d.heads[last].level
		case day:
			past = -1
		case h.sheet:
			on, past, last = d.dayOf(*h), -1, -1
		case h.section == "" && (kpt.OfBefore(h.text) || kpt.IsShelved(h.text)):
			past, level = i, h.level
		case h.section == "" && kpt.OfToday(h.text), past >= 0 && d.endsPast(past, level, i):
			past = -1
		}
		switch {
		case past >= 0:
			h.section, d.past[i] = "", past
		case on.Stray(h.section, h.text):
			h.section, d.past[i] = "", i
		case h.section != "":
			last = i
		}
	}
}

// endsPast says whether a heading ends what is of another meeting, which a heading of a level
// says, or a day in a section of it.
func (d *document) endsPast(past, level, i int) bool {
	h := d.heads[i]
	if _, day := d.heads[past].isDay(); day || kpt.IsShelved(d.heads[past].text) {
		return h.level <= level && (h.level < boldLevel || h.section != "")
	}
	return h.level < boldLevel && (level >= boldLevel || h.level <= level)
}

func (d *document) isPast(head int) bool {
	_, past := d.past[head]
	return past
}

// passOver takes a table that is of another meeting for none of ours.
func (t *table) passOver() {
	var sections []kpt.Section
	for _, row := range t.read.Cells {
		for j, c := range row {
			if c.Section != "" && !slices.Contains(sections, c.Section) {
				sections = append(sections, c.Section)
			}
			row[j] = kpt.Cell{}
		}
	}
	t.read = kpt.Table{Cells: t.read.Cells, Unclear: append(sections, t.read.Unclear...)}
}

// dayOf is the day of a sheet, with how many days its heading names.
func (d *document) dayOf(h heading) kpt.Dating {
	said, _ := kpt.FindDating(h.text)
	if h.retro.Year == 0 {
		return kpt.Dating{}
	}
	return kpt.Dating{Year: h.retro.Year, Month: h.retro.Month, Day: h.retro.Day, Days: said.Span()}
}

// placeWithin has a heading below that of a section belong to the section, unless it heads
// something else. Behind that the section goes on at another one that is as large.
func (d *document) placeWithin() {
	section, left, level := -1, -1, 0 // left: the section that a heading as large as level stands in
	for i := range d.heads {
		h := &d.heads[i]
		within := func(section int) bool {
			return section >= 0 && h.level < boldLevel && h.level > d.heads[section].level && h.retro == d.heads[section].retro
		}
		if of, is := d.past[i]; section < 0 && within(left) && h.level <= level && (!is || of == i) {
			section = left
		}
		switch {
		case d.placeDay(i, max(section, left)):
			section, left, level = max(section, left), -1, h.level
			if d.isPast(i) {
				section, left = -1, section
			}
		case h.sheet:
			section, left = -1, -1
		case h.section != "":
			section, left = i, -1
		case section >= 0 && h.level == endLevel && kpt.OfBefore(h.text), within(section) && (d.isPast(i) || kpt.Leaves(h.text, d.heads[section].section)):
			if _, named := kpt.FindSection(h.text); !named {
				d.strange = append(d.strange, i)
			}
			section, left, level = -1, section, h.level
		case section >= 0 && h.level != endLevel && !kpt.IsBeside(h.text) && h.level > d.heads[section].level && h.retro == d.heads[section].retro:
			h.section = d.heads[section].section
			h.below = cmp.Or(h.below, d.heads[i-1].below)
		case left >= 0 && h.level > level:
			section = -1
		default:
			section, left = -1, -1
		}
	}
}
