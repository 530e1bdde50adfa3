package bot_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
)

// twoRoles is a server with two teams, sakura and kiri, each with a role.
func twoRoles(t *testing.T, b *bot.Bot) {
	t.Helper()
	sakura, kiri := team("sakura", lounge), team("kiri", other)
	sakura.Role, kiri.Role, kiri.Text.Main = "100000000000000008", "100000000000000009", "100000000000000010"
	if err := errors.Join(b.Found(sakura), b.Found(kiri)); err != nil {
		t.Fatal(err)
	}
}

// asks is what somebody with some roles is told, in a channel of no team.
func asks(t *testing.T, b *bot.Bot, r bot.Request, roles ...bot.RoleID) string {
	t.Helper()
	r.On, r.Server.ID, r.Channel = "discord", server, "100000000000000099"
	r.From = bot.Person{ID: ana, Name: "Ana", Lang: words.English, Roles: roles}
	reply := b.Ask(t.Context(), r)
	said := reply.Card.Lines[0].String()
	for _, s := range reply.Card.Selects {
		for _, o := range s.Options {
			said += " " + o.Value
		}
	}
	return said
}

func TestAMemberIsAskedWhichTeamOnlyIfTheyBelongToSeveral(t *testing.T) {
	live(t, func(t *testing.T, b *bot.Bot) {
		twoRoles(t, b)
		me := bot.Request{Way: bot.Slash, Do: "me"}
		choose := words.Say(words.English, "ask.which.choose").String()
		for want, roles := range map[string][]bot.RoleID{
			string(ana) + " Ana in  of kiri":               {"100000000000000009"},
			choose + " sakura kiri":                        {"100000000000000008", "100000000000000009"},
			words.Say(words.English, "ask.which").String(): nil,
		} {
			if got := asks(t, b, me, roles...); got != want {
				t.Errorf("with %v: got %q, want %q", roles, got, want)
			}
		}
		me.Values = map[string]string{"text": "typed"}
		if got := asks(t, b, me, "100000000000000008", "100000000000000009"); got == choose+" sakura kiri" {
			t.Error("what was typed with the command was lost")
		}
	}, whoami())
}

func TestAForgedChoiceOfATeamOpensNothing(t *testing.T) {
	live(t, func(t *testing.T, b *bot.Bot) {
		twoRoles(t, b)
		for what, in := range map[string]bot.Input{
			"another team":       {With: []string{"me"}, Chosen: []string{"sakura"}},
			"a keeper's command": {With: []string{"rule"}, Chosen: []string{"kiri"}},
			"no command":         {With: []string{"which"}, Chosen: []string{"kiri"}},
			"no team":            {With: []string{"me"}, Chosen: []string{"moon"}},
			"two teams":          {With: []string{"me"}, Chosen: []string{"kiri", "kiri"}},
			"nothing":            {},
		} {
			var refusals []string
			for _, key := range []string{"ask.teammate", "ask.keeper", "ask.unknown", "ask.gone"} {
				refusals = append(refusals, words.Say(words.English, key).String())
			}
			got := asks(t, b, bot.Request{Way: bot.Press, Do: "which", Input: in}, "100000000000000009")
			if !slices.Contains(refusals, got) {
				t.Errorf("%s: got %q, want it refused", what, got)
			}
		}
		if got := asks(t, b, bot.Request{Way: bot.Press, Do: "which", Input: bot.Input{With: []string{"me"}, Chosen: []string{"kiri"}}}, "100000000000000009"); got != string(ana)+" Ana in  of kiri" {
			t.Errorf("their own: got %q", got)
		}
	}, whoami())
}
