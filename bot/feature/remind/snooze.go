package remind

import (
	"slices"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

// pressed is the reminder on whose message a button was pressed, as it can be
// put off now.
type pressed struct {
	Reminder
	one   sent
	hours hours
	until []choice // none: it cannot be put off any more
}

// press finds the reminder that a button belongs to.
func press(a *bot.Ask, tx *store.Tx) (pressed, error) {
	if len(a.With) < 2 {
		return pressed{}, bot.Sorryf("ask.unknown")
	}
	p := pressed{Reminder: Reminder{Event: a.With[0], Kind: a.With[1]}}
	who, err := a.Member(tx, a.From.ID)
	if err != nil {
		return p, err
	}
	p.hours = hoursOf(a.Team, who)
	for _, id := range accounts(who, a.From.ID) {
		t, _, err := threads.Get(tx, threadKey(a.Scene, id, p.Event))
		if err != nil {
			return p, err
		}
		if one, has := t.find(p.Kind); has && one.Card != nil {
			p.To, p.one, p.Until = id, one, one.Last
		}
	}
	if p.one.Card == nil {
		return p, nil
	}
	for _, c := range p.hours.choices(a.Now, p.one.Last) {
		m, err := look(a.Scene, tx, p.Reminder, c.at)
		if err != nil {
			return p, err
		}
		m.focus = false // whether they are then, is not known yet
		if against(p.Reminder, m) == "" {
			p.until = append(p.until, c)
		}
	}
	return p, nil
}

// snooze asks until when the asker puts a reminder off, or does it.
func snooze(a *bot.Ask) (bot.Reply, error) {
	var p pressed
	i := -1
	err := a.View(func(tx *store.Tx) (err error) {
		p, err = press(a, tx)
		return err
	})
	if err == nil && len(a.With) > 2 {
		i = slices.IndexFunc(p.until, func(c choice) bool { return c.name == a.With[2] })
	}
	if err != nil || i < 0 {
		return p.ask(a), err
	}
	until := p.until[i].at
	err = a.Update(func(tx *store.Tx) error { return p.putOff(a, tx, until) })
	p.one.Later = until
	return p.noted(a), err
}

// putOff owes a reminder for another time, in the place of what is owed still.
// Who is in focus is owed it when they leave.
func (p pressed) putOff(a *bot.Ask, tx *store.Tx, until time.Time) error {
	key := threadKey(a.Scene, p.To, p.Event)
	t, _, err := threads.Get(tx, key)
	if err != nil {
		return err
	}
	if err := store.Settle(tx, p.one.key(a.Scene, p.To, p.Event)); err != nil {
		return err
	}
	if later := p.one.Later; !later.IsZero() && !later.After(a.Now) {
		p.one.At = later // it came
	}
	p.one.Later, p.one.Back = until.UTC(), false
	t.keep(p.one, a.Today())
	if err := threads.Put(tx, key, t); err != nil {
		return err
	}
	if err := note(a.Scene, tx, p.Reminder, Snoozed, until); err != nil {
		return err
	}
	if err := held.Put(tx, p.heldKey(a.Scene), p.hours.last(until, p.one.Last)); err != nil {
		return err
	}
	return p.bringBack(a.Scene, tx, p.one)
}

func (r Reminder) heldKey(s *bot.Scene) store.Key { return s.Key(string(r.To), r.Event, r.Kind) }

// bringBack owes what is held, if nothing is in the way.
func (r Reminder) bringBack(s *bot.Scene, tx *store.Tx, one sent) error {
	until, ok, err := held.Get(tx, r.heldKey(s))
	if err != nil || !ok {
		return err
	}
	from := s.Now
	if one.Later.After(from) {
		from = one.Later
	}
	r.Until = until
	m, err := look(s, tx, r, from)
	if err != nil || against(r, m) != "" {
		return err
	}
	if err := held.Delete(tx, r.heldKey(s)); err != nil {
		return err
	}
	return one.owe(s, tx, r, m)
}

// resume owes again what was put off and taken back, to all of the team's people
// or to some.
func resume(s *bot.Scene, some []bot.MemberID) error {
	var keys []store.Key
	err := s.View(func(tx *store.Tx) (err error) {
		keys, err = waiting(s, tx, some)
		return err
	})
	if err != nil || len(keys) == 0 {
		return err
	}
	return s.Update(func(tx *store.Tx) error {
		for _, key := range keys {
			p := key.Parts()
			r := Reminder{To: bot.MemberID(p[1]), Event: p[2], Kind: p[3]}
			t, _, err := threads.Get(tx, threadKey(s, r.To, r.Event))
			if err != nil {
				return err
			}
			if one, has := t.find(r.Kind); has && one.Card != nil {
				if err := r.bringBack(s, tx, one); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// waiting lists the keys of what is held.
func waiting(s *bot.Scene, tx *store.Tx, some []bot.MemberID) (keys []store.Key, err error) {
	prefixes := []store.Key{s.Key()}
	if some != nil {
		prefixes = nil
	}
	for _, id := range some {
		who, err := s.Member(tx, id)
		if err != nil {
			return nil, err
		}
		for _, account := range accounts(who, id) {
			prefixes = append(prefixes, s.Key(string(account)))
		}
	}
	for _, prefix := range prefixes {
		for row, err := range held.Scan(tx, prefix) {
			if err != nil {
				return nil, err
			}
			keys = append(keys, row.Key)
		}
	}
	return keys, nil
}

// ask shows the times until which a reminder can be put off.
func (p pressed) ask(a *bot.Ask) bot.Reply {
	if p.one.Card == nil || len(p.until) == 0 {
		return bot.Reply{Update: true, Card: p.again(a, a.Say("remind.snooze.none"))}
	}
	card := p.again(a, a.Say("remind.snooze.ask"))
	card.Buttons = nil
	with := []string{p.Event, p.Kind}
	for _, c := range p.until {
		card.Buttons = append(card.Buttons, bot.Button{
			Label: a.Say("remind.snooze."+c.name, words.At("at", c.at)), Do: "snooze", With: append(slices.Clone(with), c.name),
		})
	}
	card.Buttons = append(card.Buttons, bot.Button{Label: a.Say("remind.snooze.back"), Do: "snooze back", With: with})
	return bot.Reply{Update: true, Card: card}
}

// again is the reminder's card as it is now, with a line below.
func (p pressed) again(a *bot.Ask, line words.Text) *bot.Card {
	if p.one.Card == nil {
		return &bot.Card{Tone: bot.Calm, Lines: []words.Text{line}}
	}
	card := p.one.dress(a.From.Lang, p.Event, p.until)
	if !line.Empty() {
		card.Lines = append(slices.Clone(card.Lines), line)
	}
	return &card
}

// noted says until when the reminder is put off. What it asks for can be done
// before.
func (p pressed) noted(a *bot.Ask) bot.Reply {
	card := &bot.Card{Tone: bot.Calm, Lines: []words.Text{p.one.line(a, p.hours.zone), a.Say("remind.snoozed.once")}}
	for _, b := range p.one.Card.Buttons {
		if b.Look == bot.Main {
			card.Buttons = append(card.Buttons, b)
		}
	}
	return bot.Reply{Update: true, Card: card}
}

// snoozeBack shows the reminder again, which is not put off.
func snoozeBack(a *bot.Ask) (bot.Reply, error) {
	var p pressed
	err := a.View(func(tx *store.Tx) (err error) {
		p, err = press(a, tx)
		return err
	})
	if err == nil && p.one.Card == nil {
		return p.ask(a), nil
	}
	return bot.Reply{Update: true, Card: p.again(a, nil)}, err
}

// snoozes lists what the asker has put off, a sentence each.
func snoozes(a *bot.Ask, tx *store.Tx) ([]words.Text, error) {
	who, err := a.Member(tx, a.From.ID)
	if err != nil {
		return nil, err
	}
	var lines []words.Text
	for _, id := range accounts(who, a.From.ID) {
		for row, err := range threads.Scan(tx, a.Key(string(id))) {
			if err != nil {
				return nil, err
			}
			for _, one := range row.Value.Sent {
				if one.Card != nil && one.Later.After(a.Now) {
					lines = append(lines, one.line(a, hoursOf(a.Team, who).zone))
				}
			}
		}
	}
	return lines, nil
}
