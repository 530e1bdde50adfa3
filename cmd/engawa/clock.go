//go:build !steppedclock

package main

import "time"

// wallClock is the time of day.
func wallClock() time.Time { return time.Now() }
