package teamfile

import (
	"cmp"
	"slices"
	"strings"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/habit"
)

// ownKey is the key under which the habits of the team's own making stand, each under
// a word that stays the same for ever.
const ownKey = "gatherings"

// habitReader reads the habits, and notes places as they are written: a room's id
// or name.
type habitReader struct {
	*reader
	held map[bot.HabitName]string
}

// single reads the habits of which a team has one at the most, by kind. What is not
// written of one is as set-up in chat offers it.
func (r habitReader) single(f field) []bot.Habit {
	var habits []bot.Habit
	for _, value := range r.values(f, "habits, such as tea: {at: weekdays 16:00, minutes: 15}") {
		name := bot.HabitName(value.name)
		h := bot.UsualHabit(name)
		if !slices.ContainsFunc(habit.Single(), func(row habit.Row) bool { return bot.HabitName(row.Kind) == name }) {
			var known []key
			for _, row := range habit.Single() {
				known = append(known, key{name: string(row.Kind)})
			}
			r.unknown(f, value, known, "; a habit of the team's own stands under "+ownKey)
			h = bot.UsualHabit(bot.HabitName(habit.Single()[0].Kind)) // what else is wrong with it is told, too
			h.Name = name
		}
		r.mapping(value, r.keys(&h))
		habits = append(habits, h)
	}
	return habits
}

// own reads the gatherings. What may be left out: title (the word under which it
// stands), and for (everybody of the team).
func (r habitReader) own(f field) []bot.Habit {
	var habits []bot.Habit
	for _, value := range r.values(f, "gatherings, such as party: {title: Party, at: 2026-12-18 19:00, minutes: 120}") {
		h := bot.UsualHabit(bot.NameOf(habit.Gathering, value.name))
		if !h.Name.Valid() {
			r.fault(value.path, r.place(value.path), "%s cannot be the word of a gathering; write 1 to 24 of a-z, 0-9 and '-', such as party, and its name as title", quote(value.name))
		}
		r.mapping(value, append(r.keys(&h), key{"for", func(f field) { h.For = bot.RoleID(r.text(f)) }}))
		if h.Title = cmp.Or(h.Title, value.name); h.Name.Valid() {
			habits = append(habits, h)
		}
	}
	return habits
}

// keys are the keys of every habit.
func (r habitReader) keys(h *bot.Habit) []key {
	return []key{
		{"at", func(f field) { h.Rule = r.text(f) }},
		{"minutes", func(f field) { h.Minutes = r.number(f) }},
		{"title", func(f field) { h.Title = r.text(f) }},
		{"emoji", func(f field) { h.Emoji = r.text(f) }},
		{"place", func(f field) { r.held[h.Name] = r.text(f) }},
		{"link", func(f field) { h.Link = r.text(f) }},
		{"cameras", func(f field) { h.Cameras = r.bool(f) }},
		{"focus", func(f field) { h.Focus = r.bool(f) }},
		{"chime", func(f field) { h.Options.Quiet = !r.bool(f) }},
		{"event", func(f field) { h.Options.NoCalendarEvent = !r.bool(f) }},
		{"off", func(f field) { h.Options.Off = r.bool(f) }},
	}
}

// settle puts rooms for the places that are written, now that all are known.
func (r habitReader) settle(t *bot.Team) {
	for i := range t.Habits {
		h := &t.Habits[i]
		written := r.held[h.Name]
		h.Place = bot.RoomID(written)
		if _, ok := t.Room(h.Place); ok || written == "" {
			continue
		}
		named := roomsNamed(*t, written)
		if len(named) > 0 {
			h.Place = named[0].ID
		}
		if path := habitInFile("habits." + string(h.Name) + ".place"); len(named) > 1 {
			r.fault(path, r.place(path), "%s is the name of several rooms; write the room's id", quote(written))
		}
	}
}

func roomsNamed(t bot.Team, name string) []bot.Room {
	return slices.DeleteFunc(slices.Clone(t.Rooms), func(room bot.Room) bool { return room.Name != name })
}

// habitInFile gives the path in the file of what bot names 'habits.gathering-party.rule'.
func habitInFile(path string) string {
	if word, ok := strings.CutPrefix(path, "habits."+string(bot.NameOf(habit.Gathering, ""))); ok {
		return ownKey + "." + word
	}
	return path
}
