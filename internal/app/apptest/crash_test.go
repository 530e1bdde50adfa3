package apptest

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

var (
	kills   = flag.Int("kills", 8, "how often the crash test kills the bot; 200 take two minutes")
	patient = flag.Bool("patient", false, "give the tests of the real program the time they need in full")
)

// TestTheProgram runs the real program against the fake Discord, with a clock
// that the tests set; see clock_stepped.go.
func TestTheProgram(t *testing.T) {
	withProgram(t)
	bin := compile(t, nil, "-tags", "steppedclock")
	var all sync.WaitGroup // they wait most of the time, so all go at once
	defer all.Wait()
	for _, c := range []struct {
		rule string
		test func(t *testing.T, bin string)
	}{
		{"announces each occurrence once, however often it is killed", killed},
		{"announces each occurrence once when a zone sets its clocks", changed},
		{"announces each occurrence once when the clock is set by an hour", stepped},
		{"takes back what it showed just before it was killed", shown},
		{"lets one process at a time serve a store", paired},
		{"ends within 10 s of SIGTERM and leaves what it owes to the next run", ended},
		{"calls nobody in an empty room after it stood still", stood},
		{"is soon ready after a start and does nothing again", restarted},
		{"takes 30 MB of memory and 35 MB of disk", weighed},
		{"says what it does not keep on a full disk", full},
	} {
		all.Go(func() { t.Run(c.rule, func(t *testing.T) { c.test(t, bin) }) })
	}
}

// killed kills the bot at random moments while announcements come due, answers
// are lost after the work was done, requests fail and the gateway drops.
func killed(t *testing.T, bin string) {
	begin := time.Date(2027, 3, 2, 6, 0, 30, 0, time.UTC)
	s := newProgramStage(t, bin, begin, 60)
	s.neighbours(begin)
	s.setUp()
	dice := rand.New(rand.NewPCG(2027, uint64(*kills)))
	t.Logf("dice: seed 2027, %d", *kills)
	bad := s.badLuck(dice)
	for i := range *kills {
		start, life := s.wake, time.Duration(dice.IntN(1100))*time.Millisecond
		switch {
		case i%3 == 0:
			start, life = s.run, time.Duration(dice.IntN(200))*time.Millisecond
		case i%20 == 14:
			life += 3 * time.Second // time for some chimes
		}
		p := start()
		s.wander(dice)
		s.catchUp(p, begin, bad)
		if dice.IntN(6) == 0 {
			p.live(life / 2)
			s.fake.Faults().Drop()
			life /= 2
		}
		p.live(life)
		if i%25 == 12 {
			s.away(p, bad)
		}
		p.kill()
	}
	s.fake.Faults().Clear()
	p := s.wake()
	end := s.clock.now()
	s.clock.set(end, 1)
	s.allThere(begin, end)
	p.kill()
	later := s.clock.now()
	s.clock.step(6 * time.Hour) // out of the hours in which anything is due, and of their grace
	p = s.run()
	s.tidyAgain()
	p.kill()
	f := s.checkCards(begin, end, later)
	f.chimes = s.checkChimes(begin, later, s.clock.at)
	s.checkOnce()
	t.Logf("%d kills, %d occurrences, %d cards, %d chimes; %d answers lost, %d requests failed, %d looked up, %d × 429",
		*kills, f.occurrences, f.cards, f.chimes, bad.lost, bad.failed, s.fake.Requests()["GET /channels/{channel_id}/messages"], s.fake.TooMany())
	if f.occurrences < *kills/2 {
		t.Errorf("only %d occurrences came due during %d kills", f.occurrences, *kills)
	}
}

// neighbours adds teams all over the world on three servers, so that in each
// minute of the hours from begin on something comes due somewhere.
func (s *programStage) neighbours(begin time.Time) {
	zones := []string{"Asia/Tokyo", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Sydney", "UTC"}
	servers := []*fake.Guild{s.guild, s.fake.NewGuild("Kaede"), s.fake.NewGuild("Momiji")}
	for i := range 2 * len(zones) {
		zone := zones[i%len(zones)]
		hour := begin.In(location(s.t, zone)).Hour()
		s.addTeam(bot.TeamID(fmt.Sprintf("team-%d", i)), servers[i%len(servers)], zone, 2+i%2,
			every(bot.Tea, 6, i%6, hour, hour+4), every(bot.Standup, 20, (3*i+1)%20, hour, hour+4),
			every("gathering-games", 60, (7*i)%60, hour, hour+4), call{habit: bot.KPT, rule: fmt.Sprintf("daily %d:30", (hour+12)%24)})
	}
}

// quick is one value where the tests are to be quick, and another where they
// are to be patient.
func quick[T any](fast, slow T) T {
	if *patient {
		return slow
	}
	return fast
}

// luck counts what went wrong by the test's will.
type luck struct {
	mu           sync.Mutex
	dice         *rand.Rand
	posts        float64 // the part of the answers to posts that is lost
	lost, failed int
	resting      bool
}

const usual = 0.125

// catchUp lets the clock go slowly, and nothing fail, while a card is so late that
// on a busy machine its grace, which is seconds here, could end before the bot had
// its turn. A card that is lost does not come now either.
func (s *programStage) catchUp(p *process, begin time.Time, l *luck) {
	soon := func() time.Time { return s.clock.now().Add(-2 * time.Minute) }
	if len(s.missing(begin, soon())) == 0 {
		return
	}
	s.clock.set(s.clock.now(), 1)
	p.awaitReady(patience)
	l.rest(true)
	defer l.rest(false)
	until := soon()
	s.clock.set(s.clock.now(), 6)
	s.allThere(begin, until)
	s.clock.set(s.clock.now(), s.speed)
}

// away loses the answers to all posts for a while, and leaves the bot dead for
// longer than Discord remembers a nonce, yet not for a tea time's grace.
func (s *programStage) away(p *process, l *luck) {
	l.set(1)
	p.live(500 * time.Millisecond)
	p.kill()
	l.set(usual)
	<-time.After(s.takes(200 * time.Second))
}

func (l *luck) set(posts float64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.posts = posts
}

// badLuck loses three answers in a hundred after the work was done, and one
// answer in eight to a message that is posted; and two requests in a hundred
// fail.
func (s *programStage) badLuck(dice *rand.Rand) *luck {
	l := &luck{dice: rand.New(rand.NewPCG(dice.Uint64(), dice.Uint64())), posts: usual}
	few, some := 0.02, 0.03
	s.fake.Faults().Fail(func(*http.Request) bool { return l.hits(&l.failed, &few) }, -1, http.StatusInternalServerError)
	post := is(http.MethodPost, `/channels/\d+/messages`)
	s.fake.Faults().LoseAnswers(func(r *http.Request) bool {
		if post(r) {
			return l.hits(&l.lost, &l.posts)
		}
		return l.hits(&l.lost, &some)
	}, -1)
	return l
}

// rest has nothing fail for a while.
func (l *luck) rest(resting bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.resting = resting
}

func (l *luck) hits(count *int, rate *float64) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.resting || l.dice.Float64() >= *rate {
		return false
	}
	*count++
	return true
}

// wander lets one member of each team move to another of its rooms, or out.
func (s *programStage) wander(dice *rand.Rand) {
	for _, h := range s.teams {
		if i := dice.IntN(len(h.rooms) + 1); i < len(h.rooms) {
			h.wanderer.Join(h.rooms[i])
		} else {
			h.wanderer.Leave()
		}
	}
}

// checkOnce finds what a restart must not do again done once.
func (s *programStage) checkOnce() {
	s.t.Helper()
	if got := s.fake.Registrations(); got != 1 {
		s.t.Errorf("commands were registered %d times, want 1", got)
	}
	for _, h := range s.teams {
		want := 0
		for _, c := range h.calls {
			if c.due == nil {
				want++
			}
		}
		if got := h.events(); got != want {
			s.t.Errorf("%s: %d scheduled events, want %d", h.ID, got, want)
		}
	}
}

func location(t *testing.T, zone string) *time.Location {
	t.Helper()
	l, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	return l
}
