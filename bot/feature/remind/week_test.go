package remind_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
	"github.com/engawa-bot/engawa/internal/need"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// week is a random week of a team of 12, and the rules in plain words.
type week struct {
	*running
	rand   *rand.Rand
	starts time.Time // of the KPT
	people map[bot.MemberID]*person
	later  map[letter]later     // what was put off
	lasts  map[letter]time.Time // until when other features' reminders are of use
	tally  map[string]int
}

func (w *week) now() time.Time { return time.Now().In(w.team.Location()) }

func (w *week) today() schedule.Date { return schedule.DateOf(w.now()) }

func (w *week) event() string { return "kpt/" + schedule.DateOf(w.starts).String() }

// members lists the people in order, so that a seed names a week. The last two
// are on Slack only.
func (w *week) members() []bot.MemberID {
	var ids []bot.MemberID
	for i := range 12 {
		id := bot.MemberID(fmt.Sprintf("m%02d", i))
		if i >= 10 {
			id = bot.MemberID(fmt.Sprintf("U%02d", i))
		}
		ids = append(ids, id)
	}
	return ids
}

// gather has the team know its people: some live in other zones, some are on
// Slack too, some on Slack only.
func (w *week) gather() {
	zones := map[int]string{1: "Asia/Kolkata", 3: "America/Los_Angeles", 5: "Europe/London", 7: "Pacific/Auckland", 9: "America/New_York", 11: "Asia/Tokyo"}
	for i, id := range w.members() {
		p := &person{stopped: map[string]bool{}, zone: w.team.Location()}
		if zones[i] != "" {
			zone, err := schedule.Zone(zones[i])
			w.Must(err)
			p.zone = zone
		}
		switch {
		case bottest.Guest(id):
			p.slack = id
		case i%2 == 0 || i == 9:
			p.slack = bot.MemberID(fmt.Sprintf("UX%02d", i))
		}
		w.people[id] = p
		w.Visit(func(s *bot.Scene, tx *store.Tx) error {
			if p.slack != "" && p.slack != id {
				if err := s.Link(tx, bottest.Account(id), bottest.Account(p.slack)); err != nil {
					return err
				}
			}
			_, err := s.KeepAccount(tx, bottest.Account(id), func(m *bot.Member) {
				m.Name, m.Zone, m.Alone = string(id), zones[i], p.slack == id
			})
			return err
		})
		w.goes(id, lounge)
		w.settle()
	}
}

// until lets time pass, stopping where something begins.
func (w *week) until(end time.Time) {
	for {
		next := end
		sooner := func(at time.Time) {
			if at.After(w.now()) && at.Before(next) {
				next = at
			}
		}
		for _, p := range w.people {
			now := w.now().In(p.zone)
			nine := time.Date(now.Year(), now.Month(), now.Day(), 9, 0, 0, 0, p.zone)
			eve, _ := w.span("eve", p)
			soon, _ := w.span("soon", p)
			for _, at := range []time.Time{eve, soon, nine, nine.AddDate(0, 0, 1)} {
				sooner(at)
			}
		}
		for _, l := range w.later {
			sooner(l.at)
		}
		w.Wait(time.Until(next))
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
	w.Stop()
	w.Wait(after)
	var present []bot.Move
	for _, id := range w.members() {
		if room := w.people[id].room; room != "" {
			present = append(present, bot.Move{Member: id, Name: string(id), Room: room})
		}
	}
	w.Start(present...)
	w.check()
	if !w.down() {
		for _, id := range w.members() {
			w.reached(id)
		}
	}
}

func playWeek(t *testing.T, seed uint64, tally map[string]int) {
	random := rand.New(rand.NewPCG(seed, 27))
	pick := func(list ...string) string { return list[random.IntN(len(list))] }
	clock := pick("09:30", "10:00", "11:00", "15:00", "17:30", "19:30")
	kpts := kpts(pick("Asia/Tokyo", "America/Los_Angeles", "Europe/London"), pick("tue ", "wed ", "thu ", "fri ")+clock)
	monday := schedule.Date{Year: 2000, Month: 1, Day: 10}.AddDays(7 * random.IntN(50))
	off := monday.AddDays(random.IntN(5))
	set := func(team *bot.Team) {
		kpts(team)
		*team = team.Put(bot.Elsewhere{On: "slack", Channel: "C0000001", Window: team.At("slack").Window})
		team.Days.Days = map[schedule.Date]schedule.Day{off: {}}
	}
	play(t, set, monday.String()+" 08:00", func(s *running) {
		w := &week{running: s, rand: random, people: map[bot.MemberID]*person{}, tally: tally}
		w.later, w.lasts = map[letter]later{}, map[letter]time.Time{}
		plan, err := s.team.Habits[0].Plan(s.team)
		s.Must(err)
		o, _ := plan.Next(time.Now())
		w.starts = o.At
		s.open(w.starts)
		s.trip = func() string {
			return []string{"before", "after", "", "", "", "", "", "", "", "", "", "", "", "", "", ""}[random.IntN(16)]
		}
		w.gather()
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

// Random weeks of 12 people in several zones, on Discord, on Slack or on both, who
// come and go, are away, write, put off, want none, take none, of a Slack that
// closes, and of a process that restarts and crashes between its transactions and
// its deliveries: no rule is ever broken, nobody hears a thing twice, and whoever
// can be told is told.
func TestNoWeekBreaksARuleOrForgetsAnybody(t *testing.T) {
	need.Unraced(t)
	tally := map[string]int{}
	for seed := range *weeks {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) { playWeek(t, uint64(seed), tally) })
		if t.Failed() {
			break
		}
	}
	t.Logf("%d weeks of 12: %d reminders came (%d the day before a KPT, %d shortly before; %d in Slack, %d to other zones), %d were put off and %d of them came back, "+
		"%d decisions compared, %d looks at whether somebody was forgotten, %d restarts, %d crashes", *weeks, tally["came"], tally["eve"], tally["soon"], tally["slack"],
		tally["elsewhere"], tally["snoozed"], tally["back"], tally["decisions"], tally["looked"], tally["restarts"], tally["crashes"])
	for _, what := range []string{"eve", "soon", "slack", "elsewhere", "snoozed", "back", "looked", "crashes"} {
		if tally[what] == 0 {
			t.Errorf("the weeks were too quiet: no %s", what)
		}
	}
}
