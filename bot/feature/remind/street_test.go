package remind_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
	"github.com/engawa-bot/engawa/bot/feature/remind"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

const (
	lounge = bot.RoomID("100000000000000003")
	focus  = bot.RoomID("100000000000000004")
)

// nowhere shows nothing.
type nowhere struct{}

func (nowhere) Show(bot.Display) {}

// street is a bot, its store and a postman, in pretended time.
type street struct {
	*testing.T
	*postman
	path string
	team bot.Team
	db   *store.Store
	bot  *bot.Bot
	end  func()
}

func team(zone, rule string) bot.Team {
	return bot.Team{
		ID: "sakura", Name: "Sakura", Server: "100000000000000001", Locale: bot.Locale{Lang: words.English, Zone: zone},
		Circle: bottest.Circle(), Text: bot.Channels{Main: "100000000000000002"},
		Rooms: []bot.Room{
			{ID: lounge, Name: "Lounge", Kind: bot.Lounge}, {ID: focus, Name: "Focus", Kind: bot.Focus},
		},
		Habits: []bot.Habit{{Name: bot.KPT, Rule: rule, Minutes: 60}},
	}
}

// onStreet plays a test in a bubble from an instant of the team's zone on.
func onStreet(t *testing.T, team bot.Team, begins string, play func(*street)) {
	t.Helper()
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		at, err := time.ParseInLocation("2006-01-02 15:04", begins, team.Location())
		must(t, err)
		time.Sleep(time.Until(at))
		s := &street{T: t, postman: newPostman(), team: team, path: filepath.Join(dir, "engawa.db")}
		s.start()
		defer func() { s.end() }()
		play(s)
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// start opens the store and has bot and postman work, as a new process does.
func (s *street) start(present ...bot.Move) {
	s.Helper()
	var err error
	s.db, err = store.Open(s.path)
	must(s.T, err)
	s.db.OnOwed(s.told)
	s.set(func() { s.fallen = false })
	s.bot, err = bot.New(bot.Surroundings{Store: s.db, Screen: nowhere{}, Log: slog.New(slog.NewTextHandler(s.Output(), nil)), Now: time.Now, Watch: bot.Watch{LongestLook: time.Hour}, Outside: bot.Outside{Platforms: bottest.Platforms()}}, remind.Feature(), hand())
	must(s.T, err)
	if _, there := s.bot.Team(s.team.ID); !there {
		must(s.T, s.bot.Found(s.team))
	}
	ctx, cancel := context.WithCancel(s.Context())
	ended := make(chan error, 2)
	go func() { ended <- s.bot.Run(ctx) }()
	must(s.T, bottest.SayYes(ctx, s.bot, s.team.ID))
	go func() { ended <- s.work(ctx, s) }()
	s.end = func() {
		cancel()
		must(s.T, errors.Join(<-ended, <-ended))
		must(s.T, s.db.Close())
	}
	synctest.Wait() // it takes a while until it is told who is where
	s.bot.Arrived(ctx, s.team.Server, present)
	s.ring()
	synctest.Wait()
}

// ask has a member press a button where they are.
func (s *street) ask(id bot.MemberID, do string, with ...string) bot.Card {
	s.Helper()
	return s.request(bot.Press, id, do, with...)
}

func (s *street) slash(id bot.MemberID, do string) bot.Card {
	s.Helper()
	return s.request(bot.Slash, id, do)
}

func (s *street) request(way bot.Way, id bot.MemberID, do string, with ...string) bot.Card {
	s.Helper()
	r := bot.Request{
		Way: way, Do: do, Whose: s.team.ID, From: bot.Person{ID: id, Name: string(id), Lang: words.English}, Input: bot.Input{With: with},
	}
	if bottest.Guest(id) {
		r.On, r.Channel = "slack", s.team.At("slack").Channel
	}
	reply := s.bot.Ask(s.Context(), r)
	synctest.Wait()
	if reply.Card.Tone == bot.Amiss {
		s.Fatalf("%s: %v", do, reply.Card.Lines)
	}
	return *reply.Card
}

// press has a member press a button, and gives the first line of the answer.
func (s *street) press(id bot.MemberID, do string, with ...string) string {
	s.Helper()
	card := s.ask(id, do, with...)
	if len(card.Lines) == 0 {
		return ""
	}
	return card.Lines[0].String()
}

// visit changes what the team knows.
func (s *street) visit(change func(*bot.Scene, *store.Tx) error) {
	s.Helper()
	must(s.T, s.bot.Visit(s.Context(), s.team.ID, func(scene *bot.Scene) error {
		return scene.Update(func(tx *store.Tx) error { return change(scene, tx) })
	}))
	synctest.Wait()
}

func (s *street) move(id bot.MemberID, room bot.RoomID) {
	s.bot.Moved(s.Context(), s.team.Server, []bot.Move{{Member: id, Name: string(id), Room: room}})
	synctest.Wait()
}

// at waits for an instant of the team's zone.
func (s *street) at(text string) {
	s.Helper()
	when, err := time.ParseInLocation("2006-01-02 15:04", text, s.team.Location())
	must(s.T, err)
	time.Sleep(time.Until(when))
	synctest.Wait()
}

// open opens a retro that starts at an instant of the team's zone.
func (s *street) open(starts time.Time) {
	s.Helper()
	r := kpt.Retro{Date: schedule.DateOf(starts), Opened: time.Now().UTC(), Starts: starts.UTC(), Ends: starts.Add(time.Hour).UTC()}
	must(s.T, s.db.Update(func(tx *store.Tx) error { return kpt.Of(string(s.team.ID)).OpenRetro(tx, r) }))
}

// begin begins the KPT of thursday's story.
func (s *street) begin() {
	s.Helper()
	must(s.T, s.db.Update(func(tx *store.Tx) error {
		book := kpt.Of("sakura")
		r, _, err := book.Retro(tx, schedule.Date{Year: 2000, Month: 1, Day: 14})
		r.Begun = time.Now().UTC()
		if err != nil {
			return err
		}
		return book.PutRetro(tx, r)
	}))
}

func (s *street) reasons(id bot.MemberID, date string) (list []string) {
	s.Helper()
	day, err := schedule.ParseDate(date)
	must(s.T, err)
	must(s.T, s.db.View(func(tx *store.Tx) error {
		all, err := remind.Decisions(tx, s.team.ID, id, day)
		for _, d := range all {
			list = append(list, strings.TrimSpace(fmt.Sprintf("%s %s %s %s", d.At.In(s.team.Location()).Format("15:04"), d.Event, d.Kind, d.Why)))
		}
		return err
	}))
	return list
}

// card is the card of what is owed first.
func (s *street) card(t *testing.T) bot.Card {
	t.Helper()
	var p bot.Post
	must(t, s.db.View(func(tx *store.Tx) error {
		list, err := store.Pending(tx, "")
		if err != nil || len(list) == 0 {
			t.Fatalf("owed: %v, %v", list, err)
		}
		return json.Unmarshal(list[0].Body, &p)
	}))
	return p.Card
}

// pending is what is on its way.
func (s *street) pending() (list []letter) {
	s.Helper()
	must(s.T, s.db.View(func(tx *store.Tx) error {
		all, err := store.Pending(tx, "")
		for _, o := range all {
			list = append(list, letterOf(o.Key))
		}
		return err
	}))
	return list
}
