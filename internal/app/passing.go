package app

import (
	"context"
	"time"
)

// NextDue gives the instant at which something is to happen next by the wall clock, as
// far as that is known: for who lets time pass faster than it does, as the demo. false:
// nothing is.
func (a *App) NextDue() (time.Time, bool) {
	planned, ok := a.Bot.NextDue()
	waits, too := a.Courier.Next()
	if too && (!ok || waits.Before(planned)) {
		return waits, true
	}
	return planned, ok
}

// Stepped says that the wall clock was set, and has everything look at it now.
func (a *App) Stepped() {
	a.Bot.Stepped()
	a.Courier.Stepped()
}

// Settled tells whether all that came due was dealt with, delivered and shown. What
// waits for a time to come is no trouble.
func (a *App) Settled(ctx context.Context) bool {
	next, ok := a.NextDue()
	return (!ok || next.After(a.now())) && a.Bot.Settled(ctx) && a.Courier.Settled()
}
