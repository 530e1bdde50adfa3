package people_test

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
	"github.com/engawa-bot/engawa/bot/bottest/fixture"
	"github.com/engawa-bot/engawa/bot/feature/people"
	"github.com/engawa-bot/engawa/store"
)

const (
	text    = fixture.Text
	channel = bot.ChannelID("C0SAKURA")
	window  = bot.ChannelID("C0WINDOW")

	ana = fixture.Ana
	bo  = fixture.Bo
	dan = fixture.Dan

	anaThere = bot.MemberID("U0ANA")
	boThere  = bot.MemberID("U0BO")
	cyThere  = bot.MemberID("U0CY")
)

// running is a team that has a channel in Slack, and whom Slack knows there.
type running struct {
	*fixture.Running
	*workspace
}

// play plays from Monday, 3 January 2000, 10:00 UTC on. Ana and Bo sit in the
// lounge.
func play(t *testing.T, guests []bot.Guest, test func(*running)) {
	t.Helper()
	slack := &workspace{
		in:    map[bot.ChannelID][]bot.Guest{channel: guests},
		wrong: map[bot.ChannelID]error{}, looks: map[bot.ChannelID]int{},
	}
	fixture.Play(t, fixture.Setup{
		Begins: "2000-01-03 10:00",
		Team: func(team *bot.Team) {
			team.Circle, team.Rooms = bottest.Circle(), team.Rooms[:1]
			*team = team.Put(bot.Elsewhere{On: "slack", Channel: channel, Window: window})
		},
		Surroundings: func(around *bot.Surroundings) { around.LongestLook, around.Platforms = time.Hour, bottest.Platforms() },
		Features:     func(*fixture.Running) []bot.Feature { return []bot.Feature{people.Feature(nil), hand()} },
		Beside: []func(context.Context, *fixture.Running) error{func(ctx context.Context, r *fixture.Running) error {
			<-r.Known
			return people.New(r.Bot, "slack", slack, r.Log()).Run(ctx)
		}},
		Present: []bot.Move{fixture.In(fixture.Lounge, ana), fixture.In(fixture.Lounge, bo)},
	}, func(r *fixture.Running) { test(&running{r, slack}) })
}

// request is what a face makes of somebody's command; in private, with a team.
func (w *running) request(who bot.MemberID, way bot.Way, do string) bot.Request {
	r := w.Request(who, way, do)
	r.From.Name, r.Server = cmp.Or(w.member(who).Name, string(who)), bot.Server{}
	switch {
	case bottest.Guest(who):
		r.On = "slack"
	case way == bot.Slash:
		r.Whose, r.Server = "", bot.Server{ID: fixture.Server}
	}
	return r
}

func (w *running) asks(who bot.MemberID, do string) bot.Reply {
	return w.Ask(w.request(who, bot.Slash, do))
}

func (w *running) presses(who bot.MemberID, do string, with ...string) bot.Reply {
	r := w.request(who, bot.Press, do)
	r.With = with
	return w.Ask(r)
}

func (w *running) chooses(who, other bot.MemberID) bot.Reply {
	r := w.request(who, bot.Press, "link choose")
	r.Chosen = []string{string(other)}
	return w.Ask(r)
}

// types has somebody fill in the form for the number of another account.
func (w *running) types(who, from bot.MemberID, number string) bot.Reply {
	r := w.request(who, bot.Submit, "link number")
	r.With, r.Values = []string{string(from)}, map[string]string{"number": number}
	return w.Ask(r)
}

// shown is the number that a card shows; "" if there is none.
func shown(reply bot.Reply) string {
	return regexp.MustCompile(`\b\d{3} \d{3}\b`).FindString(read(reply.Card))
}

// joins links two accounts of one person, and has them read what comes of it.
func (w *running) joins(from, asked bot.MemberID) {
	w.Helper()
	w.types(asked, from, shown(w.chooses(from, asked)))
	w.post()
}

// people is what is kept of everybody.
func (w *running) people() (all map[bot.MemberID]bot.Member) {
	w.Helper()
	w.Look(func(s *bot.Scene, tx *store.Tx) (err error) {
		all, err = s.People(tx)
		return err
	})
	return all
}

func (w *running) member(id bot.MemberID) (m bot.Member) {
	w.Helper()
	w.Look(func(s *bot.Scene, tx *store.Tx) (err error) {
		m, err = s.Member(tx, id)
		return err
	})
	return m
}

// linked fails unless exactly these accounts are linked, each with the other.
func (w *running) linked(pairs ...bot.MemberID) {
	w.Helper()
	want := map[bot.MemberID]bot.MemberID{}
	for pair := range slices.Chunk(pairs, 2) {
		want[pair[0]], want[pair[1]] = pair[1], pair[0]
	}
	for id, m := range w.people() {
		got := m.Is
		if m.Linked() {
			got = m.Also[0]
		}
		if got != want[id] {
			w.Errorf("%s is linked with %q, want %q", id, got, want[id])
		}
		delete(want, id)
	}
	if len(want) > 0 {
		w.Errorf("not known at all: %v", want)
	}
}

// post has what is due delivered, and tells it: 'account: what they read'.
func (w *running) post() (letters []string) {
	w.Helper()
	w.Settle()
	for _, o := range w.Owed() {
		if time.Now().Before(o.After) {
			continue
		}
		p := w.Post(o)
		to := cmp.Or(p.Account, string(p.Channel))
		if face := bottest.Account(bot.MemberID(to)).On; string(face) != o.Face {
			w.Fatalf("%s goes to %s", o.Key, o.Face)
		}
		letters = append(letters, to+": "+read(&p.Card))
		w.Update(func(tx *store.Tx) error { return store.Settle(tx, o.Key) })
	}
	slices.Sort(letters)
	return letters
}

// read is all that stands on a card but its title, on one line.
func read(c *bot.Card) string {
	untitled := *c
	untitled.Title = nil
	return strings.ReplaceAll(fixture.Read(&untitled), "\n", " ")
}

// says fails unless a card has each of some words on it.
func (w *running) says(reply bot.Reply, want ...string) {
	w.Helper()
	for _, s := range want {
		if got := read(reply.Card); !strings.Contains(got, s) {
			w.Errorf("got %q, want %q in it", got, s)
		}
	}
}

// got fails unless these letters came, each beginning with what is wanted.
func (w *running) got(want ...string) {
	w.Helper()
	letters := w.post()
	if !slices.EqualFunc(letters, want, strings.HasPrefix) {
		w.Errorf("got the letters %q, want %q", letters, want)
	}
}
