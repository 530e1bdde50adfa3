package socket_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"

	"github.com/engawa-bot/engawa/bot/slack/socket"
	"github.com/engawa-bot/engawa/internal/fake/server/pipe"
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

func TestWhatIsTooLongIsSkippedAndTheSocketStays(t *testing.T) {
	long := strings.Repeat("縁", 1<<19) // 1.5 MiB
	for name, first := range map[string]string{
		"id first":      `{"envelope_id":"1","type":"interactive","accepts_response_payload":false,"payload":{"envelope_id":"x","a":["` + long + `"]}}`,
		"id last":       `{"payload":{"type":"y","a":[[],{},"` + long + `",1]},"retry_attempt":0,"type":"events_api","envelope_id":"1"}`,
		"just too long": `{"type":"slash_commands","envelope_id":"1","payload":"` + strings.Repeat("a", 1<<20) + `"}`,
	} {
		t.Run(name, func(t *testing.T) {
			said, s := spoken(t, first, `{"type":"events_api","envelope_id":"2","payload":{}}`)
			for _, want := range []string{"1", "2"} {
				if got := <-said; got != `{"envelope_id":"`+want+`"}` {
					t.Errorf("said %s; want %s acknowledged", got, want)
				}
			}
			if got, want := s.Stats(), (socket.Stats{Connects: 1, Envelopes: 1}); got != want {
				t.Errorf("got %+v; want %+v", got, want)
			}
		})
	}
	for name, first := range map[string]string{
		"no id":         `{"type":"interactive","payload":"` + long + `"}`,
		"no envelope":   `{"type":"from_the_future","envelope_id":"1","payload":"` + long + `"}`,
		"no JSON":       long,
		"a list":        `["envelope_id","type",{"envelope_id":"1","type":"interactive"},"` + long + `"]`,
		"broken JSON":   `{"payload":"` + long + `","envelope_id":"1`,
		"a deep id":     `{"type":"interactive","payload":{"envelope_id":"1","a":"` + long + `"}}`,
		"an id of none": `{"type":"interactive","envelope_id":[1],"payload":"` + long + `"}`,
	} {
		t.Run(name, func(t *testing.T) {
			said, s := spoken(t, first, `{"type":"events_api","envelope_id":"2","payload":{}}`)
			if got := <-said; got != `{"envelope_id":"2"}` || s.Stats().Connects != 1 {
				t.Errorf("said %s, %+v; want the next one acknowledged over the same connection", got, s.Stats())
			}
		})
	}
}

func TestWhatIsLongPastIsAcknowledgedButNotCarriedOut(t *testing.T) {
	now := time.Now().Unix()
	var messages []string
	payloads := []string{
		`{"event_id":"E%[1]d","event_time":%[1]d}`, `{"type":"block_actions","actions":[{"action_ts":"%[1]d.000100"}]}`,
		`{"type":"shortcut","action_ts":"%[1]d.5"}`,
	}
	for i, payload := range payloads {
		for j, at := range []int64{now - 1900, now - 7*86400, now - 1700, now + 60} { // seconds; half an hour is 1,800
			kind := []string{"events_api", "interactive", "interactive"}[i]
			messages = append(messages, fmt.Sprintf(`{"type":%q,"envelope_id":"%d","payload":%s}`, kind, 10*i+j, fmt.Sprintf(payload, at)))
		}
	}
	said, s := spoken(t, messages...)
	for range messages {
		<-said
	}
	if got, want := s.Stats().Envelopes, int64(2*len(payloads)); got != want {
		t.Errorf("%d were carried out; want %d", got, want)
	}
}

func TestWhatComesAgainInAnotherEnvelopeIsCarriedOutOnce(t *testing.T) {
	said, s := spoken(t,
		`{"type":"slash_commands","envelope_id":"1","payload":{"trigger_id":"t1"}}`,
		`{"type":"slash_commands","envelope_id":"2","payload":{"trigger_id":"t1"}}`,
		`{"type":"interactive","envelope_id":"3","payload":{"type":"shortcut","trigger_id":"t2"}}`,
		`{"type":"interactive","envelope_id":"4","payload":{"type":"shortcut","trigger_id":"t2"}}`,
		`{"type":"interactive","envelope_id":"5","payload":{"type":"block_actions","trigger_id":"t3"}}`,
	)
	for range 5 {
		<-said
	}
	if got, want := s.Stats(), (socket.Stats{Connects: 1, Envelopes: 3, Duplicates: 2}); got != want {
		t.Errorf("got %+v; want %+v", got, want)
	}
}

// spoken is a socket to a Slack that says hello and these messages.
func spoken(t *testing.T, messages ...string) (said <-chan string, s *socket.Socket) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	said, srv := script(l, append([]string{`{"type":"hello"}`}, messages...)...)
	s = socket.New(socket.Config{
		Open: func(context.Context) (string, error) { return "ws://" + l.Addr().String(), nil },
		Take: func(socket.Envelope) bool { return true },
	})
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { s.Run(ctx) })
	t.Cleanup(func() {
		stop()
		running.Wait()
		_ = srv.Close()
	})
	return said, s
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
