package discord_test

import (
	"encoding/json"
	"strings"
	"testing"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

func FuzzNoBodyBreaksTheServer(f *testing.F) {
	seeds := []any{
		plain("<@1> <t:1:R>"), card(text("x"), row(button("a"))), modal(label("Today", input("a"))),
		[]object{command("rooms", option(1, "a"))}, command("rooms"), object{"type": 7, "data": card(text("x"))},
		object{"name": "tea", "sound": ogg(1)}, object{"recurrence_rule": repeat(3, 1, 0)}, nil, []int{1}, "x", object{"data": nil},
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
	s, err := fake.Start(fake.Options{Limits: fake.Limits{Off: true}})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(s.Close)
	g := s.NewGuild("Sakura")
	room, ana := g.Voice("Lounge"), g.Member("ana")
	f.Fuzz(func(t *testing.T, body string) {
		r := newRest(t, s)
		for _, to := range []string{
			"POST /channels/" + room.ID() + "/messages",
			"PUT " + commandsPath(s, g),
			"POST " + commandsPath(s, g),
			"POST /guilds/" + g.ID() + "/scheduled-events",
			"POST /guilds/" + g.ID() + "/soundboard-sounds",
			"PUT /channels/" + room.ID() + "/voice-status",
		} {
			method, path, _ := strings.Cut(to, " ")
			if a := r.do(method, path, body); a.err != nil || a.status >= 500 {
				t.Errorf("%s: got %d %v: %s", to, a.status, a.err, a.body)
			}
		}
		for _, m := range room.Messages() {
			_ = m.Text()
		}
		ana.Run("rooms", nil)
	})
}
