package discord

// Menu is a select of a message: what it is called, and what can be chosen in it, where
// that is a list of its own.
type Menu struct {
	Name    string
	Options []string
}

// Buttons are the labels of a message's buttons that can be pressed.
func (m Message) Buttons() (labels []string) {
	walk(parts(m.Components), "", func(_ string, c *component) {
		if c.Type == typeButton && c.Style != styleLink && !c.Disabled && c.Label != "" {
			labels = append(labels, c.Label)
		}
	})
	return labels
}

// Menus are a message's selects that can be chosen in.
func (m Message) Menus() (menus []Menu) {
	walk(parts(m.Components), "", func(_ string, c *component) {
		if !c.selects() || c.Disabled {
			return
		}
		menu := Menu{Name: c.Placeholder}
		if menu.Name == "" {
			menu.Name = c.CustomID
		}
		for _, o := range c.Options {
			menu.Options = append(menu.Options, o.Label)
		}
		menus = append(menus, menu)
	})
	return menus
}

// Sees tells whether the member can still see a message.
func (m *Member) Sees(msg Message) bool {
	m.g.s.mu.Lock()
	defer m.g.s.mu.Unlock()
	_, err := m.sees(msg)
	return err == nil
}

// Offer is a slash command as a member's client lists it: "kpt start" for one within another.
type Offer struct{ Name, About string }

// Commands are the slash commands that are registered.
func (m *Member) Commands() (list []Offer) {
	m.g.s.mu.Lock()
	defer m.g.s.mu.Unlock()
	about := func(n named) string {
		if own := n.Descriptions[m.locale]; own != "" {
			return own
		}
		return n.Description
	}
	for _, set := range []*commandSet{&m.g.commands, &m.g.s.world.commands} {
		for _, c := range set.list {
			if c.spec.Type != commandChat {
				continue
			}
			within := 0
			for _, o := range c.spec.Options {
				if o.Type == optionSubcommand {
					within++
					list = append(list, Offer{c.spec.Name + " " + o.Name, about(o.named)})
				}
			}
			if within == 0 {
				list = append(list, Offer{c.spec.Name, about(c.spec.named)})
			}
		}
	}
	return list
}

// Fields are the names of a form's fields, by which Submit knows them.
func (f Form) Fields() (names []string) {
	walk(parts(f.Components), "", func(_ string, c *component) {
		for _, name := range []string{c.CustomID, c.Label} {
			if name != "" {
				names = append(names, name)
			}
		}
	})
	return names
}
