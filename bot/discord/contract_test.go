package discord

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest/facetest"
	"github.com/engawa-bot/engawa/bot/discord/rest"
	fake "github.com/engawa-bot/engawa/internal/fake/discord"
	"github.com/engawa-bot/engawa/internal/fake/discord/spec"
)

func TestDiscordKeepsTheContractOfFaces(t *testing.T) {
	check := spec.ForTest(t).Check
	facetest.Contract(t, facetest.Kind{
		New: func(t *testing.T, loopback bool) facetest.Place { return newShore(t, check, loopback) },
		Refuses: map[string]func(facetest.Place, bot.ChannelID){
			"the channel is gone": func(p facetest.Place, c bot.ChannelID) { p.(*shore).channel(c).Delete() },
			"writing is not allowed": func(p facetest.Place, c bot.ChannelID) {
				p.(*shore).guild.Deny(p.(*shore).channel(c), rightToSend)
			},
			"seeing is not allowed": func(p facetest.Place, c bot.ChannelID) {
				p.(*shore).guild.Deny(p.(*shore).channel(c), rightToSee)
			},
		},
		Shuns: map[string]func(facetest.Place, string){
			"takes none":       func(p facetest.Place, name string) { p.(*shore).guild.Member(name).CloseDMs(true) },
			"is not there now": func(p facetest.Place, name string) { p.(*shore).guild.Member(name).Quit() },
		},
		Cannot: map[string]string{
			facetest.Closings: "what Discord refuses, it refuses for good: the team's keepers read of it in /engawa doctor",
		},
	})
}

const (
	rightToSee  = 1 << 10
	rightToSend = 1 << 11
)

// shore is a fake Discord to which a face speaks.
type shore struct {
	t      *testing.T
	server *fake.Server
	guild  *fake.Guild
	config Config
	face   *Face
}

func newShore(t *testing.T, check func(*http.Request, []byte) error, loopback bool) *shore {
	t.Helper()
	w := &shore{t: t}
	options := fake.Options{Check: check}
	if loopback {
		options.Limits.Off = true
	} else {
		options.Listener, w.config.Dial = fake.Pipe()
	}
	var err error
	if w.server, err = fake.Start(options); err != nil {
		t.Fatal(err)
	}
	w.guild = w.server.NewGuild("Acme")
	w.config.Token, w.config.API = w.server.Token(), w.server.URL()+"/api/v10"
	t.Cleanup(func() {
		w.server.Close()
		w.face.Close()
		for _, v := range w.server.Violations() {
			t.Errorf("violation: %s", v)
		}
	})
	return w
}

func (w *shore) Begin(guide bot.Guide) bot.Face {
	if w.face != nil {
		w.face.Close()
	}
	w.config.Guide = guide
	var err error
	if w.face, err = New(w.config); err != nil {
		w.t.Fatal(err)
	}
	return w.face
}

func (w *shore) Channel(name string) bot.ChannelID { return bot.ChannelID(w.guild.Text(name).ID()) }

func (w *shore) Account(name string) string { return w.guild.Member(name).ID() }

// channel finds a channel, also one for direct messages.
func (w *shore) channel(id bot.ChannelID) *fake.Channel {
	for _, c := range w.guild.Channels() {
		if c.ID() == string(id) {
			return c
		}
	}
	return w.guild.Member("ana").Private()
}

func (w *shore) Reads(id bot.ChannelID) (all []facetest.Message) {
	for _, m := range w.channel(id).Messages() {
		var boxes []struct {
			Components []struct {
				Type       int
				Components []struct {
					Type               int
					Label, Placeholder string
				}
			}
		}
		if err := json.Unmarshal(m.Components, &boxes); err != nil {
			w.t.Fatal(err)
		}
		read := facetest.Message{ID: m.ID}
		lines := strings.Split(m.Text(), "\n")
		for _, c := range boxes[0].Components {
			if c.Type != typeRow {
				continue
			}
			lines = lines[:len(lines)-1] // a row of controls is a line
			for _, inside := range c.Components {
				if inside.Type == typeButton {
					read.Buttons = append(read.Buttons, inside.Label)
				} else {
					read.Selects = append(read.Selects, inside.Placeholder)
				}
			}
		}
		read.Text = strings.Join(lines, "\n")
		for _, name := range m.Mentions {
			read.Pings = append(read.Pings, strings.TrimPrefix(name, "@"))
		}
		all = append(all, read)
	}
	return all
}

func (w *shore) TakesAway(channel bot.ChannelID, message string) {
	err := w.face.api.Do(w.t.Context(), rest.Call{Method: http.MethodDelete, Path: messagePath(channel, message)})
	if err != nil {
		w.t.Fatal(err)
	}
}

// aMessage tells whether a request posts or edits a message.
func aMessage(r *http.Request) bool {
	return strings.Contains(r.URL.Path, "/messages") && (r.Method == http.MethodPost || r.Method == http.MethodPatch)
}

func (w *shore) Fails() { w.server.Faults().Fail(aMessage, 1, http.StatusBadGateway) }

func (w *shore) LosesAnswer() { w.server.Faults().LoseAnswers(aMessage, 1) }

func (w *shore) Down(on bool) {
	if w.server.Faults().Clear(); on {
		w.server.Faults().Fail(nil, -1, http.StatusServiceUnavailable)
	}
}

func (w *shore) Hangs() { w.server.Faults().Delay(nil, time.Hour) }
