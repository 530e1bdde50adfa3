package setup

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest/fixture"
	"github.com/engawa-bot/engawa/bot/words"
)

// insiders says who is inside a channel.
type insiders map[string]bot.ChannelID

func (in insiders) Insider(_ context.Context, channel bot.ChannelID, who string) (bool, error) {
	if who == "UDOWN" {
		return false, errors.New("slack: no answer")
	}
	return in[who] == channel, nil
}

const ours = bot.ChannelID("C0123456789")

func TestOnlySomebodyInsideAChannelGivesItToATeam(t *testing.T) {
	r := founded(t, Answers(map[bot.Platform]Insiders{"slack": insiders{"UCHI": ours, "UDAN": "C0OTHER"}}))
	set := func() bot.Elsewhere {
		return r.Team().At("slack")
	}
	wish := func() bot.Wish {
		r.keeps(bot.Submit, "settings slack", bot.Input{Values: map[string]string{"channel": string(ours)}})
		return set().Wishes.Channel
	}
	press := func(do string, who bot.MemberID, in bot.ChannelID, face bot.Platform, with ...string) string {
		reply := r.Ask(bot.Request{
			On: face, Way: bot.Press, Do: do, Whose: "sakura", Channel: in, Server: bot.Server{ID: map[bot.Platform]bot.ServerID{"": fixture.Server}[face]},
			From: bot.Person{ID: who, Name: "Chi", Lang: words.English}, Input: bot.Input{With: with},
		})
		for reply.Then != nil {
			reply = reply.Then(t.Context())
		}
		return lines(reply)
	}
	w := wish()
	stale := w
	for _, c := range []struct {
		about string
		who   bot.MemberID
		in    bot.ChannelID
		face  bot.Platform
		with  []string
		want  string
	}{
		{"who is not in it", "UDAN", ours, "slack", []string{string(ours), w.Mark()}, "Only members of this channel"},
		{"who only looks at it", "UEVE", ours, "slack", []string{string(ours), w.Mark()}, "Only members of this channel"},
		{"from another channel", "UCHI", "C0OTHER", "slack", []string{string(ours), w.Mark()}, "over"},
		{"for another channel", "UDAN", "C0OTHER", "slack", []string{"C0OTHER", w.Mark()}, "over"},
		{"for another wish", "UCHI", ours, "slack", []string{string(ours), "2000-01-01T00:00:00Z"}, "over"},
		{"without a wish", "UCHI", ours, "slack", nil, "older version"},
		{"from Discord", "UCHI", ours, "", []string{string(ours), w.Mark()}, "older version"},
		{"Slack does not answer", "UDOWN", ours, "slack", []string{string(ours), w.Mark()}, "press again"},
	} {
		for _, do := range []string{"slack yes", "slack no"} {
			if got := press(do, c.who, c.in, c.face, c.with...); !strings.Contains(got, c.want) || set().Wishes.Channel != w || set().Channel != "" {
				t.Errorf("%s, %s: got %q and %+v, want %q and nothing changed", c.about, do, got, set(), c.want)
			}
		}
	}
	if got := press("slack no", "UCHI", ours, "slack", string(ours), w.Mark()); !strings.Contains(got, "not for team Sakura") || set() != (bot.Elsewhere{On: "slack"}) {
		t.Errorf("no: got %q and %+v", got, set())
	}
	w = wish()
	if got := press("slack yes", "UCHI", ours, "slack", string(ours), stale.Mark()); !strings.Contains(got, "over") || set().Channel != "" {
		t.Errorf("the answer to the question before: got %q and %+v", got, set())
	}
	if got := press("slack yes", "UCHI", ours, "slack", string(ours), w.Mark()); !strings.Contains(got, "for team Sakura now") || set() != (bot.Elsewhere{On: "slack", Channel: ours}) {
		t.Errorf("yes: got %q and %+v", got, set())
	}
	if got := press("slack no", "UCHI", ours, "slack", string(ours), w.Mark()); !strings.Contains(got, "over") || set().Channel != ours {
		t.Errorf("a no after the yes: got %q and %+v", got, set())
	}
}

func TestWhoAnswersForAChannelIsNotOneOfTheTeam(t *testing.T) {
	r := founded(t, Answers(map[bot.Platform]Insiders{"slack": insiders{"UCHI": ours}}))
	r.keeps(bot.Submit, "settings slack", bot.Input{Values: map[string]string{"channel": string(ours)}})
	r.Ask(bot.Request{
		On: "slack", Way: bot.Press, Do: "slack yes", Whose: "sakura", Channel: "C0OTHER",
		From: bot.Person{ID: "UCHI", Name: "Chi", Lang: words.English}, Input: bot.Input{With: []string{"C0OTHER", "x"}},
	})
	if account, name := r.Bot.Called("sakura", "UCHI", "slack"); name != "" {
		t.Errorf("got %s called %q, want nothing known of them", account, name)
	}
}

func TestASetUpTakesNoRoomsOfAnotherServer(t *testing.T) {
	r := founded(t)
	on := maple()
	ask := func(way bot.Way, do string, in bot.Input) bot.Reply {
		return r.keeper(fixture.Bo, on, way, do, in)
	}
	first := lines(ask(bot.Slash, "engawa setup", bot.Input{}))
	for do, ids := range map[string][]string{
		"setup rooms": {"100000000000000003", "200000000000000002", "200000000000000009", "x"},
		"setup text":  {"100000000000000002", "200000000000000003", "200000000000000009", "x"},
	} {
		for _, id := range ids {
			if got := lines(ask(bot.Press, do, bot.Input{Chosen: []string{id}})); got == first {
				t.Errorf("%s %s: it was taken", do, id)
			}
		}
	}
	if got := lines(ask(bot.Press, "setup found", bot.Input{})); !strings.Contains(got, "Maple is set up") {
		t.Errorf("with the server's own: got %q", got)
	}
	if team, _ := r.Bot.Team("maple"); len(team.Rooms) != 1 || team.Rooms[0].ID != "200000000000000003" || team.Text.Main != "200000000000000002" {
		t.Errorf("got %+v, want what was chosen before", team)
	}
	for _, c := range [][]string{{"rooms", "100000000000000003"}, {"text", "100000000000000002"}, {"board", "200000000000000003"}, {"tea", "100000000000000003"}} {
		before, _ := r.Bot.Team("maple")
		ask(bot.Press, "settings place", bot.Input{With: c[:1], Chosen: c[1:]})
		if after, _ := r.Bot.Team("maple"); len(after.Rooms) != 1 || after.Rooms[0] != before.Rooms[0] || after.Text != before.Text {
			t.Errorf("settings of %s: got %+v, want nothing changed", c[0], after)
		}
	}
	kind := ask(bot.Press, "settings kind", bot.Input{With: []string{"100000000000000003"}, Chosen: []string{"focus"}})
	if got := lines(kind); strings.Contains(got, "Saved") {
		t.Errorf("the kind of a room that is not the team's: got %q", got)
	}
}
