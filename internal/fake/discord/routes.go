package discord

import "time"

// route is one REST operation. Path is as in Discord's OpenAPI document.
type route struct {
	method, path string
	do           func(*call) (any, error) // under the world's lock; a nil answer is 204
	most         int                      // requests in window; 0: Limits.RoutePerWindow
	window       time.Duration            // 0: Limits.RouteWindow
	open         bool                     // needs no bot token and is outside the limit of requests a second
	files        bool                     // takes a multipart body too
}

func (rt route) operation() string { return rt.method + " " + rt.path }

// routes is the whole API that is here. Limits are as seen in Discord's headers where people reported them;
// reads are generous, as in Discord.
func routes() []route {
	var all []route
	for _, list := range [][]route{placeRoutes(), messageRoutes(), soundRoutes(), eventRoutes(), commandRoutes(), interactionRoutes()} {
		all = append(all, list...)
	}
	return all
}

const second = time.Second

func placeRoutes() []route {
	return []route{
		{method: "GET", path: "/gateway", do: getGateway, most: 50, window: second, open: true},
		{method: "GET", path: "/gateway/bot", do: getGatewayBot, most: 10, window: second},
		{method: "GET", path: "/users/@me", do: getMe, most: 10, window: second},
		{method: "POST", path: "/users/@me/channels", do: openDM},
		{method: "GET", path: "/applications/@me", do: getApplication, most: 10, window: second},
		{method: "GET", path: "/guilds/{guild_id}", do: getGuild, most: 10, window: second},
		{method: "GET", path: "/guilds/{guild_id}/channels", do: listChannels, most: 10, window: second},
		{method: "POST", path: "/guilds/{guild_id}/channels", do: createChannel, most: 10, window: 10 * second},
		{method: "GET", path: "/channels/{channel_id}", do: getChannel, most: 10, window: second},
		{method: "GET", path: "/guilds/{guild_id}/roles", do: listRoles, most: 10, window: second},
		{method: "GET", path: "/guilds/{guild_id}/members/{user_id}", do: getMember, most: 10, window: second},
		{method: "GET", path: "/guilds/{guild_id}/voice-states/@me", do: getVoiceState, most: 10, window: second},
		{method: "GET", path: "/guilds/{guild_id}/voice-states/{user_id}", do: getVoiceState, most: 10, window: second},
		{method: "PUT", path: "/channels/{channel_id}/voice-status", do: setVoiceStatus},
	}
}

func messageRoutes() []route {
	const message = "/channels/{channel_id}/messages/{message_id}"
	const pins = "/channels/{channel_id}/messages/pins"
	return []route{
		{method: "GET", path: "/channels/{channel_id}/messages", do: listMessages},
		{method: "POST", path: "/channels/{channel_id}/messages", do: createMessage},
		{method: "GET", path: message, do: getMessage, most: 10, window: second},
		{method: "PATCH", path: message, do: editMessage},
		{method: "DELETE", path: message, do: deleteMessage, most: 5, window: second},
		{method: "GET", path: pins, do: listPins},
		{method: "PUT", path: pins + "/{message_id}", do: pinMessage},
		{method: "DELETE", path: pins + "/{message_id}", do: unpinMessage},
	}
}

func soundRoutes() []route {
	const sounds = "/guilds/{guild_id}/soundboard-sounds"
	return []route{
		{method: "GET", path: sounds, do: listSounds, most: 10, window: second},
		{method: "POST", path: sounds, do: createSound},
		{method: "GET", path: sounds + "/{sound_id}", do: getSound, most: 10, window: second},
		{method: "DELETE", path: sounds + "/{sound_id}", do: deleteSound},
		{method: "GET", path: "/soundboard-default-sounds", do: listDefaultSounds, most: 10, window: second},
		{method: "POST", path: "/channels/{channel_id}/send-soundboard-sound", do: playSound},
	}
}

func eventRoutes() []route {
	const events = "/guilds/{guild_id}/scheduled-events"
	return []route{
		{method: "GET", path: events, do: listScheduled},
		{method: "POST", path: events, do: createScheduled},
		{method: "GET", path: events + "/{guild_scheduled_event_id}", do: getScheduled},
		{method: "PATCH", path: events + "/{guild_scheduled_event_id}", do: editScheduled},
		{method: "DELETE", path: events + "/{guild_scheduled_event_id}", do: deleteScheduled},
	}
}

func commandRoutes() []route {
	var all []route
	for _, base := range []string{"/applications/{application_id}/commands", "/applications/{application_id}/guilds/{guild_id}/commands"} {
		all = append(all,
			route{method: "GET", path: base, do: listCommands},
			route{method: "PUT", path: base, do: overwriteCommands},
			route{method: "POST", path: base, do: createCommand},
			route{method: "GET", path: base + "/{command_id}", do: getCommand},
			route{method: "PATCH", path: base + "/{command_id}", do: editCommand},
			route{method: "DELETE", path: base + "/{command_id}", do: deleteCommand},
		)
	}
	return all
}

func interactionRoutes() []route {
	const hook = "/webhooks/{webhook_id}/{webhook_token}"
	return []route{
		{method: "POST", path: "/interactions/{interaction_id}/{interaction_token}/callback", do: answerInteraction, open: true, files: true},
		{method: "POST", path: hook, do: followUp, open: true, files: true},
		{method: "GET", path: hook + "/messages/@original", do: getFollowUp, open: true},
		{method: "PATCH", path: hook + "/messages/@original", do: editFollowUp, open: true, files: true},
		{method: "DELETE", path: hook + "/messages/@original", do: deleteFollowUp, open: true},
		{method: "GET", path: hook + "/messages/{message_id}", do: getFollowUp, open: true},
		{method: "PATCH", path: hook + "/messages/{message_id}", do: editFollowUp, open: true, files: true},
		{method: "DELETE", path: hook + "/messages/{message_id}", do: deleteFollowUp, open: true},
	}
}
