package lives

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// rest is how long nothing is done in a KPT that should be over, until people have gone
// home, and what is written is for the next one.
const rest = 2 * time.Hour

// open are the retros that are not closed: more than one where the first rests, was opened
// again, or was put off after it rested.
func (m *model) open() (list []*retro) {
	for _, r := range m.retros {
		if !r.closed {
			list = append(list, r)
		}
	}
	return list
}

// first is the one whose meeting is next, goes on, or was left open.
func (m *model) first() *retro { return m.open()[0] }

// last is the one whose sheet is the newest.
func (m *model) last() *retro { return m.retros[len(m.retros)-1] }

// after is the one that is open after another; nil if none is.
func (m *model) after(r *retro) *retro {
	for _, next := range m.open() {
		if slices.Index(m.retros, next) > slices.Index(m.retros, r) {
			return next
		}
	}
	return nil
}

// ahead is the last date for which those before one are planned that have not begun.
func (m *model) ahead(r *retro) (last string) {
	for _, old := range m.open() {
		if old == r {
			break
		}
		if old.begun.IsZero() {
			last = max(last, old.planned)
		}
	}
	return last
}

// rests tells whether people have gone home from a KPT that nobody has closed.
func (m *model) rests(r *retro, now time.Time) bool {
	if r.begun.IsZero() || r.closed {
		return false
	}
	return !now.Before(r.restsFrom())
}

// restsFrom is from when on people have gone home from it.
func (r *retro) restsFrom() time.Time {
	ends := r.begun.Add(r.ends.Sub(r.starts))
	if r.held == r.planned && r.planned != r.missed && r.ends.After(ends) {
		ends = r.ends
	}
	if r.stirred.After(ends) {
		ends = r.stirred
	}
	return ends.Add(rest)
}

// meet notes how many are in its meeting at one time; who answers a Try is in it too.
func (r *retro) meet(here int) {
	who := map[string]bool{}
	for _, name := range r.judged {
		who[name] = true
	}
	r.together = r.together || max(here, len(who)) > 1
}

// judges notes who answered a Try in its meeting.
func (r *retro) judges(t *try, who string) {
	if r.judged == nil {
		r.judged = map[*try]string{}
	}
	r.judged[t] = who
	r.meet(0)
}

// forsaken tells whether one began a KPT alone, ahead of its day, and went home.
func (m *model) forsaken(r *retro, now time.Time) bool {
	return !m.asleep && !r.together && r.planned != r.missed && m.rests(r, now) && r.restsFrom().Before(r.starts)
}

// forsakes has it be still to come.
func (m *model) forsakes(r *retro) {
	if r.shown {
		r.shownBy = r.restsFrom()
	}
	r.begun, r.held, r.shown, r.stirred = time.Time{}, "", false, time.Time{}
	m.tally["forsaken"]++
}

// collecting is the retro that takes notes. It may not be there yet: while all rest, it is
// opened with the first note.
func (m *model) collecting() *retro {
	for _, r := range m.open() {
		if !m.rests(r, m.now) {
			return r
		}
	}
	r := m.following(m.now)
	r.planned, r.starts = m.next(m.calledFrom(m.now.Add(time.Nanosecond)), m.taken())
	r.ends = r.starts.Add(m.length)
	return r
}

// calledFrom is from when on what was called may still begin at an instant.
func (m *model) calledFrom(now time.Time) time.Time {
	if from := now.Add(-m.length - overrun); from.After(m.since) {
		return from
	}
	return m.since
}

// following is a retro that comes after all that there are.
func (m *model) following(now time.Time) *retro {
	r := &retro{hides: m.hides, opened: now}
	r.planned, r.starts = m.next(now, m.taken())
	r.ends = r.starts.Add(m.length)
	return r
}

// takesBack gives one that is open again what was written for the one after it, if it is
// still to come, and what its end had moved there: but not what a person has changed by
// hand, nor what would be shown or hidden by it. What was shown here may come in any case,
// if its author has not written it anew where it was hidden.
func (m *model) takesBack(r *retro) {
	next := m.after(r)
	if next == nil {
		return
	}
	for _, n := range m.notes {
		if n.of != next || n.gone || n.hand || n.came != r && !r.begun.IsZero() {
			continue
		}
		hides := r.conceals(n)
		if next.conceals(n) == hides || n.came == r && !hides && !n.edited.After(r.ended) {
			n.of, n.came, r.noted = r, nil, true
		}
	}
}

// stirs notes that something was done in the KPT that goes on.
func (m *model) stirs(now time.Time) {
	if r := m.first(); !r.begun.IsZero() {
		r.stirred = now
	}
}

// reopens takes the last closing of the newest card's KPT back.
func (l *life) reopens(now time.Time) {
	r := l.held
	r.closed = false
	if r.begun.IsZero() { // it was said to be held elsewhere
		l.putsOff(now, r)
		return
	}
	r.stirred = now
	l.takesBack(r)
}

// heldWithout says of the last KPT that was missed that it was held without the bot.
func (l *life) heldWithout(p *person) {
	l.pass(time.Now())
	found, text := l.button("We held it ourselves")
	if found.ID == "" || *l.desk.locked {
		return
	}
	var r *retro
	for _, of := range l.open() {
		if of.begun.IsZero() && of.missed != "" && strings.Contains(text, "KPT of "+says(of.missed)+" was") {
			r = of
		}
	}
	l.minute("%s presses We held it ourselves", p.name)
	told := l.answers(l.press(p, found.ID))
	if !strings.Contains(told.Text, "Its sheet is closed") {
		return
	}
	if r == nil {
		l.breaks("a KPT was closed as held without Engawa, and none was missed")
		return
	}
	l.closes(time.Now(), r, true)
	l.pass(time.Now())
	l.tally["without"]++
	if want := "for " + says(l.after(r).planned); l.called && !strings.Contains(told.Text, want) {
		l.breaks("%q, and it is %s", told.Text, want)
	}
	l.without = &elsewhere{of: r}
	for _, b := range told.Buttons {
		l.without.back = b.ID
	}
	if l.at.n%2 == 0 {
		l.passes(5 * time.Second)
		l.listens()
		l.takesBackHeld(p)
	}
}

// elsewhere is a KPT that was said to be held without the bot, and the button that takes
// that back.
type elsewhere struct {
	of   *retro
	back string
}

// takesBackHeld takes back that a KPT was held without the bot, until the next has begun.
func (l *life) takesBackHeld(p *person) {
	l.pass(time.Now())
	if l.without == nil || *l.desk.locked {
		return
	}
	r := l.without.of
	l.minute("%s presses Take it back", p.name)
	if told := l.answers(l.press(p, l.without.back)); told.Text != "" {
		return // it is too late
	}
	if later := l.retros[slices.Index(l.retros, r)+1:]; slices.ContainsFunc(later, func(r *retro) bool { return !r.begun.IsZero() }) {
		l.breaks("the KPT of %s waits again, and the next has begun", says(r.planned))
	}
	l.without, r.closed = nil, false
	l.putsOff(time.Now(), r)
	l.tally["taken back"]++
}

// missedIsTrue: what is said of a KPT that was missed is how it stands with it.
func missedIsTrue(l *life, _ ledger) string {
	for _, r := range l.retros {
		if r.missed == "" {
			continue
		}
		late := !r.begun.IsZero() && r.planned == r.missed
		for _, m := range l.world.Reads(l.world.Channel("team")) {
			if m.Key == string(teamID)+"/retro/"+r.missed+"/missed" && strings.Contains(m.Text, "began late") != late {
				return fmt.Sprintf("of that of %s (held late: %t) it is said: %s", says(r.missed), late, m.Text)
			}
		}
	}
	return ""
}
