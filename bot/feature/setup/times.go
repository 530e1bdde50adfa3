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

// askTimes asks on one form: who the team is, or when it holds its habits.
func (k keeper) askTimes(a *bot.Ask) (bot.Reply, error) {
	d, err := draftOf(a)
	if err != nil {
		return bot.Reply{}, err
	}
	pages := k.pages(a, d)
	page, err := strconv.Atoi(strings.Join(a.With, ""))
	if err != nil || page < 0 {
		page = 0
	}
	if page >= len(pages) {
		return bot.Reply{}, bot.Sorryf("ask.unknown")
	}
	title := pageTitle(a, page, len(pages))
	return bot.Reply{Form: &bot.Form{Title: title, Do: "setup done", With: []string{strconv.Itoa(page)}, Fields: pages[page]}}, nil
}

// pages are the forms: the first about the team, and as many about times as it takes.
func (k keeper) pages(a *bot.Ask, d draft) [][]bot.Field {
	times := slices.Collect(slices.Chunk(timesOf(a, d), k.most))
	return append([][]bot.Field{aboutTeam(a, d)}, times...)
}

// pageTitle is what a form of so many is called.
func pageTitle(a *bot.Ask, page, pages int) words.Text {
	switch {
	case page == 0:
		return a.Say("setup.about")
	case pages == 2:
		return a.Say("setup.when")
	}
	return a.Say("setup.when.page", words.Count("page", page), words.Count("of", pages-1))
}

// before is what was typed for a question; else what is usual.
func (d draft) before(key, usual string) string {
	if typed, ok := d.Typed[key]; ok {
		return typed
	}
	return usual
}

// aboutTeam asks the team's name, language and zone.
func aboutTeam(a *bot.Ask, d draft) []bot.Field {
	return []bot.Field{
		{Key: "name", Label: a.Say("settings.name"), Kind: bot.FieldLine, Value: d.before("name", teamName(a)), Max: 40},
		{
			Key: "lang", Label: a.Say("settings.lang"), Hint: a.Say("settings.lang.hint"), Kind: bot.FieldRadio,
			Value: d.before("lang", string(a.From.Lang)), Options: langs(),
		},
		{Key: "zone", Label: a.Say("settings.zone"), Hint: a.Say("settings.zone.hint"), Kind: bot.FieldLine, Value: d.before("zone", guessZone(a)), Max: 60},
	}
}

// timesOf asks the time of each habit that the team wants.
func timesOf(a *bot.Ask, d draft) (fields []bot.Field) {
	for _, row := range habit.Single() {
		if key := string(row.Kind); d.wants(row) {
			fields = append(fields, bot.Field{
				Key: key, Label: a.Say("habit." + key), Hint: a.Say("setup.time.hint"),
				Kind: bot.FieldLine, Value: d.before(key, bot.RuleText(a.From.Lang, row.Usual.Rule)), Max: 60,
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
func teamOf(a *bot.Ask, d draft) (team bot.Team, faults bot.Faults) {
	values := map[string]string{}
	for _, f := range append(aboutTeam(a, d), timesOf(a, d)...) {
		values[f.Key] = strings.TrimSpace(f.Value)
	}
	team = bot.Team{
		Name: words.Clean(values["name"]), Server: a.Server.ID,
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
