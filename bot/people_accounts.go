package bot

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

// Whose an account is stands in the values of 'people', and nothing is read from an
// id's shape. Under which key an account's row would be is known: that of its text,
// or of its bare id where a team knew people by it before there were other platforms.

// newID is the id of an account of which the team knows nothing. A team of before
// has people in its notes whom it has forgotten otherwise: they are the same again
// when they come back.
func (t Team) newID(a Account) MemberID {
	if slices.Contains(t.Bare, a.On) {
		return MemberID(a.ID)
	}
	return MemberID(a.String())
}

// accountOf is the account of an id of which the team knows nothing more: what newID
// was given, else an account on the server's platform.
func (t Team) accountOf(id MemberID) Account {
	if on, rest, is := strings.Cut(string(id), ":"); is && on != "" && rest != "" && t.uses(Platform(on)) {
		return Account{Platform(on), rest}
	}
	return Account{t.Home, string(id)}
}

// uses tells whether the team has anything on a platform.
func (t Team) uses(p Platform) bool {
	return p == t.Home || slices.ContainsFunc(t.Elsewhere, func(e Elsewhere) bool { return e.On == p })
}

// rowOf finds the row of an account: its id, and what is kept under it.
func rowOf(tx *store.Tx, t Team, a Account) (id MemberID, m Member, known bool, err error) {
	for _, id := range slices.Compact([]MemberID{MemberID(a.String()), MemberID(a.ID)}) {
		m, known, err := people.Get(tx, store.KeyOf(string(t.ID), string(id)))
		if err != nil || known && m.owns(id, a) {
			return id, m.seen(), known, err
		}
	}
	return t.newID(a), Member{}, false, nil
}

// owns tells whether a row is an account's own, and not of a person who has linked
// it.
func (m Member) owns(id MemberID, a Account) bool {
	return m.Accounts[a.On] == a.ID && (string(id) == a.ID || string(id) == a.String())
}

// Own is the account whose row this is.
func (m Member) Own(id MemberID) Account {
	for _, a := range m.Accounts.all() {
		if m.owns(id, a) {
			return a
		}
	}
	return Account{}
}

// others are the accounts that are not on a platform.
func (m Member) others(home Platform) []Account {
	return slices.DeleteFunc(m.Accounts.all(), func(a Account) bool { return a.On == home })
}

// memberOf finds the person whose an account is.
func memberOf(tx *store.Tx, t Team, a Account) (MemberID, Member, error) {
	id, m, _, err := rowOf(tx, t, a)
	if err != nil || m.Is == "" {
		return id, m, err
	}
	who, known, err := people.Get(tx, store.KeyOf(string(t.ID), string(m.Is)))
	if !known {
		return id, m, err
	}
	return m.Is, who.seen(), err
}

// RowOf finds the row of an account: the id under which the team keeps what it knows
// of it, or would.
func (s *Scene) RowOf(tx *store.Tx, a Account) (MemberID, Member, error) {
	id, m, _, err := rowOf(tx, s.Team, a)
	return id, m, err
}

// AccountOf is the account whose row an id is of.
func (s *Scene) AccountOf(tx *store.Tx, id MemberID) (Account, error) {
	m, err := s.Member(tx, id)
	if a := m.Own(id); err != nil || a.ID != "" {
		return a, err
	}
	return s.Team.accountOf(id), nil
}

// Persons is how many people some ids are for sure: an account of which nobody has said
// whose it is may be that of somebody on another platform.
func (s *Scene) Persons(tx *store.Tx, ids []MemberID) (int, error) {
	linked, most, on := 0, 0, map[Platform]int{}
	for _, id := range ids {
		m, err := s.Member(tx, id)
		if err != nil {
			return 0, err
		}
		if m.Linked() {
			linked++
			continue
		}
		a := cmp.Or(m.Own(id), s.Team.accountOf(id))
		on[a.On]++
		most = max(most, on[a.On])
	}
	return linked + most, nil
}

// MemberOf finds the person whose an account is.
func (b *Bot) MemberOf(team TeamID, a Account) (id MemberID) {
	t, _ := b.Team(team)
	err := b.db.View(func(tx *store.Tx) (err error) {
		id, _, err = memberOf(tx, t, a)
		return err
	})
	if err != nil {
		b.log.Error("cannot read whose an account is", "team", team, "err", err)
	}
	return cmp.Or(id, t.newID(a))
}

// MemberIn finds the person whose an account is.
func MemberIn(tx *store.Tx, team TeamID, a Account) (MemberID, error) {
	t, _, err := teams.Get(tx, store.KeyOf(string(team)))
	if err != nil {
		return "", err
	}
	id, _, err := memberOf(tx, t, a)
	return id, err
}

// homeOf is the platform of a team's server.
func homeOf(tx *store.Tx, id TeamID) (Platform, error) {
	t, _, err := teams.Get(tx, store.KeyOf(string(id)))
	return t.Home, err
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
