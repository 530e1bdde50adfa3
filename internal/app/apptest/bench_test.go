package apptest

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/courier"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/app"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// openDoor lets everybody belong to every team: the platform knows no servers.
type openDoor struct{}

func (openDoor) Admits(bot.Team, bot.Person) bool                        { return true }
func (openDoor) Belongs(context.Context, bot.Team, string) (bool, error) { return true, nil }

// awake is a bot of one team in whose rooms three people sit, without Discord.
func awake(b *testing.B) (*bot.Bot, bot.Team) {
	b.Helper()
	path, teams := written(b, 1)
	db := openAlone(b, path)
	cfg := app.Config{DiscordConfig: app.DiscordConfig{Token: "none", API: "http://127.0.0.1:1/api/v10"}}
	cfg.Outside = &bot.Outside{Platforms: app.Platforms(), Doors: map[bot.Platform]bot.Door{"discord": openDoor{}}}
	h, err := app.New(cfg, db, slog.New(slog.DiscardHandler), clockAt(at(12, 0, 0)))
	if err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { _ = h.Bot.Run(ctx) })
	b.Cleanup(func() {
		cancel()
		running.Wait()
		h.Discord.Close()
		if err := db.Close(); err != nil {
			b.Error(err)
		}
	})
	var present []bot.Move
	for i, room := range teams[0].Rooms {
		present = append(present, bot.Move{Member: bot.MemberID(fmt.Sprint(i)), Name: "ana", Room: room.ID})
	}
	h.Bot.Arrived(ctx, teams[0].Server, present)
	return h.Bot, teams[0]
}

func BenchmarkAskRooms(b *testing.B) {
	bot, team := awake(b)
	request := askRooms(team)
	for b.Loop() {
		bot.Ask(b.Context(), request)
	}
}

func askRooms(t bot.Team) bot.Request {
	return bot.Request{Way: bot.Slash, Do: "rooms", Server: bot.Server{ID: t.Server}}
}

// BenchmarkMove is a move from one room to another, until the board is told what
// to show.
func BenchmarkMove(b *testing.B) {
	awoken, team := awake(b)
	i := 0
	for b.Loop() {
		i++
		awoken.Moved(b.Context(), team.Server, []bot.Move{{Member: "0", Name: "ana", Room: team.Rooms[i%3].ID}})
	}
	awoken.Ask(b.Context(), askRooms(team)) // it is answered after the last move
}

// BenchmarkDueTea is a tea that is due for 1,000 teams at once: from the look at
// the clock until all is owed on disk. The figure for one team is a thousandth.
func BenchmarkDueTea(b *testing.B) {
	path, teams := written(b, 1000)
	db := openAlone(b, path)
	clock := newMovedClock(at(15, 59, 10))
	h, err := app.New(app.Config{DiscordConfig: app.DiscordConfig{Token: "none", API: "http://127.0.0.1:1/api/v10"}}, db, slog.New(slog.DiscardHandler), clock.now)
	if err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { _ = h.Bot.Run(ctx) })
	for i, team := range teams {
		h.Bot.Arrived(ctx, team.Server, []bot.Move{{Member: bot.MemberID(fmt.Sprint(i)), Name: "ana", Room: team.Rooms[0].ID}})
	}
	hour := at(16, 0, 0)
	for b.Loop() {
		for !(schedule.Calendar{}).Works(schedule.DateOf(hour)) {
			hour = hour.AddDate(0, 0, 1)
		}
		clock.set(hour, hour)
		hour = hour.AddDate(0, 0, 1)
		n := h.Bot.Tally.Fired.Load() + int64(len(teams))
		if err := h.Bot.Apply(ctx, teams[0]); err != nil {
			b.Fatal(err)
		}
		reaches(b, &h.Bot.Tally.Fired, n)
	}
	cancel()
	running.Wait()
	h.Discord.Close()
	if err := db.Close(); err != nil {
		b.Error(err)
	}
}

// willing is a face that has done at once whatever it is given.
type willing struct{ bot.Face }

func (willing) Platform() bot.Platform { return "discord" }

func (willing) Deliver(context.Context, store.Owed) (bot.Receipt, error) {
	return bot.Receipt{Channel: "1", Message: "2"}, nil
}

// owing lets all be had by whom it is for.
type owing struct{ courier.Sender }

func (owing) MayHave(context.Context, store.Owed) (bool, error) { return true, nil }
func (owing) Rests(bot.TeamID) bool                             { return false }

// BenchmarkDelivery is one thing owed, from the transaction that causes it until
// its receipt is on disk: two syncs of the disk and little else.
func BenchmarkDelivery(b *testing.B) {
	db := openAlone(b, filepath.Join(b.TempDir(), "engawa.db"))
	c := courier.New(db, slog.New(slog.DiscardHandler), time.Now, willing{})
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { _ = c.Run(ctx, owing{}) })
	card := bot.Card{Lines: []words.Text{words.Say(words.English, "announce.here")}}
	until := time.Now().Add(time.Hour)
	n := int64(0)
	for b.Loop() {
		n++
		err := db.Update(func(tx *store.Tx) error {
			key := store.KeyOf("sakura", fmt.Sprint(n))
			return bot.Owe(tx, key, bot.KindPost, "1", bot.Post{Channel: "1", Card: card}, time.Now(), until)
		})
		if err != nil {
			b.Fatal(err)
		}
		for c.Tally.Delivered.Load() < n {
			runtime.Gosched()
		}
	}
	cancel()
	running.Wait()
	if err := db.Close(); err != nil {
		b.Error(err)
	}
}

// BenchmarkCommand is a slash command over real sockets, from the member's hand
// to the answer on the screen, with the pretended Discord's share.
func BenchmarkCommand(b *testing.B) {
	s := newStage(b, fake.Options{Limits: fake.Limits{Off: true}})
	ana := s.guild.Member("ana")
	ana.Join(s.guild.Voice("Lounge"))
	_, stop := s.openAs(s.config(), slog.New(slog.DiscardHandler), clockAt(at(12, 0, 0)), s.team("sakura", s.guild, "weekdays 16:00"))
	s.eventually("commands", 10*time.Second, func() bool { return s.fake.Registrations() == 1 })
	for b.Loop() {
		if err := ana.Run("rooms", nil).Wait(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
	stop()
}
