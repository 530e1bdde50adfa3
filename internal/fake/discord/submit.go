package discord

import (
	"fmt"
	"slices"
	"unicode/utf8"
)

// Submit sends a form with values by custom_id or label: a string, a []string or a bool, as the field wants.
// Fields without a value keep what the bot filled in. Discord's own refusals are in Answer.Err.
func (m *Member) Submit(f Form, values map[string]any) *Answer {
	m.g.s.mu.Lock()
	defer m.g.s.mu.Unlock()
	if f.it == nil {
		return refused(fmt.Errorf("there is no such form"))
	}
	if f.it.member != m {
		return refused(fmt.Errorf("only %s sees that form", f.it.member.Name()))
	}
	used, found := map[string]bool{}, resolved{g: m.g}
	list := []object{}
	for _, c := range parts(f.Components) {
		sent, err := c.submitTop(values, used, &found)
		if err != nil {
			return refused(fmt.Errorf("form %q: %w", f.Title, err))
		}
		list = append(list, sent)
	}
	for name := range values {
		if !used[name] {
			return refused(fmt.Errorf("form %q has no field %q:\n%s", f.Title, name, f.text(m.g.s)))
		}
	}
	data := object{"custom_id": f.CustomID, "components": list}
	found.addTo(data)
	was := m.at
	m.at = f.it.channel
	defer func() { m.at = was }()
	return m.interact(interactionModal, data, f.it.source, f.it)
}

func (c *component) submitTop(values map[string]any, used map[string]bool, found *resolved) (object, error) {
	sent := object{"type": c.Type, "id": c.ID}
	switch {
	case c.Type == typeLabel && c.Component != nil:
		field, err := c.Component.submit(c.Label, values, used, found)
		sent["component"] = field
		return sent, err
	case c.Type == typeRow:
		fields := []object{}
		for i := range c.Components {
			field, err := c.Components[i].submit(c.Components[i].Label, values, used, found)
			if err != nil {
				return nil, err
			}
			fields = append(fields, field)
		}
		sent["components"] = fields
	}
	return sent, nil
}

// submit is a field as Discord sends it back.
func (c *component) submit(label string, values map[string]any, used map[string]bool, found *resolved) (object, error) {
	value, given := values[c.CustomID]
	name := c.CustomID
	if !given {
		value, given = values[label]
		name = label
	}
	if given {
		used[name] = true
	}
	sent := object{"type": c.Type, "id": c.ID, "custom_id": c.CustomID}
	var err error
	switch c.Type {
	case typeTextInput:
		sent["value"], err = c.submitText(value, given)
	case typeCheckbox:
		yes, ok := value.(bool)
		if given && !ok {
			err = fmt.Errorf("wants true or false, got %T", value)
		}
		sent["value"] = yes || !given && c.Default
	case typeRadioGroup:
		var picked []string
		if picked, err = c.submitList(value, given, 1, found); len(picked) > 0 {
			sent["value"] = picked[0]
		} else {
			sent["value"] = nil
		}
	case typeCheckGroup:
		sent["values"], err = c.submitList(value, given, len(c.Options), found)
	case typeFileUpload:
		sent["values"] = []string{}
	default:
		sent["values"], err = c.submitList(value, given, 25, found)
	}
	if err != nil {
		return nil, fmt.Errorf("field %q: %w", label, err)
	}
	return sent, nil
}

func (c *component) submitText(value any, given bool) (string, error) {
	text, ok := value.(string)
	if !given {
		text, ok = c.Value, true
	}
	if !ok {
		return "", fmt.Errorf("wants a text, got %T", value)
	}
	least, most := c.lengths()
	n := utf8.RuneCountInString(text)
	if n == 0 && !c.required() {
		return "", nil
	}
	if n == 0 {
		return "", fmt.Errorf("is required")
	}
	if n < least || n > most {
		return "", fmt.Errorf("is %d long, must be %d to %d", n, least, most)
	}
	return text, nil
}

func (c *component) submitList(value any, given bool, most int, found *resolved) ([]string, error) {
	picked := c.defaults()
	if given {
		switch v := value.(type) {
		case string:
			picked = []string{v}
		case []string:
			picked = slices.Clone(v)
		default:
			return nil, fmt.Errorf("wants a text or a list of them, got %T", value)
		}
	}
	least := 1
	if c.MinValues != nil {
		least = *c.MinValues
	}
	if c.MaxValues != nil {
		most = *c.MaxValues
	} else if c.selects() {
		most = 1
	}
	if !c.required() && len(picked) == 0 {
		least = 0
	}
	if len(picked) < least || len(picked) > most {
		return nil, fmt.Errorf("%d picked, must be %d to %d", len(picked), least, most)
	}
	ids := []string{}
	for _, v := range picked {
		id, err := c.chooseOne(v, found)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// defaults is what the bot has filled in.
func (c *component) defaults() []string {
	var list []string
	for _, o := range c.Options {
		if o.Default {
			list = append(list, o.Value)
		}
	}
	for _, d := range c.Defaults {
		list = append(list, d.ID)
	}
	return list
}
