package apptest

import (
	"encoding/json"
	"log/slog"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/internal/app"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

// The machine's clock runs ahead, past the end of a KPT, and is set right. No sheets
// of the weeks to come are opened for it, and what is written before, meanwhile and
// afterwards is kept for the KPT that is really next.
func TestAClockThatRanPastAKPTAndIsSetRightOpensNoMoreSheets(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, cfg := piped(t, fake.Options{})
		team := s.team("sakura", s.guild, "weekdays 16:00")
		team.Habits = append(team.Habits, bot.Habit{Name: bot.KPT, Rule: "fri 15:00", Minutes: 60})
		clock := newMovedClock(at(12, 0, 0))
		h, stop := s.openAs(cfg, slog.New(slog.DiscardHandler), clock.now, team)
		defer stop()
		ana := s.guild.Member("ana")
		ana.Join(s.guild.Voice("Lounge"))
		keep := func(text string) string {
			time.Sleep(10 * time.Second)
			a := ana.Run("keep", map[string]any{"text": text})
			if err := a.Wait(t.Context()); err != nil {
				t.Fatal(err)
			}
			return a.Message.Text()
		}
		move := func(d time.Duration) {
			clock.set(clock.now().Add(d), clock.now())
			if err := h.Bot.Apply(t.Context(), team); err != nil { // the schedule looks at the clock
				t.Fatal(err)
			}
			time.Sleep(10 * time.Second)
		}
		const week = 7 * 24 * time.Hour
		keep("before")
		move(week)
		keep("ahead")
		move(-week)
		keep("afterwards")
		if got, want := retros(t, h), []string{"2026-11-27"}; !slices.Equal(got, want) {
			t.Errorf("there are the KPTs %q, want %q", got, want)
		}
		mine := ana.Run("kpt mine", nil)
		if err := mine.Wait(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got, want := mine.Message.Text(), "Your notes for the KPT on Fri 27 Nov\nKeep before\nKeep afterwards\nKeep ahead"; !hasPrefix(got, want) {
			t.Errorf("/kpt mine says %q, want %q", got, want)
		}
		move(4 * 24 * time.Hour)
		keep("after it")
		if got, want := retros(t, h), []string{"2026-12-04"}; !slices.Equal(got, want) {
			t.Errorf("after the first there are the KPTs %q, want %q", got, want)
		}
	})
}

func hasPrefix(text, prefix string) bool {
	return len(text) >= len(prefix) && text[:len(prefix)] == prefix
}

// retros are the dates of all KPTs in the Book, the newest first.
func retros(t *testing.T, h *app.App) (dates []string) {
	t.Helper()
	var file struct {
		Retros []struct {
			Date string `json:"date"`
		} `json:"retros"`
	}
	if err := json.Unmarshal([]byte(bookOf(t, h)), &file); err != nil {
		t.Fatal(err)
	}
	for _, r := range file.Retros {
		dates = append(dates, r.Date)
	}
	return dates
}
