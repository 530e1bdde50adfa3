package main

import (
	"time"

	"github.com/engawa-bot/engawa/bot"
)

// keepSince keeps since when a habit has had its rule: a new rule counts from
// now on, so that nothing past comes due.
func keepSince(t *bot.Team, old bot.Team, now time.Time) {
	for i, h := range t.Habits {
		since := now
		if was, ok := old.Habit(h.Name); ok && was.Rule == h.Rule && was.Options.Off == h.Options.Off {
			since = was.Options.Since
		}
		t.Habits[i].Options.Since = since
	}
}
