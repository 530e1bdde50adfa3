package status

import (
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

// consent is a member's token, sealed, and when they took it back.
type consent struct {
	Sealed  []byte    `json:"sealed"`
	Leaving time.Time `json:"leaving,omitzero"` // the zero time: it holds
}

var moods = store.NewTable[consent]("moods")

func (c consent) leaves() bool { return !c.Leaving.IsZero() }

func memberOf(key store.Key) bot.MemberID { return bot.MemberID(key.Parts()[1]) }
func accountOf(key store.Key) string      { return key.Parts()[2] }

// rows lists a team's rows that are about a person, by either account; all of
// them if id is empty.
func rows(tx *store.Tx, s *bot.Scene, id bot.MemberID) ([]store.Row[consent], error) {
	var list []store.Row[consent]
	for row, err := range moods.Scan(tx, s.Key()) {
		if err != nil {
			return nil, err
		}
		if id == "" || memberOf(row.Key) == id || accountOf(row.Key) == string(id) {
			list = append(list, row)
		}
	}
	return list, nil
}

// leave takes tokens back. What they show is put back after the call, and they
// are deleted soon.
func leave(s *bot.Scene, tx *store.Tx, list []store.Row[consent]) error {
	for _, row := range list {
		if row.Value.leaves() {
			continue
		}
		row.Value.Leaving = s.Now.UTC()
		if err := moods.Put(tx, row.Key, row.Value); err != nil {
			return err
		}
		s.Refresh()
	}
	return nil
}

// offer is a token that somebody gives for their own account.
type offer struct {
	member  bot.MemberID
	account string
	token   string
}

// keep seals a token and keeps it, in place of any other for the account.
func (m *Mood) keep(s *bot.Scene, o offer) error {
	key := s.Key(string(o.member), o.account)
	sealed, err := seal(m.key, key, o.token)
	if err != nil {
		return err
	}
	err = s.Update(func(tx *store.Tx) error {
		who, err := s.Member(tx, o.member)
		switch {
		case err != nil:
			return err
		case who.Accounts[m.way.On] != o.account: // it was parted meanwhile
			return m.sorry(s, "mood.unlinked")
		}
		if err := makeWay(s, tx, o); err != nil {
			return err
		}
		return moods.Put(tx, key, consent{Sealed: sealed})
	})
	if err == nil {
		s.Refresh()
	}
	return err
}

// makeWay makes way for a token. Two teams that set one status would each take the
// other's for the member's own.
func makeWay(s *bot.Scene, tx *store.Tx, o offer) error {
	for row, err := range moods.Scan(tx, "") {
		if err != nil {
			return err
		}
		if accountOf(row.Key) != o.account {
			continue
		}
		if row.Key.Parts()[0] == string(s.Team.ID) {
			if err := moods.Delete(tx, row.Key); err != nil {
				return err
			}
		} else if !row.Value.leaves() {
			return bot.Sorryf("mood.elsewhere")
		}
	}
	return takeBack(s, tx, o.member)
}

// kept says what is kept of a person.
func (m *Mood) kept(a *bot.Ask, tx *store.Tx, id bot.MemberID) ([]words.Text, error) {
	list, err := rows(tx, a.Scene, id)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	for _, row := range list {
		if !row.Value.leaves() {
			return []words.Text{a.Say("mood.privacy", m.arg(a.Scene))}, nil
		}
	}
	return []words.Text{a.Say("mood.privacy.leaving", m.arg(a.Scene))}, nil
}

// takeBack takes back what a person gave.
func takeBack(s *bot.Scene, tx *store.Tx, id bot.MemberID) error {
	list, err := rows(tx, s, id)
	if err != nil {
		return err
	}
	return leave(s, tx, list)
}
