package bot_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest/fixture"
	"github.com/engawa-bot/engawa/bot/words"
)

// poll asks two things, and refuses them as a team's set-up would be.
func poll() bot.Feature {
	form := &bot.Form{Do: "polled", With: []string{"1"}, Fields: []bot.Field{
		{Key: "name", Label: words.Say(words.English, "settings.name"), Kind: bot.FieldLine},
		{Key: "zone", Label: words.Say(words.English, "settings.zone"), Kind: bot.FieldLine, Value: "UTC"},
	}}
	return bot.Feature{Name: "poll", Commands: []bot.Command{
		{Name: "poll", Way: bot.Press, Who: bot.Teammate, Run: func(*bot.Ask) (bot.Reply, error) { return bot.Reply{Form: form}, nil }},
		{Name: "polled", Way: bot.Submit, Who: bot.Teammate, Run: func(a *bot.Ask) (bot.Reply, error) {
			switch a.Values["zone"] {
			case "no use":
				return bot.Reply{Card: &bot.Card{}}, bot.Sorryf("ask.unknown")
			case "good":
				return bot.Reply{}, nil
			}
			return bot.Reply{}, bot.Faults{{Field: "team.zone", Sorry: &bot.Sorry{Key: "fault.minutes"}}, {Field: "rooms", Sorry: &bot.Sorry{Key: "fault.rooms"}}}
		}},
	}}
}

func TestAFormThatIsRefusedOpensAgainWithWhatWasWritten(t *testing.T) {
	r := fixture.Begin(t, fixture.Setup{Features: func(*fixture.Running) []bot.Feature { return []bot.Feature{poll()} }})
	ask := func(who bot.MemberID, way bot.Way, do string, in bot.Input) bot.Reply {
		request := r.Request(who, way, do)
		request.Input = in
		return r.Ask(request)
	}
	sent := func(zone string) bot.Reply {
		return ask(fixture.Ana, bot.Submit, "polled", bot.Input{With: []string{"1"}, Values: map[string]string{"name": "Sakura", "zone": zone}})
	}
	if got := sent("Mars"); len(got.Card.Buttons) > 0 {
		t.Errorf("of a form that nobody opened: got %+v, want no button", got.Card.Buttons)
	}
	ask(fixture.Ana, bot.Press, "poll", bot.Input{})
	refused := sent("Mars")
	first, second := refused.Card.Lines[0].String(), refused.Card.Lines[1].String()
	if !strings.HasPrefix(first, "Time zone: ") || strings.Contains(second, ": ") || len(refused.Card.Buttons) != 1 {
		t.Errorf("got %q, %q and %+v, want the first fault named by its field, and a button", first, second, refused.Card.Buttons)
	}
	again := ask(fixture.Ana, bot.Press, refused.Card.Buttons[0].Do, bot.Input{})
	if got := fmt.Sprint(again.Form.Fields[0].Value, " ", again.Form.Fields[1].Value); got != "Sakura Mars" || again.Team != fixture.ID {
		t.Errorf("got %q for team %q, want what was written", got, again.Team)
	}
	if got := ask(fixture.Bo, bot.Press, refused.Card.Buttons[0].Do, bot.Input{}); got.Form != nil {
		t.Errorf("somebody else got %+v", got.Form)
	}
	if got := sent("no use"); len(got.Card.Buttons) > 0 {
		t.Errorf("where it is of no use: got %+v", got.Card.Buttons)
	}
	if got := sent("good"); got.Card != nil {
		t.Errorf("got %+v", got.Card)
	}
}
