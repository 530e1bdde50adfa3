package bot

import (
	"cmp"
	"context"
	"slices"
	"strings"

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

// Traits are what a platform is like.
func (s *Scene) Traits(p Platform) Traits { return s.bot.around.Platforms.Of(p) }

// Platforms are those on which the team is: where its server is, and where it has a
// channel of its own, in the order in which people like to be reached.
func (s *Scene) Platforms() (list []Platform) {
	for _, e := range s.bot.around.Platforms.sorted(s.Team.Elsewhere) {
		if e.Channel != "" {
			list = append(list, e.On)
		}
	}
	return append(list, s.Team.Home)
}

// Visit runs fn in a team's own goroutine, for those who have looked at
// something outside: fn must not use the network. Nothing is done for a team
// that is gone.
func (b *Bot) Visit(ctx context.Context, team TeamID, fn func(*Scene) error) error {
	v := b.veranda(team)
	if v == nil {
		return nil
	}
	return v.do(ctx, func() error { return fn(v.scene()) })
}
