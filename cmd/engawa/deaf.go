package main

import (
	"context"

	"github.com/engawa-bot/engawa/bot"
)

// deaf listens to nothing: for a look at Discord without being the bot.
type deaf struct{}

func (deaf) Ask(context.Context, bot.Request) bot.Reply        { return bot.Reply{} }
func (deaf) Decline(bot.Request, bot.Unheard) bot.Reply        { return bot.Reply{} }
func (deaf) Moved(context.Context, bot.ServerID, []bot.Move)   {}
func (deaf) Arrived(context.Context, bot.ServerID, []bot.Move) {}
func (deaf) Servers(context.Context, []bot.ServerID)           {}
func (deaf) Current(bot.ServerID)                              {}
func (deaf) Commands() []bot.Command                           { return nil }
