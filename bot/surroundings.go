package bot

import (
	"log/slog"
	"time"

	"github.com/engawa-bot/engawa/store"
)

// Surroundings is all that a bot is told of the world, once, when it is made.
type Surroundings struct {
	Store  *store.Store
	Screen Screen
	Log    *slog.Logger
	Now    func() time.Time // the wall clock
	Watch
	Outside
	// Woke is told that a team that rested goes on; nil: nobody is.
	Woke func(TeamID)
	// Aloud says a post that the store cannot keep: once, and only now. nil: it is
	// not said.
	Aloud func(store.Owed)
	// Copies is for how many days copies of the store hold what was deleted.
	Copies int
	// Only are the servers that are served; none is all.
	Only []ServerID
}

// Screen takes displays that have changed, and never waits; the courier is one.
type Screen interface{ Show(Display) }

// Watch is how a bot looks at the clock.
type Watch struct {
	// LongestLook is the longest pause between two looks at the clock; zero is
	// the schedule's own.
	LongestLook time.Duration
	// Awake is how late something may be looked at, by the bot's clock, by a process
	// that was not frozen, nor asleep with its machine; nil: 2 s.
	Awake func() time.Duration
}

// Outside is which platforms there are, and what is asked of them.
type Outside struct {
	// Platforms are those that there are, set up or not; those on which people like
	// to be reached first. The server's comes after all others.
	Platforms Platforms
	// Atlas tells what is on a server; nil: nobody knows.
	Atlas Atlas
	// Doors tells, by platform, who belongs to a team there. Without one for the
	// server's the team's role decides, and without one for another who is known.
	Doors map[Platform]Door
	// Witness tells how fresh the picture of who is where is; nil: it is always fresh.
	Witness Witness
}
