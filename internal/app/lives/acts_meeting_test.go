package lives

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest/ember"
)

// beginsKPT begins the KPT, or goes on with the one that is open, through all that is
// asked; somebody must always be able to.
func (l *life) beginsKPT(p *person) {
	l.pass(time.Now())
	if !l.called && l.first().begun.IsZero() {
		return
	}
	told := l.answers(l.startsBy(p))
	var pressed []string
	for range 6 {
		if len(told.Buttons) == 0 {
			break
		}
		l.checkQuestion(told.Text)
		b := told.Buttons[l.at.n%len(told.Buttons)]
		if pressed = append(pressed, b.Label); b.Label == "No, it is still to come" {
			l.putsOff(time.Now(), l.first())
		}
		l.minute("%s presses %s", p.name, b.Label)
		told = l.answers(l.press(p, b.ID))
	}
	if !standing.MatchString(told.Text) {
		l.breaks("the KPT cannot be begun: %q", told.Text)
		return
	}
	l.went(pressed)
	l.passes(3 * time.Second)
	l.sees()
	if l.cards[l.newest] == l.world.Channel("team") { // elsewhere it is the room that counts
		l.joins(p)
	}
	l.checkPlace(p)
}

// startsBy presses a button that begins the KPT, if there is one, or gives the command.
func (l *life) startsBy(p *person) ember.Told {
	if b, _ := l.button("Begin the KPT"); b.ID != "" && l.at.n%3 == 2 {
		l.minute("%s presses Begin the KPT", p.name)
		return l.press(p, b.ID)
	}
	l.minute("%s: /kpt start", p.name)
	return l.hand(p).Types(l.t.Context(), "kpt start", nil)
}

// button is the newest of a label that stands in the text channel or in a room, with what
// stands above it.
func (l *life) button(label string) (found ember.Control, text string) {
	at := []bot.ChannelID{l.world.Channel("team")}
	for _, room := range rooms() {
		at = append(at, l.world.Room(room).Chat())
	}
	for _, place := range at {
		for _, m := range l.world.Reads(place) {
			for _, b := range m.Buttons {
				if b.Label == label {
					found, text = b, m.Text
				}
			}
		}
	}
	return found, text
}

// swaps makes somebody the one who leads the next KPT.
func (l *life) swaps(p *person) {
	var found ember.Control
	for _, m := range l.world.Reads(l.world.Channel("team")) {
		for _, b := range m.Buttons {
			if b.Label == "I lead now" && strings.Contains(m.Text, "leads the KPT on") {
				found = b
			}
		}
	}
	if found.ID == "" {
		return
	}
	l.minute("%s presses I lead now below the line", p.name)
	l.answers(l.press(p, found.ID))
}

// standing is what is answered when the KPT has begun, or goes on.
var standing = regexp.MustCompile(`The KPT has begun( in|\.)|The KPT of \w+ \d+ \w+ goes on(\.| in [^,]+\.)`)

// went takes in by which buttons the KPT was begun.
func (l *life) went(pressed []string) {
	now, r, chosen := time.Now(), l.first(), ""
	closed := slices.Contains(pressed, "Close it, begin this one") && !slices.Contains(pressed, "No, it is still to come")
	if closed {
		r, chosen = l.goesToNext(now)
	}
	for _, label := range pressed {
		switch label {
		case "That of " + says(r.planned) + ", early", "Begin now":
			chosen = r.planned
		default:
			if date := l.back(label, now); date != "" {
				chosen, r.missed = date, date
			}
		}
	}
	if r.begun.IsZero() {
		l.joined = map[string]bool{}
		l.model.begins(now, chosen)
		l.tally["begun"]++
	} else if l.rests(r, now) {
		r.stirred = now
		l.tally["gone on"]++
	}
}

// goesToNext closes the KPT that was left open, and gives the one that is due.
func (l *life) goesToNext(now time.Time) (next *retro, chosen string) {
	called, there := l.due(now), l.after(l.first()) != nil
	l.closes(now, l.first(), false)
	l.tally["closed"]++
	r := l.first()
	if there {
		l.pass(now)
		if called != r.planned && called != r.missed {
			called = ""
		}
		return r, called
	}
	r.planned = called
	r.starts, _ = l.on(called)
	if r.ends = r.starts.Add(l.length); l.over(r, now) {
		l.misses(r, now) // it is held late
	}
	return r, called
}

// back is the date of 'That of Fri 7 Jan', some weeks ago at the most; "" if a label says
// something else.
func (l *life) back(label string, now time.Time) string {
	for i := range 25 {
		if date := l.day(now.AddDate(0, 0, -i)); label == "That of "+says(date) {
			return date
		}
	}
	return ""
}

// due is the KPT for which the team comes together while the last is still open: the
// latest that is not more than two hours ahead.
func (l *life) due(now time.Time) (date string) {
	r := l.first()
	for at, t := r.planned, r.starts; !t.IsZero() && !t.After(now.Add(2*time.Hour)); {
		if date = at; date == r.planned {
			date = ""
		}
		at, t = l.next(t.Add(time.Second), at)
	}
	return date
}

// onCard is the newest meeting's card as it is seen, and the control of a label.
func (l *life) onCard(label string) (text, id string) {
	for _, m := range l.world.Reads(l.cards[l.newest]) {
		if !strings.HasPrefix(m.Key, string(teamID)+"/meeting/"+l.newest+"#") {
			continue
		}
		text = m.Text
		for _, b := range m.Buttons {
			if b.Label == label {
				id = b.ID
			}
		}
	}
	return text, id
}

// pressesCard presses a button of the newest meeting's card.
func (l *life) pressesCard(p *person) {
	label := l.at.arg
	_, id := l.onCard(label)
	if id == "" {
		return
	}
	l.minute("%s presses %s", p.name, label)
	switch label {
	case "I'm here":
		l.joins(p)
	case "I have to go":
		delete(l.joined, p.name)
	}
	told := l.answers(l.press(p, id))
	if told.Text == "" && label != "I'm here" && label != "I lead now" {
		l.stirs(time.Now())
	}
	if label == "Reopen" && told.Text == "" {
		l.reopens(time.Now())
		l.tally["reopened"]++
	}
	if len(told.Buttons) > 0 && strings.Contains(told.Text, "Was the KPT held?") {
		b := told.Buttons[l.at.n%len(told.Buttons)]
		l.minute("%s presses %s", p.name, b.Label)
		l.answers(l.press(p, b.ID))
	}
	l.passes(3 * time.Second)
	l.sees()
	l.moved(label)
}

// moved takes in to which stage the newest meeting has come.
func (l *life) moved(label string) {
	r := l.first()
	if r.begun.IsZero() {
		return
	}
	now := time.Now()
	switch l.stands {
	case "not begun":
		l.putsOff(now, r)
		l.tally["put off"]++
	case "over":
		if label != "Close the KPT" {
			l.breaks("the KPT was closed by %q", label)
		}
		l.closes(now, r, false)
		l.tally["closed"]++
	default:
		l.sits(now)
	}
}

// sits looks whether the notes may be seen now: two are there at the sharing, or it is
// its time.
func (l *life) sits(now time.Time) {
	r := l.first()
	if l.asleep || r.begun.IsZero() || slices.Contains([]string{"", "not begun", "over"}, l.stands) {
		return
	}
	r.meet(l.here())
	if l.stands != "Open Tries" {
		l.shares(now, l.here())
	}
}

// judges answers the Try on the table.
func (l *life) judges(p *person) {
	_, id := l.onCard(l.at.arg)
	if id == "" {
		return
	}
	l.minute("%s presses %s", p.name, l.at.arg)
	told := l.answers(l.press(p, id))
	for _, t := range l.tries {
		if strings.Contains(told.Text, t.word) {
			t.open = l.at.arg == "Keep trying"
			l.first().noted = true // a Keep or a Problem comes of it
			l.first().judges(t, p.name)
			l.stirs(time.Now())
			l.tally["judged"]++
		}
	}
}

// commits decides a Try.
func (l *life) commits(p *person) {
	_, id := l.onCard("＋ Try")
	if id == "" {
		return
	}
	form, word := l.press(p, id), l.word()
	l.minute("%s presses ＋ Try and fills in text=%s we try", p.name, word)
	told := l.fillsIn(p, form, map[string]string{"text": word + " we try"})
	if strings.Contains(told.Text, word) {
		l.stirs(time.Now())
		l.tries = append(l.tries, &try{word: word, born: l.first(), open: true})
		l.tally["committed"]++
	}
}

// checkQuestion holds the days in a question against those of the KPT.
func (l *life) checkQuestion(text string) {
	r := l.first()
	if strings.Contains(text, "is still open") && !strings.Contains(text, "The KPT of "+says(r.day())+" is") {
		l.breaks("%q, and it is that of %s", text, says(r.day()))
	}
	if !strings.Contains(text, "is planned for") {
		return
	}
	if next := l.after(r); next != nil && !r.begun.IsZero() {
		r = next // the first was closed just now
	}
	at := r.starts.In(l.zone)
	if want := fmt.Sprintf("is planned for %s, %s.", says(r.planned), at.Format("15:04")); !strings.Contains(text, want) {
		l.breaks("%q, and it %s", text, want)
	}
}
