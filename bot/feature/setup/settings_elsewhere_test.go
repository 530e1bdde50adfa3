package setup

import (
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
	"github.com/engawa-bot/engawa/bot/bottest/fixture"
)

func lines(r bot.Reply) string {
	var all []string
	for _, line := range r.Card.Lines {
		all = append(all, line.String())
	}
	return strings.Join(all, "\n")
}

func TestAKeeperChoosesTheTeamsChannelsInSlack(t *testing.T) {
	r := founded(t)
	set := func() bot.Elsewhere {
		return r.Team().At("slack")
	}
	form := r.keeps(bot.Press, "settings pick", bot.Input{Chosen: []string{"slack"}}).Form
	if form == nil || len(form.Fields) != 2 {
		t.Fatalf("got the form %+v, want two fields", form)
	}
	for _, f := range form.Fields {
		if len(f.Label) != 1 || len([]rune(f.Label.String())) > 45 || len([]rune(f.Hint.String())) > 100 || !f.Optional {
			t.Errorf("got the field %+v, want a short label and hint, and it may be left empty", f)
		}
	}
	send := func(channel, window string) bot.Reply {
		return r.keeps(bot.Submit, form.Do, bot.Input{Values: map[string]string{"channel": channel, "window": window}})
	}
	asked := lines(send("https://x.slack.com/archives/C0123456789/p1600", " C0ABCDEFG "))
	if set().Channel != "" || set().Window != "" || !strings.Contains(asked, "C0123456789 was asked") || !strings.Contains(asked, "C0ABCDEFG was asked") {
		t.Errorf("before anybody said yes: got %+v and %q, want no channel, and that both were asked", set(), asked)
	}
	r.Must(bottest.SayYes(t.Context(), r.Bot, fixture.ID))
	got := lines(r.keeps(bot.Slash, "engawa settings", bot.Input{}))
	if want := (bot.Elsewhere{On: "slack", Channel: "C0123456789", Window: "C0ABCDEFG"}); set() != want || !strings.Contains(got, "Slack: C0123456789 · Other teams: C0ABCDEFG") {
		t.Errorf("got %+v and %q, want %+v", set(), got, want)
	}
	wrong := send("general", "C0ABCDEFG")
	if got := lines(wrong); !strings.Contains(got, "not a Slack channel's id") || set().Channel != "C0123456789" {
		t.Errorf("a name: got %q and %+v, want it refused and nothing changed", got, set())
	}
	again := r.keeps(bot.Press, wrong.Card.Buttons[0].Do, bot.Input{}).Form
	if again == nil || again.Fields[0].Value != "general" || again.Fields[1].Value != "C0ABCDEFG" {
		t.Errorf("got %+v, want the form again with what was written", again)
	}
	if got := lines(send("", "")); set() != (bot.Elsewhere{On: "slack"}) || strings.Contains(got, "Slack") {
		t.Errorf("left empty: got %+v and %q, want no channel", set(), got)
	}
}
