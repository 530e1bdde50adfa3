package socket

import (
	"cmp"
	"encoding/json"
	"strconv"
	"time"
)

// peeked is what of a payload decides about acknowledgements.
type peeked struct {
	Type    string `json:"type"`
	Event   string `json:"event_id"`
	Trigger string `json:"trigger_id"`
	stamps
}

// stamps are when it was done, each in the payloads of one kind.
type stamps struct {
	EventTime int64  `json:"event_time"`
	ActionTS  string `json:"action_ts"`
	Actions   []struct {
		TS string `json:"action_ts"`
	} `json:"actions"`
}

func peek(m message) (p peeked) {
	_ = json.Unmarshal(m.Payload, &p) // whoever takes it says what is wrong with it
	return p
}

// form tells whether it is a form that was sent.
func (p peeked) form(m message) bool {
	return Kind(m.Type) == Interactive && p.Type == "view_submission"
}

// name is what it is known by. Sent again, it may come in another envelope; only a
// form is awaited in its own.
func (p peeked) name(m message) string {
	switch {
	case Kind(m.Type) == Event && p.Event != "":
		return "event " + p.Event
	case Kind(m.Type) != Event && p.Trigger != "" && !p.form(m):
		return "trigger " + p.Trigger
	}
	return m.Envelope
}

// when is when it was done, if it says so.
func (p peeked) when() (at time.Time, known bool) {
	if p.EventTime > 0 {
		return time.Unix(p.EventTime, 0), true
	}
	ts := p.ActionTS
	if len(p.Actions) > 0 {
		ts = cmp.Or(p.Actions[0].TS, ts)
	}
	seconds, err := strconv.ParseFloat(ts, 64)
	if err != nil || seconds < 1 {
		return at, false
	}
	return time.Unix(int64(seconds), 0), true
}
