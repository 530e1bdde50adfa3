package bot

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/engawa-bot/engawa/bot/habit"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// HabitName names a habit within its team, for ever: it is part of keys of the store.
// It is the kind, where a team has one of it; where it may have several, the kind, '-'
// and a word of its own ("gathering-party"). People read a habit's Title.
type HabitName string

// The habits of which a team has one at the most.
const (
	Standup = HabitName(habit.Standup)
	Tea     = HabitName(habit.Tea)
	KPT     = HabitName(habit.KPT)
)

// NameOf is the name of a habit of a kind of which a team may have several.
func NameOf(kind habit.Kind, word string) HabitName { return HabitName(string(kind) + "-" + word) }

// Kind is the kind of the habit: the name up to its '-'.
func (n HabitName) Kind() habit.Kind {
	kind, _, _ := strings.Cut(string(n), "-")
	return habit.Kind(kind)
}

// Word is what tells a habit from others of its kind; empty where there are none.
func (n HabitName) Word() string {
	_, word, _ := strings.Cut(string(n), "-")
	return word
}

// Row is what is particular to the habit's kind; the zero Row where there is no
// such kind.
func (n HabitName) Row() habit.Row { return habit.Of(n.Kind()) }

// ownWord is a Word.
var ownWord = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,23}$`)

// Valid tells whether a habit can have this name.
func (n HabitName) Valid() bool {
	row := n.Row()
	if !row.Several() {
		return row.Kind != "" && n == HabitName(row.Kind)
	}
	return ownWord.MatchString(n.Word())
}

// Habit is something with a schedule: a standup, a tea time, a KPT, a gathering.
type Habit struct {
	Name    HabitName `json:"name"`
	Rule    string    `json:"rule"` // as schedule.ParseRule takes it
	Minutes int       `json:"minutes"`
	Called            // in the same JSON object
	Place   RoomID    `json:"place,omitzero"` // where it is held; empty: wherever people are
	Link    string    `json:"link,omitzero"`  // a meeting elsewhere (Zoom)
	For     RoleID    `json:"for,omitzero"`   // whom it is for; empty: everybody of the team
	Cameras bool      `json:"cameras,omitzero"`
	Focus   bool      `json:"focus,omitzero"` // call in focus rooms too
	Options HabitSet  `json:"options,omitzero"`
}

// Called is the team's own name for a habit ('snack time').
type Called struct {
	Title string `json:"title,omitzero"`
	Emoji string `json:"emoji,omitzero"`
}

// HabitSet is what a team may switch off about a habit, and when the habit
// last changed.
type HabitSet struct {
	Off             bool      `json:"off,omitzero"`      // not called at all
	Quiet           bool      `json:"quiet,omitzero"`    // no chime
	NoCalendarEvent bool      `json:"uncalled,omitzero"` // called "uncalled" in stores of people
	Since           time.Time `json:"since,omitzero"`    // nothing is due before it
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
func (s *Scene) Title(h Habit) words.Arg { return s.Team.Title(h, s.Team.Lang) }

// Title is [Scene.Title] for who reads lang.
func (Team) Title(h Habit, lang words.Lang) words.Arg {
	name := words.Text{{Kind: words.Quoted, Text: h.Title}}
	if h.Title == "" {
		name = words.Say(lang, "habit."+string(h.Name.Kind()))
	}
	emoji := words.Run{Kind: words.Quoted, Text: cmp.Or(h.Emoji, h.Name.Row().Emoji) + " "}
	return words.Nest("habit", append(words.Text{emoji}, name...))
}

// Plan says when a team's habit is due.
func (h Habit) Plan(t Team) (schedule.Plan, error) {
	rule, err := schedule.ParseRule(h.Rule)
	return schedule.Plan{Rule: rule, Zone: t.Location(), Works: h.works(t, rule), Since: h.Options.Since}, err
}

// KPTs says when the team holds its KPTs. A team that has none is an error.
func (t Team) KPTs() (kpt.Schedule, error) {
	h, _ := t.Habit(KPT)
	plan, err := h.Plan(t)
	return kpt.Schedule{Plan: plan, Length: time.Duration(h.Minutes) * time.Minute, Reveal: t.KPT.Reveal, Off: h.Options.Off}, err
}

// works tells on which days a habit is held: on those that are worked. What a team
// has made itself is held on its one date whatever day that is, and on days of the
// week that are never worked if its rule names them: games on Saturday.
func (h Habit) works(t Team, rule schedule.Rule) func(schedule.Date) bool {
	if !h.Name.Row().Several() {
		return t.Days.Works
	}
	if _, _, once := rule.Once(); once {
		return nil
	}
	days, _, weekly := rule.Weekly()
	if !weekly {
		_, days, _, weekly = rule.Monthly()
	}
	if !weekly {
		_, _, days, _, weekly = rule.EveryWeeks()
	}
	if !weekly || len(days) >= 5 { // daily, weekdays
		return t.Days.Works
	}
	return func(d schedule.Date) bool {
		day, listed := t.Days.Days[d]
		return t.Days.Works(d) || !t.Days.Workday(d.Weekday()) && (!listed || day.Works)
	}
}

// Once gives when a habit begins that is held on one date alone.
func (h Habit) Once(t Team) (start time.Time, ok bool) {
	rule, err := schedule.ParseRule(h.Rule)
	date, clock, ok := rule.Once()
	if err != nil || !ok {
		return time.Time{}, false
	}
	return time.Date(date.Year, date.Month, date.Day, clock.Hour, clock.Minute, 0, 0, t.Location()), true
}

// Past tells whether a habit was held on one date, or would have been, and never
// comes again.
func (h Habit) Past(t Team, now time.Time) bool {
	start, once := h.Once(t)
	return once && !now.Before(start.Add(time.Duration(h.Minutes)*time.Minute))
}

// Findings is what the doctor says of a team's habits, whatever its platforms: which of
// them never come. One date that has passed is no trouble.
func (t Team) Findings(now time.Time, lang words.Lang) (found []Finding) {
	for _, h := range t.Habits {
		plan, err := h.Plan(t)
		if err != nil || h.Options.Off || h.Past(t, now) {
			continue
		}
		_, once := h.Once(t)
		if _, comes := plan.Next(now); !comes && !once {
			found = append(found, Finding{Key: "doctor.never", Args: []words.Arg{t.Title(h, lang)}})
		}
	}
	return found
}

// Day passes a date as an argument, as members of lang write it.
func Day(name string, lang words.Lang, d schedule.Date) words.Arg {
	return words.Date(name, lang, time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, time.UTC))
}
