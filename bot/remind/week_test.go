package remind_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/remind"
	"github.com/engawa-bot/engawa/schedule"
)

// person is what the world knows of a member, whatever the bot knows.
type person struct {
	room    bot.RoomID
	away    schedule.Date
	muted   bool
	wrote   bool
	stopped map[string]bool // events
}

// week is a random week of a team of 12, and the rules in plain words.
type week struct {
	*street
	rand   *rand.Rand
	starts time.Time // of the KPT
	people map[bot.MemberID]*person
	tally  map[string]int
}

const kptKinds = "eve soon"

func (w *week) now() time.Time { return time.Now().In(w.team.Location()) }

func (w *week) today() schedule.Date { return schedule.DateOf(w.now()) }

func (w *week) event() string { return "kpt/" + schedule.DateOf(w.starts).String() }

// span is when a reminder of the KPT may come, as PRODUCT.md says.
func (w *week) span(kind string) (from, until time.Time) {
	if kind == "soon" {
		return w.starts.Add(-2 * time.Hour), w.starts
	}
	day := schedule.DateOf(w.starts).AddDays(-1)
	for !w.team.Days.Works(day) {
		day = day.AddDays(-1)
	}
	at := func(hour int) time.Time {
		return time.Date(day.Year, day.Month, day.Day, hour, 0, 0, 0, w.team.Location())
	}
	return at(14), at(18)
}

// against lists the rules that a reminder would break now.
func (w *week) against(l letter) (rules []remind.Why) {
	p, now := w.people[l.to], w.now()
	add := func(why remind.Why, broken bool) {
		if broken {
			rules = append(rules, why)
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	ofEvent, ofDay := 0, 0
	for o, at := range w.owed {
		if o.to != l.to || o == l {
			continue
		}
		if o.event == l.event {
			ofEvent++
		}
		if schedule.DateOf(at.In(now.Location())) == w.today() {
			ofDay++
		}
	}
	add(remind.Muted, p.muted)
	add(remind.Stopped, p.stopped[l.event])
	add(remind.Closed, !w.closed[l.to].Before(w.today()))
	add(remind.Away, !p.away.Before(w.today()))
	add(remind.Focus, p.room == focus)
	add(remind.Hours, now.Hour() < 9 || now.Hour() >= 18 || !w.team.Days.Works(w.today()))
	add(remind.Enough, ofEvent >= 2)
	add(remind.Full, ofDay >= 3)
	return rules
}

// check holds what came against the rules. Who went away while the platform was
// out may still hear what was owed before.
func (w *week) check() {
	w.Helper()
	for _, a := range w.take() {
		w.tally["came"]++
		rules := w.against(a.letter)
		p := w.people[a.to]
		w.mu.Lock()
		owed := w.owed[a.letter]
		w.mu.Unlock()
		if owed.Before(a.at) {
			rules = slices.DeleteFunc(rules, func(r remind.Why) bool { return r == remind.Away })
		}
		if len(rules) > 0 || a.event == w.event() && p.wrote {
			w.Errorf("%s: %v came against %v; wrote: %v", w.now(), a.letter, rules, p.wrote)
		}
		if strings.Contains(kptKinds, a.kind) {
			if from, until := w.span(a.kind); a.at.Before(from) || !a.at.Before(until) {
				w.Errorf("%s came at %s, want it from %s to %s", a.kind, a.at, from, until)
			}
			w.tally[a.kind]++
		}
	}
}

// reached checks, at an instant at which the bot looks at somebody, that nobody
// is forgotten: what may come has come, or is on its way.
func (w *week) reached(id bot.MemberID) {
	w.Helper()
	for _, kind := range strings.Fields(kptKinds) {
		from, until := w.span(kind)
		l := letter{id, w.event(), kind}
		if now := w.now(); now.Before(from) || !now.Before(until) || w.people[id].wrote || len(w.against(l)) > 0 {
			continue
		}
		w.mu.Lock()
		came, outage := w.came[l], w.outage || w.fallen
		w.mu.Unlock()
		owed := slices.ContainsFunc(w.pending(), func(l2 letter) bool { return l2 == l })
		w.tally["looked"]++
		if !came && (!owed || !outage) {
			w.Errorf("%s: %v was forgotten (owed: %v, outage: %v)", w.now(), l, owed, outage)
		}
	}
}

// members lists the people in order, so that a seed names a week.
func (w *week) members() []bot.MemberID {
	var ids []bot.MemberID
	for i := range 12 {
		ids = append(ids, bot.MemberID(fmt.Sprintf("m%02d", i)))
	}
	return ids
}

// until lets time pass, stopping where the bot looks at everybody.
func (w *week) until(end time.Time) {
	for {
		eve, _ := w.span("eve")
		soon, _ := w.span("soon")
		next := end
		nine := time.Date(w.now().Year(), w.now().Month(), w.now().Day(), 9, 0, 0, 0, w.team.Location())
		for _, at := range []time.Time{eve, soon, nine, nine.AddDate(0, 0, 1)} {
			if at.After(w.now()) && at.Before(next) {
				next = at
			}
		}
		time.Sleep(time.Until(next))
		synctest.Wait()
		w.settle()
		if next.Equal(end) {
			return
		}
		for _, id := range w.members() {
			w.reached(id)
		}
	}
}

// settle checks what came, and starts the process again if it has crashed.
func (w *week) settle() {
	w.check()
	for w.down() {
		w.tally["crashes"]++
		w.restart(0)
	}
}

// restart ends the process and starts another one after a while.
func (w *week) restart(after time.Duration) {
	w.end()
	time.Sleep(after)
	var present []bot.Move
	for _, id := range w.members() {
		if room := w.people[id].room; room != "" {
			present = append(present, bot.Move{Member: id, Name: string(id), Room: room})
		}
	}
	w.start(present...)
	w.check()
	if !w.down() {
		for _, id := range w.members() {
			w.reached(id)
		}
	}
}

func play(t *testing.T, seed uint64, tally map[string]int) {
	random := rand.New(rand.NewPCG(seed, 27))
	pick := func(list ...string) string { return list[random.IntN(len(list))] }
	clock := pick("09:30", "10:00", "11:00", "15:00", "17:30", "19:30")
	team := team(pick("Asia/Tokyo", "America/Los_Angeles", "Europe/London"), pick("tue ", "wed ", "thu ", "fri ")+clock)
	monday := schedule.Date{Year: 2000, Month: 1, Day: 10}.AddDays(7 * random.IntN(50))
	off := monday.AddDays(random.IntN(5))
	team.Days.Days = map[schedule.Date]schedule.Day{off: {}}
	onStreet(t, team, monday.String()+" 08:00", func(s *street) {
		w := &week{street: s, rand: random, people: map[bot.MemberID]*person{}, tally: tally}
		plan, err := team.Habits[0].Plan(team)
		must(t, err)
		o, _ := plan.Next(time.Now())
		w.starts = o.At
		s.open(w.starts)
		for _, id := range w.members() {
			w.people[id] = &person{stopped: map[string]bool{}}
		}
		s.trip = func() string {
			return []string{"before", "after", "", "", "", "", "", "", "", "", "", "", "", "", "", ""}[random.IntN(16)]
		}
		for _, id := range w.members() {
			w.goes(id, lounge)
			w.settle()
		}
		for w.today().Before(monday.AddDays(5)) && w.now().Before(w.starts.Add(time.Hour)) {
			next := w.now().Add(time.Duration(1+random.IntN(24)) * time.Minute)
			if next.Hour() >= 20 {
				next = time.Date(next.Year(), next.Month(), next.Day()+1, 8, 0, 0, 0, next.Location())
			}
			w.until(next)
			w.act()
		}
	})
}

var weeks = flag.Int("weeks", 12, "random weeks; 400 in full")

// Random weeks of 12 people who come and go, are away, write, want none, take
// none, and of a process that restarts and crashes between its transactions and
// its deliveries: no rule is ever broken, nobody hears a thing twice, and whoever
// can be told is told.
func TestNoWeekBreaksARuleOrForgetsAnybody(t *testing.T) {
	tally := map[string]int{}
	for seed := range *weeks {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) { play(t, uint64(seed), tally) })
		if t.Failed() {
			break
		}
	}
	t.Logf("%d weeks of 12: %d reminders came (%d the day before a KPT, %d shortly before), %d decisions compared, %d looks at whether somebody was forgotten, %d restarts, %d crashes",
		*weeks, tally["came"], tally["eve"], tally["soon"], tally["decisions"], tally["looked"], tally["restarts"], tally["crashes"])
	if tally["eve"] == 0 || tally["soon"] == 0 || tally["crashes"] == 0 || tally["looked"] == 0 {
		t.Errorf("the weeks were too quiet: %v", tally)
	}
}
