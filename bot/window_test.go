package bot_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
	"github.com/engawa-bot/engawa/bot/words"
)

func TestAnothersWindowBecomesATeamsOwnChannelWhenThatTeamHasLetGoOfIt(t *testing.T) {
	live(t, func(t *testing.T, b *bot.Bot) {
		onSlack(t, b)
		moon := far("moon")
		moon = moon.Put(bot.Elsewhere{On: "slack", Channel: window, Window: moon.At("slack").Window})
		refusedFor(t, "as its own", b.Found(moon), "slack.channel")
		if got := seen(t, b, "sakura").At("slack"); got.Window != window {
			t.Errorf("got %+v, want the window kept", got)
		}
		near := team("near", other)
		near = near.Put(bot.Elsewhere{On: "slack", Channel: window, Window: near.At("slack").Window})
		if err := b.Found(near); err == nil || !strings.Contains(err.Error(), "Sakura shows") {
			t.Errorf("on the same server: got %v, want whose window it is", err)
		}
		sakura, _ := b.Team("sakura")
		sakura = sakura.Put(bot.Elsewhere{On: "slack", Channel: sakura.At("slack").Channel})
		if err := errors.Join(b.Apply(t.Context(), sakura), b.Found(moon), bottest.SayYes(t.Context(), b, "moon")); err != nil {
			t.Errorf("after it let go: got %v", err)
		}
		if got := seen(t, b, "moon").At("slack"); got.Channel != window {
			t.Errorf("after it let go: got %+v, want the channel", got)
		}
	})
}

func TestAYesIsTooLateWhenAnotherTeamHasMadeTheChannelItsWindow(t *testing.T) {
	live(t, func(t *testing.T, b *bot.Bot) {
		choose(t, b, bot.Elsewhere{On: "slack", Channel: channel})
		moon := far("moon")
		moon = moon.Put(bot.Elsewhere{On: "slack", Channel: moon.At("slack").Channel, Window: channel})
		if err := errors.Join(b.Found(moon), bottest.SayYes(t.Context(), b, "moon")); err != nil {
			t.Fatal(err)
		}
		refusedFor(t, "the second yes", bottest.SayYes(t.Context(), b, "sakura"), "slack.channel")
	})
}

func TestOfAWindowInAnothersChannelFromBeforeBothTeamsAreTold(t *testing.T) {
	doubled(t, func(b *bot.Bot) {
		moon, _ := b.Team("moon")
		moon = moon.Put(bot.Elsewhere{On: "slack"})
		if err := b.Apply(t.Context(), moon); err != nil {
			t.Fatal(err)
		}
		if own, theirs := seen(t, b, "ame").At("slack"), seen(t, b, "tsuki").At("slack"); own.Channel != channel || theirs.Window != channel {
			t.Errorf("got %+v and %+v, want both served", own, theirs)
		}
		for id, want := range map[bot.TeamID]string{"ame": "doctor.whose.window.theirs", "tsuki": "doctor.whose.window"} {
			if got := keysOf(b.Whose(id, words.English)); !slices.Contains(got, want) {
				t.Errorf("the doctor says of %s %q, want %q", id, got, want)
			}
		}
	})
}
