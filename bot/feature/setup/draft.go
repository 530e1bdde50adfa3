package setup

import (
	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/habit"
	"github.com/engawa-bot/engawa/store"
)

// draft is a set-up that was begun.
type draft struct {
	Rooms []bot.Room    `json:"rooms,omitzero"`
	Text  bot.ChannelID `json:"text,omitzero"`
	// Wanted are the habits that the team wants, if that was Asked.
	Wanted []habit.Kind `json:"wanted,omitzero"`
	Asked  bool         `json:"asked,omitzero"`
	// Typed is what the forms said so far.
	Typed map[string]string `json:"typed,omitzero"`
}

var drafts = store.NewTable[draft]("drafts")

func draftKey(a *bot.Ask) store.Key {
	return store.KeyOf("-", string(a.Server.ID), a.From.Account.ID)
}
