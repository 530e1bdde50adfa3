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
	return bot.Reply{Form: &bot.Form{Title: a.Say("settings.slack"), Do: "settings slack", Fields: []bot.Field{
		channel("channel", a.Team.Slack.Channel), channel("window", a.Team.Slack.Window),
	}}}, nil
}

// saveSlack keeps what the form said; an empty field takes the channel away.
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

// slackLine says which channels the team has in Slack; nothing if it has none.
func slackLine(a *bot.Ask) []words.Text {
	set := a.Team.Slack
	if set == (bot.SlackSet{}) {
		return nil
	}
	none := a.Say("settings.slack.none").String()
	return []words.Text{a.Say("settings.slack.is",
		words.Quote("channel", cmp.Or(string(set.Channel), none)), words.Quote("window", cmp.Or(string(set.Window), none)))}
}
