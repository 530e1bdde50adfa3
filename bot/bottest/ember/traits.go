package ember

import (
	"regexp"
	"strings"

	"github.com/engawa-bot/engawa/bot"
)

var shape = regexp.MustCompile(`^([a-z]+)/([a-z])/[0-9]+-x$`)

// Traits is what an ember is like.
func Traits(name bot.Platform, rooms bool) bot.Traits {
	kinds := map[bot.IDKind]string{
		bot.IDServer: "s", bot.IDText: "c", bot.IDRoom: "r", bot.IDRole: "g", bot.IDPerson: "u", bot.IDChannel: "c",
	}
	return bot.Traits{
		Platform: name, Name: strings.ToUpper(string(name[:1])) + string(name[1:]), Offers: bot.Offers{Roomy: rooms, Windows: !rooms},
		IDs: func(kind bot.IDKind, id string) bool {
			m := shape.FindStringSubmatch(id)
			return m != nil && m[1] == string(name) && m[2] == kinds[kind]
		},
		Link: func(_ bot.ServerID, place bot.ChannelID) string {
			return "https://" + string(name) + ".example/" + string(place)
		},
	}
}
