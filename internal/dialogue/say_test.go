package dialogue_test

import (
	"context"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/internal/dialogue"
	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

// puppet is a bot that says what it is told to.
type puppet struct {
	t      *testing.T
	server *fake.Server
	client *http.Client
}

// withPuppet runs fn in a bubble, on a play in which a bot has registered 'Add
// to KPT'; shown gives what surfaces show since it was last asked.
func withPuppet(t *testing.T, fn func(t *testing.T, b puppet, play *dialogue.Play, g *fake.Guild, shown func() []string)) {
	synctest.Test(t, func(t *testing.T) {
		listener, dial := fake.Pipe()
		server, err := fake.Start(fake.Options{Listener: listener})
		if err != nil {
			t.Fatal(err)
		}
		defer server.Close()
		b := newPuppet(t, server, dial)
		defer b.client.CloseIdleConnections()
		g := server.NewGuild("Sakura")
		play := dialogue.New(dialogue.Stage{
			Server: server, Guild: g, People: []*fake.Member{g.Member("ana", fake.Locale("ja")), g.Member("bo")},
			Zone: time.UTC, Now: time.Now, Args: func(string) ([]string, bool) { return nil, false },
		})
		b.send("PUT", "/applications/"+server.ApplicationID()+"/commands", `[{"type":3,"name":"Add to KPT","name_localizations":{"ja":"KPTに追加"}}]`, 200)
		events := server.Events(t.Context())
		fn(t, b, play, g, func() (lines []string) {
			for {
				synctest.Wait()
				select {
				case e := <-events:
					lines = append(lines, play.ShowAll([]fake.Event{e}, nil)...)
				default:
					return lines
				}
			}
		})
	})
}

func newPuppet(t *testing.T, s *fake.Server, dial func(context.Context, string, string) (net.Conn, error)) puppet {
	return puppet{t, s, &http.Client{Transport: &http.Transport{DialContext: dial}}}
}

func (b puppet) send(method, path, body string, want int) {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), method, b.server.URL()+"/api/v10"+path, strings.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("User-Agent", "DiscordBot (https://example.invalid, 1)")
	r.Header.Set("Authorization", "Bot "+b.server.Token())
	r.Header.Set("Content-Type", "application/json")
	answer, err := b.client.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != want {
		b.t.Fatalf("%s %s: got %d, want %d", method, path, answer.StatusCode, want)
	}
}

const wordOfMouth = `{"content":"<@1> still trying?","allowed_mentions":{"parse":[]}}`

func TestAPrivateMessageIsShownWithItsReader(t *testing.T) {
	withPuppet(t, func(t *testing.T, b puppet, play *dialogue.Play, g *fake.Guild, shown func() []string) {
		path := "/channels/" + g.Member("ana").Private().ID() + "/messages"
		b.send("POST", path, wordOfMouth, 200)
		id := g.Member("ana").Private().Messages()[0].ID
		b.send("PATCH", path+"/"+id, `{"content":"thank you","allowed_mentions":{"parse":[]}}`, 200)
		b.send("DELETE", path+"/"+id, "", 204)
		want := []string{"< (to ana) @unknown still trying?", "< (to ana) (edited) thank you", "< (to ana) (deleted) thank you"}
		if got := shown(); !slices.Equal(got, want) {
			t.Errorf("got  %q\nwant %q", got, want)
		}
		for line, status := range map[string]int{"ana takes no private messages": 403, "ana takes private messages again": 200} {
			if err := play.Do(t.Context(), line); err != nil {
				t.Fatal(err)
			}
			b.send("POST", path, wordOfMouth, status)
		}
	})
}

func TestACommandIsPickedOnAMessageThatBeginsSo(t *testing.T) {
	withPuppet(t, func(t *testing.T, _ puppet, play *dialogue.Play, g *fake.Guild, shown func() []string) {
		for _, line := range []string{`bo says deploys are slow\nand red in #general`, "bo says deploys again in #general", "ana says tests in #general"} {
			if err := play.Do(t.Context(), line); err != nil {
				t.Errorf("%q: %v", line, err)
			}
		}
		if got := shown(); len(got) != 0 {
			t.Errorf("got %q shown; what people say is in their line already", got)
		}
		if got := g.Text("general").Messages(); len(got) != 3 || got[0].Content != "deploys are slow\nand red" {
			t.Fatalf("got %+v", got)
		}
		for line, want := range map[string]string{
			`ana picks KPTに追加 on "deploys are"`:   "Engawa did not answer", // it was asked
			`ana picks Add to KPT on "deploys"`:   "Engawa did not answer",
			`bo picks KPTに追加 on "deploys"`:        `"KPTに追加": no such command`,
			`ana picks Add to KPT on "nobody"`:    "ana sees no message that begins with 'nobody'",
			`chi picks Add to KPT on "deploys"`:   "There is no chi here",
			`ana picks Add to KPT on are "tests"`: "not understood",
		} {
			if err := play.Do(t.Context(), line); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: got %v, want it to say %q", line, err, want)
			}
		}
	})
}
