package people

import (
	"github.com/engawa-bot/engawa/bot"
)

// way is one of the ways in which two accounts can become one person's.
type way struct {
	name  string // for tests, which play each
	face  string // where the first yes is given
	do    string // the press that gives it
	alike func(census) (map[bot.MemberID]bot.MemberID, error)
	ask   string // the suggestion, in the catalogue
}

// ways is the one table of them. Each begins with a first yes, which is propose,
// and ends with a second one from the other account, which is confirm: nothing
// else links. Where alike is set, the first yes is suggested to the Slack accounts
// that it gives, each with one on Discord; elsewhere people choose by themselves.
// The surer likeness comes first, for an account is asked only once.
func ways() []way {
	return []way{
		{"chosen in Discord", bot.Discord, "link choose", nil, ""},
		{"chosen in Slack", bot.Slack, "link choose", nil, ""},
		{"alike by e-mail", bot.Slack, "link yes", census.byAddress, "roster.ask.address"},
		{"alike by name", bot.Slack, "link yes", census.byName, "roster.ask.name"},
	}
}
