package discord

import (
	"encoding/json"
	"flag"
	"math/rand/v2"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	fake "github.com/engawa-bot/engawa/internal/fake/discord"
	"github.com/engawa-bot/engawa/internal/fake/discord/spec"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

var occurrences = flag.Int("occurrences", 40, "of each habit whose life in the calendar is lived")

// almanac is a calendar that a face keeps while a clock of its own is moved from
// one occurrence to the next.
type almanac struct {
	t      *testing.T
	server *fake.Server
	guild  *fake.Guild
	face   *Face
	now    time.Time
	shown  bot.Shown
	event  bot.Event
	key    store.Key
}

func inAlmanac(t *testing.T, fn func(*almanac)) {
	check := spec.ForTest(t).Check
	synctest.Test(t, func(t *testing.T) {
		listener, dial := fake.Pipe()
		s, err := fake.Start(fake.Options{Listener: listener, Check: check, Limits: fake.Limits{Off: true}})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		a := &almanac{t: t, server: s, guild: s.NewGuild("Acme"), key: store.KeyOf("acme", "event", "tea")}
		s.Calendar(func() time.Time { return a.now })
		a.face, err = New(Config{Token: s.Token(), API: s.URL() + "/api/v10", Dial: dial, Now: func() time.Time { return a.now }})
		if err != nil {
			t.Fatal(err)
		}
		defer a.face.Close()
		fn(a)
		if got := s.Violations(); len(got) > 0 {
			t.Errorf("against Discord's rules: %q", got)
		}
	})
}

// show shows the habit as it is held, or as it comes next.
func (a *almanac) show(start time.Time, held bool) error {
	a.event.Start, a.event.Held = start.UTC(), held
	body, err := json.Marshal(a.event)
	if err != nil {
		a.t.Fatal(err)
	}
	now, err := a.face.Show(a.t.Context(), bot.Display{Key: a.key, Kind: bot.ShowEvent, Place: a.guild.ID(), Body: body}, a.shown)
	if err == nil {
		a.shown = now
	}
	return err
}

// planFor gives the days of a habit by its rule, on which some are off.
func planFor(t *testing.T, rule, zone string, dice *rand.Rand) schedule.Plan {
	t.Helper()
	r, err := schedule.ParseRule(rule)
	if err != nil {
		t.Fatal(err)
	}
	z, err := schedule.Zone(zone)
	if err != nil {
		t.Fatal(err)
	}
	off := dice.IntN(7)
	return schedule.Plan{Rule: r, Zone: z, Works: func(d schedule.Date) bool { return d.Day%7 != off }}
}

// However a week goes, once a habit is over its next time stands in the calendar,
// once: whoever took the last one away, if Engawa was gone when it began or ended,
// if an answer was lost, and where clocks change.
func TestTheNextTimeOfAHabitAlwaysStandsInTheCalendarOnce(t *testing.T) {
	for name, tt := range map[string]struct {
		rule, zone string
		link       string
	}{
		"on weekdays":                      {"weekdays 16:00", "Europe/Berlin", ""},
		"on days that Discord cannot name": {"mon,tue,wed,thu,sat 10:00", "Asia/Tokyo", ""},
		"on days that UTC shifts":          {"sun,mon,tue,wed,thu 08:00", "Asia/Tokyo", ""},
		"once a week":                      {"fri 15:00", "America/New_York", ""},
		"every day, elsewhere":             {"* 02:30", "America/New_York", "https://meet.example/1"},
		"on two days, elsewhere":           {"tue,fri 00:15", "Australia/Lord_Howe", "https://meet.example/2"},
	} {
		t.Run(name, func(t *testing.T) {
			inAlmanac(t, func(a *almanac) {
				seed := rand.Uint64()
				dice := rand.New(rand.NewPCG(seed, seed))
				defer func() {
					if t.Failed() {
						t.Logf("seed %d", seed)
					}
				}()
				if tt.rule[0] == '*' {
					tt.rule = "30 2 * * *"
				}
				plan := planFor(t, tt.rule, tt.zone, dice)
				days, clock, _ := plan.Rule.Weekly()
				a.event = bot.Event{Name: "Tea", About: "Tea for all", Link: tt.link, Days: days, Clock: clock, Zone: tt.zone, Minutes: 15}
				if tt.link == "" {
					a.event.Room = bot.RoomID(a.guild.Voice("Lounge").ID())
				}
				a.now = time.Date(2026, time.October, 1+dice.IntN(20), dice.IntN(24), 7, 0, 0, time.UTC)
				for range *occurrences {
					a.live(plan, dice)
				}
			})
		})
	}
}

// live is one occurrence, with its luck, and what stands in the calendar after it.
func (a *almanac) live(plan schedule.Plan, dice *rand.Rand) {
	next, _ := plan.Next(a.now)
	if err := a.show(next.At, false); err != nil {
		a.t.Fatal(err)
	}
	a.stands(next.At)
	if dice.IntN(4) == 0 {
		a.guild.CancelEvent("Tea")
	}
	a.now = next.At
	if dice.IntN(3) > 0 { // Engawa is there when it begins
		if dice.IntN(4) == 0 {
			a.server.Faults().LoseAnswers(func(r *http.Request) bool { return r.Method != http.MethodGet }, 1)
		}
		for a.show(next.At, true) != nil {
		}
		a.server.Faults().Clear()
	}
	if dice.IntN(8) == 0 {
		a.guild.CancelEvent("Tea")
	}
	a.now = next.At.Add(15 * time.Minute)
	if dice.IntN(4) == 0 { // and gone when it ends
		a.now = a.now.Add(time.Duration(dice.IntN(100)) * time.Hour)
	}
	if dice.IntN(4) == 0 {
		a.server.Faults().LoseAnswers(func(r *http.Request) bool { return r.Method != http.MethodGet }, 1+dice.IntN(2))
	}
	after, _ := plan.Next(a.now)
	for a.show(after.At, false) != nil {
	}
	a.server.Faults().Clear()
	a.stands(after.At)
}

// stands fails unless the calendar holds one event, which is to come then.
func (a *almanac) stands(want time.Time) {
	a.t.Helper()
	all := a.guild.ScheduledEvents()
	if len(all) != 1 || !all[0].Start.Equal(want) || all[0].Status != 1 {
		a.t.Fatalf("at %v: got %+v, want one event to come at %v", a.now, all, want.UTC())
	}
}

// What somebody took away does not come back while its time is not over.
func TestAnEventThatWasTakenAwayStaysAwayUntilItsTimeIsOver(t *testing.T) {
	inAlmanac(t, func(a *almanac) {
		a.now = time.Date(2026, time.November, 24, 12, 0, 0, 0, time.UTC)
		a.event = bot.Event{
			Name: "Tea", Room: bot.RoomID(a.guild.Voice("Lounge").ID()), Days: []time.Weekday{2, 4}, Clock: schedule.Clock{Hour: 16}, Zone: "UTC", Minutes: 15,
		}
		tuesday := time.Date(2026, time.November, 24, 16, 0, 0, 0, time.UTC)
		if err := a.show(tuesday, false); err != nil {
			t.Fatal(err)
		}
		a.guild.CancelEvent("Tea")
		a.now = tuesday
		if err := a.show(tuesday, true); err != nil || len(a.guild.ScheduledEvents()) != 0 {
			t.Errorf("while it is held: got %v and %+v, want nothing", err, a.guild.ScheduledEvents())
		}
		a.now = tuesday.Add(15 * time.Minute)
		if err := a.show(tuesday.AddDate(0, 0, 2), false); err != nil {
			t.Fatal(err)
		}
		a.stands(tuesday.AddDate(0, 0, 2))
	})
}

// A calendar that is refused is not asked for at every look, and not for ever.
func TestACalendarThatIsRefusedIsAskedForSeldom(t *testing.T) {
	inAlmanac(t, func(a *almanac) {
		begin := time.Date(2026, time.November, 2, 8, 0, 0, 0, time.UTC)
		a.now = begin
		a.event = bot.Event{Name: "Tea", Link: "https://meet.example/1", Days: []time.Weekday{1}, Clock: schedule.Clock{Hour: 16}, Zone: "UTC", Minutes: 15}
		for _, status := range []int{http.StatusNotFound, http.StatusForbidden} {
			before := a.server.Requests()["GET /guilds/{guild_id}/scheduled-events"]
			a.server.Faults().Refuse(nil, -1, status, 0, "no")
			for range 2 * 24 * 4 {
				a.now = a.now.Add(15 * time.Minute)
				if _, final := bot.Refused(a.show(begin.AddDate(0, 0, 7), false)); !final {
					t.Fatalf("%d: want a refusal", status)
				}
			}
			if n := a.server.Requests()["GET /guilds/{guild_id}/scheduled-events"] - before; n < 4 || n > 9 {
				t.Errorf("%d: asked %d times in two days, want about 8", status, n)
			}
			a.server.Faults().Clear()
			a.now = a.now.Add(askAgain)
			if err := a.show(begin.AddDate(0, 0, 7), false); err != nil || len(a.guild.ScheduledEvents()) != 1 {
				t.Errorf("%d: when it is allowed again: %v, %+v", status, err, a.guild.ScheduledEvents())
			}
			a.guild.CancelEvent("Tea")
		}
	})
}

// An event may end between two calls, and Discord lets nobody change it then.
func TestAnEventThatEndedMeanwhileIsMadeAnew(t *testing.T) {
	inAlmanac(t, func(a *almanac) {
		a.now = time.Date(2026, time.November, 24, 12, 0, 0, 0, time.UTC)
		a.event = bot.Event{Name: "Tea", Link: "https://meet.example/1", Days: []time.Weekday{2, 4}, Clock: schedule.Clock{Hour: 16}, Zone: "UTC", Minutes: 15}
		tuesday := time.Date(2026, time.November, 24, 16, 0, 0, 0, time.UTC)
		if err := a.show(tuesday, false); err != nil {
			t.Fatal(err)
		}
		old := a.shown.ID
		patches := func(r *http.Request) bool { return r.Method == http.MethodPatch }
		a.server.Faults().Refuse(patches, 1, http.StatusBadRequest, finishedEvent, "Cannot update a finished event")
		a.event.Name = "Snack"
		if err := a.show(tuesday, false); err != nil || a.shown.ID == old {
			t.Errorf("got %v and event %s, want another than %s", err, a.shown.ID, old)
		}
	})
}
