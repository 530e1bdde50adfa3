package app

import (
	"context"

	"github.com/engawa-bot/engawa/bot"
)

// Deaf listens to nothing: for a look at Discord without being the bot.
type Deaf struct{}

// Ask answers nothing.
func (Deaf) Ask(context.Context, bot.Request) bot.Reply { return bot.Reply{} }

// Decline declines without a word.
func (Deaf) Decline(bot.Request, bot.Unheard) bot.Reply { return bot.Reply{} }

// Moved hears nothing.
func (Deaf) Moved(context.Context, bot.ServerID, []bot.Move) {}

// Arrived hears nothing.
func (Deaf) Arrived(context.Context, bot.ServerID, []bot.Move) {}

// Servers hears nothing.
func (Deaf) Servers(context.Context, []bot.ServerID) {}

// Current hears nothing.
func (Deaf) Current(bot.ServerID) {}

// Commands are none.
func (Deaf) Commands() []bot.Command { return nil }
