package status_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
	"github.com/engawa-bot/engawa/bot/bottest/fixture"
	"github.com/engawa-bot/engawa/bot/feature/status"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

const (
	lounge = fixture.Lounge
	focus  = fixture.Focus
	pairs  = fixture.Pairing

	ana, anaThere = fixture.Ana, bot.MemberID("U0ANA")
	bo, boThere   = fixture.Bo, bot.MemberID("U0BO")
)

// The tokens of those in Slack. They are put together here, so that no text
// looks like a real one.
const (
	anaToken = "xox" + "p-fake-of-ana-0123456789"
	boToken  = "xox" + "p-fake-of-bo-0123456789"
)

func aKey(b byte) []byte { return bytes.Repeat([]byte{b}, 32) }

// shown is a status that was to be shown from an instant on; nil: as it was.
type shown struct {
	at     time.Time
	status *bot.Status
}

// running is a team, a screen and Slack.
type running struct {
	*fixture.Running
	key    []byte
	slack  status.Tokens
	log    *strings.Builder
	logger *slog.Logger // writes to log
	mood   *status.Mood
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

// play plays a test from 10:07 in Tokyo on, with ana and bo linked to their accounts
// in Slack.
func play(t *testing.T, test func(*running)) {
	t.Helper()
	s := &running{
		key: aKey(7), log: &strings.Builder{},
		slack: owners{anaToken: string(anaThere), boToken: string(boThere)}, screen: &screen{list: map[string][]shown{}},
	}
	fixture.Play(t, fixture.Setup{
		Begins: "2026-11-24 10:07",
		Team: func(team *bot.Team) {
			team.Zone, team.Circle = "Asia/Tokyo", bottest.Circle()
			team.Elsewhere = []bot.Elsewhere{{On: "slack", Channel: "C0SAKURA"}}
			team.Rooms = append(team.Rooms, bot.Room{ID: pairs, Name: "Pairs", Kind: bot.Pairing})
		},
		Surroundings: func(around *bot.Surroundings) {
			around.Screen, around.LongestLook, around.Platforms = s.screen, time.Hour, bottest.Platforms()
			s.logger = slog.New(slog.NewTextHandler(io.MultiWriter(s.log, t.Output()), &slog.HandlerOptions{Level: slog.LevelDebug}))
			around.Log = s.logger
		},
		Features: s.features,
	}, func(r *fixture.Running) {
		s.Running = r
		s.press(ana, "meet", "Ana", string(anaThere))
		s.press(bo, "meet", "Bo", string(boThere))
		test(s)
		if len(s.screen.bad) > 0 {
			s.Errorf("shown amiss: %q", s.screen.bad)
		}
	})
}

func (s *running) features(r *fixture.Running) []bot.Feature {
	s.mood = status.New(status.NewVault(r.DB, s.logger, s.key), time.Now, status.Way{
		On: "slack", Where: "https://api.slack.com/apps", How: "slack.token.how", Tokens: s.slack,
		Shape: regexp.MustCompile(`^xoxp-[A-Za-z0-9-]+$`).MatchString,
	})
	return []bot.Feature{s.mood.Feature(), hand()}
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
	}}
}

// ask asks on Discord and gives the last answer, with what comes after it.
func (s *running) ask(r bot.Request) bot.Reply {
	s.Helper()
	r.From.Lang = words.English
	if r.On == "" {
		r.Server.ID = fixture.Server
	}
	reply := s.Ask(r)
	s.noToken("a reply", reply)
	for reply.Then != nil {
		reply = reply.Then(s.Context())
		s.noToken("a reply", reply)
	}
	s.Settle()
	return reply
}

func (s *running) noToken(where string, said any) {
	s.Helper()
	if r, ok := said.(bot.Reply); ok {
		r.Then = nil
		raw, err := json.Marshal([]any{r.Card, r.Form})
		s.Must(err)
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

func (s *running) press(id bot.MemberID, do string, with ...string) string {
	s.Helper()
	return text(s.ask(bot.Request{Way: bot.Press, Do: do, Whose: "sakura", From: bot.Person{ID: id}, Input: bot.Input{With: with}}))
}

// kept is what is kept of somebody.
func (s *running) kept(id bot.MemberID) string {
	s.Helper()
	kept := strings.Join(s.Kept(id), "\n")
	s.noToken("what is kept", kept)
	return kept
}

// page is the answer to '/engawa status'.
func (s *running) page(id bot.MemberID) string {
	s.Helper()
	return text(s.ask(bot.Request{Way: bot.Slash, Do: "engawa status", From: bot.Person{ID: id}}))
}

// give fills a token into the form.
func (s *running) give(id bot.MemberID, token string) string {
	s.Helper()
	return text(s.ask(bot.Request{Way: bot.Submit, Do: "status on", Whose: "sakura", From: bot.Person{ID: id}, Input: bot.Input{
		Values: map[string]string{"token": token}, Typed: []string{token},
	}}))
}

func (s *running) wants(got, want string) {
	s.Helper()
	if !strings.Contains(got, want) {
		s.Errorf("got %q, want %q in it", got, want)
	}
}

func (s *running) move(id bot.MemberID, name string, room bot.RoomID) {
	s.Bot.Moved(s.Context(), fixture.Server, []bot.Move{{Member: id, Name: name, Room: room}})
	s.Settle()
}

// now is what is to be shown of an account: "emoji text", "" for as it was.
func (s *running) now(account bot.MemberID) string {
	if one := s.status(account); one != nil {
		return one.Emoji + " " + one.Text
	}
	return ""
}

func (s *running) status(account bot.MemberID) *bot.Status {
	s.screen.mu.Lock()
	defer s.screen.mu.Unlock()
	if list := s.screen.list[string(account)]; len(list) > 0 {
		return list[len(list)-1].status
	}
	return nil
}

func (s *running) shows(account bot.MemberID, want string) {
	s.Helper()
	if got := s.now(account); got != want {
		s.Errorf("%s shows %q, want %q", account, got, want)
	}
}

func (s *running) has(account bot.MemberID, want string) {
	s.Helper()
	if got, _ := s.mood.Token(string(account)); got != want {
		s.Errorf("the token of %s is %q, want %q", account, got, want)
	}
}
