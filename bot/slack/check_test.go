package slack

import (
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	fake "github.com/engawa-bot/engawa/internal/fake/slack"
)

func TestTheDoctorFindsWhatIsAmiss(t *testing.T) {
	inBubble(t, unlimited(), func(t *testing.T, w *workspace) {
		w.SetBotScopes(Scopes()...)
		c, window := w.Channel("sakura"), w.Channel("window")
		team := bot.Team{ID: "sakura"}
		team = team.Put(bot.Elsewhere{On: "slack", Channel: bot.ChannelID(c.ID()), Window: bot.ChannelID(window.ID())})
		w.face.listen(func() error { return nil })
		amiss := func() string {
			var keys []string
			for _, finding := range w.face.Check(t.Context(), team, "", words.English) {
				if finding.OK {
					continue
				}
				for _, key := range []string{finding.Key, finding.Key + ".fix"} {
					if s := words.Say(words.English, key, finding.Args...).String(); s == key || strings.Contains(s, "{") {
						t.Errorf("%s: got %q, want a sentence", key, s)
					}
				}
				keys = append(keys, finding.Key)
			}
			return strings.Join(keys, " ")
		}
		for _, x := range []struct {
			name, want string
			spoil      func()
		}{
			{"all is well", "", func() {}},
			{"archived", "doctor.slack.archived", window.Archive},
			{"gone", "doctor.slack.gone", func() { window.Unarchive(); c.Delete() }},
			{"unheard", "doctor.slack.socket doctor.slack.gone", func() { w.face.listen(func() error { return errUnheard }) }},
			{"scope", "doctor.slack.scope doctor.slack.socket doctor.slack.gone", func() { w.SetBotScopes(Scopes()[1:]...) }},
			{"token", "doctor.slack.token", w.RevokeBotToken},
			{"network", "doctor.slack.network", func() { w.Faults().LoseAnswers(fake.Call{}, 1) }},
		} {
			x.spoil()
			if got := amiss(); got != x.want {
				t.Errorf("%s: got %q, want %q", x.name, got, x.want)
			}
		}
		if got := w.face.Check(t.Context(), bot.Team{ID: "sakura"}, "", words.English); got != nil {
			t.Errorf("a team without Slack: got %v, want nothing", got)
		}
	})
}
