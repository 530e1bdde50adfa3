package bot

import (
	"maps"
	"slices"

	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

// Guest is somebody as a platform knows them that is not the server's.
type Guest struct {
	Account Account
	Name    string
	Email   string // "" where it may not be seen
	Zone    string // IANA name
	Lang    words.Lang
}

func idOf(key store.Key) MemberID {
	parts := key.Parts()
	return MemberID(parts[len(parts)-1])
}

// counts tells whether a row of 'people' is one of the team's people. An account
// elsewhere than on the server's platform, of which it is not known whose it is, may
// be somebody who is counted already. Who has left the server and is in the team's
// channel elsewhere still belongs.
func (m Member) counts(home Platform) bool {
	if m.Accounts[home] == "" {
		return m.Alone && m.Is == "" && !m.Out
	}
	return (!m.Out || m.Linked()) && m.Name != ""
}

// KeepAccount changes what is kept of an account, in its own row.
func (s *Scene) KeepAccount(tx *store.Tx, a Account, change func(*Member)) (MemberID, error) {
	id, _, err := s.RowOf(tx, a)
	if err != nil {
		return id, err
	}
	return id, s.KeepMember(tx, id, func(m *Member) {
		if !m.Known() {
			m.Accounts = Accounts{a.On: a.ID}
		}
		change(m)
	})
}

// Link notes that two accounts are the same person's. What either was linked with
// before, it is no more.
func (s *Scene) Link(tx *store.Tx, stays, other Account) error {
	var ids []MemberID
	for _, a := range []Account{stays, other} {
		id, err := s.KeepAccount(tx, a, func(*Member) {})
		if err != nil {
			return err
		}
		if err := s.Unlink(tx, id); err != nil {
			return err
		}
		ids = append(ids, id)
	}
	return s.JoinRows(tx, ids[0], ids[1])
}

// JoinRows makes two rows one person's. The one that stays, which has the id of the
// person, takes along what was written under the other.
func (s *Scene) JoinRows(tx *store.Tx, stays, other MemberID) error {
	theirs, err := s.Member(tx, other)
	if err != nil {
		return err
	}
	own, err := s.AccountOf(tx, other)
	if err != nil {
		return err
	}
	err = s.KeepMember(tx, stays, func(m *Member) {
		if !m.Known() {
			a := s.Team.accountOf(stays)
			m.Accounts = Accounts{a.On: a.ID}
		}
		maps.Copy(m.Accounts, theirs.Accounts)
		m.Accounts[own.On] = own.ID
		m.Also = append(append(m.Also, other), theirs.Also...)
	})
	if err != nil {
		return err
	}
	if err := kpt.Of(string(s.Team.ID)).Join(tx, string(other), string(stays)); err != nil {
		return err
	}
	for _, id := range theirs.Also {
		if err := s.KeepMember(tx, id, func(m *Member) { m.Is = stays }); err != nil {
			return err
		}
	}
	err = s.KeepMember(tx, other, func(m *Member) {
		m.Links = Links{Accounts: Accounts{own.On: own.ID}, Is: stays}
		m.Alone, m.Asked = false, true
	})
	if err != nil || s.bot == nil {
		return err
	}
	for _, f := range s.bot.features {
		if f.Linked == nil {
			continue
		}
		if err := f.Linked(s, tx, stays, other); err != nil {
			return err
		}
	}
	return nil
}

// Unlink parts an account from those it is linked with, if it is, and them from one
// another.
func (s *Scene) Unlink(tx *store.Tx, id MemberID) error {
	m, err := s.Member(tx, id)
	if err != nil || !m.Linked() && m.Is == "" {
		return err
	}
	here := id
	if m.Is != "" {
		here = m.Is
	}
	who, err := s.Member(tx, here)
	if err != nil {
		return err
	}
	all := append([]MemberID{here}, who.Also...)
	if !slices.Contains(all, id) {
		all = append(all, id) // half a link
	}
	for _, id := range all {
		if err := s.lone(tx, id, who); err != nil {
			return err
		}
	}
	return nil
}

// lone leaves a row with its own account only, and with what protects the person.
func (s *Scene) lone(tx *store.Tx, id MemberID, who Member) error {
	return s.KeepMember(tx, id, func(m *Member) {
		own := m.Own(id)
		if own.ID == "" {
			own = s.Team.accountOf(id)
		}
		m.Links = Links{Accounts: Accounts{own.On: own.ID}}
		m.Hidden, m.Away = who.Hidden, who.Away
	})
}

// Detach parts one account from the person whose it is; their others stay linked.
func (s *Scene) Detach(tx *store.Tx, id MemberID) error {
	m, err := s.Member(tx, id)
	if err != nil || m.Is == "" {
		return err
	}
	who, err := s.Member(tx, m.Is)
	if err != nil {
		return err
	}
	if err := s.lone(tx, id, who); err != nil || !who.Known() {
		return err
	}
	own := m.Own(id)
	return s.KeepMember(tx, m.Is, func(m *Member) {
		m.Also = slices.DeleteFunc(m.Also, func(other MemberID) bool { return other == id })
		if m.Accounts[own.On] == own.ID {
			delete(m.Accounts, own.On)
		}
	})
}

// People lists all that is kept of the team's people, by id: the rows of linked
// accounts too.
func (s *Scene) People(tx *store.Tx) (map[MemberID]Member, error) {
	all := map[MemberID]Member{}
	for row, err := range people.Scan(tx, s.Key()) {
		if err != nil {
			return nil, err
		}
		all[idOf(row.Key)] = row.Value.seen()
	}
	return all, nil
}

// DropMember deletes a row that the team has no more use for.
func (s *Scene) DropMember(tx *store.Tx, id MemberID) error {
	return people.Delete(tx, s.Key(string(id)))
}
