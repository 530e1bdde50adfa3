package people

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/store"
)

// address is what is kept of a member's e-mail.
type address struct {
	Print string `json:"print"`        // see fingerprint
	New   bool   `json:"new,omitzero"` // not compared with anybody yet
}

var addresses = store.NewTable[address]("addresses")

// fingerprint is by what an e-mail is known again.
func fingerprint(email string) string {
	sum := sha256.Sum256([]byte(strings.ToLower(strings.TrimSpace(email))))
	return hex.EncodeToString(sum[:])
}

// KeepAddresses keeps by what the e-mails of a team's members are known again on
// another platform: of these members and no others. It comes in
// the transaction of whoever has read them; a Syncer compares them within a
// minute.
func KeepAddresses(tx *store.Tx, team bot.TeamID, accounts map[bot.Account]string) error {
	emails := map[bot.MemberID]string{}
	for a, email := range accounts {
		id, err := bot.MemberIn(tx, team, a)
		if err != nil {
			return err
		}
		emails[id] = email
	}
	for row, err := range addresses.Scan(tx, store.KeyOf(string(team))) {
		if err != nil {
			return err
		}
		if _, still := emails[account(row.Key, 1)]; still {
			continue
		}
		if err := addresses.Delete(tx, row.Key); err != nil {
			return err
		}
	}
	for id, email := range emails {
		key := store.KeyOf(string(team), string(id))
		old, _, err := addresses.Get(tx, key)
		if err != nil {
			return err
		}
		if old.Print == fingerprint(email) {
			continue
		}
		if err := addresses.Put(tx, key, address{Print: fingerprint(email), New: true}); err != nil {
			return err
		}
	}
	return nil
}

// account is a part of a key: a person's account.
func account(key store.Key, part int) bot.MemberID { return bot.MemberID(key.Parts()[part]) }

func newAddresses(s *bot.Scene, tx *store.Tx) (bool, error) {
	for row, err := range addresses.Scan(tx, s.Key()) {
		if err != nil {
			return false, err
		}
		if row.Value.New {
			return true, nil
		}
	}
	return false, nil
}
