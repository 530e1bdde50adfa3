package discord

import (
	"regexp"

	"github.com/engawa-bot/engawa/bot"
)

// Platform is Discord's name in the store.
const Platform bot.Platform = "discord"

// shape is what ids look like that people copy.
var shape = regexp.MustCompile(`^[0-9]{15,20}$`)

// Traits is what others need to know of Discord without a connection to it.
func Traits() bot.Traits {
	return bot.Traits{
		Platform: Platform, Name: "Discord", Offers: bot.Offers{Roomy: true},
		IDs: func(_ bot.IDKind, id string) bool { return shape.MatchString(id) },
		Hints: map[bot.IDKind]string{
			bot.IDServer: "Developer Mode, right click, Copy ID",
			bot.IDPerson: "copy it with 'Copy User ID', in double quotes",
		},
		Wrong: map[bot.IDKind]string{
			bot.IDServer: "discord.fault", bot.IDText: "fault.text", bot.IDRoom: "fault.room.id", bot.IDRole: "fault.role",
		},
		// Source: what 'Copy Link' gives.
		Link: func(server bot.ServerID, place bot.ChannelID) string {
			return "https://discord.com/channels/" + string(server) + "/" + string(place)
		},
	}
}
