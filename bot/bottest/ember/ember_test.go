package ember_test

import (
	"errors"
	"testing"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest/ember"
	"github.com/engawa-bot/engawa/bot/bottest/facetest"
)

func TestAThirdPlatformKeepsTheContractOfFaces(t *testing.T) {
	shut := func(why *bot.Refusal) func(facetest.Place, bot.ChannelID) {
		return func(p facetest.Place, c bot.ChannelID) { p.(*hearth).Shuts(c, why) }
	}
	closed := func(whole bool) facetest.Closing {
		why := &bot.Refusal{Reason: bot.Closed, Err: errors.New("the fire is out"), Say: &bot.Sorry{Key: "closed.unset"}, Whole: whole}
		return facetest.Closing{Close: shut(why), Open: shut(nil), Whole: whole}
	}
	facetest.Contract(t, facetest.Kind{
		New: func(*testing.T, bool) facetest.Place { return &hearth{ember.New("ember", false)} },
		Refuses: map[string]func(facetest.Place, bot.ChannelID){
			"gone":        shut(&bot.Refusal{Reason: bot.NoPlace, Err: errors.New("no such channel")}),
			"not allowed": shut(&bot.Refusal{Reason: bot.NoRight, Err: errors.New("not allowed")}),
		},
		Closes: map[string]facetest.Closing{"a channel": closed(false), "everything": closed(true)},
		Shuns:  map[string]func(facetest.Place, string){"is shy": func(p facetest.Place, name string) { p.(*hearth).IsShy(name) }},
	})
}

// hearth is an ember as the contract sees it.
type hearth struct{ *ember.World }

func (h *hearth) Begin(guide bot.Guide) bot.Face { return h.Face(guide) }

func (h *hearth) Account(name string) string { return h.Person(name).Account }

func (h *hearth) Reads(channel bot.ChannelID) (all []facetest.Message) {
	for _, m := range h.World.Reads(channel) {
		read := facetest.Message{ID: m.ID, Text: m.Text}
		for _, b := range m.Buttons {
			read.Buttons = append(read.Buttons, b.Label)
		}
		for _, s := range m.Selects {
			read.Selects = append(read.Selects, s.Label)
		}
		for _, account := range m.Pings {
			read.Pings = append(read.Pings, h.Named(account))
		}
		all = append(all, read)
	}
	return all
}
