package demo

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
)

// screen is what is printed on. Its methods may be called at any time.
type screen struct {
	mu     sync.Mutex // guards what follows
	out    io.Writer
	last   time.Time // when something was printed, or kept
	stamps stamps
	keeps  bool                // what is shown, until the instant is over
	kept   []string            // what is shown at this instant
	told   func(string) string // a line as it is read
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

// shown prints what a surface shows, or keeps it.
func (s *screen) shown(line string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.keeps {
		s.last, s.kept = time.Now(), append(s.kept, line)
		return
	}
	s.printStamp()
	s.print(s.told(line))
}

// keep has what is shown kept from now on.
func (s *screen) keep() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.keeps = true
}

// tell prints what was kept, and keeps on if it did so.
func (s *screen) tell(keeps bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.kept) > 0 {
		s.printStamp()
	}
	for _, line := range together(s.kept) {
		s.print(s.told(line))
	}
	s.kept, s.keeps = nil, keeps
}

// private is a message that one person reads.
var private = regexp.MustCompile(`^(?s)< \((Slack, )?to ([^)]+)\)(.*)$`)

// together makes one line of messages that several people read each for themselves.
func together(lines []string) (list []string) {
	at := map[string]int{}
	for _, line := range lines {
		to := private.FindStringSubmatch(line)
		if to == nil {
			list = append(list, line)
			continue
		}
		key := to[1] + to[3]
		i, again := at[key]
		if !again {
			at[key], list = len(list), append(list, line)
			continue
		}
		first := private.FindStringSubmatch(list[i])
		names := append(strings.Split(first[2], ", "), to[2])
		slices.Sort(names)
		list[i] = "< (" + first[1] + "to " + strings.Join(names, ", ") + ")" + first[3]
	}
	return list
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
