//go:build !steppedclock

package main

import "time"

// wallClock is the time of day.
func wallClock() time.Time { return time.Now() }

// longestLook is how long the schedule waits between two looks at the clock, at
// the most; zero is its own choice.
const longestLook time.Duration = 0
