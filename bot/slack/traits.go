package slack

import (
	"regexp"
	"strings"

	"github.com/engawa-bot/engawa/bot"
)

// Platform is Slack's name in the store.
const Platform bot.Platform = "slack"

var (
	channelShape = regexp.MustCompile(`^[CG][A-Z0-9]{5,20}$`)
	ownShape     = regexp.MustCompile(`^[CDG][A-Z0-9]+$`) // of what Slack itself says is a channel
	userShape    = regexp.MustCompile(`^[UW][A-Z0-9]{1,20}$`)
	tokenShape   = regexp.MustCompile(`^xoxp-[A-Za-z0-9-]+$`)
)

// Traits is what others need to know of Slack without a connection to it.
func Traits() bot.Traits {
	return bot.Traits{
		Platform: Platform, Name: "Slack", Offers: bot.Offers{Windows: true, Statuses: true},
		IDs: func(kind bot.IDKind, id string) bool {
			if kind == bot.IDPerson {
				return userShape.MatchString(id)
			}
			return channelShape.MatchString(id)
		},
		Hints:  map[bot.IDKind]string{bot.IDChannel: "A channel's id is at the bottom of its details."},
		Wrong:  map[bot.IDKind]string{bot.IDChannel: "slack.fault"},
		Pasted: pasted,
		Typed:  typedAs,
	}
}

// pasted is the id of a channel, of which people may have copied the link:
// https://example.slack.com/archives/C0123456789/….
func pasted(_ bot.IDKind, text string) string {
	if _, path, ok := strings.Cut(text, "/archives/"); ok {
		text, _, _ = strings.Cut(path, "/")
	}
	return text
}

// typedAs is how a slash command is given here. Some cannot be: '/where' names people
// of the server, and settings are its keepers'.
func typedAs(c bot.Command) string {
	if len(c.Told.Typed) == 0 {
		return ""
	}
	return c.Told.Typed[0]
}

// The tokens of members for their own status.

// Apps is the page on which a member makes an app, and with it a token of their own.
const Apps = "https://api.slack.com/apps"

// IsToken tells whether a text may be one; those that expire within hours (xoxe.) are
// of no use.
func IsToken(text string) bool { return tokenShape.MatchString(text) }
