// Package habit is the table of the kinds of habit that a team may have: one row a
// kind. What members read of a kind is in the catalogue, under 'habit.KIND' and
// 'announce.event.KIND'; what a feature does about one is hooked in where the bot is
// wired.
//
// It knows neither teams nor what calls a habit.
package habit

import (
	"slices"
	"time"
)

// Kind is a kind of habit. It is part of what the store holds: it never changes.
type Kind string

// The kinds of habit.
const (
	Standup Kind = "standup"
	Tea     Kind = "tea"
	KPT     Kind = "kpt"

	// Gathering is of the team's own making: a study group, a party, games.
	Gathering Kind = "gathering"
)

// Row is what is particular to a kind.
type Row struct {
	Kind  Kind
	Emoji string        // where the team has no other
	Grace time.Duration // how late an occurrence may still be announced
	Sound string        // by name, as the server's platform has it
	Ahead time.Duration // how long before there is a quiet note; 0: none
	Most  int           // how many a team may have; see Several
	Usual Usual
}

// Usual is how a new team gets a habit.
type Usual struct {
	Rule    string // as schedule.ParseRule takes it; empty: there is none
	Minutes int
	Cameras bool
	Chosen  bool // set-up offers it as chosen
}

// Several tells whether a team may have more than one of the kind. Then each has a
// name that the team gave it, may be held on one date alone or on days that are not
// worked, and may be for a part of the team.
func (r Row) Several() bool { return r.Most > 1 }

// Rows lists the kinds in the order in which members are shown them.
func Rows() []Row {
	return []Row{
		{
			Kind: Standup, Emoji: "🔔", Grace: 15 * time.Minute, Sound: "bell", Ahead: 5 * time.Minute, Most: 1,
			Usual: Usual{Rule: "weekdays 10:00", Minutes: 15, Cameras: true, Chosen: true},
		},
		{
			Kind: Tea, Emoji: "☕", Grace: 5 * time.Minute, Sound: "tea", Ahead: 2 * time.Minute, Most: 1,
			Usual: Usual{Rule: "weekdays 16:00", Minutes: 15, Chosen: true},
		},
		{
			Kind: KPT, Emoji: "📝", Grace: 30 * time.Minute, Sound: "gong", Most: 1,
			Usual: Usual{Rule: "fri 15:00", Minutes: 60, Chosen: true},
		},
		{
			Kind: Gathering, Emoji: "🎈", Grace: 15 * time.Minute, Sound: "bell", Ahead: 10 * time.Minute, Most: 12,
			Usual: Usual{Minutes: 60},
		},
	}
}

// Single lists the kinds of which a team has one at the most.
func Single() []Row { return slices.DeleteFunc(Rows(), Row.Several) }

// Of gives the row of a kind; the zero Row where there is no such kind.
func Of(kind Kind) Row {
	rows := Rows()
	if i := slices.IndexFunc(rows, func(r Row) bool { return r.Kind == kind }); i >= 0 {
		return rows[i]
	}
	return Row{}
}
