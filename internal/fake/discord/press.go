package discord

import (
	"fmt"
	"slices"
)

// Press presses a button of a message, by its label or custom_id. Discord's own refusals are in Answer.Err.
func (m *Member) Press(msg Message, button string) *Answer {
	m.g.s.mu.Lock()
	defer m.g.s.mu.Unlock()
	x, c, err := m.find(msg, button, func(c *component) bool { return c.Type == typeButton })
	if err != nil {
		return refused(err)
	}
	if c.Style == styleLink {
		return refused(fmt.Errorf("button %q is a link", button))
	}
	data := object{"component_type": typeButton, "custom_id": c.CustomID, "id": c.ID}
	return m.interact(interactionComponent, data, x, nil)
}

// Choose picks values in a select of a message, named by its custom_id or placeholder: options by label or
// value; members, channels and roles by name or id.
func (m *Member) Choose(msg Message, menu string, values ...string) *Answer {
	m.g.s.mu.Lock()
	defer m.g.s.mu.Unlock()
	x, c, err := m.find(msg, menu, (*component).selects)
	if err != nil {
		return refused(err)
	}
	found := resolved{g: m.g}
	chosen, err := c.choose(values, &found)
	if err != nil {
		return refused(fmt.Errorf("select %q: %w", menu, err))
	}
	data := object{"component_type": c.Type, "custom_id": c.CustomID, "id": c.ID, "values": chosen}
	found.addTo(data)
	return m.interact(interactionComponent, data, x, nil)
}

// sees is the live message behind msg, if the member can still see it.
func (m *Member) sees(msg Message) (*message, error) {
	x := msg.live
	switch {
	case x == nil:
		return nil, fmt.Errorf("there is no such message")
	case x.gone:
		return nil, fmt.Errorf("the message was deleted")
	case x.channel.g.s.world.channels[x.channel.id] == nil:
		return nil, fmt.Errorf("the message's channel was deleted")
	case x.onlyFor != nil && x.onlyFor != m:
		return nil, fmt.Errorf("only %s sees that message", x.onlyFor.Name())
	case x.channel.g != m.g || m.permissionsIn(x.channel)&viewChannel == 0:
		return nil, fmt.Errorf("%s does not see #%s", m.Name(), x.channel.name)
	}
	return x, nil
}

// find is the live message and the one component in it that is meant by name.
func (m *Member) find(msg Message, name string, fits func(*component) bool) (*message, *component, error) {
	x, err := m.sees(msg)
	if err != nil {
		return nil, nil, err
	}
	var found *component
	walk(parts(x.components), "", func(_ string, c *component) {
		if found == nil && fits(c) && (c.CustomID == name || c.Label == name || c.Placeholder == name && name != "") {
			found = c
		}
	})
	if found == nil {
		return nil, nil, fmt.Errorf("the message has no %q:\n%s", name, x.snapshot().text(m.g.s))
	}
	if found.Disabled {
		return nil, nil, fmt.Errorf("%q is disabled", name)
	}
	return x, found, nil
}

// choose is what a select sends for these values, or why a person could not pick them.
func (c *component) choose(values []string, found *resolved) ([]string, error) {
	least, most := c.bounds()
	if len(values) < least || len(values) > most {
		return nil, fmt.Errorf("%d values picked, must be %d to %d", len(values), least, most)
	}
	chosen := []string{}
	for _, v := range values {
		id, err := c.chooseOne(v, found)
		if err != nil {
			return nil, err
		}
		chosen = append(chosen, id)
	}
	return chosen, nil
}

func (c *component) chooseOne(value string, found *resolved) (string, error) {
	switch c.Type {
	case typeUserSelect:
		return found.pick(value, []string{"users"}, nil)
	case typeRoleSelect:
		return found.pick(value, []string{"roles"}, nil)
	case typeMentionSelect:
		return found.pick(value, []string{"users", "roles"}, nil)
	case typeChannelSelect:
		return found.pick(value, []string{"channels"}, c.ChannelTypes)
	}
	at := slices.IndexFunc(c.Options, func(o choice) bool { return o.Value == value || o.Label == value })
	if at < 0 {
		return "", fmt.Errorf("%q is none of the options", value)
	}
	return c.Options[at].Value, nil
}
