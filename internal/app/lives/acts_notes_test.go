package lives

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/engawa-bot/engawa/bot/bottest/ember"
)

// gives gives a note with a command.
func (l *life) gives(p *person) {
	word := l.word()
	l.minute("%s: /%s text:%s of %s", p.name, l.at.arg, word, p.name)
	told := l.answers(l.hand(p).Types(l.t.Context(), l.at.arg, map[string]string{"text": word + " of " + p.name}))
	l.took(&note{word: word, author: p.name}, told)
}

// fills gives a note with the form, named or not.
func (l *life) fills(p *person) {
	word := l.word()
	form := l.hand(p).Types(l.t.Context(), "kpt write", nil)
	l.minute("%s: /kpt write kind=problem | text=%s of whom | name=%s", p.name, word, l.at.arg)
	told := l.fillsIn(p, form, map[string]string{"kind": "problem", "text": word + " of whom", "name": l.at.arg})
	l.took(&note{word: word, author: p.name}, told)
}

var forDay = regexp.MustCompile(`for (?:the KPT on (\w{3} \d+ \w{3})|the next KPT)`)

// took takes in what was said of a note.
func (l *life) took(n *note, told ember.Told) {
	l.pass(time.Now())
	found := forDay.FindStringSubmatch(told.Text)
	if found == nil {
		l.breaks("a note was not taken: %q", told.Text)
		return
	}
	l.writes(n)
	switch want := says(n.of.day()); {
	case l.called && found[1] != want:
		l.breaks("a note was taken for %s, and the next KPT is on %s", found[1], want)
	case !l.called && (found[1] == "") != n.of.begun.IsZero():
		l.breaks("a note was taken for %q while no KPT is called", found[1])
	}
}

// edits gives one of somebody's own notes other words.
func (l *life) edits(p *person) {
	n, card := l.opensNote(p)
	if n == nil {
		return
	}
	word := l.word()
	l.minute("%s: /kpt mine, changes %s to %s", p.name, n.word, word)
	form := l.choose(p, card, "Change")
	if form.Form == nil {
		l.answers(card)
		return
	}
	if told := l.fillsIn(p, form, map[string]string{"text": word + " of " + p.name}); strings.Contains(told.Text, "Changed.") {
		l.lines = slices.DeleteFunc(l.lines, func(x *line) bool { return strings.Contains(x.text, n.word) }) // the author has read it
		n.word, n.edited = word, time.Now()
	}
}

// drops takes one of somebody's own notes back.
func (l *life) drops(p *person) {
	n, card := l.opensNote(p)
	if n == nil {
		return
	}
	l.minute("%s: /kpt mine, deletes %s", p.name, n.word)
	if told := l.answers(l.choose(p, card, "Delete")); strings.Contains(told.Text, "Deleted:") {
		n.gone = true
	}
}

// opensNote opens one of somebody's own notes.
func (l *life) opensNote(p *person) (*note, ember.Told) {
	own := l.own(p.name)
	if len(own) == 0 {
		return nil, ember.Told{}
	}
	n := own[l.at.n%len(own)]
	list := l.hand(p).Types(l.t.Context(), "kpt mine", nil)
	if list.Card == nil || len(list.Card.Selects) == 0 {
		return nil, ember.Told{}
	}
	for _, o := range list.Card.Selects[0].Options {
		if strings.Contains(o.Label.String(), n.word) {
			return n, l.choose(p, list, o.Value)
		}
	}
	return nil, ember.Told{}
}

// byHand writes a line into the newest sheet.
func (l *life) byHand(p *person) {
	if *l.desk.locked || !l.settledPaper() {
		return
	}
	word, section := l.word(), l.at.arg
	text := fmt.Sprintf("%s: %s %s", p.name, word, subjects[l.words%len(subjects)]) // not like the others
	if !l.adds(section, text) {
		return
	}
	l.minute("%s writes %s under %s in the Doc", p.name, text, section)
	l.lines = append(l.lines, &line{text})
	if section == "Open Tries" {
		l.tries = append(l.tries, &try{word: word, born: l.onTop(), open: true})
		return
	}
	on := l.onTop()
	l.pass(time.Now())
	l.writes(&note{word: word, author: p.name, of: on, hand: true})
}

// subjects are what lines are about that people write by hand.
var subjects = []string{
	"pairing on Tuesdays", "the build is slow", "long lunches", "nobody answers mails", "quiet mornings", "review by noon",
	"demo every fortnight", "too many alarms", "good coffee", "old laptops", "clear goals", "hiring takes months",
}

// settledPaper tells whether the notebook has followed: who writes by hand before it has
// may write on a sheet that has just closed.
func (l *life) settledPaper() bool { return l.onTop() != nil }

// onTop is the open retro whose sheet is the first; nil if none is. One for which nobody
// writes yet may have none: of two of one day it is the later.
func (l *life) onTop() *retro {
	all := sheets(l.read())
	if len(all) == 0 {
		return nil
	}
	of := slices.DeleteFunc(l.open(), func(r *retro) bool { return r.day() != all[0].day })
	there := 0
	for _, s := range all {
		if s.day == all[0].day {
			there++
		}
	}
	if len(of) == 0 {
		return nil
	}
	return of[min(there, len(of))-1]
}

// rewordsByHand changes the word of a line on the newest sheet.
func (l *life) rewordsByHand(p *person) {
	b, n, t := l.someLine()
	if b.text == "" {
		return
	}
	into, was := l.word(), ""
	if n != nil {
		was, n.word, n.hand = n.word, into, true
	} else {
		was, t.word = t.word, into
	}
	l.minute("%s changes %s to %s in the Doc", p.name, b.text, strings.Replace(b.text, was, into, 1))
	l.rewords(b, was, into)
	l.forgets(b.text)
	l.lines = append(l.lines, &line{strings.Replace(b.text, was, into, 1)})
}

// erasesByHand takes a line of the newest sheet away.
func (l *life) erasesByHand(p *person) {
	b, n, t := l.someLine()
	if b.text == "" {
		return
	}
	on := l.onTop()
	l.minute("%s deletes %s from the Doc", p.name, b.text)
	l.rewords(b, b.text, "")
	l.forgets(b.text)
	if n != nil {
		n.gone = true
	} else {
		t.erased = on
	}
}

func (l *life) forgets(text string) {
	l.lines = slices.DeleteFunc(l.lines, func(x *line) bool { return x.text == text })
}

// someLine is a line of the newest sheet with a note of ours or an open Try.
func (l *life) someLine() (b bullet, n *note, t *try) {
	if *l.desk.locked || !l.settledPaper() {
		return b, nil, nil
	}
	on, lines := l.onTop(), sheets(l.read())[0].lines
	for i := range lines {
		b := lines[(i+l.at.n)%len(lines)]
		for _, n := range l.notes {
			if !n.gone && n.of == on && strings.Contains(b.text, n.word) {
				return b, n, nil
			}
		}
		for _, t := range l.tries {
			if t.open && strings.Contains(b.text, t.word) {
				return b, nil, t
			}
		}
	}
	return bullet{}, nil, nil
}
