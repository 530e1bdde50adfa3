package lives

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest/ember"
	"github.com/engawa-bot/engawa/bot/words"
)

// person is one of the team.
type person struct {
	name, account string
	room          string // where they sit; "": in none
	away          string // the last date on which they are away
}

// life is a life of a team as it is played.
type life struct {
	*stage
	*model
	people  []*person
	deeds   []deed
	at      deed      // that is being done
	begins  time.Time // of the life
	script  []string
	witness        // what was seen
	fault   string // the first sentence that did not hold
	words   int
}

// witness is what was seen so far.
type witness struct {
	meetings
	heard   []heard            // and not held against the model yet
	letters map[string][]heard // the reminders of each person
	asker   string             // who was answered last
	upSince time.Time          // the process
	quietAt time.Time          // from when the notebook should have followed
	turned  bool               // the store has the present day of the KPT
	stale   time.Time          // since when it has not
}

// meetings is what was seen of the cards of meetings.
type meetings struct {
	cards  map[string]bot.ChannelID // where each stands, by the rest of its key
	newest string                   // of these, the one that was begun last
	stands string                   // its stage
	joined map[string]bool          // who takes part by a press
	came   time.Time                // when the last of them did
}

func (l *life) born() {
	l.meetings = meetings{cards: map[string]bot.ChannelID{}, joined: map[string]bool{}}
	l.letters = map[string][]heard{}
	for _, name := range names() {
		l.people = append(l.people, &person{name: name, account: l.world.Person(name).Account, room: "Lounge"})
	}
	l.begins = time.Date(2000, 1, 3, 8, 30, 0, 0, l.zone) // a Monday
	time.Sleep(time.Until(l.begins))
}

func names() []string { return []string{"ana", "bo", "chika", "dan"} }

// play plays deeds, and gives the first sentence that did not hold, with the script.
func play(t *testing.T, dir string, deeds []deed, tally map[string]int) (fault string, script []string) {
	synctest.Test(t, func(t *testing.T) {
		l := &life{stage: newStage(t, dir), model: newModel(), deeds: deeds}
		l.born()
		l.live()
		l.halt()
		fault, script = l.fault, l.script
		for what, n := range l.tally {
			tally[what] += n
		}
	})
	return fault, script
}

// live does one deed after another, and looks after each whether all sentences hold.
func (l *life) live() {
	l.start(l.moves())
	l.upSince = l.begins
	l.opens(time.Now())
	l.passes(5 * time.Second)
	for _, d := range l.deeds {
		l.until(l.begins.Add(d.at))
		if l.fault != "" {
			return
		}
		l.does(d)
		if l.fault != "" {
			return
		}
	}
	l.until(l.begins.AddDate(0, 0, 21))
	l.atTheEnd()
}

// does does a deed and looks.
func (l *life) does(d deed) {
	l.at = d
	do := acts()[d.do]
	if !l.up() && !do.down {
		return
	}
	before := len(l.script)
	do.run(l, l.people[d.who%len(l.people)])
	if len(l.script) == before {
		return // there was nothing to do
	}
	l.tally["deeds"]++
	wait := time.Minute
	if d.do == "opens" {
		wait = 5 * time.Minute // it is tried again by then
	}
	if at := time.Now().Add(wait); at.After(l.quietAt) {
		l.quietAt = at
	}
	if l.up() {
		l.scribe.Wake(teamID) // as its next look does
	}
	l.passes(4 * time.Second)
	l.listens()
	l.pass(time.Now())
}

// until lets time come to an instant; on the way it looks when the notebook has followed.
func (l *life) until(at time.Time) {
	if quiet := l.quietAt; quiet.After(time.Now()) && quiet.Before(at) {
		l.passes(time.Until(quiet))
		l.looks()
	}
	if !at.After(time.Now()) || l.fault != "" {
		return
	}
	l.passes(time.Until(at))
	l.looks()
}

// minute notes a line of the script.
func (l *life) minute(format string, args ...any) {
	at := "> at " + strings.ToLower(time.Now().In(l.zone).Format("Mon 2006-01-02 15:04:05"))
	l.script = append(l.script, at, "> "+fmt.Sprintf(format, args...))
	if r, now := l.first(), time.Now(); l.rests(r, now) && !now.Before(l.came.Add(rest)) {
		clear(l.joined) // they have gone home
	}
}

// joins notes that somebody takes part by a press.
func (l *life) joins(p *person) {
	if !l.joined[p.name] {
		l.joined[p.name], l.came = true, time.Now()
	}
}

// answers notes what was answered.
func (l *life) answers(told ember.Told) ember.Told {
	text := told.Text
	if told.Form != nil {
		text = "a form: " + told.Form.Title.String()
	}
	var labels []string
	for _, b := range told.Buttons {
		labels = append(labels, "["+b.Label+"]")
	}
	if told.Card != nil {
		l.keepsSecret(told.Text)
	}
	if text += " " + strings.Join(labels, " "); strings.TrimSpace(text) != "" {
		l.script = append(l.script, "< "+strings.ReplaceAll(text, "\n", "\n  "))
	}
	return told
}

// breaks tells of a sentence that does not hold; the first counts.
func (l *life) breaks(format string, args ...any) {
	if l.fault == "" {
		l.fault = fmt.Sprintf("%s: ", time.Now().In(l.zone).Format("Mon 2 Jan 15:04:05")) + fmt.Sprintf(format, args...)
	}
}

// hand is somebody at work.
func (l *life) hand(p *person) ember.Hand {
	l.asker = p.name
	h := l.face.Hand(l.world.Person(p.name), l.world.Channel("team"), words.English, seat{l.bot, l.move(p).Room})
	h.Keeper = true
	return h
}

// seat is a bot that is asked from a room, as a platform tells it.
type seat struct {
	*bot.Bot
	room bot.RoomID
}

// Ask asks from there.
func (s seat) Ask(ctx context.Context, r bot.Request) bot.Reply {
	r.Room = s.room
	return s.Bot.Ask(ctx, r)
}

// moves is who sits where.
func (l *life) moves() (all []bot.Move) {
	for _, p := range l.people {
		if p.room != "" {
			all = append(all, l.move(p))
		}
	}
	return all
}

func (l *life) move(p *person) bot.Move {
	m := bot.Move{Account: bot.Account{On: l.world.Traits().Platform, ID: p.account}, Name: p.name}
	if p.room != "" {
		m.Room = l.world.Room(p.room)
	}
	return m
}

// here counts the people in the room of the newest meeting's card; where it is in none,
// those who have pressed that they are.
func (l *life) here() (n int) {
	for _, p := range l.people {
		if p.room != "" && l.world.Room(p.room).Chat() == l.cards[l.newest] {
			n++
		}
	}
	if l.cards[l.newest] == l.world.Channel("team") {
		n = len(l.joined)
	}
	return n
}

// word makes a word that is in no other text.
func (l *life) word() string {
	l.tally["texts"]++
	l.words++
	return fmt.Sprintf("w%03dq", l.words)
}

// random is a source that a seed names.
func random(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 30)) }

// sorted are the words of a tally.
func sorted(tally map[string]int) string {
	var parts []string
	for _, what := range slices.Sorted(maps.Keys(tally)) {
		parts = append(parts, fmt.Sprintf("%s %d", what, tally[what]))
	}
	return strings.Join(parts, ", ")
}
