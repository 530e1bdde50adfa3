package bot

import (
	"log/slog"

	"github.com/engawa-bot/engawa/store"
)

// Names tells what ids mean, by the store alone: so that a face that writes names
// can be made before the bot, which asks that face who belongs to a team.
type Names struct {
	db  *store.Store
	log *slog.Logger
}

// NewNames reads names in a store.
func NewNames(db *store.Store, log *slog.Logger) Names { return Names{db, log} }

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
