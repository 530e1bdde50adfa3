package remind

import (
	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

func kept(a *bot.Ask, tx *store.Tx, id bot.MemberID) ([]words.Text, error) {
	who, err := a.Member(tx, id)
	if err != nil {
		return nil, err
	}
	var all traces
	for _, account := range accounts(who, id) {
		if err := all.add(a.Scene, tx, account); err != nil {
			return nil, err
		}
	}
	var lines []words.Text
	if all.wish.Muted {
		lines = append(lines, a.Say("remind.privacy.off"))
	}
	if !all.wish.Closed.Before(a.Today()) {
		lines = append(lines, a.Say("remind.privacy.closed", bot.Day("day", a.From.Lang, all.wish.Closed)))
	}
	if all.some {
		lines = append(lines, a.Say("remind.privacy", words.Count("n", all.sent)))
	}
	if all.cards > 0 {
		lines = append(lines, a.Say("remind.privacy.cards", words.Count("n", all.cards)))
	}
	return lines, nil
}

// traces is what is kept of a person.
type traces struct {
	wish  wish
	sent  int  // reminders that reached them
	cards int  // the texts of those that they may put off
	some  bool // there is anything
}

func (t *traces) add(s *bot.Scene, tx *store.Tx, id bot.MemberID) error {
	w, _, err := wishes.Get(tx, s.Key(string(id)))
	if err != nil {
		return err
	}
	t.wish = t.wish.or(w)
	for row, err := range threads.Scan(tx, s.Key(string(id))) {
		if err != nil {
			return err
		}
		for _, one := range row.Value.Sent {
			if !one.Back && !one.Done {
				t.sent++
			}
			if one.Card != nil {
				t.cards++
			}
		}
		t.some = true
	}
	for _, err := range decisions.Scan(tx, s.Key(string(id))) {
		if err != nil {
			return err
		}
		t.some = true
	}
	return nil
}

func forget(s *bot.Scene, tx *store.Tx, id bot.MemberID) error {
	who, err := s.Member(tx, id)
	if err != nil {
		return err
	}
	for _, account := range accounts(who, id) {
		if err := forgetAccount(s, tx, account); err != nil {
			return err
		}
	}
	return nil
}

// linked has who wanted no reminders with one account get none with the other,
// also if the two part again.
func linked(s *bot.Scene, tx *store.Tx, stays, other bot.MemberID) error {
	muted := false
	for _, id := range []bot.MemberID{stays, other} {
		w, _, err := wishes.Get(tx, s.Key(string(id)))
		if err != nil {
			return err
		}
		muted = muted || w.Muted
	}
	if !muted {
		return nil
	}
	for _, id := range []bot.MemberID{stays, other} {
		if err := wishes.Put(tx, s.Key(string(id)), wish{Muted: true}); err != nil {
			return err
		}
	}
	return nil
}

// keepMuted keeps of what somebody wished only that they want no reminders: who
// has all deleted must not be reminded again for it.
func keepMuted(s *bot.Scene, tx *store.Tx, id bot.MemberID) error {
	key := s.Key(string(id))
	w, _, err := wishes.Get(tx, key)
	if err != nil {
		return err
	}
	if !w.Muted {
		return wishes.Delete(tx, key)
	}
	return wishes.Put(tx, key, wish{Muted: true, Until: s.Today().AddDays(keepThreads)})
}

func forgetAccount(s *bot.Scene, tx *store.Tx, id bot.MemberID) error {
	if err := takeAllBack(s, tx, id); err != nil {
		return err
	}
	if err := keepMuted(s, tx, id); err != nil {
		return err
	}
	prefix := s.Key(string(id))
	if err := threads.Clear(tx, prefix); err != nil {
		return err
	}
	if err := held.Clear(tx, prefix); err != nil {
		return err
	}
	return decisions.Clear(tx, prefix)
}
