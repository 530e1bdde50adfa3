package slack

import (
	"fmt"
)

// Submit sends a modal with values by label, block_id or action_id: a string, or a []string where several can
// be chosen; options by text or value, members and channels by name or id. Fields without a value keep what
// they have. What Slack's client would not send is in Answer.Err.
func (m *Member) Submit(form View, values map[string]any) *Answer {
	m.s.mu.Lock()
	defer m.s.mu.Unlock()
	x := form.stand()
	if err := m.reaches(x); err != nil {
		return refused(err)
	}
	if x.view.kind() != "modal" || x.view.definition["submit"] == nil {
		return refused(fmt.Errorf("%q cannot be submitted", x.view.title()))
	}
	used := map[string]bool{}
	for _, b := range x.blocks {
		if text(b, "type") != "input" {
			continue
		}
		if err := m.fill(x.surface, b, values, used); err != nil {
			return refused(fmt.Errorf("%q: %w", text(inner(b, "label"), "text"), err))
		}
	}
	for name := range values {
		if !used[name] {
			return refused(fmt.Errorf("there is no field %q", name))
		}
	}
	x.view.errors = nil
	return m.start(&interaction{kind: "view_submission", in: x.view}, object{"view": x.view.wire(), "response_urls": []object{}})
}

// fill enters a value into an input block, and finds whether what stands there can be sent.
func (m *Member) fill(s *surface, block object, values map[string]any, used map[string]bool) error {
	e := inner(block, "element")
	f, ok := fieldOf(text(e, "type"))
	if !ok {
		return fmt.Errorf("a %s cannot be filled in here", text(e, "type"))
	}
	id, action := text(block, "block_id"), text(e, "action_id")
	for _, name := range []string{text(inner(block, "label"), "text"), id, action} {
		value, given := values[name]
		if !given || used[name] {
			continue
		}
		used[name] = true
		texts, err := asList(value)
		if err != nil {
			return err
		}
		entered, err := f.enter(m.s.world, e, texts)
		if err != nil {
			return err
		}
		s.set(id, action, entered)
		break
	}
	optional, _ := block["optional"].(bool)
	if entered := inner(inner(s.state(), id), action); f.empty(entered) && !optional {
		return fmt.Errorf("must be filled in")
	}
	return nil
}

// CloseView closes a modal without sending it; the app hears of it if it asked to.
func (m *Member) CloseView(form View) *Answer {
	m.s.mu.Lock()
	defer m.s.mu.Unlock()
	x := form.stand()
	if err := m.reaches(x); err != nil {
		return refused(err)
	}
	v := x.view
	m.pop(v)
	m.s.changed()
	if notify, _ := v.definition["notify_on_close"].(bool); !notify {
		return refused(nil)
	}
	return m.start(&interaction{kind: "view_closed", in: v}, object{"view": v.wire(), "is_cleared": false})
}
