package lives

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/engawa-bot/engawa/bot/bottest/ember"
)

// settings opens a page of the settings.
func (l *life) settings(p *person, page string) ember.Told {
	return l.choose(p, l.hand(p).Types(l.t.Context(), "engawa settings", nil), page)
}

// sets fills in one field of a form of the settings, and tells whether it was saved.
func (l *life) sets(p *person, form ember.Told, key, value string) bool {
	l.minute("%s: /engawa settings, fills in %s=%s", p.name, key, value)
	told := l.fillsIn(p, form, map[string]string{key: value})
	if saved := strings.Contains(told.Text, "Saved."); saved {
		return true
	}
	l.breaks("the settings did not take %s=%s: %q", key, value, told.Text)
	return false
}

func (l *life) kptForm(p *person) ember.Told {
	return l.choose(p, l.settings(p, "kpt"), "Time, name, link")
}

var weekdays = map[string]time.Weekday{"mon": time.Monday, "tue": time.Tuesday, "wed": time.Wednesday, "thu": time.Thursday, "fri": time.Friday}

// setsRule sets when the KPT is: 'tue,fri 15:00'.
func (l *life) setsRule(p *person) {
	if !l.called || !l.sets(p, l.kptForm(p), "rule", l.at.arg) {
		return
	}
	l.pass(time.Now())
	days, clock, _ := strings.Cut(l.at.arg, " ")
	before, hour := l.days, l.hour
	l.days = nil
	for _, d := range strings.Split(days, ",") {
		l.days = append(l.days, weekdays[d])
	}
	_, _ = fmt.Sscanf(clock, "%d:", &l.hour)
	if !slices.Equal(before, l.days) || hour != l.hour {
		l.since = time.Now()
	}
	l.plan(time.Now())
}

func (l *life) setsLength(p *person) {
	minutes := []int{30, 60, 90}[l.at.n%3]
	if !l.called || !l.sets(p, l.kptForm(p), "minutes", fmt.Sprint(minutes)) {
		return
	}
	l.pass(time.Now())
	l.length = time.Duration(minutes) * time.Minute
	l.plan(time.Now())
}

// setsLink has the KPT be held behind a link, or in a room again.
func (l *life) setsLink(p *person) {
	link := map[bool]string{false: "https://meet.example/kpt"}[l.link]
	if !l.called || !l.sets(p, l.kptForm(p), "link", link) {
		return
	}
	l.pass(time.Now())
	l.link = !l.link
}

func (l *life) setsZone(p *person) {
	name := []string{"Asia/Tokyo", "Europe/Berlin", "America/New_York"}[l.at.n%3]
	if !l.sets(p, l.settings(p, "team"), "zone", name) {
		return
	}
	l.pass(time.Now())
	zone, err := time.LoadLocation(name)
	l.must(err)
	l.zone = zone
	l.plan(time.Now())
}

// setsOff sets the days off anew: the one of the next KPT, another, or none.
func (l *life) setsOff(p *person) {
	var off []string
	switch l.at.n % 4 {
	case 0, 1:
		off = []string{l.collecting().planned}
	case 2:
		off = []string{l.day(time.Now().AddDate(0, 0, 1+l.at.n%5))}
	}
	var lines []string
	for _, date := range off {
		lines = append(lines, "-"+date+" free")
	}
	if !l.sets(p, l.settings(p, "team"), "off", strings.Join(lines, "\n")) {
		return
	}
	l.pass(time.Now())
	l.off = off
	l.plan(time.Now())
}

func (l *life) setsReveal(p *person) {
	card := l.hand(p).Types(l.t.Context(), "engawa notebook", nil)
	label := "Show notes only in the meeting"
	if l.hides {
		label = "Show notes as they are written"
	}
	l.minute("%s: /engawa notebook, presses %s", p.name, label)
	l.answers(l.choose(p, card, label))
	l.pass(time.Now())
	l.hides = !l.hides
	l.plan(time.Now())
	for _, r := range l.open() {
		if !r.noted && r.begun.IsZero() {
			r.hides = l.hides
		}
	}
}

// flipsKPT has KPTs be held no more, or again.
func (l *life) flipsKPT(p *person) {
	label := map[bool]string{true: "Held: yes", false: "Held: no"}[l.called]
	l.minute("%s: /engawa settings, KPT, presses %s", p.name, label)
	l.answers(l.choose(p, l.settings(p, "kpt"), label))
	l.pass(time.Now())
	l.called, l.since = !l.called, time.Now()
	if l.called {
		l.comesBack(time.Now())
	}
}

func (l *life) setsTea(p *person) {
	form := l.choose(p, l.settings(p, "tea"), "Time, name, link")
	l.sets(p, form, "rule", "weekdays "+l.at.arg)
}

func (l *life) flipsTea(p *person) {
	card := l.settings(p, "tea")
	i := slices.IndexFunc(card.Buttons, func(b ember.Control) bool { return strings.HasPrefix(b.Label, "Held: ") })
	if i < 0 {
		return
	}
	l.minute("%s: /engawa settings, tea, presses %s", p.name, card.Buttons[i].Label)
	l.answers(l.press(p, card.Buttons[i].ID))
}

// setsPlace sets the room in which the KPT is held.
func (l *life) setsPlace(p *person) {
	if l.gone(l.at.arg) {
		return
	}
	l.minute("%s: /engawa settings, KPT, chooses the room %s", p.name, l.at.arg)
	l.answers(l.choose(p, l.settings(p, "kpt"), string(l.world.Room(l.at.arg))))
	l.place = l.at.arg
}
