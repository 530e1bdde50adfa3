package apptest

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"github.com/engawa-bot/engawa/bot/discord/gateway"
	"github.com/engawa-bot/engawa/internal/app"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

// fault is bad luck, and what may come of it.
type fault struct {
	name   string
	strike func(*fake.Faults)
	ends   func(*fake.Faults) // nil: it ends by itself
}

// everyFault is what a gateway and an API can do to a bot, and still it must
// come back.
func everyFault() []fault {
	posts := func(r *http.Request) bool { return r.Method == http.MethodPost || r.Method == http.MethodPatch }
	clear := (*fake.Faults).Clear
	return []fault{
		{"op 7", (*fake.Faults).Reconnect, nil},
		{"op 7 as the first packet", func(f *fake.Faults) { f.FirstPacket(7); f.Drop() }, nil},
		{"op 9 as the first packet", func(f *fake.Faults) { f.FirstPacket(9); f.Drop() }, nil},
		{"op 9, resumable", func(f *fake.Faults) { f.InvalidSession(true) }, nil},
		{"op 9, not resumable", func(f *fake.Faults) { f.InvalidSession(false) }, nil},
		{"silence", func(f *fake.Faults) { f.Silence(true) }, func(f *fake.Faults) { f.Silence(false) }},
		{"half-open connection", (*fake.Faults).HalfOpen, nil},
		{"connection cut", (*fake.Faults).Drop, nil},
		{"close 1000", func(f *fake.Faults) { f.Close(1000) }, nil},
		{"close 4000", func(f *fake.Faults) { f.Close(4000) }, nil},
		{"close 4007", func(f *fake.Faults) { f.Close(4007) }, nil},
		{"close 4009", func(f *fake.Faults) { f.Close(4009) }, nil},
		{"429 for all", func(f *fake.Faults) { f.TooManyGlobal(3, 4*time.Second) }, nil},
		{"429 for a route", func(f *fake.Faults) { f.TooManyRoute(posts, 3, 4*time.Second) }, nil},
		{"500", func(f *fake.Faults) { f.Fail(posts, 4, http.StatusInternalServerError) }, nil},
		{"502", func(f *fake.Faults) { f.Fail(nil, 4, http.StatusBadGateway) }, nil},
		{"answers lost", func(f *fake.Faults) { f.LoseAnswers(posts, 4) }, nil},
		{"half of all answers lost, and the connection", func(f *fake.Faults) { f.LoseAnswerRate(.5, 16); f.Drop() }, clear},
	}
}

// Whatever happens, afterwards the board is right, although people moved
// meanwhile, a command is answered, and the bot can be ended; a goroutine that is
// left behind fails the bubble.
func TestAfterEveryFaultTheBoardIsRightAndCommandsAreAnswered(t *testing.T) {
	t.Parallel()
	for _, f := range everyFault() {
		t.Run(f.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, cfg := piped(t, fake.Options{})
				lounge, pairing := s.guild.Voice("Lounge"), s.guild.Voice("Pairing")
				ana, bo := s.guild.Member("ana"), s.guild.Member("bo")
				ana.Join(lounge)
				h, stop := s.openAs(cfg, s.log, clockAt(at(12, 0, 0)), s.team("sakura", s.guild, "weekdays 16:00"))
				time.Sleep(90 * time.Second)
				if wrong := boardIs(s.guild); wrong != "" {
					t.Fatalf("before the fault: %s", wrong)
				}
				f.strike(s.fake.Faults())
				ana.Leave()
				bo.Join(pairing)
				s.guild.Member("chi").Join(lounge)
				time.Sleep(3 * time.Minute)
				if f.ends != nil {
					f.ends(s.fake.Faults())
					time.Sleep(time.Minute)
				}
				s.works(bo)
				bo.Leave()
				time.Sleep(10 * time.Second)
				if wrong := boardIs(s.guild); wrong != "" {
					t.Errorf("after one more move: %s", wrong)
				}
				if n := s.fake.Registrations(); n != 1 {
					t.Errorf("commands registered %d times, want once", n)
				}
				_, stats := h.Discord.Stats()
				t.Logf("sessions %d, reconnects %d, abandoned %d", stats.Sessions, stats.Reconnects, stats.Abandoned)
				stop()
			})
		})
	}
}

// works fails unless the board is right and a command is answered.
func (s *stage) works(m *fake.Member) {
	s.t.Helper()
	if wrong := boardIs(s.guild); wrong != "" {
		s.t.Errorf("the board is wrong: %s", wrong)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	answer := m.Run("rooms", nil)
	if err := answer.Wait(ctx); err != nil {
		s.t.Errorf("/rooms: %v", err)
	}
	if text := answer.Message.Text(); !strings.Contains(text, "@"+m.Name()) {
		s.t.Errorf("/rooms does not show %s: %s", m.Name(), text)
	}
}

// Tea is announced once in the room, and heard once, whatever happens to it.
func TestTeaIsCalledOnceWhateverHappens(t *testing.T) {
	t.Parallel()
	for _, f := range everyFault() {
		t.Run(f.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, cfg := piped(t, fake.Options{})
				lounge := s.guild.Voice("Lounge")
				s.guild.Member("ana").Join(lounge)
				s.guild.Member("bo").Join(lounge)
				_, stop := s.openAs(cfg, s.log, clockAt(at(15, 58, 30)), s.team("sakura", s.guild, "weekdays 16:00"))
				defer stop()
				time.Sleep(89 * time.Second)
				f.strike(s.fake.Faults())
				time.Sleep(4 * time.Minute)
				if f.ends != nil {
					f.ends(s.fake.Faults())
				}
				time.Sleep(90 * time.Second)
				cards := len(messagesWith(lounge, "[Another topic]"))
				mentions, plays := len(messagesWith(lounge, "@ana")), len(s.guild.Plays())
				if cards != 1 || plays+mentions > 1 || cards+mentions != len(lounge.Messages()) {
					t.Errorf("%d cards, %d chimes and %d mentions instead of a chime, want 1 and at most one of the others", cards, plays, mentions)
				}
				if bot := s.guild.Bot().Room(); bot != nil {
					t.Errorf("the bot still sits in %s", bot.Name())
				}
			})
		})
	}
}

func messagesWith(c *fake.Channel, text string) []fake.Message {
	return slices.DeleteFunc(c.Messages(), func(m fake.Message) bool { return !strings.Contains(m.Text(), text) })
}

func TestRunEndsWithWhatToChangeWhenDiscordRefusesTheBotForGood(t *testing.T) {
	for _, refusal := range []struct {
		name         string
		first, later func(*fake.Faults) // before the start, and when the bot is connected
		says         string
	}{
		{"4004 at the start", func(f *fake.Faults) { f.RefuseIdentify(4004) }, nil, "Reset Token"},
		{"4014 at the start", func(f *fake.Faults) { f.RefuseIdentify(4014) }, nil, "Privileged Gateway Intents"},
		{"401 at the start", func(f *fake.Faults) { f.Refuse(nil, 100, http.StatusUnauthorized, 0, "401: Unauthorized") }, nil, "Reset Token"},
		{"4004 later", nil, func(f *fake.Faults) { f.Close(4004) }, "Reset Token"},
		{"4014 later", nil, func(f *fake.Faults) { f.Close(4014) }, "Privileged Gateway Intents"},
	} {
		t.Run(refusal.name, func(t *testing.T) {
			before := goleak.IgnoreCurrent()
			s := newStage(t, fake.Options{})
			ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
			defer cancel()
			if refusal.first != nil {
				refusal.first(s.fake.Faults())
			} else {
				go func() {
					if s.fake.Ready(ctx) == nil {
						refusal.later(s.fake.Faults())
					}
				}()
			}
			cfg := s.config()
			err := app.Serve(ctx, app.World{Environ: map[string]string{
				"ENGAWA_DISCORD_TOKEN": cfg.Token, "ENGAWA_DISCORD_API": cfg.API, "ENGAWA_STORE": cfg.Store, "ENGAWA_HTTP": cfg.HTTP,
			}, Err: t.Output(), Now: time.Now})
			var fatal *gateway.Fatal
			if !errors.As(err, &fatal) || !strings.Contains(err.Error(), refusal.says) {
				t.Errorf("run ended with %v, want a sentence with %q", err, refusal.says)
			}
			s.fake.Close()
			http.DefaultClient.CloseIdleConnections()
			goleak.VerifyNone(t, before)
		})
	}
}

// The same over real sockets, for what a pipe does not show, one after another
// in one life of the bot.
func TestFaultsOverRealSocketsLeaveAWorkingBotAndNoGoroutine(t *testing.T) {
	before := goleak.IgnoreCurrent()
	s := newStage(t, fake.Options{})
	bo := s.guild.Member("bo")
	bo.Join(s.guild.Voice("Pairing"))
	_, stop := s.openAs(s.config(), slog.New(slog.DiscardHandler), clockAt(at(12, 0, 0)), s.team("sakura", s.guild, "weekdays 16:00"))
	s.eventually("commands and a board", 15*time.Second, func() bool {
		return s.fake.Registrations() == 1 && boardIs(s.guild) == ""
	})
	for _, f := range []fault{
		{"op 7", (*fake.Faults).Reconnect, nil},
		{"connection cut", (*fake.Faults).Drop, nil},
	} {
		f.strike(s.fake.Faults())
		bo.Join(s.guild.Voice("Lounge"))
		bo.Join(s.guild.Voice("Pairing"))
		s.eventually(f.name+": connected again", 15*time.Second, func() bool {
			return s.fake.Faults().Connections() == 1
		})
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		if err := s.fake.Ready(ctx); err != nil {
			t.Errorf("%s: %v", f.name, err)
		}
		cancel()
		s.works(bo)
	}
	stop()
	s.fake.Close()
	goleak.VerifyNone(t, before)
}
