package tries

import (
	"fmt"
	"slices"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/feature/remind"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

const (
	askClock = 11            // o'clock, in the team's zone
	askGrace = 3 * time.Hour // how late it may still be asked
	askUntil = 6 * time.Hour // how long the question is of use where no KPT comes
)

// plans has the owners asked on the middle working day between two KPTs.
func plans(t bot.Team) []bot.Plan {
	h, ok := t.Habit(bot.KPT)
	if !ok || h.Options.Off {
		return nil
	}
	kpts, err := h.Plan(t)
	if err != nil {
		return nil // Team.Check does not let it in
	}
	rule, err := schedule.ParseRule(fmt.Sprintf("daily %d:00", askClock))
	if err != nil {
		return nil
	}
	kpts.Since = time.Time{} // also between two of which the first was before a change
	return []bot.Plan{{ID: "tries/midweek", Plan: schedule.Plan{
		Rule: rule, Zone: kpts.Zone, Grace: askGrace,
		Works: func(d schedule.Date) bool { return midweek(d, kpts) },
	}, Due: due}}
}

// midweek says whether a date is the middle one of the working days between two
// KPTs; of two in the middle it is the later. With no working day between them
// there is none.
func midweek(d schedule.Date, kpts schedule.Plan) bool {
	if !kpts.Works(d) {
		return false
	}
	before, after, ok := around(d, kpts)
	if !ok {
		return false
	}
	var between []schedule.Date
	for day := before.AddDays(1); day.Before(after); day = day.AddDays(1) {
		if kpts.Works(day) {
			between = append(between, day)
		}
	}
	return len(between) > 0 && between[len(between)/2] == d
}

// around gives the days of the KPTs before and after a date; false if there is
// one on that day, or none within a year.
func around(d schedule.Date, kpts schedule.Plan) (before, after schedule.Date, ok bool) {
	midnight := time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, kpts.Zone)
	next, ok := kpts.Next(midnight.Add(-time.Nanosecond))
	if !ok || next.Date == d {
		return before, after, false
	}
	for back := 8; back < 400; back *= 2 {
		for o := range kpts.All(midnight.AddDate(0, 0, -back)) {
			if !o.Date.Before(d) {
				break
			}
			before = o.Date
		}
		if before != (schedule.Date{}) {
			return before, next.Date, true
		}
	}
	return before, after, false
}

// event is what reminders about an owner's Tries are counted by, anew for each KPT that
// they wait for: about all of them there is one message.
func event(next kpt.Retro) string { return "tries/" + next.Date.String() }

func kind(d schedule.Date) string { return "midweek/" + d.String() }

// askedAt is when owners are asked on a date.
func askedAt(s *bot.Scene, on schedule.Date) time.Time {
	return time.Date(on.Year, on.Month, on.Day, askClock, 0, 0, 0, s.Now.Location())
}

// due asks all owners.
func due(s *bot.Scene, d schedule.Due) error {
	return ask(s, d.Date, func(bot.MemberID) bool { return true })
}

// moved asks those who could not be reached before, today or where it still is
// the day before, or from whom a question was taken back, and who may be reached
// now.
func moved(s *bot.Scene, moves []bot.Move) error {
	for _, on := range []schedule.Date{s.Today().AddDays(-1), s.Today()} {
		var free []bot.MemberID
		err := s.View(func(tx *store.Tx) error {
			for _, m := range moves {
				decided, err := remind.Decisions(tx, s.Team.ID, m.Member, on)
				if err != nil {
					return err
				}
				room, _ := s.Team.Room(s.Seats[m.Member].Room)
				if room.Kind != bot.Focus && slices.ContainsFunc(decided, waits(kind(on))) {
					free = append(free, m.Member)
				}
			}
			return nil
		})
		if err == nil && len(free) > 0 {
			err = ask(s, on, func(id bot.MemberID) bool { return slices.Contains(free, id) })
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// waits says whether a decision may be another now.
func waits(kind string) func(remind.Decision) bool {
	return func(d remind.Decision) bool {
		return d.Kind == kind && slices.Contains([]remind.Why{"", remind.Focus, remind.Away, remind.Hours}, d.Why)
	}
}

// ask asks the owners who are meant how their open Tries go, each in one message, unless
// they have said so already. Nobody is asked twice.
func ask(s *bot.Scene, on schedule.Date, meant func(bot.MemberID) bool) error {
	return s.Update(func(tx *store.Tx) error {
		open, err := s.Book().OpenTries(tx)
		if err != nil {
			return err
		}
		var asked []bot.MemberID
		for _, t := range open {
			owner := bot.MemberID(t.Owner.Member)
			if owner == "" || !meant(owner) || slices.Contains(asked, owner) {
				continue
			}
			asked = append(asked, owner)
			if err := askOwner(s, tx, owner, on); err != nil {
				return err
			}
		}
		return nil
	})
}

// askOwner asks how somebody's Tries go, within the first of their hours. They may put it
// off until the next KPT.
func askOwner(s *bot.Scene, tx *store.Tx, owner bot.MemberID, on schedule.Date) error {
	tries, next, err := unsaid(s, tx, owner)
	if err != nil || len(tries) == 0 {
		return err
	}
	from, latest := askedAt(s, on), next.Starts
	if !latest.After(from) {
		latest = from.Add(askUntil)
	}
	until, err := remind.Until(s, tx, owner, from, latest)
	if err != nil || !s.Now.Before(until) {
		return err
	}
	lang, err := s.LangOf(tx, owner)
	if err != nil {
		return err
	}
	_, err = remind.Send(s, tx, remind.Reminder{
		Event: event(next), Kind: kind(on), To: owner, Card: question(lang, tries, 0), Until: until, Snooze: latest,
	})
	return err
}

// toAsk says whether the owner of a Try is one of the team and has not said how
// it goes since the last KPT.
func toAsk(s *bot.Scene, tx *store.Tx, t kpt.Try, next kpt.Retro) (bool, error) {
	m, err := s.Member(tx, bot.MemberID(t.Owner.Member))
	if err != nil || t.Owner.Member == "" || m.Seen == (schedule.Date{}) || m.Left() {
		return false, err
	}
	said, ok, err := s.Book().Said(tx, t, kpt.Viewer{})
	return !ok || said.Retro != next.Date, err
}

// answers are the buttons of what an owner may say.
func answers(lang words.Lang, id kpt.NoteID) []bot.Button {
	with := []string{string(id)}
	return []bot.Button{
		{Label: words.Say(lang, "tries.do.done"), Do: "tries done", With: with, Look: bot.Main},
		{Label: words.Say(lang, "tries.do.stuck"), Do: "tries stuck", With: with},
		{Label: words.Say(lang, "tries.do.help"), Do: "tries help", With: with},
		{Label: words.Say(lang, "tries.do.drop"), Do: "tries drop", With: with},
	}
}
