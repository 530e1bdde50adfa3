package kpt_test

import (
	"testing"
	"time"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

func TestAMeetingRestsTwoHoursAfterItsEndAndAfterTheLastThingDoneInIt(t *testing.T) {
	friday, thursday := schedule.Date{Year: 2026, Month: 11, Day: 27}, schedule.Date{Year: 2026, Month: 11, Day: 26}
	for _, c := range []struct {
		name, begun, stirred string
		held                 schedule.Date
		late                 bool
		rests                string
	}{
		{name: "in its time", begun: "2026-11-27 15:00", held: friday, rests: "2026-11-27 18:00"},
		{name: "somebody pressed", begun: "2026-11-27 15:00", stirred: "2026-11-27 17:30", held: friday, rests: "2026-11-27 19:30"},
		{name: "somewhat early", begun: "2026-11-27 13:30", stirred: "2026-11-27 13:31", held: friday, rests: "2026-11-27 18:00"},
		{name: "late that day", begun: "2026-11-27 17:00", held: friday, rests: "2026-11-27 20:00"},
		{name: "after it was missed that day", begun: "2026-11-27 19:00", held: friday, late: true, rests: "2026-11-27 22:00"},
		{name: "over midnight", begun: "2026-11-27 22:00", stirred: "2026-11-28 00:50", held: friday, rests: "2026-11-28 02:50"},
		{name: "the day before", begun: "2026-11-26 10:00", held: thursday, rests: "2026-11-26 13:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := kpt.Retro{
				Date: friday, Starts: inTokyo(t, "2026-11-27 15:00"), Ends: inTokyo(t, "2026-11-27 16:00"), Begun: inTokyo(t, c.begun),
				Days: kpt.Days{Planned: friday, Held: c.held},
			}
			if c.late {
				r.Missed, r.Starts, r.Ends = friday, inTokyo(t, "2026-12-04 15:00"), inTokyo(t, "2026-12-04 16:00")
			}
			if c.stirred != "" {
				r.Stirred = inTokyo(t, c.stirred)
			}
			rests := inTokyo(t, c.rests)
			if r.RestsAt(rests.Add(-time.Second)) || !r.RestsAt(rests) {
				t.Errorf("does it rest before %v and from then on: %v and %v, want false and true", rests, r.RestsAt(rests.Add(-time.Second)), r.RestsAt(rests))
			}
			if r.Closed = rests; r.RestsAt(rests) {
				t.Error("it rests although it was closed")
			}
		})
	}
}

func TestWhatIsWrittenWhileAMeetingRestsIsForTheNextOne(t *testing.T) {
	friday := schedule.Date{Year: 2026, Month: 11, Day: 27}
	old := kpt.Retro{
		Date: friday, Opened: inTokyo(t, "2026-11-20 16:00"), Starts: inTokyo(t, "2026-11-27 15:00"), Ends: inTokyo(t, "2026-11-27 16:00"),
		Begun: inTokyo(t, "2026-11-27 15:00"), Days: kpt.Days{Planned: friday, Held: friday},
	}
	for _, c := range []struct {
		name, now, stirred string
		takes              schedule.Date
	}{
		{name: "while it is held", now: "2026-11-27 17:59", takes: friday},
		{name: "when people have gone home", now: "2026-11-30 10:00", takes: friday.AddDays(7)},
		{name: "after weeks", now: "2026-12-16 10:00", takes: friday.AddDays(21)},
		{name: "when the next has just been called", now: "2026-12-04 15:01", takes: friday.AddDays(7)},
		{name: "while the next may still begin", now: "2026-12-04 17:59", takes: friday.AddDays(7)},
		{name: "when the next was not held", now: "2026-12-04 18:00", takes: friday.AddDays(14)},
		{name: "when it has gone on", now: "2026-11-30 10:00", stirred: "2026-11-30 09:00", takes: friday},
	} {
		t.Run(c.name, func(t *testing.T) {
			old := old
			if c.stirred != "" {
				old.Stirred = inTokyo(t, c.stirred)
			}
			for _, off := range []bool{false, true} {
				s := held(t, "fri 15:00", kpt.RevealMeeting)
				s.Off = off
				turned := s.Turn([]kpt.Retro{old}, inTokyo(t, c.now))
				if turned.Takes.Date != c.takes || turned.Now.Date != friday || turned.Opens {
					t.Errorf("off %t: the KPT of %v takes notes, and that of %v is first, want %v and %v", off, turned.Takes.Date, turned.Now.Date, c.takes, friday)
				}
				if turned.Takes.Date != friday && turned.Takes.Shows() {
					t.Errorf("off %t: what is written is shown", off)
				}
			}
		})
	}
}

func TestAMeetingThatOneBeganAloneDaysAheadAndLeftIsStillToCome(t *testing.T) {
	friday, wednesday := schedule.Date{Year: 2026, Month: 11, Day: 27}, schedule.Date{Year: 2026, Month: 11, Day: 25}
	for _, c := range []struct {
		name, now string
		change    func(*kpt.Retro)
		off       bool
		planned   schedule.Date // zero: it goes on
	}{
		{name: "while it may go on", now: "2026-11-25 13:29"},
		{name: "when she has gone home", now: "2026-11-25 13:30", planned: friday},
		{name: "at its time", now: "2026-11-27 15:00", planned: friday},
		{name: "when no KPT is held any more", now: "2026-11-27 15:00", off: true, planned: friday},
		{name: "when it was missed", now: "2026-11-27 18:00", planned: friday.AddDays(7)},
		{name: "somebody joined", now: "2026-11-27 15:00", change: func(r *kpt.Retro) { r.Alone = false }},
		{name: "on its day", now: "2026-11-27 18:00", change: func(r *kpt.Retro) { r.Begun, r.Held = inTokyo(t, "2026-11-27 10:30"), friday }},
		{name: "still there at its time", now: "2026-11-27 18:00", change: func(r *kpt.Retro) { r.Stirred = inTokyo(t, "2026-11-27 14:00") }},
		{name: "late, for the one that was missed", now: "2026-11-27 18:00", change: func(r *kpt.Retro) { r.Missed = friday }},
		{name: "closed", now: "2026-11-27 18:00", change: func(r *kpt.Retro) { r.Closed = inTokyo(t, "2026-11-25 11:00") }},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := kpt.Retro{
				Date: friday, Opened: inTokyo(t, "2026-11-20 16:00"), Starts: inTokyo(t, "2026-11-27 15:00"), Ends: inTokyo(t, "2026-11-27 16:00"),
				Begun: inTokyo(t, "2026-11-25 10:30"), Days: kpt.Days{Planned: friday, Held: wednesday, Alone: true},
			}
			if c.change != nil {
				c.change(&r)
			}
			now := inTokyo(t, c.now)
			s := held(t, "fri 15:00", kpt.RevealMeeting)
			s.Off = c.off
			turned := s.Turn([]kpt.Retro{r}, now)
			switch waits := len(turned.Changed) > 0 && turned.Now.Date == friday && turned.Now.Begun.IsZero(); {
			case waits != (c.planned != schedule.Date{}):
				t.Errorf("it is still to come: %t", waits)
			case waits && (turned.Now.For() != c.planned || turned.Takes.Date != friday || turned.Now.Alone):
				t.Errorf("it is %+v, and notes are for that of %v, want one for %v that takes them", turned.Now, turned.Takes.Date, c.planned)
			}
		})
	}
}
