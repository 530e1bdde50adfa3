package app

import (
	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/discord"
	"github.com/engawa-bot/engawa/bot/slack"
)

// Platforms are all that there are, also those that the keeper has not set up: those
// on which people like to be reached first. Teams are at home on the one with servers.
func Platforms() bot.Platforms { return bot.Platforms{slack.Traits(), discord.Traits()} }
