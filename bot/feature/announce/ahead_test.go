package announce

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

// nowhere shows nothing.
type nowhere struct{}

func (nowhere) Show(bot.Display) {}

const lounge = bot.RoomID("100000000000000003")

// noted gives what a team reads two minutes before its tea on Monday, as 'FACE PLACE: line
// [button address]'; shut has Slack close first.
func noted(t *testing.T, tea bot.Habit, slack bot.ChannelID, shut bool) (list []string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "engawa.db")
	synctest.Test(t, func(t *testing.T) {
		db, err := store.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		b, err := bot.New(bot.Surroundings{Store: db, Screen: nowhere{}, Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Now: time.Now, Outside: bot.Outside{Platforms: bottest.Platforms()}}, Feature(nil))
		if err != nil {
			t.Fatal(err)
		}
		tea.Name, tea.Rule, tea.Minutes = cmp.Or(tea.Name, bot.Tea), "daily 16:00", 15
		team := bot.Team{
			ID: "sakura", Name: "Sakura", Server: "100000000000000001", Locale: bot.Locale{Lang: words.English, Zone: "UTC"},
			Text: bot.Channels{Main: "100000000000000002"}, Rooms: []bot.Room{
				{ID: lounge, Name: "Lounge", Kind: bot.Lounge}, {ID: "100000000000000004", Name: "Pairing", Kind: bot.Pairing},
			},
			Habits: []bot.Habit{tea},
		}
		team = team.Put(bot.Elsewhere{On: "slack", Channel: slack, Window: team.At("slack").Window})
		if err := b.Found(team); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- b.Run(ctx) }()
		if err := bottest.SayYes(ctx, b, team.ID); err != nil {
			t.Fatal(err)
		}
		b.Arrived(ctx, team.Server, []bot.Move{{Member: "1", Name: "Ana", Room: lounge}, {Member: "2", Name: "Bo", Room: lounge}})
		if shut {
			if _, err := b.Closed(ctx, "sakura/board", bot.Spot{On: "slack"}, &bot.Refusal{Reason: bot.Closed, Err: errors.New("account_inactive")}); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(time.Until(time.Date(2000, time.January, 3, 15, 58, 0, 0, time.UTC)))
		synctest.Wait()
		if list, err = owed(db); err != nil {
			t.Fatal(err)
		}
		cancel()
		if err := errors.Join(<-ended, db.Close()); err != nil {
			t.Fatal(err)
		}
	})
	return list
}

func owed(db *store.Store) (list []string, err error) {
	err = db.View(func(tx *store.Tx) error {
		all, err := store.Pending(tx, "sakura")
		for _, o := range all {
			var p bot.Post
			if err := json.Unmarshal(o.Body, &p); err != nil {
				return err
			}
			line := fmt.Sprintf("%s %s: %s", o.Face, p.Channel, words.Join(p.Card.Lines, " / "))
			for _, b := range p.Card.Buttons {
				line += fmt.Sprintf(" [%s %s%s]", b.Label, b.Do, b.URL)
			}
			list = append(list, line)
		}
		return err
	})
	return list, err
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
		"in a room":       {bot.Habit{Place: "100000000000000004"}, "C0000001", false, "slack C0000001: ☕ Tea time at 16:00 in 100000000000000004. [Open Pairing " + room + "100000000000000004] [Away today away today]"},
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
