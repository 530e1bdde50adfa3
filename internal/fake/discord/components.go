package discord

import (
	"encoding/json"
	"fmt"
)

// Component types of messages and modals; the values are Discord's.
const (
	typeRow           = 1
	typeButton        = 2
	typeStringSelect  = 3
	typeTextInput     = 4
	typeUserSelect    = 5
	typeRoleSelect    = 6
	typeMentionSelect = 7
	typeChannelSelect = 8
	typeSection       = 9
	typeText          = 10
	typeThumbnail     = 11
	typeGallery       = 12
	typeFile          = 13
	typeSeparator     = 14
	typeContainer     = 17
	typeLabel         = 18
	typeFileUpload    = 19
	typeRadioGroup    = 21
	typeCheckGroup    = 22
	typeCheckbox      = 23

	styleLink    = 5
	stylePremium = 6
)

// component is any component; which parts count depends on its type.
type component struct {
	Type       int         `json:"type"`
	ID         int         `json:"id"`
	CustomID   string      `json:"custom_id"`
	Content    string      `json:"content"`
	Components []component `json:"components"`
	Accessory  *component  `json:"accessory"`
	Component  *component  `json:"component"`
	caption
	picker
	typing
}

// caption is what a component says of itself.
type caption struct {
	Label       string        `json:"label"`
	Description string        `json:"description"`
	Placeholder string        `json:"placeholder"`
	URL         string        `json:"url"`
	Divider     *bool         `json:"divider"`
	Emoji       *emoji        `json:"emoji"`
	File        media         `json:"file"`
	Items       []galleryItem `json:"items"` // of a gallery
}

// galleryItem is a picture of a gallery.
type galleryItem struct {
	Media       media  `json:"media"`
	Description string `json:"description"`
}

// media is a file that a component shows.
type media struct {
	URL string `json:"url"`
}

type emoji struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// picker is what can be picked from.
type picker struct {
	Options      []choice `json:"options"`
	MinValues    *int     `json:"min_values"`
	MaxValues    *int     `json:"max_values"`
	Required     *bool    `json:"required"`
	Disabled     bool     `json:"disabled"`
	ChannelTypes []int    `json:"channel_types"`
	Default      bool     `json:"default"`
	Defaults     []struct {
		ID   string `json:"id"`
		Type string `json:"type"`
	} `json:"default_values"`
}

// typing is what a text input asks for, and a button's style.
type typing struct {
	Style     int    `json:"style"`
	Value     string `json:"value"`
	MinLength *int   `json:"min_length"`
	MaxLength *int   `json:"max_length"`
}

// choice is an option of a select, a radio group or a checkbox group.
type choice struct {
	Label       string `json:"label"`
	Value       string `json:"value"`
	Description string `json:"description"`
	Default     bool   `json:"default"`
}

func (c *component) selects() bool {
	switch c.Type {
	case typeStringSelect, typeUserSelect, typeRoleSelect, typeMentionSelect, typeChannelSelect:
		return true
	}
	return false
}

func (c *component) required() bool { return c.Required == nil || *c.Required }

// walk visits each component, parents first, with its path.
func walk(list []component, path string, visit func(path string, c *component)) {
	for i := range list {
		c, at := &list[i], fmt.Sprintf("%s.%d", path, i)
		visit(at, c)
		walk(c.Components, at+".components", visit)
		if c.Accessory != nil {
			visit(at+".accessory", c.Accessory)
		}
		if c.Component != nil {
			visit(at+".component", c.Component)
		}
	}
}

// parts reads components that this package has already judged.
func parts(raw json.RawMessage) []component {
	var list []component
	_ = json.Unmarshal(raw, &list)
	return list
}

// complete gives every component an id and what Discord fills in by itself, so that they can be sent back.
// Fields that are null are left out.
func complete(raw json.RawMessage) json.RawMessage {
	var list []object
	if json.Unmarshal(raw, &list) != nil || list == nil {
		return json.RawMessage("[]")
	}
	next := 0
	for _, c := range list {
		completeOne(c, &next)
	}
	return mustJSON(list)
}

func completeOne(c object, next *int) {
	for k, v := range c {
		if v == nil {
			delete(c, k)
		}
	}
	*next++
	if id, ok := c["id"].(float64); !ok || id == 0 {
		c["id"] = *next
	}
	for k, v := range filledIn(c["type"]) {
		if _, given := c[k]; !given {
			c[k] = v
		}
	}
	inner, _ := c["components"].([]any)
	for _, name := range []string{"accessory", "component"} {
		inner = append(inner, c[name])
	}
	for _, x := range inner {
		if o, ok := x.(object); ok {
			completeOne(o, next)
		}
	}
}

// filledIn are the fields that an answer always has, by component type.
func filledIn(kind any) object {
	n, _ := kind.(float64)
	switch int(n) {
	case typeContainer:
		return object{"accent_color": nil, "spoiler": false}
	case typeSeparator:
		return object{"spacing": 1, "divider": true}
	case typeThumbnail:
		return object{"description": nil, "spoiler": false}
	case typeFile:
		return object{"spoiler": false}
	case typeStringSelect, typeUserSelect, typeRoleSelect, typeMentionSelect, typeChannelSelect:
		return object{"min_values": 1, "max_values": 1}
	}
	return nil
}
