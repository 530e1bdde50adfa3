package apptest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest/ember"
	"github.com/engawa-bot/engawa/bot/words"
)

// A new feature, command, button or form is tried by itself: the walk goes by the table
// and by what comes back.
func TestEveryCommandButtonAndFormServesAThirdPlatform(t *testing.T) {
	onEmber(t, func(e *third) {
		w := &walk{third: e, hand: e.hand("Ana"), been: map[string]bool{}}
		e.hand("Bo").Types(e.Context(), "engawa help", nil) // is known from now on
		commands := e.bot.Commands()
		slices.SortStableFunc(commands, func(x, y bot.Command) int { return last(x) - last(y) })
		for _, c := range commands {
			w.command(c)
		}
		e.passes(time.Hour)
		e.Logf("%d commands; %d buttons and %d choices and %d forms", len(commands), w.presses, w.choices, w.forms)
		if w.presses < 30 || w.forms < 10 {
			e.Errorf("the walk has seen only %d buttons and %d forms", w.presses, w.forms)
		}
		for _, world := range []*ember.World{e.home, e.guests} {
			for place, all := range world.All() {
				for _, m := range all {
					e.names(string(place), m.Text)
					if m.Wrong != "" {
						e.Errorf("in %s: %s\n%s", place, m.Wrong, m.Text)
					}
				}
			}
		}
	})
}

func TestATeamIsSetUpOnAThirdPlatform(t *testing.T) {
	none := []setting{{name: "in English", lang: words.English, none: true}, {name: "in Japanese", lang: words.Japanese, none: true}}
	inSettings(t, none, func(e *third) {
		w := &walk{third: e, hand: e.hand("Ana"), been: map[string]bool{}}
		for _, c := range e.bot.Commands() {
			if last(c) < removes {
				w.command(c)
			}
		}
		if teams := e.bot.Teams(); len(teams) == 0 || teams[0].Home != e.home.Traits().Platform {
			e.Errorf("after %d buttons, %d choices and %d forms there are the teams %+v, want one at home here", w.presses, w.choices, w.forms, teams)
		}
	})
}

// last puts the commands with which people delete what is theirs behind the others, and behind
// these that which deletes the team.
func last(c bot.Command) int {
	switch {
	case c.Name == "engawa remove":
		return removes
	case strings.Contains(c.Name, "privacy"):
		return 1
	}
	return 0
}

const removes = 2

// walk goes through all that can be asked.
type walk struct {
	*third
	hand                    ember.Hand
	been                    map[string]bool
	presses, choices, forms int
}

// deepest is how many steps it follows.
const deepest = 7

// command gives a command in several ways.
func (w *walk) command(c bot.Command) {
	if c.Way == bot.Menu {
		w.follow("menu "+c.Name, 0, w.hand.Picks(w.Context(), c.Name, "the build is slow"))
		return
	}
	w.follow("/"+c.Name, 0, w.hand.Types(w.Context(), c.Name, nil))
	for _, text := range []string{"we drink tea at four", "2000-01-05", "12:30"} {
		values := map[string]string{}
		for _, p := range c.Args {
			if values[p.Name] = text; p.Kind == bot.ParamMember {
				values[p.Name] = w.third.hand("Bo").Account
			}
		}
		if len(values) > 0 {
			w.follow(fmt.Sprintf("/%s %v", c.Name, values), 0, w.hand.Types(w.Context(), c.Name, values))
		}
	}
}

// follow looks at what came back, and presses, chooses and sends all of it.
func (w *walk) follow(way string, depth int, told ember.Told) {
	w.Helper()
	w.looks(way, told)
	if depth == deepest {
		return
	}
	w.controls(way, depth, told.Drawn)
	w.form(way, depth, told)
}

// controls presses all buttons of a card, and chooses of all its choices.
func (w *walk) controls(way string, depth int, card ember.Drawn) {
	w.Helper()
	for _, b := range card.Buttons {
		if b.ID == "" || w.was(b.ID) {
			continue
		}
		w.presses++
		w.press(way+" > ["+b.Label+"]", depth, b.ID)
	}
	for _, s := range card.Selects {
		for _, value := range s.Values {
			if w.was(s.ID + " " + value) {
				continue
			}
			w.choices++
			w.press(way+" > ("+s.Label+" = "+value+")", depth, s.ID, value)
		}
	}
}

// form sends a form, filled in in several ways.
func (w *walk) form(way string, depth int, told ember.Told) {
	w.Helper()
	if told.Form == nil || w.was(fmt.Sprint(told.Form.Do, told.Form.With)) {
		return
	}
	for _, filling := range []string{"", "tea at four", "12:30"} {
		var values []string
		for _, f := range told.Form.Fields {
			values = append(values, filled(f, filling))
		}
		w.forms++
		w.follow(way+" > sends "+strings.Join(values, " | "), depth+1, w.hand.Sends(w.Context(), told, values...))
	}
}

func (w *walk) was(what string) (was bool) {
	was, w.been[what] = w.been[what], true
	return was
}

func (w *walk) press(way string, depth int, id string, chosen ...string) {
	w.Helper()
	told, err := w.hand.Presses(w.Context(), id, chosen...)
	if err != nil {
		w.Errorf("%s: %v", way, err)
		return
	}
	if told.Card == nil && told.Form == nil {
		return // what is shown changes, and that is the answer
	}
	w.follow(way, depth+1, told)
}

// filled is what somebody enters in a field: what stands there, or something.
func filled(f bot.Field, something string) string {
	switch {
	case f.Kind == bot.FieldRadio:
		return f.Options[len(something)%len(f.Options)].Value
	case something == "" && (f.Value != "" || f.Optional):
		return f.Value
	case something == "":
		return "3"
	}
	return something
}

// looks fails the test unless there is an answer in words of this platform.
func (w *walk) looks(way string, told ember.Told) {
	w.Helper()
	var all []string
	switch {
	case told.Form != nil:
		all = append(all, told.Form.Title.String())
		for _, f := range told.Form.Fields {
			all = append(all, f.Label.String(), f.Hint.String())
			for _, o := range f.Options {
				all = append(all, o.Label.String(), o.Hint.String())
			}
		}
	case told.Card != nil:
		all = append(all, told.Text)
		if told.Wrong != "" {
			w.Errorf("%s: %s", way, told.Wrong)
		}
		for _, b := range told.Card.Buttons {
			all = append(all, b.Label.String(), b.URL)
		}
		for _, s := range told.Card.Selects {
			all = append(all, s.Hint.String())
			for _, o := range s.Options {
				all = append(all, o.Label.String(), o.Hint.String())
			}
		}
	}
	text := strings.Join(all, "\n")
	if strings.TrimSpace(text) == "" {
		w.Errorf("%s: there is no answer", way)
	}
	w.names(way, text)
}
