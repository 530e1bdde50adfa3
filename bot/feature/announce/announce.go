// Package announce calls the habits: at the due time, in every voice room of
// the team where somebody is, a chime, a card in the room's chat and a line in
// the room's status; with nobody in any room, a card in the text channel.
//
// An occurrence is announced once: its record (bot.Occasion) and all that it
// owes are written in one transaction. What is particular to a kind of habit is in
// its row of package habit, or comes in by its Hooks; the package does not know what
// tea is.
//
// Its tables in the store: 'foretold' (team/habit → the start of the last occurrence
// that was said to be near) and 'events' (team/habit → since when it is the team's no
// more, of those that have stood in the calendar).
package announce

import (
	"errors"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/habit"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// Hooks is what other features do about a kind of habit when it is called. Nil
// functions take the plain way.
type Hooks struct {
	// Done tells whether an occurrence was dealt with before its time: it is not called.
	Done func(*bot.Scene, *store.Tx, schedule.Occurrence) (bool, error)
	// Below is what stands below the plain card: its lines and buttons.
	Below func(*bot.Scene, *store.Tx, bot.Occasion) (bot.Card, error)
	// Invite makes the card of an occasion.
	Invite func(*bot.Scene, *store.Tx, bot.Habit, bot.Occasion) (bot.Card, error)
	// Farewell makes the card that takes the invitation's place at the end, and
	// may owe more; nil leaves the invitation as it is.
	Farewell func(*bot.Scene, *store.Tx, bot.Habit, bot.Occasion) (bot.Card, error)
}

// Parts of a habit's plans.
const (
	ahead = "/ahead"
	end   = "/end"
)

// endGrace is how late an end may be dealt with: nobody is disturbed by it.
const endGrace = 6 * time.Hour

type announcer struct{ hooks map[habit.Kind]Hooks }

// Feature calls the teams' habits, with hooks for some kinds.
func Feature(hooks map[habit.Kind]Hooks) bot.Feature {
	a := announcer{hooks}
	return bot.Feature{
		Name:    "announce",
		Plans:   a.plans,
		Opened:  a.opened,
		Closing: a.closing,
		Home:    a.home,

		Fallbacks: bot.Fallbacks{Refused: a.refused},
	}
}

func (a announcer) plans(t bot.Team) []bot.Plan {
	var plans []bot.Plan
	for _, h := range t.InOrder() {
		if h.Options.Off {
			continue
		}
		plan, err := h.Plan(t)
		if err != nil {
			continue // Team.Check does not let it in
		}
		add := func(id string, shift, grace time.Duration, due action) {
			plan.Shift, plan.Grace = shift, grace
			plans = append(plans, bot.Plan{ID: string(h.Name) + id, Plan: plan, Due: due.of(h.Name), Unkept: a.unkept})
		}
		row := h.Name.Row()
		add("", 0, row.Grace, a.call)
		add(end, time.Duration(h.Minutes)*time.Minute, endGrace, func(s *bot.Scene, _ bot.Habit, _ schedule.Due) error { return a.opened(s) })
		if row.Ahead > 0 {
			add(ahead, -row.Ahead, row.Ahead, a.note)
		}
	}
	return plans
}

// action is what is done when a time of a habit has come.
type action func(*bot.Scene, bot.Habit, schedule.Due) error

// of does it for a habit as it is set up by then.
func (do action) of(name bot.HabitName) func(*bot.Scene, schedule.Due) error {
	return func(s *bot.Scene, d schedule.Due) error {
		h, ok := s.Team.Habit(name)
		if !ok {
			return nil
		}
		return do(s, h, d)
	}
}

// call announces an occurrence, once.
func (a announcer) call(s *bot.Scene, h bot.Habit, d schedule.Due) error {
	o := bot.Occasion{
		Habit: h.Name, Date: d.Date, Start: d.At, Until: d.At.Add(time.Duration(h.Minutes) * time.Minute),
		Rooms: occupied(s, h), Text: s.Team.Text.Main, Key: s.OccasionKey(h.Name, d.Occurrence),
	}
	fresh := false
	err := s.Update(func(tx *store.Tx) (err error) {
		fresh = false
		if done, err := s.Announced(tx, o.Key); done || err != nil {
			return err
		}
		fresh = true
		if o.Few, err = a.done(s, tx, h, d.Occurrence); o.Few || err != nil {
			return errors.Join(err, s.KeepOccasion(tx, o))
		}
		known, here, err := s.Expected(tx)
		if err != nil {
			return err
		}
		o.Few = known >= 2 && here < 2 && len(s.Seats.Ours()) < 2
		if err := s.KeepOccasion(tx, o); err != nil {
			return err
		}
		if o.Few {
			return a.skip(s, tx, h, o)
		}
		return a.owe(s, tx, h, o)
	})
	if err != nil || !fresh {
		return err
	}
	if o.Few {
		s.Tally().Skipped.Add(1)
		return a.calendar(s)
	}
	s.Tally().Fired.Add(1)
	if s.Now.Sub(d.At) > time.Minute {
		s.Tally().Late.Add(1)
	}
	return errors.Join(a.statuses(s), a.calendar(s))
}

// done tells whether an occurrence was dealt with before its time.
func (a announcer) done(s *bot.Scene, tx *store.Tx, h bot.Habit, o schedule.Occurrence) (bool, error) {
	if hook := a.hooks[h.Name.Kind()].Done; hook != nil {
		return hook(s, tx, o)
	}
	return false, nil
}

// occupied lists the rooms in which a habit is called.
func occupied(s *bot.Scene, h bot.Habit) []bot.RoomID {
	var rooms []bot.RoomID
	seats := s.Seats.Ours()
	for _, r := range s.Team.Rooms {
		if len(seats.In(r.ID)) > 0 && (r.Kind != bot.Focus || h.Focus) {
			rooms = append(rooms, r.ID)
		}
	}
	return rooms
}

// invitation is the card of an occasion.
func (a announcer) invitation(s *bot.Scene, tx *store.Tx, h bot.Habit, o bot.Occasion) (bot.Card, error) {
	hooks := a.hooks[h.Name.Kind()]
	if hooks.Invite != nil {
		return hooks.Invite(s, tx, h, o)
	}
	card := plain(s, h, o)
	if hooks.Below == nil {
		return card, nil
	}
	below, err := hooks.Below(s, tx, o)
	card.Lines, card.Buttons = append(card.Lines, below.Lines...), append(card.Buttons, below.Buttons...)
	return card, err
}

// owe adds the announcement to what is owed: cards first, sounds after them.
func (a announcer) owe(s *bot.Scene, tx *store.Tx, h bot.Habit, o bot.Occasion) error {
	card, err := a.invitation(s, tx, h, o)
	if err != nil {
		return err
	}
	row := h.Name.Row()
	until := o.Start.Add(row.Grace)
	if len(o.Rooms) == 0 || s.Online(h) { // behind a link, people need be in no room
		if err := a.post(tx, o, o.Text, card, s.Now, until); err != nil {
			return err
		}
	}
	silent, err := s.Soundless(tx)
	if err != nil {
		return err
	}
	for _, room := range o.Rooms {
		card := card
		if silent && !h.Options.Quiet {
			card.Ping, card.Lines = calling(s, room, card.Lines)
		}
		if err := a.post(tx, o, room.Chat(), card, s.Now, until); err != nil {
			return err
		}
	}
	if silent || h.Options.Quiet {
		return nil
	}
	for _, room := range o.Rooms {
		chime := bot.Chime{Server: s.Team.Server, Room: room, Sound: row.Sound}
		if err := bot.Owe(tx, o.Key+store.Key("/chime/"+room), bot.KindChime, string(room), chime, s.Now, until); err != nil {
			return err
		}
	}
	return nil
}

func (announcer) post(tx *store.Tx, o bot.Occasion, where bot.ChannelID, card bot.Card, now, until time.Time) error {
	key := o.Key + store.Key("/card/"+where)
	return bot.Owe(tx, key, bot.KindPost, string(where), bot.Post{Channel: where, Card: card}, now, until)
}

// skip says in one line that a habit is not held.
func (a announcer) skip(s *bot.Scene, tx *store.Tx, h bot.Habit, o bot.Occasion) error {
	card := bot.Card{Silent: true, Lines: []words.Text{s.Words("announce.few", s.Title(h))}}
	return a.post(tx, o, s.Team.Text.Main, card, s.Now, o.Start.Add(h.Name.Row().Grace))
}

// whom says for whom a habit is that is not for everybody.
func whom(s *bot.Scene, h bot.Habit) []words.Text {
	if role := s.For(h); role != "" {
		return []words.Text{s.Words("announce.for", words.Role("role", string(role)))}
	}
	return nil
}

// plain is the card of a habit that has no card of its own.
func plain(s *bot.Scene, h bot.Habit, o bot.Occasion) bot.Card {
	card := bot.Card{Tone: bot.Warm, Title: s.Words("announce.now", s.Title(h), words.At("until", o.Until)), Lines: whom(s, h)}
	switch {
	case o.Room(s, h) != "":
		card.Lines = append(card.Lines, s.Words("announce.come", words.Room("place", string(o.Room(s, h)))))
	case h.Link == "":
		card.Lines = append(card.Lines, s.Words("announce.here"))
	}
	if h.Link != "" {
		card.Lines = append(card.Lines, s.Words("announce.link"))
		card.Buttons = []bot.Button{{Label: s.Words("announce.join"), URL: h.Link}}
	}
	if h.Cameras {
		card.Lines = append(card.Lines, s.Words("announce.cameras"))
	}
	return card
}
