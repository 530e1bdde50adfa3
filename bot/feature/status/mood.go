// Package status lets a member's status on a platform follow focus and pairing: while
// they sit in such a room it says so, and afterwards it is put back as it was.
//
// It is for each member to switch on, with a token of their own, for nobody else
// can set it. The token is kept sealed with the keeper's key, is given to the face only, and never stands in a message, an error,
// a log or an export. It can be used by nobody who has the store but not the key.
//
// A status ends by itself within the hour; it is renewed every half hour as long
// as the member sits there. So nothing stays for long where Engawa, the
// platform or the token fails.
//
// # Leaving
//
// A token that is taken back is still needed to put the status back. So its row is
// marked, which puts the status back at once, and deleted within two minutes,
// whether that has worked or not; a status that could not be put back ends by
// itself. A change of whose account it is takes the token back too, within half an
// hour.
//
// # Its table
//
// 'moods': team/member/account → consent, where account is the id on the platform
// that was linked with the member when the token was given. An
// account has a token in one team only.
package status

import (
	"context"
	"log/slog"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

// Way is how members give a token on a platform that has statuses.
type Way struct {
	On    bot.Platform
	Where string            // an address, where a member gets a token
	How   string            // of the catalogue: how they do, with {address} in it
	Shape func(string) bool // what a token looks like
	// Tokens is nil where the platform is not connected: nobody has a status then.
	Tokens Tokens
}

// Tokens knows whose token one is; a face does.
type Tokens interface {
	// Owner asks the platform which account a member's own token is of. It gives a
	// *bot.Refusal if the platform does not take the token: of reason NoRight if the
	// token lacks a right that statuses need.
	Owner(ctx context.Context, token string) (account string, err error)
}

// Vault opens the members' tokens. A face speaks with them, and is asked whose they
// are; so the vault is there before the face, and a Mood after it.
type Vault struct {
	db  *store.Store
	log *slog.Logger
	key []byte
}

// NewVault makes a vault. key is what ParseKey gives; empty: nothing can be opened.
func NewVault(db *store.Store, log *slog.Logger, key []byte) *Vault {
	return &Vault{db: db, log: log, key: key}
}

// Mood keeps the members' tokens and says what their statuses should be.
type Mood struct {
	*Vault
	now func() time.Time
	way Way
}

// New makes a Mood; a vault without a key switches it off.
func New(vault *Vault, now func() time.Time, way Way) *Mood {
	return &Mood{Vault: vault, now: now, way: way}
}

// arg is the name of the platform with statuses.
func (m *Mood) arg(s *bot.Scene) words.Arg { return s.Traits(m.way.On).Arg() }

func (m *Mood) sorry(s *bot.Scene, key string) error { return bot.Sorryf(key, m.arg(s)) }

// Feature is '/engawa status' and all that follows from it.
func (m *Mood) Feature() bot.Feature {
	return bot.Feature{
		Name: "mood",
		Commands: []bot.Command{
			{Name: "engawa status", Way: bot.Slash, Who: bot.Teammate, Looks: true, Told: bot.Told{Typed: []string{"/engawa status"}}, Run: m.page},
			{Name: "status on", Way: bot.Press, Who: bot.Teammate, Looks: true, Run: m.ask},
			{Name: "status on", Way: bot.Submit, Who: bot.Teammate, Run: m.given, Secret: true},
			{Name: "status off", Way: bot.Press, Who: bot.Anyone, Run: m.off},
		},
		Plans: m.plans, Opened: m.show,
		Moved: func(s *bot.Scene, _ []bot.Move) error { return m.show(s) },
		Of:    bot.Of{Kept: m.kept, Forget: takeBack},
	}
}

// Token gives the token of an account, if there is one. It may be called at
// any time.
func (v *Vault) Token(account string) (token string, ok bool) {
	err := v.db.View(func(tx *store.Tx) error {
		for row, err := range moods.Scan(tx, "") {
			if err != nil {
				return err
			}
			if accountOf(row.Key) != account || ok && row.Value.leaves() {
				continue
			}
			if opened, fits := open(v.key, row.Key, row.Value.Sealed); fits {
				token, ok = opened, true
			}
		}
		return nil
	})
	if err != nil {
		v.log.Error("cannot read a token for a status", "account", account, "err", err)
	}
	return token, ok
}
