package setup

import (
	"cmp"
	"strings"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
)

// slackForm asks for the team's channels in Slack.
func slackForm(a *bot.Ask) (bot.Reply, error) {
	channel := func(key string, id bot.ChannelID) bot.Field {
		return bot.Field{
			Key: key, Label: a.Say("settings.slack." + key), Hint: a.Say("settings.slack." + key + ".hint"),
			Kind: bot.FieldLine, Value: string(id), Max: 200, Optional: true,
		}
	}
	set := a.Team.Slack.Wished(a.Now)
	return bot.Reply{Form: &bot.Form{Title: a.Say("settings.slack"), Do: "settings slack", Fields: []bot.Field{
		channel("channel", set.Channel), channel("window", set.Window),
	}}}, nil
}

// saveSlack keeps what the form said; an empty field takes the channel away. A
// channel that the team did not have before is asked first.
func saveSlack(a *bot.Ask) (bot.Reply, error) {
	err := a.Change(func(t *bot.Team) error {
		t.Slack = bot.SlackSet{Channel: slackID(a.Values["channel"]), Window: slackID(a.Values["window"])}
		return nil
	})
	if err != nil {
		again := bot.Button{Label: a.Say("form.again"), Do: "settings slack", Look: bot.Main}
		return bot.Reply{Card: &bot.Card{Buttons: []bot.Button{again}}}, err
	}
	return overview(a, a.Say("settings.saved"), true), nil
}

// slackID is the id of a channel, of which people may have copied the link:
// https://example.slack.com/archives/C0123456789/….
func slackID(text string) bot.ChannelID {
	text = strings.TrimSpace(text)
	if _, path, ok := strings.Cut(text, "/archives/"); ok {
		text, _, _ = strings.Cut(path, "/")
	}
	return bot.ChannelID(text)
}

// slackLine says which channels the team has in Slack, and which of them have
// not said yes; nothing if it has none.
func slackLine(a *bot.Ask) (lines []words.Text) {
	none := a.Say("settings.slack.none").String()
	if set := a.Team.Slack; set.Channel != "" || set.Window != "" {
		lines = append(lines, a.Say("settings.slack.is",
			words.Quote("channel", cmp.Or(string(set.Channel), none)), words.Quote("window", cmp.Or(string(set.Window), none))))
	}
	for _, w := range a.Team.Slack.Pending(a.Now) {
		channel := words.Quote("channel", string(w.Place))
		if at := a.Comes(w); !at.IsZero() {
			lines = append(lines, a.Say("settings.slack.later", channel, words.Date("day", a.From.Lang, at), words.At("at", at)))
			continue
		}
		lines = append(lines, a.Say("settings.slack.asked", channel))
	}
	return lines
}
