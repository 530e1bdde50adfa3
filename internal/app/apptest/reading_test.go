package apptest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
	"github.com/engawa-bot/engawa/internal/need"
)

// looks gives all commands a try, of people of all kinds and with what real cards
// bring along, and says which do not keep to what the table says of them.
type looks struct {
	*forgery
	real map[string][]bot.Input // by row
}

func lookAt(f *forgery) looks {
	l := looks{f, map[string][]bot.Input{}}
	for _, r := range f.replays {
		key := rowOf(bot.Command{Way: r.Way, Name: r.Do})
		l.real[key] = append(l.real[key], r.Input)
	}
	return l
}

func rowOf(c bot.Command) string { return string(c.Way) + " " + c.Name }

// requests are those that give a command.
func (l looks) requests(c bot.Command) (all []bot.Request) {
	f := l.forgery
	some := map[string]string{"text": "tea", "words": "tea", "member": string(f.people["ana"])}
	inputs := append(slices.Clone(l.real[rowOf(c)]), bot.Input{}, bot.Input{Values: some}, bot.Input{With: []string{"tea"}, Chosen: []string{"tea"}})
	for _, who := range []bot.Person{f.who("ana", sakuraRole), f.who("bo", sakuraRole), keeping(f.who("bo", sakuraRole)), f.who("eve"), {ID: "U0CHIKA", Name: "chika"}} {
		for _, in := range inputs {
			r := bot.Request{Way: c.Way, Do: c.Name, From: who, Server: bot.Server{ID: sakuraServer}, Channel: sakuraText, Room: lounge, Whose: "sakura", Input: in}
			if bottest.Guest(who.ID) {
				r.On, r.Server, r.Channel, r.Room, r.Whose = "slack", bot.Server{}, sakuraSlack, "", ""
			}
			all = append(all, r)
		}
	}
	return all
}

// try gives a command once, and tells what came of it.
func (l looks) try(r bot.Request) (reply bot.Reply, wrote bool) {
	before := commits(l.t, l.path)
	reply = l.ask(r)
	return reply, commits(l.t, l.path) != before
}

// shownOnly are rows of the table that are for doing something, and only show
// something in this test, and why.
var shownOnly = map[string]string{
	"press meeting start":  "the meeting has begun already, and is shown",
	"press leave now":      "it asks once more who does not bring along that they are sure: team-leaves.txt",
	"press privacy forget": "what there was may be forgotten by an earlier press, or after the answer",
}

// faults are the commands that do not keep to what the table says of them.
func (l looks) faults(table []bot.Command) (faults []string) {
	seen, looking := 0, 0
	for _, c := range table {
		if !c.Looks {
			continue
		}
		looking++
		shows := false
		for _, r := range l.requests(c) {
			var reply bot.Reply
			wrote := true
			for range tries { // the scribe may write meanwhile, and who is new is met once
				if reply, wrote = l.try(r); !wrote {
					break
				}
			}
			if wrote {
				faults = append(faults, fmt.Sprintf("%s of %s with %q writes each time, and the table says Looks", rowOf(c), r.From.Name, r.With))
			}
			shows = shows || itShows(reply)
		}
		if shows {
			seen++
		}
	}
	if seen < looking/2 {
		faults = append(faults, fmt.Sprintf("only %d of %d that look were answered: the test sees nothing", seen, looking))
	}
	for _, c := range table {
		if !c.Looks && shownOnly[rowOf(c)] == "" && l.onlyShows(c) {
			faults = append(faults, rowOf(c)+" writes nothing: let the table say Looks, or shownOnly why not")
		}
	}
	return faults
}

// onlyShows tells whether a command was answered, and wrote nothing.
func (l looks) onlyShows(c bot.Command) bool {
	l.settles()
	shows := false
	for range tries { // a write may come after the answer
		for _, r := range l.requests(c) {
			reply, wrote := l.try(r)
			if wrote {
				return false
			}
			shows = shows || itShows(reply)
		}
		if !shows {
			return false
		}
	}
	return true
}

// settles waits for what the command before may still write, or that would be taken for
// a write of the next.
func (l looks) settles() {
	help := bot.Request{Way: bot.Slash, Do: "engawa help", From: l.who("ana", sakuraRole), Server: bot.Server{ID: sakuraServer}, Channel: sakuraText, Whose: "sakura"}
	for calm := 0; calm < tries; calm++ {
		if _, wrote := l.try(help); wrote {
			calm = 0
		}
	}
}

// tries is how often a command is given until it is said to write, or not to.
const tries = 20

func itShows(r bot.Reply) bool {
	return r.Form != nil || r.Card != nil && r.Card.Tone != bot.Amiss
}

// What only shows something writes nothing, whoever asks and whatever comes along
// with it: so it is answered when the disk is full.
func TestEveryCommandEitherLooksOrDoes(t *testing.T) {
	need.Unraced(t)
	l := lookAt(newForgery(t, 5)) // with notes, Tries and a meeting, and what their cards would send
	for _, fault := range l.faults(l.table) {
		t.Error(fault)
	}
	for row := range shownOnly {
		if !slices.ContainsFunc(l.table, func(c bot.Command) bool { return rowOf(c) == row && !c.Looks }) {
			t.Errorf("shownOnly has %q, which is no row for doing something", row)
		}
	}
}

func TestACommandThatIsNotWhatItsRowSaysIsFound(t *testing.T) {
	need.Unraced(t)
	l := lookAt(newForgery(t, 5))
	some := func(rows map[string]bool) (table []bot.Command) {
		for _, c := range l.table {
			if looks, ok := rows[rowOf(c)]; ok {
				c.Looks = looks
				table = append(table, c)
			}
		}
		return table
	}
	for want, rows := range map[string]map[string]bool{
		"":                         {"slash rooms": true, "slash engawa help": true, "press settings edit": true, "press away today": false},
		"away today of ana with":   {"slash rooms": true, "press away today": true},
		"slash rooms writes noth":  {"slash rooms": false, "slash where": true},
		"settings edit writes not": {"slash rooms": true, "press settings edit": false},
		"the test sees nothing":    {"press meeting word": true, "press meeting note": true, "slash kpt vote": true, "submit link number": true, "press link no": true},
	} {
		got := strings.Join(l.faults(some(rows)), "\n")
		if (got == "") != (want == "") || !strings.Contains(got, want) {
			t.Errorf("%v: got %q, want %q", rows, got, want)
		}
	}
}
