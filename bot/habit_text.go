package bot

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/schedule"
)

// RuleText is when a habit is held as members of lang write it, such as
// 'weekdays 16:00' or 'first mon 17:00'; schedule.ParseRule reads it. Any other rule
// stays as it is.
func RuleText(lang words.Lang, rule string) string {
	parsed, err := schedule.ParseRule(rule)
	if err != nil {
		return rule
	}
	if days, clock, weekly := parsed.Weekly(); weekly {
		return daysText(lang, days) + " " + clock.String()
	}
	if weeks, days, clock, monthly := parsed.Monthly(); monthly {
		return weeksText(lang, weeks, days) + " " + clock.String()
	}
	if n, from, days, clock, often := parsed.EveryWeeks(); often {
		key := "rule.every.other"
		if n > 2 {
			key = "rule.every.weeks"
		}
		return words.Say(lang, key, words.Count("n", n), words.Quote("days", dayNames(lang, days)),
			words.Quote("clock", clock.String()), words.Quote("from", from.String())).String()
	}
	if days, clock, ok := parsed.MonthDays(); ok {
		return words.Say(lang, "rule.month", words.Quote("days", monthDays(lang, days))).String() + " " + clock.String()
	}
	return rule
}

func weeksText(lang words.Lang, weeks []schedule.Week, days []time.Weekday) string {
	names := strings.Fields(words.Say(lang, "rule.weeks").String())
	list := make([]string, len(weeks))
	for i, week := range weeks {
		list[i] = names[week-schedule.First]
	}
	text := strings.Join(list, words.Say(lang, "rule.and").String())
	return words.Say(lang, "rule.monthly", words.Quote("weeks", text), words.Quote("days", dayNames(lang, days))).String()
}

// monthDays are days of the month as schedule.ParseRule reads them: "1st,15th,last day".
func monthDays(lang words.Lang, days []int) string {
	list := make([]string, len(days))
	for i, day := range days {
		if list[i] = words.Say(lang, "rule.month.last").String(); day > 0 {
			endings := strings.Fields(words.Say(lang, "rule.month.endings").String())
			ending := endings[0]
			if n := day % 10; day/10 != 1 && n < len(endings) {
				ending = endings[n]
			}
			list[i] = strconv.Itoa(day) + ending
		}
	}
	return strings.Join(list, words.Say(lang, "rule.and").String())
}

func daysText(lang words.Lang, days []time.Weekday) string {
	switch {
	case len(days) == 7:
		return words.Say(lang, "rule.daily").String()
	case len(days) == 5 && !slices.Contains(days, time.Saturday) && !slices.Contains(days, time.Sunday):
		return words.Say(lang, "rule.weekdays").String()
	}
	return dayNames(lang, days)
}

func dayNames(lang words.Lang, days []time.Weekday) string {
	week := strings.Fields(words.Say(lang, "rule.week").String())
	var names []string
	for _, d := range days {
		names = append(names, week[d])
	}
	return strings.Join(names, words.Say(lang, "rule.and").String())
}
