package bot

import (
	"cmp"
	"slices"
	"time"

	"github.com/engawa-bot/engawa/bot/habit"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/schedule"
)

// HabitName names a habit within its team, for ever: it is part of keys of the store.
// People read a habit's Title.
type HabitName string

// The habits of which a team has one at the most.
const (
	Standup = HabitName(habit.Standup)
	Tea     = HabitName(habit.Tea)
	KPT     = HabitName(habit.KPT)
)

// Kind is the kind of the habit.
func (n HabitName) Kind() habit.Kind { return habit.Kind(n) }

// Row is what is particular to the habit's kind; the zero Row where there is no
// such kind.
func (n HabitName) Row() habit.Row { return habit.Of(n.Kind()) }

// Habit is something with a schedule: a standup, a tea time, a KPT.
type Habit struct {
	Name    HabitName `json:"name"`
	Rule    string    `json:"rule"` // as schedule.ParseRule takes it
	Minutes int       `json:"minutes"`
	Title   string    `json:"title,omitzero"` // the team's own name for it ('snack time')
	Emoji   string    `json:"emoji,omitzero"`
	Place   RoomID    `json:"place,omitzero"` // where it is held; empty: wherever people are
	Link    string    `json:"link,omitzero"`  // a meeting elsewhere (Zoom)
	Cameras bool      `json:"cameras,omitzero"`
	Focus   bool      `json:"focus,omitzero"` // call in focus rooms too
	Options HabitSet  `json:"options,omitzero"`
}

// HabitSet is what a team may switch off about a habit, and when the habit
// last changed.
type HabitSet struct {
	Off      bool      `json:"off,omitzero"`      // not called at all
	Quiet    bool      `json:"quiet,omitzero"`    // no chime
	Uncalled bool      `json:"uncalled,omitzero"` // no scheduled event
	Since    time.Time `json:"since,omitzero"`    // nothing is due before it
}

// UsualHabit is a habit as a new team gets it.
func UsualHabit(name HabitName) Habit {
	usual := name.Row().Usual
	return Habit{Name: name, Rule: usual.Rule, Minutes: usual.Minutes, Cameras: usual.Cameras}
}

// Habit finds a habit by name.
func (t Team) Habit(name HabitName) (Habit, bool) {
	i := slices.IndexFunc(t.Habits, func(h Habit) bool { return h.Name == name })
	if i < 0 {
		return Habit{}, false
	}
	return t.Habits[i], true
}

// InOrder lists the team's habits, kind by kind.
func (t Team) InOrder() []Habit {
	var list []Habit
	for _, row := range habit.Rows() {
		for _, h := range t.Habits {
			if h.Name.Kind() == row.Kind {
				list = append(list, h)
			}
		}
	}
	return list
}

// Title is a habit's emoji and name as the team calls it, as the argument
// {habit} of a sentence.
func (s *Scene) Title(h Habit) words.Arg {
	name := words.Text{{Kind: words.Quoted, Text: h.Title}}
	if h.Title == "" {
		name = s.Words("habit." + string(h.Name))
	}
	emoji := words.Run{Kind: words.Quoted, Text: cmp.Or(h.Emoji, h.Name.Row().Emoji) + " "}
	return words.Nest("habit", append(words.Text{emoji}, name...))
}

// Plan says when a team's habit is due.
func (h Habit) Plan(t Team) (schedule.Plan, error) {
	rule, err := schedule.ParseRule(h.Rule)
	return schedule.Plan{Rule: rule, Zone: t.Location(), Works: t.Days.Works, Since: h.Options.Since}, err
}

// Day passes a date as an argument, as members of lang write it.
func Day(name string, lang words.Lang, d schedule.Date) words.Arg {
	return words.Date(name, lang, time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, time.UTC))
}
