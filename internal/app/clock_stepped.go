//go:build steppedclock

package app

import (
	"fmt"
	"os"
	"time"
)

// WallClock is a clock for tests that kill and time the whole program: the file
// named by ENGAWA_TEST_CLOCK holds an instant, what the clock shows then, and
// how many times faster than time it goes. The file is read at each look, so
// that whoever replaces it steps the clock.
func WallClock() time.Time {
	begun, shown, speed := readClock()
	passed := time.Duration(speed * float64(time.Now().UnixNano()-begun))
	return time.Unix(0, shown).Add(passed)
}

// readClock gives nanoseconds since 1970, and the speed.
func readClock() (begun, shown int64, speed float64) {
	text, err := os.ReadFile(os.Getenv("ENGAWA_TEST_CLOCK"))
	if err == nil {
		_, err = fmt.Sscan(string(text), &begun, &shown, &speed)
	}
	if err != nil {
		panic(err)
	}
	return begun, shown, speed
}

// awakeWithin is two seconds of this machine: by a fast clock they are minutes.
var awakeWithin = func() time.Duration {
	_, _, speed := readClock()
	return time.Duration(max(1, speed) * float64(2*time.Second))
}

// longestLook lets the schedule see a step, and a minute of a fast clock, soon.
const longestLook = 20 * time.Millisecond

// The scribe of a program that lives for a second is quick.
const (
	notebookPoll   = 50 * time.Millisecond
	notebookSettle = 10 * time.Millisecond
)

// copyLook lets a program that lives for a second make copies.
const copyLook = 50 * time.Millisecond
