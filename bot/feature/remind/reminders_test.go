package remind_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
	"github.com/engawa-bot/engawa/bot/bottest/fixture"
	"github.com/engawa-bot/engawa/bot/feature/remind"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

const (
	lounge = fixture.Lounge
	focus  = fixture.Focus
)

// running is a team and a postman.
type running struct {
	*fixture.Running
	*postman
	team bot.Team // as the test wishes it to be
}

// kpts gives a team KPTs.
func kpts(zone, rule string) func(*bot.Team) {
	return func(team *bot.Team) {
		team.Zone, team.Circle = zone, bottest.Circle()
		team.Habits = []bot.Habit{{Name: bot.KPT, Rule: rule, Minutes: 60}}
	}
}

// play plays a test from an instant of the team's zone on.
func play(t *testing.T, set func(*bot.Team), begins string, test func(*running)) {
	t.Helper()
	s := &running{}
	fixture.Play(t, fixture.Setup{
		Begins: begins,
		Team: func(team *bot.Team) {
			set(team)
			s.team = *team
		},
		Surroundings: func(around *bot.Surroundings) { around.LongestLook, around.Platforms = time.Hour, bottest.Platforms() },
		Features: func(r *fixture.Running) []bot.Feature {
			if s.postman == nil { // his bell is of the bubble
				s.postman = newPostman()
			}
			r.DB.OnOwed(s.told)
			s.set(func() { s.fallen = false })
			return []bot.Feature{remind.Feature(), hand()}
		},
		Beside: []func(context.Context, *fixture.Running) error{
			func(ctx context.Context, r *fixture.Running) error { return s.work(ctx, r) },
			func(_ context.Context, r *fixture.Running) error {
				<-r.Known
				s.ring()
				return nil
			},
		},
	}, func(r *fixture.Running) {
		s.Running = r
		test(s)
	})
}

// ask has a member press a button where they are.
func (s *running) ask(id bot.MemberID, do string, with ...string) bot.Card {
	s.Helper()
	return s.request(bot.Press, id, do, with...)
}

func (s *running) slash(id bot.MemberID, do string) bot.Card {
	s.Helper()
	return s.request(bot.Slash, id, do)
}

func (s *running) request(way bot.Way, id bot.MemberID, do string, with ...string) bot.Card {
	s.Helper()
	r := s.Request(id, way, do)
	r.Whose, r.Server, r.With = s.team.ID, bot.Server{}, with
	if bottest.Guest(id) {
		r.On, r.Channel = "slack", s.team.At("slack").Channel
	}
	reply := s.Ask(r)
	if reply.Card.Tone == bot.Amiss {
		s.Fatalf("%s: %v", do, reply.Card.Lines)
	}
	return *reply.Card
}

// press has a member press a button, and gives the first line of the answer.
func (s *running) press(id bot.MemberID, do string, with ...string) string {
	s.Helper()
	card := s.ask(id, do, with...)
	if len(card.Lines) == 0 {
		return ""
	}
	return card.Lines[0].String()
}

// open opens a retro that starts at an instant of the team's zone.
func (s *running) open(starts time.Time) {
	s.Helper()
	r := kpt.Retro{Date: schedule.DateOf(starts), Opened: time.Now().UTC(), Starts: starts.UTC(), Ends: starts.Add(time.Hour).UTC()}
	s.Update(func(tx *store.Tx) error { return kpt.Of(string(s.team.ID)).OpenRetro(tx, r) })
}

// begin begins the KPT of thursday's story.
func (s *running) begin() {
	s.Helper()
	s.Update(func(tx *store.Tx) error {
		book := kpt.Of("sakura")
		r, _, err := book.Retro(tx, schedule.Date{Year: 2000, Month: 1, Day: 14})
		r.Begun = time.Now().UTC()
		if err != nil {
			return err
		}
		return book.PutRetro(tx, r)
	})
}

func (s *running) reasons(id bot.MemberID, date string) (list []string) {
	s.Helper()
	day, err := schedule.ParseDate(date)
	s.Must(err)
	s.View(func(tx *store.Tx) error {
		all, err := remind.Decisions(tx, s.team.ID, id, day)
		for _, d := range all {
			list = append(list, strings.TrimSpace(fmt.Sprintf("%s %s %s %s", d.At.In(s.team.Location()).Format("15:04"), d.Event, d.Kind, d.Why)))
		}
		return err
	})
	return list
}

// pending is what is on its way.
func (s *running) pending() (list []letter) {
	s.Helper()
	for _, o := range s.Owed() {
		list = append(list, letterOf(o.Key))
	}
	return list
}
