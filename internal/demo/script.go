package demo

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/engawa-bot/engawa/internal/app"
)

// script is where deeds come from.
type script struct {
	from  io.Reader
	name  string // of the file; "": somebody types
	tour  bool   // first
	typed bool   // on a terminal, which shows it
}

// read opens what is played.
func (h How) read(w app.World) (script, error) {
	s := script{from: w.In, tour: h.Tour, typed: h.typed || h.Script == "" && terminal(w.In)}
	switch h.Script {
	case "":
	case "-":
		s.name = "-"
	default:
		text, err := os.ReadFile(filepath.Clean(h.Script))
		if err != nil {
			var why *os.PathError
			if errors.As(err, &why) {
				err = why.Err
			}
			return s, fmt.Errorf("demo: %s cannot be read: %w", h.Script, err)
		}
		s.from, s.name = bytes.NewReader(text), h.Script
	}
	return s, nil
}

// deed is a line of a script.
type deed struct {
	text string
	line int
}

// fault is what is wrong in a script, and where.
type fault struct{ text string }

func (f *fault) Error() string { return f.text }

// at says where in a script something is wrong.
func (s script) at(d deed, wrong string) error {
	return &fault{fmt.Sprintf("%s:%d: %s", s.name, d.line, wrong)}
}

// deeds reads lines until the input or ctx ends. A terminal's read cannot be called off:
// after an interrupt its goroutine ends with the process.
func (s script) deeds(ctx context.Context) <-chan deed {
	deeds := make(chan deed)
	go func() {
		defer close(deeds)
		scanner := bufio.NewScanner(s.from)
		for n := 1; scanner.Scan(); n++ {
			select {
			case deeds <- deed{scanner.Text(), n}:
			case <-ctx.Done():
				return
			}
		}
	}()
	return deeds
}

// typed is a line without the '> ' before it. Empty lines, remarks and answers
// that were pasted along are no actions.
func typed(line string) (action string, acts bool) {
	if strings.HasPrefix(line, "  ") || strings.HasPrefix(line, "<") || strings.HasPrefix(line, "#") {
		return "", false
	}
	action = strings.TrimSpace(strings.TrimPrefix(line, ">"))
	return action, action != ""
}

func terminal(in io.Reader) bool {
	file, ok := in.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
