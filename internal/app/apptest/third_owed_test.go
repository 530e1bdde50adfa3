package apptest

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest/ember"
	"github.com/engawa-bot/engawa/internal/need"
	"github.com/engawa-bot/engawa/store"
)

func TestWhatEachFeatureOwesIsDeliveredOnAThirdPlatform(t *testing.T) {
	need.Unraced(t)
	onEmber(t, func(e *third) {
		e.at(3, 9, 30) // Monday
		here, want := e.home, []string{"board#1", "meeting", "remind"}
		if e.abroad() {
			e.link("Ana", "Bo")
			here, want = e.guests, []string{"decision", "meeting", "remind", "window#1"}
		}
		for _, h := range e.team.Habits {
			if h.Name != bot.KPT || !e.abroad() { // of which they are reminded there
				want = append(want, string(h.Name))
			}
		}
		ana := e.hand("Ana")
		decided := ana.Types(e.Context(), "decision", map[string]string{"text": "we drink tea at four"})
		for _, kind := range []string{"keep", "problem", "try"} {
			ana.Types(e.Context(), kind, map[string]string{"text": kind + " what we have"})
		}
		e.at(7, 15, 1)
		e.meet()
		e.at(14, 18, 0)
		kinds := e.kinds(here)
		for _, kind := range want {
			if !slices.Contains(kinds, kind) {
				e.Errorf("got %v, want %s", kinds, kind)
			}
		}
		read := decided.Text + e.reads(here)
		for _, text := range []string{"we drink tea at four", "try what we have"} {
			if !strings.Contains(read, text) {
				e.Errorf("%q is not read in\n%s", text, read)
			}
		}
		e.names("what is read", e.reads(e.home)+e.reads(e.guests))
		if n, dropped := e.post.Tally.Refused.Load(), e.post.Tally.Dropped.Load(); n+dropped > 0 || e.owes() > 0 {
			e.Errorf("%d were refused, %d were too late, and %d are still owed", n, dropped, e.owes())
		}
		e.pressAllPosted(here)
	})
}

// abroad tells whether the people are on a platform without rooms.
func (e *third) abroad() bool { return e.face != e.voices }

// reads is all that is read on a platform.
func (e *third) reads(w *ember.World) string {
	var all strings.Builder
	for _, messages := range w.All() {
		for _, m := range messages {
			all.WriteString(m.Text + "\n")
			for _, b := range m.Buttons {
				all.WriteString(b.Label + "\n")
			}
		}
	}
	return all.String()
}

// owes counts what is owed and should have come.
func (e *third) owes() (n int) {
	e.Helper()
	err := e.db.View(func(tx *store.Tx) error {
		list, err := store.Pending(tx, "")
		for _, o := range list {
			if o.After.Before(time.Now()) {
				n++
			}
		}
		return err
	})
	if err != nil {
		e.Fatal(err)
	}
	return n
}

// pressAllPosted presses all that stands on the cards that came, long after.
func (e *third) pressAllPosted(w *ember.World) {
	e.Helper()
	on := &walk{third: e, hand: e.hand("Ana"), been: map[string]bool{}}
	for place, all := range w.All() {
		for _, m := range all {
			on.controls(string(place)+" "+m.Key, 0, m.Drawn)
		}
	}
	if on.presses == 0 {
		e.Error("there was nothing to press")
	}
}

// at waits for a time of January.
func (e *third) at(day, hour, minute int) {
	e.passes(time.Until(time.Date(2000, 1, day, hour, minute, 0, 0, time.UTC)))
}

// link notes that people are the same at home and abroad.
func (e *third) link(names ...string) {
	e.Helper()
	err := e.bot.Visit(e.Context(), thirdTeam, func(s *bot.Scene) error {
		return s.Update(func(tx *store.Tx) error {
			for _, name := range names {
				here := bot.Account{On: e.home.Traits().Platform, ID: e.home.Person(name).Account}
				there := bot.Account{On: e.guests.Traits().Platform, ID: e.guests.Person(name).Account}
				if err := s.Link(tx, here, there); err != nil {
					return err
				}
			}
			return nil
		})
	})
	if err != nil {
		e.Fatal(err)
	}
}

// meet holds the KPT in the Lounge, in which the first idea becomes a Try.
func (e *third) meet() {
	e.Helper()
	e.pressPosted("meeting start")
	for range 3 {
		e.pressPosted("meeting next")
	}
	form := e.pressPosted("meeting commit")
	if form.Form == nil {
		e.Fatalf("got %q, want the form of a Try", form.Text)
	}
	var values []string
	for _, f := range form.Form.Fields {
		values = append(values, filled(f, map[string]string{"check": "2000-01-14"}[f.Key]))
	}
	e.leader().Sends(e.Context(), form, values...)
	e.passes(10 * time.Second)
	e.pressPosted("meeting next")
	e.pressPosted("meeting close")
}

// leader is Ana where the voices are.
func (e *third) leader() ember.Hand {
	h := e.voices.Hand(e.home.Person("Ana"), e.home.Room("Lounge").Chat(), e.lang, e.bot)
	h.Keeper = true
	return h
}

// pressPosted presses the newest button in the Lounge that does something, or chooses
// the first of its choices.
func (e *third) pressPosted(do string) ember.Told {
	e.Helper()
	for _, m := range slices.Backward(e.home.Reads(e.home.Room("Lounge").Chat())) {
		if m.Wrong != "" {
			e.Errorf("before %q: %s\n%s", do, m.Wrong, m.Text)
		}
		for _, c := range append(slices.Clone(m.Selects), m.Buttons...) {
			if ember.Does(c.ID) != do {
				continue
			}
			told, err := e.leader().Presses(e.Context(), c.ID, c.Values[:min(1, len(c.Values))]...)
			if err != nil {
				e.Fatal(err)
			}
			e.passes(10 * time.Second)
			return told
		}
	}
	e.Fatalf("nothing in the Lounge does %q", do)
	return ember.Told{}
}

// kinds are the second parts of the keys of what is read on a platform.
func (e *third) kinds(w *ember.World) (kinds []string) {
	for _, all := range w.All() {
		for _, m := range all {
			kinds = append(kinds, store.Key(m.Key).Parts()[1])
		}
	}
	slices.Sort(kinds)
	return slices.Compact(kinds)
}
