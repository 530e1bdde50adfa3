package setup

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/habit"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// askTimes asks for what is left: the language, the zone and the habits' times.
func askTimes(a *bot.Ask) (bot.Reply, error) {
	d, err := draftOf(a)
	if err != nil {
		return bot.Reply{}, err
	}
	before := func(key, usual string) string {
		if typed, ok := d.Typed[key]; ok {
			return typed
		}
		return usual
	}
	zone := "UTC"
	if a.From.Lang == words.Japanese {
		zone = "Asia/Tokyo"
	}
	fields := []bot.Field{
		{
			Key: "lang", Label: a.Say("setup.lang"), Hint: a.Say("setup.lang.hint"), Kind: bot.FieldRadio,
			Value: before("lang", string(a.From.Lang)), Options: langs(),
		},
		{Key: "zone", Label: a.Say("setup.zone"), Hint: a.Say("setup.zone.hint"), Kind: bot.FieldLine, Value: before("zone", zone), Max: 60},
	}
	for _, row := range habit.Single() {
		key := string(row.Kind)
		fields = append(fields, bot.Field{
			Key: key, Label: a.Say("habit." + key), Hint: a.Say("setup.time.hint"),
			Kind: bot.FieldLine, Value: before(key, bot.RuleText(a.From.Lang, row.Usual.Rule)), Max: 60, Optional: true,
		})
	}
	return bot.Reply{Form: &bot.Form{Title: a.Say("setup.form"), Do: "setup done", Fields: fields}}, nil
}

func langs() []bot.Option {
	var options []bot.Option
	for _, lang := range words.Langs() {
		options = append(options, bot.Option{Value: string(lang), Label: words.Say(lang, "lang.name")})
	}
	return options
}

// found sets the team up. A habit whose time was left empty is switched off.
func found(a *bot.Ask) (bot.Reply, error) {
	team, err := teamOf(a)
	if err == nil {
		err = a.Found(team)
	}
	if err != nil {
		_, kept := change(a, func(d *draft) { d.Typed = a.Values })
		return bot.Reply{Card: &bot.Card{Buttons: []bot.Button{
			{Label: a.Say("form.again"), Do: "setup times", Look: bot.Main},
			{Label: a.Say("setup.rooms.again"), Do: "setup page"},
		}}}, errors.Join(err, kept)
	}
	err = a.Update(func(tx *store.Tx) error { return drafts.Delete(tx, draftKey(a)) })
	lines := append([]words.Text{a.Say("setup.done", words.Quote("team", team.Name))}, summary(a, team)...)
	return bot.Reply{Card: &bot.Card{
		Tone: bot.Calm, Lines: append(lines, a.Say("setup.then")),
		Buttons: []bot.Button{{Label: a.Say("setup.doctor"), Do: "doctor", Look: bot.Main}},
	}, Team: team.ID}, err
}

// draftOf is the asker's draft, once rooms and a channel are chosen.
func draftOf(a *bot.Ask) (d draft, err error) {
	err = a.View(func(tx *store.Tx) error {
		d, _, err = drafts.Get(tx, draftKey(a))
		return err
	})
	if err == nil && (len(d.Rooms) == 0 || d.Text == "") {
		err = bot.Sorryf("setup.norooms")
	}
	return d, err
}

func teamOf(a *bot.Ask) (bot.Team, error) {
	d, err := draftOf(a)
	if err != nil {
		return bot.Team{}, err
	}
	team := bot.Team{
		Name: teamName(a), Server: a.Server.ID,
		Locale: bot.Locale{Lang: words.Lang(a.Values["lang"]), Zone: strings.TrimSpace(a.Values["zone"])},
		Text:   bot.Channels{Main: d.Text}, Rooms: d.Rooms,
	}
	team.ID = freeID(a, team.Name)
	if zone, err := schedule.Zone(team.Zone); err == nil {
		team.Zone = zone.String()
	}
	if team.Zone == "Asia/Tokyo" {
		team.Days.Country = "jp"
	}
	for _, row := range habit.Single() {
		h := bot.UsualHabit(bot.HabitName(row.Kind))
		rule := strings.TrimSpace(a.Values[string(row.Kind)])
		h.Rule, h.Options.Off = cmp.Or(rule, h.Rule), rule == ""
		if parsed, err := schedule.ParseRule(h.Rule); err == nil {
			h.Rule = parsed.String()
		}
		h.Options.Since = a.Now.UTC()
		team.Habits = append(team.Habits, h)
	}
	return team, nil
}

// teamName is the server's name, as a name may be; with a number where a team of
// the server is called so already.
func teamName(a *bot.Ask) string {
	base := []rune(cmp.Or(words.Clean(a.Server.Name), "Team"))
	name := string(base[:min(len(base), 40)])
	for n := 2; slices.ContainsFunc(a.TeamsOn(a.Server.ID), func(t bot.Team) bool { return t.Name == name }); n++ {
		number := fmt.Sprintf(" %d", n)
		name = strings.TrimSpace(string(base[:min(len(base), 40-len(number))])) + number
	}
	return strings.TrimSpace(name)
}

var notID = regexp.MustCompile(`[^a-z0-9]+`)

// freeID makes an id of a name that no team has.
func freeID(a *bot.Ask, name string) bot.TeamID {
	base := strings.Trim(notID.ReplaceAllString(strings.ToLower(name), "-"), "-")
	if len(base) > 24 {
		base = strings.Trim(base[:24], "-")
	}
	base = cmp.Or(base, "team")
	id := bot.TeamID(base)
	for n := 2; a.Taken(id); n++ {
		id = bot.TeamID(fmt.Sprintf("%s-%d", base, n))
	}
	return id
}

// summary says how a team is set up, one line a thing.
func summary(a *bot.Ask, t bot.Team) []words.Text {
	var rooms []words.Text
	for _, r := range t.Rooms {
		rooms = append(rooms, a.Say("summary.room", words.Room("room", string(r.ID)), words.Nest("kind", a.Say("kind."+string(r.Kind)))))
	}
	lines := []words.Text{
		a.Say("summary.rooms", words.Nest("rooms", words.Join(rooms, a.Say("list.and").String()))),
		a.Say("summary.text", words.Room("main", string(t.Text.Main)), words.Room("board", string(t.BoardChannel()))),
		a.Say("summary.zone", words.Quote("zone", t.Zone), words.Nest("lang", words.Say(t.Lang, "lang.name"))),
	}
	for _, h := range t.Habits {
		lines = append(lines, habitLine(a, h))
	}
	return lines
}

func habitLine(a *bot.Ask, h bot.Habit) words.Text {
	scene := *a.Scene
	scene.Team.Lang = a.From.Lang
	if h.Options.Off {
		return a.Say("summary.off", scene.Title(h))
	}
	return a.Say("summary.habit", scene.Title(h), words.Quote("rule", bot.RuleText(a.From.Lang, h.Rule)), words.Count("minutes", h.Minutes))
}
