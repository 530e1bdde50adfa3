package spec_test

// request is one line of a table. Its path is relative to /api/v10; a body makes
// the content type application/json.
type request struct {
	rule, method, path, body string
}

const (
	app      = "/applications/100000000000000001"
	guild    = "/guilds/200000000000000002"
	room     = "/channels/300000000000000003"
	message  = room + "/messages/400000000000000004"
	callback = "/interactions/500000000000000005/fake-interaction-token/callback"
	webhook  = "/webhooks/100000000000000001/fake-interaction-token"
)

// board is a Components V2 message with every component that Engawa shows.
const board = `{
  "flags": 36864, "nonce": "f00dfeedf00dfeedf00dfeed1", "enforce_nonce": true,
  "allowed_mentions": {"parse": []},
  "components": [
    {"type": 17, "accent_color": 7506394, "components": [
      {"type": 10, "content": "☕ **tea** until 16:15"},
      {"type": 14, "divider": true, "spacing": 1},
      {"type": 9, "components": [{"type": 10, "content": "Lounge: ana, bo"}],
       "accessory": {"type": 2, "style": 1, "custom_id": "knock:lounge", "label": "Knock", "emoji": {"name": "🚪"}}},
      {"type": 1, "components": [
        {"type": 2, "style": 2, "custom_id": "a"},
        {"type": 2, "style": 3, "custom_id": "b", "label": "Done", "disabled": true},
        {"type": 2, "style": 4, "custom_id": "c", "label": "Stop"},
        {"type": 2, "style": 5, "url": "https://example.com/doc", "label": "Doc"},
        {"type": 2, "style": 1, "custom_id": "e", "label": "五"}]},
      {"type": 1, "components": [{"type": 3, "custom_id": "s3", "placeholder": "Pick", "min_values": 1, "max_values": 1,
        "options": [{"label": "A", "value": "a", "description": "first", "default": true}, {"label": "B", "value": "b"}]}]},
      {"type": 1, "components": [{"type": 5, "custom_id": "s5", "default_values": [{"id": "1", "type": "user"}]}]},
      {"type": 1, "components": [{"type": 6, "custom_id": "s6"}]},
      {"type": 1, "components": [{"type": 7, "custom_id": "s7", "max_values": 25}]},
      {"type": 1, "components": [{"type": 8, "custom_id": "s8", "channel_types": [2]}]}]}]}`

const modal = `{"type": 9, "data": {"custom_id": "setup:1", "title": "Set up the veranda", "components": [
  {"type": 18, "label": "Name", "description": "what the team calls it", "component":
    {"type": 4, "custom_id": "name", "style": 1, "min_length": 1, "max_length": 4000, "required": true, "value": "縁側"}},
  {"type": 18, "label": "Language", "component": {"type": 21, "custom_id": "language", "required": true,
    "options": [{"label": "日本語", "value": "ja", "default": true}, {"label": "English", "value": "en"}]}},
  {"type": 18, "label": "Days", "component": {"type": 22, "custom_id": "days", "min_values": 0, "max_values": 2,
    "required": false, "options": [{"label": "Mon", "value": "1"}, {"label": "Tue", "value": "2", "description": "office"}]}},
  {"type": 18, "label": "Rooms", "component": {"type": 8, "custom_id": "rooms", "channel_types": [2], "max_values": 25}},
  {"type": 18, "label": "Sound", "component": {"type": 23, "custom_id": "sound", "default": true}}]}}`

const commands = `[{"type": 1, "name": "rooms", "name_localizations": {"ja": "部屋"}, "description": "Who is where",
   "description_localizations": {"ja": "誰がどこにいるか"}, "default_member_permissions": null, "contexts": [0], "integration_types": [0]},
  {"name": "engawa", "description": "The veranda", "options": [
    {"type": 1, "name": "setup", "name_localizations": {"ja": "設定"}, "description": "Set up", "options": [
      {"type": 7, "name": "room", "description": "A room", "channel_types": [2], "required": true},
      {"type": 3, "name": "zone", "description": "Time zone", "autocomplete": true, "max_length": 40},
      {"type": 4, "name": "minutes", "description": "How long", "min_value": 5, "max_value": 60}]}]},
  {"type": 3, "name": "Add to KPT", "name_localizations": {"ja": "KPTに追加"}}]`

const teaEvent = `{"name": "Tea time", "privacy_level": 2, "entity_type": 2, "channel_id": "300000000000000003",
  "scheduled_start_time": "2026-11-24T07:00:00Z", "scheduled_end_time": "2026-11-24T07:15:00Z", "description": "縁側でお茶",
  "recurrence_rule": {"start": "2026-11-24T07:00:00Z", "frequency": 3, "interval": 1, "by_weekday": [0, 1, 2, 3, 4]}}`

func validRequests() []request {
	return []request{
		{"a V2 board with container, section, separator, buttons and all selects", "POST", room + "/messages", board},
		{"a plain text with nobody mentioned", "POST", room + "/messages", `{"content": "tea", "allowed_mentions": {"parse": []}}`},
		{"mentions of named users only", "POST", room + "/messages", `{"content": "<@1>", "allowed_mentions": {"users": ["1"]}}`},
		{"an integer nonce", "POST", room + "/messages", `{"content": "tea", "nonce": 7}`},
		{"a silent message", "POST", room + "/messages", `{"content": "tea", "flags": 4096}`},
		{"4,000 emoji of content", "POST", room + "/messages", `{"content": "` + repeat("🍵", 4000) + `"}`},
		{"an edit in place", "PATCH", message, `{"components": [{"type": 10, "content": "Lounge: nobody"}], "allowed_mentions": {"parse": []}}`},
		{"a deletion without a body", "DELETE", message, ""},
		{"reading the last message", "GET", room + "/messages?limit=1", ""},
		{"the new pins route", "PUT", room + "/messages/pins/400000000000000004", ""},
		{"a reaction with an encoded emoji", "PUT", message + "/reactions/%F0%9F%8D%B5/@me", ""},
		{"a voice status", "PUT", room + "/voice-status", `{"status": "☕ tea until 16:15"}`},
		{"a voice status taken away", "PUT", room + "/voice-status", `{"status": null}`},
		{"uploading a chime", "POST", guild + "/soundboard-sounds", `{"name": "tea", "sound": "data:audio/ogg;base64,T2dnUw==", "volume": 1, "emoji_name": "🍵"}`},
		{"playing a chime", "POST", room + "/send-soundboard-sound", `{"sound_id": "600000000000000006"}`},
		{"playing a chime of a named server", "POST", room + "/send-soundboard-sound", `{"sound_id": "6", "source_guild_id": "2"}`},
		{"the default sounds", "GET", "/soundboard-default-sounds", ""},
		{"the server's sounds", "GET", guild + "/soundboard-sounds", ""},
		{"one voice state", "GET", guild + "/voice-states/700000000000000007", ""},
		{"our own voice state", "GET", guild + "/voice-states/@me", ""},
		{"a scheduled event on weekdays", "POST", guild + "/scheduled-events", teaEvent},
		{"a scheduled event without a rule", "PATCH", guild + "/scheduled-events/800000000000000008", `{"name": "Tea", "recurrence_rule": null}`},
		{"commands with Japanese names", "PUT", app + guild + "/commands", commands},
		{"global commands", "PUT", app + "/commands", commands},
		{"all commands taken away", "PUT", app + "/commands", "[]"},
		{"reading commands with their localisations", "GET", app + "/commands?with_localizations=true", ""},
		{"a modal of Labels", "POST", callback, modal},
		{"an answer for one member", "POST", callback, `{"type": 4, "data": {"content": "Kept.", "flags": 64, "allowed_mentions": {"parse": []}}}`},
		{"a V2 answer", "POST", callback + "?with_response=true", `{"type": 4, "data": {"flags": 32832, "components": [{"type": 10, "content": "Kept."}]}}`},
		{"a deferred answer", "POST", callback, `{"type": 5, "data": {"flags": 64}}`},
		{"a deferred update", "POST", callback, `{"type": 6}`},
		{"an update of the card pressed", "POST", callback, `{"type": 7, "data": {"components": [{"type": 10, "content": "Next: bo"}]}}`},
		{"autocomplete choices", "POST", callback, `{"type": 8, "data": {"choices": [{"name": "Tokyo", "value": "Asia/Tokyo"}]}}`},
		{"a follow-up", "POST", webhook, `{"content": "later", "flags": 64}`},
		{"an edit of the deferred answer", "PATCH", webhook + "/messages/@original", `{"content": "done"}`},
		{"an edit of a follow-up", "PATCH", webhook + "/messages/400000000000000004", `{"content": "done"}`},
		{"creating a voice room", "POST", guild + "/channels", `{"name": "縁側", "type": 2}`},
		{"asking for the gateway", "GET", "/gateway/bot", ""},
		{"asking who we are", "GET", "/users/@me", ""},
		{"a direct message", "POST", "/users/@me/channels", `{"recipient_id": "700000000000000007"}`},
		{"a member", "GET", guild + "/members/700000000000000007", ""},
	}
}
