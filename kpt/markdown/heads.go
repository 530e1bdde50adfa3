package markdown

import (
	"regexp"
	"slices"
	"strings"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

func (d *document) findHeads(titles kpt.Titles) {
	var datings []kpt.Dating
	says := d.captions()
	for i := range d.lines {
		if d.skip[i] {
			continue
		}
		level, text, n := d.headingAt(i)
		said := says[i]
		if said.Name != "" {
			level, text, n = nameLevel, said.Name, 1
		} else if said.Ends || level == 0 && (d.saysWhen(i) || d.saysDay(i, datings)) {
			if said.Tell {
				d.strange = append(d.strange, len(d.heads))
			}
			d.heads, datings = append(d.heads, d.endAt(i)), append(datings, kpt.Dating{})
			continue
		}
		if level == 0 {
			continue
		}
		h := heading{line: i, after: i + n, level: level}
		text, named := sheetNamed(text)
		if _, plain := d.plain[i]; !plain { // else it is as a person has made it
			h.title = titles.Made(text)
		}
		h.section, _ = kpt.FindSection(text)
		h.text = text
		h.own = kpt.SectionOwner(text)
		if said.Ends {
			h.below = said.Name
		}
		var dating kpt.Dating
		if dating, h.sheet = kpt.FindDating(text); h.section != "" {
			dating, h.sheet = kpt.Dating{}, false // "前回のTry (2026-11-20)"
		}
		if below, line := d.dayBelow(i); line > i {
			dating, h.sheet = below, true
		}
		if named != (schedule.Date{}) {
			dating, h.sheet, h.marked = kpt.Dating{Year: named.Year, Month: named.Month, Day: named.Day}, true, true
		}
		d.heads, datings = append(d.heads, h), append(datings, dating)
	}
	d.findYears(datings)
	d.dateHeads(titles, datings, d.placeHeads())
	d.leavePast()
	d.placeWithin()
	d.placeOver()
}

// dateHeads gives the headings of sheets their days, and each other the day of the sheet that it
// is in; sheets are where these are, -1 for none.
func (d *document) dateHeads(titles kpt.Titles, datings []kpt.Dating, sheets []int) {
	d.findTitles(datings)
	var own []kpt.Dating
	for i, h := range d.heads {
		if h.sheet {
			own = append(own, datings[i])
		}
	}
	days := titles.Days(own)
	for i := range d.heads {
		h := &d.heads[i]
		switch {
		case h.sheet:
			h.retro, days = days[0], days[1:]
		case sheets[i] >= 0:
			h.retro = d.heads[sheets[i]].retro
		}
	}
}

// findTitles says of headings with a day that nothing but a smaller one of that kind comes below.
func (d *document) findTitles(datings []kpt.Dating) {
	for i, h := range d.heads {
		next := slices.IndexFunc(d.heads[i+1:], func(h heading) bool { return h.sheet || h.section != "" })
		if h.sheet && !h.marked && next >= 0 {
			below := d.heads[i+1+next]
			datings[i].Title = below.sheet && below.level > h.level
		}
	}
}

// ofOther says whether a heading with a day is that of another meeting.
func (h heading) ofOther() bool {
	dating, _ := kpt.FindDating(h.text)
	return dating.Other && !h.marked
}

// endLevel is that of a line that ends the section that it stands in.
const endLevel = nameLevel + 1

// endAt is a line that ends the section that it stands in, as a heading.
func (d *document) endAt(i int) heading {
	text := strings.Trim(strings.TrimSpace(bare(d.lines[i])), "*_")
	return heading{line: i, after: i + 1, level: endLevel, text: text}
}

// sheetPattern is the mark on the heading of a sheet whose day is not its name.
var sheetPattern = regexp.MustCompile(`[ \t]*<!--[ \t]*engawa:sheet:(\d{4}-\d\d-\d\d)[ \t]*-->`)

// sheetNamed is the text of a heading without such a mark, and the retro that it says.
func sheetNamed(text string) (rest string, retro schedule.Date) {
	if m := sheetPattern.FindStringSubmatch(text); m != nil {
		retro, _ = schedule.ParseDate(m[1]) // of one that is no date the rest is read
		text = sheetPattern.ReplaceAllString(text, "")
	}
	return text, retro
}

// boldLevel is that of a bold line.
const boldLevel = 7

// headingAt gives the level and text of a heading that begins at a line, and
// the number of its lines; level 0 if there is none.
func (d *document) headingAt(i int) (level int, text string, n int) {
	line := strings.TrimPrefix(bare(d.lines[i]), "\uFEFF")
	bold := boldPattern.FindStringSubmatch(line)
	if level, ok := d.plain[i]; ok {
		if bold != nil {
			line = bold[1]
		}
		return level, strings.TrimSpace(line), 1
	}
	if m := atxPattern.FindStringSubmatch(line); m != nil {
		return len(m[1]), m[2], 1
	}
	if bold != nil {
		if _, ok := kpt.IsSection(bold[1]); ok || kpt.IsBeside(bold[1]) || kpt.IsShelved(bold[1]) {
			return boldLevel, bold[1], 1
		}
	}
	// Underlined: one line that is neither indented nor the end of a paragraph.
	if i+1 == len(d.lines) || blank(line) || strings.TrimLeft(line, " \t") != line || isBullet(line) ||
		breakPattern.MatchString(line) || i > 0 && !blank(d.lines[i-1]) && !d.standsAlone(i) {
		return 0, "", 0
	}
	if m := underPattern.FindStringSubmatch(bare(d.lines[i+1])); m != nil && !d.skip[i+1] {
		if m[1][0] == '=' {
			return 1, line, 2
		}
		return 2, line, 2
	}
	return 0, "", 0
}

// standsAlone says whether a line with no blank one above it is a paragraph of its own: it stands
// right below a heading, or says nothing but a section.
func (d *document) standsAlone(i int) bool {
	above := bare(d.lines[i-1])
	_, section := kpt.IsSection(bare(d.lines[i]))
	return section || atxPattern.MatchString(above) || underPattern.MatchString(above)
}

// placeHeads tells each heading the sheet it is in, and gives these; -1 for none. A date in a
// heading below that of a sheet begins another only as long as there was no section, such as
// below a title that has a date, or if it is no part of the sheet: see dayInside.
func (d *document) placeHeads() (sheets []int) {
	sheet, level, day := -1, 0, 0 // the level of the last section; day: of a heading of another day within the sheet
	kind := 0                     // the level of a section that is in no sheet; 0: none
	for i := range d.heads {
		h := &d.heads[i]
		inside := sheet >= 0 && h.level > d.heads[sheet].level && (!h.sheet || d.dayInside(sheet, i, level))
		if h.sheet && h.ofOther() {
			inside = inside && h.level > level
		}
		if h.kind = !inside && h.sheet && kind > 0 && h.level > kind && d.nextSection(i, i) < 0; h.kind {
			h.sheet = false
		}
		switch {
		case !inside && h.sheet:
			kind = 0
			sheet, level, day, h.section = i, 0, 0, ""
		case inside:
			if day > 0 && h.level <= day {
				day = 0
			}
			if h.sheet && h.level > level && day == 0 {
				day = h.level
			}
			h.sheet = false
			if h.section != "" && day == 0 {
				level = h.level
			}
		default:
			if h.section != "" {
				kind = h.level
			} else if h.level <= kind {
				kind = 0
			}
			sheet, h.sheet, h.section = -1, false, ""
		}
		sheets = append(sheets, sheet)
	}
	return sheets
}
