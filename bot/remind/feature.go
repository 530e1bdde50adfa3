package remind

import (
	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// Feature lets members choose whether they want reminders, and reminds of the
// KPT. It comes after the feature that opens retros.
func Feature() bot.Feature {
	return bot.Feature{
		Name: "remind",
		Commands: []bot.Command{
			{Name: "reminders", Way: bot.Slash, Who: bot.Anyone, Run: shown},
			{Name: "remind off", Way: bot.Press, Who: bot.Anyone, Run: mute},
			{Name: "remind on", Way: bot.Press, Who: bot.Anyone, Run: unmute},
			{Name: "remind stop", Way: bot.Press, Who: bot.Anyone, Run: stop},
		},
		Plans: plans, Due: due, Opened: opened, Moved: moved,
		Refused: refused, Kept: kept, Forget: forget,
	}
}

// shown tells the asker whether they get reminders, and lets them choose.
func shown(a *bot.Ask) (bot.Reply, error) {
	var w wish
	err := a.View(func(tx *store.Tx) (err error) {
		w, _, err = wishes.Get(tx, a.Key(string(a.From.ID)))
		return err
	})
	return bot.Reply{Card: choice(a, w)}, err
}

func choice(a *bot.Ask, w wish) *bot.Card {
	line, button := a.Say("remind.are.on"), bot.Button{Label: a.Say("remind.off"), Do: "remind off"}
	if w.Muted {
		line, button = a.Say("remind.are.off"), bot.Button{Label: a.Say("remind.on"), Do: "remind on", Look: bot.Main}
	}
	return &bot.Card{Tone: bot.Calm, Lines: []words.Text{line}, Buttons: []bot.Button{button}}
}

func mute(a *bot.Ask) (bot.Reply, error) {
	return choose(a, true, func(tx *store.Tx) error { return takeAllBack(a.Scene, tx, a.From.ID) })
}

func unmute(a *bot.Ask) (bot.Reply, error) {
	reply, err := choose(a, false, func(*store.Tx) error { return nil })
	if err != nil {
		return bot.Reply{}, err
	}
	return reply, remindOfKPT(a.Scene, []bot.MemberID{a.From.ID})
}

// choose keeps whether the asker wants reminders. Who turns them on is believed
// to take private messages.
func choose(a *bot.Ask, muted bool, also func(*store.Tx) error) (bot.Reply, error) {
	w := wish{Muted: muted}
	err := a.Update(func(tx *store.Tx) error {
		if err := wishes.Put(tx, a.Key(string(a.From.ID)), w); err != nil {
			return err
		}
		if err := known(a, tx); err != nil {
			return err
		}
		return also(tx)
	})
	return bot.Reply{Card: choice(a, w), Update: true}, err
}

// known has the team know the asker, as long as it keeps a wish of theirs.
func known(a *bot.Ask, tx *store.Tx) error {
	return a.KeepMember(tx, a.From.ID, func(m *bot.Member) {
		if m.Name == "" {
			m.Name = a.From.Name
		}
	})
}

// stopButton is for who wants no more reminders of an event.
func stopButton(label words.Text, event string) bot.Button {
	return bot.Button{Label: label, Do: "remind stop", With: []string{event}}
}

func stop(a *bot.Ask) (bot.Reply, error) {
	if len(a.With) != 1 {
		return bot.Reply{}, bot.Sorryf("ask.unknown")
	}
	err := a.Update(func(tx *store.Tx) error {
		key := threadKey(a.Scene, a.From.ID, a.With[0])
		t, _, err := threads.Get(tx, key)
		if err != nil {
			return err
		}
		t.Stopped, t.Last = true, a.Today()
		if err := threads.Put(tx, key, t); err != nil {
			return err
		}
		return takeBack(a.Scene, tx, key, t)
	})
	return bot.Reply{Card: &bot.Card{Tone: bot.Calm, Lines: []words.Text{a.Say("remind.stopped")}}, Update: true}, err
}

// refused leaves alone, for a while, who takes no private messages. Nobody else
// is told.
func refused(s *bot.Scene, tx *store.Tx, o store.Owed, why *bot.Refusal) error {
	parts := o.Key.Parts()
	if len(parts) != 5 || parts[1] != remindPart || why.Reason != bot.NoRight && why.Reason != bot.NoPlace {
		return nil
	}
	to := bot.MemberID(parts[2])
	key := threadKey(s, to, parts[3])
	t, ok, err := threads.Get(tx, key)
	if err != nil || !ok {
		return err // forgotten meanwhile
	}
	t.unsay(parts[4])
	if err := threads.Put(tx, key, t); err != nil {
		return err
	}
	w, _, err := wishes.Get(tx, s.Key(string(to)))
	if err != nil {
		return err
	}
	w.Closed = s.Today().AddDays(closedFor - 1)
	if err := wishes.Put(tx, s.Key(string(to)), w); err != nil {
		return err
	}
	return note(s, tx, Reminder{Event: parts[3], Kind: parts[4], To: to}, Closed)
}

// withdraw takes back what somebody in focus is still owed.
func withdraw(s *bot.Scene, ids []bot.MemberID) error {
	for _, id := range ids {
		owed := false
		err := s.View(func(tx *store.Tx) (err error) {
			owed, err = owedTo(s, tx, id)
			return err
		})
		if err == nil && owed {
			err = s.Update(func(tx *store.Tx) error { return takeAllBack(s, tx, id) })
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// opened reminds whom a start or a change of the set-up has brought into reach.
func opened(s *bot.Scene) error {
	var focused []bot.MemberID
	for id := range s.Seats {
		if inFocus(s, id) {
			focused = append(focused, id)
		}
	}
	if err := withdraw(s, focused); err != nil {
		return err
	}
	return remindOfKPT(s, nil)
}

// moved reminds who is in reach now and was not before.
func moved(s *bot.Scene, moves []bot.Move) error {
	var focused, free []bot.MemberID
	for _, m := range moves {
		if inFocus(s, m.Member) {
			focused = append(focused, m.Member)
		} else {
			free = append(free, m.Member)
		}
	}
	if err := withdraw(s, focused); err != nil || len(free) == 0 {
		return err
	}
	return remindOfKPT(s, free)
}

func due(s *bot.Scene, d schedule.Due) error {
	if s.Now.Sub(d.At) > grace/2 {
		return nil
	}
	if d.ID == morning {
		if err := s.Update(func(tx *store.Tx) error { return tidy(s, tx) }); err != nil {
			return err
		}
	}
	return remindOfKPT(s, nil)
}

func kept(a *bot.Ask, tx *store.Tx, id bot.MemberID) ([]words.Text, error) {
	var lines []words.Text
	w, _, err := wishes.Get(tx, a.Key(string(id)))
	if err != nil {
		return nil, err
	}
	if w.Muted {
		lines = append(lines, a.Say("remind.privacy.off"))
	}
	if !w.Closed.Before(a.Today()) {
		lines = append(lines, a.Say("remind.privacy.closed", bot.Day("day", a.From.Lang, w.Closed)))
	}
	n, some := 0, false
	for row, err := range threads.Scan(tx, a.Key(string(id))) {
		if err != nil {
			return nil, err
		}
		for _, one := range row.Value.Sent {
			if !one.Back {
				n++
			}
		}
		some = true
	}
	for _, err := range decisions.Scan(tx, a.Key(string(id))) {
		if err != nil {
			return nil, err
		}
		some = true
	}
	if some {
		lines = append(lines, a.Say("remind.privacy", words.Count("n", n)))
	}
	return lines, nil
}

func forget(s *bot.Scene, tx *store.Tx, id bot.MemberID) error {
	if err := takeAllBack(s, tx, id); err != nil {
		return err
	}
	if err := wishes.Delete(tx, s.Key(string(id))); err != nil {
		return err
	}
	prefix := s.Key(string(id))
	if err := drop(tx, threads, prefix, func(store.Key, thread) (bool, error) { return true, nil }); err != nil {
		return err
	}
	return drop(tx, decisions, prefix, func(store.Key, []Decision) (bool, error) { return true, nil })
}
