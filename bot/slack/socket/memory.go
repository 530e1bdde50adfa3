package socket

import (
	"encoding/json"
	"fmt"
	"sync"
	"time"
)

const (
	rememberFor = 30 * time.Minute // what is older is not carried out: nobody knows any more whether it was
	mostKnown   = 50_000
	mostAnswer  = 20 << 10 // bytes
)

// memory knows the envelopes of the last minutes.
type memory struct {
	mu    sync.Mutex
	known map[string]*receipt
	order []*receipt // as they came
}

// receipt is an envelope that was met, or the event in one.
type receipt struct {
	name string
	at   time.Time

	// Of a form that was sent:
	form   bool
	line   *line  // over which it came last
	answer []byte // as sent; nil: not yet
}

func newMemory() *memory { return &memory{known: map[string]*receipt{}} }

// meet finds the receipt of that name, or makes it.
func (m *memory) meet(name string, l *line, form bool) (r *receipt, first bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := time.Now()
	old := 0
	for old < len(m.order) && (now.Sub(m.order[old].at) >= rememberFor || len(m.order)-old >= mostKnown) {
		m.drop(m.order[old])
		old++
	}
	m.order = m.order[old:]
	if r, known := m.known[name]; known {
		r.line = l
		return r, false
	}
	r = &receipt{name: name, at: now, form: form, line: l}
	m.known[name] = r
	m.order = append(m.order, r)
	return r, true
}

// forget lets the same envelope come again as a new one.
func (m *memory) forget(r *receipt) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.drop(r)
}

func (m *memory) drop(r *receipt) {
	if m.known[r.name] == r {
		delete(m.known, r.name)
	}
}

// answered is what to send again to who asks again; nil: nothing yet.
func (m *memory) answered(r *receipt) []byte {
	m.mu.Lock()
	defer m.mu.Unlock()
	return r.answer
}

// settle keeps the first answer, and gives the connection on which it is awaited;
// nil if there was an answer before.
func (m *memory) settle(r *receipt, answer []byte) *line {
	m.mu.Lock()
	defer m.mu.Unlock()
	if r.answer != nil {
		return nil
	}
	r.answer = answer
	return r.line
}

// take passes an envelope on and acknowledges it. It runs in the goroutine that
// reads l.
func (s *Socket) take(l *line, m message) {
	p := peek(m)
	if at, known := p.when(); known && time.Since(at) > rememberFor {
		s.cfg.Log.Warn("Slack tells what is long past; it is not carried out (or our clock is wrong)", "type", m.Type, "at", at)
		l.write(acknowledgement(m.Envelope))
		return
	}
	e := Envelope{Kind: Kind(m.Type), Payload: m.Payload}
	r, first := s.memory.meet(p.name(m), l, p.form(m))
	if r.form {
		e.Answer = func(payload any) error { return s.answer(r, m.Envelope, payload) }
	}
	switch {
	case !first && r.form:
		s.count(func(c *Stats) { c.Duplicates++ })
		if data := s.memory.answered(r); data != nil {
			l.write(data)
		}
	case !first:
		s.count(func(c *Stats) { c.Duplicates++ })
		l.write(acknowledgement(m.Envelope))
	case !s.cfg.Take(e):
		s.memory.forget(r)
	default:
		s.count(func(c *Stats) { c.Envelopes++ })
		if !r.form {
			l.write(acknowledgement(m.Envelope))
		}
	}
}

// answer acknowledges a form.
func (s *Socket) answer(r *receipt, envelope string, payload any) error {
	data := acknowledgement(envelope)
	if payload != nil {
		var err error
		data, err = json.Marshal(map[string]any{"envelope_id": envelope, "payload": payload})
		if err != nil {
			return fmt.Errorf("socket: answer: %w", err)
		}
	}
	if len(data) >= mostAnswer {
		return fmt.Errorf("socket: an answer of %d bytes, which Slack drops unseen; at most %d", len(data), mostAnswer-1)
	}
	if l := s.memory.settle(r, data); l != nil {
		l.write(data)
	}
	return nil
}

func acknowledgement(envelope string) []byte {
	data, _ := json.Marshal(map[string]string{"envelope_id": envelope}) // strings do not fail
	return data
}
