package socket_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot/slack/socket"
	fake "github.com/engawa-bot/engawa/internal/fake/slack"
)

// silence is after how long without a word a connection is taken for dead.
const silence = 15 * time.Second

func TestWhateverEndsAConnectionAnotherComes(t *testing.T) {
	tests := map[string]struct {
		fault  func(*fake.Faults)
		within time.Duration
	}{
		"a cut":               {(*fake.Faults).Drop, time.Second},
		"a refresh":           {(*fake.Faults).Refresh, time.Second},
		"silence":             {func(f *fake.Faults) { f.Silence(true) }, silence + time.Second},
		"a link switched off": {(*fake.Faults).DisableLink, time.Second},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, h *harness) {
				for round := range 3 {
					time.Sleep(2 * time.Minute) // of the bubble: each connection lives well
					h.works(t)
					test.fault(h.slack.Faults())
					time.Sleep(test.within)
					if err := h.s.Down(); err != nil {
						t.Fatalf("round %d: down after %v: %v", round, test.within, err)
					}
					h.works(t)
				}
				if got := h.s.Stats().Connects; got != 4 {
					t.Errorf("got %d connections; want 4", got)
				}
			})
		})
	}
}

func TestAHalfOpenConnectionIsGivenUp(t *testing.T) {
	inBubble(t, func(t *testing.T, h *harness) {
		h.slack.Faults().HalfOpen() // Slack goes on to believe in it
		time.Sleep(silence + time.Second)
		if got := h.s.Stats().Connects; got != 2 || h.s.Down() != nil {
			t.Errorf("got %d connections, down: %v; want the second one", got, h.s.Down())
		}
		h.slack.Faults().Drop()
		time.Sleep(time.Second)
		h.works(t)
	})
}

func TestAWarnedConnectionIsReplacedWithoutAGap(t *testing.T) {
	inBubble(t, func(t *testing.T, h *harness) {
		for range 5 {
			time.Sleep(2 * time.Minute)
			h.slack.Faults().Warn()
			h.works(t) // while the new one is not there yet
			synctest.Wait()
			if got := h.slack.Faults().Connections(); got != 2 {
				t.Errorf("got %d connections after a warning; want the old and the new", got)
			}
			for range 4 {
				h.works(t)
			}
		}
		time.Sleep(time.Minute)
		if got := h.slack.Faults().Connections(); got != 1 {
			t.Errorf("got %d connections a minute after the last warning; want 1", got)
		}
		if got := h.log.lines("level=WARN"); got != 0 {
			t.Errorf("what Slack does every few hours is warned of %d times", got)
		}
	})
}

func TestWarningsWithoutEndOpenFewConnections(t *testing.T) {
	inBubble(t, func(t *testing.T, h *harness) {
		for range 300 {
			h.slack.Faults().Warn()
			time.Sleep(time.Second)
			if got := h.slack.Faults().Connections(); got > 8 {
				t.Fatalf("%d connections at once; Slack allows 10", got)
			}
			h.works(t)
		}
	})
}

func TestASlackThatSeldomPingsIsNotTakenForDead(t *testing.T) {
	withPings(t, time.Hour, func(t *testing.T, h *harness) {
		time.Sleep(24 * time.Hour)
		if got := h.s.Stats().Connects; got != 1 {
			t.Errorf("got %d connections in a quiet day; want 1", got)
		}
		h.works(t)
	})
}

func TestARefusedTokenIsTriedAgainEveryMinuteAndSaidOnce(t *testing.T) {
	for _, code := range []string{"invalid_auth", "account_inactive", "not_authed", "token_revoked", "internal_error"} {
		inBubble(t, func(t *testing.T, h *harness) {
			time.Sleep(2 * time.Minute)
			h.slack.Faults().RefuseConnections(code)
			h.slack.Faults().DisableLink()
			synctest.Wait()
			time.Sleep(time.Hour)
			if err := h.s.Down(); err == nil || !strings.Contains(err.Error(), code) {
				t.Errorf("down: %v; want %s", err, code)
			}
			if got := h.opens.calls.Load(); got < 60 || got > 85 {
				t.Errorf("%s: %d tries in an hour; want about 60 and a few quick ones", code, got)
			}
			if got := h.log.lines(code); got != 1 {
				t.Errorf("%s: said %d times; want once", code, got)
			}
			h.slack.Faults().AllowConnections()
			time.Sleep(time.Minute)
			if err := h.s.Down(); err != nil {
				t.Errorf("%s: still down a minute after it was mended: %v", code, err)
			}
			h.works(t)
		})
	}
}

func TestSwitchedOffSaysWhatToDo(t *testing.T) {
	inBubble(t, func(t *testing.T, h *harness) {
		h.opens.broken.Store(true)
		h.slack.Faults().DisableLink()
		synctest.Wait()
		if got := h.log.lines("switch it on there under Socket Mode"); got != 1 {
			t.Errorf("the fix is said %d times; want once", got)
		}
		if err := h.s.Down(); !errors.Is(err, errBroken) {
			t.Errorf("down: %v; want the latest reason", err)
		}
	})
}

func TestADuplicateIsAcknowledgedButNotGivenAgain(t *testing.T) {
	inBubble(t, func(t *testing.T, h *harness) {
		h.slack.Faults().Repeat(3)
		for range 3 {
			h.works(t)
		}
		synctest.Wait()
		want := socket.Stats{Connects: 1, Envelopes: 3, Duplicates: 3}
		if got := h.s.Stats(); got != want {
			t.Errorf("got %+v; want %+v", got, want)
		}
	})
}

func TestWhatIsNotTakenIsNotAcknowledgedAndComesAgain(t *testing.T) {
	inBubble(t, func(t *testing.T, h *harness) {
		h.refuses = true
		event, command := h.ana.OpenHome(), h.ana.Run("/rooms", "")
		if err := command.Acked(t.Context()); !errors.Is(err, fake.ErrNoAnswer) {
			t.Errorf("a command that nobody took: %v; want %v", err, fake.ErrNoAnswer)
		}
		h.mu.Lock()
		h.refuses = false
		h.mu.Unlock()
		time.Sleep(2 * time.Minute) // Slack sends events again
		if err := event.Acked(t.Context()); err != nil && !errors.Is(err, fake.ErrNoAnswer) {
			t.Error(err)
		}
		if got := h.taken(); len(got) != 1 || got[0].Kind != socket.Event {
			t.Errorf("got %d envelopes; want the event, once", len(got))
		}
	})
}

func TestAnEventIsGivenOnceAlthoughItsAcknowledgementsAreLost(t *testing.T) {
	inBubble(t, func(t *testing.T, h *harness) {
		h.onOne = func(socket.Envelope) { h.slack.Faults().HalfOpen() } // before it is acknowledged
		h.ana.OpenHome()
		time.Sleep(9 * time.Minute)
		if got, s := len(h.taken()), h.s.Stats(); got != 1 || s.Duplicates == 0 {
			t.Errorf("got it %d times, %+v; want once, and duplicates", got, s)
		}
		h.slack.Faults().Drop()
	})
}

func TestAFormIsAcknowledgedWithItsAnswer(t *testing.T) {
	inBubble(t, func(t *testing.T, h *harness) {
		form := h.form(t, h.ana.Run("/keep", ""))
		h.slack.Faults().Repeat(1)
		sent := h.ana.Submit(form, nil)
		synctest.Wait()
		e := h.taken()[1]
		if e.Answer == nil {
			t.Fatal("a form that was sent has no Answer")
		}
		if err := e.Answer(strings.Repeat("x", 20<<10)); err == nil {
			t.Error("an answer that Slack drops unseen was no error")
		}
		if err := e.Answer(object{"response_action": "update", "view": view("Done")}); err != nil {
			t.Error(err)
		}
		if err := sent.Wait(t.Context()); err != nil || sent.View.Title != "Done" {
			t.Errorf("got %q, %v; want the view of the answer", sent.View.Title, err)
		}
		if got := len(h.taken()); got != 2 {
			t.Errorf("took %d envelopes; want 2: the form came twice", got)
		}
	})
}

func TestAnAnswerLostWithItsConnectionIsSentAgain(t *testing.T) {
	for name, answerFirst := range map[string]bool{"answered before": true, "answered after": false} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, h *harness) {
				form := h.form(t, h.ana.Run("/keep", ""))
				answer := func(e socket.Envelope) {
					if err := e.Answer(object{"response_action": "update", "view": view("Done")}); err != nil {
						t.Error(err)
					}
				}
				h.onOne = func(e socket.Envelope) {
					h.slack.Faults().HalfOpen() // Slack hears nothing of it
					if answerFirst {
						answer(e)
					}
				}
				sent := h.ana.Submit(form, nil)
				synctest.Wait()
				h.slack.Faults().Drop() // and sends it over the next connection
				synctest.Wait()
				if !answerFirst {
					answer(h.taken()[1])
				}
				if err := sent.Wait(t.Context()); err != nil || sent.View.Title != "Done" {
					t.Errorf("got %q, %v; want the view of the answer", sent.View.Title, err)
				}
				if got := len(h.taken()); got != 2 {
					t.Errorf("took %d envelopes; want 2", got)
				}
			})
		})
	}
}

func TestRunEndsWithItsContextEvenWhileItDials(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		s := socket.New(socket.Config{Open: func(ctx context.Context) (string, error) {
			<-ctx.Done()
			return "", ctx.Err()
		}})
		time.AfterFunc(time.Minute, stop)
		s.Run(ctx)
	})
}
