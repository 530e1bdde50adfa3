package apptest

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/feature/teamfile"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/app"
	fake "github.com/engawa-bot/engawa/internal/fake/discord"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// programStage is a stage on which the real program lives with several teams, by a
// clock that the test sets. Discord lives through all that happens to the
// program.
type programStage struct {
	*stage
	t     *testing.T
	bin   string
	clock *fastClock
	speed float64
	teams []*liveTeam
	more  []string // what the program is told besides
}

// newProgramStage sets the clock to begin, where it stands still until the teams are
// set up. Then it goes so many times faster than time, and what Discord counts
// by seconds becomes shorter likewise.
func newProgramStage(t *testing.T, bin string, begin time.Time, speed float64) *programStage {
	t.Helper()
	clock := &fastClock{t: t, path: filepath.Join(t.TempDir(), "clock"), fastest: speed}
	clock.set(begin, 0)
	limits := fake.DefaultLimits()
	limits.RouteWindow = time.Duration(float64(limits.RouteWindow) / speed)
	limits.IdentifyEvery = time.Millisecond // a process that is killed every second may not wait 5 s
	s := newStage(t, fake.Options{Limits: limits})
	// By a fast clock a wait of this machine is minutes or hours long: that is no fault of the program's.
	s.fake.Calendar(func() time.Time { return begin.AddDate(0, 0, -1) })
	s.fake.Remembers(clock.now)
	return &programStage{stage: s, t: t, bin: bin, clock: clock, speed: speed}
}

// liveTeam is a team: people sit in its rooms all the time, and one of them wanders.
type liveTeam struct {
	bot.Team
	zone      *time.Location
	rooms     []*fake.Channel // those in which habits are called
	focus     *fake.Channel
	text      *fake.Channel
	residents map[*fake.Member]*fake.Channel
	wanderer  *fake.Member
	calls     []call
}

// call is a habit and when it is due by the zone's clock.
type call struct {
	habit bot.HabitName
	rule  string
	due   func(local time.Time) bool
}

// addTeam adds a team to a server, with that many rooms in use and a focus room.
func (s *programStage) addTeam(id bot.TeamID, g *fake.Guild, zone string, rooms int, calls ...call) *liveTeam {
	s.t.Helper()
	h := &liveTeam{zone: location(s.t, zone), calls: calls, residents: map[*fake.Member]*fake.Channel{}}
	name := func(what string) string { return string(id) + " " + what }
	h.focus, h.text = g.Voice(name("focus")), g.Text(string(id)+"-chat")
	h.Team = bot.Team{
		ID: id, Name: string(id), Server: bot.ServerID(g.ID()), Manner: bot.Manner{Lang: words.English, Zone: zone},
		Text:  bot.Channels{Main: bot.ChannelID(h.text.ID()), Board: bot.ChannelID(g.Text(string(id) + "-board").ID())},
		Rooms: []bot.Room{{ID: bot.RoomID(h.focus.ID()), Name: "focus", Kind: bot.Focus}},
		Days:  schedule.Calendar{Weekdays: []time.Weekday{0, 1, 2, 3, 4, 5, 6}},
	}
	seat := func(room *fake.Channel) {
		m := g.Member(room.Name() + " sitter")
		m.Join(room)
		h.residents[m] = room
	}
	seat(h.focus)
	for i := range rooms {
		room := g.Voice(name(fmt.Sprintf("room %d", i)))
		h.Rooms = append(h.Rooms, bot.Room{ID: bot.RoomID(room.ID()), Name: room.Name(), Kind: bot.Lounge})
		h.rooms = append(h.rooms, room)
		seat(room)
	}
	h.wanderer = g.Member(name("wanderer"))
	for _, c := range calls {
		h.Habits = append(h.Habits, bot.Habit{
			Name: c.habit, Rule: c.rule, Minutes: 2, Called: bot.Called{Title: c.habit.Word()}, Options: bot.HabitSet{NoCalendarEvent: c.due != nil},
		})
	}
	s.teams = append(s.teams, h)
	return h
}

// environ is what the program is told.
func (s *programStage) environ() []string {
	return append([]string{
		"HOME=" + s.t.TempDir(), "ENGAWA_DISCORD_TOKEN=" + s.fake.Token(), "ENGAWA_DISCORD_API=" + s.fake.URL() + "/api/v10",
		"ENGAWA_STORE=" + s.path, "ENGAWA_HTTP=127.0.0.1:0", "ENGAWA_LOG=text,info", "ENGAWA_TEST_CLOCK=" + s.clock.path,
	}, s.more...)
}

// setUp sets up the teams as a keeper does, by a team file, and starts the clock.
func (s *programStage) setUp() {
	s.t.Helper()
	var teams []bot.Team
	for _, h := range s.teams {
		teams = append(teams, h.Team)
	}
	path := filepath.Join(s.t.TempDir(), "teams.yaml")
	if err := os.WriteFile(path, teamfile.Format(app.Platforms(), teams...), 0o600); err != nil {
		s.t.Fatal(err)
	}
	p := launch(s.t, s.bin, s.environ(), "team", "apply", path)
	<-p.ended
	if p.err != nil {
		s.t.Fatalf("team apply: %v\n%s", p.err, p.said.tail(2000))
	}
	s.clock.set(s.clock.now(), s.speed)
}

// run starts the bot.
func (s *programStage) run() *process { return launch(s.t, s.bin, s.environ(), "run") }

// wake starts the bot while the clock goes no faster than time until it is ready: on
// a busy machine a start by a fast clock would be longer than a habit's grace.
func (s *programStage) wake() *process {
	s.clock.set(s.clock.now(), 1)
	p := s.run()
	p.awaitReady(20 * time.Second)
	s.clock.set(s.clock.now(), s.speed)
	return p
}

// occurrence is one due time of a habit, as the calendar on the wall says.
type occurrence struct {
	key store.Key
	at  time.Time
}

// due lists a habit's occurrences in a span of time, by looking at the wall
// clock each minute; each date and HH:MM counts once.
func (h *liveTeam) due(c call, after, until time.Time) []occurrence {
	var list []occurrence
	seen := map[store.Key]bool{}
	for at := after.Truncate(time.Minute).Add(time.Minute); c.due != nil && !at.After(until); at = at.Add(time.Minute) {
		local := at.In(h.zone)
		key := store.KeyOf(string(h.ID), string(c.habit), local.Format("2006-01-02"), local.Format("15:04"))
		if c.due(local) && !seen[key] {
			seen[key] = true
			list = append(list, occurrence{key, at})
		}
	}
	return list
}

// cards counts the messages in the rooms by the nonce that names them.
func (h *liveTeam) cards() map[string]int {
	count := map[string]int{}
	for _, room := range h.rooms {
		for _, m := range room.Messages() {
			count[m.Nonce]++
		}
	}
	return count
}

// cardNonce is how Discord is told which card a message is. The formula is part
// of what is kept: another would double the cards of an update in mid-delivery.
func cardNonce(o store.Key, room *fake.Channel) string {
	return nonceOf(o + store.Key("/card/"+room.ID()))
}

// nonceOf is what a message carries that is owed under a key.
func nonceOf(key store.Key) string {
	sum := sha256.Sum256([]byte(key))
	return base64.RawURLEncoding.EncodeToString(sum[:18])
}

// missing lists the cards that should be there and are not.
func (s *programStage) missing(after, until time.Time) []string {
	var missing []string
	for _, h := range s.teams {
		cards := h.cards()
		for _, c := range h.calls {
			for _, o := range h.due(c, after, until) {
				for _, room := range h.rooms {
					if cards[cardNonce(o.key, room)] == 0 {
						missing = append(missing, fmt.Sprintf("%s in %s", o.key, room.Name()))
					}
				}
			}
		}
	}
	return missing
}

// takes is how long it takes until the clock has gone on so far.
func (s *programStage) takes(shown time.Duration) time.Duration {
	return time.Duration(float64(shown) / s.speed)
}

// every is a habit that is due each so many minutes, within the hours given.
func every(habit bot.HabitName, minutes, first, fromHour, toHour int) call {
	var list []string
	for m := first; m < 60; m += minutes {
		list = append(list, fmt.Sprint(m))
	}
	return call{
		habit: habit, rule: fmt.Sprintf("%s %d-%d * * *", strings.Join(list, ","), fromHour, toHour),
		due: func(local time.Time) bool {
			return local.Minute()%minutes == first && local.Hour() >= fromHour && local.Hour() <= toHour
		},
	}
}
