package remind_test

import (
	"slices"
	"strings"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
	"github.com/engawa-bot/engawa/bot/feature/remind"
	"github.com/engawa-bot/engawa/schedule"
)

// person is what the world knows of a member, whatever the bot knows.
type person struct {
	zone    *time.Location
	slack   bot.MemberID // their account there; theirs alone if it is their id
	room    bot.RoomID
	away    schedule.Date
	muted   bool
	wrote   bool
	stopped map[string]bool // events
}

// later is what somebody has put off: from then on until last it may come.
type later struct{ at, last time.Time }

const kptKinds = "eve soon"

// works tells whether an instant is of a person's hours.
func (w *week) works(p *person, at time.Time) bool {
	at = at.In(p.zone)
	return at.Hour() >= 9 && at.Hour() < 18 && w.team.Days.Works(schedule.DateOf(at))
}

// comes is when something would come to a person that is sent now, minute by
// minute: at once, or when their hours begin.
func (w *week) comes(p *person, until time.Time) time.Time {
	now := w.now()
	for at := now; at.Before(until); at = at.Truncate(time.Minute).Add(time.Minute) {
		if w.works(p, at) {
			return at
		}
	}
	return now
}

// evening is when a person's hours end on the day of an instant.
func evening(p *person, at time.Time) time.Time {
	at = at.In(p.zone)
	return time.Date(at.Year(), at.Month(), at.Day(), 18, 0, 0, 0, p.zone)
}

// span is when a reminder of the KPT may come, as PRODUCT.md says: on the eve
// within the first hours that the person has after 14:00 of the team's.
func (w *week) span(kind string, p *person) (from, until time.Time) {
	near := w.starts.Add(-2 * time.Hour)
	if kind == "soon" {
		return near, w.starts
	}
	day := schedule.DateOf(w.starts).AddDays(-1)
	for !w.team.Days.Works(day) {
		day = day.AddDays(-1)
	}
	from = time.Date(day.Year, day.Month, day.Day, 14, 0, 0, 0, w.team.Location())
	for at := from; at.Before(near); at = at.Add(time.Minute) {
		if end := evening(p, at); w.works(p, at) && end.Before(near) {
			return from, end
		}
	}
	return from, near
}

// last is until when a reminder of the KPT can be put off.
func (w *week) last(kind string) time.Time {
	if kind == "eve" {
		return w.starts.Add(-2 * time.Hour)
	}
	return w.starts
}

// against lists the rules that a reminder would break that came at an instant.
func (w *week) against(l letter, at time.Time) (rules []remind.Why) {
	p := w.people[l.to]
	day := schedule.DateOf(at.In(p.zone))
	add := func(why remind.Why, broken bool) {
		if broken {
			rules = append(rules, why)
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	ofEvent, ofDay := map[letter]bool{}, map[letter]bool{}
	for o, comes := range w.owed {
		if o.to != l.to || o.first() == l.first() {
			continue
		}
		if o.event == l.event {
			ofEvent[o.first()] = true
		}
		if schedule.DateOf(comes.In(p.zone)) == day {
			ofDay[o.first()] = true
		}
	}
	add(remind.Muted, p.muted)
	add(remind.Stopped, p.stopped[l.event])
	add(remind.Closed, !w.closed[l.to].Before(schedule.DateOf(w.now().In(p.zone))))
	add(remind.Away, !p.away.Before(day))
	add(remind.Focus, p.room == focus)
	add(remind.Hours, !w.works(p, at))
	add(remind.Enough, len(ofEvent) >= 2)
	add(remind.Full, len(ofDay) >= 3)
	return rules
}

// check holds what came against the rules.
func (w *week) check() {
	w.Helper()
	for _, a := range w.take() {
		w.tally["came"]++
		rules, p := w.against(a.letter, a.at), w.people[a.to]
		if len(rules) > 0 || a.event == w.event() && p.wrote {
			w.Errorf("%s: %v came against %v; wrote: %v", w.now(), a.letter, rules, p.wrote)
		}
		from, until := time.Time{}, a.at.Add(1)
		if strings.Contains(kptKinds, a.kind) {
			from, until = w.span(a.kind, p)
			w.tally[a.kind]++
		}
		if a.later != "" {
			from, until = w.later[a.letter].at, w.later[a.letter].last
			w.tally["back"]++
		}
		if a.at.Before(from) || !a.at.Before(until) {
			w.Errorf("%v came at %s, want it from %s to %s", a.letter, a.at, from, until)
		}
		if p.zone != w.team.Location() {
			w.tally["elsewhere"]++
		}
		w.mu.Lock()
		if w.came[a.letter] == "slack" {
			w.tally["slack"]++
		}
		w.mu.Unlock()
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.twice) > 0 {
		w.Errorf("told on both platforms: %v", w.twice)
	}
}

// reached checks, at an instant at which the bot looks at somebody, that nothing
// is forgotten: what may come has come, or is on its way.
func (w *week) reached(id bot.MemberID) {
	w.Helper()
	now, p := w.now(), w.people[id]
	for _, kind := range strings.Fields(kptKinds) {
		if from, until := w.span(kind, p); !now.Before(from) && now.Before(until) && !p.wrote {
			w.notForgotten(letter{id, w.event(), kind, ""})
		}
	}
	for l, when := range w.later {
		if l.to == id && !now.Before(when.at) && now.Before(when.last) {
			w.notForgotten(l)
		}
	}
}

func (w *week) notForgotten(l letter) {
	w.Helper()
	if len(w.against(l, w.now())) > 0 {
		return
	}
	w.mu.Lock()
	came, outage := w.came[l] != "", w.outage || w.fallen || w.shut && bottest.Guest(l.to)
	w.mu.Unlock()
	owed := slices.Contains(w.pending(), l)
	w.tally["looked"]++
	if !came && (!owed || !outage) {
		w.Errorf("%s: %v was forgotten (owed: %v, outage: %v)", w.now(), l, owed, outage)
	}
}
