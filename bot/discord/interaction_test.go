package discord

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
)

// from wraps data as Discord sends an interaction of ana's.
func from(kind, rest string) string {
	return `{"id":"11","application_id":"22","token":"fake-interaction-token","version":1,"type":` + kind + `,
	"guild_id":"33","channel_id":"44","locale":"ja","context":0,
	"member":{"nick":null,"roles":["66","77"],"permissions":"32","user":{"id":"55","username":"ana_s","global_name":"Ana"}},` + rest + `}`
}

// inPrivate wraps data as Discord sends what ana does in the bot's direct messages.
func inPrivate(kind, rest string) string {
	return `{"id":"11","application_id":"22","token":"fake-interaction-token","version":1,"type":` + kind + `,
	"channel_id":"44","locale":"ja","context":1,"user":{"id":"55","username":"ana_s","global_name":"Ana"},` + rest + `}`
}

// onMessage is the data of a command given on a message.
func onMessage(message string) string {
	return `"data":{"id":"1","name":"Add to KPT","type":3,"target_id":"99","resolved":{"messages":{"99":` + message + `}}}`
}

func ana() bot.Request {
	return bot.Request{
		On:     Platform,
		From:   bot.Person{Account: bot.Account{On: Platform, ID: "55"}, Name: "Ana", Lang: words.Japanese, Locale: "ja", Keeper: true, Roles: []bot.RoleID{"66", "77"}},
		Server: bot.Server{ID: "33"}, Channel: "44",
	}
}

const formOfLabels = `"data":{"custom_id":"tea.topic|sakura|a|","components":[
	{"type":18,"id":1,"component":{"type":4,"id":2,"custom_id":"topic","value":"<@1> first\nsecond"}},
	{"type":18,"id":3,"component":{"type":21,"id":4,"custom_id":"lang","value":"ja"}},
	{"type":18,"id":5,"component":{"type":21,"id":6,"custom_id":"mood","value":null}},
	{"type":10,"id":7},
	{"type":1,"id":8,"components":[{"type":4,"id":9,"custom_id":"why","value":""}]}]}`

func TestAnInteractionBecomesARequest(t *testing.T) {
	for _, tt := range []struct {
		name, raw string
		want      func(*bot.Request)
	}{
		{"a command", from("2", `"data":{"id":"1","name":"rooms","type":1}`), func(r *bot.Request) {
			r.Way, r.Do, r.Values = bot.Slash, "rooms", map[string]string{}
		}},
		{"a subcommand", from("2", `"data":{"name":"engawa","options":[{"type":1,"name":"setup","options":[]}]}`), func(r *bot.Request) {
			r.Way, r.Do, r.Values = bot.Slash, "engawa setup", map[string]string{}
		}},
		{"a group with arguments", from("2", `"data":{"name":"engawa","options":[{"type":2,"name":"team","options":[{"type":1,"name":"show","options":[
			{"type":6,"name":"who","value":"88"},{"type":3,"name":"text","value":" a "},{"type":5,"name":"all","value":true}]}]}]}`), func(r *bot.Request) {
			r.Way, r.Do, r.Values = bot.Slash, "engawa team show", map[string]string{"who": "88", "text": " a ", "all": "true"}
		}},
		{"a button", from("3", `"message":{"id":"9"},"data":{"component_type":2,"custom_id":"tea.in|sakura|2026-11-24/16:00"}`), func(r *bot.Request) {
			r.Way, r.Do, r.Whose, r.With = bot.Press, "tea.in", "sakura", []string{"2026-11-24/16:00"}
		}},
		{"a select", from("3", `"message":{"id":"9"},"data":{"component_type":8,"custom_id":"setup.rooms|","values":["1","2"]}`), func(r *bot.Request) {
			r.Way, r.Do, r.Chosen = bot.Press, "setup.rooms", []string{"1", "2"}
		}},
		{"a command on a message", from("2", onMessage(`{"id":"99","channel_id":"45","content":" pairing\nwas good ","embeds":[{"title":"no"}]}`)), func(r *bot.Request) {
			r.Way, r.Do = bot.Menu, "kpt add"
			r.About = bot.Message{Text: "pairing\nwas good", Link: "https://discord.com/channels/33/45/99"}
		}},
		{"a command on a message with an emoji and people", from("2", onMessage(`{"content":"<@7> and <@!8> <a:party:12> <@9>",
			"mentions":[{"id":"7","username":"bo_","global_name":"Bo"},{"id":"8","username":"chika"}]}`)), func(r *bot.Request) {
			r.Way, r.Do = bot.Menu, "kpt add"
			r.About = bot.Message{Text: "@Bo and @chika :party: <@9>", Link: "https://discord.com/channels/33/44/99"}
		}},
		{"a command on a card", from("2", onMessage(`{"content":"","components":[{"type":17,"components":[{"type":10,"content":"one"},
			{"type":9,"components":[{"type":10,"content":"two"}]},{"type":1,"components":[{"type":2,"label":"no"}]}]}],"embeds":[{"description":"three"}]}`)), func(r *bot.Request) {
			r.Way, r.Do = bot.Menu, "kpt add"
			r.About = bot.Message{Text: "one\ntwo\nthree", Link: "https://discord.com/channels/33/44/99"}
		}},
		{"a button in direct messages", inPrivate("3", `"message":{"id":"9"},"data":{"component_type":2,"custom_id":"try.done|sakura|7"}`), func(r *bot.Request) {
			r.Way, r.Do, r.Whose, r.With = bot.Press, "try.done", "sakura", []string{"7"}
			r.From, r.Server = bot.Person{Account: bot.Account{On: Platform, ID: "55"}, Name: "Ana", Lang: words.Japanese, Locale: "ja"}, bot.Server{}
		}},
		{"a form of labels", from("5", formOfLabels), func(r *bot.Request) {
			r.Way, r.Do, r.Whose, r.With = bot.Submit, "tea.topic", "sakura", []string{"a", ""}
			r.Values = map[string]string{"topic": "<@1> first\nsecond", "lang": "ja", "why": ""}
			r.Typed = []string{"<@1> first\nsecond", ""}
		}},
	} {
		in, err := decode(json.RawMessage(tt.raw), menu{"Add to KPT": "kpt add"})
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		want := ana()
		tt.want(&want)
		if !reflect.DeepEqual(in.Request, want) || !in.Sorry.Empty() {
			t.Errorf("%s: got %+v, %q, want %+v", tt.name, in.Request, in.Sorry, want)
		}
		if in.ID != "11" || in.App != "22" || in.Token != "fake-interaction-token" || in.OnCard != strings.Contains(tt.raw, `"message"`) {
			t.Errorf("%s: got %+v", tt.name, in)
		}
	}
}

func TestWhatEngawaDoesNotDoIsAnsweredInTheAskersLanguage(t *testing.T) {
	for _, tt := range []struct{ raw, key string }{
		{`{"id":"11","application_id":"22","token":"t","type":2,"locale":"ja-JP","user":{"id":"55"},"data":{"name":"rooms"}}`, "ask.here"},
		{from("2", `"data":{"name":"Add to board","type":3,"target_id":"1"}`), "ask.unknown"},
		{inPrivate("2", `"data":{"name":"Add to KPT","type":3,"target_id":"1"}`), "ask.here"},
		{inPrivate("3", `"message":{"id":"9"},"data":{"custom_id":"setup rooms|"}`), "ask.here"},
		{from("3", `"message":{"id":"9"},"data":{"custom_id":"an-older-shape"}`), "ask.unknown"},
	} {
		in, err := decode(json.RawMessage(tt.raw), menu{"Add to KPT": "kpt add"})
		if got, want := in.Sorry.String(), words.Say(words.Japanese, tt.key).String(); err != nil || got != want {
			t.Errorf("got %q, %v, want %q", got, err, want)
		}
	}
	if in, err := decode(json.RawMessage(from("4", `"data":{}`)), nil); err != nil || in.Sorry.Empty() {
		t.Errorf("autocomplete: got %+v, %v", in, err)
	}
}

func TestKeepersAreThoseWhoMayManageTheServer(t *testing.T) {
	for permissions, want := range map[string]bool{
		"32": true, "8": true, "40": true, "": false, "0": false, "-8": false, "1024": false, "x": false,
		"340282366920938463463374607431768211464": true, // 2^128 + 8
	} {
		if got := (wireMember{Permissions: permissions}).keeper(); got != want {
			t.Errorf("keeper of %q: got %v, want %v", permissions, got, want)
		}
	}
}

func TestAMemberIsCalledAsTheServerShowsThem(t *testing.T) {
	for want, raw := range map[string]string{
		"Ana (intern)": `{"nick":"Ana (intern)","user":{"global_name":"Ana","username":"ana_s"}}`,
		"Ana":          `{"nick":null,"user":{"global_name":"Ana","username":"ana_s"}}`,
		"ana_s":        `{"nick":null,"user":{"global_name":null,"username":"ana_s"}}`,
	} {
		var m wireMember
		if err := json.Unmarshal([]byte(raw), &m); err != nil {
			t.Fatal(err)
		}
		if got := m.person("en-GB").Name; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func FuzzAnyInteractionIsAnErrorOrCanBeAnswered(f *testing.F) {
	f.Add([]byte(from("5", formOfLabels)))
	f.Add([]byte(from("2", `"data":{"name":"engawa","options":[{"type":1,"name":"setup","options":[{"name":"x","value":1}]}]}`)))
	f.Add([]byte(from("2", onMessage(`{"content":"<@1>","mentions":[{"id":"1"}],"components":[{"components":[{"content":"x"}]}]}`))))
	f.Add([]byte(inPrivate("3", `"data":{"custom_id":"a|b"}`)))
	f.Add([]byte(from("3", `"message":null,"data":{"custom_id":"a|b","values":["1"]}`)))
	f.Add([]byte(`{"id":"1","application_id":"2","token":"t","type":3,"data":null,"member":null}`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		in, err := decode(raw, menu{"Add to KPT": "kpt add"})
		if err != nil {
			return
		}
		if in.ID == "" || in.App == "" || in.Token == "" {
			t.Fatalf("%s: cannot be answered", raw)
		}
		if r := in.Request; in.Sorry.Empty() && (r.Way == "" || r.From.Account.ID == "" || r.Server.ID == "" && r.Whose == "") {
			t.Fatalf("%s: asks nothing: %+v", raw, r)
		}
	})
}
