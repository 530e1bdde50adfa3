package apptest

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	fake "github.com/engawa-bot/engawa/internal/fake/discord"
	"github.com/engawa-bot/engawa/internal/need"
)

var crowdTeams = flag.Int("teams", 24, "teams whose tea is at one instant in the test of the crowd")

// crowd is teams, each on a server of its own, and what was seen of them.
type crowd struct {
	*stage
	teams   []bot.Team
	members []*fake.Member
	rooms   map[string]bool // where somebody sits

	mu                      sync.Mutex
	cards, statuses, chimes []time.Time
}

// newCrowd seats somebody in one room of each team, and in a second room of
// every other team if there are to be two.
func newCrowd(s *stage, n int, two bool) *crowd {
	c := &crowd{stage: s, rooms: map[string]bool{}}
	for i := range n {
		g := s.fake.NewGuild(fmt.Sprintf("Team %d", i))
		team := s.team(bot.TeamID(fmt.Sprintf("team-%d", i)), g, "weekdays 16:00")
		team.Habits[0].Options = bot.HabitSet{Since: at(15, 59, 0), NoCalendarEvent: true} // no quiet note at 15:58
		c.teams = append(c.teams, team)
		c.seat(g.Member("ana"), g.Voice("Lounge"))
		if two && i%2 == 1 {
			c.seat(g.Member("bo"), g.Voice("Pairing"))
		}
	}
	return c
}

func (c *crowd) seat(m *fake.Member, room *fake.Channel) {
	m.Join(room)
	c.members = append(c.members, m)
	c.rooms[room.ID()] = true
}

// watch notes what the crowd's rooms see, until ctx ends.
func (c *crowd) watch(ctx context.Context) {
	for e := range c.fake.Events(ctx) {
		if e.Channel == nil || !c.rooms[e.Channel.ID()] {
			continue
		}
		c.mu.Lock()
		switch e.Kind {
		case fake.MessageCreated:
			c.cards = append(c.cards, e.At)
		case fake.StatusChanged:
			c.statuses = append(c.statuses, e.At)
		case fake.SoundPlayed:
			c.chimes = append(c.chimes, e.At)
		}
		c.mu.Unlock()
	}
}

func (c *crowd) seen() (cards, statuses, chimes int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.cards), len(c.statuses), len(c.chimes)
}

// ask lets members ask one after the other, as many as there are calls, and
// gives how long each waited for the answer.
func (c *crowd) ask(calls int, gap time.Duration) []time.Duration {
	took := make([]time.Duration, calls)
	var all sync.WaitGroup
	tick := time.NewTicker(gap)
	defer tick.Stop()
	for i := range calls {
		answer := c.members[i*7%len(c.members)].Run("rooms", nil)
		all.Go(func() {
			ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
			defer cancel()
			if err := answer.Wait(ctx); err != nil {
				c.t.Errorf("/rooms: %v", err)
			}
			took[i] = answer.Took
		})
		<-tick.C
	}
	all.Wait()
	return took
}

// notTooMuch fails if Discord ever had to say that it is too much. Under the race
// detector what was sent evenly may arrive in a heap.
func (c *crowd) notTooMuch() {
	c.t.Helper()
	if n := c.fake.TooMany(); n != 0 && !need.Raced() {
		c.t.Errorf("%d answers 429, want none", n)
	}
	if closes := c.fake.GatewayCloses(); slices.Contains(closes, 4008) {
		c.t.Errorf("the gateway closed with %v, want no 4008", closes)
	}
}

func TestTheCrowdAtFourIsServedAsFastAsDiscordAllowsAndCommandsDoNotWait(t *testing.T) {
	s := newStage(t, fake.Options{})
	c := newCrowd(s, *crowdTeams, true)
	clock := newMovedClock(at(15, 59, 10))
	h, stop := s.openAs(s.config(), slog.New(slog.DiscardHandler), clock.now, c.teams...)
	defer stop()
	s.eventually("every team's board", time.Minute, func() bool {
		return h.Courier.Tally.Shown.Load() == int64(len(c.teams)) && s.fake.Registrations() == 1
	})

	ctx, cancel := context.WithCancel(context.Background())
	var watching sync.WaitGroup
	watching.Go(func() { c.watch(ctx) })
	defer watching.Wait()
	defer cancel()
	hour := clock.set(at(15, 59, 59), at(16, 0, 0))
	if err := h.Bot.Apply(ctx, c.teams[0]); err != nil { // the schedule looks at the clock
		t.Fatal(err)
	}
	time.Sleep(time.Until(hour))
	takes := time.Duration(len(c.rooms)) * time.Second / 50
	const calls = 200
	took := c.ask(calls, takes/calls)
	s.eventually("a card in every room", takes+10*time.Second, func() bool { cards, _, _ := c.seen(); return cards == len(c.rooms) })
	s.eventually("a status in every room", 5*takes+20*time.Second, func() bool { _, statuses, _ := c.seen(); return statuses == len(c.rooms) })

	first, last := c.cards[0].Sub(hour), c.cards[len(c.cards)-1].Sub(hour)
	slices.Sort(took)
	p50, p99, slowest := took[calls/2], took[calls*99/100], took[calls-1]
	t.Logf("%d teams, %d rooms: first card after %v, last after %v (the limit itself needs %v), statuses until %v",
		len(c.teams), len(c.rooms), first, last, takes, c.statuses[len(c.statuses)-1].Sub(hour))
	t.Logf("%d commands meanwhile: p50 %v, p99 %v, slowest %v", calls, p50, p99, slowest)
	if limit := need.Limit(250 * time.Millisecond); first < 0 || first > limit {
		t.Errorf("first card %v after the hour, want at most %v", first, limit)
	}
	if limit := need.Limit(takes * 115 / 100); last > limit {
		t.Errorf("last card %v after the hour, want at most %v", last, limit)
	}
	if limit := need.Limit(100 * time.Millisecond); p99 > limit {
		t.Errorf("99 of 100 commands are answered in %v, want at most %v", p99, limit)
	}
	// After ten seconds every sixteenth turn is for who has waited so long.
	late := c.cards[len(c.cards)-1]
	early := len(slices.DeleteFunc(slices.Clone(c.statuses), func(set time.Time) bool { return set.After(late) }))
	if most := max(0, int((last-10*time.Second)/time.Second)) * 50 / 16; early > most {
		t.Errorf("%d statuses were set before the last card, want at most %d", early, most)
	}
	c.notTooMuch()
}

func TestChimesThatCannotBeHeardInTimeAreDroppedAndSaidOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const teams = 80
		s, cfg := piped(t, fake.Options{})
		c := newCrowd(s, teams, false)
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		go c.watch(ctx)
		log := new(lines)
		clock := newMovedClock(at(15, 59, 10))
		h, stop := s.openAs(cfg, slog.New(slog.NewTextHandler(log, nil)), clock.now, c.teams...)
		time.Sleep(20 * time.Second)
		clock.set(at(16, 4, 0), at(16, 5, 0)) // a minute before tea's grace ends
		if err := h.Bot.Apply(ctx, c.teams[0]); err != nil {
			t.Fatal(err)
		}
		time.Sleep(3 * time.Minute)
		stop()
		cards, _, chimes := c.seen()
		dropped := int(h.Courier.Tally.Dropped.Load())
		t.Logf("%d rooms: %d cards, %d chimes within the minute, %d dropped", teams, cards, chimes, dropped)
		if cards != teams {
			t.Errorf("%d cards, want %d: cards do not wait for chimes", cards, teams)
		}
		if chimes < 50 || chimes+dropped != teams {
			t.Errorf("%d chimes and %d dropped, want at least 50, and %d together", chimes, dropped, teams)
		}
		if said := log.with("their time is over"); len(said) != 1 {
			t.Errorf("the log says %d times that chimes were dropped, want once: %q", len(said), said)
		}
		if noise := log.with("will try again"); len(noise) > 0 {
			t.Errorf("the log says %d times 'will try again', like %q", len(noise), noise[0])
		}
		c.notTooMuch()
	})
}
