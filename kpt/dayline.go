package kpt

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// LongHeading is how long a line without a heading's style may be and still be one, in
// characters.
const LongHeading = 60

// OnlyDay finds the day in a line that says nothing else but that it is a KPT. Such a line may
// head a sheet though it has not the style of a heading.
func OnlyDay(line string) (Dating, bool) {
	d, ok := FindDating(line)
	if !ok || utf8.RuneCountInString(line) > LongHeading {
		return Dating{}, false
	}
	rest := dateWords.ReplaceAllString(strings.ToLower(norm.NFKC.String(line)), "")
	return d, !strings.ContainsFunc(rest, unicode.IsLetter)
}

var dateWords = regexp.MustCompile(`kpt|retrospective|retro|ふりかえり|振り返り|から|[年月火水木金土日祝曜第回の時]|\b(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?\b`)

// IsRule says whether a line is drawn with signs, between weeks.
func IsRule(line string) bool {
	line = strings.TrimSpace(line)
	return utf8.RuneCountInString(line) > 2 && strings.Trim(line, "-=_*~―─━—–＝＿＊〜") == ""
}
