package setup

import (
	"cmp"
	"slices"
	"strings"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/habit"
	"github.com/engawa-bot/engawa/bot/words"
)

// settings shows how the team is set up and offers what can be changed.
func settings(a *bot.Ask) (bot.Reply, error) { return overview(a, nil, false), nil }

// overview is the settings' first page, with a word about what just changed.
func overview(a *bot.Ask, news words.Text, update bool) bot.Reply {
	options := append(teamOptions(a, len(pagesOf(a.Team))), bot.Option{Value: "rooms", Label: a.Say("settings.rooms")})
	for _, p := range a.Guesthouses() {
		options = append(options, bot.Option{Value: string(p), Label: a.Say("settings.elsewhere", a.Traits(p).Arg())})
	}
	for _, row := range habit.Single() {
		options = append(options, bot.Option{Value: string(row.Kind), Label: a.Say("habit." + string(row.Kind))})
	}
	for _, h := range gatherings(a.Team) {
		options = append(options, bot.Option{Value: string(h.Name), Label: words.Text{{Kind: words.Quoted, Text: h.Title}}})
	}
	options = append(options, bot.Option{Value: "add", Label: a.Say("settings.gathering.add")})
	card := &bot.Card{
		Tone: bot.Calm, Title: a.Say("settings.head", words.Quote("team", a.Team.Name)), Lines: append(summary(a, a.Team), elsewhereLines(a)...),
		Selects: []bot.Select{{Pick: bot.PickOption, Hint: a.Say("settings.hint"), Do: "settings pick", Options: options, Min: 1}},
	}
	if !news.Empty() {
		card.Lines = append([]words.Text{news}, card.Lines...)
	}
	return bot.Reply{Card: card, Update: update}
}

// pick shows the page of what was picked.
func pick(a *bot.Ask) (bot.Reply, error) {
	what := strings.Join(a.Chosen, "")
	switch what {
	case "rooms":
		return roomsPage(a, nil), nil
	case "add":
		return add(a)
	default:
		if page, is := teamPage(what); is {
			return teamForm(a, page)
		}
		if slices.Contains(a.Guesthouses(), bot.Platform(what)) {
			return places{bot.Platform(what)}.form(a)
		}
		return habitPage(a, bot.HabitName(what), nil)
	}
}

func roomsPage(a *bot.Ask, news words.Text) bot.Reply {
	var rooms []string
	var kinds []bot.Option
	for _, r := range a.Team.Rooms {
		rooms = append(rooms, string(r.ID))
		kinds = append(kinds, bot.Option{
			Value: string(r.ID), Label: words.Text{{Kind: words.Quoted, Text: cmp.Or(r.Name, string(r.ID))}},
			Hint: a.Say("kind." + string(r.Kind)),
		})
	}
	card := &bot.Card{
		Tone: bot.Calm, Title: a.Say("settings.rooms"), Lines: []words.Text{a.Say("settings.rooms.lead")},
		Selects: []bot.Select{
			{Pick: bot.PickRoom, Hint: a.Say("setup.rooms.hint"), Do: "settings place", With: []string{"rooms"}, Chosen: rooms, Min: 1, Max: 25},
			{Pick: bot.PickText, Hint: a.Say("setup.text.hint"), Do: "settings place", With: []string{"text"}, Chosen: chosen(string(a.Team.Text.Main)), Min: 1},
			{Pick: bot.PickText, Hint: a.Say("settings.board.hint"), Do: "settings place", With: []string{"board"}, Chosen: chosen(string(a.Team.Text.Board))},
			{Pick: bot.PickOption, Hint: a.Say("settings.kind.hint"), Do: "settings kind", Options: kinds, Min: 1},
		},
	}
	if !news.Empty() {
		card.Lines = append([]words.Text{news}, card.Lines...)
	}
	return bot.Reply{Card: card, Update: true}
}

// place changes which rooms or channels the team uses, or where a habit is held.
func place(a *bot.Ask) (bot.Reply, error) {
	if len(a.With) == 0 {
		return bot.Reply{}, bot.Sorryf("ask.unknown")
	}
	what, first := a.With[0], strings.Join(a.Chosen, "")
	err := a.Change(func(t *bot.Team) error {
		switch what {
		case "rooms":
			t.Rooms = keepKinds(t.Rooms, roomsOf(a.Server, a.Chosen))
			dropPlaces(t)
		case "text":
			t.Text.Main = bot.ChannelID(first)
		case "board":
			t.Text.Board = bot.ChannelID(first)
		default:
			return withHabit(t, bot.HabitName(what), func(h *bot.Habit) error {
				h.Place = bot.RoomID(first)
				return nil
			})
		}
		return nil
	})
	if err != nil {
		return bot.Reply{}, err
	}
	if slices.Contains([]string{"rooms", "text", "board"}, what) {
		return roomsPage(a, a.Say("settings.saved")), nil
	}
	return habitPage(a, bot.HabitName(what), a.Say("settings.saved"))
}

// keepKinds keeps the kinds that were set for rooms that stay.
func keepKinds(before, after []bot.Room) []bot.Room {
	for i, r := range after {
		if at := slices.IndexFunc(before, func(old bot.Room) bool { return old.ID == r.ID }); at >= 0 {
			after[i].Kind = before[at].Kind
		}
	}
	return after
}

// dropPlaces lets habits go whose room the team uses no more.
func dropPlaces(t *bot.Team) {
	for i, h := range t.Habits {
		if _, ours := t.Room(h.Place); !ours {
			t.Habits[i].Place = ""
		}
	}
}

// saveKind first asks for the kind of the room that was picked, then keeps it.
func saveKind(a *bot.Ask) (bot.Reply, error) {
	if len(a.Chosen) != 1 {
		return bot.Reply{}, bot.Sorryf("ask.unknown")
	}
	if len(a.With) == 0 {
		var options []bot.Option
		for _, kind := range bot.RoomKinds() {
			options = append(options, bot.Option{Value: string(kind), Label: a.Say("kind." + string(kind)), Hint: a.Say("kind." + string(kind) + ".hint")})
		}
		return bot.Reply{Update: true, Card: &bot.Card{
			Lines:   []words.Text{a.Say("settings.kind", words.Room("room", a.Chosen[0]))},
			Selects: []bot.Select{{Pick: bot.PickOption, Hint: a.Say("settings.kind.hint"), Do: "settings kind", With: a.Chosen, Options: options, Min: 1}},
		}}, nil
	}
	err := a.Change(func(t *bot.Team) error {
		i := slices.IndexFunc(t.Rooms, func(r bot.Room) bool { return string(r.ID) == a.With[0] })
		if i < 0 {
			return bot.Sorryf("fault.place")
		}
		t.Rooms[i].Kind = bot.RoomKind(a.Chosen[0])
		return nil
	})
	return roomsPage(a, a.Say("settings.saved")), err
}
