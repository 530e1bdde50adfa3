package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/discord/rest"
)

// booth is Discord's end of many interactions, each of which takes one callback.
type booth struct {
	mu    sync.Mutex
	taken map[string]int32 // by id: the mark of the message shown; 0: none yet
}

// way is one process's way to the booth.
type way struct {
	*booth
	slow time.Duration
	lose func() bool // the answer is lost on the way back
}

func (w way) Answer(_ context.Context, call rest.Call) error {
	<-time.After(w.slow)
	w.mu.Lock()
	defer w.mu.Unlock()
	raw, err := json.Marshal(call.Body)
	if err != nil {
		return err
	}
	var told struct {
		Data       struct{ Components []struct{ ID int32 } }
		Components []struct{ ID int32 }
	}
	if call.Body != nil && json.Unmarshal(raw, &told) != nil {
		return errors.New("not understood")
	}
	id := strings.Split(call.Path, "/")[2]
	mark, taken := w.taken[id]
	switch {
	case call.Method == http.MethodGet && mark == 0:
		return &rest.Error{Status: 404, Code: 10015}
	case call.Method == http.MethodGet:
		return json.Unmarshal(fmt.Appendf(nil, `{"components":[{"id":%d}]}`, mark), call.Out)
	case strings.HasSuffix(call.Path, "/callback") && taken:
		return &rest.Error{Status: 400, Code: codeAnswered}
	}
	w.taken[id] = 0
	for _, c := range append(told.Data.Components, told.Components...) {
		w.taken[id] = c.ID
	}
	if w.lose != nil && w.lose() {
		return lost()
	}
	return nil
}

// lost is the error of an answer that was lost.
func lost() error {
	c, err := rest.New(rest.Config{Token: "x", Base: "http://discord.invalid", Transport: cut{}})
	if err != nil {
		return err
	}
	defer c.Close()
	return c.Answer(context.Background(), rest.Call{Method: http.MethodPost, Path: "/webhooks/1/t"})
}

type cut struct{}

func (cut) RoundTrip(*http.Request) (*http.Response, error) { return nil, errors.New("cut") }

// twin is a process.
type twin struct {
	*answerer
	asked map[string]bool
	end   atomic.Pointer[error]
}

// ended is why the process has ended; nil: it has not.
func (p *twin) ended() error {
	if err := p.end.Load(); err != nil {
		return *err
	}
	return nil
}

func newTwin(mark int32, w way, takes time.Duration) *twin {
	p := &twin{asked: map[string]bool{}}
	cfg := answererConfigOf(w, slog.New(slog.DiscardHandler), func(ctx context.Context, r bot.Request) bot.Reply {
		<-time.After(takes)
		p.mu.Lock()
		defer p.mu.Unlock()
		p.asked[r.Values["id"]] = ctx.Err() == nil
		return bot.Reply{Card: say("hi")}
	})
	cfg.twins = &twins{mark: mark, log: cfg.log, end: func(err error) { p.end.Store(&err) }}
	p.answerer = newAnswerer(cfg)
	return p
}

// hear has processes hear commands one after the other; who has ended hears
// nothing.
func hear(t *testing.T, n int, from int, gap time.Duration, all ...*twin) {
	for i := range n {
		in := asked(bot.Slash, false)
		in.ID = fmt.Sprint(uint64(time.Now().UnixMilli()-946684800000+1<<40)<<22 + uint64(from+i))
		in.App, in.Request.Values = in.ID, map[string]string{"id": in.ID}
		for _, p := range all {
			if p.ended() == nil {
				p.handle(t.Context(), in)
			}
		}
		<-time.After(gap)
		synctest.Wait()
	}
}

// Whoever is faster, and however slow Discord is: one ends and the other does not;
// the one that started later, unless the other never gets a word in.
func TestOfTwoProcessesOneStopsAndTheOtherStays(t *testing.T) {
	outrun := 0
	for seed := range uint64(40) {
		synctest.Test(t, func(t *testing.T) {
			dice := rand.New(rand.NewPCG(seed, 40060))
			b := &booth{taken: map[string]int32{}}
			random := func(most int) time.Duration { return time.Duration(dice.IntN(most)) * time.Millisecond }
			elder := newTwin(1000, way{booth: b, slow: random(200)}, random(100))
			younger := newTwin(2000+int32(seed), way{booth: b, slow: random(200)}, random(100))
			hear(t, 120, 0, time.Duration(3+dice.IntN(20))*time.Second, elder, younger)
			if errors.Is(elder.ended(), ErrTwin) {
				outrun++
			}
			if (elder.ended() == nil) == (younger.ended() == nil) {
				t.Errorf("seed %d: the younger ended with %v, the elder with %v", seed, younger.ended(), elder.ended())
			}
			both := 0
			for id := range younger.asked {
				if elder.asked[id] {
					both++
				}
			}
			if both > 4 { // until they know of each other
				t.Errorf("seed %d: %d commands were carried out by both", seed, both)
			}
			elder.close()
			younger.close()
		})
	}
	if outrun > 20 {
		t.Errorf("%d of 40 times it was the elder that stopped, want it seldomer than the younger", outrun)
	}
}

// A restart in which the new process begins before the old one has ended is no
// twin, and leaves the new one as quick as ever.
func TestARestartThatOverlapsStopsNobody(t *testing.T) {
	for seed := range uint64(20) {
		synctest.Test(t, func(t *testing.T) {
			dice := rand.New(rand.NewPCG(seed, 2))
			b := &booth{taken: map[string]int32{}}
			slow := func() time.Duration { return time.Duration(dice.IntN(200)) * time.Millisecond }
			old, young := newTwin(1000, way{booth: b, slow: slow()}, slow()), newTwin(2000, way{booth: b, slow: slow()}, slow())
			hear(t, 10, 0, 4*time.Second, old, young)
			old.close()
			hear(t, 20, 100, time.Minute, young)
			if young.ended() != nil || old.ended() != nil {
				t.Errorf("seed %d: ended with %v and %v", seed, young.ended(), old.ended())
			}
			if careful, _ := young.twins.careful(wall()); careful {
				t.Errorf("seed %d: the new process is still careful", seed)
			}
			young.close()
		})
	}
}

// Lost answers make Discord say that we have answered already. That was us.
func TestAProcessThatIsAloneNeverTakesItselfForAnother(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dice := rand.New(rand.NewPCG(1, 2))
		b := &booth{taken: map[string]int32{}}
		p := newTwin(1000, way{booth: b, slow: 700 * time.Millisecond, lose: func() bool { return dice.IntN(2) == 0 }}, 900*time.Millisecond)
		hear(t, 200, 0, 2*time.Second, p)
		<-time.After(time.Minute)
		synctest.Wait()
		if careful, _ := p.twins.careful(wall()); p.ended() != nil || careful {
			t.Errorf("ended with %v, careful: %v", p.ended(), careful)
		}
		p.close()
	})
}

func TestWhoStartsLaterHasTheGreaterMark(t *testing.T) {
	at := time.Date(2026, 11, 29, 0, 0, 0, 0, time.UTC)
	for range 1000 {
		one, later := birthMark(at), birthMark(at.Add(markUnit))
		if one <= 0 || one >= later {
			t.Fatalf("%d and %d, %v later", one, later, markUnit)
		}
		at = at.Add(37 * time.Hour)
	}
}
