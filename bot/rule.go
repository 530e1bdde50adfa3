package bot

import (
	"slices"
	"strings"
	"time"

	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/schedule"
)

// RuleText is when a habit is held as members of lang write it, such as
// 'weekdays 16:00'; schedule.ParseRule reads it. What is no weekly rule stays as
// it is.
func RuleText(lang words.Lang, rule string) string {
	parsed, err := schedule.ParseRule(rule)
	if err != nil {
		return rule
	}
	days, clock, weekly := parsed.Weekly()
	if !weekly {
		return rule
	}
	return daysText(lang, days) + " " + clock.String()
}

func daysText(lang words.Lang, days []time.Weekday) string {
	switch {
	case len(days) == 7:
		return words.Say(lang, "rule.daily").String()
	case len(days) == 5 && !slices.Contains(days, time.Saturday) && !slices.Contains(days, time.Sunday):
		return words.Say(lang, "rule.weekdays").String()
	}
	week := strings.Fields(words.Say(lang, "rule.week").String())
	var names []string
	for _, d := range days {
		names = append(names, week[d])
	}
	return strings.Join(names, words.Say(lang, "rule.and").String())
}
