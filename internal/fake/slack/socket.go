package slack

import (
	"context"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"

	"github.com/engawa-bot/engawa/internal/fake/server"
)

const (
	linkPath     = "/link/"
	connsMost    = 10               // of an app at once. Source: "Using Socket Mode"
	ticketPeriod = 30 * time.Second // a plausible one
	closeGrace   = 2 * time.Second
	writePeriod  = 10 * time.Second
)

// link is the state of Socket Mode; Server.mu guards it.
type link struct {
	conns     []*conn // as they came
	turn      int     // whose turn it is to get an envelope
	tickets   map[string]time.Time
	envelopes map[string]*envelope
	refuse    string        // the error of apps.connections.open; empty: none
	repeat    int           // how many envelopes are still to be sent twice
	change    chan struct{} // closed when a connection comes
}

func newLink() *link {
	return &link{tickets: map[string]time.Time{}, envelopes: map[string]*envelope{}, change: make(chan struct{})}
}

// conn is one WebSocket. One goroutine reads and one writes.
type conn struct {
	s    *Server
	ws   *websocket.Conn
	out  *server.Outbox
	over chan struct{}
	once sync.Once
	half atomic.Bool // reads no more
	left atomic.Bool // a disconnect message is on its way
}

func openConnection(c *call) (object, error) {
	l := c.s.link
	if l.refuse != "" {
		return nil, failure(l.refuse)
	}
	ticket := c.s.world.ids.next("ticket-")
	l.tickets[ticket] = time.Now()
	root := "ws" + strings.TrimPrefix(c.s.url, "http")
	return object{"url": root + linkPath + "?ticket=" + ticket + "&app_id=" + c.s.world.team.app}, nil
}

// redeem says whether a ticket is good; it is no more after that.
func (l *link) redeem(ticket string) bool {
	given, ok := l.tickets[ticket]
	delete(l.tickets, ticket)
	return ok && time.Since(given) <= ticketPeriod
}

func (s *Server) serveLink(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	good := s.link.redeem(r.URL.Query().Get("ticket"))
	s.mu.Unlock()
	if !good {
		s.record.Violation("socket: a ticket that is unknown, too old or used")
		http.Error(w, "Forbidden", http.StatusForbidden)
		return
	}
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	ws, err := up.Upgrade(w, r, nil)
	if err != nil {
		return // the upgrader has answered
	}
	c := &conn{s: s, ws: ws, out: server.NewOutbox(), over: make(chan struct{})}
	c.listen()
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.life.Run(c.write) || !s.life.Run(c.read) {
		c.end()
		return
	}
	if len(s.link.conns) >= connsMost {
		s.record.Violation("socket: more than %d connections", connsMost)
		c.bye("too_many_websockets")
		return
	}
	s.link.conns = append(s.link.conns, c)
	c.out.Put(mustJSON(object{
		"type": "hello", "num_connections": len(s.link.conns),
		"connection_info": object{"app_id": s.world.team.app},
		"debug_info":      object{"host": "applink-fake", "build_number": 1, "approximate_connection_time": 18060},
	}))
	close(s.link.change)
	s.link.change = make(chan struct{})
}

// listen answers pings and takes each sign of life as a reason to wait for the next.
func (c *conn) listen() {
	alive := func() { _ = c.ws.SetReadDeadline(time.Now().Add(3 * c.s.opts.PingEvery)) }
	alive()
	c.ws.SetPongHandler(func(string) error {
		alive()
		return nil
	})
	c.ws.SetPingHandler(func(text string) error {
		alive()
		if !c.half.Load() && !c.out.Hushed() {
			_ = c.ws.WriteControl(websocket.PongMessage, []byte(text), time.Now().Add(closeGrace))
		}
		return nil
	})
	c.ws.SetCloseHandler(func(code int, _ string) error {
		if !c.half.Load() {
			_ = c.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(closeGrace))
		}
		return nil
	})
}

func disconnect(reason string) []byte {
	return mustJSON(object{"type": "disconnect", "reason": reason, "debug_info": object{"host": "applink-fake"}})
}

// bye says why and ends the connection; nothing is sent over it any more.
func (c *conn) bye(reason string) {
	if !c.left.Swap(true) {
		c.out.Put(disconnect(reason))
		c.out.End(websocket.CloseNormalClosure)
	}
}

// end drops the connection without a word.
func (c *conn) end() {
	c.once.Do(func() {
		close(c.over)
		_ = c.ws.NetConn().Close()
	})
}

func (c *conn) write() {
	ping := time.NewTicker(c.s.opts.PingEvery)
	defer ping.Stop()
	for {
		i, ok := c.out.Take()
		deadline := time.Now().Add(writePeriod)
		switch {
		case !ok:
			select {
			case <-c.over:
				return
			case <-c.out.Wake():
			case <-ping.C:
				if !c.out.Hushed() {
					_ = c.ws.WriteControl(websocket.PingMessage, []byte("Ping from fake"), time.Now().Add(writePeriod))
				}
			}
		case i.Code != 0:
			_ = c.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseNormalClosure, ""), deadline)
			_ = c.ws.SetReadDeadline(time.Now().Add(closeGrace)) // the reader waits that long for the answer
			return
		default:
			_ = c.ws.SetWriteDeadline(deadline)
			if c.ws.WriteMessage(websocket.TextMessage, i.Data) != nil {
				c.end()
				return
			}
		}
	}
}

func (c *conn) read() {
	defer c.gone()
	for {
		kind, data, err := c.ws.ReadMessage()
		if c.half.Load() {
			<-c.over
			return
		}
		if err != nil {
			return
		}
		c.s.receive(kind, data)
	}
}

func (c *conn) gone() {
	c.end()
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	l := c.s.link
	l.conns = slices.DeleteFunc(l.conns, func(x *conn) bool { return x == c })
}

// Ready waits until the app is connected over Socket Mode.
func (s *Server) Ready(ctx context.Context) error {
	for {
		s.mu.Lock()
		change, c := s.link.change, s.link.pick()
		s.mu.Unlock()
		if c != nil {
			return nil
		}
		select {
		case <-change:
		case <-ctx.Done():
			return ctx.Err()
		case <-s.life.Done():
			return net.ErrClosed
		}
	}
}

// pick is the connection whose turn it is; nil when there is none.
func (l *link) pick() *conn {
	var open []*conn
	for _, c := range l.conns {
		if c.open() {
			open = append(open, c)
		}
	}
	if len(open) == 0 {
		return nil
	}
	l.turn++
	return open[l.turn%len(open)]
}

// open says whether envelopes may still go over the connection.
func (c *conn) open() bool {
	select {
	case <-c.over:
		return false
	default:
		return !c.left.Load()
	}
}
