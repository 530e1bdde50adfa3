package people

import (
	"errors"

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
	for _, id := range []bot.MemberID{discord, slack} {
		if err := drop(s, tx, id); err != nil {
			return err
		}
	}
	// Who parts them may want them linked again on the same day.
	return errors.Join(
		proposals.Delete(tx, proposalKey(s, discord, slack)), proposals.Delete(tx, proposalKey(s, slack, discord)),
		questions.Delete(tx, questionKey(s, discord, slack)), questions.Delete(tx, questionKey(s, slack, discord)),
	)
}

// unlink parts a person's Discord account from that in Slack, which knew their
// zone.
func unlink(s *bot.Scene, tx *store.Tx, discord bot.MemberID) error {
	if err := s.Unlink(tx, discord); err != nil {
		return err
	}
	return s.KeepMember(tx, discord, func(m *bot.Member) { m.Zone = "" })
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
