package bot

import "sync/atomic"

// Tally counts what the bot did since it started, over all teams.
type Tally struct {
	Fired   atomic.Int64 // occurrences announced
	Late    atomic.Int64 // of these, more than a minute after their time
	Skipped atomic.Int64 // occurrences past their grace, or with too few expected
	Waited  atomic.Int64 // times that an occurrence waited until it was known who is where
	Moves   atomic.Int64 // members who came, went or changed, as teams took it
	Merged  atomic.Int64 // moves that a newer one replaced before a team took it
	Asks    atomic.Int64 // commands, presses and forms answered
	Shed    atomic.Int64 // of those who asked, who got back what they wrote, unheard: too many at once
	Expired atomic.Int64 // whose time to be answered was over, so that nothing was carried out
}
