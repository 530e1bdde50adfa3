package remind_test

import (
	"fmt"
	"slices"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/remind"
	"github.com/engawa-bot/engawa/schedule"
)

// act does something at random.
func (w *week) act() {
	id := w.members()[w.rand.IntN([]int{4, 12}[w.rand.IntN(2)])] // to some of them much happens
	p := w.people[id]
	switch n := w.rand.IntN(100); {
	case n < 40:
		w.goes(id, []bot.RoomID{lounge, focus, ""}[w.rand.IntN(3)])
	case n < 46:
		w.leaves(id, p)
	case n < 55:
		w.writes(id, p)
	case n < 62:
		w.chooses(id, p)
	case n < 63:
		w.press(id, "remind stop", w.event())
		p.stopped[w.event()] = true
	case n < 65:
		deaf := w.rand.IntN(3) == 0
		w.set(func() { w.deaf[id] = deaf })
	case n < 87:
		w.sends(id)
	case n < 92:
		w.tally["restarts"]++
		w.restart(time.Duration(w.rand.IntN(3)*w.rand.IntN(60)) * time.Minute)
	default:
		w.set(func() { w.outage = !w.outage })
		synctest.Wait()
	}
	w.settle()
}

func (w *week) goes(id bot.MemberID, room bot.RoomID) {
	p := w.people[id]
	moves := p.room != room
	if room != focus {
		p.room = room
	}
	w.move(id, room)
	p.room = room
	if w.check(); moves && !w.down() {
		w.reached(id)
	}
}

func (w *week) leaves(id bot.MemberID, p *person) {
	away := w.today().AddDays(w.rand.IntN(3) - 1)
	text := away.String()
	if away.Before(w.today()) {
		away, text = schedule.Date{}, ""
		p.away = away
	}
	w.press(id, "away", text)
	p.away = away
}

func (w *week) writes(id bot.MemberID, p *person) {
	if p.wrote {
		if w.rand.IntN(3) == 0 {
			w.press(id, "unwrite")
			p.wrote = false
		}
		return
	}
	if w.rand.IntN(3) == 0 && w.now().Before(w.starts) {
		w.press(id, "write", []string{"named", "anonymous"}[w.rand.IntN(2)])
		p.wrote = true
	}
}

func (w *week) chooses(id bot.MemberID, p *person) {
	if !p.muted && w.rand.IntN(3) == 0 {
		w.press(id, "remind off")
		p.muted = true
		return
	}
	p.muted = false
	w.set(func() { delete(w.closed, id) })
	w.press(id, "remind on")
	if w.check(); !w.down() {
		w.reached(id)
	}
}

// sends has another feature remind somebody, and compares the decision with the
// rules.
func (w *week) sends(id bot.MemberID) {
	l := letter{id, fmt.Sprintf("try/%d", w.rand.IntN(2)), []string{"a", "b", "c"}[w.rand.IntN(3)]}
	rules := w.against(l)
	w.mu.Lock()
	_, owed := w.owed[l]
	w.mu.Unlock()
	why := remind.Why(w.press(id, "send", l.event, l.kind, "1h"))
	w.tally["decisions"]++
	switch {
	case owed && why == remind.Told:
	case len(rules) == 0 && why == "":
	case slices.Contains(rules, why):
	default:
		w.Errorf("%s: sending %v gave %q, the rules in the way are %v; owed before: %v", w.now(), l, why, rules, owed)
	}
}
