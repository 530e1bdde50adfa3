package bottest

import (
	"regexp"
	"strings"

	"github.com/engawa-bot/engawa/bot"
)

var (
	numbers = regexp.MustCompile(`^[0-9]{15,20}$`)
	letters = regexp.MustCompile(`^[CG][A-Z0-9]{5,20}$`)
)

// Platforms are two for the tests of features, which look like those that there are.
func Platforms() bot.Platforms {
	return bot.Platforms{
		{
			Platform: "slack", Name: "Slack", Offers: bot.Offers{Windows: true, Statuses: true},
			IDs:    func(_ bot.IDKind, id string) bool { return letters.MatchString(id) },
			Wrong:  map[bot.IDKind]string{bot.IDChannel: "slack.fault"},
			Hints:  map[bot.IDKind]string{bot.IDChannel: "A channel's id is at the bottom of its details."},
			Pasted: pasted,
		},
		{
			Platform: "discord", Name: "Discord", Offers: bot.Offers{Roomy: true},
			IDs: func(_ bot.IDKind, id string) bool { return numbers.MatchString(id) },
			Link: func(s bot.ServerID, c bot.ChannelID) string {
				return "https://discord.com/channels/" + string(s) + "/" + string(c)
			},
			Hints: map[bot.IDKind]string{
				bot.IDServer: "Developer Mode, right click, Copy ID", bot.IDPerson: "copy it with 'Copy User ID', in double quotes",
			},
			Wrong: map[bot.IDKind]string{
				bot.IDServer: "discord.fault", bot.IDText: "fault.text", bot.IDRoom: "fault.room.id", bot.IDRole: "fault.role",
			},
		},
	}
}

// pasted is the id in a link to a channel.
func pasted(_ bot.IDKind, text string) string {
	if _, path, ok := strings.Cut(text, "/archives/"); ok {
		text, _, _ = strings.Cut(path, "/")
	}
	return text
}

// Circle is that of a team of long ago on these platforms, whose members have the
// bare ids of their accounts.
func Circle() bot.Circle {
	return bot.Circle{Home: "discord", Bare: []bot.Platform{"discord", "slack"}}
}

// Guest tells whether a test means an account on the platform without servers: those
// begin with a capital letter.
func Guest(id bot.MemberID) bool { return id != "" && 'A' <= id[0] && id[0] <= 'Z' }

// Account is the account that a test means.
func Account(id bot.MemberID) bot.Account {
	if Guest(id) {
		return bot.Account{On: "slack", ID: string(id)}
	}
	return bot.Account{On: "discord", ID: string(id)}
}
