//go:build !steppedclock

package app

import (
	"time"

	"github.com/engawa-bot/engawa/bot/notebook"
)

// WallClock is the time of day.
func WallClock() time.Time { return time.Now() }

// longestLook is how long the schedule waits between two looks at the clock, at
// the most; zero is its own choice.
const longestLook time.Duration = 0

// How often a notebook is looked at, how long further notes are waited for, and how long
// it is doubted that much is gone; zero is the merge's own.
const (
	notebookPoll   = notebook.Poll
	notebookSettle = notebook.Settle
	notebookDoubt  = 0
)

// copyLook is how often it is looked whether a night's copy is there.
const copyLook = time.Minute

// awakeWithin is the bot's own; see bot.Surroundings.
var awakeWithin func() time.Duration
