package slack

import (
	"slices"
	"strings"
)

// method is one of the Web API.
type method struct {
	name  string
	do    func(*call) (object, error)
	tier  int // see Limits; 5 is special
	scope string
	kinds []kind
	json  bool // takes JSON bodies, too
}

// methods is the Web API. Source of tiers, scopes and JSON: rate_limits, scope and json_input_supported of each
// method in Slack's reference. A scope that begins with a star is one for each kind of channel.
func methods() []method {
	app, any2, user := []kind{appKind}, []kind{botKind, memberKind}, []kind{memberKind}
	bot := []kind{botKind}
	return []method{
		{"apps.connections.open", openConnection, 3, "connections:write", app, true},
		{"auth.test", testAuth, 5, "", any2, true},
		{"chat.delete", deleteMessage, 3, "chat:write", any2, true},
		{"chat.getPermalink", getPermalink, 5, "", any2, false},
		{"chat.postEphemeral", postEphemeral, 4, "chat:write", any2, true},
		{"chat.postMessage", postMessage, 5, "chat:write", any2, true},
		{"chat.update", updateMessage, 3, "chat:write", any2, true},
		{"conversations.history", readHistory, 3, "*:history", any2, true},
		{"conversations.info", channelInfo, 3, "*:read", any2, false},
		{"conversations.join", joinChannel, 3, "channels:join", bot, true},
		{"conversations.list", listChannels, 2, "*:read", any2, false},
		{"conversations.members", channelMembers, 4, "*:read", any2, false},
		{"conversations.open", openDirect, 3, "im:write", any2, true},
		{"team.info", teamInfo, 3, "team:read", any2, true},
		{"users.info", userInfo, 4, "users:read", any2, false},
		{"users.list", listUsers, 2, "users:read", any2, false},
		{"users.lookupByEmail", lookupByEmail, 3, "users:read.email", any2, false},
		{"users.profile.get", getProfile, 4, "users.profile:read", any2, false},
		{"users.profile.set", setProfile, 3, "users.profile:write", user, true},
		{"views.open", openView, 4, "", bot, true},
		{"views.publish", publishView, 4, "", bot, true},
		{"views.update", updateView, 4, "", bot, true},
	}
}

// botScopes are all that the methods here ask a bot for, and commands.
func botScopes() []string {
	all := []string{"commands", "chat:write.public"}
	for _, m := range methods() {
		if slices.Contains(m.kinds, botKind) {
			all = append(all, m.scopes(nil)...)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// scopes are those of which the caller must have one.
func (m method) scopes(ch *Channel) []string {
	suffix, byKind := strings.CutPrefix(m.scope, "*")
	switch {
	case m.scope == "":
		return nil
	case !byKind:
		return []string{m.scope}
	case ch != nil:
		return []string{ch.scope() + suffix}
	}
	return []string{"channels" + suffix, "groups" + suffix, "im" + suffix}
}
