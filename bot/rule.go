package bot

import (
	"slices"
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
