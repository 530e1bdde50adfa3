package demo

import (
	"fmt"
	"io"
	"sync"
	"time"
)

// screen is what is printed on. Its methods may be called at any time.
type screen struct {
	mu     sync.Mutex // guards what follows
	out    io.Writer
	last   time.Time // when something was printed
	stamps stamps
}

// stamps say what time it is, where something is shown while time runs.
type stamps struct {
	due  string // is to be said before the next line that is shown
	last string // was said last
}

// say prints a line of the demo's own, or an answer to what was done.
func (s *screen) say(line string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.print(line)
}

// print is say with the lock held.
func (s *screen) print(line string) {
	s.last = time.Now()
	_, _ = fmt.Fprintln(s.out, line) // nobody is there to be told
}

// shown prints what a surface shows.
func (s *screen) shown(line string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.printStamp()
	s.print(line)
}

// stamp has a time said before the next line that is shown, unless it was said last.
func (s *screen) stamp(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stamps.due = ""
	if text != s.stamps.last {
		s.stamps.due = text
	}
}

// arrive says what time it is by now.
func (s *screen) arrive() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.printStamp()
}

func (s *screen) printStamp() {
	if s.stamps.due != "" {
		s.print(s.stamps.due)
		s.stamps.due, s.stamps.last = "", s.stamps.due
	}
}

// silent is for how long nothing was printed, at most since an instant.
func (s *screen) silent(since time.Time) time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return min(time.Since(since), time.Since(s.last))
}
