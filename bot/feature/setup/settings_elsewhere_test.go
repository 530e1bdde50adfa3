package setup

import (
	"context"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

// nowhere shows nothing.
type nowhere struct{}

func (nowhere) Show(bot.Display) {}

// founded is a bot with one team, which somebody may set up.
func founded(t *testing.T, more ...bot.Feature) *bot.Bot {
	t.Helper()
	db, err := store.Open(filepath.Join(t.TempDir(), "engawa.db"))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(more, func(f bot.Feature) bool { return f.Name == "setup" }) {
		more = append(more, Feature(nil, nil, "slack"))
	}
	b, err := bot.New(bot.Surroundings{
		Store: db, Screen: nowhere{}, Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Now: time.Now,
		Outside: bot.Outside{Platforms: bottest.Platforms()},
	}, more...)
	if err != nil {
		t.Fatal(err)
	}
	err = b.Found(bot.Team{
		ID: "sakura", Name: "Sakura", Server: "100000000000000001", Locale: bot.Locale{Lang: words.English, Zone: "UTC"},
		Circle: bottest.Circle(), Text: bot.Channels{Main: "100000000000000002"}, Rooms: []bot.Room{{ID: "100000000000000003", Name: "Lounge", Kind: bot.Lounge}},
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- b.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return b
}

// keeps gives what a keeper is answered.
func keeps(t *testing.T, b *bot.Bot, way bot.Way, do string, in bot.Input) bot.Reply {
	return b.Ask(t.Context(), bot.Request{
		Way: way, Do: do, From: bot.Person{ID: "1", Name: "Ana", Lang: words.English, Keeper: true},
		Server: bot.Server{ID: "100000000000000001"}, Input: in,
	})
}

func lines(r bot.Reply) string {
	var all []string
	for _, line := range r.Card.Lines {
		all = append(all, line.String())
	}
	return strings.Join(all, "\n")
}

func TestAKeeperChoosesTheTeamsChannelsInSlack(t *testing.T) {
	b := founded(t)
	set := func() bot.Elsewhere {
		team, _ := b.Team("sakura")
		return team.At("slack")
	}
	form := keeps(t, b, bot.Press, "settings pick", bot.Input{Chosen: []string{"slack"}}).Form
	if form == nil || len(form.Fields) != 2 {
		t.Fatalf("got the form %+v, want two fields", form)
	}
	for _, f := range form.Fields {
		if len(f.Label) != 1 || len([]rune(f.Label.String())) > 45 || len([]rune(f.Hint.String())) > 100 || !f.Optional {
			t.Errorf("got the field %+v, want a short label and hint, and it may be left empty", f)
		}
	}
	send := func(channel, window string) bot.Reply {
		return keeps(t, b, bot.Submit, form.Do, bot.Input{Values: map[string]string{"channel": channel, "window": window}})
	}
	asked := lines(send("https://x.slack.com/archives/C0123456789/p1600", " C0ABCDEFG "))
	if set().Channel != "" || set().Window != "" || !strings.Contains(asked, "C0123456789 was asked") || !strings.Contains(asked, "C0ABCDEFG was asked") {
		t.Errorf("before anybody said yes: got %+v and %q, want no channel, and that both were asked", set(), asked)
	}
	if err := bottest.SayYes(t.Context(), b, "sakura"); err != nil {
		t.Fatal(err)
	}
	got := lines(keeps(t, b, bot.Slash, "engawa settings", bot.Input{}))
	if want := (bot.Elsewhere{On: "slack", Channel: "C0123456789", Window: "C0ABCDEFG"}); set() != want || !strings.Contains(got, "Slack: C0123456789 · Other teams: C0ABCDEFG") {
		t.Errorf("got %+v and %q, want %+v", set(), got, want)
	}
	wrong := send("general", "C0ABCDEFG")
	if got := lines(wrong); !strings.Contains(got, "not a Slack channel's id") || set().Channel != "C0123456789" {
		t.Errorf("a name: got %q and %+v, want it refused and nothing changed", got, set())
	}
	again := keeps(t, b, bot.Press, wrong.Card.Buttons[0].Do, bot.Input{}).Form
	if again == nil || again.Fields[0].Value != "C0123456789" {
		t.Errorf("got %+v, want the form again with what is set", again)
	}
	if got := lines(send("", "")); set() != (bot.Elsewhere{On: "slack"}) || strings.Contains(got, "Slack") {
		t.Errorf("left empty: got %+v and %q, want no channel", set(), got)
	}
}
