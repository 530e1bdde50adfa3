package status_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
	"github.com/engawa-bot/engawa/bot/feature/status"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

const (
	server = bot.ServerID("100000000000000001")
	lounge = bot.RoomID("100000000000000003")
	focus  = bot.RoomID("100000000000000004")
	pairs  = bot.RoomID("100000000000000005")

	ana, anaThere = bot.MemberID("200000000000000001"), bot.MemberID("U0ANA")
	bo, boThere   = bot.MemberID("200000000000000002"), bot.MemberID("U0BO")
)

// The tokens of those in Slack. They are put together here, so that no text
// looks like a real one.
const (
	anaToken = "xox" + "p-fake-of-ana-0123456789"
	boToken  = "xox" + "p-fake-of-bo-0123456789"
)

func aKey(b byte) []byte { return bytes.Repeat([]byte{b}, 32) }

func circle() bot.Circle {
	c := bottest.Circle()
	c.Elsewhere = []bot.Elsewhere{{On: "slack", Channel: "C0SAKURA"}}
	return c
}

func sakura() bot.Team {
	return bot.Team{
		ID: "sakura", Name: "Sakura", Server: server, Locale: bot.Locale{Lang: words.English, Zone: "Asia/Tokyo"},
		Text:   bot.Channels{Main: "100000000000000002"},
		Circle: circle(),
		Rooms: []bot.Room{
			{ID: lounge, Name: "Lounge", Kind: bot.Lounge}, {ID: focus, Name: "Focus", Kind: bot.Focus}, {ID: pairs, Name: "Pairs", Kind: bot.Pairing},
		},
	}
}

// shown is a status that was to be shown from an instant on; nil: as it was.
type shown struct {
	at     time.Time
	status *bot.Status
}

// street is a bot with its store, a screen and Slack, in pretended time.
type street struct {
	*testing.T
	path   string
	key    []byte
	slack  status.Tokens
	log    *strings.Builder
	db     *store.Store
	mood   *status.Mood
	bot    *bot.Bot
	end    func()
	screen *screen
}

// screen notes what is to be shown.
type screen struct {
	mu   sync.Mutex
	list map[string][]shown // by account
	bad  []string
}

func (c *screen) Show(d bot.Display) {
	c.mu.Lock()
	defer c.mu.Unlock()
	one := shown{at: time.Now()}
	if d.Kind != bot.ShowMood || d.Face != "slack" || !strings.HasSuffix(string(d.Key), "/mood/"+d.Place) {
		c.bad = append(c.bad, string(d.Key))
	}
	if d.Body != nil {
		one.status = &bot.Status{}
		if err := json.Unmarshal(d.Body, one.status); err != nil {
			c.bad = append(c.bad, err.Error())
		}
	}
	c.list[d.Place] = append(c.list[d.Place], one)
}

// owners is a Slack that knows whose token one is.
type owners map[string]string

func (o owners) Owner(_ context.Context, token string) (string, error) {
	switch owner := o[token]; owner {
	case "":
		return "", &bot.Refusal{Reason: bot.Closed, Err: errors.New("invalid_auth")}
	case "no scopes":
		return "", &bot.Refusal{Reason: bot.NoRight, Err: errors.New("missing_scope")}
	case "down":
		return "", errors.New("no answer about " + token) // as no face should say it
	default:
		return owner, nil
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// onStreet plays a test from 10:07 in Tokyo on, with ana and bo linked to their
// accounts in Slack.
func onStreet(t *testing.T, play func(*street)) {
	t.Helper()
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2026, 11, 24, 1, 7, 0, 0, time.UTC)))
		s := &street{
			T: t, path: filepath.Join(dir, "engawa.db"), key: aKey(7), log: &strings.Builder{},
			slack: owners{anaToken: string(anaThere), boToken: string(boThere)}, screen: &screen{list: map[string][]shown{}},
		}
		s.start()
		defer func() { s.end() }()
		must(t, s.bot.Found(sakura()))
		must(t, bottest.SayYes(t.Context(), s.bot, "sakura"))
		synctest.Wait()
		s.press(ana, "meet", "Ana", string(anaThere))
		s.press(bo, "meet", "Bo", string(boThere))
		play(s)
		if len(s.screen.bad) > 0 {
			t.Errorf("shown amiss: %q", s.screen.bad)
		}
	})
}

// start runs everything, as a new process does, with some people in the rooms.
func (s *street) start(present ...bot.Move) {
	s.Helper()
	var err error
	s.db, err = store.Open(s.path)
	must(s.T, err)
	log := slog.New(slog.NewTextHandler(io.MultiWriter(s.log, s.Output()), &slog.HandlerOptions{Level: slog.LevelDebug}))
	s.mood = status.New(status.NewVault(s.db, log, s.key), time.Now, status.Way{
		On: "slack", Where: "https://api.slack.com/apps", How: "slack.token.how", Tokens: s.slack,
		Shape: regexp.MustCompile(`^xoxp-[A-Za-z0-9-]+$`).MatchString,
	})
	s.bot, err = bot.New(bot.Surroundings{
		Store: s.db, Screen: s.screen, Log: log, Now: time.Now, Watch: bot.Watch{LongestLook: time.Hour},
		Outside: bot.Outside{Platforms: bottest.Platforms()},
	}, s.mood.Feature(), hand())
	must(s.T, err)
	ctx, cancel := context.WithCancel(s.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.bot.Run(ctx) }()
	s.end = func() {
		cancel()
		must(s.T, errors.Join(<-ended, s.db.Close()))
	}
	synctest.Wait()
	s.bot.Arrived(ctx, server, present)
	synctest.Wait()
}

// hand does what other features do.
func hand() bot.Feature {
	press := func(name string, run func(*bot.Ask, *store.Tx) error) bot.Command {
		return bot.Command{Name: name, Way: bot.Press, Who: bot.Anyone, Run: func(a *bot.Ask) (bot.Reply, error) {
			defer a.Refresh()
			return bot.Reply{Card: &bot.Card{}}, a.Update(func(tx *store.Tx) error { return run(a, tx) })
		}}
	}
	return bot.Feature{Name: "hand", Commands: []bot.Command{
		press("meet", func(a *bot.Ask, tx *store.Tx) error {
			if err := a.KeepMember(tx, a.From.ID, func(m *bot.Member) { m.Name = a.With[0] }); err != nil {
				return err
			}
			return a.Link(tx, a.From.Account, bottest.Account(bot.MemberID(a.With[1])))
		}),
		press("part", func(a *bot.Ask, tx *store.Tx) error { return a.Unlink(tx, a.From.ID) }),
		press("hide", func(a *bot.Ask, tx *store.Tx) error {
			return a.KeepMember(tx, a.From.ID, func(m *bot.Member) { m.Hidden = !m.Hidden })
		}),
		press("forget me", func(a *bot.Ask, tx *store.Tx) error { return a.ForgetEverywhere(tx, a.From.ID) }),
		{Name: "privacy", Way: bot.Press, Who: bot.Anyone, Run: func(a *bot.Ask) (bot.Reply, error) {
			c := &bot.Card{}
			err := a.View(func(tx *store.Tx) (err error) {
				c.Lines, err = a.KeptOf(tx)
				return err
			})
			return bot.Reply{Card: c}, err
		}},
	}}
}

// ask asks on Discord and gives the last answer, with what comes after it.
func (s *street) ask(r bot.Request) bot.Reply {
	s.Helper()
	r.From.Lang = words.English
	if r.On == "" {
		r.Server.ID = server
	}
	reply := s.bot.Ask(s.Context(), r)
	synctest.Wait()
	s.noToken("a reply", reply)
	for reply.Then != nil {
		reply = reply.Then(s.Context())
		s.noToken("a reply", reply)
	}
	synctest.Wait()
	return reply
}

func (s *street) noToken(where string, said any) {
	s.Helper()
	if r, ok := said.(bot.Reply); ok {
		r.Then = nil
		raw, err := json.Marshal([]any{r.Card, r.Form})
		must(s.T, err)
		said = string(raw)
	}
	if text := said.(string); strings.Contains(text, "fake-of") {
		s.Errorf("%s holds a token: %s", where, text)
	}
}

func text(r bot.Reply) string {
	var lines []string
	for _, l := range r.Card.Lines {
		lines = append(lines, l.String())
	}
	return strings.Join(lines, "\n")
}

func (s *street) press(id bot.MemberID, do string, with ...string) string {
	s.Helper()
	return text(s.ask(bot.Request{Way: bot.Press, Do: do, Whose: "sakura", From: bot.Person{ID: id}, Input: bot.Input{With: with}}))
}

// page is the answer to '/engawa status'.
func (s *street) page(id bot.MemberID) string {
	s.Helper()
	return text(s.ask(bot.Request{Way: bot.Slash, Do: "engawa status", From: bot.Person{ID: id}}))
}

// give fills a token into the form.
func (s *street) give(id bot.MemberID, token string) string {
	s.Helper()
	return text(s.ask(bot.Request{Way: bot.Submit, Do: "status on", Whose: "sakura", From: bot.Person{ID: id}, Input: bot.Input{
		Values: map[string]string{"token": token}, Typed: []string{token},
	}}))
}

func (s *street) wants(got, want string) {
	s.Helper()
	if !strings.Contains(got, want) {
		s.Errorf("got %q, want %q in it", got, want)
	}
}

func (s *street) move(id bot.MemberID, name string, room bot.RoomID) {
	s.bot.Moved(s.Context(), server, []bot.Move{{Member: id, Name: name, Room: room}})
	synctest.Wait()
}

// now is what is to be shown of an account: "emoji text", "" for as it was.
func (s *street) now(account bot.MemberID) string {
	if one := s.status(account); one != nil {
		return one.Emoji + " " + one.Text
	}
	return ""
}

func (s *street) status(account bot.MemberID) *bot.Status {
	s.screen.mu.Lock()
	defer s.screen.mu.Unlock()
	if list := s.screen.list[string(account)]; len(list) > 0 {
		return list[len(list)-1].status
	}
	return nil
}

func (s *street) shows(account bot.MemberID, want string) {
	s.Helper()
	if got := s.now(account); got != want {
		s.Errorf("%s shows %q, want %q", account, got, want)
	}
}

func (s *street) has(account bot.MemberID, want string) {
	s.Helper()
	if got, _ := s.mood.Token(string(account)); got != want {
		s.Errorf("the token of %s is %q, want %q", account, got, want)
	}
}

func (s *street) wait(d time.Duration) { time.Sleep(d); synctest.Wait() }
