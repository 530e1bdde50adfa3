package apptest

import (
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// minutes is what people know of what they said in meetings.
type minutes struct {
	t       *testing.T
	presses atomic.Int64

	mu        sync.Mutex
	written   map[string]*penned // by first word
	judged    []*judged
	committed map[string]*committed // by the id of the Try
}

type penned struct {
	kind string
	told outcome
}

// judged is one verdict: on which Try, in which retro, and when it may have
// been given.
type judged struct {
	try, retro, outcome string
	from, to            time.Time
	told                outcome
}

// committed is what may have been decided under one id.
type committed struct {
	texts []string
	told  outcome
	of    string // the Try whose place it takes
	retro string
}

func newMinutes(t *testing.T) *minutes {
	return &minutes{t: t, written: map[string]*penned{}, committed: map[string]*committed{}}
}

// note notes what somebody is about to write; told takes in what they are told.
func (m *minutes) note(text, kind string) (told func(kept bool, says string)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	w := &penned{kind: kind, told: unknown}
	m.written[firstWord.FindString(text)] = w
	return func(kept bool, says string) {
		m.mu.Lock()
		defer m.mu.Unlock()
		if kept || strings.Contains(says, "It is decided already") { // which was sent before
			w.told = done
		} else {
			m.t.Errorf("the note %q was answered %q", text, says)
		}
	}
}

// verdict notes what somebody is about to say of a Try.
func (m *minutes) verdict(try, retro, outcome string) (told func(lost, given bool)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	v := &judged{try: try, retro: retro, outcome: outcome, from: time.Now(), to: time.Now().Add(time.Hour), told: unknown}
	m.judged = append(m.judged, v)
	return func(lost, given bool) {
		m.mu.Lock()
		defer m.mu.Unlock()
		switch {
		case given:
			v.to, v.told = time.Now(), done
		case !lost:
			v.told = unasked // it was refused
		}
	}
}

// commit notes what somebody is about to decide.
func (m *minutes) commit(c control, text string) (told func(decided bool)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	id := c.rest[1]
	d := m.committed[id]
	if d == nil {
		d = &committed{told: unasked, retro: c.retro}
		m.committed[id] = d
	}
	if len(c.rest) > 2 {
		d.of = c.rest[2]
		m.judged = append(m.judged, &judged{try: d.of, retro: c.retro, outcome: "rewrite", from: time.Now(), to: time.Now().Add(time.Hour), told: unknown})
	}
	d.texts = append(d.texts, text)
	d.told = max(d.told, unknown)
	return func(decided bool) {
		m.mu.Lock()
		defer m.mu.Unlock()
		if decided {
			d.told = done
		}
	}
}

func (m *minutes) notes(told outcome) (n int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, w := range m.written {
		if w.told == told {
			n++
		}
	}
	return n
}

func (m *minutes) verdicts(told outcome) (n int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, v := range m.judged {
		if v.told == told {
			n++
		}
	}
	return n
}

func (m *minutes) commits(told outcome) (n int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, d := range m.committed {
		if d.told == told {
			n++
		}
	}
	return n
}

// last are the outcomes that may be what a retro says of a Try in the end: those
// after which no other was surely given. none says that there may be none.
func (m *minutes) last(try, retro string) (outcomes map[string]bool, none bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	outcomes, none = map[string]bool{}, true
	for _, v := range m.judged {
		if v.try != try || v.retro != retro || v.told == unasked {
			continue
		}
		none = none && v.told != done
		last := true
		for _, w := range m.judged {
			if w.try == try && w.retro == retro && w.told == done && w.from.After(v.to) {
				last = false
			}
		}
		outcomes[v.outcome] = outcomes[v.outcome] || last
	}
	return outcomes, none
}

// wordOf is the first word of a note or of a Try's text.
func wordOf(text string) string {
	word, _, _ := strings.Cut(strings.TrimSpace(text), " ")
	return word
}
