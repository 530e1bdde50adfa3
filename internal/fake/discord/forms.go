package discord

import (
	"encoding/json"
)

const (
	formMost  = 5
	titleMost = 45
)

// Form is a modal that opened for a member.
type Form struct {
	Title, CustomID string
	Components      json.RawMessage
	it              *interaction
}

// formData is a modal as the bot sends it.
type formData struct {
	Title    string          `json:"title"`
	CustomID string          `json:"custom_id"`
	Raw      json.RawMessage `json:"components"`
}

// judge finds what Discord refuses in a modal. Source: Discord's documentation, "Component Reference".
func (f *formData) judge() error {
	var p problems
	p.length("title", f.Title, 1, titleMost)
	p.length("custom_id", f.CustomID, 1, customIDMost)
	var list []component
	if err := json.Unmarshal(f.Raw, &list); err != nil {
		return invalid("components", "BASE_TYPE_BAD", "%v", err)
	}
	if len(list) < 1 || len(list) > formMost {
		p.add("components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and %d in length.", formMost)
	}
	seen := map[string]bool{}
	for i := range list {
		judgeTop(&p, itemPath("components", i, ""), &list[i])
	}
	walk(list, "components", func(path string, c *component) { judgeID(&p, path, c, seen) })
	return p.err()
}

// judgeTop judges a modal's label, text, or row of one text input (the older shape).
func judgeTop(p *problems, path string, c *component) {
	switch c.Type {
	case typeText:
		judgeText(p, path, c)
	case typeRow:
		judgeChildren(p, path, c, 1, 1, typeTextInput)
		for i := range c.Components {
			at := itemPath(path+".components", i, "")
			p.length(at+".label", c.Components[i].Label, 1, 45)
			judgeInput(p, at, &c.Components[i])
		}
	case typeLabel:
		p.length(path+".label", c.Label, 1, 45)
		p.length(path+".description", c.Description, 0, 100)
		if c.Component == nil {
			p.add(path+".component", "BASE_TYPE_REQUIRED", "This field is required")
			return
		}
		judgeField(p, path+".component", c.Component)
	default:
		p.add(path+".type", "UNION_TYPE_CHOICES", "Component type %d cannot be at a modal's top.", c.Type)
	}
}

func judgeField(p *problems, path string, c *component) {
	switch c.Type {
	case typeTextInput:
		if c.Label != "" {
			p.add(path+".label", "TEXT_INPUT_LABEL_IN_LABEL", "A text input inside a label has no label of its own.")
		}
		judgeInput(p, path, c)
	case typeStringSelect:
		judgeOptions(p, path, c, 1, 25)
		judgeFieldSelect(p, path, c)
	case typeUserSelect, typeRoleSelect, typeMentionSelect, typeChannelSelect:
		judgeFieldSelect(p, path, c)
	case typeRadioGroup:
		judgeOptions(p, path, c, 2, 10)
		defaults := 0
		for _, o := range c.Options {
			if o.Default {
				defaults++
			}
		}
		if defaults > 1 {
			p.add(path+".options", "RADIO_GROUP_DEFAULTS", "Only one option can be the default.")
		}
	case typeCheckGroup:
		judgeOptions(p, path, c, 1, 10)
	case typeCheckbox, typeFileUpload:
	default:
		p.add(path+".type", "UNION_TYPE_CHOICES", "Component type %d cannot be in a label.", c.Type)
	}
}

func judgeFieldSelect(p *problems, path string, c *component) {
	judgeSelect(p, path, c)
	if c.Disabled {
		p.add(path+".disabled", "SELECT_DISABLED_IN_MODAL", "A select in a modal cannot be disabled.")
	}
	if least, _ := c.bounds(); least == 0 && c.required() {
		p.add(path+".min_values", "SELECT_REQUIRED_WITHOUT_VALUES", "A required select needs min_values of 1 or more.")
	}
}

func judgeInput(p *problems, path string, c *component) {
	if c.Style != 1 && c.Style != 2 {
		p.add(path+".style", "BASE_TYPE_CHOICES", "Value must be one of {1, 2}.")
	}
	least, most := c.lengths()
	if least < 0 || most < 1 || most > textMost || least > most {
		p.add(path+".min_length", "BASE_TYPE_BAD_RANGE", "min_length %d and max_length %d do not fit.", least, most)
	}
	p.length(path+".value", c.Value, 0, max(0, min(most, textMost)))
	p.length(path+".placeholder", c.Placeholder, 0, 100)
}

// lengths is how long a text input's text may be.
func (c *component) lengths() (least, most int) {
	most = textMost
	if c.MinLength != nil {
		least = *c.MinLength
	}
	if c.MaxLength != nil {
		most = *c.MaxLength
	}
	return least, most
}
