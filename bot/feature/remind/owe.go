package remind

import (
	"strconv"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// remindPart is the second part of the keys of what is owed:
// team/remind/member/event/kind, and after it, of what was put off, until when.
const remindPart = "remind"

// key is under what a reminder is owed. What is put off comes as a message of
// its own.
func (one sent) key(s *bot.Scene, to bot.MemberID, event string) store.Key {
	if one.Later.IsZero() {
		return s.Key(remindPart, string(to), event, one.Kind)
	}
	return s.Key(remindPart, string(to), event, one.Kind, strconv.FormatInt(one.Later.Unix(), 10))
}

// ours takes a key of what we owe apart.
func ours(key store.Key) (to bot.MemberID, event, kind string, ok bool) {
	p := key.Parts()
	if len(p) != 5 && len(p) != 6 || p[1] != remindPart {
		return "", "", "", false
	}
	return bot.MemberID(p[2]), p[3], p[4], true
}

// owe owes a reminder for the instant of the moment, which is now or later.
func (one sent) owe(s *bot.Scene, tx *store.Tx, r Reminder, m moment) error {
	until := r.Until
	if end := m.hours.end(m.at); end.Before(until) {
		until = end
	}
	key, post := one.key(s, r.To, r.Event), bot.Post{To: r.To, Card: one.dress(m.lang, r.Event, m.hours.choices(m.at, one.Last))}
	if m.at.After(s.Now) {
		return bot.OweLater(tx, key, post, m.at, until)
	}
	born := one.Born
	if !one.Later.IsZero() {
		born = one.Later
	}
	return bot.Owe(tx, key, bot.KindPost, "to/"+string(r.To), post, born, until)
}

// dress adds the buttons that every reminder has. It is put off only where there
// is a time to put it off to.
func (one sent) dress(lang words.Lang, event string, until []choice) bot.Card {
	card := *one.Card
	add := func(key, do string, with ...string) {
		card.Buttons = append(card.Buttons[:len(card.Buttons):len(card.Buttons)], bot.Button{Label: words.Say(lang, key), Do: do, With: with})
	}
	if len(until) > 0 {
		add("remind.snooze", "snooze", event, one.Kind)
	}
	add("away.today", "away today", "here")
	add("remind.off", "remind off")
	return card
}

// takeBack takes back what is still owed of a thread: of one kind, or of all if
// kind is empty. What was put off is held until it may come.
func takeBack(s *bot.Scene, tx *store.Tx, key store.Key, kind string) error {
	t, _, err := threads.Get(tx, key)
	if err != nil {
		return err
	}
	to, event := threadOf(key)
	changed := false
	for i, one := range t.Sent {
		o, owed, err := store.Find(tx, one.key(s, to, event))
		if err != nil {
			return err
		}
		if !owed || kind != "" && kind != one.Kind {
			continue
		}
		if err := store.Settle(tx, o.Key); err != nil {
			return err
		}
		if one.Later.IsZero() {
			t.Sent[i].Back, changed = true, true
		} else if err := held.Put(tx, s.Key(string(to), event, one.Kind), o.Until); err != nil {
			return err
		}
	}
	if !changed {
		return nil
	}
	return threads.Put(tx, key, t)
}

func threadOf(key store.Key) (to bot.MemberID, event string) {
	p := key.Parts()
	return bot.MemberID(p[1]), p[2]
}

// finish takes back what is still owed of a thread for good: what was put off
// does not come back.
func finish(s *bot.Scene, tx *store.Tx, key store.Key) error {
	if err := takeBack(s, tx, key, ""); err != nil {
		return err
	}
	t, ok, err := threads.Get(tx, key)
	if err != nil || !ok {
		return err
	}
	changed := false
	to, event := threadOf(key)
	for i := range t.Sent {
		one := &t.Sent[i]
		changed = changed || one.Card != nil
		if err := held.Delete(tx, s.Key(string(to), event, one.Kind)); err != nil {
			return err
		}
		one.over(s.Now)
	}
	if !changed {
		return nil
	}
	return threads.Put(tx, key, t)
}

// over forgets what is needed to put a reminder off.
func (one *sent) over(now time.Time) {
	if !one.Later.IsZero() && !one.Later.After(now) {
		one.At = one.Later // it came
	}
	one.Card, one.Last, one.Later = nil, time.Time{}, time.Time{}
}

// takeAllBack takes back what is still owed to a member about anything.
func takeAllBack(s *bot.Scene, tx *store.Tx, to bot.MemberID) error {
	list, err := unwanted(s, tx, func(r Reminder, _ moment) bool { return r.To == to })
	if err != nil {
		return err
	}
	return takeEachBack(s, tx, list)
}

func takeEachBack(s *bot.Scene, tx *store.Tx, list []Reminder) error {
	for _, r := range list {
		if err := takeBack(s, tx, threadKey(s, r.To, r.Event), r.Kind); err != nil {
			return err
		}
	}
	return nil
}

// unwanted lists what is owed to the team's members for which is holds, given the
// moment at which it would come.
func unwanted(s *bot.Scene, tx *store.Tx, is func(Reminder, moment) bool) ([]Reminder, error) {
	pending, err := store.Pending(tx, string(s.Team.ID))
	if err != nil {
		return nil, err
	}
	var list []Reminder
	for _, o := range pending {
		to, event, kind, remind := ours(o.Key)
		if !remind {
			continue
		}
		from := s.Now
		if o.After.After(from) {
			from = o.After
		}
		r := Reminder{Event: event, Kind: kind, To: to, Until: o.Until}
		m, err := look(s, tx, r, from)
		if err != nil {
			return nil, err
		}
		if is(r, m) {
			list = append(list, r)
		}
	}
	return list, nil
}

// sweep takes back what is owed to those whom it must not reach any more: who
// has come into focus or is away, on what is no working day any more, and about a
// KPT that has begun, is not held or was moved.
func sweep(s *bot.Scene) error {
	out := func(_ Reminder, m moment) bool { return m.focus || m.away || m.over || m.at.IsZero() }
	var list []Reminder
	err := s.View(func(tx *store.Tx) (err error) {
		list, err = unwanted(s, tx, out)
		return err
	})
	if err != nil || len(list) == 0 {
		return err
	}
	return s.Update(func(tx *store.Tx) error {
		list, err := unwanted(s, tx, out)
		if err != nil {
			return err
		}
		return takeEachBack(s, tx, list)
	})
}

// tidyCards forgets the cards of what cannot be put off any more.
func tidyCards(s *bot.Scene, tx *store.Tx) error {
	old := map[store.Key]thread{}
	for row, err := range threads.Scan(tx, s.Key()) {
		if err != nil {
			return err
		}
		for i := range row.Value.Sent {
			if one := &row.Value.Sent[i]; one.Card != nil && !s.Now.Before(one.Last) {
				one.over(s.Now)
				old[row.Key] = row.Value
			}
		}
	}
	for key, t := range old {
		if err := threads.Put(tx, key, t); err != nil {
			return err
		}
	}
	_, err := held.Sweep(tx, s.Key(), func(row store.Row[time.Time]) bool { return !s.Now.Before(row.Value) })
	return err
}

// line says until when something is put off, in the asker's language.
func (one sent) line(a *bot.Ask, zone *time.Location) words.Text {
	at := one.Later.In(zone)
	what := words.Nest("what", one.Card.Title)
	if schedule.DateOf(at) == schedule.DateOf(a.Now.In(zone)) {
		return a.Say("remind.snoozed.today", what, words.At("at", at))
	}
	return a.Say("remind.snoozed.day", what, bot.Day("day", a.From.Lang, schedule.DateOf(at)), words.Clock("clock", at))
}
