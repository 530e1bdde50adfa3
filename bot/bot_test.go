package bot_test

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/habit"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// nowhere shows nothing.
type nowhere struct{}

func (nowhere) Show(bot.Display) {}

func team(id bot.TeamID, room bot.RoomID) bot.Team {
	return bot.Team{
		ID: id, Name: "Sakura", Server: "100000000000000001", Manner: bot.Manner{Lang: words.English, Zone: "UTC"},
		Circle: bot.Circle{Home: "discord", Bare: []bot.Platform{"discord", "slack"}},
		Text:   bot.Channels{Main: "100000000000000002"}, Rooms: []bot.Room{{ID: room, Name: "Lounge", Kind: bot.Lounge}},
	}
}

// platforms are two as there are, with ids that look like theirs.
func platforms() bot.Platforms {
	numbers, letters := regexp.MustCompile(`^[0-9]{15,20}$`), regexp.MustCompile(`^[CG][A-Z0-9]{5,20}$`)
	return bot.Platforms{
		{Platform: "slack", Name: "Slack", Offers: bot.Offers{Windows: true}, IDs: func(_ bot.IDKind, id string) bool { return letters.MatchString(id) }},
		{
			Platform: "discord", Name: "Discord", Offers: bot.Offers{Roomy: true},
			IDs: func(_ bot.IDKind, id string) bool { return numbers.MatchString(id) },
			Wrong: map[bot.IDKind]string{
				bot.IDServer: "discord.fault", bot.IDText: "fault.text", bot.IDRoom: "fault.room.id", bot.IDRole: "fault.role",
			},
		},
	}
}

const (
	server = bot.ServerID("100000000000000001")
	lounge = bot.RoomID("100000000000000003")
	other  = bot.RoomID("100000000000000004")
)

// live runs a bot of the features given inside a bubble, whose clock begins at
// midnight on 1 January 2000, UTC.
func live(t *testing.T, play func(t *testing.T, b *bot.Bot), features ...bot.Feature) {
	t.Helper()
	liveIn(t, bot.Surroundings{}, play, features...)
}

// liveIn is live with surroundings, to which the store is added.
func liveIn(t *testing.T, around bot.Surroundings, play func(t *testing.T, b *bot.Bot), features ...bot.Feature) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "engawa.db")
	synctest.Test(t, func(t *testing.T) {
		db, err := store.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		around.Platforms = platforms()
		around.Store, around.Screen, around.Log, around.Now = db, nowhere{}, slog.New(slog.DiscardHandler), time.Now
		b, err := bot.New(around, features...)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- b.Run(ctx) }()
		synctest.Wait()
		play(t, b)
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
}

// daily is a feature that notes when its plan of 00:10 comes due.
func daily(t *testing.T, seen *[]string, fail *int) bot.Feature {
	rule, err := schedule.ParseRule("daily 00:10")
	if err != nil {
		t.Fatal(err)
	}
	due := func(s *bot.Scene, d schedule.Due) error {
		*seen = append(*seen, s.Now.Format("15:04:05")+" "+d.Key())
		if *fail > 0 {
			*fail--
			return errors.New("disk full")
		}
		return nil
	}
	return bot.Feature{
		Name: "daily",
		Plans: func(bot.Team) []bot.Plan {
			return []bot.Plan{{ID: "daily", Plan: schedule.Plan{Rule: rule, Grace: 10 * time.Minute}, Due: due}}
		},
	}
}

func TestWhatComesDueWaitsUntilItIsKnownWhoIsWhere(t *testing.T) {
	var seen []string
	live(t, func(t *testing.T, b *bot.Bot) {
		if err := b.Found(team("sakura", lounge)); err != nil {
			t.Fatal(err)
		}
		time.Sleep(13 * time.Minute)
		synctest.Wait()
		if len(seen) != 0 {
			t.Fatalf("told %v before anybody was known", seen)
		}
		b.Arrived(t.Context(), server, nil)
		synctest.Wait()
		if want := []string{"00:13:00 2000-01-01/00:10"}; !slices.Equal(seen, want) {
			t.Errorf("told %v, want %v", seen, want)
		}
	}, daily(t, &seen, new(int)))
}

func TestWithoutAConnectionItIsToldBeforeItsGraceIsOver(t *testing.T) {
	var seen []string
	live(t, func(t *testing.T, b *bot.Bot) {
		if err := b.Found(team("sakura", lounge)); err != nil {
			t.Fatal(err)
		}
		time.Sleep(30 * time.Minute)
		synctest.Wait()
		if want := []string{"00:18:00 2000-01-01/00:10"}; !slices.Equal(seen, want) {
			t.Errorf("told %v, want %v", seen, want)
		}
	}, daily(t, &seen, new(int)))
}

func TestAFeatureThatFailsIsToldAgainWithinTheGrace(t *testing.T) {
	var seen []string
	fail := 2
	live(t, func(t *testing.T, b *bot.Bot) {
		if err := b.Found(team("sakura", lounge)); err != nil {
			t.Fatal(err)
		}
		b.Arrived(t.Context(), server, nil)
		time.Sleep(time.Hour)
		synctest.Wait()
		if want := []string{"00:10:00", "00:10:05", "00:10:10"}; len(seen) != 3 || !strings.HasPrefix(seen[2], want[2]) {
			t.Errorf("told %v, want at %v", seen, want)
		}
	}, daily(t, &seen, &fail))
}

// asking is a feature with a command of each right.
func asking() bot.Feature {
	name := func(a *bot.Ask) (bot.Reply, error) {
		return bot.Tell(words.Text{{Text: string(a.Team.ID)}}), nil
	}
	return bot.Feature{Name: "asking", Commands: []bot.Command{
		{Name: "name", Way: bot.Slash, Who: bot.Anyone, Run: name},
		{Name: "rule", Way: bot.Slash, Who: bot.Keeper, Run: name},
		{Name: "free", Way: bot.Slash, Who: bot.Anyone, Free: true, Run: name},
		{Name: "break", Way: bot.Slash, Who: bot.Anyone, Run: func(*bot.Ask) (bot.Reply, error) { panic("broken") }},
		{Name: "form", Way: bot.Submit, Who: bot.Anyone, Run: func(*bot.Ask) (bot.Reply, error) {
			return bot.Reply{}, errors.New("disk full")
		}},
	}}
}

func TestARequestFindsItsTeam(t *testing.T) {
	live(t, func(t *testing.T, b *bot.Bot) {
		say := func(r bot.Request) string {
			r.Server.ID, r.From.Lang = server, words.English
			var lines []string
			for _, l := range b.Ask(t.Context(), r).Card.Lines {
				lines = append(lines, l.String())
			}
			return strings.Join(lines, "\n")
		}
		check := func(what, got, want string) {
			t.Helper()
			if !strings.Contains(got, want) {
				t.Errorf("%s: got %q, want %q", what, got, want)
			}
		}
		check("no team", say(slash("name")), "/engawa setup")
		if got := say(slash("free")); got != "" {
			t.Errorf("a free command without a team: got %q", got)
		}
		if err := b.Found(team("one", lounge)); err != nil {
			t.Fatal(err)
		}
		check("one team", say(slash("name")), "one")
		check("not a keeper", say(slash("rule")), "manage this server")
		check("unknown", say(slash("nothing")), "older version")
		check("a panic", say(slash("break")), "our side")
		check("after a panic", say(slash("name")), "one")
		check("words come back", say(bot.Request{Way: bot.Submit, Do: "form", Input: bot.Input{Typed: []string{"my words"}}}), "my words")
		second := team("two", other)
		second.Text.Main = "100000000000000005"
		if err := b.Found(second); err != nil {
			t.Fatal(err)
		}
		check("two teams", say(slash("name")), "Several teams")
		in := slash("name")
		in.Channel = second.Text.Main
		check("by channel", say(in), "two")
		in = slash("name")
		in.Room = lounge
		check("by room", say(in), "one")
		in = slash("name")
		in.Whose = "two"
		check("by button", say(in), "two")
	}, asking())
}

func TestTwoCommandsOfOneNameAreRefused(t *testing.T) {
	db, err := store.Open(filepath.Join(t.TempDir(), "engawa.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := bot.New(bot.Surroundings{Store: db, Screen: nowhere{}, Log: slog.New(slog.DiscardHandler), Now: time.Now}, asking(), asking()); err == nil {
		t.Error("got no error")
	}
}

func TestAWrongSetUpTellsEverythingAndChangesNothing(t *testing.T) {
	live(t, func(t *testing.T, b *bot.Bot) {
		wrong := team("sakura", lounge)
		wrong.ID, wrong.Zone, wrong.Name = "Sakura!", "Mars/Olympus", strings.Repeat("🌸", 50)
		wrong.Habits = []bot.Habit{{Name: bot.Tea, Rule: "25:00", Minutes: 0, Link: "javascript:alert(1)"}}
		var faults bot.Faults
		if err := b.Found(wrong); !errors.As(err, &faults) {
			t.Fatalf("got %v, want Faults", err)
		}
		var fields []string
		for _, f := range faults {
			fields = append(fields, f.Field)
		}
		for _, want := range []string{"id", "zone", "name", "habits.tea.rule", "habits.tea.minutes", "habits.tea.link"} {
			if !slices.Contains(fields, want) {
				t.Errorf("no fault for %s in %v", want, fields)
			}
		}
		if n := len(b.Teams()); n != 0 {
			t.Errorf("%d teams, want none", n)
		}
	})
}

func TestWhoStaysKeepsTheTimeAtWhichTheyCame(t *testing.T) {
	var since []string
	watch := bot.Feature{Name: "watch", Moved: func(s *bot.Scene, _ []bot.Move) error {
		for _, seat := range s.Seats.In(lounge) {
			since = append(since, string(seat.Member)+" "+seat.Since.Format("15:04"))
		}
		return nil
	}}
	live(t, func(t *testing.T, b *bot.Bot) {
		if err := b.Found(team("sakura", lounge)); err != nil {
			t.Fatal(err)
		}
		b.Arrived(t.Context(), server, []bot.Move{{Member: "1", Name: "ana", Room: lounge}})
		time.Sleep(time.Hour)
		b.Moved(t.Context(), server, []bot.Move{{Member: "1", Name: "ana", Room: lounge, Screen: true}})
		synctest.Wait()
		b.Moved(t.Context(), server, []bot.Move{{Member: "1", Name: "ana", Room: lounge, Screen: true}})
		synctest.Wait()
		if want := []string{"1 00:00"}; !slices.Equal(since, want) {
			t.Errorf("got %v, want %v: one change, and since the beginning", since, want)
		}
	}, watch)
}

func TestWhoComesBackAtOnceWasNeverAway(t *testing.T) {
	var since []string
	watch := bot.Feature{Name: "watch", Moved: func(s *bot.Scene, _ []bot.Move) error {
		for _, seat := range s.Seats.In(lounge) {
			since = append(since, seat.Since.Format("15:04:05"))
		}
		return nil
	}}
	live(t, func(t *testing.T, b *bot.Bot) {
		if err := b.Found(team("sakura", lounge)); err != nil {
			t.Fatal(err)
		}
		b.Arrived(t.Context(), server, nil)
		for _, away := range []time.Duration{0, 2 * time.Second, 2 * time.Minute} {
			b.Moved(t.Context(), server, []bot.Move{{Member: "1", Name: "ana"}})
			time.Sleep(away)
			b.Moved(t.Context(), server, []bot.Move{{Member: "1", Name: "ana", Room: lounge}})
			time.Sleep(time.Minute)
			synctest.Wait()
		}
		if want := []string{"00:00:00", "00:00:00", "00:04:02"}; !slices.Equal(since, want) {
			t.Errorf("got %v, want %v", since, want)
		}
	}, watch)
}

func TestEverySentenceThatTheCodeSaysIsInTheCatalogue(t *testing.T) {
	keys := words.Keys(words.English)
	for _, fault := range []string{
		schedule.FaultRule, schedule.FaultDays, schedule.FaultTime,
		schedule.FaultField, schedule.FaultSunday, schedule.FaultSeconds, schedule.FaultEvery, schedule.FaultZoneInRule,
		schedule.FaultNever, schedule.FaultZone, schedule.FaultDate, schedule.FaultPast, schedule.FaultFar, schedule.FaultWhen, schedule.FaultOver, schedule.FaultWeekday,
	} {
		if !slices.Contains(keys, "time."+fault) {
			t.Errorf("no sentence for %q", fault)
		}
	}
	for _, kind := range bot.RoomKinds() {
		if !slices.Contains(keys, "kind."+string(kind)) {
			t.Errorf("no word for %q", kind)
		}
	}
	for _, row := range habit.Rows() {
		for _, key := range []string{"habit.", "announce.event."} {
			if !slices.Contains(keys, key+string(row.Kind)) {
				t.Errorf("no sentence %s%s", key, row.Kind)
			}
		}
	}
}
