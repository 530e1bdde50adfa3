package socket_test

import (
	"context"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"

	"github.com/engawa-bot/engawa/bot/slack/socket"
	"github.com/engawa-bot/engawa/internal/fake/pipe"
)

// script is a Slack that sends these messages and hands on what it is told.
func script(l net.Listener, messages ...string) (said <-chan string, srv *http.Server) {
	out := make(chan string, 8)
	srv = &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ws, err := new(websocket.Upgrader).Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer ws.Close()
		for _, text := range messages {
			_ = ws.WriteMessage(websocket.TextMessage, []byte(text))
		}
		for {
			_, data, err := ws.ReadMessage()
			if err != nil {
				return
			}
			out <- string(data)
		}
	})}
	go func() { _ = srv.Serve(l) }() // ends with Close
	return out, srv
}

func TestASlackThatSaysNoHelloIsGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := pipe.Listen("slack.invalid")
		_, srv := script(l)
		defer srv.Close()
		tries := 0
		s := socket.New(socket.Config{Dial: l.DialContext, Open: func(context.Context) (string, error) {
			tries++
			return "ws://slack.invalid/", nil
		}})
		ctx, stop := context.WithTimeout(t.Context(), 20*time.Second) // our pings are answered
		defer stop()
		s.Run(ctx)
		if tries != 2 || s.Down() == nil || s.Stats().Connects != 0 {
			t.Errorf("got %d tries, %+v, down: %v; want a second try", tries, s.Stats(), s.Down())
		}
	})
}

func TestWhatIsUnknownOrNoMessageIsLeftUnacknowledged(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	said, srv := script(l,
		`{"type":"hello"}`, `{"type":"hello"}`, `no JSON`, `[]`,
		`{"type":"from_the_future","envelope_id":"1","payload":{}}`,
		`{"type":"events_api","envelope_id":"2"}`,
		`{"type":"interactive","envelope_id":"3","payload":[1]}`,
		`{"type":"events_api","envelope_id":"4","payload":{"event_id":"E"}}`,
		`{"type":"events_api","envelope_id":"5","payload":{"event_id":"E"}}`,
	)
	defer srv.Close()
	s := socket.New(socket.Config{
		Open: func(context.Context) (string, error) { return "ws://" + l.Addr().String(), nil },
		Take: func(socket.Envelope) bool { return true },
	})
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { s.Run(ctx) })
	for _, want := range []string{"2", "3", "4", "5"} {
		if got := <-said; got != `{"envelope_id":"`+want+`"}` {
			t.Errorf("said %s; want %s acknowledged", got, want)
		}
	}
	stop()
	running.Wait()
	// A second hello counts for nothing; an event may come in another envelope.
	if got, want := s.Stats(), (socket.Stats{Connects: 1, Envelopes: 3, Duplicates: 1}); got != want {
		t.Errorf("got %+v; want %+v", got, want)
	}
}

func TestTheAddressIsInNoError(t *testing.T) {
	for _, address := range []string{"ws://127.0.0.1:1/link?ticket=fake-ticket", "://fake-ticket", "ws://[::1/fake-ticket"} {
		log := new(buffer)
		ctx, stop := context.WithCancel(t.Context())
		tries := 0
		s := socket.New(socket.Config{Log: logTo(log), Open: func(context.Context) (string, error) {
			if tries++; tries > 1 {
				stop()
			}
			return address, nil
		}})
		s.Run(ctx)
		if s.Down() == nil || strings.Contains(s.Down().Error(), "fake-ticket") || log.lines("fake-ticket") != 0 {
			t.Errorf("the ticket is in %q or in the log", s.Down())
		}
	}
}
