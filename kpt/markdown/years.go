package markdown

import (
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// A heading above days may say their year: see kpt.Years.

// yearsAt is what a heading says of years, with its level.
type yearsAt struct {
	head, level int
	kpt.Years
}

// findYears tells the headings of sheets what those above them say of their year: larger ones, or
// one as large that says nothing else.
func (d *document) findYears(datings []kpt.Dating) {
	var above []yearsAt
	for i, h := range d.heads {
		if h.section != "" || h.level > boldLevel {
			continue
		}
		plain := func(i int) bool { return i < len(d.heads) && d.heads[i].sheet && d.plain[d.heads[i].line] > 0 }
		if _, line := d.plain[h.line]; line && (plain(i) || plain(i+1)) {
			h.level = boldLevel // below all that have a sign
		}
		years, says := kpt.FindYears(h.text)
		divides := says && years.Only
		for n := len(above); n > 0; n-- {
			if last := above[n-1]; last.level < h.level || last.level == h.level && last.Only && !divides {
				break
			}
			above = above[:n-1]
		}
		if n := len(above); h.sheet && n > 0 {
			datings[i].Above, d.heads[i].years = above[n-1].Years, above[n-1].head+1
		}
		if says {
			above = append(above, yearsAt{i, h.level, years})
		}
	}
}

// yearLine is the level of a line that says nothing but a year, right above the heading of a day
// that says none: it heads that, and those that follow. 0: it is no such line.
func (d *document) yearLine(i int, text string) int {
	if years, ok := kpt.FindYears(text); !ok || !years.Only {
		return 0
	}
	next := d.next(i)
	if next == len(d.lines) {
		return 0
	}
	level, text, _ := d.headingAt(next)
	if level == 0 {
		if text, _ = d.plainText(next); text == "" {
			return 0
		}
		level, _ = d.sectionBelow(next)
	}
	if day, ok := kpt.FindDating(text); !ok || day.Year != 0 {
		return 0
	}
	return level
}

// aboveYears is the line above which the sheet of a retro goes that is newer than another: above
// the heading, too, that says the years of that one, if it is not of these.
func (d *document) aboveYears(sheet heading, retro schedule.Date) int {
	if sheet.years > 0 {
		above := d.heads[sheet.years-1]
		if years, _ := kpt.FindYears(above.text); !years.Have(retro) {
			return above.line
		}
	}
	return sheet.line
}
