package discord_test

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"testing"
	"testing/synctest"
	"time"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

// ogg is the least that looks like an Opus file of this length.
func ogg(length time.Duration) string {
	page := func(granule uint64, data string) []byte {
		head := append([]byte("OggS\x00\x00"), make([]byte, 21)...)
		binary.LittleEndian.PutUint64(head[6:], granule)
		return append(head, data...)
	}
	data := page(0, "OpusHead\x01\x01\x00\x00\x80\xBB\x00\x00\x00\x00\x00")
	data = append(data, page(uint64(length*48000/time.Second), "x")...)
	return "data:audio/ogg;base64," + base64.StdEncoding.EncodeToString(data)
}

func TestOp4MovesTheBotAndItsOwnVoiceStateComesBack(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, d dialer) {
		g := s.NewGuild("Sakura")
		lounge := g.Voice("Lounge")
		c := identified(t, s, d, guilds|voiceStates, 1)
		c.move(g, lounge.ID())
		var state struct {
			UserID    string `json:"user_id"`
			ChannelID string `json:"channel_id"`
		}
		if err := json.Unmarshal(c.want(0, "VOICE_STATE_UPDATE").D, &state); err != nil {
			t.Fatal(err)
		}
		if state.UserID != s.ApplicationID() || state.ChannelID != lounge.ID() {
			t.Errorf("got %+v; want the bot in %s", state, lounge.ID())
		}
		c.want(0, "VOICE_SERVER_UPDATE")
		c.move(g, nil)
		c.want(0, "VOICE_STATE_UPDATE")
		if in := lounge.Members(); len(in) != 0 {
			t.Errorf("got %d in the room; want none", len(in))
		}
	})
}

func TestARoomThatIsFullOrForbiddenAnswersOp4WithSilence(t *testing.T) {
	const connect, move = 1 << 20, 1 << 24
	closed := map[string]func(*fake.Guild, *fake.Channel){
		"full": func(g *fake.Guild, c *fake.Channel) {
			g.Deny(c, move)
			c.Limit(1)
			g.Member("ana").Join(c)
		},
		"forbidden": func(g *fake.Guild, c *fake.Channel) { g.Deny(c, connect) },
		"hidden":    func(g *fake.Guild, c *fake.Channel) { g.Deny(c, 1<<10) },
		"deleted":   func(_ *fake.Guild, c *fake.Channel) { c.Delete() },
	}
	for name, closes := range closed {
		t.Run(name, func(t *testing.T) {
			inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, d dialer) {
				g := s.NewGuild("Sakura")
				lounge := g.Voice("Lounge")
				closes(g, lounge)
				c := identified(t, s, d, voiceStates, 0)
				c.move(g, lounge.ID())
				c.send(1, c.seq)
				c.want(11, "")
				if len(s.Violations()) != 0 {
					t.Errorf("violations: %q", s.Violations())
				}
			})
		})
	}
}

func TestTheVoiceStatusNeedsItsRightAndTheRoom(t *testing.T) {
	const statusBit, manage = 1 << 48, 1 << 4
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, d dialer) {
		g := s.NewGuild("Sakura")
		lounge := g.Voice("Lounge")
		r, c := pipeRest(t, s, d), identified(t, s, d, 0, 0)
		path := "/channels/" + lounge.ID() + "/voice-status"
		r.do("PUT", path, object{"status": "tea until 16:15"}).want(t, 204, 0)
		if got := lounge.Status(); got != "tea until 16:15" {
			t.Errorf("got status %q", got)
		}
		g.Deny(lounge, manage)
		r.do("PUT", path, object{"status": nil}).want(t, 403, 50013)
		c.move(g, lounge.ID())
		synctest.Wait()
		r.do("PUT", path, object{"status": nil}).want(t, 204, 0)
		g.Deny(lounge, statusBit)
		r.do("PUT", path, object{"status": "x"}).want(t, 403, 50013)
		if got := lounge.Status(); got != "" {
			t.Errorf("got status %q; want none", got)
		}
		r.do("PUT", "/channels/"+g.Text("general").ID()+"/voice-status", object{"status": "x"}).want(t, 400, 50024)
	})
}

func TestASoundIsHeardOnlyFromWithinTheRoomAndUnmuted(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, d dialer) {
		g := s.NewGuild("Sakura")
		lounge := g.Voice("Lounge")
		r, c := pipeRest(t, s, d), identified(t, s, d, voiceStates, 0)
		id := r.do("POST", "/guilds/"+g.ID()+"/soundboard-sounds", object{"name": "tea", "sound": ogg(2 * time.Second)}).want(t, 201, 0).object()["sound_id"]
		path := "/channels/" + lounge.ID() + "/send-soundboard-sound"
		r.do("POST", path, object{"sound_id": id}).want(t, 400, 50168)
		c.move(g, lounge.ID())
		c.want(0, "VOICE_STATE_UPDATE")
		c.want(0, "VOICE_SERVER_UPDATE")
		r.do("POST", path, object{"sound_id": "999"}).want(t, 404, 10097)
		r.do("POST", path, object{"sound_id": id}).want(t, 204, 0)
		var effect struct {
			Sound string `json:"sound_id"`
			User  string `json:"user_id"`
		}
		if err := json.Unmarshal(c.want(0, "VOICE_CHANNEL_EFFECT_SEND").D, &effect); err != nil {
			t.Fatal(err)
		}
		if effect.Sound != id || effect.User != s.ApplicationID() {
			t.Errorf("got %+v; want the bot's %v", effect, id)
		}
		r.do("POST", path, object{"sound_id": "1"}).want(t, 204, 0)
		c.want(0, "VOICE_CHANNEL_EFFECT_SEND")
		g.Bot().Silence(true)
		c.want(0, "VOICE_STATE_UPDATE")
		r.do("POST", path, object{"sound_id": id}).want(t, 403, 50167)
		time.Sleep(5 * time.Second)
		g.Bot().Silence(false)
		g.Deny(lounge, 1<<42)
		r.do("POST", path, object{"sound_id": id}).want(t, 403, 50013)
		if got := g.Plays(); len(got) != 2 || got[0].Sound != "tea" || got[0].Channel != "Lounge" || got[1].Sound != "quack" {
			t.Errorf("got plays %+v; want tea and quack in Lounge", got)
		}
	})
}

func TestUploadedSoundsAreJudged(t *testing.T) {
	big := "data:audio/ogg;base64," + base64.StdEncoding.EncodeToString(make([]byte, 512<<10+1))
	tests := map[string]struct {
		body         object
		status, code int
	}{
		"too long":        {object{"name": "gong", "sound": ogg(5201 * time.Millisecond)}, 400, 50138},
		"too big":         {object{"name": "gong", "sound": big}, 400, 50045},
		"no data URI":     {object{"name": "gong", "sound": "T2dnUw=="}, 400, 50035},
		"not a sound":     {object{"name": "gong", "sound": "data:audio/ogg;base64,AAAA"}, 400, 50046},
		"another format":  {object{"name": "gong", "sound": "data:audio/wav;base64,AAAA"}, 400, 50046},
		"a short name":    {object{"name": "g", "sound": ogg(time.Second)}, 400, 50035},
		"too loud":        {object{"name": "gong", "sound": ogg(time.Second), "volume": 1.5}, 400, 50035},
		"the right thing": {object{"name": "gong", "sound": ogg(5200 * time.Millisecond), "volume": 0.5}, 201, 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s := start(t, fake.Options{})
			newRest(t, s).do("POST", "/guilds/"+s.NewGuild("Sakura").ID()+"/soundboard-sounds", tt.body).want(t, tt.status, tt.code)
		})
	}
}

func TestANinthSoundHasNoSlotAndASoundNeedsTheRight(t *testing.T) {
	s := start(t, fake.Options{Limits: fake.Limits{Off: true}})
	r, g := newRest(t, s), s.NewGuild("Sakura")
	path := "/guilds/" + g.ID() + "/soundboard-sounds"
	for range 8 {
		r.do("POST", path, object{"name": "gong", "sound": ogg(time.Second)}).want(t, 201, 0)
	}
	r.do("POST", path, object{"name": "gong", "sound": ogg(time.Second)}).want(t, 400, 30045)
	r.do("DELETE", path+"/"+g.Sounds()[0].ID, nil).want(t, 204, 0)
	g.SetBotPermissions(1 << 10)
	r.do("POST", path, object{"name": "gong", "sound": ogg(time.Second)}).want(t, 403, 50013)
}

func TestTheBotLeavesItsRoomWhenItsSessionEnds(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, d dialer) {
		g := s.NewGuild("Sakura")
		lounge := g.Voice("Lounge")
		c := identified(t, s, d, voiceStates, 0)
		c.move(g, lounge.ID())
		c.want(0, "VOICE_STATE_UPDATE")
		s.Faults().Drop()
		synctest.Wait()
		if g.Bot().Room() != lounge {
			t.Error("the bot left although its session can be resumed")
		}
		time.Sleep(3 * time.Minute)
		g.Member("ana").Join(lounge)
		if g.Bot().Room() != nil {
			t.Error("the bot is in the room although its session has ended")
		}
	})
}
