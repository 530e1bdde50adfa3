package setup

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/habit"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// askTimes asks for what is left, as many forms as it takes.
func (k keeper) askTimes(a *bot.Ask) (bot.Reply, error) {
	d, err := draftOf(a)
	if err != nil {
		return bot.Reply{}, err
	}
	page, of, fields := k.pageOf(a, questions(a, d))
	if page >= of {
		return bot.Reply{}, bot.Sorryf("ask.unknown")
	}
	title := a.Say("setup.form")
	if of > 1 {
		title = a.Say("setup.form.page", words.Count("page", page+1), words.Count("of", of))
	}
	return bot.Reply{Form: &bot.Form{Title: title, Do: "setup done", With: []string{strconv.Itoa(page)}, Fields: fields}}, nil
}

// pageOf gives the page that the asker is at, from 0, of how many, and what it asks.
func (k keeper) pageOf(a *bot.Ask, all []bot.Field) (page, of int, fields []bot.Field) {
	page, err := strconv.Atoi(strings.Join(a.With, ""))
	if err != nil || page < 0 {
		page = 0
	}
	pages := slices.Collect(slices.Chunk(all, k.most))
	if page < len(pages) {
		fields = pages[page]
	}
	return page, len(pages), fields
}

// questions is all that is left to ask: the language, the zone, and the time of each
// habit that the team wants.
func questions(a *bot.Ask, d draft) []bot.Field {
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
			Key: "lang", Label: a.Say("settings.lang"), Hint: a.Say("settings.lang.hint"), Kind: bot.FieldRadio,
			Value: before("lang", string(a.From.Lang)), Options: langs(),
		},
		{Key: "zone", Label: a.Say("settings.zone"), Hint: a.Say("settings.zone.hint"), Kind: bot.FieldLine, Value: before("zone", zone), Max: 60},
	}
	for _, row := range habit.Single() {
		if key := string(row.Kind); d.wants(row) {
			fields = append(fields, bot.Field{
				Key: key, Label: a.Say("habit." + key), Hint: a.Say("setup.time.hint"),
				Kind: bot.FieldLine, Value: before(key, bot.RuleText(a.From.Lang, row.Usual.Rule)), Max: 60,
			})
		}
	}
	return fields
}

func langs() []bot.Option {
	var options []bot.Option
	for _, lang := range words.Langs() {
		options = append(options, bot.Option{Value: string(lang), Label: words.Say(lang, "lang."+string(lang))})
	}
	return options
}

// found takes what a form says, and sets the team up after the last of them.
func (k keeper) found(a *bot.Ask) (bot.Reply, error) {
	if _, err := draftOf(a); err != nil {
		return bot.Reply{}, err
	}
	d, err := change(a, func(d *draft) { d.Typed = merged(d.Typed, a.Values) })
	if err != nil {
		return bot.Reply{}, err
	}
	all := questions(a, d)
	team, typed := teamOf(a, d, all)
	err = withFaults(a.Check(team), typed)
	page, of, _ := k.pageOf(a, all)
	if err == nil && page+1 < of {
		return more(a, page+1, len(all)-(page+1)*k.most), nil
	}
	if err == nil {
		err = a.Found(team)
	}
	if err != nil {
		return bot.Reply{Card: &bot.Card{Buttons: []bot.Button{
			{Label: a.Say("form.again"), Do: "setup times", With: []string{strconv.Itoa(page)}, Look: bot.Main},
			{Label: a.Say("setup.rooms.again"), Do: "setup page"},
		}}}, err
	}
	err = a.Update(func(tx *store.Tx) error { return drafts.Delete(tx, draftKey(a)) })
	lines := append([]words.Text{a.Say("setup.done", words.Quote("team", team.Name))}, summary(a, team)...)
	return bot.Reply{Card: &bot.Card{
		Tone: bot.Calm, Lines: append(lines, a.Say("setup.then")),
		Buttons: []bot.Button{
			{Label: a.Say("setup.doctor"), Do: "doctor", Look: bot.Main},
			{Label: a.Say("setup.gathering"), Do: "settings add"},
		},
	}, Team: team.ID}, err
}

// more leads to the next form: none can follow a form at once.
func more(a *bot.Ask, page, left int) bot.Reply {
	return bot.Reply{Card: &bot.Card{
		Tone: bot.Calm, Lines: []words.Text{a.Say("setup.times.more", words.Count("n", left))},
		Buttons: []bot.Button{{Label: a.Say("setup.times"), Do: "setup times", With: []string{strconv.Itoa(page)}, Look: bot.Main}},
	}}
}

func merged(before, now map[string]string) map[string]string {
	all := map[string]string{}
	maps.Copy(all, before)
	maps.Copy(all, now)
	return all
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

// teamOf is the team by what was answered so far, and else as it is offered. A habit
// that it does not want is not held, and has its usual time for the day on which it is.
func teamOf(a *bot.Ask, d draft, all []bot.Field) (team bot.Team, faults bot.Faults) {
	values := map[string]string{}
	for _, f := range all {
		values[f.Key] = strings.TrimSpace(f.Value)
	}
	team = bot.Team{
		Name: teamName(a), Server: a.Server.ID,
		Manner: bot.Manner{Lang: words.Lang(values["lang"]), Zone: values["zone"]},
		Text:   bot.Channels{Main: d.Text}, Rooms: d.Rooms,
	}
	team.ID = freeID(a, team.Name)
	if zone, err := schedule.ParseZone(team.Zone); err == nil {
		team.Zone = zone.String()
	}
	if team.Zone == "Asia/Tokyo" {
		team.Days.Country = "jp"
	}
	for _, row := range habit.Single() {
		h := bot.UsualHabit(bot.HabitName(row.Kind))
		h.Options.Off, h.Options.Since = !d.wants(row), a.Now.UTC()
		if !h.Options.Off {
			h.Rule = values[string(row.Kind)]
		}
		usual, _ := schedule.ParseRule(row.Usual.Rule) // a test holds that it is one
		rule, err := schedule.ParseWhenOr(h.Rule, a.Now.In(team.Location()), usual)
		if err != nil {
			faults = append(faults, bot.Fault{Field: "habits." + string(row.Kind) + ".rule", Sorry: bot.TimeSorry(err)})
		}
		if h.Rule = rule.String(); err != nil {
			h.Rule = usual.String()
		}
		team.Habits = append(team.Habits, h)
	}
	return team, faults
}

// withFaults is what is wrong with a team, and with what was typed for it, at once.
func withFaults(err error, typed bot.Faults) error {
	var found bot.Faults
	if len(typed) == 0 || err != nil && !errors.As(err, &found) {
		return err
	}
	return append(found, typed...)
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
		a.Say("summary.zone", words.Quote("zone", t.Zone), words.Nest("lang", a.Say("lang."+string(t.Lang)))),
	}
	for _, h := range t.InOrder() {
		lines = append(lines, habitLine(a, t, h))
	}
	return lines
}
