package remind

import (
	"slices"
	"time"

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
			{Name: "reminders", Way: bot.Slash, Who: bot.Anyone, Looks: true, Told: bot.Told{Help: "help.reminders", Typed: []string{"/reminders"}}, Run: shown},
			{Name: "remind off", Way: bot.Press, Who: bot.Anyone, Run: mute},
			{Name: "remind on", Way: bot.Press, Who: bot.Teammate, Run: unmute},
			{Name: "remind stop", Way: bot.Press, Who: bot.Anyone, Run: stop},
			{Name: "snooze", Way: bot.Press, Who: bot.Teammate, Run: snooze},
			{Name: "snooze back", Way: bot.Press, Who: bot.Teammate, Looks: true, Run: snoozeBack},
		},
		Plans: plans, Opened: opened, Moved: moved,
		Fallbacks: bot.Fallbacks{Refused: refused}, Of: bot.Of{Kept: kept, Forget: forget, Linked: linked},
	}
}

// shown tells the asker whether and where they get reminders, and lets them
// choose.
func shown(a *bot.Ask) (bot.Reply, error) {
	var card *bot.Card
	err := a.View(func(tx *store.Tx) (err error) {
		card, err = choices(a, tx)
		return err
	})
	return bot.Reply{Card: card}, err
}

func choices(a *bot.Ask, tx *store.Tx) (*bot.Card, error) {
	who, err := a.Member(tx, a.From.ID)
	if err != nil {
		return nil, err
	}
	for _, id := range accounts(who, a.From.ID) {
		w, _, err := wishes.Get(tx, a.Key(string(id)))
		if err != nil {
			return nil, err
		}
		if w.Muted {
			button := bot.Button{Label: a.Say("remind.on"), Do: "remind on", Look: bot.Main}
			return &bot.Card{Tone: bot.Calm, Lines: []words.Text{a.Say("remind.are.off")}, Buttons: []bot.Button{button}}, nil
		}
	}
	where, err := place(a, tx, who)
	if err != nil {
		return nil, err
	}
	later, err := snoozes(a, tx)
	return &bot.Card{
		Tone: bot.Calm, Lines: append([]words.Text{a.Say("remind.are.on"), where}, later...),
		Buttons: []bot.Button{{Label: a.Say("remind.off"), Do: "remind off"}},
	}, err
}

// place says on which platform the asker's reminders come.
func place(a *bot.Ask, tx *store.Tx, who bot.Member) (words.Text, error) {
	to, err := a.Reach(tx, a.From.ID)
	if err != nil {
		return nil, err
	}
	if to.On != a.Team.Home {
		return a.Say("remind.come.elsewhere", a.Traits(to.On).Arg()), nil
	}
	for _, e := range a.Team.Elsewhere {
		if e.Channel != "" && who.Accounts[e.On] != "" { // all of it is closed
			return a.Say("remind.come.shut", a.Traits(e.On).Arg(), words.Quote("home", a.Traits(to.On).Name)), nil
		}
	}
	return a.Say("remind.come.home", a.Traits(to.On).Arg()), nil
}

func mute(a *bot.Ask) (bot.Reply, error) {
	return choose(a, true, func(tx *store.Tx, id bot.MemberID) error { return takeAllBack(a.Scene, tx, id) })
}

func unmute(a *bot.Ask) (bot.Reply, error) {
	reply, err := choose(a, false, func(*store.Tx, bot.MemberID) error { return nil })
	if err != nil {
		return bot.Reply{}, err
	}
	return reply, remindAgain(a.Scene, []bot.MemberID{a.From.ID})
}

// choose keeps whether the asker wants reminders. Who turns them on is believed
// to take private messages.
func choose(a *bot.Ask, muted bool, also func(*store.Tx, bot.MemberID) error) (bot.Reply, error) {
	var card *bot.Card
	err := a.Update(func(tx *store.Tx) error {
		if err := known(a, tx); err != nil {
			return err
		}
		who, err := a.Member(tx, a.From.ID)
		if err != nil {
			return err
		}
		for _, id := range accounts(who, a.From.ID) {
			if err := wishes.Put(tx, a.Key(string(id)), wish{Muted: muted}); err != nil {
				return err
			}
			if err := also(tx, id); err != nil {
				return err
			}
		}
		card, err = choices(a, tx)
		return err
	})
	return bot.Reply{Card: card, Update: true}, err
}

// known has the team know the asker, as long as it keeps a wish of theirs.
func known(a *bot.Ask, tx *store.Tx) error {
	return a.KeepMember(tx, a.From.ID, func(m *bot.Member) {
		if m.Name == "" && a.Ours {
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
		who, err := a.Member(tx, a.From.ID)
		if err != nil {
			return err
		}
		for _, id := range accounts(who, a.From.ID) {
			if err := stopThread(a, tx, threadKey(a.Scene, id, a.With[0])); err != nil {
				return err
			}
		}
		return nil
	})
	return bot.Reply{Card: &bot.Card{Tone: bot.Calm, Lines: []words.Text{a.Say("remind.stopped")}}, Update: true}, err
}

// stopThread stops what is sent of an event. Who is not of the team can stop only
// what was sent to them: nobody else is to fill the store with events.
func stopThread(a *bot.Ask, tx *store.Tx, key store.Key) error {
	t, sent, err := threads.Get(tx, key)
	if err != nil || !sent && !a.Ours {
		return err
	}
	t.Stopped, t.Last = true, a.Today()
	if err := threads.Put(tx, key, t); err != nil {
		return err
	}
	return finish(a.Scene, tx, key)
}

// refused leaves alone, for a while, who takes no private messages. Nobody else
// is told.
func refused(s *bot.Scene, tx *store.Tx, o store.Owed, why *bot.Refusal) error {
	to, event, kind, is := ours(o.Key)
	if !is || !slices.Contains([]bot.Reason{bot.NoRight, bot.NoPlace, bot.Left}, why.Reason) {
		return nil
	}
	key := threadKey(s, to, event)
	t, ok, err := threads.Get(tx, key)
	if err != nil || !ok {
		return err // forgotten meanwhile
	}
	t.unsay(kind)
	if err := threads.Put(tx, key, t); err != nil {
		return err
	}
	if why.Reason == bot.Left {
		return note(s, tx, Reminder{Event: event, Kind: kind, To: to}, Left, time.Time{})
	}
	w, _, err := wishes.Get(tx, s.Key(string(to)))
	if err != nil {
		return err
	}
	w.Closed = s.Today().AddDays(closedFor - 1)
	if err := wishes.Put(tx, s.Key(string(to)), w); err != nil {
		return err
	}
	return note(s, tx, Reminder{Event: event, Kind: kind, To: to}, Closed, time.Time{})
}

// remindAgain reminds whom something has brought into reach: all, or some.
func remindAgain(s *bot.Scene, some []bot.MemberID) error {
	if err := resume(s, some); err != nil {
		return err
	}
	return remindOfKPT(s, some)
}

// opened reminds whom a start, a change of the set-up or of who is away has
// brought into reach, and takes back what must not reach others any more. The notebook has
// been read, too, perhaps.
func opened(s *bot.Scene) error {
	if err := sweep(s); err != nil {
		return err
	}
	if err := byHand(s); err != nil {
		return err
	}
	return remindAgain(s, nil)
}

// moved reminds who is in reach now and was not before.
func moved(s *bot.Scene, moves []bot.Move) error {
	var free []bot.MemberID
	for _, m := range moves {
		if !inFocus(s, m.Member) {
			free = append(free, m.Member)
		}
	}
	if len(free) < len(moves) {
		if err := sweep(s); err != nil {
			return err
		}
	}
	if len(free) == 0 {
		return nil
	}
	return remindAgain(s, free)
}

func due(s *bot.Scene, d schedule.Due) error {
	if s.Now.Sub(d.At) > grace/2 {
		return nil
	}
	return remindAgain(s, nil)
}

// dawn is due, and tidies up.
func dawn(s *bot.Scene, d schedule.Due) error {
	if s.Now.Sub(d.At) > grace/2 {
		return nil
	}
	if err := s.Update(func(tx *store.Tx) error { return tidy(s, tx) }); err != nil {
		return err
	}
	return remindAgain(s, nil)
}
