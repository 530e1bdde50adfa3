package remind_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/feature/remind"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// act does something at random.
func (w *week) act() {
	id := w.members()[w.rand.IntN([]int{4, 12}[w.rand.IntN(2)])] // to some of them much happens
	p := w.people[id]
	switch n := w.rand.IntN(115); {
	case n < 40:
		w.goes(id, []bot.RoomID{lounge, focus, ""}[w.rand.IntN(3)])
	case n < 46:
		w.leaves(id, p)
	case n < 55:
		w.writes(id, p)
	case n < 62:
		w.chooses(id, p)
	case n < 63:
		w.by(id, "remind stop", w.event())
		p.stopped[w.event()] = true
		w.drops(id, w.event())
	case n < 65:
		deaf := w.rand.IntN(3) == 0
		w.set(func() { w.deaf[id] = deaf })
	case n < 87:
		w.sends(id)
	case n < 107:
		w.snoozes()
	case n < 110:
		w.closes()
	case n < 113:
		w.tally["restarts"]++
		w.restart(time.Duration(w.rand.IntN(3)*w.rand.IntN(60)) * time.Minute)
	default:
		w.set(func() { w.outage = !w.outage })
		w.Settle()
	}
	w.settle()
}

// by has a member press a button on one of the platforms on which they are.
func (w *week) by(id bot.MemberID, do string, with ...string) bot.Card {
	w.Helper()
	if p := w.people[id]; p.slack != "" && w.rand.IntN(2) == 0 {
		id = p.slack
	}
	return w.ask(id, do, with...)
}

func (w *week) goes(id bot.MemberID, room bot.RoomID) {
	p := w.people[id]
	if p.slack == id {
		return // is in no room
	}
	moves := p.room != room
	if room != focus {
		p.room = room
	}
	w.Move(id, room)
	p.room = room
	if w.check(); moves && !w.down() {
		w.reached(id)
	}
}

func (w *week) leaves(id bot.MemberID, p *person) {
	today := schedule.DateOf(w.now().In(p.zone))
	away := today.AddDays(w.rand.IntN(3) - 1)
	text := away.String()
	if away.Before(today) {
		away, text = schedule.Date{}, ""
		p.away = away
	}
	w.by(id, "away", text)
	p.away = away
	if w.check(); !w.down() {
		w.reached(id)
	}
}

func (w *week) writes(id bot.MemberID, p *person) {
	if p.wrote {
		if w.rand.IntN(3) == 0 {
			w.by(id, "unwrite")
			p.wrote = false
		}
		return
	}
	if w.rand.IntN(3) == 0 && w.now().Before(w.starts) {
		w.by(id, "write", []string{"named", "anonymous"}[w.rand.IntN(2)])
		p.wrote = true
		w.drops(id, w.event())
	}
}

func (w *week) chooses(id bot.MemberID, p *person) {
	if !p.muted && w.rand.IntN(3) == 0 {
		w.by(id, "remind off")
		p.muted = true
		return
	}
	p.muted = false
	w.set(func() { delete(w.closed, id) })
	w.by(id, "remind on")
	if w.check(); !w.down() {
		w.reached(id)
	}
}

// sends has another feature remind somebody, and compares the decision with the
// rules.
func (w *week) sends(id bot.MemberID) {
	l := letter{id, fmt.Sprintf("try/%d", w.rand.IntN(2)), []string{"a", "b", "c"}[w.rand.IntN(3)], ""}
	within := []string{"1h", "1h", "6h", "30h"}[w.rand.IntN(4)]
	length, err := time.ParseDuration(within)
	w.Must(err)
	rules := w.against(l, w.comes(w.people[id], w.now().Add(length)))
	w.mu.Lock()
	_, owed := w.owed[l]
	w.mu.Unlock()
	before, last := w.lasts[l], w.now().Add(length)
	if w.came[l] == "" {
		w.lasts[l] = last
	}
	why := remind.Why(w.by(id, "send", l.event, l.kind, within).Lines[0].String())
	if why == remind.Told {
		w.lasts[l] = before // what was sent stays as it is
	}
	w.tally["decisions"]++
	switch {
	case owed && why == remind.Told:
	case len(rules) == 0 && why == "":
	case slices.Contains(rules, why):
	default:
		w.Errorf("%s: sending %v gave %q, the rules in the way are %v; owed before: %v", w.now(), l, why, rules, owed)
	}
}

// snoozes has somebody put off what came last to them, and holds the times that
// are offered against the rules.
func (w *week) snoozes() {
	var all []letter
	w.mu.Lock()
	for l := range w.came {
		all = append(all, l.first())
	}
	w.mu.Unlock()
	slices.SortFunc(all, func(a, b letter) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	all = slices.Compact(all)
	if len(all) == 0 {
		return
	}
	l := all[w.rand.IntN(len(all))]
	offered := w.by(l.to, "snooze", l.event, l.kind).Buttons
	offered = slices.DeleteFunc(offered, func(b bot.Button) bool { return len(b.With) != 3 })
	if len(offered) == 0 {
		return
	}
	last := w.lasts[l]
	if strings.Contains(kptKinds, l.kind) {
		last = w.last(l.kind)
	}
	for _, b := range offered {
		at := w.choice(l, b.With[2])
		rules := slices.DeleteFunc(w.against(l, at), func(why remind.Why) bool { return why == remind.Focus })
		if len(rules) > 0 || !at.Before(last) || at.Sub(w.now()) < 10*time.Minute {
			w.Errorf("%s: %v could be put off to %v (%s) against %v, until %s", w.now(), l, at, b.With[2], rules, last)
		}
	}
	name := offered[w.rand.IntN(len(offered))].With[2]
	at := w.choice(l, name)
	w.drop(l)
	w.tally["snoozed"]++
	l.later = fmt.Sprint(at.Unix())
	if end := evening(w.people[l.to], at); end.Before(last) {
		last = end
	}
	w.later[l] = later{at, last}
	w.set(func() {
		if w.came[l] == "" {
			w.owed[l] = at
		}
	})
	if got := w.by(l.to, "snooze", l.event, l.kind, name).Lines[0].String(); !strings.HasPrefix(got, "Snoozed until") {
		w.Errorf("%s: %v was not put off to %v: %q", w.now(), l, at, got)
	}
}

// choice is the time that a choice stands for.
func (w *week) choice(l letter, name string) time.Time {
	now := w.now().In(w.people[l.to].zone)
	switch name {
	case "hour":
		return now.Add(time.Hour).Truncate(time.Minute)
	case "day":
		return time.Date(now.Year(), now.Month(), now.Day(), 16, 0, 0, 0, now.Location())
	default:
		return time.Date(now.Year(), now.Month(), now.Day()+1, 9, 0, 0, 0, now.Location())
	}
}

// drop forgets what is put off and has not come. If it should have come by now it
// counts still: nobody knows for sure that it did not.
func (w *week) drop(l letter) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for o, when := range w.later {
		if o.first() != l.first() || w.came[o] != "" {
			continue
		}
		delete(w.later, o)
		if when.at.After(time.Now()) {
			delete(w.owed, o)
		}
	}
}

func (w *week) drops(id bot.MemberID, event string) {
	for _, kind := range append(strings.Fields(kptKinds), "a", "b", "c") {
		w.drop(letter{id, event, kind, ""})
	}
}

// closes has Slack close to us, or open again.
func (w *week) closes() {
	w.mu.Lock()
	opens := w.shut
	w.mu.Unlock()
	if opens {
		w.Visit(func(s *bot.Scene, tx *store.Tx) error { return s.Reopen(tx, "slack") })
	}
	w.set(func() { w.shut = !opens })
	w.Settle()
}
