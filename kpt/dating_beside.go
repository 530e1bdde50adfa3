package kpt

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// What may stand beside a day without a year, each as it is folded to narrow small letters.
var (
	// besides are the words of a KPT's heading, and what else says when it is.
	besides = regexp.MustCompile(strings.Join([]string{
		`kpt|retrospectives?|retro|ふりかえり|振り返り|ミーティング|meeting|notes|minutes|mtg|定例会?|議事録|スプリント|sprint|チーム|weekly`,
		`vol|no|#|第|回|会|の|分|週|開催|実施|from|for|week|of|on|~|〜`,
		`時|から|(?:^|\s)[月火水木金土日](?:\s|$)|[月火水木金土日]曜日?|[(]\s*[月火水木金土日]\s*[)]|\b(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?\b`,
		`[(]\s*(?:[月火水木金土日](?:曜日?)?)?\s*[・/、,]?\s*祝日?\s*[)]`,
		`午前|午後|\b\d{1,2}(?::\d\d)?\s?[ap]\.?m\b`,
	}, "|"))
	// around is how long it takes, where it is, and who leads it: "60min", "@会議室A", "司会:佐藤".
	around = regexp.MustCompile(strings.Join([]string{
		`\b\d+(?:\.5)?\s?(?:m|mins?|minutes?|h|hrs?|hours?)\b|\d+時間半?|\d+分間?`,
		`@\s?(?:(?:第?[a-z\d]*(?:大|小)?会議室|ミーティングルーム|(?:meeting )?room)[\s-]?[a-z\d]{0,3}|zoom|(?:google )?meet|(?:ms )?teams|オンライン|online|リモート|remote|office|オフィス|本社|\d+(?:階|f))(?:$|[\s)])`,
		`(?:オンライン|リモート|対面)開?催?`,
		`(?:司会|進行|ファシリ(?:テーター|テータ)?|書記|記録|facilitator|facilitated by|host|scribe|led by)\s?(?:役|者|係)?(?:\s?[:=]\s?|\s)[^\s:、,/()]{1,12}(?:$|[\s、,/)])`,
	}, "|"))
)

// aboutKPT says whether a heading says nothing that could not head a KPT.
func aboutKPT(rest string) bool {
	return !strings.ContainsFunc(besides.ReplaceAllString(around.ReplaceAllString(rest, " "), ""), unicode.IsLetter)
}

var (
	// inTime is a day with the time behind it, as programs write it, and with how far its clock is
	// from Greenwich's: where it is that of Greenwich, the day may be another here.
	inTime = regexp.MustCompile(`(\d{4}-\d\d-\d\d)t\d\d:?\d\d(?::?\d\d(?:\.\d+)?)?(?:[+-]\d\d:?\d\d)?(?:$|([^\w:]))`)
	// apostrophe is a year of two digits: '25.
	apostrophe = regexp.MustCompile(`(^|[^\d'’‘])['’‘ʼ]([1-5]\d)(?:$|([^\d\pL'’]))`)
	// dayMonth is a day with its month behind it, and two more digits: "27 Nov 25".
	dayMonth   = regexp.MustCompile(`(?:^|[^\d#./])(\d{1,2})(?:st|nd|rd|th)?[\s-]+` + monthNames + `(?:\s*,?\s+|-)(\d\d)(?:$|[^\d:時h~〜/.-])`)
	theMonth   = regexp.MustCompile(`^` + monthNames)
	dayOfMonth = regexp.MustCompile(`(?:^|[^\d#./])(?:[12]?\d|3[01])(?:st|nd|rd|th|\.)?[\s-]*(?:of\s+)?$`)
	saidBefore = regexp.MustCompile(`\pL\s*$`)
)

// written is a heading with its years in four digits and without what programs write beside a
// day. False if a number may be a year or that of a meeting: "KPT 12 Nov 27".
func written(text string) (string, bool) {
	text = apostrophe.ReplaceAllString(inTime.ReplaceAllString(text, "$1 $2"), "$1 20$2$3")
	m := dayMonth.FindStringSubmatchIndex(text)
	if m == nil || theMonth.MatchString(strings.TrimLeft(text[m[7]:], " -")) {
		return text, true
	}
	if before := weekdayName.ReplaceAllString(text[:m[2]], " "); saidBefore.MatchString(before) || number(text[m[6]:m[7]]) < 15 {
		return text, false
	}
	return text[:m[6]] + strconv.Itoa(2000+number(text[m[6]:m[7]])) + text[m[7]:], true
}
