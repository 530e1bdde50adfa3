//go:build steppedclock

package app

import (
	"fmt"
	"os"
	"time"
)

// WallClock is a clock for tests that kill and time the whole program: the file
// named by ENGAWA_TEST_CLOCK holds an instant, what the clock shows then, how many
// times faster than time it goes, where it stands still, and how many times faster
// than time it goes at most. The file is read at each look, so
// that whoever replaces it steps the clock.
func WallClock() time.Time {
	c := readClock()
	passed := int64(c.speed * float64(time.Now().UnixNano()-c.begun))
	return time.Unix(0, min(c.shown+passed, c.stands))
}

// clockFile is what the file says; instants are nanoseconds since 1970.
type clockFile struct {
	begun, shown int64
	speed        float64
	stands       int64
	fastest      float64
}

func readClock() (c clockFile) {
	text, err := os.ReadFile(os.Getenv("ENGAWA_TEST_CLOCK"))
	if err == nil {
		_, err = fmt.Sscan(string(text), &c.begun, &c.shown, &c.speed, &c.stands, &c.fastest)
	}
	if err != nil {
		panic(err)
	}
	return c
}

// awakeWithin is two seconds of this machine: by a fast clock they are minutes.
var awakeWithin = func() time.Duration {
	return time.Duration(max(1, readClock().fastest) * float64(2*time.Second))
}

// longestLook lets the schedule see a step, and a minute of a fast clock, soon.
const longestLook = 20 * time.Millisecond

// The scribe of a program that lives for a second is quick.
const (
	notebookPoll   = 50 * time.Millisecond
	notebookSettle = 10 * time.Millisecond
	notebookDoubt  = 120 * time.Millisecond
)

// copyLook lets a program that lives for a second make copies.
const copyLook = 50 * time.Millisecond
