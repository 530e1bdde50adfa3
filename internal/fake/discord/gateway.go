package discord

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"

	"github.com/engawa-bot/engawa/internal/fake/server"
)

// Close codes of the gateway. Source: Discord's documentation, "Gateway Close Event Codes".
const (
	closeUnknownOp        = 4001
	closeDecode           = 4002
	closeNotAuthenticated = 4003
	closeAuthentication   = 4004
	closeAlready          = 4005
	closeInvalidSeq       = 4007
	closeRateLimited      = 4008
	closeTimeout          = 4009
	closeVersion          = 4012
	closeIntents          = 4013
	closeDisallowed       = 4014

	payloadMost = 4096 // bytes that a client may send
	closeGrace  = 2 * time.Second
)

var errVoiceUpdate = errors.New("voice state update needs guild_id, channel_id (null or an id), self_mute and self_deaf")

// conn is one WebSocket. Its handler goroutine reads and a second one writes.
type conn struct {
	s    *Server
	ws   *websocket.Conn
	out  *server.Outbox
	over chan struct{}
	once sync.Once
	half atomic.Bool // reads no more
	bye  atomic.Bool // a close frame is on its way

	session *session    // Server.mu
	sends   []time.Time // of the last 60 s; the reader's own
}

func (s *Server) gatewayURL() string { return "ws" + strings.TrimPrefix(s.url, "http") }

func getGateway(c *call) (any, error) { return object{"url": c.s.gatewayURL()}, nil }

func getGatewayBot(c *call) (any, error) {
	return object{"url": c.s.gatewayURL(), "shards": 1, "session_start_limit": object{
		"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1,
	}}, nil
}

func (s *Server) serveGateway(w http.ResponseWriter, r *http.Request) {
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	ws, err := up.Upgrade(w, r, nil)
	if err != nil {
		return // the upgrader has answered
	}
	c := &conn{s: s, ws: ws, out: server.NewOutbox(), over: make(chan struct{})}
	ws.SetCloseHandler(c.clientCloses)
	s.mu.Lock()
	if !s.life.Run(c.write) || !s.life.Run(c.read) {
		s.mu.Unlock()
		c.end()
		return
	}
	s.gate.conns[c] = struct{}{}
	first := s.gate.firstOp
	s.gate.firstOp = 0
	s.mu.Unlock()
	q := r.URL.Query()
	switch {
	case q.Get("v") != "10" && q.Get("v") != "9" || q.Get("encoding") != "json":
		c.close(closeVersion)
	case first != 0:
		c.out.Put(fmt.Appendf(nil, `{"op":%d,"d":null}`, first))
	default:
		c.out.Put(fmt.Appendf(nil, `{"op":10,"d":{"heartbeat_interval":%d}}`, s.opts.Heartbeat.Milliseconds()))
	}
}

// clientCloses answers a close frame, unless the connection is half open.
func (c *conn) clientCloses(code int, _ string) error {
	if c.half.Load() {
		return nil
	}
	_ = c.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(closeGrace))
	return nil
}

// end drops the connection without a word.
func (c *conn) end() {
	c.once.Do(func() {
		close(c.over)
		_ = c.ws.NetConn().Close()
	})
}

// close sends a close frame after what is already waiting, then ends.
func (c *conn) close(code int) {
	if c.bye.Swap(true) {
		return
	}
	c.s.record.closed(code)
	c.out.End(code)
}

func (c *conn) write() {
	for {
		i, ok := c.out.Take()
		if !ok {
			select {
			case <-c.over:
				return
			case <-c.out.Wake():
			}
			continue
		}
		deadline := time.Now().Add(10 * time.Second)
		if i.Code != 0 {
			text := websocket.FormatCloseMessage(i.Code, closeTexts()[i.Code])
			_ = c.ws.WriteControl(websocket.CloseMessage, text, deadline)
			_ = c.ws.SetReadDeadline(time.Now().Add(closeGrace)) // the reader waits that long for the answer
			return
		}
		_ = c.ws.SetWriteDeadline(deadline)
		if c.ws.WriteMessage(websocket.TextMessage, i.Data) != nil {
			c.end()
			return
		}
	}
}

func closeTexts() map[int]string {
	return map[int]string{
		4000: "Unknown error.", closeUnknownOp: "Unknown opcode.", closeDecode: "Error while decoding payload.",
		closeNotAuthenticated: "Not authenticated.", closeAuthentication: "Authentication failed.",
		closeAlready: "Already authenticated.", closeInvalidSeq: "Invalid seq.", closeRateLimited: "Rate limited.",
		closeTimeout: "Session timed out.", closeVersion: "Invalid API version.",
		closeIntents: "Invalid intent(s).", closeDisallowed: "Disallowed intent(s).",
	}
}

func (c *conn) read() {
	defer c.gone()
	c.awaitBeat()
	for {
		kind, data, err := c.ws.ReadMessage()
		if c.half.Load() {
			<-c.over
			return
		}
		if err != nil {
			c.readFailed(err)
			return
		}
		if c.bye.Load() {
			continue
		}
		if code := c.receive(kind, data); code != 0 {
			c.close(code)
		}
	}
}

// readFailed tells a client that fell silent from one that went.
func (c *conn) readFailed(err error) {
	if closed, ok := errors.AsType[*websocket.CloseError](err); ok && (closed.Code == 1000 || closed.Code == 1001) {
		c.s.mu.Lock()
		c.forget() // Discord drops the session of a client that says good-bye so
		c.s.mu.Unlock()
	}
	late, ok := errors.AsType[net.Error](err)
	if !ok || !late.Timeout() || c.bye.Swap(true) {
		return
	}
	c.s.mu.Lock()
	c.forget()
	c.s.mu.Unlock()
	c.s.record.closed(closeTimeout)
	text := websocket.FormatCloseMessage(closeTimeout, closeTexts()[closeTimeout])
	_ = c.ws.WriteControl(websocket.CloseMessage, text, time.Now().Add(closeGrace))
}

// awaitBeat gives the client two intervals for its next heartbeat.
func (c *conn) awaitBeat() { _ = c.ws.SetReadDeadline(time.Now().Add(2 * c.s.opts.Heartbeat)) }

// forget makes the connection's session one that cannot be resumed.
func (c *conn) forget() {
	if c.session != nil {
		x := c.session
		x.conn, c.session = nil, nil
		c.s.gate.drop(x)
	}
}

func (c *conn) gone() {
	c.end()
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	delete(c.s.gate.conns, c)
	c.leaveSession()
}

// leaveSession leaves the connection's session for another connection to resume.
func (c *conn) leaveSession() {
	if c.session != nil {
		c.session.conn, c.session.away = nil, time.Now()
		c.session = nil
	}
}

// tooFast counts a send and says whether it is one too many.
func (c *conn) tooFast() bool {
	now, cfg := time.Now(), c.s.limits.cfg
	old := 0
	for old < len(c.sends) && now.Sub(c.sends[old]) >= time.Minute {
		old++
	}
	c.sends = append(c.sends[old:], now)
	return !cfg.Off && len(c.sends) > cfg.GatewaySends
}

// packet is what a client sends.
type packet struct {
	Op *int            `json:"op"`
	D  json.RawMessage `json:"d"`
}

// receive does what a client asks; a code other than 0 closes the connection.
func (c *conn) receive(kind int, data []byte) int {
	if c.tooFast() {
		return closeRateLimited
	}
	var p packet
	if kind != websocket.TextMessage || len(data) > payloadMost || json.Unmarshal(data, &p) != nil || p.Op == nil {
		c.s.record.Violation("gateway: bad payload of %d bytes", len(data))
		return closeDecode
	}
	switch *p.Op {
	case 1:
		return c.heartbeat(p.D)
	case 2:
		return c.identify(p.D)
	case 6:
		return c.resume(p.D)
	case 3, 4, 8, 31:
		return c.command(*p.Op, p.D)
	}
	c.s.record.Violation("gateway: unknown op %d", *p.Op)
	return closeUnknownOp
}

func (c *conn) heartbeat(d json.RawMessage) int {
	if !bytes.Equal(d, []byte("null")) {
		var seq int
		if err := json.Unmarshal(d, &seq); err != nil {
			c.s.record.Violation("gateway: heartbeat: %v", err)
			return closeDecode
		}
	}
	c.awaitBeat()
	c.out.Put([]byte(`{"op":11}`))
	return 0
}
