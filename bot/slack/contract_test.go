package slack

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest/facetest"
	"github.com/engawa-bot/engawa/internal/fake/server/pipe"
	fake "github.com/engawa-bot/engawa/internal/fake/slack"
)

func TestSlackKeepsTheContractOfFaces(t *testing.T) {
	at := func(do func(*place, *fake.Channel)) func(facetest.Place, bot.ChannelID) {
		return func(p facetest.Place, c bot.ChannelID) { do(p.(*place), p.(*place).channel(c)) }
	}
	facetest.Contract(t, facetest.Kind{
		New: func(t *testing.T, loopback bool) facetest.Place { return newPlace(t, loopback) },
		Closes: map[string]facetest.Closing{
			"archived": {
				Close: at(func(_ *place, c *fake.Channel) { c.Archive() }), Open: at(func(_ *place, c *fake.Channel) { c.Unarchive() }),
			},
			"put out": {
				Close: at(func(_ *place, c *fake.Channel) { c.KickApp() }), Open: at(func(_ *place, c *fake.Channel) { c.InviteApp() }),
			},
			"deleted": {Close: at(func(_ *place, c *fake.Channel) { c.Delete() })},
			"without its token": {
				Close: at(func(v *place, _ *fake.Channel) { v.RevokeBotToken() }), Open: at(func(v *place, _ *fake.Channel) { v.RestoreTokens() }),
				Whole: true,
			},
			"without a scope": {
				Close: at(func(v *place, _ *fake.Channel) { v.SetBotScopes("groups:history") }),
				Open:  at(func(v *place, _ *fake.Channel) { v.SetBotScopes(Scopes()...) }),
				Whole: true,
			},
		},
		Shuns: map[string]func(facetest.Place, string){
			"is deactivated": func(p facetest.Place, name string) { p.(*place).Member(name).Deactivate() },
		},
		Cannot: map[string]string{
			facetest.Refusals: "Slack does not tell what is gone from what is hidden, and somebody there can mend whatever closes a channel",
		},
	})
}

// place is a workspace, as the contract sees it.
type place struct{ *workspace }

func newPlace(t *testing.T, loopback bool) *place {
	options := unlimited()
	if loopback {
		return &place{open(t, options, nil)}
	}
	l := pipe.Listen("slack.invalid")
	options.Listener = l
	return &place{open(t, options, l.DialContext)}
}

func (v *place) Begin(guide bot.Guide) bot.Face {
	v.face.Close()
	v.face = v.again(func(c *Config) { c.Guide = guide })
	return v.face
}

func (v *place) Channel(name string) bot.ChannelID {
	return bot.ChannelID(v.PrivateChannel(name).ID())
}

func (v *place) Account(name string) string { return v.Member(name).ID() }

// channel finds a channel that has a name; nil for that of one person.
func (v *place) channel(id bot.ChannelID) *fake.Channel {
	for _, c := range v.Channels() {
		if c.ID() == string(id) {
			return c
		}
	}
	return nil
}

func (v *place) Reads(id bot.ChannelID) (all []facetest.Message) {
	said := v.Member("ana").Direct()
	if c := v.channel(id); c != nil {
		said = c.Messages()
	}
	for _, m := range said {
		read := facetest.Message{ID: m.TS, Pings: m.Pings}
		lines := strings.Split(m.Render(), "\n")
		for _, b := range m.Blocks {
			buttons, selects := controlsOf(b)
			if len(buttons)+len(selects) > 0 {
				lines = lines[:len(lines)-1] // a block of controls is a line
			}
			read.Buttons, read.Selects = append(read.Buttons, buttons...), append(read.Selects, selects...)
		}
		read.Text = strings.Join(lines, "\n")
		all = append(all, read)
	}
	return all
}

// controlsOf are the labels of what can be pressed in a block.
func controlsOf(block map[string]any) (buttons, selects []string) {
	elements, _ := block["elements"].([]any)
	for _, e := range append(elements, block["accessory"]) {
		element, _ := e.(map[string]any)
		label := func(of string) string {
			text, _ := element[of].(map[string]any)
			s, _ := text["text"].(string)
			return s
		}
		switch kind, _ := element["type"].(string); {
		case kind == "button":
			buttons = append(buttons, label("text"))
		case strings.HasSuffix(kind, "_select"):
			selects = append(selects, label("placeholder"))
		}
	}
	return buttons, selects
}

func (v *place) TakesAway(channel bot.ChannelID, message string) {
	if err := v.face.api.Delete(v.t.Context(), string(channel), message); err != nil {
		v.t.Fatal(err)
	}
}

func (v *place) Fails() { v.Faults().FailStatus(fake.Call{}, 1, http.StatusBadGateway) }

func (v *place) LosesAnswer() {
	for _, method := range []string{"chat.postMessage", "chat.update"} {
		v.Faults().LoseAnswers(fake.Call{Method: method}, 1)
	}
}

func (v *place) Down(on bool) {
	if v.Faults().Clear(); on {
		v.Faults().FailStatus(fake.Call{}, -1, http.StatusServiceUnavailable)
	}
}

func (v *place) Hangs() { v.Faults().Delay(fake.Call{}, time.Hour) }
