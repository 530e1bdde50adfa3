package discord_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

func TestIdentifyIsRefusedAsDiscordDoes(t *testing.T) {
	good := func() object {
		return object{"token": "fake-discord-token", "intents": 1, "properties": object{}}
	}
	tests := map[string]struct {
		op     int
		change func(object)
		code   int
	}{
		"a wrong token":         {2, func(o object) { o["token"] = "other" }, 4004},
		"an unknown intent":     {2, func(o object) { o["intents"] = 1 << 30 }, 4013},
		"a privileged intent":   {2, func(o object) { o["intents"] = 1 << 15 }, 4014},
		"no intents":            {2, func(o object) { delete(o, "intents") }, 4002},
		"a voice state before":  {4, func(object) {}, 4003},
		"an op that is not one": {77, func(object) {}, 4001},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, d dialer) {
				c := connect(t, s, d)
				o := good()
				tt.change(o)
				c.send(tt.op, o)
				c.wantClose(tt.code)
				if got, want := s.GatewayCloses(), []int{tt.code}; !slices.Equal(got, want) {
					t.Errorf("got closes %v; want %v", got, want)
				}
			})
		})
	}
}

func TestAnotherGatewayVersionIsClosedWith4012(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, d dialer) {
		dial(t, s, d, "v=6&encoding=json").wantClose(4012)
	})
}

func TestASecondIdentifyWithinFiveSecondsIsAnInvalidSession(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, d dialer) {
		identified(t, s, d, guilds, 0)
		c := connect(t, s, d)
		c.identify(guilds)
		if got := string(c.want(9, "").D); got != "false" {
			t.Errorf("got d %s; want false", got)
		}
		time.Sleep(5 * time.Second)
		c.identify(guilds)
		c.want(0, "READY")
		c.identify(guilds)
		c.wantClose(4005)
	})
}

func TestAResumeReplaysWhatWasMissed(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, d dialer) {
		g := s.NewGuild("Sakura")
		c := identified(t, s, d, guilds|voiceStates, 1)
		s.Faults().Drop()
		synctest.Wait()
		g.Member("ana").Join(g.Voice("Lounge"))
		again := connect(t, s, d)
		again.send(6, object{"token": s.Token(), "session_id": c.session, "seq": c.seq})
		again.want(0, "CHANNEL_CREATE")
		if p := again.want(0, "VOICE_STATE_UPDATE"); p.S != c.seq+2 {
			t.Errorf("got seq %d; want %d", p.S, c.seq+2)
		}
		again.want(0, "RESUMED")
		g.Member("ana").Leave()
		again.want(0, "VOICE_STATE_UPDATE")
	})
}

func TestASessionThatIsGoneCannotBeResumed(t *testing.T) {
	gone := map[string]func(*testing.T, *fake.Server, *socket){
		"unknown":       func(_ *testing.T, _ *fake.Server, c *socket) { c.session = "other" },
		"op 9 d false":  func(_ *testing.T, s *fake.Server, _ *socket) { s.Faults().InvalidSession(false) },
		"close 4009":    func(_ *testing.T, s *fake.Server, c *socket) { s.Faults().Close(4009); c.wantClose(4009) },
		"left for long": func(_ *testing.T, s *fake.Server, _ *socket) { s.Faults().Drop(); time.Sleep(3 * time.Minute) },
		"closed with 1000": func(t *testing.T, _ *fake.Server, c *socket) {
			if err := c.ws.WriteMessage(8, []byte{0x03, 0xE8}); err != nil {
				t.Error(err)
			}
			synctest.Wait()
		},
	}
	for name, lose := range gone {
		t.Run(name, func(t *testing.T) {
			inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, d dialer) {
				c := identified(t, s, d, guilds, 0)
				lose(t, s, c)
				again := connect(t, s, d)
				again.send(6, object{"token": s.Token(), "session_id": c.session, "seq": c.seq})
				if got := string(again.want(9, "").D); got != "false" {
					t.Errorf("got d %s; want false", got)
				}
			})
		})
	}
}

func TestAResumableInvalidSessionAndOp7CanBeResumed(t *testing.T) {
	for name, fault := range map[int]func(*fake.Faults){
		9: func(f *fake.Faults) { f.InvalidSession(true) },
		7: func(f *fake.Faults) { f.Reconnect() },
	} {
		inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, d dialer) {
			c := identified(t, s, d, guilds, 0)
			fault(s.Faults())
			c.want(name, "")
			again := connect(t, s, d)
			again.send(6, object{"token": s.Token(), "session_id": c.session, "seq": c.seq})
			again.want(0, "RESUMED")
		})
	}
}

func TestOnlyEventsOfTheIntentsAskedForAreSent(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, d dialer) {
		g := s.NewGuild("Sakura")
		c := identified(t, s, d, guilds, 1)
		general := g.Text("general")
		ana := g.Member("ana")
		ana.Join(g.Voice("Lounge"))
		ana.Say(general, "hello")
		general.Rename("main")
		c.want(0, "CHANNEL_CREATE")
		c.want(0, "CHANNEL_UPDATE")
	})
}

func TestWhatPeopleWriteIsHiddenWithoutTheContentIntent(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, d dialer) {
		g := s.NewGuild("Sakura")
		c := identified(t, s, d, messages, 0)
		g.Member("ana").Say(g.Text("general"), "a secret")
		if got := string(c.want(0, "MESSAGE_CREATE").D); strings.Contains(got, "secret") {
			t.Errorf("got %s; want no content", got)
		}
	})
}

func TestMoreThan120SendsAMinuteCloseWith4008(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, d dialer) {
		c := identified(t, s, d, guilds, 0)
		time.Sleep(time.Minute)
		for range 120 {
			c.send(1, c.seq)
			c.want(11, "")
		}
		c.send(1, c.seq)
		c.wantClose(4008)
	})
}

func TestMalformedPayloadsCloseWith4002AndAreViolations(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, d dialer) {
		g := s.NewGuild("Sakura")
		for i, d4 := range []object{
			{"guild_id": g.ID(), "self_mute": false, "self_deaf": false},
			{"guild_id": g.ID(), "channel_id": nil, "self_mute": 0, "self_deaf": false},
			{"guild_id": g.ID(), "channel_id": nil, "self_deaf": false},
			{"guild_id": g.ID(), "channel_id": nil, "self_mute": false, "self_deaf": false, "more": strings.Repeat("x", 4096)},
		} {
			time.Sleep(5 * time.Second)
			c := identified(t, s, d, 0, 0)
			c.send(4, d4)
			c.wantClose(4002)
			if got := len(s.Violations()); got != i+1 {
				t.Errorf("payload %d: got %d violations; want %d", i, got, i+1)
			}
		}
	})
}

func TestAClientWithoutHeartbeatsIsClosedWith4009(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, d dialer) {
		c := identified(t, s, d, 0, 0)
		time.Sleep(60 * time.Second)
		c.send(1, nil)
		c.want(11, "")
		began := time.Now()
		c.wantClose(4009)
		if got, want := time.Since(began), 2*41250*time.Millisecond; got != want {
			t.Errorf("closed after %v; want %v", got, want)
		}
	})
}

func TestReadyAndGuildsSayWhatDiscordSays(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, d dialer) {
		g := s.NewGuild("Sakura", fake.GuildLocale("ja"))
		g.Member("bo")
		g.Member("ana").Join(g.Voice("Lounge"))
		c := connect(t, s, d)
		c.identify(guilds)
		var ready struct {
			V      int
			User   struct{ ID string }
			Guilds []struct {
				ID          string
				Unavailable bool
			}
			Application struct{ ID string }
			Resume      string `json:"resume_gateway_url"`
		}
		if err := json.Unmarshal(c.want(0, "READY").D, &ready); err != nil {
			t.Fatal(err)
		}
		if ready.V != 10 || ready.User.ID != s.ApplicationID() || ready.Application.ID != s.ApplicationID() || ready.Resume == "" ||
			len(ready.Guilds) != 1 || ready.Guilds[0].ID != g.ID() || !ready.Guilds[0].Unavailable {
			t.Errorf("got READY %+v", ready)
		}
		var made struct {
			Locale      string `json:"preferred_locale"`
			Channels    []object
			Roles       []object
			Members     []object
			VoiceStates []object `json:"voice_states"`
		}
		if err := json.Unmarshal(c.want(0, "GUILD_CREATE").D, &made); err != nil {
			t.Fatal(err)
		}
		if made.Locale != "ja" || len(made.Channels) != 2 || len(made.Roles) != 2 || len(made.Members) != 2 || len(made.VoiceStates) != 1 {
			t.Errorf("got GUILD_CREATE %+v; want ja, 2 channels, 2 roles, 2 members, 1 voice state", made)
		}
	})
}

func TestReadyWaitsForTheBot(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, d dialer) {
		ready := make(chan error, 1)
		go func() { ready <- s.Ready(t.Context()) }()
		c := connect(t, s, d)
		synctest.Wait()
		if len(ready) != 0 {
			t.Fatal("ready before IDENTIFY")
		}
		c.identify(guilds)
		if err := <-ready; err != nil {
			t.Error(err)
		}
		if err := s.Ready(t.Context()); err != nil {
			t.Error(err)
		}
	})
}
