package lives

import (
	"strings"
	"sync"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest/ember"
)

// act is a row of the table of what people do. down tells that it can be done while no
// process runs.
type act struct {
	run  func(*life, *person)
	down bool
}

// acts is the table.
var acts = sync.OnceValue(func() map[string]act {
	return map[string]act{
		"enters": {run: (*life).enters, down: true},
		"leaves": {run: (*life).leaves, down: true},
		"notes":  {run: (*life).gives},
		"fills":  {run: (*life).fills},
		"edits":  {run: (*life).edits},
		"drops":  {run: (*life).drops},
		"hand":   {run: (*life).byHand, down: true},
		"reword": {run: (*life).rewordsByHand},
		"erase":  {run: (*life).erasesByHand},
		"rule":   {run: (*life).setsRule},
		"length": {run: (*life).setsLength},
		"zone":   {run: (*life).setsZone},
		"link":   {run: (*life).setsLink},
		"swaps":  {run: (*life).swaps},
		"off":    {run: (*life).setsOff},
		"reveal": {run: (*life).setsReveal},
		"flips":  {run: (*life).flipsKPT},
		"tea":    {run: (*life).setsTea},
		"teaoff": {run: (*life).flipsTea},
		"place":  {run: (*life).setsPlace},
		"away":   {run: (*life).goesAway},
		"stops":  {run: (*life).stops},
		"starts": {run: (*life).starts, down: true},
		"locks":  {run: func(l *life, _ *person) { l.minute("the notebook is down"); l.desk.lock(true) }, down: true},
		"opens":  {run: func(l *life, _ *person) { l.minute("the notebook is well again"); l.desk.lock(false) }, down: true},
		"gone":   {run: (*life).losesRoom, down: true},
		"begins": {run: (*life).beginsKPT},
		"press":  {run: (*life).pressesCard},
		"judges": {run: (*life).judges},
		"commit": {run: (*life).commits},
		"held":   {run: (*life).heldWithout},
		"unheld": {run: (*life).takesBackHeld},
		"export": {run: (*life).exports},
	}
})

func (l *life) enters(p *person) {
	room := l.at.arg
	if l.gone(room) || p.room == room {
		return
	}
	l.minute("%s enters %s", p.name, room)
	p.room = room
	l.tells(p)
}

func (l *life) leaves(p *person) {
	if p.room == "" {
		return
	}
	l.minute("%s leaves", p.name)
	p.room = ""
	l.tells(p)
}

func (l *life) tells(p *person) {
	if l.up() {
		l.bot.Moved(l.t.Context(), l.world.Home(), []bot.Move{l.move(p)})
	}
}

// gone tells whether a room was deleted.
func (l *life) gone(room string) bool {
	s, _ := l.world.Server(l.world.Home())
	for _, place := range s.Places {
		if place.Voice && place.Name == room {
			return false
		}
	}
	return true
}

func (l *life) losesRoom(*person) {
	if l.gone(l.at.arg) {
		return
	}
	l.minute("the room %s is deleted", l.at.arg)
	l.world.Deletes(bot.ChannelID(l.world.Room(l.at.arg)))
	for _, p := range l.people {
		if p.room == l.at.arg {
			p.room = ""
			l.tells(p)
		}
	}
	if l.up() {
		l.bot.Arrived(l.t.Context(), l.world.Home(), l.moves())
	}
}

func (l *life) starts(*person) {
	if l.up() {
		return
	}
	l.minute("Engawa starts")
	l.start(l.moves())
	l.upSince = time.Now()
	l.wakes(time.Now())
}

func (l *life) stops(*person) {
	l.minute("Engawa stops")
	l.halt()
	l.pass(time.Now())
	l.asleep = true
}

func (l *life) goesAway(p *person) {
	until := l.day(time.Now().AddDate(0, 0, l.at.n%3))
	l.minute("%s: /away until:%s", p.name, until)
	if told := l.answers(l.hand(p).Types(l.t.Context(), "away", map[string]string{"until": until})); strings.Contains(told.Text, "You are away through") {
		p.away = until
	}
}

// choose chooses in a menu of a card, or presses one of its buttons by label.
func (l *life) choose(p *person, of ember.Told, what string) ember.Told {
	for _, s := range of.Selects {
		for _, v := range s.Values {
			if v == what {
				return l.press(p, s.ID, v)
			}
		}
	}
	for _, b := range of.Buttons {
		if b.ID != "" && strings.HasPrefix(b.Label, what) {
			return l.press(p, b.ID)
		}
	}
	return ember.Told{}
}

func (l *life) press(p *person, id string, chosen ...string) ember.Told {
	told, err := l.hand(p).Presses(l.t.Context(), id, chosen...)
	l.must(err)
	return told
}

// fillsIn sends a form as it is, but for one field.
func (l *life) fillsIn(p *person, form ember.Told, fields map[string]string) ember.Told {
	if form.Form == nil {
		return ember.Told{}
	}
	var values []string
	for _, f := range form.Form.Fields {
		value, is := fields[f.Key]
		if !is {
			value = f.Value
		}
		values = append(values, value)
	}
	return l.answers(l.hand(p).Sends(l.t.Context(), form, values...))
}
