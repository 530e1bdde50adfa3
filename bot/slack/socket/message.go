package socket

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"github.com/gorilla/websocket"
)

const (
	mostBytes = 1 << 20  // of a message that is read
	mostNoise = 16 << 20 // of one that is skipped; a longer one ends the connection
)

var errEndless = errors.New("a message without an end")

// message is what comes over a connection.
type message struct {
	Type     string          `json:"type"`
	Reason   string          `json:"reason"`
	Envelope string          `json:"envelope_id"`
	Payload  json.RawMessage `json:"payload"`
}

// next reads the next message. Not ok means that nobody can read it; then it is
// skipped, and acknowledged if it says its id, as it would not be shorter a second
// time.
func (l *line) next() (m message, ok bool, err error) {
	kind, r, err := l.ws.NextReader()
	if err != nil {
		return m, false, err
	}
	data, err := io.ReadAll(io.LimitReader(r, mostBytes+1))
	if err != nil {
		return m, false, err
	}
	if len(data) > mostBytes {
		return m, false, l.skip(data, r)
	}
	if kind != websocket.TextMessage || json.Unmarshal(data, &m) != nil {
		l.s.cfg.Log.Warn("Slack said what is no message", "bytes", len(data))
		return m, false, nil
	}
	return m, true, nil
}

// skip reads over the rest of a message that is too long.
func (l *line) skip(begin []byte, rest io.Reader) error {
	counted := &counter{r: io.LimitReader(rest, mostNoise-mostBytes)}
	m := outline(io.MultiReader(bytes.NewReader(begin), counted))
	if _, err := io.Copy(io.Discard, counted); err != nil {
		return err
	}
	if _, err := rest.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
		return errEndless
	}
	l.s.cfg.Log.Warn("Slack said too much at once; it is skipped", "type", m.Type, "bytes", len(begin)+counted.n)
	switch Kind(m.Type) {
	case Command, Interactive, Event:
		if m.Envelope != "" {
			l.write(acknowledgement(m.Envelope))
		}
	}
	return nil
}

// outline reads type and id of a message, and nothing of its payload.
func outline(r io.Reader) (m message) {
	d := json.NewDecoder(r)
	var key string
	depth, isKey := 0, false
	for {
		t, err := d.Token()
		if err != nil {
			return m
		}
		if bracket, is := t.(json.Delim); is {
			if depth--; bracket == '{' || bracket == '[' {
				depth += 2
			}
			isKey = depth == 1
			continue
		}
		if depth != 1 {
			continue
		}
		text, _ := t.(string)
		switch {
		case isKey:
			key = text
		case key == "type":
			m.Type = text
		case key == "envelope_id":
			m.Envelope = text
		}
		isKey = !isKey
	}
}

// counter counts what is read.
type counter struct {
	r io.Reader
	n int
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += n
	return n, err
}
