package kpt

import (
	"regexp"
	"strings"
)

// weekdayName is a weekday in a heading that is folded to narrow small letters: "(金)", "金曜",
// "friday".
var weekdayName = regexp.MustCompile(`[(]\s*([月火水木金土日])(?:曜日?)?\s*[)]|([月火水木金土日])曜|(?:^|\s)([月火水木金土日])(?:\s|$)|\b(mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?(?:day)?\b`)

// saidWeekday is a weekday in a text, from one place to another.
type saidWeekday struct{ from, to, day int }

// onWeekday takes in the weekday that is said of a day without a year, which stands from one
// place to another in a text. Of several it is the one at the day, and so it is where several
// days are said.
func (d Dating) onWeekday(text string, from, to int) Dating {
	if d.Year != 0 || d.Week != 0 || d.Short != [3]int{} {
		return d
	}
	all := weekdaysIn(text)
	for _, w := range all {
		if from <= w.from && w.from <= to+1 || w.to <= from && from <= w.to+1 {
			d.Weekday = w.day
			return d
		}
	}
	if len(all) == 1 && d.Days == 0 {
		d.Weekday = all[0].day
	}
	return d
}

func weekdaysIn(text string) (all []saidWeekday) {
	for _, m := range weekdayName.FindAllStringSubmatchIndex(text, -1) {
		for _, name := range groups(text, m) {
			if name == "" {
				continue
			}
			day := strings.Index("sunmontuewedthufrisat", name) / 3
			if len(name) == len("日") && name[0] >= 0x80 {
				day = strings.Index("日月火水木金土", name) / len("日")
			}
			all = append(all, saidWeekday{m[0], m[1], day + 1})
		}
	}
	return all
}

// ofFiscal is said of a year that is not the calendar's: its weeks are others.
var ofFiscal = regexp.MustCompile(`年度|\bfy\s*\d`)

// weekOf reads 2026-W48 and 2026年第48週, but no 2026年 第48回.
func weekOf(g []string) (Dating, bool) {
	d := Dating{Year: number(g[0]), Week: number(g[1] + g[2])}
	return d, d.Week > 0 && d.exists()
}

// weekOfYear reads W48/2026.
func weekOfYear(g []string) (Dating, bool) {
	d := Dating{Year: number(g[1]), Week: number(g[0])}
	return d, d.Week > 0 && d.exists()
}

func eitherWeek(g []string) (Dating, bool) {
	d := Dating{Week: number(g[0] + g[1])}
	return d, d.Week > 0 && d.exists() && (g[0] == "" || d.Week > 5) // 第4週 may be of a month
}
