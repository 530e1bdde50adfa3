package teamfile

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/schedule"
)

// Format writes teams as a file, with remarks that say what each part is. What
// is as usual is left out, but for the times of the habits. Parse gives the
// same teams back, if they pass bot.Team.Check, their zones are written as the
// IANA does, and they have neither a HabitSet.Since nor Wishes.
func Format(known bot.Platforms, teams ...bot.Team) []byte {
	w := writer{known: known, home: known.Of(known.Home())}
	for i, t := range teams {
		if i > 0 {
			w.line("---")
		}
		w.team(t)
		for _, e := range t.Elsewhere {
			w.elsewhere(e)
		}
		w.rooms(t.Rooms)
		w.habits(t)
		w.notebook(t)
		w.calendar(t)
	}
	return []byte(w.String())
}

type writer struct {
	strings.Builder
	known bot.Platforms
	home  bot.Traits
}

func (w *writer) line(format string, args ...any) { _, _ = fmt.Fprintf(w, format+"\n", args...) }

// text writes a key and its value, or nothing if the value is empty.
func (w *writer) text(key, value string) {
	if value != "" {
		w.line("%s: %s", key, bare(value))
	}
}

// flag writes a key only if it differs from what is usual.
func (w *writer) flag(key string, value, usual bool) {
	if value != usual {
		w.line("%s: %t", key, value)
	}
}

func (w *writer) team(t bot.Team) {
	w.line("# A team's set-up. Change it, then: engawa team apply FILE.yaml")
	w.line("# The ids are %s's, in double quotes: %s.", w.home.Name, w.home.Hints[bot.IDServer])
	w.text("team", string(t.ID))
	w.text("server", string(t.Server))
	w.settings("", t)
	w.line("")
	w.line("# text is the channel where the team reads; board, if another, has the board;")
	w.line("# role is who belongs to the team (left out: everyone in its rooms).")
	w.text("text", string(t.Text.Main))
	w.text("board", string(t.Text.Board))
	w.text("role", string(t.Role))
}

func (w *writer) elsewhere(set bot.Elsewhere) {
	if set.Channel == "" && set.Window == "" {
		return
	}
	on := w.known.Of(set.On)
	w.line("")
	w.line("# The channels in %s: channel is the team's own, and who is in it belongs to the", on.Name)
	w.line("# team; window is for the other teams. %s", on.Hints[bot.IDChannel])
	w.line("# A new channel is the team's when somebody in it presses Yes.")
	w.line("# With a list of people, Engawa asks them in %s whether they are who it says; only a", on.Name)
	w.line("# fingerprint of each e-mail is kept, so the list is not written here:")
	w.line("# people: [%s]", example(w.home))
	w.line("%s:", set.On)
	w.text("  channel", string(set.Channel))
	w.text("  window", string(set.Window))
}

func (w *writer) rooms(rooms []bot.Room) {
	var kinds []string
	for _, kind := range bot.RoomKinds() {
		kinds = append(kinds, string(kind))
	}
	w.line("")
	w.line("# The voice rooms. Kinds: %s.", strings.Join(kinds, ", "))
	w.line("# Nothing from the bot reaches people in a focus room.")
	w.line("rooms:")
	for _, room := range rooms {
		w.line("  - id: %s", bare(string(room.ID)))
		w.text("    name", room.Name)
		w.text("    kind", string(room.Kind))
	}
}

// settings writes those of a section that are not as usual.
func (w *writer) settings(section string, t bot.Team) {
	indent := ""
	if section != "" {
		indent = "  "
	}
	for _, s := range bot.SettingsOf(section) {
		value, remark := s.Get(t), ""
		if value == s.Usual {
			continue
		}
		if !s.Switch() {
			value = bare(value)
		}
		if s.Remark != "" {
			remark = " # " + s.Remark
		}
		w.line("%s%s: %s%s", indent, s.Name, value, remark)
	}
}

// usual tells whether all settings of a section are as usual.
func usual(section string, t bot.Team) bool {
	return !slices.ContainsFunc(bot.SettingsOf(section), func(s bot.Setting) bool { return s.Get(t) != s.Usual })
}

func (w *writer) notebook(t bot.Team) {
	if usual("notebook", t) {
		return
	}
	w.line("")
	w.line("# Where the KPT is written: doc is the address of a Google Doc (left out: a")
	w.line("# Markdown file), tabs gives each retro a tab of its own, reveal is open or meeting,")
	w.line("# stages are those of the meeting with their minutes: tries 10, keep 10, ..., close 5.")
	w.line("notebook:")
	w.settings("notebook", t)
}

func (w *writer) habits(t bot.Team) {
	several := func(h bot.Habit) bool { return h.Name.Row().Several() }
	single := slices.DeleteFunc(slices.Clone(t.Habits), several)
	own := slices.DeleteFunc(slices.Clone(t.Habits), func(h bot.Habit) bool { return !several(h) })
	if len(single) > 0 {
		w.line("")
		w.line("# When the team meets: at is days and a time, or five cron fields.")
		w.line("# Also: title, emoji, link (https://…), place (a room), cameras, focus (call in")
		w.line("# focus rooms too), chime, event (in %s's calendar), off.", w.home.Name)
		w.line("habits:")
	}
	for _, h := range single {
		w.line("  %s:", h.Name)
		w.habit(t, h)
	}
	if len(own) > 0 {
		w.line("")
		w.line("# What else the team meets for, each under a word of its own that stays the same.")
		w.line("# at may also be one date (2026-12-18 19:00), or days of the month (first mon 17:00).")
		w.line("# Also: all that habits have, and for, the id of a role (left out: everybody).")
		w.line(ownKey + ":")
	}
	for _, h := range own {
		w.line("  %s:", bare(h.Name.Word()))
		w.habit(t, h)
	}
}

func (w *writer) habit(t bot.Team, h bot.Habit) {
	w.text("    at", h.Rule)
	w.line("    minutes: %d", h.Minutes)
	w.text("    title", h.Title)
	w.text("    emoji", h.Emoji)
	w.text("    place", placeName(t, h.Place))
	w.text("    link", h.Link)
	w.text("    for", string(h.For))
	w.flag("    cameras", h.Cameras, bot.UsualHabit(h.Name).Cameras)
	w.flag("    focus", h.Focus, false)
	w.flag("    chime", !h.Options.Quiet, true)
	w.flag("    event", !h.Options.NoCalendarEvent, true)
	w.flag("    off", h.Options.Off, false)
}

// placeName gives a room's name where Parse takes it for that room, else its id.
func placeName(t bot.Team, id bot.RoomID) string {
	room, _ := t.Room(id)
	_, taken := t.Room(bot.RoomID(room.Name))
	if taken || len(roomsNamed(t, room.Name)) != 1 {
		return string(id)
	}
	return cmp.Or(room.Name, string(id))
}

func (w *writer) calendar(t bot.Team) {
	c := t.Days
	if len(c.Weekdays) == 0 && len(c.Days) == 0 && usual("calendar", t) {
		return
	}
	w.line("")
	w.line("# The working days: workdays (left out: Monday to Friday), national holidays")
	w.line("# (jp), and the company's own days off and days on, with or without a name.")
	w.line("calendar:")
	if len(c.Weekdays) > 0 {
		names := make([]string, len(c.Weekdays))
		for i, day := range c.Weekdays {
			names[i] = strings.ToLower(day.String()[:3])
		}
		w.line("  workdays: [%s]", strings.Join(names, ", "))
	}
	w.settings("calendar", t)
	w.dates("off", c.Days, false)
	w.dates("on", c.Days, true)
}

func (w *writer) dates(key string, days map[schedule.Date]schedule.Day, works bool) {
	heading := "  " + key + ":"
	for _, date := range slices.SortedFunc(maps.Keys(days), schedule.Date.Compare) {
		day := days[date]
		if day.Works != works {
			continue
		}
		if heading != "" {
			w.line("%s", heading)
			heading = ""
		}
		if day.Name == "" {
			w.line("    %s:", date)
		}
		w.text("    "+date.String(), day.Name)
	}
}

// safe is text that every YAML reader takes for itself without quotes: words of
// letters, among them days and a time, and zones.
var safe = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_/,-]*( [A-Za-z0-9_/,-]*[A-Za-z0-9](:[0-9]+)?)*$`)

// bare writes text without quotes where that is safe. What cannot be seen is
// written as an escape.
func bare(s string) string {
	switch strings.ToLower(s) {
	case "true", "false", "null", "yes", "no", "on", "off", "y", "n":
		return strconv.Quote(s)
	}
	if safe.MatchString(s) {
		return s
	}
	return strconv.Quote(s)
}
