package remind_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// snooze has somebody put off their reminder on the eve.
func (s *running) snooze(id bot.MemberID, until string) string {
	s.Helper()
	return s.press(id, "snooze", "kpt/2000-01-14", "eve", until)
}

func TestWhatIsPutOffComesBackOnceAsItself(t *testing.T) {
	for name, c := range map[string]struct {
		meanwhile func(*running)
		want      []string
	}{
		"nothing happens":         {func(*running) {}, []string{"ana eve 16:00"}},
		"they write":              {func(s *running) { s.press("ana", "write", "anonymous") }, nil},
		"they go away":            {func(s *running) { s.press("ana", "away", "2000-01-13") }, nil},
		"they go away and return": {func(s *running) { s.press("ana", "away", "2000-01-13"); s.press("ana", "away", "") }, []string{"ana eve 16:00"}},
		"they want no reminders":  {func(s *running) { s.press("ana", "remind off") }, nil},
		"they want some again":    {func(s *running) { s.press("ana", "remind off"); s.press("ana", "remind on") }, []string{"ana eve 16:00"}},
		"they want none of it":    {func(s *running) { s.press("ana", "remind stop", "kpt/2000-01-14") }, nil},
		"they are forgotten":      {func(s *running) { s.press("ana", "forget me") }, nil},
		"they are in focus":       {func(s *running) { s.Move("ana", focus) }, nil},
		"they were in focus":      {func(s *running) { s.Move("ana", focus); s.At("2000-01-13 15:00"); s.Move("ana", "") }, []string{"ana eve 16:00"}},
		"a restart":               {func(s *running) { s.Stop(); s.Start() }, []string{"ana eve 16:00"}},
		"a restart too late":      {func(s *running) { s.Stop(); s.At("2000-01-13 16:20"); s.Start() }, []string{"ana eve 16:20"}},
		"they put it off further": {func(s *running) { s.snooze("ana", "next") }, nil},
		"they want it sooner":     {func(s *running) { s.snooze("ana", "hour") }, []string{"ana eve 15:05"}},
		"they press the same":     {func(s *running) { s.snooze("ana", "day") }, []string{"ana eve 16:00"}},
		"they only look": {func(s *running) {
			s.press("ana", "snooze", "kpt/2000-01-14", "eve")
			s.press("ana", "snooze back", "kpt/2000-01-14", "eve")
		}, []string{"ana eve 16:00"}},
		"it is no working day now": {closeThursday, nil},
	} {
		thursday(t, func(s *running) {
			s.Move("ana", lounge)
			s.At("2000-01-13 14:05")
			s.expect(name+": first", s.news(), "ana eve 14:00")
			if got, want := s.snooze("ana", "day"), "Snoozed until 16:00: 📝 KPT on Fri 14 Jan at 15:00"; got != want {
				t.Errorf("got %q, want %q", got, want)
			}
			c.meanwhile(s)
			s.At("2000-01-13 17:30")
			s.expect(name, s.news(), c.want...)
		})
	}
}

func closeThursday(s *running) {
	s.team.Days.Days = map[schedule.Date]schedule.Day{{Year: 2000, Month: time.January, Day: 13}: {}}
	s.Must(s.Bot.Apply(s.Context(), s.team))
	s.Settle()
}

func TestWhatWasPutOffInFocusComesWhenTheyLeaveIt(t *testing.T) {
	thursday(t, func(s *running) {
		s.Move("ana", lounge)
		s.At("2000-01-13 14:05")
		s.news()
		s.Move("ana", focus)
		s.snooze("ana", "day")
		s.At("2000-01-13 16:30")
		s.expect("in focus", s.news())
		s.Move("ana", lounge)
		s.expect("after it", s.news(), "ana eve 16:30")
		s.Move("ana", focus)
		s.Move("ana", lounge)
		s.expect("once more", s.news())
	})
}

func TestAReminderOfAKPTThatHasBegunIsOver(t *testing.T) {
	thursday(t, func(s *running) {
		s.Move("ana", lounge)
		s.Move("bo", lounge)
		s.At("2000-01-13 14:05")
		s.news()
		s.snooze("ana", "day")
		s.begin()
		s.Bot.Refresh(s.Context(), s.team.ID)
		s.At("2000-01-13 17:00")
		s.expect("what came", s.news())
		got, want := lines(s.ask("bo", "snooze", "kpt/2000-01-14", "eve")), "There is no later time left"
		if !strings.HasPrefix(got[len(got)-1], want) {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

func lines(c bot.Card) (list []string) {
	for _, l := range c.Lines {
		list = append(list, l.String())
	}
	return list
}

func TestTheCardIsForgottenWhenItCannotBePutOffAnyMore(t *testing.T) {
	thursday(t, func(s *running) {
		s.Move("ana", lounge)
		s.Move("bo", lounge)
		s.At("2000-01-13 14:05")
		s.press("bo", "write", "named")
		for _, c := range []struct {
			at      string
			ana, bo bool
		}{{"2000-01-13 14:06", true, false}, {"2000-01-14 13:01", true, false}, {"2000-01-15 09:01", false, false}} {
			s.At(c.at)
			if got := s.keeps("ana"); got != c.ana {
				t.Errorf("%s: ana's text is kept: %v, want %v", c.at, got, c.ana)
			}
			if got := s.keeps("bo"); got != c.bo {
				t.Errorf("%s: bo's text is kept: %v, want %v", c.at, got, c.bo)
			}
		}
	})
}

// keeps tells whether the text of a reminder is kept of somebody, as
// '/engawa privacy' says.
func (s *running) keeps(id bot.MemberID) bool {
	return slices.ContainsFunc(s.Kept(id), func(l string) bool { return strings.HasPrefix(l, "The text of") })
}

// What two of somebody's accounts were told is told to one person.
func TestWhatWasSentToAnAccountInSlackIsNotSentAgainWhenItIsLinked(t *testing.T) {
	thursday(t, func(s *running) {
		s.team = s.team.Put(bot.Elsewhere{On: "slack", Channel: "C0000001", Window: s.team.At("slack").Window})
		s.Must(s.Bot.Apply(s.Context(), s.team))
		s.Must(bottest.SayYes(s.Context(), s.Bot, s.team.ID))
		s.Visit(func(scene *bot.Scene, tx *store.Tx) error {
			_, err := scene.KeepAccount(tx, bottest.Account("U0ANA"), func(m *bot.Member) { m.Name, m.Alone = "ana", true })
			return err
		})
		s.At("2000-01-13 14:01")
		s.expect("in Slack", s.news(), "U0ANA eve 14:00")
		s.Visit(func(scene *bot.Scene, tx *store.Tx) error {
			return scene.Link(tx, bottest.Account("ana"), bottest.Account("U0ANA"))
		})
		s.Move("ana", lounge)
		s.expect("linked", s.news())
		s.press("U0ANA", "snooze", "kpt/2000-01-14", "eve", "day")
		s.Move("ana", focus)
		s.At("2000-01-13 17:00")
		s.expect("in focus", s.news())
		s.Move("ana", lounge)
		s.expect("put off", s.news(), "U0ANA eve 17:00")
		s.At("2000-01-14 13:01")
		s.expect("from then on", s.news(), "ana soon 13:00")
		if got := s.came[letter{"ana", "kpt/2000-01-14", "soon", ""}]; got != "slack" {
			t.Errorf("it came on %q, want it in Slack", got)
		}
	})
}

func TestRemindersSayWhereTheyComeAndUntilWhenTheyArePutOff(t *testing.T) {
	thursday(t, func(s *running) {
		s.team = s.team.Put(bot.Elsewhere{On: "slack", Channel: "C0000001", Window: s.team.At("slack").Window})
		s.Must(s.Bot.Apply(s.Context(), s.team))
		s.Must(bottest.SayYes(s.Context(), s.Bot, s.team.ID))
		s.Move("ana", lounge)
		where := func() string { return lines(s.slash("ana", "reminders"))[1] }
		slack, discord := "They come in Slack, as messages from Engawa.", "They come in Discord, as private messages."
		if got := where(); got != discord {
			t.Errorf("on Discord only: got %q, want %q", got, discord)
		}
		s.Visit(func(scene *bot.Scene, tx *store.Tx) error {
			return scene.Link(tx, bottest.Account("ana"), bottest.Account("U0ANA"))
		})
		if got := where(); got != slack {
			t.Errorf("on both: got %q, want %q", got, slack)
		}
		s.set(func() { s.shut = true })
		s.At("2000-01-13 14:05")
		if got, want := where(), "Slack is closed to me for now, so they come in Discord."; got != want {
			t.Errorf("while Slack is shut: got %q, want %q", got, want)
		}
		s.snooze("ana", "next")
		got, want := lines(s.slash("ana", "reminders")), "Snoozed until Fri 14 Jan at 09:00: 📝 KPT on Fri 14 Jan at 15:00"
		if !slices.Contains(got, want) {
			t.Errorf("put off: got %q, want %q in it", got, want)
		}
		s.At("2000-01-14 09:01")
		if got := lines(s.slash("ana", "reminders")); len(got) != 2 {
			t.Errorf("when it has come: got %q, want nothing of it", got)
		}
	})
}

// Of whom there was no decision it would be seen that they have written.
func TestItIsDecidedAboutWhoHasWrittenAsAboutAnybody(t *testing.T) {
	thursday(t, func(s *running) {
		for _, id := range []bot.MemberID{"ana", "bo"} {
			s.Move(id, focus)
		}
		s.press("ana", "write", "anonymous")
		for _, step := range []struct {
			at   string
			room bot.RoomID
		}{{"2000-01-13 14:30", lounge}, {"2000-01-13 15:00", focus}, {"2000-01-13 15:30", lounge}, {"2000-01-14 14:00", ""}} {
			s.At(step.at)
			s.Move("ana", step.room)
			s.Move("bo", step.room)
		}
		for _, date := range []string{"2000-01-13", "2000-01-14"} {
			if len(s.reasons("bo", date)) == 0 {
				t.Errorf("%s: nothing was decided about bo", date)
			}
			s.expect(date, s.reasons("ana", date), s.reasons("bo", date)...)
		}
		s.expect("what came", s.news(), "bo eve 14:30", "bo soon 13:00")
	})
}
