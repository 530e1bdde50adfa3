package remind

import (
	"slices"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/store"
)

// byHand takes back what is still owed to those who have written for the KPT meanwhile,
// by hand in the notebook, also what they have put off.
func byHand(s *bot.Scene) error {
	var wrote []bot.MemberID
	event := ""
	err := s.View(func(tx *store.Tx) error {
		if owed, err := store.Pending(tx, string(s.Team.ID)); err != nil || len(owed) == 0 {
			return err
		}
		r, open, err := s.Book().Taking(tx, s.Now) // for one that is not there yet nobody has written
		if err != nil || !open {
			return err
		}
		event = KPTEvent(r)
		people, err := bot.Roster(tx, s.Team.ID)
		if err != nil {
			return err
		}
		for _, p := range people {
			to := bot.MemberID(p.Author.Member)
			may, err := mayCome(s, tx, event, to)
			if err != nil {
				return err
			}
			if !may {
				continue
			}
			done, err := wroteFor(s, tx, r, to)
			if err != nil {
				return err
			}
			if done {
				wrote = append(wrote, to)
			}
		}
		return nil
	})
	if err != nil || len(wrote) == 0 {
		return err
	}
	return s.Update(func(tx *store.Tx) error {
		for _, to := range wrote {
			if err := Cancel(s, tx, event, to); err != nil {
				return err
			}
		}
		return nil
	})
}

// mayCome says whether a reminder of an event may come to somebody, also once more.
func mayCome(s *bot.Scene, tx *store.Tx, event string, to bot.MemberID) (bool, error) {
	who, err := s.Member(tx, to)
	if err != nil {
		return false, err
	}
	for _, id := range accounts(who, to) {
		t, _, err := threads.Get(tx, threadKey(s, id, event))
		if err != nil || slices.ContainsFunc(t.Sent, func(one sent) bool { return one.Card != nil }) {
			return err == nil, err
		}
	}
	return false, nil
}
