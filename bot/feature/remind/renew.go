package remind

import (
	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/store"
)

// Renew puts another card in the place of that which is still owed to somebody about an
// event, or which they have put off: they have done a part of what it asks for. It takes
// no place in the budget, and a message that they have got stays as it is.
func Renew(s *bot.Scene, tx *store.Tx, event string, to bot.MemberID, card bot.Card) error {
	who, err := s.Member(tx, to)
	if err != nil {
		return err
	}
	for _, id := range accounts(who, to) {
		key := threadKey(s, id, event)
		t, _, err := threads.Get(tx, key)
		if err != nil {
			return err
		}
		for i, one := range t.Sent {
			if one.Card == nil {
				continue
			}
			one.Card = &card
			t.Sent[i] = one
			if err := one.again(s, tx, Reminder{Event: event, Kind: one.Kind, To: id}); err != nil {
				return err
			}
		}
		if len(t.Sent) == 0 {
			continue
		}
		if err := threads.Put(tx, key, t); err != nil {
			return err
		}
	}
	return nil
}

// again owes a reminder with the card that it has now, if it is owed still.
func (one sent) again(s *bot.Scene, tx *store.Tx, r Reminder) error {
	o, owed, err := store.Find(tx, one.key(s, r.To, r.Event))
	if err != nil || !owed {
		return err
	}
	from := s.Now
	if o.After.After(from) {
		from = o.After
	}
	r.Until = o.Until
	m, err := look(s, tx, r, from)
	if err != nil || m.at.IsZero() {
		return err
	}
	if err := store.Settle(tx, o.Key); err != nil {
		return err
	}
	return one.owe(s, tx, r, m)
}
