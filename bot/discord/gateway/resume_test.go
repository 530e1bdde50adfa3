package gateway_test

import (
	"context"
	"errors"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

func TestASessionIsResumedWhereDiscordWantsIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		listener, dial := fake.Pipe()
		resumed := make(chan string, 1)
		s := newScripted(listener, say(hello, ready, `{"op":7,"d":null}`), func(c *websocket.Conn) {
			_ = c.WriteMessage(websocket.TextMessage, []byte(hello))
			_, packet, _ := c.ReadMessage()
			_ = c.WriteMessage(websocket.TextMessage, []byte(`{"t":"RESUMED","s":2,"op":0,"d":{}}`))
			resumed <- string(packet)
		})
		defer s.Close()
		g := s.gateway(newWitness(), dial)
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- g.Run(ctx) }()
		if got, want := <-resumed, `{"op":6,"d":{"token":"fake-token","session_id":"s","seq":1}}`; strings.TrimSpace(got) != want {
			t.Errorf("got %s; want %s", got, want)
		}
		if got, want := s.request.Load(), "resume.example.com?v=10&encoding=json"; got != want {
			t.Errorf("got %v asked for; want %v", got, want)
		}
		synctest.Wait()
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("Run returned %v; want nil", err)
		}
		if got := g.Stats(); got.Sessions != 1 || got.Reconnects != 1 {
			t.Errorf("got %+v; want 1 session and 1 reconnect", got)
		}
		synctest.Wait()
		if got := s.code.Load(); got != websocket.CloseNormalClosure {
			t.Errorf("got close code %d at the end; want 1000", got)
		}
	})
}

func TestAfterLostHeartbeatsTheSessionIsNotThrownAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		listener, dial := fake.Pipe()
		said := make(chan error, 1)
		resumed := make(chan string, 1)
		s := newScripted(listener, func(c *websocket.Conn) {
			say(strings.Replace(hello, "41250", "1000", 1), ready)(c)
			for c.WriteMessage(websocket.TextMessage, []byte(`{"t":"X","s":2,"op":0,"d":{}}`)) == nil {
				time.Sleep(time.Second) // of the bubble; heartbeats are not acknowledged
			}
			var err error
			for err == nil {
				_, _, err = c.ReadMessage()
			}
			said <- err
		}, func(c *websocket.Conn) {
			_ = c.WriteMessage(websocket.TextMessage, []byte(hello))
			_, packet, _ := c.ReadMessage()
			resumed <- string(packet)
			// Without this discordgo would hold the session's mutex, for which its reader of the
			// connection before may wait; in a bubble no time passes while somebody waits for one.
			_ = c.WriteMessage(websocket.TextMessage, []byte(`{"t":"RESUMED","s":3,"op":0,"d":{}}`))
		})
		defer s.Close()
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		g := s.gateway(newWitness(), dial)
		go func() { ended <- g.Run(ctx) }()
		if err := <-said; websocket.IsCloseError(err, websocket.CloseNormalClosure) {
			t.Errorf("got %v; want the connection cut without a word", err)
		}
		if got := <-resumed; !strings.HasPrefix(got, `{"op":6`) {
			t.Errorf("got %s; want op 6, RESUME", got)
		}
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("Run returned %v; want nil", err)
		}
	})
}

func TestADialThatHangsIsGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		listener, dial := fake.Pipe()
		s := newScripted(listener)
		defer s.Close()
		release := make(chan struct{})
		var dials atomic.Int64
		g := s.gateway(newWitness(), func(ctx context.Context, network, addr string) (net.Conn, error) {
			if dials.Add(1) == 2 { // the first asks for the address
				<-release
				return nil, errors.New("too late")
			}
			return dial(ctx, network, addr)
		})
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- g.Run(ctx) }()
		time.Sleep(2 * time.Minute) // of the bubble
		if got := g.Stats(); !g.Up() || got.Abandoned != 1 {
			t.Errorf("got up %v, %+v; want up with one session given up", g.Up(), got)
		}
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("Run returned %v; want nil", err)
		}
		close(release)
	})
}
