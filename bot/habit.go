package bot

import (
	"cmp"
	"time"

	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/schedule"
)

// Title is a habit's emoji and name as the team calls it, as the argument
// {habit} of a sentence.
func (s *Scene) Title(h Habit) words.Arg {
	name := words.Text{{Kind: words.Quoted, Text: h.Title}}
	if h.Title == "" {
		name = s.Words("habit." + string(h.Name))
	}
	emoji := words.Run{Kind: words.Quoted, Text: cmp.Or(h.Emoji, h.Name.emoji()) + " "}
	return words.Nest("habit", append(words.Text{emoji}, name...))
}

// Plan says when a team's habit is due.
func (h Habit) Plan(t Team) (schedule.Plan, error) {
	rule, err := schedule.ParseRule(h.Rule)
	return schedule.Plan{Rule: rule, Zone: t.Location(), Works: t.Days.Works, Since: h.Options.Since}, err
}

func (h HabitName) emoji() string {
	switch h {
	case Tea:
		return "☕"
	case KPT:
		return "📝"
	default:
		return "🔔"
	}
}

// Day passes a date as an argument, as members of lang write it.
func Day(name string, lang words.Lang, d schedule.Date) words.Arg {
	return words.Date(name, lang, time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, time.UTC))
}
