package bot_test

import (
	"errors"
	"testing"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

// whoami tells who asks, where they sit and for which team.
func whoami() bot.Feature {
	return bot.Feature{Name: "whoami", Commands: []bot.Command{
		{Name: "me", Way: bot.Slash, Who: bot.Teammate, Run: func(a *bot.Ask) (bot.Reply, error) {
			text := string(a.From.ID) + " " + a.From.Name + " in " + string(a.Room) + " of " + string(a.Team.ID)
			return bot.Tell(words.Text{{Text: text}}), nil
		}},
		{Name: "rule", Way: bot.Slash, Who: bot.Keeper, Run: func(a *bot.Ask) (bot.Reply, error) { return a.Tell("settings.saved") }},
	}}
}

func TestACommandInSlackIsOfTheTeamThatKnowsTheAsker(t *testing.T) {
	live(t, func(t *testing.T, b *bot.Bot) {
		ask := func(do string, who bot.MemberID, in bot.ChannelID) string {
			t.Helper()
			reply := b.Ask(t.Context(), bot.Request{
				On: "slack", Way: bot.Slash, Do: do, Channel: in, From: bot.Person{ID: who, Name: "chi", Lang: words.English},
			})
			return reply.Card.Lines[0].String()
		}
		say := func(key string) string { return words.Say(words.English, key).String() }
		if got, want := ask("me", "U0CHI", channel), words.Say(words.English, "ask.guest.noteam", words.Quote("platform", "Slack"), words.Quote("home", "Discord")).String(); got != want {
			t.Errorf("without a team: %q, want %q", got, want)
		}
		onSlack(t, b)
		visit(t, b, func(s *bot.Scene, tx *store.Tx) error {
			return s.KeepMember(tx, ana, func(m *bot.Member) { m.Name = "Ana" })
		})
		b.Arrived(t.Context(), server, []bot.Move{{Member: ana, Name: "Ana", Room: lounge}})
		maple := team("maple", other)
		maple = maple.Put(bot.Elsewhere{On: "slack", Channel: "C0MAPLE", Window: maple.At("slack").Window})
		if err := errors.Join(b.Found(maple), bottest.SayYes(t.Context(), b, maple.ID)); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			about string
			who   bot.MemberID
			in    bot.ChannelID
			want  string
		}{
			{"a stranger elsewhere", "U0CHI", "D1", say("ask.guest.stranger")},
			{"a stranger looking through the window", "U0CHI", window, say("ask.guest.stranger")},
			{"in the team's channel", "U0CHI", channel, "U0CHI chi in  of sakura"},
			{"known since then", "U0CHI", "D1", "U0CHI chi in  of sakura"},
			{"linked", anaSlack, "D2", "200000000000000001 Ana in 100000000000000003 of sakura"},
			{"in another team's channel", "U0CHI", "C0MAPLE", "U0CHI chi in  of maple"},
			{"of both, elsewhere", "U0CHI", "D1", say("ask.guest.which")},
		} {
			if got := ask("me", c.who, c.in); got != c.want {
				t.Errorf("%s: %q, want %q", c.about, got, c.want)
			}
		}
		if got, want := ask("rule", anaSlack, channel), say("ask.keeper"); got != want {
			t.Errorf("a keeper's command: %q, want %q", got, want)
		}
	}, whoami())
}
