package kpt

import (
	"regexp"
	"strings"
)

// weekdayName is a weekday in a heading that is folded to narrow small letters: "(金)", "金曜",
// "friday".
var weekdayName = regexp.MustCompile(`[(]\s*([月火水木金土日])(?:曜日?)?\s*(?:[・/、,]?\s*祝日?)?\s*[)]|([月火水木金土日])曜|(?:^|\s)([月火水木金土日])(?:\s|$)|\b(mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?(?:day)?\b`)

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

// What says that weeks are not those of the calendar's year: a year of its own, or a part of one.
var (
	ofFiscal  = regexp.MustCompile(`年度|\bfy\s*\d`)
	ofQuarter = regexp.MustCompile(`\bq[1-4]\b|\dq[1-4]\b|\b[1-4]q\b|四半期|quarter|クォーター|クオーター`)
	ofHalf    = regexp.MustCompile(`[上下]半?期|半期|前半|後半|\b(?:\d{4})?h[12]\b|\bhalf\b`)
	ofMonth   = regexp.MustCompile(`\d\s*月|月の?第|\b` + monthNames + `(?:\s|$)`)
	ofSprint  = regexp.MustCompile(`(?:\b(?:sprints?|iterations?|cycles?|phases?|pi|milestones?|terms?|seasons?)|スプリント|イテレーション|フェーズ|サイクル|シーズン|学期)\s*#?\d`)
)

// ofOtherWeeks says whether a week in a text may be that of something else than the year, by what
// else the text says; it stands before a place. Where its year is said right there, no sprint's is.
func (d Dating) ofOtherWeeks(text string, to int) bool {
	const inMonth, inQuarter, inHalf = 5, 14, 27
	switch {
	case ofFiscal.MatchString(text), strings.HasPrefix(text[to:], "間"):
		return true
	case d.Year != 0:
		return false
	case d.Week <= inMonth && ofMonth.MatchString(text), d.Week <= inQuarter && ofQuarter.MatchString(text):
		return true
	}
	return d.Week <= inHalf && (ofHalf.MatchString(text) || ofSprint.MatchString(text))
}

// withoutDays is what else a heading says beside a week than the days of that: "(Nov 23 – Nov 27)".
func (d Dating) withoutDays(rest string) string {
	if d.Week == 0 {
		return rest
	}
	return namedDays.ReplaceAllString(rest, " ")
}

var namedDays = regexp.MustCompile(`\b` + monthNames + `\s*\d{1,2}(?:st|nd|rd|th)?\b|\b\d{1,2}(?:st|nd|rd|th)?\s*` + monthNames + `(?:[^a-z]|$)`)

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
