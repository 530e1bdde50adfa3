package gateway

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net"
	"testing"
	"time"
)

// deaf is a Handler that keeps what it was told last.
type deaf struct {
	voice VoiceState
	sound string
	me    Member
	gone  int
}

func (d *deaf) Ready(Self)                      {}
func (d *deaf) Guild(g Guild)                   { d.me = g.Me }
func (d *deaf) GuildGone(string, bool)          { d.gone++ }
func (d *deaf) Present(string, []VoiceState)    {}
func (d *deaf) Voice(_ string, s VoiceState)    { d.voice = s }
func (d *deaf) Current(string)                  {}
func (d *deaf) Interaction(json.RawMessage)     {}
func (d *deaf) Played(_, _, _ string, s string) { d.sound = s }

func settled(tb testing.TB) (*guildCache, *deaf) {
	tb.Helper()
	d := new(deaf)
	c := newGuildCache(d, newSeat(), newBudget(sendsWindow), newSight())
	tell(tb, c, "READY", `{"user":{"id":"1"},"application":{"id":"2"},"guilds":[{"id":"7","unavailable":true}]}`)
	tell(tb, c, "GUILD_CREATE", `{"id":"7","name":"Sakura","owner_id":"8","roles":[],"channels":[],
		"members":[{"user":{"id":"1","username":"engawa","bot":true},"roles":["3"]},{"user":{"id":"5","username":"bo","global_name":"Bo"}}],
		"voice_states":[{"user_id":"5","channel_id":"6"}]}`)
	return c, d
}

func tell(tb testing.TB, c *guildCache, kind, data string) {
	tb.Helper()
	if err := c.take(event{kind: kind, data: json.RawMessage(data)}); err != nil {
		tb.Fatal(err)
	}
}

func TestANameIsNickThenGlobalNameThenUserName(t *testing.T) {
	c, d := settled(t)
	tests := []struct{ member, want string }{
		{`,"member":{"nick":"B.","user":{"username":"bo","global_name":"Bo"}}`, "B."},
		{`,"member":{"nick":null,"user":{"username":"bo","global_name":"Bo"}}`, "Bo"},
		{`,"member":{"user":{"username":"bo","global_name":null}}`, "bo"},
		{``, "bo"}, // not told: as known before
	}
	for i, test := range tests {
		tell(t, c, "VOICE_STATE_UPDATE", fmt.Sprintf(`{"guild_id":"7","user_id":"5","channel_id":"%d"%s}`, 10+i, test.member))
		if d.voice.Name != test.want || d.voice.Channel == "" {
			t.Errorf("got %+v; want name %q", d.voice, test.want)
		}
	}
}

func TestASoundMayBeANumberAndAnEmojiIsNone(t *testing.T) {
	c, d := settled(t)
	tests := map[string]string{`,"sound_id":"123"`: "123", `,"sound_id":1`: "1", `,"sound_id":null`: "", ``: ""}
	for field, want := range tests {
		d.sound = ""
		tell(t, c, "VOICE_CHANNEL_EFFECT_SEND", `{"guild_id":"7","channel_id":"6","user_id":"1"`+field+`}`)
		if d.sound != want {
			t.Errorf("sound_id%s: got %q; want %q", field, d.sound, want)
		}
	}
}

func TestOnlyOurOwnRolesAreOurs(t *testing.T) {
	c, d := settled(t)
	tell(t, c, "GUILD_MEMBER_UPDATE", `{"guild_id":"7","user":{"id":"5"},"roles":["99"]}`)
	tell(t, c, "GUILD_MEMBER_UPDATE", `{"guild_id":"7","user":{"id":"1"},"nick":"veranda","roles":["3","4"]}`)
	if got := fmt.Sprint(d.me); got != "{1 veranda [3 4]}" {
		t.Errorf("got %s; want ourselves with roles 3 and 4", got)
	}
}

func TestAGuildInAnOutageIsGoneForAWhile(t *testing.T) {
	c, d := settled(t)
	tell(t, c, "GUILD_DELETE", `{"id":"7","unavailable":true}`)
	tell(t, c, "VOICE_STATE_UPDATE", `{"guild_id":"7","user_id":"5","channel_id":"12"}`)
	if d.gone != 1 || !d.voice.equal(VoiceState{}) {
		t.Errorf("got %d gone and %+v; want 1 and nothing of it after", d.gone, d.voice)
	}
}

func TestWhenSomebodyPutsUsOutThereIsNothingLeftToLeave(t *testing.T) {
	c, _ := settled(t)
	if err := c.budget.join(t.Context(), "7"); err != nil {
		t.Fatal(err)
	}
	tell(t, c, "VOICE_STATE_UPDATE", `{"guild_id":"7","user_id":"1","channel_id":"6"}`)
	if got := len(c.budget.held); got != 1 {
		t.Errorf("in the room: got %d sends held back; want 1", got)
	}
	tell(t, c, "VOICE_STATE_UPDATE", `{"guild_id":"7","user_id":"1","channel_id":null}`)
	if got := len(c.budget.held); got != 0 {
		t.Errorf("put out: got %d sends held back; want 0", got)
	}
}

func TestEventsOfASessionThatWasGivenUpAreNotTold(t *testing.T) {
	d := new(deaf)
	g := New(Config{Handler: d})
	g.line.begin()
	g.line.begin()
	g.tell(event{session: 1, kind: "READY", data: json.RawMessage(`{}`)})
	g.tell(event{session: 2, kind: "GUILD_DELETE", data: json.RawMessage(`{"id":"7"}`)})
	if got := g.Stats().Dropped; got != 1 || d.gone != 1 {
		t.Errorf("got %d dropped and %d told; want 1 and 1", got, d.gone)
	}
}

func FuzzNoEventPanics(f *testing.F) {
	c, _ := settled(f)
	for kind := range c.react {
		f.Add(kind, `{"id":"7","guild_id":"7","user_id":"5","role":{"id":"3","permissions":"8"},"members":[{}]}`)
		f.Add(kind, `null`)
	}
	f.Fuzz(func(t *testing.T, kind, data string) {
		c, _ := settled(t)
		_ = c.take(event{kind: kind, data: json.RawMessage(data)}) // an error is as good as none
	})
}

func FuzzNoFrameHangsOrPanics(f *testing.F) {
	f.Add([]byte("HTTP/1.1 101 Switching Protocols\r\n\r\n\x81\x05{\"op\""))
	f.Add([]byte("HTTP/1.1 101 x\r\n\r\n\x88\x02\x0f\xa4"))
	f.Add([]byte("HTTP/1.1 101 x\r\n\r\n\x81\x7f\xff\xff\xff\xff\xff\xff\xff\xff"))
	f.Add([]byte("HTTP/1.1 503 x\r\n\r\n\x81"))
	f.Fuzz(func(t *testing.T, data []byte) {
		ended := false
		w := newWire(canned{Reader: bytes.NewReader(data)}, nil, func(error) { ended = true }, time.Second)
		var buf [64]byte
		for range len(data) + 2 {
			n, err := w.Read(buf[:])
			if err != nil {
				if !ended {
					t.Error("Read failed, but the end was not told")
				}
				return
			}
			if n == 0 {
				t.Fatal("Read returned nothing")
			}
		}
		t.Error("more was read than was sent")
	})
}

// canned is a connection on which everything has already come.
type canned struct {
	net.Conn
	*bytes.Reader
}

func (c canned) Read(p []byte) (int, error)      { return c.Reader.Read(p) }
func (c canned) SetReadDeadline(time.Time) error { return nil }

func BenchmarkVoiceStateUpdate(b *testing.B) {
	c, _ := settled(b)
	const format = `{"member":{"user":{"username":"ana","public_flags":0,"primary_guild":null,"id":"%d","global_name":"Ana","display_name":"Ana","discriminator":"0","clan":null,"avatar":null},"roles":["1064","1065"],"premium_since":null,"pending":false,"nick":null,"mute":false,"joined_at":"2023-01-17T10:00:00.000000+00:00","flags":0,"deaf":false,"communication_disabled_until":null,"banner":null,"avatar":null},"user_id":"%d","suppress":false,"session_id":"6a1d","self_video":false,"self_mute":false,"self_deaf":false,"request_to_speak_timestamp":null,"mute":false,"guild_id":"7","deaf":false,"channel_id":"%d"}`
	events := make([]event, 64)
	for i := range events {
		events[i] = event{kind: "VOICE_STATE_UPDATE", data: fmt.Appendf(nil, format, 100+i%8, 100+i%8, i)}
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if err := c.take(events[i%len(events)]); err != nil {
			b.Fatal(err)
		}
	}
}
