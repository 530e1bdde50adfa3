package meeting

import (
	"errors"
	"slices"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	rules "github.com/engawa-bot/engawa/kpt/meeting"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// goOn answers who wants to begin a meeting that is running: its card comes to where
// they sit. One that was left open, though the next is due, is asked about first, and so
// is one in whose room more people sit than with the asker, unless they typed it.
func (f feature) goOn(a *bot.Ask, tx *store.Tx, b beginning) (beginning, error) {
	m, err := hall(a.Scene).Meeting(tx, b.retro.Date)
	if err != nil {
		return b, err
	}
	if _, due := dueAfter(a.Scene, b.retro); due {
		b.question = leftOpen(a.From.Lang, m, b.retro, true)
		return b, nil
	}
	if b, err = f.bring(a, tx, b, m, a.Way == bot.Slash); err == nil && b.question == nil {
		err = f.arrive(a, tx, b)
	}
	return b, err
}

// insists is what the button brings along of who wants the card although more people
// are elsewhere.
const insists = "here"

// bring has the card of a running meeting stand where the asker sits; not, unless they
// are sure, if more people are where it stands.
func (f feature) bring(a *bot.Ask, tx *store.Tx, b beginning, m rules.Meeting, sure bool) (beginning, error) {
	was, _, err := stands.Get(tx, a.Key(b.retro.Date.String()))
	if err != nil {
		return b, err
	}
	b.goes, b.stand = true, was
	if b.stand.Room = roomFor(a.Scene, was.Room, m); a.Has(a.Room) {
		b.stand.Room = roomFor(a.Scene, a.Room, m)
	}
	there, here := a.Seats.Ours().In(was.Room), a.Seats.Ours().In(a.Room)
	if a.Has(was.Room) && b.stand.Room != was.Room && len(there) > len(here) && !sure {
		b.question = &bot.Card{
			Lines: []words.Text{a.Say("meeting.goes.there", bot.Day("day", a.From.Lang, b.retro.Day()), words.Room("room", string(was.Room)), words.Count("n", len(there)))},
			Buttons: []bot.Button{
				{Label: a.Say("meeting.bring"), Do: "meeting bring", With: pressed{retro: b.retro.Date}.with(insists)},
			},
		}
		return b, nil
	}
	by, err := a.Author(tx)
	if err != nil {
		return b, err
	}
	if m, _, err = hall(a.Scene).Act(tx, rules.Press{Retro: b.retro.Date, By: by, At: a.Now}, rules.GoOn{}); err != nil {
		return b, err
	}
	if b.retro.RestsAt(a.Now) {
		b.stand.Anew++ // the card of that day is far up by now
	}
	if b.stand.Room == "" && a.Has(was.Room) {
		if err := stay(a.Scene, tx, m); err != nil {
			return b, err
		}
	}
	return b, stands.Put(tx, a.Key(b.retro.Date.String()), b.stand)
}

// stay has those take part no more who did so because they sit in the room that a meeting has
// left for a link.
func stay(s *bot.Scene, tx *store.Tx, m rules.Meeting) error {
	for _, who := range m.People.Present {
		if slices.Contains(m.People.Apart, who) {
			continue
		}
		press := rules.Press{Retro: m.Retro, By: kpt.Author{Member: string(who)}, At: s.Now}
		if _, _, err := hall(s).Act(tx, press, rules.Leave{}); err != nil {
			return err
		}
	}
	return nil
}

// fetch brings the card of a running meeting, for who has read what else there is to it.
func (f feature) fetch(a *bot.Ask) (bot.Reply, error) {
	p, err := on(a, 0)
	if err != nil {
		return bot.Reply{}, err
	}
	var b beginning
	err = a.Update(func(tx *store.Tx) error {
		r, _, err := a.Turn(tx)
		if err != nil {
			return err
		}
		if r.Date != p.retro || r.Begun.IsZero() {
			return bot.Sorryf("meeting.changed")
		}
		m, err := hall(a.Scene).Meeting(tx, r.Date)
		if err != nil {
			return err
		}
		if b, err = f.bring(a, tx, beginning{retro: r}, m, slices.Contains(p.rest, insists)); err != nil || b.question != nil {
			return err
		}
		return f.arrive(a, tx, b)
	})
	return f.started(a, b, []string{dateWord(schedule.Date{})}, err)
}

// dueAfter is the occurrence for which the team comes together by now, or soon, after
// that of a meeting that is still open.
func dueAfter(s *bot.Scene, r kpt.Retro) (schedule.Occurrence, bool) {
	times, err := s.Team.KPTs()
	if err != nil || times.Off {
		return schedule.Occurrence{}, false
	}
	return times.Last(r.For(), r.Starts, s.Now.Add(early))
}

// leftOpen says that a meeting is still open, and what may be done; next: the one after
// it is due.
func leftOpen(lang words.Lang, m rules.Meeting, r kpt.Retro, next bool) *bot.Card {
	say := func(key string, args ...words.Arg) words.Text { return words.Say(lang, key, args...) }
	stage := words.Nest("stage", say("stage."+stageKey(m.Place.Stage)))
	p := pressed{retro: r.Date, seen: m.Place.Moves}
	goes := bot.Button{Label: say("meeting.open.on"), Do: "meeting bring", With: p.with(), Look: bot.Main}
	if !next {
		return &bot.Card{Lines: []words.Text{say("meeting.open.now", stage)}, Buttons: []bot.Button{goes}}
	}
	return &bot.Card{
		Lines:   []words.Text{say("meeting.open", bot.Day("day", lang, r.Day()), stage)},
		Buttons: []bot.Button{goes, {Label: say("meeting.open.close"), Do: "meeting instead", With: p.with()}},
	}
}

// Call is what stands below the call for a KPT: how to begin it, or that a meeting is
// open already, this one or the last.
func Call(s *bot.Scene, tx *store.Tx, o bot.Occasion) (bot.Card, error) {
	r, err := s.Retro(tx)
	if err != nil {
		return bot.Card{}, err
	}
	if r.Begun.IsZero() {
		return bot.Card{Buttons: []bot.Button{Begin(s)}}, nil
	}
	m, err := hall(s).Meeting(tx, r.Date)
	return *leftOpen(s.Team.Lang, m, r, r.For().Before(o.Date)), err
}

// notHeld is what the button brings along of who says that a meeting that was left open
// was none.
const notHeld = "no"

// instead closes the meeting that was left open, with what stands there, and begins the
// one that is due.
func (f feature) instead(a *bot.Ask) (bot.Reply, error) {
	p, err := on(a, 0)
	if err != nil {
		return bot.Reply{}, err
	}
	reply, err := f.closeAndBegin(a, p)
	reply.Update = err == nil && len(p.rest) > 0
	return reply, err
}

// closeAndBegin is instead, for what the button brought along.
func (f feature) closeAndBegin(a *bot.Ask, p pressed) (bot.Reply, error) {
	var b beginning
	err := a.Update(func(tx *store.Tx) error {
		r, _, err := a.Turn(tx)
		if err != nil {
			return err
		}
		called, due := dueAfter(a.Scene, r)
		if r.Date != p.retro || r.Begun.IsZero() || !due {
			return bot.Sorryf("meeting.changed")
		}
		if b.question, err = f.leave(a, tx, r, p, called); err != nil || b.question != nil {
			return err
		}
		b, err = f.start(a, tx, called.Date)
		return err
	})
	if err == nil {
		err = f.showMeeting(a.Scene, p.retro)
	}
	return f.started(a, b, append([]string{closingFirst}, p.with(p.rest...)...), err)
}

// leave ends the meeting that was left open. If nobody but one was ever in it, it asks
// first whether it was held; one that was not is put off, and is the one that is due.
func (f feature) leave(a *bot.Ask, tx *store.Tx, r kpt.Retro, p pressed, called schedule.Occurrence) (*bot.Card, error) {
	m, err := hall(a.Scene).Meeting(tx, p.retro)
	if err != nil {
		return nil, err
	}
	by, err := a.Author(tx)
	if err != nil {
		return nil, err
	}
	press := rules.Press{Retro: p.retro, By: by, At: a.Now, Seen: p.seen}
	company, err := hall(a.Scene).Company(tx, m)
	if err != nil {
		return nil, err
	}
	switch {
	case m.Place.Moves != p.seen: // it went on since the call
		return leftOpen(a.From.Lang, m, r, true), nil
	case slices.Contains(p.rest, notHeld):
		if _, _, err := hall(a.Scene).Act(tx, press, rules.LeftOpen{}); err != nil {
			return nil, err
		}
		st, _, err := stands.Get(tx, a.Key(p.retro.String()))
		st.another()
		return nil, errors.Join(err, stands.Put(tx, a.Key(p.retro.String()), st))
	case company < 2 && !slices.Contains(p.rest, sure):
		return heldCard(a, a.Say("meeting.open.held", bot.Day("day", a.From.Lang, r.Day())),
			bot.Button{Do: "meeting instead", With: p.with(sure)}, bot.Button{Do: "meeting instead", With: p.with(notHeld)}), nil
	}
	next, err := nextFor(a.Scene, tx, p.retro, called)
	if err != nil {
		return nil, err
	}
	m, out, err := hall(a.Scene).Act(tx, press, rules.LeftOpen{Held: true, Next: next})
	if err != nil {
		return nil, err
	}
	if err := tellMoved(a.Scene, tx, out.Moved, next); err != nil {
		return nil, err
	}
	if err := tellSheet(a.Scene, tx, p.retro, next); err != nil {
		return nil, err
	}
	return nil, f.announceCommitments(a.Scene, tx, m)
}

// nextFor is the retro that is open after one, or is opened for an occurrence.
func nextFor(s *bot.Scene, tx *store.Tx, after schedule.Date, o schedule.Occurrence) (kpt.Retro, error) {
	times, err := s.Team.KPTs()
	if err != nil {
		return kpt.Retro{}, err
	}
	all, err := s.Book().Retros(tx)
	if err != nil {
		return kpt.Retro{}, err
	}
	if next, there := openAfter(all, after); there {
		return next, nil
	}
	return times.NextFor(all, o, s.Now), nil
}
