package slack

import (
	"context"
	"encoding/json"
	"flag"
	"io"
	"net"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/fake/server/pipe"
	fake "github.com/engawa-bot/engawa/internal/fake/slack"
	"github.com/engawa-bot/engawa/internal/fake/slack/spec"
	"github.com/engawa-bot/engawa/store"
)

var (
	update = flag.Bool("update", false, "write the golden files anew")
	posts  = flag.Int("posts", 100, "messages in the test of lost answers")
)

func TestMain(m *testing.M) {
	m.Run()
	if c, err := spec.Here(); err == nil {
		_, _ = io.WriteString(os.Stdout, "covered: "+c.Coverage().String()+"\n")
	}
}

// guide knows one team and its people.
type guide struct {
	team   bot.Team
	called map[bot.MemberID][2]string // user id in Slack, and name
}

func (g guide) Team(id bot.TeamID) (bot.Team, bool) { return g.team, id == g.team.ID }

func (g guide) LinkTo(t bot.Team, place bot.ChannelID) string {
	return "https://discord.com/channels/" + string(t.Server) + "/" + string(place)
}

func (g guide) Called(_ bot.TeamID, id bot.MemberID, _ bot.Platform) (user, name string) {
	c := g.called[id]
	return c[0], c[1]
}

func sakura() guide {
	return guide{
		team: bot.Team{
			ID: "sakura", Server: "100000000000000001",
			Rooms: []bot.Room{{ID: "300000000000000003", Name: "Lounge", Kind: bot.Lounge}, {ID: "300000000000000005", Name: "*Focus*", Kind: bot.Focus}},
		},
		called: map[bot.MemberID][2]string{"400000000000000004": {"U0000000004", "ana_s"}, "400000000000000005": {"U0000000005", "<!here>"}},
	}
}

type dialer = func(ctx context.Context, network, addr string) (net.Conn, error)

// workspace is a pretended Slack with a face in it.
type workspace struct {
	*fake.Server
	t      *testing.T
	dial   dialer
	face   *Face
	tokens map[string]string // of members, by user
}

// open starts a workspace and a face in it, and checks at the end that the face
// made no mistake.
func open(t *testing.T, o fake.Options, dial dialer, more ...func(*Config)) *workspace {
	t.Helper()
	o.Spec = spec.ForTest(t)
	s, err := fake.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	w := &workspace{Server: s, t: t, dial: dial, tokens: map[string]string{}}
	w.face = w.again(more...)
	t.Cleanup(func() {
		for _, v := range s.Violations() {
			t.Errorf("violation: %s", v)
		}
	})
	return w
}

// inBubble plays a test in a bubble, where waiting takes no time, over pipes.
func inBubble(t *testing.T, o fake.Options, play func(*testing.T, *workspace)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		l := pipe.Listen("slack.invalid")
		o.Listener = l
		w := open(t, o, l.DialContext)
		time.Sleep(time.Second) // nothing is owed before the face is there
		play(t, w)
	})
}

// again is a face as a later run of the process would make it.
func (w *workspace) again(more ...func(*Config)) *Face {
	w.t.Helper()
	var mu sync.Mutex
	cfg := Config{
		BotToken: w.BotToken(), AppToken: w.AppToken(), API: w.URL() + "/api/", Dial: w.dial, Guide: sakura(),
		Token: func(user string) (string, bool) {
			mu.Lock()
			defer mu.Unlock()
			token, ok := w.tokens[user]
			return token, ok
		},
	}
	for _, m := range more {
		m(&cfg)
	}
	f, err := New(cfg)
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(f.Close)
	return f
}

// unlimited is a workspace without rates, for tests of other things.
func unlimited() fake.Options { return fake.Options{Limits: fake.Limits{Off: true}} }

func card(text string) bot.Card {
	return bot.Card{Title: words.Text{{Text: text}}, Lines: []words.Text{{{Text: "Come in."}}}}
}

// owed is a thing owed just now.
func owed(t *testing.T, kind, key string, body any) store.Owed {
	t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	return store.Owed{Key: store.KeyOf("sakura", key), Face: "slack", Kind: kind, Body: raw, Born: now, Until: now.Add(time.Hour)}
}

// deliver delivers as the courier does: again until it is done or refused.
func deliver(ctx context.Context, t *testing.T, f *Face, o store.Owed) bot.Receipt {
	t.Helper()
	for range 100 {
		receipt, err := f.Deliver(ctx, o)
		if err == nil {
			return receipt
		}
		if refusal, final := bot.Refused(err); final {
			t.Fatalf("%s was refused: %v", o.Key, refusal)
		}
	}
	t.Fatalf("%s was not delivered in 100 tries", o.Key)
	return bot.Receipt{}
}

// refused fails unless err is a refusal for this reason.
func refused(t *testing.T, err error, want bot.Reason) *bot.Refusal {
	t.Helper()
	refusal, ok := bot.Refused(err)
	if !ok || refusal.Reason != want {
		t.Fatalf("got %v, want a refusal: %s", err, want)
	}
	return refusal
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Errorf("%s: got\n%s\nwant\n%s\n(go test -update writes it anew)", name, got, want)
	}
}
