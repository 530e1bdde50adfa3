package discord_test

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/gorilla/websocket"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

// socket is a plain gateway client.
type socket struct {
	t       testing.TB
	s       *fake.Server
	ws      *websocket.Conn
	seq     int
	session string
}

// packet is what the gateway sends.
type packet struct {
	Op int             `json:"op"`
	S  int             `json:"s"`
	T  string          `json:"t"`
	D  json.RawMessage `json:"d"`
}

type dialer func(ctx context.Context, network, addr string) (net.Conn, error)

func dial(t testing.TB, s *fake.Server, d dialer, query string) *socket {
	t.Helper()
	w := websocket.Dialer{NetDialContext: d}
	ws, resp, err := w.DialContext(t.Context(), "ws"+strings.TrimPrefix(s.URL(), "http")+"/?"+query, nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	t.Cleanup(func() { _ = ws.Close() })
	return &socket{t: t, s: s, ws: ws}
}

// connect dials and reads HELLO.
func connect(t testing.TB, s *fake.Server, d dialer) *socket {
	t.Helper()
	c := dial(t, s, d, "v=10&encoding=json")
	c.want(10, "")
	return c
}

// identified is connected and has read READY and GUILD_CREATE of each guild.
func identified(t testing.TB, s *fake.Server, d dialer, intents, guilds int) *socket {
	t.Helper()
	c := connect(t, s, d)
	c.identify(intents)
	var ready struct {
		Session string `json:"session_id"`
	}
	if err := json.Unmarshal(c.want(0, "READY").D, &ready); err != nil {
		t.Fatal(err)
	}
	c.session = ready.Session
	for range guilds {
		c.want(0, "GUILD_CREATE")
	}
	return c
}

func (c *socket) identify(intents int) {
	c.send(2, object{"token": c.s.Token(), "intents": intents, "properties": object{}})
}

func (c *socket) send(op int, d any) {
	c.t.Helper()
	if err := c.ws.WriteJSON(object{"op": op, "d": d}); err != nil {
		c.t.Fatal(err)
	}
}

func (c *socket) next() packet {
	c.t.Helper()
	var p packet
	if err := c.ws.ReadJSON(&p); err != nil {
		c.t.Fatal(err)
	}
	if p.Op == 0 {
		c.seq = p.S
	}
	return p
}

func (c *socket) want(op int, kind string) packet {
	c.t.Helper()
	p := c.next()
	if p.Op != op || p.T != kind {
		c.t.Fatalf("got op %d %s %s; want op %d %s", p.Op, p.T, p.D, op, kind)
	}
	return p
}

// wantClose reads to the close frame.
func (c *socket) wantClose(code int) {
	c.t.Helper()
	for {
		_, _, err := c.ws.ReadMessage()
		if err == nil {
			continue
		}
		closed, ok := errors.AsType[*websocket.CloseError](err)
		if !ok || closed.Code != code {
			c.t.Fatalf("got %v; want close %d", err, code)
		}
		return
	}
}

func (c *socket) move(g *fake.Guild, channel any) {
	c.t.Helper()
	c.send(4, object{"guild_id": g.ID(), "channel_id": channel, "self_mute": false, "self_deaf": false})
}

// inBubble runs f in a synctest bubble with a server that is reached by pipes.
func inBubble(t *testing.T, o fake.Options, f func(t *testing.T, s *fake.Server, d dialer)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		l, d := fake.Pipe()
		o.Listener = l
		f(t, start(t, o), d)
	})
}

// pipeRest is a REST client through the pipe.
func pipeRest(t testing.TB, s *fake.Server, d dialer) *rest {
	r := newRest(t, s)
	r.client.Transport = &http.Transport{DialContext: d}
	t.Cleanup(r.client.CloseIdleConnections)
	return r
}

const (
	guilds      = 1 << 0
	voiceStates = 1 << 7
	messages    = 1 << 9
	scheduled   = 1 << 16
)
