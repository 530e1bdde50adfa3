package discord_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

// asked is an interaction as the bot gets it.
type asked struct {
	ID, Token string
	Type      int
	Data      json.RawMessage
	Message   object
	circumstances
}

// circumstances are who asked, and where.
type circumstances struct {
	Locale         string
	GuildLocale    string `json:"guild_locale"`
	AppPermissions string `json:"app_permissions"`
	Entitlements   []object
	Owners         map[string]string `json:"authorizing_integration_owners"`
	Channel        object
	Member         struct {
		Permissions string
		User        object
	}
}

func decode(t *testing.T, data []byte, v any) {
	t.Helper()
	if err := json.Unmarshal(data, v); err != nil {
		t.Fatalf("%v: %s", err, data)
	}
}

// scene is a guild with ana, a bot on a socket, and the command "rooms".
type scene struct {
	*testing.T
	s   *fake.Server
	g   *fake.Guild
	ana *fake.Member
	r   *rest
	c   *socket
}

func play(t *testing.T, f func(t *testing.T, x scene)) {
	t.Helper()
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, d dialer) {
		g := s.NewGuild("Sakura", fake.GuildLocale("ja"))
		r := pipeRest(t, s, d)
		register(t, s, r, nil, command("rooms"), object{"type": 3, "name": "Add to KPT", "name_localizations": object{"ja": "KPTに追加"}})
		f(t, scene{t, s, g, g.Member("ana", fake.Locale("ja")), r, identified(t, s, d, 0, 0)})
	})
}

func (x scene) asked() asked {
	x.Helper()
	var in asked
	decode(x.T, x.c.want(0, "INTERACTION_CREATE").D, &in)
	return in
}

func (x scene) answer(in asked, kind int, data object) answer {
	x.Helper()
	return x.r.do("POST", "/interactions/"+in.ID+"/"+in.Token+"/callback", object{"type": kind, "data": data})
}

func (x scene) hook(in asked) string { return "/webhooks/" + x.s.ApplicationID() + "/" + in.Token }

func ephemeral(content string) object { return with(plain(content), object{"flags": 64}) }

func TestAnInteractionSaysWhoWhereAndInWhichLanguage(t *testing.T) {
	play(t, func(t *testing.T, x scene) {
		x.ana.Run("rooms", nil)
		in := x.asked()
		if in.Locale != "ja" || in.GuildLocale != "ja" || in.Type != 2 || in.Member.Permissions == "" || in.AppPermissions == "" ||
			in.Owners["0"] != x.g.ID() || in.Entitlements == nil || in.Channel["name"] != "general" || in.Member.User["global_name"] != "ana" {
			t.Errorf("got %+v", in)
		}
	})
}

func TestTheFirstAnswerCountsAndASecondIsRefused(t *testing.T) {
	play(t, func(t *testing.T, x scene) {
		a := x.ana.Run("rooms", nil)
		in := x.asked()
		time.Sleep(100 * time.Millisecond)
		x.answer(in, 4, ephemeral("one")).want(t, 204, 0)
		x.answer(in, 4, ephemeral("two")).want(t, 400, 40060)
		if err := a.Wait(t.Context()); err != nil || a.Message.Content != "one" || !a.Message.Ephemeral || a.Took != 100*time.Millisecond {
			t.Errorf("got %+v, %v; want one, ephemeral, after 100 ms", a, err)
		}
		if got := x.g.Text("general").Messages(); len(got) != 0 {
			t.Errorf("got %d public messages; want none", len(got))
		}
		x.r.do("PATCH", x.hook(in)+"/messages/@original", plain("three")).want(t, 200, 0)
		if err := a.Wait(t.Context()); err != nil || a.Message.Content != "three" || a.Message.Edits != 1 {
			t.Errorf("got %+v, %v; want three", a, err)
		}
	})
}

func TestWithoutAnAnswerInThreeSecondsTheApplicationDidNotRespond(t *testing.T) {
	play(t, func(t *testing.T, x scene) {
		a := x.ana.Run("rooms", nil)
		in := x.asked()
		began := time.Now()
		if err := a.Wait(t.Context()); !errors.Is(err, fake.ErrNoAnswer) || time.Since(began) != 3*time.Second {
			t.Errorf("got %v after %v; want ErrNoAnswer after 3 s", err, time.Since(began))
		}
		x.answer(in, 4, ephemeral("late")).want(t, 404, 10062)
		x.r.do("POST", "/interactions/1/other/callback", object{"type": 5}).want(t, 404, 10062)
	})
}

func TestADeferredAnswerIsFilledInWithinFifteenMinutes(t *testing.T) {
	play(t, func(t *testing.T, x scene) {
		a := x.ana.Run("rooms", nil)
		in := x.asked()
		x.r.do("PATCH", x.hook(in)+"/messages/@original", plain("x")).want(t, 404, 10015)
		x.answer(in, 5, object{"flags": 64}).want(t, 204, 0)
		time.Sleep(14 * time.Minute)
		x.r.do("PATCH", x.hook(in)+"/messages/@original", plain("there")).want(t, 200, 0)
		if err := a.Wait(t.Context()); err != nil || !a.Deferred || !a.Message.Ephemeral || a.Message.Content != "there" {
			t.Errorf("got %+v, %v; want a deferred ephemeral answer", a, err)
		}
		x.r.do("POST", x.hook(in), ephemeral("more")).want(t, 200, 0)
		if err := a.Wait(t.Context()); err != nil || len(a.FollowUps) != 1 {
			t.Errorf("got %+v, %v; want a follow-up", a.FollowUps, err)
		}
		time.Sleep(time.Minute)
		x.r.do("PATCH", x.hook(in)+"/messages/@original", plain("late")).want(t, 401, 50027)
	})
}

func TestADeferralThatIsNeverFilledInFailsAfterFifteenMinutes(t *testing.T) {
	play(t, func(t *testing.T, x scene) {
		a := x.ana.Run("rooms", nil)
		x.answer(x.asked(), 5, nil).want(t, 204, 0)
		began := time.Now()
		if err := a.Wait(t.Context()); !errors.Is(err, fake.ErrNoAnswer) || time.Since(began) != 15*time.Minute {
			t.Errorf("got %v after %v; want ErrNoAnswer after 15 min", err, time.Since(began))
		}
	})
}

// post puts a card into the general channel and returns it.
func (x scene) post(body object) fake.Message {
	x.Helper()
	general := x.g.Text("general")
	x.r.do("POST", "/channels/"+general.ID()+"/messages", body).want(x.T, 200, 0)
	return general.Messages()[len(general.Messages())-1]
}

func TestAPressIsAnsweredByAnEditOfItsMessage(t *testing.T) {
	play(t, func(t *testing.T, x scene) {
		msg := x.post(card(text("0 ready"), row(button("ready"), with(button("off"), object{"disabled": true, "label": "Off"}))))
		a := x.ana.Press(msg, "Press")
		in := x.asked()
		if in.Type != 3 || !strings.Contains(string(in.Data), `"ready"`) || in.Message["id"] != msg.ID {
			t.Errorf("got %+v %s; want a press of ready", in, in.Data)
		}
		x.answer(in, 7, with(card(text("1 ready")), object{"flags": nil})).want(t, 204, 0)
		if err := a.Wait(t.Context()); err != nil || !a.Updated || a.Message.Text() != "1 ready" || a.Message.ID != msg.ID {
			t.Errorf("got %+v, %v; want the message, updated", a, err)
		}
		for _, gone := range []string{"Off", "ready"} {
			if x.ana.Press(msg, gone).Err == nil {
				t.Errorf("%s can be pressed; it is disabled or gone", gone)
			}
		}
		x.answer(in, 6, nil).want(t, 400, 40060)
	})
}

func TestAnUpdateNeedsAMessage(t *testing.T) {
	play(t, func(t *testing.T, x scene) {
		x.ana.Run("rooms", nil)
		x.answer(x.asked(), 7, plain("x")).want(t, 400, 50035)
	})
}

func TestSelectsSendWhatWasPickedAndWhoThatIs(t *testing.T) {
	play(t, func(t *testing.T, x scene) {
		voice := object{"type": 8, "custom_id": "room", "channel_types": []int{2}}
		people := object{"type": 5, "custom_id": "who", "placeholder": "Who?", "max_values": 2}
		hours := object{"type": 3, "custom_id": "hour", "options": []object{{"label": "Four", "value": "16"}}}
		msg := x.post(card(row(voice), row(people), row(hours)))
		x.g.Voice("Lounge")
		for menu, values := range map[string][]string{"room": {"Lounge"}, "Who?": {"ana"}, "hour": {"Four"}} {
			if err := x.ana.Choose(msg, menu, values...).Err; err != nil {
				t.Errorf("%s: %v", menu, err)
			}
			in := x.asked()
			if got := string(in.Data); menu == "hour" && !strings.Contains(got, `["16"]`) || menu != "hour" && !strings.Contains(got, `"resolved"`) {
				t.Errorf("%s: got %s", menu, got)
			}
		}
		for menu, values := range map[string][]string{"room": {"general"}, "Who?": {"ana", "ana", "ana"}, "hour": {"Five"}, "none": {"x"}} {
			if x.ana.Choose(msg, menu, values...).Err == nil {
				t.Errorf("%s: %v can be picked", menu, values)
			}
		}
	})
}

func TestAMessageCommandCarriesTheMessage(t *testing.T) {
	play(t, func(t *testing.T, x scene) {
		msg := x.ana.Say(x.g.Text("general"), "pairing was good")
		for _, name := range []string{"Add to KPT", "KPTに追加"} {
			if err := x.ana.RunOn(name, msg).Err; err != nil {
				t.Fatal(err)
			}
			got := string(x.asked().Data)
			for _, want := range []string{"pairing was good", `"target_id":"` + msg.ID, `"name":"Add to KPT"`} {
				if !strings.Contains(got, want) {
					t.Errorf("got %s; want %s in it", got, want)
				}
			}
		}
		if x.g.Member("bo").RunOn("KPTに追加", msg).Err == nil {
			t.Error("bo, who reads English, sees the Japanese name")
		}
	})
}

func TestAnEphemeralMessageIsSeenByOneMemberOnly(t *testing.T) {
	play(t, func(t *testing.T, x scene) {
		a := x.ana.Run("rooms", nil)
		x.answer(x.asked(), 4, with(card(row(button("b"))), object{"flags": 1<<15 | 64})).want(t, 204, 0)
		if err := a.Wait(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := x.g.Member("bo").Press(a.Message, "b").Err; err == nil {
			t.Error("bo can press what only ana sees")
		}
		if err := x.ana.Press(a.Message, "b").Err; err != nil {
			t.Error(err)
		}
		synctest.Wait()
	})
}
