package discord

import (
	"encoding/json"
	"strings"
	"time"
)

// identity is gateway op 2.
type identity struct {
	Token      *string         `json:"token"`
	Intents    *int            `json:"intents"`
	Properties json.RawMessage `json:"properties"`
	Shard      *[2]int         `json:"shard"`
}

func (c *conn) identify(d json.RawMessage) int {
	var who identity
	if err := json.Unmarshal(d, &who); err != nil || who.Token == nil || who.Intents == nil || who.Properties == nil {
		c.s.record.Violation("gateway: IDENTIFY needs token, intents and properties: %v", err)
		return closeDecode
	}
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	gate := c.s.gate
	switch {
	case c.session != nil:
		return closeAlready
	case gate.refuse != 0:
		return gate.refuse
	case !c.s.knows(*who.Token):
		return closeAuthentication
	case *who.Intents&^knownIntents != 0:
		return closeIntents
	case *who.Intents&privilegedIntent != 0:
		return closeDisallowed
	}
	shard := [2]int{0, 1}
	if who.Shard != nil {
		shard = *who.Shard
	}
	now, cfg := time.Now(), c.s.limits.cfg
	if last, ok := gate.identified[shard[0]]; ok && !cfg.Off && now.Sub(last) < cfg.IdentifyEvery {
		c.out.Put([]byte(`{"op":9,"d":false}`))
		return 0
	}
	gate.identified[shard[0]] = now
	c.s.ready(c, *who.Intents, shard)
	return 0
}

func (s *Server) knows(token string) bool { return strings.TrimPrefix(token, "Bot ") == s.opts.Token }

func (c *conn) resume(d json.RawMessage) int {
	var who struct {
		Token   *string `json:"token"`
		Session *string `json:"session_id"`
		Seq     *int    `json:"seq"`
	}
	if err := json.Unmarshal(d, &who); err != nil || who.Token == nil || who.Session == nil || who.Seq == nil {
		c.s.record.Violation("gateway: RESUME needs token, session_id and seq: %v", err)
		return closeDecode
	}
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	switch {
	case c.session != nil:
		return closeAlready
	case !c.s.knows(*who.Token):
		return closeAuthentication
	}
	return c.s.resume(c, *who.Session, *who.Seq)
}

// command does an op that only an identified client may send.
func (c *conn) command(op int, d json.RawMessage) int {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	if c.session == nil {
		return closeNotAuthenticated
	}
	if op != 4 {
		return 0 // presence, member and sound requests are taken and not answered
	}
	if err := c.s.botVoice(c.session, d); err != nil {
		c.s.record.Violation("gateway: op 4: %v: %s", err, d)
		return closeDecode
	}
	return 0
}
