package kpt_test

import (
	"testing"
	"time"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// inTokyo is an instant in Tokyo.
func inTokyo(t *testing.T, text string) time.Time {
	t.Helper()
	zone, err := schedule.Zone("Asia/Tokyo")
	if err != nil {
		t.Fatal(err)
	}
	when, err := time.ParseInLocation("2006-01-02 15:04", text, zone)
	if err != nil {
		t.Fatal(err)
	}
	return when
}

// held is an hour by a rule, on the days that are worked in Japan.
func held(t *testing.T, rule string, reveal kpt.Reveal) kpt.Schedule {
	t.Helper()
	parsed, err := schedule.ParseRule(rule)
	if err != nil {
		t.Fatal(err)
	}
	plan := schedule.Plan{Rule: parsed, Zone: inTokyo(t, "2026-11-27 15:00").Location(), Works: schedule.Calendar{Country: "jp"}.Works}
	return kpt.Schedule{Plan: plan, Length: time.Hour, Reveal: reveal}
}

func TestARetroFollowsTheScheduleUntilItsTimeHasCome(t *testing.T) {
	r := kpt.Retro{
		Date: schedule.Date{Year: 2026, Month: 11, Day: 27}, Opened: inTokyo(t, "2026-11-20 18:00"),
		Starts: inTokyo(t, "2026-11-27 15:00").UTC(), Ends: inTokyo(t, "2026-11-27 16:00").UTC(),
	}
	for _, c := range []struct {
		name, now, rule string
		reveal          kpt.Reveal
		begun           bool
		starts          string
		shows           bool
		missed          string
	}{
		{name: "before it", now: "2026-11-26 10:00", rule: "fri 15:00", starts: "2026-11-27 15:00", shows: true},
		{name: "before it, with notes for the meeting", now: "2026-11-26 10:00", rule: "fri 15:00", reveal: kpt.RevealMeeting, starts: "2026-11-27 15:00"},
		{name: "the team moved it", now: "2026-11-26 10:00", rule: "thu 16:00", starts: "2026-11-26 16:00", shows: true},
		{name: "the team moved it after a holiday", now: "2026-11-22 10:00", rule: "mon 16:00", starts: "2026-11-30 16:00", shows: true},
		{name: "it became more often", now: "2026-11-22 10:00", rule: "tue,fri 15:00", starts: "2026-11-24 15:00", shows: true},
		{name: "at its time", now: "2026-11-27 15:00", rule: "fri 15:00", reveal: kpt.RevealMeeting, starts: "2026-11-27 15:00"},
		{name: "at its end nothing is shown", now: "2026-11-27 16:00", rule: "fri 15:00", reveal: kpt.RevealMeeting, starts: "2026-11-27 15:00"},
		{name: "late", now: "2026-11-27 17:59", rule: "fri 15:00", starts: "2026-11-27 15:00", shows: true},
		{name: "two hours after its end it waits for the next", now: "2026-11-27 18:00", rule: "fri 15:00", reveal: kpt.RevealMeeting, starts: "2026-12-04 15:00", missed: "2026-11-27"},
		{name: "after weeks without Engawa", now: "2026-12-20 18:00", rule: "fri 15:00", starts: "2026-12-25 15:00", shows: true, missed: "2026-11-27"},
		{name: "begun in chat", now: "2026-11-27 19:00", rule: "thu 16:00", reveal: kpt.RevealOpen, begun: true, starts: "2026-11-27 15:00", shows: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := r
			if c.begun {
				r.Begun = r.Starts
			}
			got := r
			for _, changed := range held(t, c.rule, c.reveal).Turn([]kpt.Retro{r}, inTokyo(t, c.now)).Changed {
				got = changed
			}
			if want := inTokyo(t, c.starts); !got.Starts.Equal(want) || !got.Ends.Equal(want.Add(time.Hour)) || got.Day() != schedule.DateOf(want) {
				t.Errorf("got %v to %v on %v, want an hour from %v", got.Starts, got.Ends, got.Day(), want)
			}
			missed := ""
			if got.Missed != (schedule.Date{}) {
				missed = got.Missed.String()
			}
			if got.Shows() != c.shows || !got.Closed.IsZero() || got.Date != r.Date || missed != c.missed {
				t.Errorf("got shows %v, closed %v, date %v, missed %q; want %v, not closed, %v, %q", got.Shows(), got.Closed, got.Date, missed, c.shows, r.Date, c.missed)
			}
		})
	}
}

// Whatever day it was really held on, the occurrence that it was held for is done.
func TestAMeetingThatWasHeldIsHeldForItsOccurrence(t *testing.T) {
	for _, c := range []struct{ name, rule, planned, begun, closed, next string }{
		{"on its day", "fri 15:00", "2026-11-27", "2026-11-27 15:00", "2026-11-27 16:00", "2026-12-04"},
		{"a day early", "fri 15:00", "2026-11-27", "2026-11-26 14:00", "2026-11-26 15:00", "2026-12-04"},
		{"on the Monday after", "fri 15:00", "2026-11-27", "2026-11-30 14:00", "2026-11-30 15:00", "2026-12-04"},
		{"twice a week, on Monday for Tuesday", "tue,fri 15:00", "2026-12-01", "2026-11-30 14:00", "2026-11-30 15:00", "2026-12-04"},
	} {
		planned, err := schedule.ParseDate(c.planned)
		if err != nil {
			t.Fatal(err)
		}
		r := kpt.Retro{Date: planned, Opened: inTokyo(t, "2026-11-20 18:00")}.PlannedFor(schedule.Occurrence{Date: planned, At: inTokyo(t, c.planned+" 15:00")}, time.Hour)
		r.Begun, r.Closed = inTokyo(t, c.begun), inTokyo(t, c.closed)
		r.Held = schedule.DateOf(r.Begun)
		s := held(t, c.rule, "")
		got := s.Turn([]kpt.Retro{r}, r.Closed)
		if !got.Opens || got.Now.Day().String() != c.next {
			t.Errorf("%s: got %+v, want the next for %s", c.name, got.Now, c.next)
			continue
		}
		// and it stays so until then
		for at := r.Closed; at.Before(got.Now.Starts); at = at.Add(7 * time.Hour) {
			if again := s.Turn([]kpt.Retro{r, got.Now}, at); again.Now != got.Now {
				t.Errorf("%s: at %v: got %+v, want %+v", c.name, at, again.Now, got.Now)
			}
		}
	}
}

func TestWhatIsHiddenStaysSoOnceThereIsANote(t *testing.T) {
	s := held(t, "fri 15:00", kpt.RevealOpen)
	r := kpt.Retro{Date: schedule.Date{Year: 2026, Month: 11, Day: 27}, Opened: inTokyo(t, "2026-11-20 18:00"), Starts: inTokyo(t, "2026-11-27 15:00").UTC(), Reveal: kpt.RevealMeeting}
	now := inTokyo(t, "2026-11-24 10:00")
	if got := s.Turn([]kpt.Retro{r}, now); got.Now.Reveal != kpt.RevealOpen {
		t.Errorf("without a note: got %q, want it to follow the team's", got.Now.Reveal)
	}
	r.Noted = true
	if got := s.Turn([]kpt.Retro{r}, now); got.Now.Reveal != kpt.RevealMeeting {
		t.Errorf("with a note: got %q, want what its author was promised", got.Now.Reveal)
	}
}

func TestTheNextRetroIsOnADayThatHadNone(t *testing.T) {
	for _, c := range []struct{ now, last, rule, want string }{
		{"2026-11-22 10:00", "", "fri 15:00", "2026-11-27"},
		{"2026-11-27 15:00", "", "fri 15:00", "2026-11-27"}, // just at its time
		{"2026-11-27 18:00", "2026-11-27", "fri 15:00", "2026-12-04"},
		{"2026-11-27 18:00", "2026-11-27", "fri 20:00", "2026-12-04"}, // moved on its own day
		{"2026-11-20 18:00", "2026-11-20", "mon 15:00", "2026-11-30"}, // 23 November is a holiday
	} {
		now := inTokyo(t, c.now)
		var all []kpt.Retro
		if c.last != "" {
			last, err := schedule.ParseDate(c.last)
			if err != nil {
				t.Fatal(err)
			}
			all = []kpt.Retro{{Date: last, Begun: now, Closed: now}}
		}
		r, ok := held(t, c.rule, "").Next(all, now)
		if !ok || r.Date.String() != c.want || !r.OpenAt(now) {
			t.Errorf("at %s after %q: got %+v, want it on %s and open", c.now, c.last, r, c.want)
		}
	}
}

func TestWhatTheTimeHasComeToIsKeptOnce(t *testing.T) {
	last := kpt.Retro{
		Date: schedule.Date{Year: 2026, Month: 11, Day: 20}, Opened: inTokyo(t, "2026-11-13 18:00"),
		Starts: inTokyo(t, "2026-11-20 15:00").UTC(), Ends: inTokyo(t, "2026-11-20 16:00").UTC(),
	}
	now := inTokyo(t, "2026-11-24 10:00")
	all := []kpt.Retro{last}
	s := held(t, "fri 15:00", "")
	got := s.Turn(all, now)
	if len(got.Changed) != 1 || got.Opens || got.Now.Date != last.Date || got.Now.Day().String() != "2026-11-27" {
		t.Fatalf("got %+v, want the same retro on the next day", got)
	}
	if all[0] != last {
		t.Error("what was handed in has changed")
	}
	if again := s.Turn(got.Changed, now); again.Opens || len(again.Changed) > 0 || again.Now != got.Now {
		t.Errorf("the second time: got %+v, want nothing new", again)
	}
}

func TestATeamWhoseKPTIsOffOpensAndMovesNothing(t *testing.T) {
	open := kpt.Retro{Date: schedule.Date{Year: 2026, Month: 11, Day: 20}, Opened: inTokyo(t, "2026-11-13 18:00"), Ends: inTokyo(t, "2026-11-20 16:00")}
	s := held(t, "fri 15:00", "")
	s.Off = true
	for _, all := range [][]kpt.Retro{nil, {open}} {
		var want kpt.Retro // one that was open takes notes still
		if len(all) > 0 {
			want = open
		}
		if got := s.Turn(all, inTokyo(t, "2026-11-24 10:00")); got.Opens || len(got.Changed) > 0 || got.Now != want {
			t.Errorf("of %d retros: got %+v, want %+v as it is", len(all), got, want)
		}
	}
}

func TestWhatWentByWhileNoKPTWasHeldIsNotMissed(t *testing.T) {
	s := held(t, "fri 15:00", "")
	open, _ := s.Next(nil, inTokyo(t, "2026-11-17 10:00"))
	s.Plan.Since = inTokyo(t, "2026-11-24 10:00") // KPTs are held again
	got := s.Turn([]kpt.Retro{open}, inTokyo(t, "2026-11-24 10:00"))
	if got.Now.Missed != (schedule.Date{}) || got.Now.For().String() != "2026-11-27" {
		t.Errorf("got %+v, want that of 27 Nov, and none missed", got.Now)
	}
	s.Plan.Since = inTokyo(t, "2026-11-20 17:00") // it might have begun still
	if got := s.Turn([]kpt.Retro{open}, inTokyo(t, "2026-11-24 10:00")); got.Now.Missed.String() != "2026-11-20" {
		t.Errorf("got %+v, want that of 20 Nov missed", got.Now)
	}
}

func TestADayThatGetsALaterTimeIsNotMissed(t *testing.T) {
	early, late := held(t, "fri 10:00", ""), held(t, "fri 17:00", "")
	open, _ := early.Next(nil, inTokyo(t, "2026-11-17 10:00"))
	open = late.Turn([]kpt.Retro{open}, inTokyo(t, "2026-11-20 14:00")).Now // the rule has changed at noon
	if open.For().String() != "2026-11-20" || open.Missed != (schedule.Date{}) || !open.Starts.Equal(inTokyo(t, "2026-11-20 17:00")) {
		t.Errorf("got %+v, want that of 20 Nov at 17:00, and none missed", open)
	}
	if again := late.Turn([]kpt.Retro{open}, inTokyo(t, "2026-11-20 14:01")); len(again.Changed) > 0 {
		t.Errorf("a minute later: got %+v, want no change", again)
	}
	if after := late.Turn([]kpt.Retro{open}, inTokyo(t, "2026-11-20 20:30")).Now; after.Missed.String() != "2026-11-20" || after.For().String() != "2026-11-27" {
		t.Errorf("in the evening: got %+v, want it missed", after)
	}
}

func TestWhereNoKPTIsHeldNotesAreHiddenAsTheTeamSaysByThen(t *testing.T) {
	s := held(t, "fri 15:00", kpt.RevealMeeting)
	open, _ := s.Next(nil, inTokyo(t, "2026-11-17 10:00"))
	s.Reveal, s.Off = kpt.RevealOpen, true
	if got := s.Turn([]kpt.Retro{open}, inTokyo(t, "2026-11-18 10:00")); got.Now.Reveal != kpt.RevealOpen || len(got.Changed) != 1 {
		t.Errorf("got %+v, want it shown", got)
	}
	open.Noted = true
	if got := s.Turn([]kpt.Retro{open}, inTokyo(t, "2026-11-18 10:00")); got.Now.Reveal != kpt.RevealMeeting || len(got.Changed) > 0 {
		t.Errorf("after a note: got %+v, want it as it was promised", got)
	}
}

func TestALateBeginningThatIsPutOffWaitsForTheNextTime(t *testing.T) {
	s := held(t, "fri 15:00", "")
	open, _ := s.Next(nil, inTokyo(t, "2026-11-17 10:00"))
	late := s.Turn([]kpt.Retro{open}, inTokyo(t, "2026-11-24 10:00")).Now
	late.Planned = late.Missed // was begun as the one that was missed, and put off
	for at, want := range map[string]string{"2026-11-24 11:00": "2026-11-27", "2026-11-27 15:30": "2026-11-27", "2026-11-27 18:30": "2026-12-04"} {
		if got := s.Turn([]kpt.Retro{late}, inTokyo(t, at)).Now; got.For().String() != want || got.Missed.String() != "2026-11-20" {
			t.Errorf("at %s: got that of %s, %s missed, want that of %s", at, got.For(), got.Missed, want)
		}
	}
}
