package setup

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/schedule"
)

// switches are what can be switched on and off about a habit: one row each.
var switches = []struct {
	name string
	on   func(bot.Habit) bool
	flip func(*bot.Habit)
}{
	{"called", func(h bot.Habit) bool { return !h.Options.Off }, func(h *bot.Habit) { h.Options.Off = !h.Options.Off }},
	{"chime", func(h bot.Habit) bool { return !h.Options.Quiet }, func(h *bot.Habit) { h.Options.Quiet = !h.Options.Quiet }},
	{"event", func(h bot.Habit) bool { return !h.Options.Uncalled }, func(h *bot.Habit) { h.Options.Uncalled = !h.Options.Uncalled }},
	{"cameras", func(h bot.Habit) bool { return h.Cameras }, func(h *bot.Habit) { h.Cameras = !h.Cameras }},
	{"focus", func(h bot.Habit) bool { return h.Focus }, func(h *bot.Habit) { h.Focus = !h.Focus }},
}

// habitPage shows a habit with its switches.
func habitPage(a *bot.Ask, name bot.HabitName, news words.Text) (bot.Reply, error) {
	h, ok := a.Team.Habit(name)
	if !ok {
		h = bot.UsualHabit(name)
		h.Options.Off = true
	}
	card := &bot.Card{Tone: bot.Calm, Title: a.Say("habit." + string(name)), Lines: []words.Text{habitLine(a, h)}}
	if !news.Empty() {
		card.Lines = append([]words.Text{news}, card.Lines...)
	}
	if h.Place != "" {
		card.Lines = append(card.Lines, a.Say("settings.heldin", words.Room("room", string(h.Place))))
	}
	if h.Link != "" {
		card.Lines = append(card.Lines, a.Say("settings.link.is", words.URL("link", h.Link)))
	}
	card.Selects = []bot.Select{{Pick: bot.PickRoom, Hint: a.Say("settings.place.hint"), Do: "settings place", With: []string{string(name)}, Chosen: chosen(string(h.Place))}}
	card.Buttons = []bot.Button{{Label: a.Say("settings.change"), Do: "settings edit", With: []string{string(name)}, Look: bot.Main}}
	for _, sw := range switches {
		state := "off"
		if sw.on(h) {
			state = "on"
		}
		card.Buttons = append(card.Buttons, bot.Button{
			Label: a.Say("settings.switch." + sw.name + "." + state), Do: "settings flip", With: []string{string(name), sw.name},
		})
	}
	return bot.Reply{Card: card, Update: true}, nil
}

// flip turns a switch of a habit.
func flip(a *bot.Ask) (bot.Reply, error) {
	if len(a.With) != 2 {
		return bot.Reply{}, bot.Sorryf("ask.unknown")
	}
	name := bot.HabitName(a.With[0])
	err := a.Change(func(t *bot.Team) error {
		return withHabit(t, name, func(h *bot.Habit) error {
			for _, sw := range switches {
				if sw.name == a.With[1] {
					sw.flip(h)
				}
			}
			h.Options.Since = a.Now.UTC()
			return nil
		})
	})
	if err != nil {
		return bot.Reply{}, err
	}
	return habitPage(a, name, a.Say("settings.saved"))
}

// edit asks for a habit's time, length, name and link.
func edit(a *bot.Ask) (bot.Reply, error) {
	if len(a.With) != 1 {
		return bot.Reply{}, bot.Sorryf("ask.unknown")
	}
	name := bot.HabitName(a.With[0])
	h, ok := a.Team.Habit(name)
	if !ok {
		h = bot.UsualHabit(name)
	}
	line := func(key, value string, max int, optional bool) bot.Field {
		return bot.Field{
			Key: key, Label: a.Say("settings." + key), Hint: a.Say("settings." + key + ".hint"),
			Kind: bot.FieldLine, Value: value, Max: max, Optional: optional,
		}
	}
	return bot.Reply{Form: &bot.Form{Title: a.Say("habit." + string(name)), Do: "settings habit", With: []string{string(name)}, Fields: []bot.Field{
		line("rule", bot.RuleText(a.From.Lang, h.Rule), 60, false),
		line("minutes", strconv.Itoa(h.Minutes), 3, false),
		line("title", h.Title, 40, true),
		line("emoji", h.Emoji, 16, true),
		line("link", h.Link, 200, true),
	}}}, nil
}

// saveHabit keeps what the form said.
func saveHabit(a *bot.Ask) (bot.Reply, error) {
	if len(a.With) != 1 {
		return bot.Reply{}, bot.Sorryf("ask.unknown")
	}
	name := bot.HabitName(a.With[0])
	err := a.Change(func(t *bot.Team) error {
		return withHabit(t, name, func(h *bot.Habit) error {
			minutes, err := strconv.Atoi(strings.TrimSpace(a.Values["minutes"]))
			if err != nil {
				return bot.Sorryf("fault.minutes")
			}
			rule, err := schedule.ParseRule(a.Values["rule"])
			if err != nil {
				return bot.TimeSorry(err)
			}
			if rule.String() != h.Rule {
				h.Options.Since = a.Now.UTC()
			}
			h.Rule, h.Minutes = rule.String(), minutes
			h.Title, h.Emoji = words.Clean(a.Values["title"]), words.Clean(a.Values["emoji"])
			h.Link = cmp.Or(strings.TrimSpace(a.Values["link"]), "")
			return nil
		})
	})
	if err != nil {
		again := bot.Button{Label: a.Say("form.again"), Do: "settings edit", With: []string{string(name)}, Look: bot.Main}
		return bot.Reply{Card: &bot.Card{Buttons: []bot.Button{again}}}, err
	}
	return habitPage(a, name, a.Say("settings.saved"))
}
