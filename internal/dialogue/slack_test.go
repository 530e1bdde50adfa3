package dialogue_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/internal/dialogue"
	fake "github.com/engawa-bot/engawa/internal/fake/discord"
	"github.com/engawa-bot/engawa/internal/fake/server/pipe"
	"github.com/engawa-bot/engawa/internal/fake/slack"
)

// fixture is a Slack beside a Discord, with an app that says what it is told to and
// hears nothing.
type fixture struct {
	t       *testing.T
	play    *dialogue.Play
	discord *fake.Server
	general *fake.Channel
	bot     puppet
	slack   *slack.Server
	client  *http.Client
}

func withSlack(t *testing.T, fn func(f fixture)) {
	synctest.Test(t, func(t *testing.T) {
		listener, dial := fake.Pipe()
		discord, err := fake.Start(fake.Options{Listener: listener})
		if err != nil {
			t.Fatal(err)
		}
		defer discord.Close()
		door := pipe.Listen("slack.invalid")
		server, err := slack.Start(slack.Options{Listener: door, App: slack.App{ShortcutNames: map[string]string{"Add to KPT": "add"}}})
		if err != nil {
			t.Fatal(err)
		}
		defer server.Close()
		client := &http.Client{Transport: &http.Transport{DialContext: door.DialContext}}
		defer client.CloseIdleConnections()
		server.Channel("sakura").Invite(server.Member("ana"), server.Member("bo"))
		server.Channel("window")
		g := discord.NewGuild("Sakura")
		g.Voice("Lounge")
		play := dialogue.New(dialogue.Stage{
			Server: discord, Guild: g, People: []*fake.Member{g.Member("ana"), g.Member("bo")}, Slack: server,
			Zone: time.FixedZone("Asia/Tokyo", 9*60*60), Now: time.Now, Args: func(string) ([]string, bool) { return nil, false },
		})
		bot := newPuppet(t, discord, dial)
		defer bot.client.CloseIdleConnections()
		fn(fixture{t, play, discord, g.Text("general"), bot, server, client})
		for _, v := range server.Violations() {
			t.Error(v)
		}
	})
}

// call calls a method as the app.
func (f fixture) call(method, body string) {
	f.t.Helper()
	r, err := http.NewRequestWithContext(f.t.Context(), http.MethodPost, f.slack.URL()+"/api/"+method, strings.NewReader(body))
	if err != nil {
		f.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+f.slack.BotToken())
	r.Header.Set("Content-Type", "application/json; charset=utf-8")
	answer, err := f.client.Do(r)
	if err != nil {
		f.t.Fatal(err)
	}
	_ = answer.Body.Close()
}

// shown gives what is shown of what has happened since the channels were made.
func (f fixture) shown(discord <-chan fake.Event, inSlack <-chan slack.Event) []string {
	return f.play.ShowAll(drained(discord), drained(inSlack))
}

func drained[E any](events <-chan E) (all []E) {
	for {
		synctest.Wait()
		select {
		case e := <-events:
			all = append(all, e)
		default:
			return all
		}
	}
}

func (f fixture) do(lines ...string) {
	f.t.Helper()
	for _, line := range lines {
		if err := f.play.Do(f.t.Context(), line); err != nil {
			f.t.Errorf("%s: %v", line, err)
		}
	}
}

func same(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestWhatSlackShowsSaysWhereAndToWhom(t *testing.T) {
	withSlack(t, func(f fixture) {
		events := f.slack.Events(f.t.Context())
		sakura, ana, bo := f.slack.Channel("sakura").ID(), f.slack.Member("ana").ID(), f.slack.Member("bo").ID()
		f.call("chat.postMessage", `{"channel":"`+sakura+`","text":"Tea, <@`+bo+`>\n\n<!here>"}`)
		ts := f.slack.Channel("sakura").Messages()[0].TS
		f.call("chat.update", `{"channel":"`+sakura+`","ts":"`+ts+`","text":"Tea\nis open"}`)
		f.call("chat.delete", `{"channel":"`+sakura+`","ts":"`+ts+`"}`)
		f.call("chat.postMessage", `{"channel":"`+ana+`","text":"Hello, <@`+ana+`>"}`)
		f.call("chat.postEphemeral", `{"channel":"`+sakura+`","user":"`+ana+`","text":"Kept."}`)
		f.call("views.publish", `{"user_id":"`+ana+`","view":{"type":"home","blocks":[{"type":"section","text":{"type":"plain_text","text":"Notes"}}]}}`)
		f.call("chat.postMessage", `{"channel":"`+f.slack.Channel("window").ID()+`","text":"Sakura: who is where\n🏡 Lounge: ana\n🧑 Pairing: bo"}`)
		f.slack.Member("bo").SetStatus("lunch", ":bento:", time.Time{})
		f.slack.Member("bo").SetStatus("", "", time.Time{})
		same(f.t, f.shown(nil, events),
			"< (Slack, ana only) Kept.", "< (Slack, to ana) Hello, @ana",
			"< Slack #sakura (pings bo, here): Tea, @bo\n  @here", "< Slack #sakura (edited): Tea\n  is open", "< Slack #sakura (deleted): Tea",
			"< Slack board: 🏡 Lounge: ana | 🧑 Pairing: bo", "< Slack home of ana: Notes",
			"< Slack status of bo: :bento: lunch", "< Slack status of bo: (none)")
	})
}

func TestAMomentOnTwoPlatformsIsShownInOneOrder(t *testing.T) {
	withSlack(t, func(f fixture) {
		discord, events := f.discord.Events(f.t.Context()), f.slack.Events(f.t.Context())
		tell := func(text string) {
			f.call("chat.postMessage", `{"channel":"`+f.slack.Channel("window").ID()+`","text":"`+text+`"}`)
			f.call("chat.postMessage", `{"channel":"`+f.slack.Channel("sakura").ID()+`","text":"`+text+`"}`)
			f.bot.send("POST", "/channels/"+f.general.ID()+"/messages", `{"content":"`+text+`","allowed_mentions":{"parse":[]}}`, 200)
		}
		tell("one")
		time.Sleep(time.Second)
		tell("two")
		same(f.t, f.shown(discord, events),
			"< #general: one", "< Slack #sakura: one", "< Slack #window: one", "< #general: two", "< Slack #sakura: two", "< Slack #window: two")
	})
}

func TestPeopleActInSlackAsTheLinesSay(t *testing.T) {
	withSlack(t, func(f fixture) {
		events := f.slack.Events(f.t.Context())
		f.do("bo in Slack says deploys are slow in #sakura", "the Slack channel #sakura is archived")
		same(f.t, f.shown(nil, events))
		for line, want := range map[string]string{
			"ana in Slack: /keep tea":                    "Slack to ana: Engawa did not answer",
			"ana in Slack #sakura: /keep tea":            "Slack to ana: #sakura is archived",
			"ana in Slack #window: /keep tea":            "Slack to ana: Engawa did not answer",
			"ana in Slack opens the home tab":            "",
			"ana in Slack picks Write a note":            "Slack to ana: Engawa did not answer",
			`ana in Slack picks Add to KPT on "deploys"`: "Slack to ana: #sakura is archived",
			`ana in Slack picks Add to KPT on "nothing"`: "ana sees no message that begins with 'nothing'",
			"ana in Slack presses Write":                 "ana sees no button 'Write'",
			"ana in Slack presses Write on the home tab": "ana sees no button 'Write'",
			"ana in Slack presses Write in #window":      "ana sees no button 'Write'",
			"ana in Slack chooses Keep in Kind":          "ana sees no menu 'Kind'",
			"ana in Slack fills in Text=tea":             "ana was shown no form",
			"ana in Slack closes the form":               "ana was shown no form",
			"chi in Slack: /keep tea":                    "There is no chi here. There are: ana, bo",
			"ana in Slack #random: /keep tea":            "There is no random here. There are: sakura, window",
			"the Slack channel #random is archived":      "There is no random here",
		} {
			err := f.play.Do(f.t.Context(), line)
			if err == nil && want != "" || err != nil && !strings.Contains(err.Error(), want) {
				f.t.Errorf("%s: got %v, want %q", line, err, want)
			}
		}
	})
}

func TestAButtonOfSlackIsPressedWhereItIsSeen(t *testing.T) {
	withSlack(t, func(f fixture) {
		events := f.slack.Events(f.t.Context())
		button := func(label string) string {
			return `{"type":"actions","elements":[{"type":"button","action_id":"b","text":{"type":"plain_text","text":"` + label + `"}},
				{"type":"static_select","action_id":"s","placeholder":{"type":"plain_text","text":"Kind"},"options":[{"value":"k","text":{"type":"plain_text","text":"Keep"}}]}]}`
		}
		ana, bo := f.slack.Member("ana").ID(), f.slack.Member("bo").ID()
		f.call("chat.postMessage", `{"channel":"`+bo+`","text":"x","blocks":[`+button("Done")+`]}`)
		f.call("views.publish", `{"user_id":"`+ana+`","view":{"type":"home","blocks":[`+button("Write")+`]}}`)
		f.shown(nil, events)
		for line, want := range map[string]string{
			"bo in Slack presses Done":                   "Engawa did not answer", // it was asked
			"ana in Slack presses Done":                  "sees no button",
			`ana in Slack picks Add to KPT on "[Done]"`:  `sees no message that begins with '[Done]'`,
			"ana in Slack presses Write":                 "Engawa did not answer",
			"ana in Slack presses Write on the home tab": "Engawa did not answer",
			"ana in Slack chooses Keep in Kind":          "Engawa did not answer",
			"ana in Slack chooses Keep, Problem in Kind": `Slack to ana: "Kind": `,
		} {
			if err := f.play.Do(f.t.Context(), line); err == nil || !strings.Contains(err.Error(), want) {
				f.t.Errorf("%s: got %v, want %q", line, err, want)
			}
		}
	})
}

func TestAChannelAndATokenComeBack(t *testing.T) {
	withSlack(t, func(f fixture) {
		events, ana := f.slack.Events(f.t.Context()), f.slack.Member("ana").ID()
		hello := func(text string) { f.call("chat.postMessage", `{"channel":"`+ana+`","text":"`+text+`"}`) }
		f.do("Slack revokes the bot's token")
		hello("lost")
		f.do("Slack gives the bot's token back", "Slack drops the connection")
		hello("here")
		same(f.t, f.shown(nil, events), "< (Slack, to ana) here")
		sakura := f.slack.Channel("sakura").ID()
		f.do("the Slack channel #sakura is archived")
		f.call("chat.postMessage", `{"channel":"`+sakura+`","text":"lost"}`)
		f.do("the Slack channel #sakura is open again")
		f.call("chat.postMessage", `{"channel":"`+sakura+`","text":"here"}`)
		same(f.t, f.shown(nil, events), "< Slack #sakura: here")
	})
}

func TestWithoutASlackNobodyActsThere(t *testing.T) {
	play, _ := alone(t)
	for _, line := range []string{"ana in Slack: /keep tea", "Slack drops the connection", "the Slack channel #sakura is archived"} {
		if err := play.Do(t.Context(), line); err == nil || !strings.Contains(err.Error(), "no Slack here") {
			t.Errorf("%s: got %v", line, err)
		}
	}
}
