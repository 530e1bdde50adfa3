package apptest

import (
	"fmt"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

// The process stands still around tea and KPT, and everybody leaves meanwhile, or
// nobody does. When it goes on, what Discord said in the meantime is heard a moment
// after the clock is looked at. Nobody is ever called in a room that is empty, and
// who is there is called once, or not at all when the grace is over.
func TestNobodyIsCalledInARoomThatBecameEmptyDuringAFreeze(t *testing.T) {
	t.Parallel()
	for _, frozen := range []time.Duration{15 * time.Second, 47 * time.Second, 140 * time.Second, 230 * time.Second, 420 * time.Second} {
		for _, leave := range []bool{true, false} {
			t.Run(fmt.Sprint(frozen, " leave ", leave), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) { freeze(t, frozen, leave) })
			})
		}
	}
}

func freeze(t *testing.T, frozen time.Duration, leave bool) {
	s, cfg := piped(t, fake.Options{})
	team := s.team("sakura", s.guild, "weekdays 16:00")
	team.Habits = append(team.Habits, bot.Habit{Name: bot.KPT, Rule: "tue 16:00", Minutes: 60})
	lounge := s.guild.Voice("Lounge")
	ana, bo := s.guild.Member("ana"), s.guild.Member("bo")
	ana.Join(lounge)
	bo.Join(lounge)
	clock := newMovedClock(at(15, 58, 30))
	log := new(lines)
	h, stop := s.openAs(cfg, slog.New(slog.NewTextHandler(log, nil)), clock.now, team)
	defer stop()
	time.Sleep(80 * time.Second)
	before, general := len(lounge.Messages()), len(s.guild.Text("general").Messages())
	s.fake.Faults().Silence(true)
	if leave {
		ana.Leave()
		bo.Leave()
	}
	clock.set(clock.now().Add(frozen), clock.now())
	if err := h.Bot.Apply(t.Context(), team); err != nil { // the schedule looks at the clock
		t.Fatal(err)
	}
	time.Sleep(2 * time.Second)
	if called := len(lounge.Messages()) - before; called != 0 {
		t.Errorf("%d cards in the room before it is known who is there", called)
	}
	s.fake.Faults().Silence(false)
	time.Sleep(3 * time.Minute)
	teas, plays := len(messagesWith(lounge, "[Another topic]")), len(s.guild.Plays())
	t.Logf("%d teas, %d cards in the room, %d elsewhere, %d chimes; %d waited", teas,
		len(lounge.Messages())-before, len(s.guild.Text("general").Messages())-general, plays, h.Bot.Tally.Waited.Load())
	want := btoi(!leave && frozen < 300*time.Second)
	if teas != want || leave && (plays != 0 || len(lounge.Messages()) != before) {
		t.Errorf("%d teas and %d chimes in the room, want %d", teas, plays, want)
	}
	if cards := len(lounge.Messages()) - before; cards != want+btoi(!leave) { // KPT's grace is half an hour
		t.Errorf("%d cards in the room, want %d of tea and %d of KPT", cards, want, btoi(!leave))
	}
	if late := log.with("too late to announce"); (len(late) > 0) != (frozen > 300*time.Second) {
		t.Errorf("the log says %q", late)
	}
}

// The process stands still around a reminder of the KPT, and meanwhile ana goes to
// a focus room. When it goes on, she is left in peace, and bo is asked once.
func TestNobodyIsRemindedInFocusTheyWentIntoDuringAFreeze(t *testing.T) {
	t.Parallel()
	for _, frozen := range []time.Duration{15 * time.Second, 47 * time.Second, 140 * time.Second, 230 * time.Second, 420 * time.Second} {
		t.Run(frozen.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { freezeReminder(t, frozen) })
		})
	}
}

func freezeReminder(t *testing.T, frozen time.Duration) {
	s, cfg := piped(t, fake.Options{})
	team := s.team("sakura", s.guild, "weekdays 09:00")
	team.Habits = append(team.Habits, bot.Habit{Name: bot.KPT, Rule: "tue 18:00", Minutes: 60})
	ana, bo := s.guild.Member("ana"), s.guild.Member("bo")
	ana.Join(s.guild.Voice("Lounge"))
	bo.Join(s.guild.Voice("Lounge"))
	clock := newMovedClock(at(15, 58, 30)) // the reminder comes two hours before
	h, stop := s.openAs(cfg, slog.New(slog.DiscardHandler), clock.now, team)
	defer stop()
	time.Sleep(80 * time.Second)
	s.fake.Faults().Silence(true)
	ana.Join(s.guild.Voice("Focus"))
	clock.set(clock.now().Add(frozen), clock.now())
	if err := h.Bot.Apply(t.Context(), team); err != nil { // the schedule looks at the clock
		t.Fatal(err)
	}
	time.Sleep(2 * time.Second)
	s.fake.Faults().Silence(false)
	time.Sleep(5 * time.Minute)
	if n := len(ana.Private().Messages()); n != 0 {
		t.Errorf("ana was written to %d times in focus: %v", n, ana.Private().Messages())
	}
	if n := len(bo.Private().Messages()); n != 1 {
		t.Errorf("bo was reminded %d times, want once", n)
	}
}
