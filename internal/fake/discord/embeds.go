package discord

import "encoding/json"

// embed is what Text shows of one.
type embed struct {
	Title       string `json:"title"`
	Description string `json:"description"`
	Fields      []struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	} `json:"fields"`
}

func parseEmbeds(raw json.RawMessage) []embed {
	var list []embed
	if len(raw) > 0 {
		_ = json.Unmarshal(raw, &list) // judged when it was sent
	}
	return list
}
