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
	Platforms
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

// Screen shows displays; the courier is one.
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

// Platforms is what is asked of the platforms.
type Platforms struct {
	// Atlas tells what is on a server; nil: nobody knows.
	Atlas Atlas
	// Doors tells, by the name of a face, who belongs to a team there. Without one
	// for Discord the team's role decides, and without one for Slack who is known.
	Doors map[string]Door
	// Witness tells how fresh the picture of who is where is; nil: it is always fresh.
	Witness Witness
}
