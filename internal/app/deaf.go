package app

import (
	"context"

	"github.com/engawa-bot/engawa/bot"
)

// Deaf listens to nothing: for a look at Discord without being the bot.
type Deaf struct{}

func (Deaf) Ask(context.Context, bot.Request) bot.Reply        { return bot.Reply{} }
func (Deaf) Decline(bot.Request, bot.Unheard) bot.Reply        { return bot.Reply{} }
func (Deaf) Moved(context.Context, bot.ServerID, []bot.Move)   {}
func (Deaf) Arrived(context.Context, bot.ServerID, []bot.Move) {}
func (Deaf) Servers(context.Context, []bot.ServerID)           {}
func (Deaf) Current(bot.ServerID)                              {}
func (Deaf) Commands() []bot.Command                           { return nil }
