package discord

import (
	"fmt"
	"slices"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
)

// Flags of a message.
const (
	flagEphemeral = 1 << 6
	flagSilent    = 1 << 12
	flagV2        = 1 << 15
)

// Limits of a message. Source: Discord's 'Component Reference'.
const (
	mostComponents  = 40
	mostText        = 4000 // of all text displays together
	mostLabel       = 80
	mostPlaceholder = 150
	mostOption      = 100 // of an option's label, value and description each
	mostOptions     = 25
	mostURL         = 512
	mostPings       = 100
	rowOfButtons    = 5
)

// Types of component.
const (
	typeRow           = 1
	typeButton        = 2
	typeStringSelect  = 3
	typeTextInput     = 4
	typeRoleSelect    = 6
	typeChannelSelect = 8
	typeText          = 10
	typeGallery       = 12
	typeFile          = 13
	typeContainer     = 17
	typeLabel         = 18
	typeRadioGroup    = 21
)

// Styles of button.
const (
	stylePrimary   = 1
	styleSecondary = 2
	styleDanger    = 4
	styleLink      = 5
)

// Types of channel.
const (
	channelText  = 0
	channelNews  = 5
	channelVoice = 2
)

// message is the body that creates a message of Components V2.
type message struct {
	Flags        int             `json:"flags"`
	Components   []any           `json:"components"`
	Attachments  []attachment    `json:"attachments,omitempty"`
	Mentions     allowedMentions `json:"allowed_mentions"`
	Nonce        string          `json:"nonce,omitzero"`
	EnforceNonce bool            `json:"enforce_nonce,omitzero"`
}

// edit is the body that changes a message into m: how it arrives is settled.
func (m message) edit() message {
	m.Flags &= flagV2
	m.Nonce, m.EnforceNonce = "", false
	return m
}

// allowedMentions names who is pinged. An absent one would ping all those named.
type allowedMentions struct {
	Parse []string       `json:"parse"`
	Users []bot.MemberID `json:"users"`
}

type container struct {
	Type       int   `json:"type"`
	ID         int32 `json:"id,omitzero"`
	Accent     int   `json:"accent_color,omitzero"`
	Components []any `json:"components"`
}

type textDisplay struct {
	Type    int    `json:"type"`
	Content string `json:"content"`
}

type row struct {
	Type       int   `json:"type"`
	Components []any `json:"components"`
}

type button struct {
	Type     int    `json:"type"`
	Style    int    `json:"style"`
	Label    string `json:"label"`
	CustomID string `json:"custom_id,omitzero"`
	URL      string `json:"url,omitzero"`
	Disabled bool   `json:"disabled,omitzero"`
}

type selectMenu struct {
	Type         int            `json:"type"`
	CustomID     string         `json:"custom_id"`
	Placeholder  string         `json:"placeholder,omitzero"`
	Min          int            `json:"min_values"`
	Max          int            `json:"max_values"`
	Options      []option       `json:"options,omitzero"`
	Chosen       []defaultValue `json:"default_values,omitzero"`
	ChannelTypes []int          `json:"channel_types,omitzero"`
	Disabled     bool           `json:"disabled,omitzero"`
}

// option is one of a select or of a radio group.
type option struct {
	Label       string `json:"label"`
	Value       string `json:"value"`
	Description string `json:"description,omitzero"`
	Default     bool   `json:"default,omitzero"`
}

type defaultValue struct {
	ID   string `json:"id"`
	Type string `json:"type"`
}

// render draws a card. Its buttons, selects and forms are team's. mark, if not
// zero, becomes the id of the card's container, by which the message can be
// found again; it must not be negative.
//
// Nothing is refused: what is too long is shortened, what is too much is left
// out from the end with an ellipsis below the text, and what cannot be told apart
// from another or does not fit into a custom_id is shown but cannot be pressed.
func render(card bot.Card, team bot.TeamID, mark int32) message {
	box := container{Type: typeContainer, ID: mark, Accent: accent(card.Tone)}
	controls := controls{team: team, taken: map[string]bool{}}
	buttons := card.Buttons[:min(len(card.Buttons), mostButtons)]
	// beside the container and its text there may be a file
	left := mostComponents - 3 - len(buttons) - (len(buttons)+rowOfButtons-1)/rowOfButtons
	selects := card.Selects[:min(len(card.Selects), left/2)]
	if len(buttons) < len(card.Buttons) || len(selects) < len(card.Selects) {
		card.Lines = append(slices.Clip(card.Lines), words.Text{{Text: ellipsis}})
	}
	box.Components = append(box.Components, textDisplay{typeText, prose(card)})
	for _, s := range selects {
		if menu, ok := controls.menu(s); ok {
			box.Components = append(box.Components, row{typeRow, []any{menu}})
		}
	}
	for five := range slices.Chunk(buttons, rowOfButtons) {
		r := row{Type: typeRow}
		for _, b := range five {
			r.Components = append(r.Components, controls.button(b))
		}
		box.Components = append(box.Components, r)
	}
	m := message{Flags: flagV2, Components: []any{box}, Mentions: pings(card.Ping)}
	if card.Silent {
		m.Flags |= flagSilent
	}
	return m
}

// mostButtons is as many as bot.Card may have.
const mostButtons = 20

func accent(tone bot.Tone) int {
	switch tone {
	case bot.Warm:
		return 0xe8a33d
	case bot.Calm:
		return 0x5b8c85
	case bot.Amiss:
		return 0xc8553d
	}
	return 0
}

func pings(who []bot.MemberID) allowedMentions {
	allowed := allowedMentions{Parse: []string{}, Users: []bot.MemberID{}}
	for _, id := range who {
		if snowflake.MatchString(string(id)) && !slices.Contains(allowed.Users, id) && len(allowed.Users) < mostPings {
			allowed.Users = append(allowed.Users, id)
		}
	}
	return allowed
}

// controls draws what can be pressed, keeping custom_ids unique in the message.
type controls struct {
	team  bot.TeamID
	taken map[string]bool
}

// id is the custom_id for a command; dead ones cannot be pressed.
func (c *controls) id(do string, with []string) (id string, dead bool) {
	id, err := packID(do, c.team, with)
	if err != nil || c.taken[id] {
		id, dead = fmt.Sprintf("%s%d", separator, len(c.taken)), true
	}
	c.taken[id] = true
	return id, dead
}

func (c *controls) button(b bot.Button) button {
	drawn := button{Type: typeButton, Style: styleSecondary, Label: label(b.Label, mostLabel)}
	switch b.Look {
	case bot.Main:
		drawn.Style = stylePrimary
	case bot.Danger:
		drawn.Style = styleDanger
	}
	if u, ok := webAddress(b.URL); ok && len(u) <= mostURL {
		drawn.Style, drawn.URL = styleLink, u
		return drawn
	}
	drawn.CustomID, drawn.Disabled = c.id(b.Do, b.With)
	return drawn
}

// menu draws a select; Discord knows none without options.
func (c *controls) menu(s bot.Select) (selectMenu, bool) {
	menu := selectMenu{Placeholder: unmarked(s.Hint, mostPlaceholder), Max: min(max(s.Max, 1), mostOptions)}
	kind := ""
	switch s.Pick {
	case bot.PickRole:
		menu.Type, kind = typeRoleSelect, "role"
	case bot.PickRoom:
		menu.Type, kind, menu.ChannelTypes = typeChannelSelect, "channel", []int{channelVoice}
	case bot.PickText:
		menu.Type, kind, menu.ChannelTypes = typeChannelSelect, "channel", []int{channelText, channelNews}
	default:
		menu.Type, menu.Options = typeStringSelect, options(s.Options, s.Chosen, menu.Max, mostOptions)
		if len(menu.Options) == 0 {
			return menu, false
		}
		menu.Max = min(menu.Max, len(menu.Options))
	}
	menu.Min = min(max(s.Min, 0), menu.Max)
	for _, id := range s.Chosen {
		if kind != "" && snowflake.MatchString(id) && len(menu.Chosen) < menu.Max {
			menu.Chosen = append(menu.Chosen, defaultValue{ID: id, Type: kind})
		}
	}
	menu.CustomID, menu.Disabled = c.id(s.Do, s.With)
	return menu, true
}

// options draws at most most of list and marks those chosen, at most picks. A
// value that Discord cannot carry back as it is, is left out.
func options(list []bot.Option, chosen []string, picks, most int) []option {
	var drawn []option
	for _, o := range list {
		same := func(d option) bool { return d.Value == o.Value }
		if o.Value == "" || units(o.Value) > mostOption || len(drawn) == most || slices.ContainsFunc(drawn, same) {
			continue
		}
		picked := picks > 0 && slices.Contains(chosen, o.Value)
		if picked {
			picks--
		}
		drawn = append(drawn, option{label(o.Label, mostOption), o.Value, unmarked(o.Hint, mostOption), picked})
	}
	return drawn
}

// label is a plain text that must not be empty.
func label(t words.Text, most int) string {
	if s := unmarked(t, most); s != "" {
		return s
	}
	return ellipsis
}
