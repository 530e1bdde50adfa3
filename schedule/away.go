package schedule

import (
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"
)

// maxAway is how many days from today a last day may be.
const maxAway = 366

// ParseUntil reads until when somebody is away, and gives the last day that
// they are, today at the earliest and a year from today at the latest:
//
//   - "today", "tomorrow", 今日, 明日, 明後日;
//   - "fri", "until fri", 金曜まで: the first such day, today included;
//   - "next mon", 来週月曜: in the week after, weeks beginning on Monday;
//     "this fri", 今週金曜: in this one;
//   - "this week", "next week", 今週, 来週: that week's Sunday;
//   - "3 days", "2 weeks", 3日間, 2週間: counted with today;
//   - "2026-11-27", "2026/11/27", 2026年11月27日;
//   - "11/27", 11月27日, 27日: the first such date, today included.
//
// Every error is an *InputError with FaultDate, FaultPast or FaultFar.
func ParseUntil(text string, today Date) (Date, error) {
	fault := &InputError{Input: text, Fault: FaultDate}
	if len(text) > maxInput {
		return Date{}, fault
	}
	plain := plainUntil(text)
	for _, read := range []func(string, Date) (Date, bool){untilWord, untilCount, untilWeekday, untilDate} {
		last, ok := read(plain, today)
		if !ok {
			continue
		}
		switch {
		case last.Before(today):
			fault.Fault = FaultPast
			return Date{}, fault
		case today.AddDays(maxAway).Before(last):
			fault.Fault = FaultFar
			return Date{}, fault
		}
		return last, nil
	}
	return Date{}, fault
}

// plainUntil makes text plain and lower case, without 'until' and spaces.
func plainUntil(text string) string {
	words := strings.Fields(strings.ToLower(norm.NFKC.String(text)))
	if len(words) > 1 {
		switch words[0] {
		case "until", "till", "til", "to", "through", "for":
			words = words[1:]
		}
	}
	var plain strings.Builder
	for i, word := range words {
		if i > 0 && isDigit(words[i-1][len(words[i-1])-1]) && isDigit(word[0]) {
			plain.WriteByte(' ') // "1 1/27" is not 11/27
		}
		plain.WriteString(word)
	}
	return strings.TrimSuffix(plain.String(), "まで")
}

func untilWord(text string, today Date) (Date, bool) {
	monday := mondayOf(today)
	switch text {
	case "today", "今日", "本日":
		return today, true
	case "tomorrow", "明日":
		return today.AddDays(1), true
	case "明後日":
		return today.AddDays(2), true
	case "thisweek", "今週", "今週中", "今週末":
		return monday.AddDays(6), true
	case "nextweek", "来週", "来週中", "来週末":
		return monday.AddDays(13), true
	}
	return Date{}, false
}

// untilCount reads "3days".
func untilCount(text string, today Date) (Date, bool) {
	number := text[:len(text)-len(strings.TrimLeft(text, "0123456789"))]
	if !digits(number, 1, 4) {
		return Date{}, false
	}
	n, _ := strconv.Atoi(number)
	switch text[len(number):] {
	case "day", "days", "日間":
	case "week", "weeks", "週間":
		n *= 7
	default:
		return Date{}, false
	}
	return today.AddDays(n - 1), true
}

// untilWeekday reads "fri", "nextmon" and "来週の月曜".
func untilWeekday(text string, today Date) (Date, bool) {
	week := -1
	for i, words := range [][]string{{"this", "今週"}, {"next", "来週"}} {
		for _, word := range words {
			if rest, ok := strings.CutPrefix(text, word); ok {
				text, week = strings.TrimPrefix(rest, "の"), i
			}
		}
	}
	day, ok := weekday(text)
	if !ok {
		return Date{}, false
	}
	if week < 0 {
		return today.AddDays(int(day-today.Weekday()+7) % 7), true
	}
	return mondayOf(today).AddDays(7*week + int(day+6)%7), true
}

// untilDate reads a date that lacks its year, or its year and month.
func untilDate(text string, today Date) (Date, bool) {
	text, dayOnly := strings.CutSuffix(text, "日")
	text = strings.NewReplacer("年", "-", "月", "-", "/", "-").Replace(text)
	var numbers []int
	for part := range strings.SplitSeq(text, "-") {
		if !digits(part, 1, 4) {
			return Date{}, false
		}
		n, _ := strconv.Atoi(part)
		numbers = append(numbers, n)
	}
	switch len(numbers) {
	case 3:
		d := Date{numbers[0], time.Month(numbers[1]), numbers[2]}
		return d, d.exists()
	case 2:
		for year := today.Year; year <= today.Year+1; year++ {
			d := Date{year, time.Month(numbers[0]), numbers[1]}
			if d.exists() && !d.Before(today) {
				return d, true
			}
		}
	case 1:
		if !dayOnly {
			return Date{}, false
		}
		for i := range 62 {
			if d := today.AddDays(i); d.Day == numbers[0] {
				return d, true
			}
		}
	}
	return Date{}, false
}

func mondayOf(d Date) Date { return d.AddDays(-int(d.Weekday()+6) % 7) }
