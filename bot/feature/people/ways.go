package people

import (
	"github.com/engawa-bot/engawa/bot"
)

// way is one of the ways in which two accounts can become one person's.
type way struct {
	name  string // for tests, which play each
	home  bool   // the first yes is given on the server's platform
	do    string // the press that gives it
	alike func(census) (map[bot.MemberID]bot.MemberID, error)
	ask   string // the suggestion, in the catalogue
}

// ways is the one table of them. Each begins with a first yes, which is propose,
// and ends with a second one from the other account, which is confirm: nothing
// else links. Where alike is set, the first yes is suggested to the accounts that
// it gives, each with one on the server; elsewhere people choose by themselves.
// The surer likeness comes first, for an account is asked only once.
func ways() []way {
	return []way{
		{"chosen on the server", true, "link choose", nil, ""},
		{"chosen elsewhere", false, "link choose", nil, ""},
		{"alike by e-mail", false, "link yes", census.byAddress, "roster.ask.address"},
		{"alike by name", false, "link yes", census.byName, "roster.ask.name"},
	}
}
