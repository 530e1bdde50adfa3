package people

import (
	"cmp"
	"errors"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

// link links two accounts of one person. What they wished with either holds for
// both.
func link(s *bot.Scene, tx *store.Tx, stays, joins bot.MemberID) error {
	other, err := s.Member(tx, joins)
	if err != nil {
		return err
	}
	if err := s.JoinRows(tx, stays, joins); err != nil {
		return err
	}
	err = s.KeepMember(tx, stays, func(m *bot.Member) {
		if m.Name == "" {
			m.Name = other.Name
		}
		if m.Away.Before(other.Away) {
			m.Away = other.Away
		}
		m.Hidden, m.Zone = m.Hidden || other.Hidden, other.Zone
	})
	if err != nil {
		return err
	}
	for _, id := range []bot.MemberID{stays, joins} {
		if err := drop(s, tx, id); err != nil {
			return err
		}
	}
	// Who parts them may want them linked again on the same day.
	return errors.Join(
		proposals.Delete(tx, proposalKey(s, stays, joins)), proposals.Delete(tx, proposalKey(s, joins, stays)),
		questions.Delete(tx, questionKey(s, stays, joins)), questions.Delete(tx, questionKey(s, joins, stays)),
	)
}

// unlink parts a person's accounts, of which those elsewhere knew their zone.
func unlink(s *bot.Scene, tx *store.Tx, id bot.MemberID) error {
	if err := s.Unlink(tx, id); err != nil {
		return err
	}
	return s.KeepMember(tx, id, func(m *bot.Member) { m.Zone = "" })
}

// linked says on one side that the account is linked with one on another platform.
func linked(lang words.Lang, name string, on bot.Traits) words.Text {
	return words.Say(lang, "roster.linked", words.Quote("name", name), on.Arg())
}

// partner is a linked account, beside the one that is used: by name and platform.
type partner struct {
	name string
	on   bot.Platform
}

// partners are the asker's other accounts.
func partners(a *bot.Ask, tx *store.Tx, me bot.Member) ([]partner, error) {
	var list []partner
	if on := me.Own(a.From.ID).On; on != a.On {
		list = append(list, partner{me.Name, on})
	}
	own := ""
	for _, id := range me.Also {
		m, err := a.Member(tx, id)
		if err != nil {
			return nil, err
		}
		if on := m.Own(id).On; on != a.On {
			list = append(list, partner{m.Name, on})
		} else {
			own = m.Name
		}
	}
	for i, p := range list {
		list[i].name = cmp.Or(p.name, own, me.Name)
	}
	return list, nil
}
