package discord

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"strconv"
	"time"
)

const (
	historyMost   = 4096            // events kept for a resume
	sessionPeriod = 2 * time.Minute // how long a session outlives its connection
)

// gate is the gateway's state; Server.mu guards it.
type gate struct {
	sessions   map[string]*session
	conns      map[*conn]struct{}
	identified map[int]time.Time // the last IDENTIFY of each bucket
	firstOp    int               // what the next connection gets instead of HELLO; 0: HELLO
	refuse     int               // the close code each IDENTIFY gets; 0: none
	arrival    chan struct{}     // closed at the next READY or RESUMED
}

func newGate() *gate {
	return &gate{sessions: map[string]*session{}, conns: map[*conn]struct{}{}, identified: map[int]time.Time{}, arrival: make(chan struct{})}
}

// session is one IDENTIFY and the events since; it outlives its connection.
type session struct {
	id      string
	intents int
	shard   [2]int
	seq     int
	history []frame
	conn    *conn               // nil while away
	joined  map[*Guild]struct{} // where it put the bot into voice
	away    time.Time           // since when there is no connection
}

// drop ends a session; the bot leaves the rooms it had joined by it.
func (g *gate) drop(x *session) {
	delete(g.sessions, x.id)
	for guild := range x.joined {
		guild.bot.move(nil)
	}
}

// frame is a dispatched event.
type frame struct {
	seq  int
	data []byte
}

// hears says whether events of a guild go to this session.
func (x *session) hears(intent int, guild string) bool {
	if intent != 0 && x.intents&intent == 0 {
		return false
	}
	if x.shard[1] < 2 || guild == "" {
		return true
	}
	id, _ := strconv.ParseUint(guild, 10, 64)
	return int(id>>22%uint64(x.shard[1])) == x.shard[0]
}

// dispatch sends an event to the sessions that asked for it.
func (s *Server) dispatch(intent int, guild, kind string, payload any) {
	s.dispatchLazy(intent, guild, kind, func() any { return payload })
}

// dispatchLazy makes the payload only if somebody hears it.
func (s *Server) dispatchLazy(intent int, guild, kind string, payload func() any) {
	if g := s.world.guilds[guild]; guild != "" && kind != "GUILD_DELETE" && (g == nil || g.outage) {
		return
	}
	var data []byte
	for _, x := range s.gate.sessions {
		if x.conn == nil && time.Since(x.away) > sessionPeriod {
			s.gate.drop(x)
			continue
		}
		if !x.hears(intent, guild) {
			continue
		}
		if data == nil {
			data = mustJSON(payload())
		}
		x.send(kind, data)
	}
}

func (x *session) send(kind string, data []byte) {
	x.seq++
	f := frame{x.seq, fmt.Appendf(nil, `{"op":0,"s":%d,"t":%q,"d":%s}`, x.seq, kind, data)}
	if len(x.history) >= 2*historyMost {
		x.history = append([]frame(nil), x.history[len(x.history)-historyMost:]...)
	}
	x.history = append(x.history, f)
	if x.conn != nil {
		x.conn.out.Put(f.data)
	}
}

// since returns what was dispatched after seq, or false if some of it is forgotten.
func (x *session) since(seq int) ([]frame, bool) {
	if seq == x.seq {
		return nil, true
	}
	if len(x.history) == 0 || seq+1 < x.history[0].seq {
		return nil, false
	}
	return x.history[seq+1-x.history[0].seq:], true
}

// mustJSON marshals what this package itself has built.
func mustJSON(v any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		panic("fake discord: " + err.Error())
	}
	return data
}

func (s *Server) ready(c *conn, intents int, shard [2]int) {
	x := &session{id: "session" + s.world.newID(), intents: intents, shard: shard, conn: c, joined: map[*Guild]struct{}{}}
	c.session = x
	s.gate.sessions[x.id] = x
	s.gate.arrived()
	var heard []*Guild
	guilds := []object{}
	for _, g := range s.world.order {
		if x.hears(0, g.id) {
			if !g.outage {
				heard = append(heard, g)
			}
			guilds = append(guilds, object{"id": g.id, "unavailable": true})
		}
	}
	bot := s.world.bot
	x.send("READY", mustJSON(object{
		"v": 10, "user": bot.selfWire(), "guilds": guilds, "session_id": x.id, "session_type": "normal",
		"resume_gateway_url": s.gatewayURL(), "shard": shard, "application": object{"id": bot.ID, "flags": 0},
		"private_channels": []string{}, "relationships": []string{}, "presences": []string{}, "user_settings": object{},
	}))
	if x.intents&intentGuilds != 0 {
		for _, g := range heard {
			x.send("GUILD_CREATE", mustJSON(g.gatewayWire()))
		}
	}
}

// resume goes on with a session, or says that it cannot.
func (s *Server) resume(c *conn, id string, seq int) (code int) {
	x := s.gate.sessions[id]
	if x == nil || x.conn == nil && time.Since(x.away) > sessionPeriod {
		c.out.Put([]byte(`{"op":9,"d":false}`))
		return 0
	}
	if seq > x.seq {
		return closeInvalidSeq
	}
	missed, ok := x.since(seq)
	if !ok {
		s.gate.drop(x)
		c.out.Put([]byte(`{"op":9,"d":false}`))
		return 0
	}
	if x.conn != nil {
		x.conn.session = nil
		x.conn.end()
	}
	x.conn, c.session = c, x
	for _, f := range missed {
		c.out.Put(f.data)
	}
	x.send("RESUMED", []byte(`{}`))
	s.gate.arrived()
	return 0
}

func (g *gate) arrived() {
	close(g.arrival)
	g.arrival = make(chan struct{})
}

// Ready waits until a bot is connected: it has identified or resumed, and its connection is open.
func (s *Server) Ready(ctx context.Context) error {
	for {
		s.mu.Lock()
		arrival := s.gate.arrival
		for c := range s.gate.conns {
			if c.session != nil {
				s.mu.Unlock()
				return nil
			}
		}
		s.mu.Unlock()
		select {
		case <-arrival:
		case <-ctx.Done():
			return ctx.Err()
		case <-s.life.Done():
			return net.ErrClosed
		}
	}
}
