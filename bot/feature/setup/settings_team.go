package setup

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/schedule"
)

// asked is a question about the team, and what becomes of the answer.
type asked struct {
	bot.Question
	choices []bot.Choice
	value   string
	kind    string // of bot.Field
	empty   bool   // nothing may be said
	set     func(*bot.Team, string) error
}

// daysOffAt is where the days off are asked for, among the questions: the first form
// is named after what it asks, also when there are more settings.
const daysOffAt = 4

// questionsOf are all about the team that a form can ask: the settings of one value, and
// the days off.
func questionsOf(t bot.Team) (list []asked) {
	for _, s := range bot.Settings() {
		if s.Ask.Key != "" {
			list = append(list, asked{s.Ask, s.Choices, s.Get(t), bot.FieldLine, s.Optional(), func(t *bot.Team, v string) error {
				s.Set(t, v)
				return nil
			}})
		}
	}
	off := asked{bot.Question{Key: "off", Label: "settings.off", Hint: "settings.off.hint", Max: 2000}, nil, daysOff(t), bot.FieldText, true, setDaysOff}
	return slices.Insert(list, min(daysOffAt, len(list)), off)
}

// pagesOf are the forms that ask them.
func pagesOf(t bot.Team) [][]asked {
	return slices.Collect(slices.Chunk(questionsOf(t), bot.MostFields))
}

// teamWord is what the form of a page, from 0, is picked by.
func teamWord(page int) string {
	if page == 0 {
		return "team"
	}
	return "team." + strconv.Itoa(page+1)
}

// teamPage is the page that was picked; false, and the first, if that is none.
func teamPage(what string) (page int, is bool) {
	if what == teamWord(0) {
		return 0, true
	}
	number, is := strings.CutPrefix(what, "team.")
	page, err := strconv.Atoi(number)
	if !is || err != nil || page < 2 {
		return 0, false
	}
	return page - 1, true
}

// teamOptions offers the forms about the team.
func teamOptions(a *bot.Ask, pages int) (options []bot.Option) {
	for page := range pages {
		label := a.Say("settings.team")
		if page > 0 {
			label = a.Say("settings.team.more", words.Count("page", page+1))
		}
		options = append(options, bot.Option{Value: teamWord(page), Label: label})
	}
	return options
}

func teamForm(a *bot.Ask, page int) (bot.Reply, error) {
	pages := pagesOf(a.Team)
	if page >= len(pages) {
		return bot.Reply{}, bot.Sorryf("ask.unknown")
	}
	form := &bot.Form{Title: teamOptions(a, page+1)[page].Label, Do: "settings team", With: []string{teamWord(page)}}
	for _, q := range pages[page] {
		form.Fields = append(form.Fields, q.field(a))
	}
	return bot.Reply{Form: form}, nil
}

func (q asked) field(a *bot.Ask) bot.Field {
	f := bot.Field{Key: q.Key, Label: a.Say(q.Label), Kind: q.kind, Value: q.value, Max: q.Max, Optional: q.empty}
	if q.Hint != "" {
		f.Hint = a.Say(q.Hint)
	}
	for _, c := range q.choices {
		f.Optional, f.Kind, f.Options = false, bot.FieldRadio, append(f.Options, bot.Option{Value: c.Value, Label: a.Say(c.Says)})
	}
	return f
}

// saveTeam keeps what a form about the team said.
func saveTeam(a *bot.Ask) (bot.Reply, error) {
	page, _ := teamPage(strings.Join(a.With, "")) // a form of an older version is the first
	err := a.Change(func(t *bot.Team) error {
		pages := pagesOf(*t)
		if page >= len(pages) {
			return bot.Sorryf("ask.unknown")
		}
		for _, q := range pages[page] {
			if err := q.set(t, a.Values[q.Key]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return bot.Reply{}, err
	}
	return overview(a, a.Say("settings.saved"), true), nil
}

func setDaysOff(t *bot.Team, text string) error {
	days, err := parseOff(text)
	if err == nil {
		t.Days.Days = days
	}
	return err
}

func daysOff(t bot.Team) string {
	var lines []string
	for d, day := range t.Days.Days {
		sign := "-"
		if day.Works {
			sign = "+"
		}
		lines = append(lines, strings.TrimSpace(sign+d.String()+" "+day.Name))
	}
	slices.SortFunc(lines, func(x, y string) int { return cmp.Compare(x[1:], y[1:]) })
	return strings.Join(lines, "\n")
}

// parseOff reads company days, one a line: '2026-12-28 Year end' is off, with a
// '+' before it the day is worked.
func parseOff(text string) (map[schedule.Date]schedule.Day, error) {
	days := map[schedule.Date]schedule.Day{}
	for line := range strings.Lines(text) {
		line = words.Clean(line)
		if line == "" {
			continue
		}
		works := strings.HasPrefix(line, "+")
		date, name, _ := strings.Cut(strings.TrimLeft(line, "+-"), " ")
		d, err := schedule.ParseDate(date)
		if err != nil {
			return nil, bot.Sorryf("settings.off.wrong", words.Quote("line", line))
		}
		days[d] = schedule.Day{Works: works, Name: name}
	}
	return days, nil
}
