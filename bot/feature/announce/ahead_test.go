package announce

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
	"github.com/engawa-bot/engawa/bot/bottest/fixture"
	"github.com/engawa-bot/engawa/bot/words"
)

const lounge = fixture.Lounge

// noted gives what a team reads two minutes before its tea on Monday, as 'FACE PLACE: line
// [button address]'; shut has Slack close first.
func noted(t *testing.T, tea bot.Habit, slack bot.ChannelID, shut bool) (list []string) {
	t.Helper()
	tea.Name, tea.Rule, tea.Minutes = cmp.Or(tea.Name, bot.Tea), "daily 16:00", 15
	fixture.Play(t, fixture.Setup{
		Team: func(team *bot.Team) {
			team.Rooms[1] = bot.Room{ID: fixture.Pairing, Name: "Pairing", Kind: bot.Pairing}
			team.Habits = []bot.Habit{tea}
			*team = team.Put(bot.Elsewhere{On: "slack", Channel: slack, Window: team.At("slack").Window})
		},
		Surroundings: func(around *bot.Surroundings) { around.Platforms = bottest.Platforms() },
		Features:     func(*fixture.Running) []bot.Feature { return []bot.Feature{Feature(nil)} },
		Present:      []bot.Move{fixture.In(lounge, fixture.Ana), fixture.In(lounge, fixture.Bo)},
	}, func(r *fixture.Running) {
		if shut {
			_, err := r.Bot.Closed(r.Context(), "sakura/board", bot.Spot{On: "slack"}, &bot.Refusal{Reason: bot.Closed, Err: errors.New("account_inactive")})
			r.Must(err)
		}
		r.At("2000-01-03 15:58")
		for _, o := range r.Owed() {
			p := r.Post(o)
			line := fmt.Sprintf("%s %s: %s", o.Face, p.Channel, words.Join(p.Card.Lines, " / "))
			for _, b := range p.Card.Buttons {
				line += fmt.Sprintf(" [%s %s%s]", b.Label, b.Do, b.URL)
			}
			list = append(list, line)
		}
	})
	return list
}

func TestTheQuietNoteComesOnOnePlatform(t *testing.T) {
	room := "https://discord.com/channels/100000000000000001/"
	for name, c := range map[string]struct {
		habit bot.Habit
		slack bot.ChannelID
		shut  bool
		want  string
	}{
		"on Discord":      {bot.Habit{}, "", false, "discord 100000000000000002: ☕ Tea time at 16:00 in any room."},
		"in Slack":        {bot.Habit{}, "C0000001", false, "slack C0000001: ☕ Tea time at 16:00 in any room. [Open Lounge " + room + string(lounge) + "] [Away today away today]"},
		"in a room":       {bot.Habit{Place: fixture.Pairing}, "C0000001", false, "slack C0000001: ☕ Tea time at 16:00 in 100000000000000005. [Open Pairing " + room + "100000000000000005] [Away today away today]"},
		"elsewhere":       {bot.Habit{Link: "https://zoom.example/j/1"}, "C0000001", false, "slack C0000001: ☕ Tea time at 16:00, here: https://zoom.example/j/1 [Join https://zoom.example/j/1] [Away today away today]"},
		"with Slack shut": {bot.Habit{}, "C0000001", true, "discord 100000000000000002: ☕ Tea time at 16:00 in any room."},
		"without Slack":   {bot.Habit{Link: "https://zoom.example/j/1"}, "", false, "discord 100000000000000002: ☕ Tea time at 16:00, here: https://zoom.example/j/1"},
		"for a role":      {forARole(), "", false, "discord 100000000000000002: 🎈 Study at 16:00 in any room. / For 100000000000000009."},
		"a role in Slack": {forARole(), "C0000001", false, "slack C0000001: 🎈 Study at 16:00 in any room. [Open Lounge " + room + string(lounge) + "] [Away today away today]"},
		"in its room":     {bot.Habit{Place: lounge}, "", false, "discord 100000000000000002: ☕ Tea time at 16:00 in " + string(lounge) + "."},
	} {
		if got := noted(t, c.habit, c.slack, c.shut); !slices.Equal(got, []string{c.want}) {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

// forARole is a gathering that is not for everybody.
func forARole() bot.Habit {
	h := gatheringOf("study", "")
	h.Title, h.For = "Study", "100000000000000009"
	return h
}
