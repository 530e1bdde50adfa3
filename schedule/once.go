package schedule

import (
	"errors"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"
)

// Once gives the date and the time of a rule for one date alone; ok is false for
// any other.
func (r Rule) Once() (date Date, clock Clock, ok bool) {
	if r.once == 0 {
		return Date{}, Clock{}, false
	}
	return dateOfDay(int64(r.once)), r.Times()[0], true
}

// onceAt gives the rule for one date and time.
func onceAt(d Date, c Clock) Rule {
	r := at(everyWeekday, c)
	r.once = int32(d.midnight().Unix() / secondsADay)
	return r
}

// fullDate reads a date with its year: "2026-12-18", "2026/12/18" and
// "2026年12月18日". Before 2000 there was no team.
func fullDate(text string) (Date, bool) {
	text = strings.TrimRight(strings.TrimSpace(text), " のに")
	text, _ = strings.CutSuffix(text, " at")
	d, ok := untilDate(strings.TrimSpace(text), Date{})
	return d, ok && d.Year >= 2000
}

// ParseWhen reads what ParseRule reads, and one date as people write it on a day
// of this year or the next, which now says, and in whose zone the time is:
// "12/18 19:00", "12月18日(金) 19時", "Dec 18 at 19:00", "fri 18 dec 19:00",
// "tomorrow 18:00", "next fri 19:00", "来週金曜 19:00". One date must be to come, within
// a year. Every error is an *InputError.
func ParseWhen(s string, now time.Time) (Rule, error) {
	rule, err := ParseRule(s)
	if err != nil {
		if rule, err = soon(s, DateOf(now), err); err != nil {
			return Rule{}, err
		}
	}
	date, clock, ok := rule.Once()
	switch at := time.Date(date.Year, date.Month, date.Day, clock.Hour, clock.Minute, 0, 0, now.Location()); {
	case !ok:
		return rule, nil
	case !at.After(now):
		return Rule{}, &InputError{Input: s, Fault: FaultOver}
	case DateOf(now).AddDays(maxAway).Before(date):
		return Rule{}, &InputError{Input: s, Fault: FaultFar}
	}
	return rule, nil
}

// soon reads a date that lacks its year, and a time. What is no such date has the
// fault that ParseRule found, unless it was meant to be one.
func soon(s string, today Date, found error) (Rule, error) {
	if len(s) > maxInput {
		return Rule{}, found
	}
	text := strings.ToLower(strings.TrimSpace(norm.NFKC.String(s)))
	days := strings.TrimRight(text, "0123456789:.時分半")
	clock, timeless := ParseClock(text[len(days):])
	date, named, ok := soonDate(days, today)
	if timeless != nil {
		if _, _, dated := soonDate(text, today); dated {
			return Rule{}, &InputError{Input: s, Fault: FaultTime}
		}
		return Rule{}, found
	}
	input, _ := errors.AsType[*InputError](found)
	switch {
	case ok && named != "" && !strings.HasPrefix(strings.ToLower(date.Weekday().String()), named):
		return Rule{}, &InputError{Input: s, Fault: FaultWeekday, Part: date.String()}
	case ok:
		return onceAt(date, clock), nil
	case input.Fault == FaultDays && strings.ContainsAny(days, "0123456789"):
		return Rule{}, &InputError{Input: s, Fault: FaultWhen, Part: strings.TrimSpace(days)}
	}
	return Rule{}, found
}

// soonDate reads the day, and gives the day of the week that stands beside it:
// "fri"; "" where none does.
func soonDate(text string, today Date) (d Date, named string, ok bool) {
	var words []string
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" \t,()", r) }) {
		day, ok := weekday(word)
		switch {
		case word == "at" || word == "on" || word == "the" || word == "of" || word == "の" || word == "に":
		case ok && named == "" && (len(words) == 0 || words[0] != "next" && words[0] != "this"):
			named = strings.ToLower(day.String()[:3])
		default:
			words = append(words, word)
		}
	}
	d, ok = dayNear(words, today)
	return d, named, ok
}

// dayNear reads "tomorrow", "next fri", "12/18", "dec 18" and "18th dec 2026".
func dayNear(words []string, today Date) (Date, bool) {
	var joined strings.Builder
	for i, word := range words {
		if i > 0 && isDigit(words[i-1][len(words[i-1])-1]) && isDigit(word[0]) {
			joined.WriteByte(' ') // "1 1/27" is not 11/27
		}
		joined.WriteString(word)
	}
	text := strings.TrimRight(joined.String(), "のに")
	switch text {
	case "thisweek", "nextweek", "今週", "今週中", "今週末", "来週", "来週中", "来週末": // not one day
		return Date{}, false
	}
	if d, ok := untilWord(text, today); ok {
		return d, true
	}
	for _, word := range []string{"this", "next", "今週", "来週"} {
		if strings.HasPrefix(text, word) {
			return untilWeekday(text, today)
		}
	}
	if numbers, ok := monthNamed(words); ok {
		text = numbers
	}
	return untilDate(text, today)
}

// monthNamed reads a month by its English name, with its day and perhaps a year, and
// gives it as numbers: "12-18", "2026-12-18".
func monthNamed(words []string) (numbers string, ok bool) {
	if len(words) < 2 || len(words) > 3 {
		return "", false
	}
	month, day, year := "", "", ""
	for _, word := range words {
		switch name := englishMonth(word); {
		case name != "" && month == "":
			month = name
		case digits(word, 4, 4) && year == "":
			year = word + "-"
		case day == "":
			day = strings.TrimRight(word, "stndrh") // 1st, 2nd, 3rd, 18th
		default:
			return "", false
		}
	}
	return year + month + "-" + day, month != "" && digits(day, 1, 2)
}

// englishMonth gives "12" for "dec" and "december".
func englishMonth(word string) string {
	word = strings.TrimSuffix(word, ".")
	for m := time.January; m <= time.December; m++ {
		name := strings.ToLower(m.String())
		if len(word) >= 3 && (strings.HasPrefix(name, word) || word == "sept" && m == time.September) {
			return Date{Month: m}.String()[5:7]
		}
	}
	return ""
}
