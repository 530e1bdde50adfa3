package roster

import (
	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

// link links two accounts of one person. What they wished with either holds for
// both.
func link(s *bot.Scene, tx *store.Tx, discord, slack bot.MemberID) error {
	other, err := s.Member(tx, slack)
	if err != nil {
		return err
	}
	if err := s.Link(tx, discord, slack); err != nil {
		return err
	}
	err = s.KeepMember(tx, discord, func(m *bot.Member) {
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
	if err := drop(s, tx, discord); err != nil {
		return err
	}
	return drop(s, tx, slack)
}

// unlink parts a person's Discord account from that in Slack, which knew their
// zone.
func unlink(s *bot.Scene, tx *store.Tx, discord bot.MemberID) error {
	if err := s.Unlink(tx, discord); err != nil {
		return err
	}
	return s.KeepMember(tx, discord, func(m *bot.Member) { m.Zone = "" })
}

// tellLinked tells two accounts that they are about to be linked. It comes
// before the link, which would send both sentences to one of them.
func tellLinked(s *bot.Scene, tx *store.Tx, discord, slack bot.MemberID) error {
	for _, to := range []bot.MemberID{discord, slack} {
		if err := tellOne(s, tx, discord, slack, to); err != nil {
			return err
		}
	}
	return nil
}

func tellOne(s *bot.Scene, tx *store.Tx, discord, slack, to bot.MemberID) error {
	there, err := s.Member(tx, slack)
	if err != nil {
		return err
	}
	here, err := s.Member(tx, discord)
	if err != nil {
		return err
	}
	return tell(s, tx, to, "linked", linked(s.Team.Lang, here, there, bot.OnSlack(to)), hours(s, there.Zone))
}

// linked says on one side that the account is linked with that on the other.
func linked(lang words.Lang, here, there bot.Member, onSlack bool) words.Text {
	if onSlack {
		if here.Name == "" {
			here.Name = there.Name
		}
		return words.Say(lang, "roster.linked.slack", words.Quote("name", here.Name))
	}
	return words.Say(lang, "roster.linked.discord", words.Quote("name", there.Name))
}
