package lives

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/engawa-bot/engawa/bot"
)

// sees takes in what the cards of meetings show.
func (l *life) sees() {
	news := l.ear.news()
	for _, h := range news {
		if h.is("meeting", "*") && !h.is("meeting", "*", "named") && !h.is("meeting", "*", "decided") {
			card := strings.Join(h.key[1:], "/") // the date, and how often it was made anew
			l.cards[card] = bot.ChannelID(h.place)
			if stage := stageOn(h.text); card == l.newest || l.newer(card, stage) {
				l.newest, l.stands = card, stage
			}
		}
	}
	l.heard = append(l.heard, news...)
}

// newer says whether a card is of a meeting that was begun after the newest one that was
// seen: of one that was put off, that before it may begin.
func (l *life) newer(card, stage string) bool {
	running := func(stage string) bool { return stage != "" && stage != "not begun" && stage != "over" }
	if running(stage) != running(l.stands) {
		return running(stage)
	}
	day, anew, _ := strings.Cut(card, "/")
	last, before, _ := strings.Cut(l.newest, "/")
	return cmp.Or(cmp.Compare(day, last), cmp.Compare(len(anew), len(before)), cmp.Compare(anew, before)) > 0
}

// listens holds what was heard since it last did against the model.
func (l *life) listens() {
	l.sees()
	l.sits(time.Now())
	news := l.heard
	l.heard = nil
	for _, h := range news {
		if h.at.After(l.now) {
			l.pass(h.at)
		}
		for _, wrong := range []string{l.shows(h), l.reminds(h), l.calling(h), l.dates(h)} {
			if wrong != "" {
				l.breaks("%s\n  %s", wrong, strings.ReplaceAll(h.text, "\n", "\n  "))
			}
		}
	}
}

// stageOn is the stage in the title of a meeting's card.
func stageOn(text string) string {
	title, _, _ := strings.Cut(text, "\n")
	_, stage, _ := strings.Cut(title, " · ")
	stage, _, _ = strings.Cut(stage, " (")
	return stage
}

// shows: hidden text is shown to nobody but its author.
func (l *life) shows(h heard) string {
	for _, n := range l.notes {
		if n.hides && !n.shown && h.has(n.word) && l.nameOf(h.to) != n.author {
			return fmt.Sprintf("%s is hidden, and is shown", n.word)
		}
	}
	return ""
}

// keepsSecret: nobody is answered with what another has written and is hidden.
func (l *life) keepsSecret(text string) {
	for _, n := range l.notes {
		if n.hides && !n.shown && n.author != l.asker && strings.Contains(text, n.word) {
			l.breaks("%s is hidden, and %s is told of it: %q", n.word, l.asker, text)
		}
	}
}

// nameOf is the name of an account.
func (l *life) nameOf(account string) string {
	for _, p := range l.people {
		if p.account == account {
			return p.name
		}
	}
	return ""
}

func (l *life) personOf(account string) *person {
	for _, p := range l.people {
		if p.account == account {
			return p
		}
	}
	return &person{}
}

// reminds: a reminder comes to who can use it, and not too often.
func (l *life) reminds(h heard) string {
	if !h.is("remind", "*", "*") || h.to == "" {
		return ""
	}
	p, event := l.personOf(h.to), h.key[2]
	today, sameDay, sameEvent := l.day(h.at), 1, 1
	for _, old := range l.letters[p.name] {
		if l.day(old.at) == today {
			sameDay++
		}
		if old.key[2] == event {
			sameEvent++
		}
	}
	l.letters[p.name] = append(l.letters[p.name], h)
	l.tally["reminders"]++
	r := l.collecting()
	date, kpt := strings.CutPrefix(event, "kpt/")
	switch {
	case sameDay > 3:
		return fmt.Sprintf("%s has %d reminders on a day", p.name, sameDay)
	case sameEvent > 2:
		return fmt.Sprintf("%s has %d reminders of %s", p.name, sameEvent, event)
	case p.room == "Focus":
		return p.name + " is reminded in focus"
	case p.away >= today:
		return p.name + " is reminded while away"
	case kpt && date != r.planned:
		return fmt.Sprintf("%s is reminded of the KPT of %s, and the next one is on %s", p.name, date, r.planned)
	case kpt && !r.begun.IsZero():
		return p.name + " is reminded of a KPT that has begun"
	case kpt && l.wrote(p.name) && !l.unread(p.name) && h.at.Sub(l.upSince) > time.Minute: // the notebook was looked at by then
		return p.name + " is reminded and has written"
	case kpt && !l.called:
		return p.name + " is reminded of what is not held"
	}
	return ""
}

// unread tells whether all that somebody has for the next KPT they wrote by hand, into a
// notebook that cannot be read now.
func (l *life) unread(who string) bool {
	return *l.desk.locked && !slices.ContainsFunc(l.own(who), func(n *note) bool { return !n.hand })
}

// calling: nobody is called for what is over, or on another day.
func (l *life) calling(h heard) string {
	if !h.is("kpt", "*", "*", "card") {
		return ""
	}
	l.tally["calls"]++
	date := h.key[1]
	starts, is := l.on(date)
	switch r := l.first(); {
	case !l.called:
		return "a KPT is called that is not held any more"
	case !is || h.at.Before(starts) || h.at.After(starts.Add(30*time.Minute)):
		return fmt.Sprintf("the KPT of %s is called, and it is not its time", date)
	case r.begun.IsZero() && r.planned != date:
		return fmt.Sprintf("the KPT of %s is called, and the next one is on %s", date, r.planned)
	}
	return ""
}

// dates: a day that is told is that of the KPT.
func (l *life) dates(h heard) string {
	var wrong string
	for _, r := range l.open() {
		switch wrong = ""; {
		case h.is("meeting", "*", "named") && !h.has("KPT on "+says(r.planned)+"."):
			wrong = "somebody leads a KPT of another day than " + says(r.planned)
		case h.is("meeting", "*", "named") && !r.begun.IsZero():
			wrong = "somebody is said to lead a KPT that has begun"
		case h.is("retro", "*", "missed") && l.called && h.has("was not held here") && (!h.has("KPT of "+says(r.missed)+" ") || !h.has("on "+says(r.planned)+".")):
			wrong = fmt.Sprintf("%s was missed and the next KPT is on %s", says(r.missed), says(r.planned))
		}
		if wrong == "" {
			return ""
		}
	}
	return wrong
}

// checkPlace: the card is where the people are.
func (l *life) checkPlace(p *person) {
	if l.link && (l.place == "" || l.gone(l.place)) {
		if l.cards[l.newest] != l.world.Channel("team") {
			l.breaks("the KPT is held behind a link, and its card is not in the text channel")
		}
		return
	}
	if p.room == "" || l.gone(p.room) || p.room == "Focus" {
		return
	}
	if room := l.world.Room(p.room).Chat(); l.cards[l.newest] != room {
		l.breaks("%s is in %s and has begun or goes on with the KPT, and its card is not there", p.name, p.room)
	}
}

// exports: a file of all of it keeps the rules too.
func (l *life) exports(p *person) {
	l.minute("%s: /kpt export", p.name)
	told := l.hand(p).Types(l.t.Context(), "kpt export", nil)
	if told.File == nil {
		l.breaks("nothing was exported: %q", told.Text)
		return
	}
	text := string(told.File.Data)
	for _, n := range l.notes {
		if n.hides && !n.shown && strings.Contains(text, n.word) {
			l.breaks("%s is hidden, and is exported", n.word)
		}
	}
	for _, r := range l.retros {
		if !strings.Contains(text, "## KPT "+r.day()+"\n") && (r.closed || l.called && l.turned) {
			l.breaks("the export has no KPT of %s", r.day())
		}
	}
}

// comesBack is that KPTs are held again: what went by meanwhile was not missed, and one
// that may still begin stays.
func (m *model) comesBack(now time.Time) {
	for _, r := range m.open() {
		if !r.begun.IsZero() || !r.starts.After(now) && now.Before(r.ends.Add(overrun)) && r.planned != r.missed {
			continue
		}
		r.planned, r.starts = m.next(now, max(m.taken(), r.missed, m.ahead(r)))
		r.ends = r.starts.Add(m.length)
	}
}

// atTheEnd holds a last KPT: the team can always begin or go on with it.
func (l *life) atTheEnd() {
	if l.fault != "" {
		return
	}
	l.desk.lock(false)
	steps := []string{"starts", "flips", "enters", "enters", "begins", "lead", "next", "next", "next", "next", "next", "next", "next"}
	for i, do := range steps {
		d := deed{do: do, who: i % 2}
		switch {
		case do == "flips" && l.called:
			continue
		case do == "enters":
			d.arg = l.lastRoom()
		case do == "lead":
			d = deed{do: "press", arg: "I lead now"}
		case do == "next" && l.stands == "Close":
			d = deed{do: "press", arg: "Close the KPT"}
		case do == "next":
			d = deed{do: "press", arg: "Next →"}
		case do == "begins":
			d.who = 0
		}
		l.does(d)
		if l.fault != "" {
			return
		}
		if l.stands == "over" {
			break
		}
	}
	l.passes(10 * time.Minute)
	l.looks()
	if (!l.first().begun.IsZero() || l.stands != "over") && l.fault == "" {
		l.breaks("the last KPT could not be closed: it is at %q", l.stands)
	}
}

// lastRoom is a room that there is.
func (l *life) lastRoom() string {
	for _, room := range rooms() {
		if !l.gone(room) {
			return room
		}
	}
	return ""
}
