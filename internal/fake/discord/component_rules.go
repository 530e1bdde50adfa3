package discord

import (
	"slices"
	"strconv"
	"strings"
)

const (
	componentsMost = 40
	textMost       = 4000 // of all text displays of a message together
	buttonsMost    = 5
	customIDMost   = 100
)

// judge finds what Discord refuses in a message's components.
// Source: Discord's documentation, "Component Reference".
func judge(p *problems, list []component, v2 bool) {
	top := []int{typeRow}
	if v2 {
		top = []int{typeRow, typeSection, typeText, typeGallery, typeFile, typeSeparator, typeContainer}
	} else if len(list) > 5 {
		p.add("components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
	}
	for i := range list {
		if !slices.Contains(top, list[i].Type) {
			p.add(itemPath("components", i, "type"), "UNION_TYPE_CHOICES", "Value of field \"type\" must be one of %v.", top)
		}
	}
	seen := map[string]bool{}
	count, text := 0, 0
	walk(list, "components", func(path string, c *component) {
		count++
		text += utf16Length(c.Content)
		judgeID(p, path, c, seen)
		judgeOne(p, path, c)
	})
	if count > componentsMost {
		p.add("components", "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", "The total number of components must be %d or fewer, but is %d.", componentsMost, count)
	}
	if text > textMost {
		p.add("components", "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", "The total text is %d long; at most %d.", text, textMost)
	}
}

func judgeID(p *problems, path string, c *component, seen map[string]bool) {
	interactive := c.selects() || c.Type >= typeFileUpload || c.Type == typeTextInput ||
		c.Type == typeButton && c.Style != styleLink && c.Style != stylePremium
	if !interactive {
		return
	}
	p.length(path+".custom_id", c.CustomID, 1, customIDMost)
	if seen[c.CustomID] {
		p.add(path+".custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
	}
	seen[c.CustomID] = true
}

func judgeOne(p *problems, path string, c *component) {
	switch c.Type {
	case typeRow:
		judgeRow(p, path, c)
	case typeButton:
		judgeButton(p, path, c)
	case typeSection:
		judgeChildren(p, path, c, 1, 3, typeText)
		if c.Accessory == nil || c.Accessory.Type != typeButton && c.Accessory.Type != typeThumbnail {
			p.add(path+".accessory", "BASE_TYPE_REQUIRED", "A section needs a button or a thumbnail.")
		}
	case typeText:
		judgeText(p, path, c)
	case typeContainer:
		judgeChildren(p, path, c, 1, componentsMost, typeRow, typeText, typeSection, typeGallery, typeFile, typeSeparator)
	case typeStringSelect:
		judgeOptions(p, path, c, 1, 25)
		judgeSelect(p, path, c)
	case typeUserSelect, typeRoleSelect, typeMentionSelect, typeChannelSelect:
		judgeSelect(p, path, c)
	case typeThumbnail, typeGallery, typeSeparator, typeFile: // whether the file is there is for judgeFiles
	default:
		p.add(path+".type", "UNION_TYPE_CHOICES", "Component type %d cannot be used in a message.", c.Type)
	}
}

func judgeText(p *problems, path string, c *component) {
	p.length(path+".content", c.Content, 1, textMost)
	if c.Content != "" && strings.TrimSpace(c.Content) == "" {
		p.add(path+".content", "BASE_TYPE_REQUIRED", "This field is required")
	}
}

func judgeRow(p *problems, path string, c *component) {
	judgeChildren(p, path, c, 1, buttonsMost, typeButton, typeStringSelect, typeUserSelect, typeRoleSelect, typeMentionSelect, typeChannelSelect)
	for i := range c.Components {
		if c.Components[i].selects() && len(c.Components) > 1 {
			p.add(path+".components", "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "A select takes the whole row.")
			return
		}
	}
}

func judgeChildren(p *problems, path string, c *component, least, most int, kinds ...int) {
	if n := len(c.Components); n < least || n > most {
		p.add(path+".components", "BASE_TYPE_BAD_LENGTH", "Must be between %d and %d in length.", least, most)
	}
	for i := range c.Components {
		if !slices.Contains(kinds, c.Components[i].Type) {
			p.add(itemPath(path+".components", i, "type"), "UNION_TYPE_CHOICES", "Value of field \"type\" must be one of %v.", kinds)
		}
	}
}

func judgeButton(p *problems, path string, c *component) {
	p.length(path+".label", c.Label, 0, 80)
	if c.Label == "" && c.Emoji == nil && c.Style != stylePremium {
		p.add(path, "BUTTON_COMPONENT_INVALID_LABEL", "A button needs a label or an emoji.")
	}
	switch {
	case c.Style < 1 || c.Style > stylePremium:
		p.add(path+".style", "BASE_TYPE_CHOICES", "Value must be one of {1, 2, 3, 4, 5, 6}.")
	case c.Style == styleLink && c.CustomID != "":
		p.add(path, "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", "A custom id and url cannot both be specified")
	case c.Style == styleLink && !strings.HasPrefix(c.URL, "https://") && !strings.HasPrefix(c.URL, "http://") && !strings.HasPrefix(c.URL, "discord://"):
		p.add(path+".url", "URL_TYPE_INVALID_SCHEME", "Scheme must be one of ('http', 'https', 'discord').")
	case c.Style != styleLink && c.URL != "":
		p.add(path+".url", "BUTTON_COMPONENT_INVALID_URL", "Only a link button has a url.")
	}
}

func judgeSelect(p *problems, path string, c *component) {
	p.length(path+".placeholder", c.Placeholder, 0, 150)
	least, most := c.bounds()
	if least < 0 || most < 1 || most > 25 || least > most {
		p.add(path+".min_values", "BASE_TYPE_BAD_RANGE", "min_values %d and max_values %d do not fit.", least, most)
	}
	if c.Type == typeStringSelect && most > len(c.Options) {
		p.add(path+".max_values", "BASE_TYPE_BAD_RANGE", "max_values %d is more than the %d options.", most, len(c.Options))
	}
}

// bounds is how many values may be picked.
func (c *component) bounds() (least, most int) {
	least, most = 1, 1
	if c.MinValues != nil {
		least = *c.MinValues
	}
	if c.MaxValues != nil {
		most = *c.MaxValues
	}
	return least, most
}

func judgeOptions(p *problems, path string, c *component, least, most int) {
	if n := len(c.Options); n < least || n > most {
		p.add(path+".options", "BASE_TYPE_BAD_LENGTH", "Must be between %d and %d in length.", least, most)
	}
	seen := map[string]bool{}
	for i, o := range c.Options {
		at := itemPath(path+".options", i, "")
		p.length(at+".label", o.Label, 1, 100)
		p.length(at+".value", o.Value, 1, 100)
		p.length(at+".description", o.Description, 0, 100)
		if seen[o.Value] {
			p.add(at+".value", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is already used")
		}
		seen[o.Value] = true
	}
}

// itemPath is the path of a list's item, or of a field in it.
func itemPath(list string, i int, field string) string {
	path := list + "." + strconv.Itoa(i)
	if field != "" {
		path += "." + field
	}
	return path
}
