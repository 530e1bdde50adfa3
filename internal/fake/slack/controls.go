package slack

// Buttons are the labels of what the member can press on a surface.
func (m *Member) Buttons(on Surface) []string { return m.controls(on, "button") }

// Menus are the names of what the member can choose in on a surface.
func (m *Member) Menus(on Surface) []string { return m.controls(on, "") }

// controls are the names by which find knows the elements of a kind.
func (m *Member) controls(on Surface, kind string) (names []string) {
	m.s.mu.Lock()
	defer m.s.mu.Unlock()
	x := on.stand()
	if m.reaches(x) != nil {
		return nil
	}
	for _, b := range x.blocks {
		if text(b, "type") == "input" {
			continue
		}
		for _, p := range elements(b) {
			e := p.element
			_, chooses := fieldOf(text(e, "type"))
			name := text(inner(e, "text"), "text")
			if kind == "" {
				name = text(inner(e, "placeholder"), "text")
			}
			if (text(e, "type") == kind || kind == "" && chooses) && name != "" {
				names = append(names, name)
			}
		}
	}
	return names
}

// Fields are the names of a modal's fields, by which Submit knows them.
func (m *Member) Fields(form View) (names []string) {
	m.s.mu.Lock()
	defer m.s.mu.Unlock()
	x := form.stand()
	if m.reaches(x) != nil {
		return nil
	}
	for _, b := range x.blocks {
		for _, name := range []string{text(inner(b, "label"), "text"), text(b, "block_id"), text(inner(b, "element"), "action_id")} {
			if name != "" && text(b, "type") == "input" {
				names = append(names, name)
			}
		}
	}
	return names
}
