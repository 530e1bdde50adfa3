package app

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"reflect"

	"github.com/engawa-bot/engawa/internal/plain"
)

// Keepers read logs and answers in terminals, which obey what cannot be seen. So
// nothing of it gets there, whoever has typed it and whenever it was stored.

// sight is a terminal that is given what can be seen, line by line.
type sight struct {
	w    io.Writer
	rest []byte // of a line that has not ended
}

func (s *sight) Write(p []byte) (int, error) {
	s.rest = append(s.rest, p...)
	end := bytes.LastIndexByte(s.rest, '\n') + 1
	lines := s.rest[:end]
	s.rest = bytes.Clone(s.rest[end:])
	if _, err := io.WriteString(s.w, plain.Piece(string(lines))); err != nil {
		return 0, err
	}
	return len(p), nil
}

// end writes a last line that has no end.
func (s *sight) end() error {
	_, err := io.WriteString(s.w, plain.Piece(string(s.rest)))
	s.rest = nil
	return err
}

// inSight is what of an attribute of the log can be seen.
func inSight(_ []string, a slog.Attr) slog.Attr {
	switch v := a.Value.Any().(type) {
	case string:
		a.Value = slog.StringValue(plain.Text(v))
	case error:
		a.Value = slog.StringValue(plain.Text(v.Error()))
	case fmt.Stringer:
		if a.Value.Kind() == slog.KindAny && a.Key != slog.LevelKey {
			a.Value = slog.StringValue(plain.Text(v.String()))
		}
	default:
		if r := reflect.ValueOf(v); a.Value.Kind() == slog.KindAny && r.Kind() == reflect.String { // an id
			a.Value = slog.StringValue(plain.Text(r.String()))
		}
	}
	return a
}
