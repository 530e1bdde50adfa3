package teamfile

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
)

// team reads one team. What may be left out: name (the id), language (en),
// board (the channel of text), role (everyone in the rooms), other platforms (nowhere),
// people (nothing is said of them), habits and gatherings (none) and calendar
// (Monday to Friday, no holidays).
func (r *reader) team(body ast.Node) (bot.Team, People) {
	var people People
	t := bot.Team{Manner: bot.Manner{Lang: words.English}}
	habits := habitReader{r, map[bot.HabitName]string{}}
	var gatherings []bot.Habit
	root := field{node: body, at: r.start}
	if _, ok := scalar(body); ok {
		root.at = r.doc.placeOf(body.GetToken())
	}
	keys := []key{
		{"team", func(f field) { t.ID = bot.TeamID(r.text(f)) }},
		{"server", func(f field) { t.Server = bot.ServerID(r.text(f)) }},
		{"text", func(f field) { t.Text.Main = bot.ChannelID(r.text(f)) }},
		{"board", func(f field) { t.Text.Board = bot.ChannelID(r.text(f)) }},
		{"role", func(f field) { t.Role = bot.RoleID(r.text(f)) }},
		{"people", func(f field) { people = r.people(f) }},
		{"rooms", func(f field) { t.Rooms = r.rooms(f) }},
		{"notebook", func(f field) { r.mapping(f, r.settings("notebook", &t)) }},
		{"habits", func(f field) { t.Habits = habits.single(f) }},
		{ownKey, func(f field) { gatherings = habits.own(f) }},
		{"calendar", func(f field) { r.calendar(f, &t) }},
	}
	keys = slices.Insert(keys, 1, r.settings("", &t)...)
	for _, p := range r.known {
		if !p.Roomy {
			keys = append(keys, key{string(p.Platform), func(f field) { t = t.Put(r.elsewhere(f, p.Platform)) }})
		}
	}
	r.mapping(root, keys)
	t.Name = cmp.Or(t.Name, string(t.ID))
	t.Habits = append(t.Habits, gatherings...)
	habits.settle(&t)
	if !r.spoilt[""] {
		r.check(t)
	}
	return t, people
}

// settings are the keys of a section that are settings of one value.
func (r *reader) settings(section string, t *bot.Team) (keys []key) {
	for _, s := range bot.SettingsOf(section) {
		keys = append(keys, key{s.Name, func(f field) {
			if s.Switch() {
				s.Set(t, strconv.FormatBool(r.bool(f)))
			} else {
				s.Set(t, r.text(f))
			}
		}})
	}
	return keys
}

// rooms reads the list of rooms. A kind that is left out is lounge.
func (r *reader) rooms(f field) []bot.Room {
	var rooms []bot.Room
	const want = `a list of rooms, such as - {id: "123456789012345678", name: Lounge, kind: lounge}`
	list, ok := f.node.(*ast.SequenceNode)
	if !ok {
		r.wrong(f, want)
		return nil
	}
	for _, item := range r.items(field{path: f.path, node: list}, want) {
		room := bot.Room{Kind: bot.Lounge}
		r.mapping(item, []key{
			{"id", func(f field) { room.ID = bot.RoomID(r.text(f)) }},
			{"name", func(f field) { room.Name = r.text(f) }},
			{"kind", func(f field) { room.Kind = bot.RoomKind(r.text(f)) }},
		})
		rooms = append(rooms, room)
	}
	return rooms
}

// check adds what bot.Team.Check finds, but neither a second fault of a field
// nor what follows from a value that could not be read. The other checks see
// only teams without a fault.
func (r *reader) check(t bot.Team) {
	at := t
	at.Home = r.known.Home()
	r.found(at.Check(r.known))
	for _, check := range r.checks {
		if len(r.faults) == 0 {
			r.found(check(t))
		}
	}
}

func (r *reader) found(err error) {
	var found bot.Faults
	if err != nil && !errors.As(err, &found) {
		r.fault("", r.start, "%s", err)
	}
	for _, fault := range found {
		path := inFile(fault.Field)
		if !r.told(path) {
			r.fault(path, r.place(path), "%s", fault.Sorry)
		}
	}
}

func (r *reader) told(path string) bool {
	if strings.HasSuffix(path, ".place") && r.spoilt["rooms"] {
		return true
	}
	if strings.HasPrefix(path, "rooms.") {
		room := path[:strings.LastIndexByte(path, '.')]
		return r.spoilt[path] || r.spoilt[room]
	}
	return r.spoilt[path]
}

// inFile gives a field of bot.Fault its path in the file.
func inFile(path string) string {
	if path == "id" {
		return "team"
	}
	path = habitInFile(path)
	if habit, ok := strings.CutSuffix(path, ".rule"); ok {
		return habit + ".at"
	}
	return path
}
