package setup

import (
	"cmp"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
)

// places are the settings of the team's channels on one platform that is not its
// server's: a page, and its form.
type places struct{ on bot.Platform }

func (p places) do() string { return "settings " + string(p.on) }

func (p places) commands() []bot.Command {
	return []bot.Command{
		{Name: p.do(), Way: bot.Press, Who: bot.Keeper, Looks: true, Run: p.form},
		{Name: p.do(), Way: bot.Submit, Who: bot.Keeper, Run: p.save},
	}
}

// form asks for the team's channels.
func (p places) form(a *bot.Ask) (bot.Reply, error) {
	traits := a.Traits(p.on)
	channel := func(key string, id bot.ChannelID) bot.Field {
		return bot.Field{
			Key: key, Label: a.Say("settings.elsewhere." + key), Hint: a.Say("settings.elsewhere." + key + ".hint"),
			Kind: bot.FieldLine, Value: string(id), Max: 200, Optional: true,
		}
	}
	set := a.Team.Wished(a.Now).At(p.on)
	fields := []bot.Field{channel("channel", set.Channel)}
	if traits.Windows {
		fields = append(fields, channel("window", set.Window))
	}
	return bot.Reply{Form: &bot.Form{Title: a.Say("settings.elsewhere", traits.Arg()), Do: p.do(), Fields: fields}}, nil
}

// save keeps what the form said; an empty field takes the channel away. A channel
// that the team did not have before is asked first.
func (p places) save(a *bot.Ask) (bot.Reply, error) {
	id := func(key string) bot.ChannelID {
		return bot.ChannelID(a.Traits(p.on).ID(bot.IDChannel, a.Values[key]))
	}
	err := a.Change(func(t *bot.Team) error {
		*t = t.Put(bot.Elsewhere{On: p.on, Channel: id("channel"), Window: id("window")})
		return nil
	})
	if err != nil {
		return bot.Reply{}, err
	}
	return overview(a, a.Say("settings.saved"), true), nil
}

// elsewhereLines say which channels the team has on other platforms, and which of
// them have not said yes; nothing if it has none.
func elsewhereLines(a *bot.Ask) (lines []words.Text) {
	none := a.Say("settings.elsewhere.none").String()
	for _, e := range a.Team.Elsewhere {
		if e.Channel == "" && e.Window == "" {
			continue
		}
		lines = append(lines, a.Say("settings.elsewhere.is", a.Traits(e.On).Arg(),
			words.Quote("channel", cmp.Or(string(e.Channel), none)), words.Quote("window", cmp.Or(string(e.Window), none))))
	}
	for _, w := range a.Team.Pending(a.Now) {
		channel, on := words.Quote("channel", string(w.Place)), a.Traits(w.On).Arg()
		if at := a.Comes(w); !at.IsZero() {
			at = at.In(a.Now.Location())
			lines = append(lines, a.Say("settings.elsewhere.later", on, channel, words.Date("day", a.From.Lang, at), words.Clock("clock", at)))
			continue
		}
		lines = append(lines, a.Say("settings.elsewhere.asked", on, channel))
	}
	return lines
}
