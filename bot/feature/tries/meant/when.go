package meant

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// week are the days as a rule has them, and how people write them.
var week = []struct{ day, names string }{
	{"mon", `mon|mondays?|月曜日?`},
	{"tue", `tue|tues|tuesdays?|火曜日?`},
	{"wed", `wed|weds|wednesdays?|水曜日?`},
	{"thu", `thu|thur|thurs|thursdays?|木曜日?`},
	{"fri", `fri|fridays?|金曜日?`},
	{"sat", `sat|saturdays?|土曜日?`},
	{"sun", `sun|sundays?|日曜日?`},
}

var (
	between = regexp.MustCompile(`\s*(?:,|、|・| and |と)\s*`)
	always  = regexp.MustCompile(`^(?:|every day|each day|daily|毎日)$`)
	weekday = regexp.MustCompile(`^(?:weekdays|every weekday|working days|every working day|平日|平日毎日|毎平日)$`)
)

// daysOf reads the days of a setting: empty are those that it has. A single 'Wednesday'
// in English may be one day alone, and is not read.
func daysOf(text string) (days string, ok bool) {
	text = strings.TrimSpace(text)
	switch {
	case always.MatchString(text):
		return "", true
	case weekday.MatchString(text):
		return "weekdays", true
	}
	text, every := cutAny(text, "every ", "毎週")
	var found []string
	for _, word := range between.Split(text, -1) {
		day, often := dayOf(word)
		if day == "" || !often && !every {
			return "", false
		}
		found = append(found, day)
	}
	return strings.Join(found, ","), true
}

func cutAny(text string, prefixes ...string) (rest string, cut bool) {
	for _, p := range prefixes {
		if rest, cut = strings.CutPrefix(text, p); cut {
			return rest, true
		}
	}
	return text, false
}

// dayOf is the day that a word names, and whether it plainly means every such day.
func dayOf(word string) (day string, often bool) {
	for _, d := range week {
		if regexp.MustCompile(`^(?:` + d.names + `)$`).MatchString(word) {
			return d.day, strings.HasSuffix(word, "days") || word[0] > 'z'
		}
	}
	return "", false
}

var clockPatterns = whole(
	`(?P<h>[0-9]{1,2})[:.](?P<m>[0-9]{2})`,
	`(?P<h>[0-9]{1,2})(?:[:.](?P<m>[0-9]{2}))? ?(?P<half>[ap])\.?m\.?`,
	`(?P<half>午前|午後)?(?P<h>[0-9]{1,2})(?::(?P<m>[0-9]{2})|時(?:(?P<m2>[0-9]{1,2})分?|(?P<thirty>半))?)`,
)

// earliest is the first hour that is taken for one of the morning where it is not said.
const earliest = 7

// clockOf reads a time of day; an hour that may be of the morning or of the afternoon is
// none. An empty text is no time, and well.
func clockOf(text string) (clock string, ok bool) {
	if text == "" {
		return "", true
	}
	parts := first(clockPatterns(), text)
	if parts == nil {
		return "", false
	}
	hour, _ := strconv.Atoi(parts["h"])
	minute, _ := strconv.Atoi(parts["m"] + parts["m2"])
	if parts["thirty"] != "" {
		minute = 30
	}
	switch parts["half"] {
	case "p", "午後":
		if hour == 0 || hour > 12 {
			return "", false
		}
		hour = hour%12 + 12
	case "a", "午前":
		if hour == 0 || hour > 12 {
			return "", false
		}
		hour %= 12
	default:
		if hour < earliest {
			return "", false
		}
	}
	if hour > 23 || minute > 59 {
		return "", false
	}
	return fmt.Sprintf("%02d:%02d", hour, minute), true
}
