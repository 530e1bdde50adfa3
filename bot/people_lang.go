package bot

import (
	"cmp"

	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

// LangOf is the language in which somebody reads what is for them alone: in which they
// last asked Engawa for something, or else the team's.
func LangOf(tx *store.Tx, team Team, id MemberID) (words.Lang, error) {
	m, _, err := people.Get(tx, store.KeyOf(string(team.ID), string(id)))
	if err == nil && m.Is != "" {
		m, _, err = people.Get(tx, store.KeyOf(string(team.ID), string(m.Is)))
	}
	return cmp.Or(m.Lang, team.Lang), err
}

// LangOf is the language in which a person reads what is for them alone.
func (s *Scene) LangOf(tx *store.Tx, id MemberID) (words.Lang, error) { return LangOf(tx, s.Team, id) }

// hears keeps in which language somebody of the team asks, if it is not the team's.
// Nothing is kept of who is not known, or had all deleted.
func (s *Scene) hears(id MemberID, lang words.Lang) error {
	if lang == s.Team.Lang {
		lang = ""
	}
	var m Member
	err := s.View(func(tx *store.Tx) (err error) {
		m, err = s.Member(tx, id)
		return err
	})
	if err != nil || m.Lang == lang || m.Name == "" || m.Deleted {
		return err
	}
	return s.Update(func(tx *store.Tx) error {
		return s.KeepMember(tx, id, func(m *Member) { m.Lang = lang })
	})
}
