// Package socket keeps an app connected to Slack over Socket Mode: it gives each
// envelope once, acknowledges it, and connects again whatever happens.
//
// It knows nothing of teams, cards or what the payloads mean, but for what decides
// about acknowledgements: whether one is a form that was sent, which is acknowledged
// with its answer, the id of an event or a trigger, and when it was done.
//
// It stands on gorilla/websocket and not on slack-go's socketmode: that closes
// a connection before it opens the next, so that what people do between the two
// fails before their eyes; it returns for good when a token is refused; and it
// cannot acknowledge a payload that it cannot decode.
//
// Source of the protocol: Slack's "Using Socket Mode".
//
// Caveats:
//   - Slack may send an envelope again after a restart; whoever takes it must bear
//     that. What is older than half an hour is not given.
//   - The ticket in the address of a connection is good once; no error holds it.
package socket

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"math/rand/v2"
	"net"
	"sync"
	"time"
)

const (
	// A connection that lived so long was a good one: the try after it does not wait.
	goodLife  = time.Minute
	firstWait = time.Second // of the second try in a row; each further one waits twice as long
	mostWait  = time.Minute
	// mostLeave is the longest wait while the connection that Slack is about to
	// close may still serve; it is shorter than stay.
	mostLeave = 8 * time.Second
)

// Kind is what an envelope is about.
type Kind string

// The kinds of envelope that are acknowledged. Others are left to Slack.
const (
	Command     Kind = "slash_commands"
	Interactive Kind = "interactive"
	Event       Kind = "events_api"
)

// Envelope is something that Slack tells.
type Envelope struct {
	Kind    Kind
	Payload json.RawMessage

	// Answer acknowledges a form that was sent (view_submission) and says what
	// becomes of it; a nil payload closes it. It must be called within three
	// seconds. It fails for what cannot be sent, such as 20 KB or more, and may be
	// called again then. What is lost with its connection is sent again as soon as
	// Slack asks again. It is nil for every other envelope.
	Answer func(payload any) error
}

// Config says how a Socket is to be. Open and Take are needed.
type Config struct {
	Open func(context.Context) (address string, err error) // calls apps.connections.open
	Dial func(ctx context.Context, network, addr string) (net.Conn, error)
	Log  *slog.Logger

	// Take is given each envelope once, and returns at once. Slack is told only of
	// those that it takes, and sends others again where it can.
	Take func(Envelope) (taken bool)
}

// Socket is an app's connection to Slack.
type Socket struct {
	cfg    Config
	memory *memory

	mu    sync.Mutex
	open  int   // connections over which Slack has said hello
	why   error // there is none
	stats Stats
}

// Stats counts since New.
type Stats struct {
	Connects   int64 // connections over which Slack said hello
	Envelopes  int64 // taken
	Duplicates int64 // acknowledged, but not given again
}

var errNotYet = errors.New("socket: not connected yet")

// New makes a Socket; Run connects it.
func New(cfg Config) *Socket {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	return &Socket{cfg: cfg, memory: newMemory(), why: errNotYet}
}

// Run keeps a connection until ctx ends. It may be called once.
func (s *Socket) Run(ctx context.Context) {
	var lines sync.WaitGroup
	defer lines.Wait()
	var said string
	for failures := 0; ctx.Err() == nil; failures++ {
		began := time.Now()
		err := s.connection(ctx, &lines)
		if ctx.Err() != nil {
			return
		}
		if time.Since(began) >= goodLife {
			failures, said = 0, ""
		}
		s.note(err)
		wait := pause(failures)
		if text := err.Error(); errors.Is(err, errRefresh) {
			wait = min(wait, mostLeave)
		} else if text != said {
			s.cfg.Log.Warn("not connected to Slack", "err", err, "next_try_in", wait)
			said = text
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
		}
	}
}

// connection is one, until it ends or Slack says that it is about to; it goes on
// beside its successor then. It returns why there has to be another.
func (s *Socket) connection(ctx context.Context, lines *sync.WaitGroup) error {
	l, err := s.dial(ctx)
	if err != nil {
		return err
	}
	lines.Go(func() { l.listen(ctx) })
	select {
	case <-l.hello:
		s.cfg.Log.Info("connected to Slack")
	case <-l.over:
	case <-time.After(silence):
		l.end(errNoHello)
	}
	select {
	case <-l.leaving:
	case <-l.over:
	}
	return l.reason()
}

// pause is how long to wait after so many failures in a row.
func pause(failures int) time.Duration {
	if failures == 0 {
		return 0
	}
	wait := min(firstWait<<min(failures-1, 10), mostWait)
	return wait - rand.N(wait/4)
}

// Down is nil while there is a connection, else why there is none.
func (s *Socket) Down() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open > 0 {
		return nil
	}
	return s.why
}

// Stats are the counts so far.
func (s *Socket) Stats() Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stats
}

func (s *Socket) note(why error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.why = why
}

// opened counts a connection in or out.
func (s *Socket) opened(by int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open += by
	if by > 0 {
		s.stats.Connects++
	}
}

func (s *Socket) count(f func(*Stats)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f(&s.stats)
}
