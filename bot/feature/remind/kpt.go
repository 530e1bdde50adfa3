package remind

import (
	"slices"
	"strings"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// The kinds of the KPT's reminders, which are the parts of its plans.
const (
	eve     = "eve"  // the working day before
	soon    = "soon" // shortly before
	morning = "remind/morning"
)

const soonBefore = 2 * time.Hour

// eveAt is when people are reminded on the working day before.
func eveAt() schedule.Clock { return schedule.Clock{Hour: 14} }

const kptEvents = "kpt/"

// KPTEvent is the event of the reminders to write notes for a retro: that of the day
// which it is planned for. If that goes by without a meeting, the next is another event.
func KPTEvent(r kpt.Retro) string { return kptEvents + r.For().String() }

// OfKPT tells whether an event is a KPT.
func OfKPT(event string) bool { return strings.HasPrefix(event, kptEvents) }

// What comes due waits until it is known who is where, but only for most of its
// grace; of what is later than half of it nobody is reminded, for they may be in
// focus. It is made up for when the rooms are known.
const grace = 24 * time.Hour

// plans has the team looked at when a reminder's time begins, and when its hours
// do. What is missed meanwhile is made up for at the next start. Whose hours begin
// at another time is owed their reminder for then.
func plans(t bot.Team) []bot.Plan {
	daily := func(id string, c schedule.Clock, works func(schedule.Date) bool, due func(*bot.Scene, schedule.Due) error) bot.Plan {
		rule, _ := schedule.ParseRule("daily " + c.String()) // a clock always makes a rule
		return bot.Plan{ID: id, Plan: schedule.Plan{Rule: rule, Zone: t.Location(), Works: works, Grace: grace}, Due: due}
	}
	list := []bot.Plan{daily(morning, hoursOf(t, bot.Member{}).from, nil, dawn)}
	h, ok := t.Habit(bot.KPT)
	if !ok || h.Options.Off {
		return list
	}
	before, err := h.Plan(t)
	if err != nil {
		return list // Team.Check does not let it in
	}
	before.Shift, before.Grace = -soonBefore, grace
	return append(list, daily("remind/"+eve, eveAt(), t.Days.Works, due), bot.Plan{ID: "remind/" + soon, Plan: before, Due: due})
}

// span is when a reminder of a kind may be sent, and put off.
type span struct {
	kind                string
	from, until, snooze time.Time
}

// spans are those of a KPT that starts at an instant of the team's zone, for
// somebody of the hours given: their day before ends when their hours do. A time
// that had come before the habit was changed is left out.
func spans(t bot.Team, h bot.Habit, starts time.Time, own hours) []span {
	near := starts.Add(-soonBefore)
	all := []span{{soon, near, starts, starts}}
	for day := schedule.DateOf(starts).AddDays(-1); ; day = day.AddDays(-1) {
		noon := time.Date(day.Year, day.Month, day.Day, 12, 0, 0, 0, starts.Location())
		if starts.Sub(noon) > longestBreak {
			break
		}
		if t.Days.Works(day) {
			from := clockOn(noon, eveAt())
			all = append(all, span{eve, from, own.last(from, near), near})
			break
		}
	}
	return slices.DeleteFunc(all, func(p span) bool { return p.from.Before(h.Options.Since) })
}

// longestBreak is how far before a KPT the working day before it is looked for.
const longestBreak = 15 * 24 * time.Hour

// remindOfKPT reminds those of the team's people, or of some of them, who have
// not written for the open retro, if it is the time to. It looks before it
// writes: most of the time there is nobody to remind.
func remindOfKPT(s *bot.Scene, some []bot.MemberID) error {
	h, ok := s.Team.Habit(bot.KPT)
	if !ok || s.KPTs().Off {
		return nil
	}
	var list []Reminder
	err := s.View(func(tx *store.Tx) (err error) {
		list, err = lacking(s, tx, h, some)
		return err
	})
	if err != nil || len(list) == 0 || !s.Current() { // they may have gone into focus
		return err
	}
	return s.Update(func(tx *store.Tx) error {
		list, err := lacking(s, tx, h, some)
		if err != nil {
			return err
		}
		for _, r := range list {
			if _, err := Send(s, tx, r); err != nil {
				return err
			}
		}
		return nil
	})
}

// lacking makes the reminders of those who have not written, and about whom
// something is to be decided now that was not.
func lacking(s *bot.Scene, tx *store.Tx, h bot.Habit, some []bot.MemberID) ([]Reminder, error) {
	r, err := s.Taking(tx)
	if err != nil || r.Opened.IsZero() || !r.Begun.IsZero() {
		return nil, err
	}
	starts := r.Starts.In(s.Now.Location())
	begun := func(p span) bool { return !s.Now.Before(p.from) }
	if !slices.ContainsFunc(spans(s.Team, h, starts, hoursOf(s.Team, bot.Member{})), begun) || !s.Now.Before(starts) {
		return nil, nil
	}
	people, err := bot.Roster(tx, s.Team.ID)
	if err != nil {
		return nil, err
	}
	var list []Reminder
	for _, p := range people {
		to := bot.MemberID(p.Author.Member)
		if some != nil && !slices.Contains(some, to) {
			continue
		}
		reminder, due, err := dueTo(s, tx, h, r, to)
		if err != nil {
			return nil, err
		}
		if due {
			lang, err := s.LangOf(tx, to)
			if err != nil {
				return nil, err
			}
			reminder.Card = kptCard(s, h, reminder, starts, lang)
			list = append(list, reminder)
		}
	}
	return list, nil
}

// dueTo is the reminder about which something is to be decided now. It is decided
// in the same way about those who have written: who has no decision would be seen
// to have, even if it was anonymous.
func dueTo(s *bot.Scene, tx *store.Tx, h bot.Habit, r kpt.Retro, to bot.MemberID) (Reminder, bool, error) {
	who, err := s.Member(tx, to)
	if err != nil {
		return Reminder{}, false, err
	}
	all := spans(s.Team, h, r.Starts.In(s.Now.Location()), hoursOf(s.Team, who))
	i := slices.IndexFunc(all, func(p span) bool { return !s.Now.Before(p.from) && s.Now.Before(p.until) })
	if i < 0 {
		return Reminder{}, false, nil
	}
	reminder := Reminder{Event: KPTEvent(r), Kind: all[i].kind, To: to, Until: all[i].until, Snooze: all[i].snooze}
	undecided, err := reminder.undecided(s, tx)
	if err != nil || !undecided {
		return reminder, false, err
	}
	if reminder.done, err = wroteFor(s, tx, r, to); err != nil {
		return reminder, false, err
	}
	if reminder.done {
		undecided, err = reminder.undecided(s, tx)
	}
	return reminder, undecided, err
}

// undecided tells whether Send would send a reminder, or note a reason that is
// new.
func (r Reminder) undecided(s *bot.Scene, tx *store.Tx) (bool, error) {
	m, err := look(s, tx, r, s.Now)
	if err != nil {
		return false, err
	}
	switch why := decide(r, m); why {
	case "":
		return true, nil
	case Told:
		return false, nil
	default:
		same, err := noted(s, tx, r, why)
		return !same, err
	}
}

// overKPT tells whether an event is a KPT that is not ahead: it has begun, is not held any
// more, or is planned for another day by now.
func overKPT(s *bot.Scene, tx *store.Tx, event string) (bool, error) {
	date, is := strings.CutPrefix(event, kptEvents)
	day, err := schedule.ParseDate(date)
	if !is || err != nil {
		return false, nil
	}
	if s.KPTs().Off {
		return true, nil
	}
	all, err := s.Book().Retros(tx)
	if err != nil {
		return false, err
	}
	next, err := s.Taking(tx) // which may not be there yet
	ahead := next.For() == day
	for _, r := range all {
		if r.For() == day && r.Happened() {
			return true, err
		}
		ahead = ahead || r.For() == day && r.Closed.IsZero()
	}
	return !ahead, err
}

// wroteFor tells whether somebody has a note in a retro, anonymous ones too.
func wroteFor(s *bot.Scene, tx *store.Tx, r kpt.Retro, id bot.MemberID) (bool, error) {
	book := s.Book()
	people, err := bot.Roster(tx, s.Team.ID)
	if err != nil {
		return false, err
	}
	viewer, err := book.Viewer(tx, string(id))
	if err != nil {
		return false, err
	}
	return book.HasWritten(tx, r.Date, viewer, people)
}

func kptCard(s *bot.Scene, h bot.Habit, r Reminder, starts time.Time, lang words.Lang) bot.Card {
	return bot.Card{
		Tone:  bot.Warm,
		Title: words.Say(lang, "remind.kpt", s.Team.Title(h, lang), bot.Day("day", lang, schedule.DateOf(starts)), words.Clock("clock", starts)),
		Lines: []words.Text{words.Say(lang, "remind.kpt."+r.Kind)},
		Buttons: []bot.Button{
			{Label: words.Say(lang, "remind.write"), Do: "kpt write", Look: bot.Main},
			stopButton(words.Say(lang, "remind.kpt.stop"), r.Event),
		},
	}
}
