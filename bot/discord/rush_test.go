package discord

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/discord/rest"
	"github.com/engawa-bot/engawa/internal/need"
)

// rush is many interactions, each with a line of its own, and what became of them.
type rush struct {
	t     *testing.T
	lines switchboard
	slow  time.Duration // how long Discord takes to answer

	mu       sync.Mutex
	asked    map[string]bool // by id of the interaction, which is its value too
	declined map[bot.Unheard]int
}

func newRush(t *testing.T) *rush {
	return &rush{t: t, lines: switchboard{}, asked: map[string]bool{}, declined: map[bot.Unheard]int{}}
}

func (r *rush) Answer(ctx context.Context, call rest.Call) error {
	select {
	case <-time.After(r.slow):
	case <-ctx.Done():
		return ctx.Err()
	}
	r.mu.Lock()
	l := r.lines[strings.Split(call.Path, "/")[2]]
	r.mu.Unlock()
	return l.Answer(ctx, call)
}

// answerer is one whose commands take so long.
func (r *rush) answerer(takes time.Duration) *answerer {
	cfg := answererConfigOf(r, slog.New(slog.DiscardHandler), func(_ context.Context, q bot.Request) bot.Reply {
		<-time.After(takes)
		r.mu.Lock()
		defer r.mu.Unlock()
		r.asked[q.Values["id"]] = true
		return bot.Reply{Card: say("hi")}
	})
	cfg.decline = func(q bot.Request, why bot.Unheard) bot.Reply {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.declined[why]++
		return bot.Reply{Card: say(string(why) + " " + q.Values["id"])}
	}
	return newAnswerer(cfg)
}

// one is an interaction on a server that was made some time ago.
func (r *rush) one(server bot.ServerID, ago time.Duration) interaction {
	in := asked(bot.Slash, false)
	r.mu.Lock()
	defer r.mu.Unlock()
	made := time.Now().Add(-ago).UnixMilli() - discordEpoch + 1<<40 // a clock of its own, in every year
	in.ID = fmt.Sprint(uint64(made)<<22 + uint64(len(r.lines)))
	in.App = in.ID // by which follow-ups find its line
	in.Request.Server.ID, in.Request.Values = server, map[string]string{"id": in.ID}
	l := newLine(r.t)
	l.born = l.born.Add(-ago)
	r.lines[in.ID] = l
	return in
}

func (r *rush) heard(in interaction) string { return strings.Join(r.lines[in.ID].heard, "; ") }

func TestWhoCannotBeHeardInTimeIsToldSoWithWhatTheyWrote(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRush(t)
		a := r.answerer(900 * time.Millisecond)
		var all []interaction
		for range mostOfOne + lineMost + 100 {
			in := r.one("33", 0)
			all = append(all, in)
			a.handle(t.Context(), in)
		}
		other := r.one("44", 0)
		a.handle(t.Context(), other)
		<-time.After(10 * time.Second)
		a.close()
		busy := func(i int) string { return string(bot.TooMany) + " " + all[i].ID }
		for i, want := range map[int]string{
			0:                    "900ms callback 4 (private) hi",
			mostOfOne - 1:        "900ms callback 4 (private) hi",
			mostOfOne:            "1.5s callback 5 (private); 1.8s /messages/@original  hi",
			2 * mostOfOne:        "1s callback 4 (private) " + busy(2*mostOfOne),
			mostOfOne + lineMost: "0s callback 4 (private) " + busy(mostOfOne+lineMost),
			len(all) - 1:         "0s callback 4 (private) " + busy(len(all)-1),
		} {
			if got := r.heard(all[i]); got != want {
				t.Errorf("interaction %d: got %q, want %q", i, got, want)
			}
		}
		if got, want := r.heard(other), "900ms callback 4 (private) hi"; got != want {
			t.Errorf("another server: got %q, want %q", got, want)
		}
	})
}

// However the network and the commands drag, whatever is carried out was
// acknowledged before its asker was told that it failed, and who is not heard is
// counted.
func TestWhatIsCarriedOutWasAcknowledged(t *testing.T) {
	for seed := range uint64(20) {
		if !need.Turn(int(seed), 5) {
			continue
		}
		synctest.Test(t, func(t *testing.T) {
			dice := rand.New(rand.NewPCG(seed, 11))
			r := newRush(t)
			r.slow = time.Duration(dice.IntN(900)) * time.Millisecond
			a := r.answerer(time.Duration(dice.IntN(600)) * time.Millisecond)
			a.handle(t.Context(), r.one("33", 0)) // by which the clocks are compared
			<-time.After(4 * time.Second)
			for range 400 {
				ago := time.Duration(dice.IntN(6000)) * time.Millisecond
				a.handle(t.Context(), r.one(bot.ServerID(fmt.Sprint(dice.IntN(3))), ago))
				<-time.After(time.Duration(dice.IntN(10)) * time.Millisecond)
			}
			<-time.After(10 * time.Second)
			a.close()
			unheard := 0
			for id, l := range r.lines {
				switch {
				case l.first == 0 && r.asked[id]:
					t.Errorf("seed %d: %s was carried out, and nobody was told anything", seed, id)
				case l.first == 0:
					unheard++
				}
			}
			if got := r.declined[bot.TooLate]; got > unheard+r.declined[bot.TooMany] || got+r.declined[bot.TooMany] < unheard {
				t.Errorf("seed %d: %d were told nothing; counted were %v", seed, unheard, r.declined)
			}
			if len(a.waiting.lines)+a.waiting.total+len(a.waiting.order)+a.load.busy+a.load.declined != 0 {
				t.Errorf("seed %d: something is left: %+v", seed, a.waiting)
			}
		})
	}
}

// The age of an interaction is known although the clocks go apart by years, and a
// clock that is put forward keeps nobody out.
func TestTheAgeOfAnInteractionIsKnownWhateverTheClocksSay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRush(t)
		for _, skew := range []time.Duration{0, -40 * time.Hour, 3 * time.Second, 20000 * time.Hour} {
			var a ages
			for _, lag := range []time.Duration{90 * time.Millisecond, 4 * time.Second, 120 * time.Millisecond} {
				made := a.made(r.one("33", lag).ID, wall().Add(skew))
				if got := wall().Add(skew).Sub(made); got > lag || got < lag-100*time.Millisecond {
					t.Errorf("skew %v: an age of %v is taken for %v", skew, lag, got)
				}
				<-time.After(time.Minute)
			}
			const forward = time.Hour
			late := r.one("33", 0).ID
			if got := wall().Add(forward + skew).Sub(a.made(late, wall().Add(forward+skew))); got < 50*time.Minute {
				t.Errorf("skew %v: the step is not seen", skew)
			}
			a.wrong(late, wall().Add(forward+skew)) // Discord has taken the answer
			if got := wall().Add(forward + skew).Sub(a.made(r.one("33", 0).ID, wall().Add(forward+skew))); got > time.Second {
				t.Errorf("skew %v: after a step an age of nothing is taken for %v", skew, got)
			}
		}
	})
}

// taken takes every answer.
type taken struct{}

func (taken) Answer(context.Context, rest.Call) error { return nil }

func TestAfterARushMemoryIsBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRush(t)
		a := r.answerer(10 * time.Millisecond)
		a.api = taken{}
		heap := func() uint64 {
			runtime.GC()
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			return m.HeapAlloc
		}
		before := heap()
		most := uint64(0)
		for i := range 10_000 {
			in := asked(bot.Slash, false)
			in.Request.Values = map[string]string{"id": "same", "text": strings.Repeat("word ", 100)}
			a.handle(t.Context(), in)
			if i == 9_999 {
				most = heap()
			}
		}
		<-time.After(time.Minute)
		after := heap()
		t.Logf("heap: %d kB before, %d kB with 10,000 waiting, %d kB after", before>>10, most>>10, after>>10)
		if after > before+(most-before)/4 {
			t.Errorf("%d kB are kept of %d", (after-before)>>10, (most-before)>>10)
		}
		a.close()
	})
}
