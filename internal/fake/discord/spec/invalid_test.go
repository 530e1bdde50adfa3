package spec_test

// refusal is a request that must be refused, and what the error must say.
type refusal struct {
	request
	says string
}

func invalidRequests() []refusal {
	post := room + "/messages"
	sounds, events, sheet := guild+"/soundboard-sounds", guild+"/scheduled-events", app+guild+"/commands"
	return []refusal{
		{request{"a misspelt field", "POST", post, `{"contents": "tea"}`}, `"contents" is unsupported`},
		{request{"a stray field inside allowed_mentions", "POST", post, `{"content": "x", "allowed_mentions": {"parse": [], "everyone": false}}`}, `body.allowed_mentions: property "everyone" is unsupported`},
		{request{"a mention kind that does not exist", "POST", post, `{"content": "x", "allowed_mentions": {"parse": ["here"]}}`}, `body.allowed_mentions.parse[0]: value is not one of`},
		{request{"users to mention as numbers", "POST", post, `{"content": "x", "allowed_mentions": {"users": [1]}}`}, `body.allowed_mentions.users[0]: value must be a string`},
		{request{"a nonce of 26 characters", "POST", post, `{"content": "x", "nonce": "abcdefghijklmnopqrstuvwxyz"}`}, `body.nonce: maximum string length is 25`},
		{request{"a fractional nonce", "POST", post, `{"content": "x", "nonce": 1.5}`}, `body.nonce: value must be an integer`},
		{request{"content of 4,001 characters", "POST", post, `{"content": "` + repeat("🍵", 4001) + `"}`}, `body.content: maximum string length is 4000 (got 4001 characters)`},
		{request{"flags as a text", "POST", post, `{"content": "x", "flags": "64"}`}, `body.flags: value must be`},
		{request{"11 embeds", "POST", post, `{"embeds": [{},{},{},{},{},{},{},{},{},{},{}]}`}, `body.embeds: maximum number of items is 10`},
		{request{"an unknown component type", "POST", post, `{"components": [{"type": 99}]}`}, `body.components[0]: type 99 is not permitted here`},
		{request{"a component without a type", "POST", post, `{"components": [{"content": "x"}]}`}, `body.components[0].type: property "type" is missing`},
		{request{"a Label outside a modal", "POST", post, `{"components": [{"type": 18, "label": "x"}]}`}, `body.components[0]: type 18 is not permitted here`},
		{request{"a button outside a row", "POST", post, `{"components": [{"type": 2, "style": 1, "custom_id": "a"}]}`}, `body.components[0]: type 2 is not permitted here`},
		{request{"a container in a container", "POST", post, `{"components": [{"type": 17, "components": [{"type": 17, "components": []}]}]}`}, `body.components[0].components[0]: type 17 is not permitted here`},
		{request{"a row of six buttons", "POST", post, row(6, "")}, `body.components[0].components: maximum number of items is 5`},
		{request{"a button label of 81 characters", "POST", post, row(1, repeat("l", 81))}, `body.components[0].components[0].label: maximum string length is 80`},
		{request{"a custom_id of 101 characters", "POST", post, `{"components": [{"type": 1, "components": [{"type": 2, "style": 1, "custom_id": "` + repeat("c", 101) + `"}]}]}`}, `components[0].custom_id: maximum string length is 100`},
		{request{"a button style that does not exist", "POST", post, `{"components": [{"type": 1, "components": [{"type": 2, "style": 9, "custom_id": "a"}]}]}`}, `.components[0].style: value is not one of the allowed values [1,2,3,4,5,6] (got 9)`},
		{request{"a section without an accessory", "POST", post, `{"components": [{"type": 17, "components": [{"type": 9, "components": [{"type": 10, "content": "x"}]}]}]}`}, `components[0].components[0].accessory: property "accessory" is missing`},
		{request{"a select as accessory", "POST", post, `{"components": [{"type": 9, "components": [{"type": 10, "content": "x"}], "accessory": {"type": 5, "custom_id": "a"}}]}`}, `components[0].accessory: type 5 is not permitted here`},
		{request{"an empty text display", "POST", post, `{"components": [{"type": 10, "content": ""}]}`}, `components[0].content: minimum string length is 1`},
		{request{"a misspelt field in a text display", "POST", post, `{"components": [{"type": 10, "content": "x", "colour": 1}]}`}, `components[0]: property "colour" is unsupported`},
		{request{"a select with 26 options", "POST", post, options(26)}, `components[0].options: maximum number of items is 25`},
		{request{"an edit that carries its message's id", "PATCH", message, `{"id": "4", "content": "x"}`}, `property "id" is unsupported`},
		{request{"a voice status of 501 characters", "PUT", room + "/voice-status", `{"status": "` + repeat("s", 501) + `"}`}, `body.status: maximum string length is 500`},
		{request{"a misspelt voice status", "PUT", room + "/voice-status", `{"state": "x"}`}, `"state" is unsupported`},
		{request{"a sound's name of one character", "POST", sounds, `{"name": "t", "sound": "data:audio/ogg;base64,T2dnUw=="}`}, `body.name: minimum string length is 2`},
		{request{"a sound louder than 1", "POST", sounds, `{"name": "tea", "sound": "x", "volume": 1.1}`}, `body.volume: number must be at most 1 (got 1.1)`},
		{request{"a sound without its data", "POST", sounds, `{"name": "tea"}`}, `body.sound: property "sound" is missing`},
		{request{"playing no sound", "POST", room + "/send-soundboard-sound", `{}`}, `body.sound_id: property "sound_id" is missing`},
		{request{"an event without a privacy level", "POST", events, `{"name": "Tea", "entity_type": 2, "scheduled_start_time": "2026-11-24T07:00:00Z"}`}, `body.privacy_level: property "privacy_level" is missing`},
		{request{"an event that starts at no date-time", "POST", events, `{"name": "Tea", "privacy_level": 2, "entity_type": 2, "scheduled_start_time": "16:00"}`}, `body.scheduled_start_time: string doesn't match the format "date-time"`},
		{request{"a rule with an eighth weekday", "POST", events, replace(teaEvent, "[0, 1, 2, 3, 4]", "[7]")}, `body.recurrence_rule.by_weekday[0]: value is not one of`},
		{request{"a rule that names a weekday twice", "POST", events, replace(teaEvent, "[0, 1, 2, 3, 4]", "[1, 1]")}, `body.recurrence_rule.by_weekday: duplicate items found`},
		{request{"a rule without a frequency", "POST", events, replace(teaEvent, `"frequency": 3,`, "")}, `body.recurrence_rule.frequency: property "frequency" is missing`},
		{request{"a command's name of 33 characters", "PUT", sheet, `[{"name": "` + repeat("n", 33) + `", "description": "d"}]`}, `body[0].name: maximum string length is 32`},
		{request{"a command's description of 101 characters", "PUT", sheet, `[{"name": "n", "description": "` + repeat("d", 101) + `"}]`}, `body[0].description: maximum string length is 100`},
		{request{"an empty localised name", "PUT", sheet, `[{"name": "n", "description": "d", "name_localizations": {"ja": ""}}]`}, `body[0].name_localizations.ja: minimum string length is 1`},
		{request{"an option without a description", "PUT", sheet, `[{"name": "n", "description": "d", "options": [{"type": 3, "name": "o"}]}]`}, `body[0].options[0].description: property "description" is missing`},
		{request{"an option type that does not exist", "PUT", sheet, `[{"name": "n", "description": "d", "options": [{"type": 12, "name": "o", "description": "d"}]}]`}, `body[0].options[0]: type 12 is not permitted here`},
		{request{"a modal's title of 46 characters", "POST", callback, replace(modal, "Set up the veranda", repeat("t", 46))}, `body.data.title: maximum string length is 45`},
		{request{"a Label of 46 characters", "POST", callback, replace(modal, `"Language"`, `"`+repeat("l", 46)+`"`)}, `body.data.components[1].label: maximum string length is 45`},
		{request{"a radio group of one", "POST", callback, replace(modal, `, {"label": "English", "value": "en"}`, "")}, `body.data.components[1].component.options: minimum number of items is 2`},
		{request{"a text input above 4,000", "POST", callback, replace(modal, `"max_length": 4000`, `"max_length": 4001`)}, `body.data.components[0].component.max_length: number must be at most 4000 (got 4001)`},
		{request{"a button in a Label", "POST", callback, replace(modal, `"type": 23`, `"type": 2`)}, `body.data.components[4].component: type 2 is not permitted here`},
		{request{"an interaction answer of no kind", "POST", callback, `{"type": 2}`}, `body: type 2 is not permitted here`},
		{request{"a stray nonce in an interaction's answer", "POST", callback, `{"type": 4, "data": {"content": "x", "nonce": "a"}}`}, `body.data: property "nonce" is unsupported`},
		{request{"content of 2,001 characters in a webhook's edit", "PATCH", webhook + "/messages/@original", `{"content": "` + repeat("x", 2001) + `"}`}, `body.content: maximum string length is`},
		{request{"a channel id that is no number", "POST", "/channels/lounge/messages", `{"content": "x"}`}, `path parameter channel_id: string doesn't match`},
		{request{"more messages than a page has", "GET", post + "?limit=101", ""}, `query parameter limit: number must be at most 100`},
		{request{"a misspelt query parameter", "POST", callback + "?with_respones=true", `{"type": 6}`}, `query parameter "with_respones" is unknown`},
		{request{"a room's position below 0", "PATCH", room, `{"name": "lounge", "position": -1}`}, `body.position: number must be at least 0 (got -1)`},
		{request{"a path that does not exist", "POST", room + "/mesages", `{"content": "x"}`}, `POST /api/v10/channels/300000000000000003/mesages: no matching operation`},
		{request{"a method that the path does not have", "PUT", post, `{"content": "x"}`}, `method not allowed`},
		{request{"a message without a body", "POST", post, ""}, `body is missing`},
		{request{"a body where none belongs", "DELETE", message, `{}`}, `body is not allowed`},
		{request{"a body that is not JSON", "POST", post, `{"content": `}, `body is not JSON: unexpected end`},
		{request{"a list for a message", "POST", post, `[]`}, `body: value must be an object`},
		{request{"a member that is null", "POST", room + "/send-soundboard-sound", `{"sound_id": null}`}, `body.sound_id: Value is not nullable`},
	}
}
