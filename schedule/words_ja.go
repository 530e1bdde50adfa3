package schedule

import "strings"

// japaneseWords is what Japanese words mean in a time or a day. The longest that a text
// begins with is looked up first.
func japaneseWords() map[string][]token {
	words := map[string][]token{
		"の": {}, "に": {}, "は": {}, "で": {}, "、": one(comma, 0), "・": one(comma, 0), "と": one(comma, 0),
		"または": one(either, 0), "もしくは": one(either, 0),

		"毎週": one(every, 7), "毎月": one(every, 30), "毎月末": {{kind: every, n: 30}, {kind: end}, {kind: unit, n: 30}},
		"毎月末日": {{kind: every, n: 30}, {kind: end}, {kind: unit, n: 30}},
		"毎日":   one(daySet, everyWeekday), "平日": one(daySet, mondayToFriday), "週末": one(daySet, saturdayAndSunday),
		"毎朝": {{kind: daySet, n: everyWeekday}, {kind: part, n: morning}},
		"毎夕": {{kind: daySet, n: everyWeekday}, {kind: part, n: evening}},
		"毎晩": {{kind: daySet, n: everyWeekday}, {kind: part, n: night}},
		"隔週": one(fortnight, 2), "ごと": one(interval, 0), "毎": one(interval, 0), "おき": one(interval, 1),
		"に1回": one(interval, 0), "に一回": one(interval, 0), "に1度": one(interval, 0), "に一度": one(interval, 0),

		"第": one(nthWeek, 0), "最終": one(week, 5), "最後": one(week, 5), "最終日": {{kind: week, n: 5}, {kind: unit, n: 1}},

		"日間": one(unit, 1), "週": one(unit, 7), "週間": one(unit, 7), "年": one(yearMark, 0),
		"今日": one(relative, 0), "きょう": one(relative, 0), "本日": one(relative, 0),
		"明日": one(relative, 1), "あした": one(relative, 1), "あす": one(relative, 1), "明後日": one(relative, 2), "あさって": one(relative, 2),
		"次": one(which, 1), "末": one(end, 0), "いっぱい": one(end, 0), "中": one(end, 0),
		"月末": {{kind: end}, {kind: unit, n: 30}}, "年末": {{kind: end}, {kind: unit, n: 365}}, "年内": {{kind: end}, {kind: unit, n: 365}},
		"今週末": {{kind: which}, {kind: unit, n: 7}, {kind: end}}, "来週末": {{kind: which, n: 1}, {kind: unit, n: 7}, {kind: end}},
		"後": one(later, 1), "まで": one(until, 0), "迄": one(until, 0), "から": one(dash, 0), "〜": one(dash, 0),

		"時": one(hour, 0), "分": one(minute, 0), "半": one(halfHour, 0), "正午": one(noon, 0),
		"午前": one(half, 2), "午後": one(half, 3), "朝": one(part, morning), "昼": one(part, afternoon),
		"夕": one(part, evening), "夕方": one(part, evening), "夜": one(part, night), "晩": one(part, night),
	}
	for i, name := range []string{"今", "来", "再来"} {
		words[name+"週"] = []token{{kind: which, n: i}, {kind: unit, n: 7}}
		words[name+"月"] = []token{{kind: which, n: i}, {kind: unit, n: 30}}
	}
	for _, name := range []string{"か月", "ヶ月", "カ月", "ケ月", "ヵ月", "箇月"} {
		words[name], words[name+"間"] = one(unit, 30), one(unit, 30)
	}
	for day, name := range []string{"日", "月", "火", "水", "木", "金", "土"} {
		words[name] = one(weekdayName, day)
		for _, ending := range []string{"曜", "曜日"} {
			words[name+ending], words["毎"+name+ending] = one(weekdayName, day), []token{{kind: every, n: 7}, {kind: weekdayName, n: day}}
		}
	}
	return words
}

// counted is what a word means right after a number, where it means another thing alone.
func counted(word string) (kind, bool) {
	switch word {
	case "月":
		return monthMark, true
	case "日":
		return dayMark, true
	}
	return 0, false
}

// kanjiNumber reads a number up to 99 that is written in kanji; -1 where it is none.
func kanjiNumber(text string) int {
	tens, ones, isTens := strings.Cut(text, "十")
	n := 0
	for i, part := range []string{tens, ones} {
		at := strings.Index(kanjiDigits, part)
		switch {
		case part == "" && i == 0 && isTens:
			n = 1
		case part == "":
		case at < 0 || len(part) > len("一"):
			return -1
		default:
			n += at/len("一") + 1
		}
		if i == 0 && isTens {
			n *= 10
		}
	}
	return n
}

const kanjiDigits = "一二三四五六七八九十"
