package discord_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

func addSeeds(f *testing.F) {
	f.Helper()
	seeds := []any{
		plain("<@1> <t:1:R>"), card(text("x"), row(button("a"))), modal(label("Today", input("a"))),
		[]object{command("rooms", option(1, "a"))},
		command("rooms"),
		object{"type": 7, "data": card(text("x"))},
		object{"name": "tea", "sound": ogg(1)},
		object{"recurrence_rule": repeat(3, 1, 0)},
		nil,
		[]int{1},
		"x",
		object{"data": nil},
	}
	for _, seed := range seeds {
		data, err := json.Marshal(seed)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data))
	}
	f.Add(`{"components":[{"type":17,"components":[{"type":9,"accessory":null}]}],"flags":32768}`)
	f.Add("{")
}

func FuzzNoBodyBreaksTheServer(f *testing.F) {
	addSeeds(f)
	l, d := fake.Pipe()
	s := start(f, fake.Options{Listener: l, Limits: fake.Limits{Off: true}, Heartbeat: time.Hour})
	g := s.NewGuild("Sakura")
	room, general, ana := g.Voice("Lounge"), g.Text("general"), g.Member("ana")
	r, c := pipeRest(f, s, d), identified(f, s, d, 0, 0)
	r.do("POST", commandsPath(s, nil), command("rooms"))
	paths := []string{
		"POST /channels/" + room.ID() + "/messages",
		"PUT " + commandsPath(s, g),
		"POST " + commandsPath(s, g),
		"POST /guilds/" + g.ID() + "/scheduled-events",
		"POST /guilds/" + g.ID() + "/soundboard-sounds",
		"PUT /channels/" + room.ID() + "/voice-status",
	}
	f.Fuzz(func(t *testing.T, body string) {
		r.t, c.t = t, t
		to := paths
		if a := ana.Run("rooms", nil); a.Err == nil {
			var in asked
			if err := json.Unmarshal(c.want(0, "INTERACTION_CREATE").D, &in); err != nil {
				t.Fatal(err)
			}
			to = append(to[:len(to):len(to)], "POST /interactions/"+in.ID+"/"+in.Token+"/callback")
		}
		for _, x := range to {
			method, path, _ := strings.Cut(x, " ")
			if a := r.do(method, path, body); a.err != nil || a.status >= 500 {
				t.Errorf("%s: got %d %v: %s", x, a.status, a.err, a.body)
			}
		}
		for _, ch := range []*fake.Channel{room, general} {
			for _, m := range ch.Messages() {
				_ = m.Text()
				r.do("DELETE", "/channels/"+ch.ID()+"/messages/"+m.ID, nil)
			}
		}
	})
}
