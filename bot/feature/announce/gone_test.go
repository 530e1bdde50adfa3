package announce

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest/fixture"
	"github.com/engawa-bot/engawa/bot/habit"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// calendarScreen is what the calendar is told to show: "" for an event that is taken
// away.
type calendarScreen struct {
	mu    sync.Mutex
	shown map[string]string
}

func (c *calendarScreen) Show(d bot.Display) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if d.Kind == bot.ShowEvent {
		parts := d.Key.Parts()
		c.shown[parts[len(parts)-1]] = string(d.Body)
	}
}

// told gives what was said of gatherings since it was last asked: 'party' or
// 'party gone'.
func (c *calendarScreen) told() (list []string) {
	synctest.Wait()
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, key := range slices.Sorted(maps.Keys(c.shown)) {
		word, own := strings.CutPrefix(key, "gathering-")
		if own && c.shown[key] == "" {
			word += " gone"
		}
		if own {
			list = append(list, word)
		}
	}
	c.shown = map[string]string{}
	return list
}

func gatheringOf(word, rule string) bot.Habit {
	return bot.Habit{Name: bot.NameOf(habit.Gathering, word), Rule: rule, Minutes: 60, Called: bot.Called{Title: word}}
}

// A gathering is gone from the calendar however it was deleted: in chat, by a file, and
// although Engawa ended before the platform was told.
func TestTheEventOfADeletedGatheringIsTakenAwayAlsoAfterARestart(t *testing.T) {
	screen := &calendarScreen{shown: map[string]string{}}
	fixture.Play(t, fixture.Setup{
		Surroundings: func(around *bot.Surroundings) { around.Screen = screen },
		Features:     func(*fixture.Running) []bot.Feature { return []bot.Feature{Feature(nil)} },
	}, func(r *fixture.Running) {
		want := func(when string, want ...string) {
			r.Helper()
			if got := screen.told(); !slices.Equal(got, want) {
				r.Errorf("%s: got %q, want %q", when, got, want)
			}
		}
		apply := func(habits ...bot.Habit) {
			r.Helper()
			team := r.Team()
			team.Habits = habits
			r.Must(r.Bot.Apply(r.Context(), team))
		}
		party, games := gatheringOf("party", "2000-03-01 19:00"), gatheringOf("games", "fri 19:00")
		apply(party, games)
		r.Arrive()
		want("two", "games", "party")
		apply(games)
		want("one deleted", "games", "party gone")
		r.Restart(0)
		want("after a restart", "games", "party gone")
		apply(party, games)
		want("there again", "games", "party")
		apply()
		want("none", "games gone", "party gone")
		r.Wait(20 * 24 * time.Hour)
		r.Arrive()
		want("weeks later")
		r.Restart(0)
		r.View(func(tx *store.Tx) error {
			for row, err := range events.Scan(tx, "") {
				if err != nil {
					return err
				}
				r.Errorf("%s is still kept", row.Key)
			}
			return nil
		})
	})
}

func TestTheCalendarsMemoryIsWhatTheTeamHasAndHadLately(t *testing.T) {
	today := schedule.Date{Year: 2026, Month: 11, Day: 24}
	day := func(ago int) schedule.Date { return today.AddDays(-ago) }
	none := schedule.Date{}
	was := map[bot.HabitName]schedule.Date{
		"gathering-here": none, "gathering-back": day(3), "gathering-left": none, "gathering-fortnight": day(14), "gathering-old": day(15),
	}
	team := bot.Team{Habits: []bot.Habit{
		bot.UsualHabit(bot.Tea), gatheringOf("here", "fri 19:00"), gatheringOf("back", "fri 18:00"), gatheringOf("new", "fri 17:00"),
	}}
	want := map[bot.HabitName]schedule.Date{
		"gathering-here": none, "gathering-back": none, "gathering-new": none, "gathering-left": today, "gathering-fortnight": day(14),
	}
	if got := eventsAfter(was, team, today); !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
