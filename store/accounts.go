package store

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// Format 5 says in the values on which platform an account, a message or a channel
// is. Until then there were two platforms, and one was told from the other by the
// first letter of an id. That is read here, once, and nowhere else.

// The platforms of before, by the names that owed things had them under.
const (
	numbered = "discord" // ids are numbers
	lettered = "slack"   // ids begin with a capital letter
)

func platformOf(id string) string {
	if id != "" && id[0] >= 'A' && id[0] <= 'Z' {
		return lettered
	}
	return numbered
}

// accounts is the step, by table. What has the new shape already stays.
func accounts() map[string]func(row) (row, error) {
	return map[string]func(row) (row, error){
		"people": ofPerson, "teams": ofTeam, "posted": placed("channel"), "shown": placed("place"),
		"shut": ofShut, "looked": ofLook,
	}
}

// ofPerson gives a row of people its accounts: its own, which is its key, and the
// one that was linked with it.
func ofPerson(r row) (row, error) {
	return r.change(func(v map[string]json.RawMessage) {
		if v["accounts"] != nil {
			return
		}
		parts := Key(r.key).Parts()
		own := parts[len(parts)-1]
		all := map[string]string{platformOf(own): own}
		if other := textOf(v["slack"]); other != "" {
			all[lettered] = other
			v["also"] = jsonOf([]string{other})
		}
		delete(v, "slack")
		v["accounts"] = jsonOf(all)
	})
}

// ofTeam says where a team is at home, and where it reads besides; and that whoever it
// wrote of has a bare id.
func ofTeam(r row) (row, error) {
	return r.change(func(v map[string]json.RawMessage) {
		if v["home"] != nil {
			return
		}
		v["home"], v["bare"] = jsonOf(numbered), jsonOf([]string{numbered, lettered})
		var places map[string]json.RawMessage
		if json.Unmarshal(v["slack"], &places) == nil && len(places) > 0 {
			places["on"] = jsonOf(lettered)
			v["elsewhere"] = jsonOf([]any{places})
		}
		delete(v, "slack")
	})
}

// placed says of a message or a display on which platform it is, by the channel.
func placed(field string) func(row) (row, error) {
	return func(r row) (row, error) {
		return r.change(func(v map[string]json.RawMessage) {
			if place := textOf(v[field]); place != "" && v["face"] == nil {
				v["face"] = jsonOf(platformOf(place))
			}
		})
	}
}

// ofShut says which platform was closed: there was one that could be.
func ofShut(r row) (row, error) {
	return r.change(func(v map[string]json.RawMessage) {
		if v["on"] == nil {
			v["on"] = jsonOf(lettered)
		}
	})
}

// ofLook says in whose channel it was looked.
func ofLook(r row) (row, error) {
	if !strings.Contains(r.key, "/") {
		r.key += "/" + lettered
	}
	return r, nil
}

// row is a value of a table, without its checksum.
type row struct {
	key  string
	json []byte
}

// change is the row with other fields.
func (r row) change(fn func(map[string]json.RawMessage)) (row, error) {
	var v map[string]json.RawMessage
	if err := json.Unmarshal(r.json, &v); err != nil {
		return r, err
	}
	before := slices.Sorted(maps.Keys(v))
	fn(v)
	if slices.Equal(before, slices.Sorted(maps.Keys(v))) {
		return r, nil
	}
	out, err := json.Marshal(v)
	return row{r.key, out}, err
}

func textOf(raw json.RawMessage) (text string) {
	_ = json.Unmarshal(raw, &text) // what is no text is none
	return text
}

// jsonOf is for what always has a JSON: texts, lists and maps of them.
func jsonOf(v any) json.RawMessage {
	raw, err := json.Marshal(v)
	if err != nil {
		panic("store: " + err.Error())
	}
	return raw
}
