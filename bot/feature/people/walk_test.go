package people_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
	"github.com/engawa-bot/engawa/bot/feature/people"
	"github.com/engawa-bot/engawa/internal/need"
	"github.com/engawa-bot/engawa/store"
)

// who holds an account.
type who string

const (
	honest who = "honest"
	liar   who = "liar"
	absent who = "absent"
)

// couple is two accounts that look like one person's: what the first yes is given
// with, and what is asked.
type couple struct {
	way         people.Way
	from, asked bot.MemberID
	holds       [2]who // of from and of asked
	model
}

// model is how it should stand between the two accounts.
type model struct {
	linked bool
	there  errand // from proposes to asked
	back   errand // asked proposes to from
	no     bool   // asked has said no to from
}

type errand struct {
	open, heard bool
	wrong       int
	number      string // as who proposed read it
}

// ends is what is left when an errand is over; who read the number still knows it.
func (e *errand) ends() { *e = errand{heard: e.heard, number: e.number} }

func (c *couple) one() bool { return c.holds[0] == c.holds[1] }

// holder says who does a step.
func (c *couple) holder(s step) who {
	if s.byFrom {
		return c.holds[0]
	}
	return c.holds[1]
}

// step is something that the holder of one of two accounts can do.
type step struct {
	name   string
	byFrom bool
	do     func(*running, *couple)
}

func steps() []step {
	return []step{
		{"first yes", true, (*running).firstYes},
		{"the number as read", false, func(w *running, c *couple) { w.typesFor(c, c.asked, c.from, &c.there, c.one()) }},
		{"a wrong number", false, func(w *running, c *couple) { w.typesFor(c, c.asked, c.from, &c.there, false) }},
		{"not me", false, (*running).notMe},
		{"take it back", true, func(w *running, c *couple) { w.presses(c.from, "link back", string(c.asked)); c.there.ends() }},
		{"choose the other one", false, func(w *running, c *couple) { w.choosesFor(c, c.asked, c.from, &c.back, &c.there, false) }},
		{"the other number as read", true, func(w *running, c *couple) { w.typesFor(c, c.from, c.asked, &c.back, c.one()) }},
		{"forge", true, (*running).forges},
	}
}

// choosesFor has an account choose another in the list.
func (w *running) choosesFor(c *couple, from, asked bot.MemberID, mine, theirs *errand, no bool) {
	number := shown(w.chooses(from, asked))
	if theirs.open || c.linked || no || mine.heard && !mine.open {
		if number != "" {
			w.Fatalf("got the number %q, want none: %+v", number, c)
		}
		return
	}
	mine.open, mine.heard, mine.number = true, true, number
}

// firstYes gives the first yes by the way that the couple is of.
func (w *running) firstYes(c *couple) {
	if !c.way.Suggested {
		w.choosesFor(c, c.from, c.asked, &c.there, &c.back, c.no)
		return
	}
	number := shown(w.presses(c.from, c.way.Do, string(c.asked)))
	if !c.linked && !c.no && !c.back.open && (c.there.open || !c.there.heard) {
		c.there.open, c.there.heard, c.there.number = true, true, number
	}
}

// typesFor has an account type the number of another, or one that is wrong.
func (w *running) typesFor(c *couple, asked, from bot.MemberID, e *errand, knows bool) {
	number := "000 000"
	if knows && e.number != "" {
		number = e.number
	}
	w.types(asked, from, number)
	switch {
	case !e.open || c.linked:
	case number == e.number:
		c.model = model{linked: true}
	case e.wrong == 2:
		e.ends()
	default:
		e.wrong++
	}
}

func (w *running) notMe(c *couple) {
	w.presses(c.asked, "link no", string(c.from))
	if c.there.open && !c.linked {
		c.there.ends()
		c.back.ends()
		c.no = true
	}
}

// forges sends what no card offers: it must change nothing.
func (w *running) forges(c *couple) {
	w.presses(c.asked, "link yes", string(c.from))
	for _, with := range [][]string{nil, {""}, {"x/y%2F"}, {string(c.asked)}, {string(c.from), string(c.asked)}} {
		w.presses(c.asked, "link yes", with...)
		w.presses(c.asked, "link no", with...)
		r := w.request(c.asked, bot.Submit, "link number")
		r.With, r.Values = with, map[string]string{"number": c.there.number}
		w.Ask(r)
	}
	for _, of := range []bot.MemberID{c.from, c.asked} { // by strangers
		w.types(bo, of, c.there.number)
		w.types(boThere, of, c.there.number)
		w.presses(bo, "link no", string(of))
		w.presses(boThere, "link back", string(of))
	}
	if !c.back.open { // otherwise it is an answer
		w.types(c.from, c.asked, c.there.number)
		w.presses(c.from, "link number", string(c.asked))
	}
	w.types(c.from, c.from, c.there.number)
}

// couples has couples come that are alike by their way, and the bot look at them.
func (w *running) couples(list []*couple, first int) {
	w.Helper()
	guests, emails := []bot.Guest{{Account: bottest.Account(boThere), Name: "Robert"}}, map[bot.MemberID]string{}
	w.Visit(func(s *bot.Scene, tx *store.Tx) error {
		all, err := s.People(tx)
		for id := range all {
			if !bottest.Guest(id) && id != bo {
				w.Must(s.DropMember(tx, id))
			}
		}
		for i, c := range list {
			i += first // a no outlives who it is of
			here, there := fmt.Sprintf("3000000000000%05d", i), fmt.Sprintf("UPAIR%05d", i)
			name := fmt.Sprintf("Slack %d", i)
			if c.way.Name == "alike by name" {
				name = fmt.Sprintf("Discord %d", i)
			}
			g := bot.Guest{Account: bottest.Account(bot.MemberID(there)), Name: name}
			if c.way.Name == "alike by e-mail" {
				g.Email = there + "@example.com"
				emails[bot.MemberID(here)] = g.Email
			}
			guests = append(guests, g)
			c.from, c.asked = bot.MemberID(here), bot.MemberID(there)
			if !c.way.Home {
				c.from, c.asked = c.asked, c.from
			}
			w.Must(s.KeepMember(tx, bot.MemberID(here), func(m *bot.Member) { m.Name = fmt.Sprintf("Discord %d", i) }))
		}
		return err
	})
	w.addresses(emails)
	w.set(func() { w.in[channel] = guests })
	w.Wait(2 * time.Hour)
	w.post()
}

// plays does steps with a couple and fails unless it is linked if it should be.
func (w *running) plays(c *couple, path []step) {
	w.Helper()
	var names []string
	for _, s := range path {
		names = append(names, string(c.holder(s))+": "+s.name)
		if c.holder(s) != absent {
			s.do(w, c)
		}
		from, asked := w.member(c.from), w.member(c.asked)
		got := slices.Contains(from.Also, c.asked) && asked.Is == c.from || from.Is == c.asked && slices.Contains(asked.Also, c.from)
		half := from.Linked() || from.Is != "" || asked.Linked() || asked.Is != ""
		if got != c.linked || half != got || got && !c.one() {
			w.Fatalf("%s, %s: got linked %v, want %v", c.way.Name, strings.Join(names, ", "), got, c.linked)
		}
	}
}

// held is every way in which the two accounts can be held.
func held() [][2]who {
	return [][2]who{{honest, honest}, {liar, honest}, {honest, liar}, {liar, absent}, {absent, honest}}
}

// The walk goes through every path of a first yes and two more steps, for every way
// and every two holders, and through longer ones by chance.
func TestNoPathOfHonestPeopleAndLiarsLinksWithoutBothAccounts(t *testing.T) {
	need.Unraced(t)
	for _, way := range people.Ways() {
		t.Run(way.Name, func(t *testing.T) {
			t.Parallel()
			play(t, nil, func(w *running) { w.walks(way, paths()) })
		})
	}
}

func paths() (all [][]step) {
	first := steps()[0]
	for _, second := range steps() {
		all = append(all, []step{second, first})
		for _, third := range steps() {
			all = append(all, []step{first, second, third})
		}
	}
	wrong, right := steps()[2], steps()[1]
	all = append(all, []step{first, wrong, wrong, right}, []step{first, wrong, wrong, wrong, right})
	random := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		path := []step{first}
		for range 7 {
			path = append(path, steps()[random.IntN(len(steps()))])
		}
		all = append(all, path)
	}
	return all
}

// walks plays all paths with every two holders.
func (w *running) walks(way people.Way, paths [][]step) {
	w.Helper()
	type walk struct {
		*couple
		path []step
	}
	var all []walk
	for _, holds := range held() {
		for _, path := range paths {
			all = append(all, walk{&couple{way: way, holds: holds}, path})
		}
	}
	linked, done := 0, 0
	for some := range slices.Chunk(all, 12) {
		var list []*couple
		for _, x := range some {
			list = append(list, x.couple)
		}
		w.couples(list, done)
		for _, x := range some {
			w.plays(x.couple, x.path)
			if x.linked {
				linked++
			}
		}
		done += len(some)
	}
	if linked < len(paths)/10 {
		w.Errorf("%d of %d walks linked somebody: the test sees nothing", linked, done)
	}
}
