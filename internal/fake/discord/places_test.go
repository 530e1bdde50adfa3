package discord_test

import (
	"fmt"
	"slices"
	"testing"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

func TestPeopleAndPlacesCanBeAskedFor(t *testing.T) {
	s := start(t, fake.Options{Limits: fake.Limits{Off: true}})
	r, g := newRest(t, s), s.NewGuild("Sakura")
	ana := g.Member("ana", fake.Roles(g.Role("tea")))
	guild := "/guilds/" + g.ID()
	if got := r.do("GET", guild, nil).want(t, 200, 0).object(); got["name"] != "Sakura" {
		t.Errorf("got %v", got)
	}
	if got := r.do("GET", guild+"/members/"+ana.ID(), nil).want(t, 200, 0).object(); len(got["roles"].([]any)) != 1 {
		t.Errorf("got %v; want one role", got)
	}
	r.do("GET", guild+"/members/1", nil).want(t, 404, 10007)
	r.do("GET", guild+"/voice-states/"+ana.ID(), nil).want(t, 404, 10065)
	r.do("GET", guild+"/voice-states/@me", nil).want(t, 404, 10065)
	lounge := r.do("POST", guild+"/channels", object{"name": "Lounge", "type": 2}).want(t, 201, 0).object()["id"]
	if g.Voice("Lounge").ID() != lounge {
		t.Error("the channel that was made is not there")
	}
	ana.Join(g.Voice("Lounge"))
	ana.Share(true)
	got := r.do("GET", guild+"/voice-states/"+ana.ID(), nil).want(t, 200, 0).object()
	if got["channel_id"] != lounge || got["self_stream"] != true || got["self_video"] != false {
		t.Errorf("got %v; want ana sharing in the lounge", got)
	}
	r.do("POST", guild+"/channels", object{"name": "", "type": 2}).want(t, 400, 50035)
	for path, want := range map[string]int{guild + "/channels": 2, guild + "/roles": 3, "/soundboard-default-sounds": 6} {
		var list []object
		decode(t, r.do("GET", path, nil).want(t, 200, 0).body, &list)
		if len(list) != want {
			t.Errorf("%s: got %d; want %d", path, len(list), want)
		}
	}
}

func TestDeletingARoomPutsItsPeopleOut(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, d dialer) {
		g := s.NewGuild("Sakura")
		lounge := g.Voice("Lounge")
		g.Member("ana").Join(lounge)
		c := identified(t, s, d, guilds|voiceStates, 1)
		lounge.Delete()
		c.want(0, "VOICE_STATE_UPDATE")
		c.want(0, "CHANNEL_DELETE")
		if g.Voice("Lounge").ID() == lounge.ID() {
			t.Error("the deleted room is still there")
		}
	})
}

func TestMessagesAreListedNewestFirstAroundAnID(t *testing.T) {
	s := start(t, fake.Options{Limits: fake.Limits{Off: true}})
	r := newRest(t, s)
	path := "/channels/" + s.NewGuild("Sakura").Text("general").ID() + "/messages"
	ids := make([]string, 10)
	for i := range ids {
		ids[i] = r.do("POST", path, plain(fmt.Sprint(i))).want(t, 200, 0).object()["id"].(string)
	}
	for query, want := range map[string][]string{
		"limit=2":                            {"9", "8"},
		"limit=2&before=" + ids[5]:           {"4", "3"},
		"limit=2&after=" + ids[5]:            {"7", "6"},
		"limit=3&around=" + ids[5]:           {"6", "5", "4"},
		"limit=5&before=" + ids[2]:           {"1", "0"},
		"limit=5&after=" + ids[9]:            nil,
		"limit=2&after=0":                    {"1", "0"},
		"limit=1&before=9223372036854775807": {"9"},
	} {
		var list []struct{ Content string }
		decode(t, r.do("GET", path+"?"+query, nil).want(t, 200, 0).body, &list)
		var got []string
		for _, m := range list {
			got = append(got, m.Content)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %v; want %v", query, got, want)
		}
	}
	r.do("GET", path+"?limit=101", nil).want(t, 400, 50035)
	r.do("GET", path+"?before=x", nil).want(t, 400, 50035)
}

func TestAPinIsListedUntilItIsTakenAway(t *testing.T) {
	s := start(t, fake.Options{})
	r := newRest(t, s)
	path := "/channels/" + s.NewGuild("Sakura").Text("general").ID() + "/messages"
	id := r.do("POST", path, plain("x")).want(t, 200, 0).object()["id"].(string)
	for want, method := range []string{"DELETE", "PUT"} {
		r.do(method, path+"/pins/"+id, nil).want(t, 204, 0)
		items := r.do("GET", path+"/pins", nil).want(t, 200, 0).object()["items"].([]any)
		if len(items) != want {
			t.Errorf("after %s: got %d pins; want %d", method, len(items), want)
		}
	}
	r.do("PUT", path+"/pins/1", nil).want(t, 404, 10008)
}

func TestAMemberTypesWhereTheyAre(t *testing.T) {
	play(t, func(t *testing.T, x scene) {
		where := func() any {
			if err := x.ana.Run("rooms", nil).Err; err != nil {
				t.Fatal(err)
			}
			return x.asked().Channel["name"]
		}
		for _, step := range []struct {
			move func()
			want string
		}{
			{func() {}, "general"},
			{func() { x.ana.Join(x.g.Voice("Lounge")) }, "Lounge"},
			{func() { x.ana.At(x.g.Text("tea")) }, "tea"},
			{func() { x.g.Text("tea").Delete() }, "Lounge"},
		} {
			step.move()
			if got := where(); got != step.want {
				t.Errorf("got %v; want %s", got, step.want)
			}
		}
	})
}
