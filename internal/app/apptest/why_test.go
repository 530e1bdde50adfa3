package apptest

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/feature/remind"
	"github.com/engawa-bot/engawa/internal/app"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// inquiry is a team at 14:05 on the eve of its KPT, and its people by name.
type inquiry struct {
	*stage
	test *testing.T
	app  *app.App
	team bot.Team
	ids  map[string]bot.MemberID
}

// newInquiry has the team decide about reminders of its people: bo is reminded,
// chika has written without her name, dan is away, and it is night where eve
// lives. One of two people called ana wants none.
func newInquiry(t *testing.T) (*inquiry, func()) {
	s := newStage(t, fake.Options{})
	team := s.team("sakura", s.guild, "weekdays 16:00")
	team.Habits = []bot.Habit{{Name: bot.KPT, Rule: "fri 15:00", Minutes: 60}}
	at := time.Date(2026, 11, 26, 14, 5, 0, 0, team.Location())
	h, end := s.open(func() time.Time { return at }, team)
	q := &inquiry{stage: s, test: t, app: h, team: team, ids: map[string]bot.MemberID{}}
	s.eventually("commands", 10*time.Second, func() bool { return s.fake.Registrations() == 1 })
	q.visit(func(scene *bot.Scene, tx *store.Tx) error {
		for _, name := range []string{"bo", "chika", "dan", "eve", "ana", "Ana"} {
			q.ids[name] = bot.MemberID(s.guild.Member(name).ID())
			if err := scene.KeepMember(tx, q.ids[name], func(m *bot.Member) {
				m.Name = name
				switch name {
				case "dan":
					m.Away = schedule.DateOf(at)
				case "eve":
					m.Zone = "America/Los_Angeles"
				}
			}); err != nil {
				return err
			}
		}
		return nil
	})
	press := func(who, do string, with ...string) {
		r := bot.Request{Way: bot.Press, Do: do, Whose: "sakura", From: bot.Person{ID: q.ids[who], Name: who}, Input: bot.Input{With: with}}
		if reply := h.Bot.Ask(t.Context(), r); reply.Card.Tone == bot.Amiss {
			t.Fatal(reply.Card.Lines)
		}
	}
	press("Ana", "remind off") // before there is anything to decide
	q.visit(func(_ *bot.Scene, tx *store.Tx) error {
		if err := kpt.Of("sakura").OpenRetro(tx, kpt.Retro{Date: schedule.DateOf(at).AddDays(1), Opened: at, Starts: at.Add(24*time.Hour + 55*time.Minute)}); err != nil {
			return err
		}
		n, err := kpt.NewNote(kpt.Problem, "a secret worry", kpt.Author{Member: string(q.ids["chika"])}, at)
		if err != nil {
			return err
		}
		_, err = kpt.Of("sakura").Add(tx, n, true)
		return err
	})
	h.Bot.Refresh(t.Context(), "sakura") // which decides, once it is known who is in focus
	s.eventually("a decision", 10*time.Second, func() bool {
		var out bytes.Buffer
		err := h.Why(&out, app.Question{Member: string(q.ids["bo"]), Date: "2026-11-26"})
		return err == nil && strings.Contains(out.String(), "sent")
	})
	press("bo", "snooze", remind.KPTEvent(kpt.Retro{Date: schedule.DateOf(at).AddDays(1)}), "eve", "day")
	return q, end
}

func (q *inquiry) visit(change func(*bot.Scene, *store.Tx) error) {
	q.t.Helper()
	err := q.app.Bot.Visit(context.Background(), "sakura", func(s *bot.Scene) error {
		return s.Update(func(tx *store.Tx) error { return change(s, tx) })
	})
	if err != nil {
		q.t.Fatal(err)
	}
}

// keeper is what a subcommand prints of the team.
func (q *inquiry) keeper(args ...string) (string, error) {
	q.test.Helper()
	return asKeeper(q.test, q.path, q.fake.URL()+"/api/v10", args...)
}

// why is what 'engawa why' prints, with names in the place of ids.
func (q *inquiry) why(args ...string) (string, error) {
	q.test.Helper()
	text, err := q.keeper(append([]string{"why"}, args...)...)
	for name, id := range q.ids {
		text = strings.ReplaceAll(text, string(id), "id of "+name)
	}
	return text, err
}

const whyGolden = "testdata/why.golden"

func TestWhySaysOfEachReminderWhyItCameOrNot(t *testing.T) {
	together(t)
	q, end := newInquiry(t)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	served := make(chan error, 1)
	go func() { served <- q.app.Control(ctx) }()
	var running string
	q.eventually("an answer over the control socket", 10*time.Second, func() bool {
		var err error
		running, err = q.why("--member", "bo", "--date", "2026-11-26")
		return err == nil
	})
	cancel()
	if err := <-served; err != nil {
		t.Error(err)
	}
	end()
	var all strings.Builder
	for _, name := range []string{"bo", "chika", "dan", "eve", "ana", "Ana"} {
		got, err := q.why("--member", string(q.ids[name]), "--date", "2026-11-26")
		if err != nil {
			t.Fatal(err)
		}
		all.WriteString(got + "\n")
	}
	got := all.String()
	if !strings.HasPrefix(got, running) {
		t.Errorf("while the bot runs: got\n%swant\n%s", running, got)
	}
	if *update {
		if err := os.WriteFile(whyGolden, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(whyGolden)
	if err != nil || got != string(want) {
		t.Errorf("got %v and\n%swant\n%s", err, got, want)
	}
}

// Whoever reads decisions must not learn who has written without a name.
func TestWhyDoesNotTellWhoHasWritten(t *testing.T) {
	together(t)
	q, end := newInquiry(t)
	end()
	told := map[string]string{}
	for _, name := range []string{"chika", "ana"} { // one has written, the other was reminded
		got, err := q.why("--member", string(q.ids[name]), "--date", "2026-11-26", "--team", "sakura")
		if err != nil {
			t.Fatal(err)
		}
		told[name] = strings.ReplaceAll(got, name, "somebody")
	}
	if told["chika"] != told["ana"] || !strings.Contains(told["ana"], "sent, unless they had written already") {
		t.Errorf("got %q of who has written and %q of who has not, want the same", told["chika"], told["ana"])
	}
}

func TestWhyNamesWhatIsWrongWithAQuestion(t *testing.T) {
	together(t)
	q, end := newInquiry(t)
	end()
	for _, c := range []struct {
		args []string
		want string
	}{
		{nil, "usage: engawa why"},
		{[]string{"--member", "bo"}, "usage: engawa why"},
		{[]string{"--member", "bo", "--date", "someday"}, `"someday" is not a day; write today, yesterday, fri or 2026-11-27`},
		{[]string{"--member", "bo", "--date", "tomorrow"}, "still to come"},
		{[]string{"--member", "bo", "--date", "2026-11-26", "--team", "kiri"}, `there is no team "kiri"; there are: sakura`},
		{[]string{"--member", "zoe", "--date", "2026-11-26"}, `nobody in team sakura has the id or the name "zoe"; there are:`},
		{[]string{"--member", "ana", "--date", "2026-11-26"}, `2 people in team sakura are called "ana"; say which with --member ID:`},
		{[]string{"--member", "ana", "--date", "2026-11-26"}, string(q.ids["Ana"]) + "  Ana"},
	} {
		if got, err := q.why(c.args...); err == nil || !strings.Contains(err.Error(), c.want) || got != "" {
			t.Errorf("%v: got %v and %q, want %q", c.args, err, got, c.want)
		}
	}
	if got, err := q.why("--member", "bo", "--date", "2026-11-25"); err != nil || !strings.Contains(got, "Nothing was decided") {
		t.Errorf("on another day: got %v and %q", err, got)
	}
}
