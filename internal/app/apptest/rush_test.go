package apptest

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

var rush = flag.Int("rush", 600, "commands at once in the test of the rush, and five times as many moves")

// Whoever gives a command among very many either reads that their word is kept, and
// it is, once; or reads it back, and it is not. Another server's commands are
// answered as ever. It counts goroutines, so nothing else may run beside it.
func TestInARushEveryWordIsKeptOrComesBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, cfg := piped(t, fake.Options{})
		sakura, kaede := s.team("sakura", s.guild, "weekdays 16:00"), s.fake.NewGuild("Kaede")
		sakura.Habits = append(sakura.Habits, bot.Habit{Name: bot.KPT, Rule: "fri 15:00", Minutes: 60})
		h, stop := s.openAs(cfg, slog.New(slog.DiscardHandler), clockAt(at(12, 0, 0)), sakura, s.team("kaede", kaede, "weekdays 16:00"))
		defer stop()
		crowd := crowdOf(s.guild, 20)
		bo := kaede.Member("bo")
		bo.Join(kaede.Voice("Lounge"))
		time.Sleep(time.Minute)
		before := runtime.NumGoroutine()

		s.fake.Faults().Delay(func(r *http.Request) bool { return strings.HasSuffix(r.URL.Path, "/callback") }, 600*time.Second/time.Duration(*rush))
		answers := map[string]*fake.Answer{}
		var others []*fake.Answer
		for i := range *rush {
			word := fmt.Sprintf("word %d.", i)
			answers[word] = crowd[i%len(crowd)].Run("keep", map[string]any{"text": word})
			if i%(*rush/10) == 0 {
				others = append(others, bo.Run("rooms", nil))
				time.Sleep(100 * time.Millisecond)
			}
		}
		for _, a := range others {
			if err := a.Wait(t.Context()); err != nil || !strings.Contains(a.Message.Text(), "@bo") {
				t.Errorf("another server: /rooms says %q, %v", a.Message.Text(), err)
			}
		}
		kept, back := s.whatBecame(answers)
		s.fake.Faults().Clear()
		time.Sleep(20 * time.Minute)
		book := bookOf(t, h)
		for word := range answers {
			if got := strings.Count(book, word); got != btoi(kept[word]) {
				t.Errorf("%q stands in the book %d times; its author read that it is kept: %v", word, got, kept[word])
			}
		}
		t.Logf("%d commands in a second: %d kept, %d given back; shed %d, expired %d", *rush, len(kept), back, h.Bot.Tally.Shed.Load(), h.Bot.Tally.Expired.Load())
		if len(kept) == 0 || back != int(h.Bot.Tally.Shed.Load()) {
			t.Errorf("%d kept, %d given back, %d counted as shed", len(kept), back, h.Bot.Tally.Shed.Load())
		}
		if after := runtime.NumGoroutine(); after > before+100 {
			t.Errorf("%d goroutines after the rush, %d before", after, before)
		}
	})
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func crowdOf(g *fake.Guild, n int) (crowd []*fake.Member) {
	for i := range n {
		m := g.Member(fmt.Sprintf("p-%02d", i))
		m.Join(g.Voice("Lounge"))
		crowd = append(crowd, m)
	}
	return crowd
}

// whatBecame reads each answer: the word is kept, or it comes back.
func (s *stage) whatBecame(answers map[string]*fake.Answer) (kept map[string]bool, back int) {
	s.t.Helper()
	kept = map[string]bool{}
	for word, a := range answers {
		err := a.Wait(s.t.(*testing.T).Context())
		text := a.Message.Text()
		switch {
		case err != nil:
			s.t.Errorf("%q: %v", word, err)
		case strings.Contains(text, "nothing was done") && strings.Contains(text, word):
			back++
		case strings.Contains(text, "Noted as"):
			kept[word] = true
		default:
			s.t.Errorf("%q: the answer is %q", word, text)
		}
	}
	return kept, back
}

// A command in the midst of a flood of moves is answered, and after the flood the
// board is right.
func TestACommandInAFloodOfMovesIsAnswered(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, cfg := piped(t, fake.Options{})
		h, stop := s.openAs(cfg, slog.New(slog.DiscardHandler), clockAt(at(12, 0, 0)), s.team("sakura", s.guild, "weekdays 16:00"))
		defer stop()
		crowd := crowdOf(s.guild, 20)
		time.Sleep(time.Minute)
		told := h.Bot.Tally.Moves.Load()
		rooms := []*fake.Channel{s.guild.Voice("Lounge"), s.guild.Voice("Focus"), s.guild.Voice("Pairing")}
		dice := rand.New(rand.NewPCG(50, 0))
		flood := func() {
			for range *rush * 5 / 2 {
				if m := crowd[dice.IntN(len(crowd))]; dice.IntN(4) == 0 {
					m.Leave()
				} else {
					m.Join(rooms[dice.IntN(len(rooms))])
				}
			}
		}
		flood()
		crowd[0].Join(rooms[2])
		answer := crowd[0].Run("rooms", nil)
		flood()
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		if err := answer.Wait(ctx); err != nil {
			t.Errorf("/rooms in the flood: %v", err)
		}
		time.Sleep(10 * time.Second)
		if wrong := boardIs(s.guild); wrong != "" {
			t.Errorf("after the flood: %s", wrong)
		}
		_, stats := h.Discord.Stats()
		t.Logf("%d moves: %d told, %d replaced by newer ones before", *rush*5, h.Bot.Tally.Moves.Load()-told, stats.Merged+h.Bot.Tally.Merged.Load())
	})
}
