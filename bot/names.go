package bot

import (
	"log/slog"

	"github.com/engawa-bot/engawa/store"
)

// Names tells what ids mean, by the store alone: so that a face that writes names
// can be made before the bot, which asks that face who belongs to a team.
type Names struct {
	db    *store.Store
	log   *slog.Logger
	known Platforms
}

// NewNames reads names in a store, of accounts on the platforms that there are.
func NewNames(db *store.Store, log *slog.Logger, known Platforms) Names {
	return Names{db, log, known}
}

// Team finds a team by id, also one that rests.
func (n Names) Team(id TeamID) (team Team, ok bool) {
	err := n.db.View(func(tx *store.Tx) (err error) {
		team, ok, err = teams.Get(tx, store.KeyOf(string(id)))
		return err
	})
	if err != nil {
		n.log.Error("cannot read a team", "team", id, "err", err)
	}
	return team.seen(), ok
}

// Called tells faces how a person is called: by their account on a platform, ""
// if they have none that is known, and by name.
func (n Names) Called(team TeamID, id MemberID, on Platform) (account, name string) {
	err := n.db.View(func(tx *store.Tx) error {
		t, _, err := teams.Get(tx, store.KeyOf(string(team)))
		if err != nil {
			return err
		}
		m, known, err := people.Get(tx, store.KeyOf(string(team), string(id)))
		account, name = m.Accounts[on], m.seen().Name
		if a := t.accountOf(id); !known && a.On == on {
			account = a.ID
		}
		return err
	})
	if err != nil {
		n.log.Error("cannot read how somebody is called", "team", team, "err", err)
	}
	return account, name
}

// LinkTo is an address that leads into a room or channel of a team's server; "" if
// its platform has none.
func (n Names) LinkTo(t Team, place ChannelID) string {
	link := n.known.Of(t.Home).Link
	if link == nil {
		return ""
	}
	return link(t.Server, place)
}
