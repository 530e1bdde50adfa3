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
)

// Row is what is particular to a kind.
type Row struct {
	Kind  Kind
	Emoji string        // where the team has no other
	Grace time.Duration // how late an occurrence may still be announced
	Sound string        // of bot/discord/sounds
	Ahead time.Duration // how long before there is a quiet note; 0: none
	Usual Usual
}

// Usual is how a new team gets a habit.
type Usual struct {
	Rule    string // as schedule.ParseRule takes it
	Minutes int
	Cameras bool
}

// Rows lists the kinds in the order in which members are shown them.
func Rows() []Row {
	return []Row{
		{
			Kind: Standup, Emoji: "🔔", Grace: 15 * time.Minute, Sound: "bell", Ahead: 5 * time.Minute,
			Usual: Usual{Rule: "weekdays 10:00", Minutes: 15, Cameras: true},
		},
		{
			Kind: Tea, Emoji: "☕", Grace: 5 * time.Minute, Sound: "tea", Ahead: 2 * time.Minute,
			Usual: Usual{Rule: "weekdays 16:00", Minutes: 15},
		},
		{
			Kind: KPT, Emoji: "📝", Grace: 30 * time.Minute, Sound: "gong",
			Usual: Usual{Rule: "fri 15:00", Minutes: 60},
		},
	}
}

// Of gives the row of a kind; the zero Row where there is no such kind.
func Of(kind Kind) Row {
	rows := Rows()
	if i := slices.IndexFunc(rows, func(r Row) bool { return r.Kind == kind }); i >= 0 {
		return rows[i]
	}
	return Row{}
}
