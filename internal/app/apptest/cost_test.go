package apptest

import (
	"context"
	"encoding/binary"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/app"
	fake "github.com/engawa-bot/engawa/internal/fake/discord"
	"github.com/engawa-bot/engawa/internal/need"
	"github.com/engawa-bot/engawa/store"
)

// written is a store in which n teams are set up, each on a server of its own,
// with all habits.
func written(t testing.TB, n int) (path string, teams []bot.Team) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "engawa.db")
	for i := range n {
		id := func(kind int) string { return fmt.Sprint(100000000000000000 + 10*i + kind) }
		teams = append(teams, bot.Team{
			ID: bot.TeamID(fmt.Sprintf("team-%d", i)), Name: fmt.Sprintf("Team %d", i), Server: bot.ServerID(id(0)),
			Manner: bot.Manner{Lang: words.English, Zone: "Asia/Tokyo"}, Text: bot.Channels{Main: bot.ChannelID(id(1))},
			Rooms: []bot.Room{
				{ID: bot.RoomID(id(2)), Name: "Lounge", Kind: bot.Lounge},
				{ID: bot.RoomID(id(3)), Name: "Focus", Kind: bot.Focus},
				{ID: bot.RoomID(id(4)), Name: "Pairing", Kind: bot.Pairing},
			},
			Habits: []bot.Habit{
				{Name: bot.Standup, Rule: "weekdays 10:00", Minutes: 15},
				{Name: bot.Tea, Rule: "weekdays 16:00", Minutes: 15, Options: bot.HabitSet{Since: at(15, 59, 0)}},
				{Name: bot.KPT, Rule: "fri 15:00", Minutes: 60},
			},
		})
	}
	db := openAlone(t, path)
	table := store.NewTable[bot.Team]("teams")
	err := db.Update(func(tx *store.Tx) error {
		for _, team := range teams {
			if err := table.Put(tx, store.KeyOf(string(team.ID)), team); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return path, teams
}

// memory is what the process holds for the heap and for stacks, in MB, after the
// garbage is collected.
func memory() (heap, stacks float64) {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return float64(m.HeapInuse) / 1e6, float64(m.StackInuse) / 1e6
}

// allocated is all that the process ever asked memory for, in KB.
func allocated() float64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.TotalAlloc) / 1e3
}

var many = flag.Int("many", 2_000, "teams in the test of their memory; 10000 in full")

// mostForATeam is what may be allocated for one team, in KB, from the start until
// its tea is announced, with its notebook looked at: the same however many there are.
const mostForATeam = 500

func TestManyTeamsTakeLittleMemory(t *testing.T) {
	need.Unraced(t)
	n := *many
	most := 20 + 420*float64(n)/10_000 // MB
	path, teams := written(t, n)
	heap0, stacks0 := memory()
	asked0 := allocated()
	db := openAlone(t, path)
	clock := newMovedClock(at(15, 59, 10))
	began := time.Now()
	cfg := app.Config{DiscordConfig: app.DiscordConfig{Token: "none", API: "http://127.0.0.1:1/api/v10"}, Store: path}
	cfg.Outside = &bot.Outside{Platforms: app.Platforms()} // who is where is told by the test
	h, err := app.New(cfg, db, slog.New(slog.DiscardHandler), clock.now)
	if err != nil {
		t.Fatal(err)
	}
	loaded := time.Since(began)
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { _ = h.Bot.Run(ctx) })
	running.Go(func() { _ = h.Scribe.Run(ctx, h.Bot) })
	seated := seat(ctx, h, teams)
	written := reaches(t, &h.Scribe.Tally.Writes, int64(len(teams)/20)) // the others wait for the disk
	heap1, stacks1 := memory()
	clock.set(at(16, 0, 0), at(16, 0, 0))
	if err := h.Bot.Apply(ctx, teams[0]); err != nil {
		t.Fatal(err)
	}
	fired := reaches(t, &h.Bot.Tally.Fired, int64(len(teams)))
	asked := (allocated() - asked0) / float64(n)
	heap2, stacks2 := memory()
	t.Logf("%d teams: loaded in %v, all seated after %v, a twentieth of the notebooks written %v later, all announced in the store after %v",
		n, loaded, seated, written, fired)
	t.Logf("heap and stacks in MB: %.0f+%.0f before, %.0f+%.0f when seated, %.0f+%.0f when announced; %.0f KB allocated for a team",
		heap0, stacks0, heap1, stacks1, heap2, stacks2, asked)
	if took := heap2 + stacks2 - heap0 - stacks0; took > most {
		t.Errorf("%d teams take %.0f MB, want at most %.0f", n, took, most)
	}
	if asked > mostForATeam {
		t.Errorf("%.0f KB were allocated for each of %d teams, want at most %d, however many there are", asked, n, mostForATeam)
	}
	cancel()
	running.Wait()
	h.Discord.Close()
	if err := db.Close(); err != nil {
		t.Error(err)
	}
}

// seat lets each team know who is where, and tells how long it took until all
// had answered, which a team does after it has taken that in.
func seat(ctx context.Context, h *app.App, teams []bot.Team) time.Duration {
	began := time.Now()
	for i, team := range teams {
		present := []bot.Move{{Member: bot.MemberID(fmt.Sprint(i)), Name: "ana", Room: team.Rooms[0].ID}}
		h.Bot.Arrived(ctx, team.Server, present)
	}
	for _, team := range teams {
		h.Bot.Ask(ctx, bot.Request{Way: bot.Slash, Do: "rooms", Server: bot.Server{ID: team.Server}})
	}
	return time.Since(began)
}

// reaches waits until a counter has reached n, and tells how long that took.
func reaches(t testing.TB, counter *atomic.Int64, n int64) time.Duration {
	t.Helper()
	began := time.Now()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for counter.Load() < n {
		<-tick.C
		if time.Since(began) > time.Minute {
			t.Fatalf("counted %d within a minute, want %d", counter.Load(), n)
		}
	}
	return time.Since(began)
}

// commits is how many transactions were ever written to the store's file: the
// higher number of bbolt's two meta pages.
func commits(t testing.TB, path string) uint64 {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	const number = 64 // where it stands in a page
	var most uint64
	for page := range int64(2) {
		var b [8]byte
		if _, err := file.ReadAt(b[:], page*int64(os.Getpagesize())+number); err != nil {
			t.Fatal(err)
		}
		most = max(most, binary.NativeEndian.Uint64(b[:]))
	}
	return most
}

// costs fails if what happens asks more of Discord or writes more often to the
// disk than it should.
func (s *stage) costs(what string, mostRequests int, mostWrites uint64, happens func()) {
	s.t.Helper()
	before, written := s.fake.Requests(), commits(s.t, s.path)
	happens()
	requests := 0
	var kinds []string
	for operation, n := range s.fake.Requests() {
		if n -= before[operation]; n > 0 {
			requests += n
			kinds = append(kinds, fmt.Sprintf("%d %s", n, operation))
		}
	}
	slices.Sort(kinds)
	writes := commits(s.t, s.path) - written
	s.t.Logf("%s: %d requests, %d writes to the store %q", what, requests, writes, kinds)
	if requests > mostRequests || writes > mostWrites {
		s.t.Errorf("%s: %d requests and %d writes, want at most %d and %d", what, requests, writes, mostRequests, mostWrites)
	}
}

func TestATeaAMoveAndAnIdleHourCostLittle(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, cfg := piped(t, fake.Options{})
		s.guild.Member("ana").Join(s.guild.Voice("Lounge"))
		s.guild.Member("bo").Join(s.guild.Voice("Pairing"))
		s.guild.Member("chi").Join(s.guild.Voice("Consult"))
		team := s.team("sakura", s.guild, "weekdays 16:00")
		team.Rooms = append(team.Rooms, bot.Room{ID: bot.RoomID(s.guild.Voice("Consult").ID()), Name: "Consult", Kind: bot.Consult})
		_, stop := s.openAs(cfg, slog.New(slog.DiscardHandler), clockAt(at(14, 0, 0)), team)
		defer stop()
		time.Sleep(5 * time.Minute)
		s.costs("a move shown on the board", 1, 5, func() {
			s.guild.Member("ana").Join(s.guild.Voice("Pairing"))
			time.Sleep(10 * time.Second)
		})
		s.guild.Member("ana").Join(s.guild.Voice("Lounge"))
		time.Sleep(5 * time.Minute)
		s.costs("an idle hour", 0, 0, func() { time.Sleep(time.Hour) })
		// The quiet note; a card, a sound and a status in each room, with the sound
		// uploaded before; a farewell and no status in each room; the calendar, read and
		// changed when it begins and when it ends.
		s.costs("a tea in three rooms", 1+3*3+2+3*2+2*2, 44, func() { time.Sleep(75 * time.Minute) })
	})
}
