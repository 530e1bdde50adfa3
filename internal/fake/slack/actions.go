package slack

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Surface is where a member can press and choose: a Message or a View.
type Surface interface{ stand() stand }

// stand is the living thing behind a Surface.
type stand struct {
	*surface
	message *message
	view    *view
}

func (m Message) stand() stand {
	if m.live == nil {
		return stand{}
	}
	return stand{&m.live.surface, m.live, nil}
}

func (v View) stand() stand {
	if v.live == nil {
		return stand{}
	}
	return stand{&v.live.surface, nil, v.live}
}

// Run types a slash command, such as "/keep", with the text behind it.
func (m *Member) Run(command, text string) *Answer {
	m.s.mu.Lock()
	defer m.s.mu.Unlock()
	command = "/" + strings.TrimPrefix(command, "/")
	if slices.Contains(Kept(), command) {
		return refused(fmt.Errorf("%s is a command of Slack's own", command))
	}
	if !goes(m.s.opts.App.Commands, command) {
		return refused(fmt.Errorf("%s is not a valid command", command))
	}
	at := m.whereabouts()
	if err := at.admits(m); err != nil {
		return refused(err)
	}
	name := at.name
	if at.kind == direct {
		name = "directmessage"
	}
	return m.start(&interaction{kind: "command", channel: at}, object{
		"command": command, "text": text, "channel_id": at.id, "channel_name": name,
		"user_id": m.id, "user_name": m.handle(),
	})
}

// Shortcut picks a global shortcut, by its name or callback id.
func (m *Member) Shortcut(name string) *Answer {
	m.s.mu.Lock()
	defer m.s.mu.Unlock()
	callbackID := cmp.Or(m.s.opts.App.ShortcutNames[name], name)
	if !goes(m.s.opts.App.GlobalShortcuts, callbackID) {
		return refused(fmt.Errorf("there is no global shortcut %q", callbackID))
	}
	return m.start(&interaction{kind: "shortcut"}, object{"callback_id": callbackID, "action_ts": m.s.world.ids.stamp()})
}

// ShortcutOn picks a shortcut from a message's menu, by its name or callback id.
func (m *Member) ShortcutOn(name string, on Message) *Answer {
	m.s.mu.Lock()
	defer m.s.mu.Unlock()
	callbackID := cmp.Or(m.s.opts.App.ShortcutNames[name], name)
	if !goes(m.s.opts.App.MessageShortcuts, callbackID) {
		return refused(fmt.Errorf("there is no message shortcut %q", callbackID))
	}
	x := on.stand()
	if err := m.reaches(x); err != nil {
		return refused(err)
	}
	ch := x.message.channel
	return m.start(&interaction{kind: "message_action", channel: ch, source: x.message}, object{
		"callback_id": callbackID, "action_ts": m.s.world.ids.stamp(), "message_ts": x.message.ts,
		"message": x.message.wire(false), "channel": object{"id": ch.id, "name": ch.name},
	})
}

// OpenHome looks at the app's home tab, of which the app is told in an event.
func (m *Member) OpenHome() *Answer {
	m.s.mu.Lock()
	defer m.s.mu.Unlock()
	o := object{"type": "app_home_opened", "user": m.id, "channel": m.s.world.direct(m).id, "tab": "home"}
	if m.screen.home != nil {
		o["view"] = m.screen.home.wire()
	}
	it := &interaction{member: m, kind: "app_home_opened", made: time.Now()}
	m.remember(it)
	if !m.s.eventFor(it, o) {
		return refused(errors.New("the app does not listen to app_home_opened"))
	}
	return &Answer{it: it}
}

// Home is the app's home tab as it was published for the member last.
func (m *Member) Home() View {
	m.s.mu.Lock()
	defer m.s.mu.Unlock()
	return m.screen.home.snapshot()
}

// Modal is the one on top of those the member has open; its ID is empty when there is none.
func (m *Member) Modal() View {
	m.s.mu.Lock()
	defer m.s.mu.Unlock()
	if n := len(m.screen.modals); n > 0 {
		return m.screen.modals[n-1].snapshot()
	}
	return View{}
}

// Press presses a button, named by its label or action_id.
func (m *Member) Press(on Surface, button string) *Answer {
	m.s.mu.Lock()
	defer m.s.mu.Unlock()
	x := on.stand()
	b, e, err := m.find(x, button, "button")
	if err != nil {
		return refused(err)
	}
	action := object{"type": "button", "text": e["text"]}
	if v := text(e, "value"); v != "" {
		action["value"] = v
	}
	return m.act(x, b, e, action)
}

// Choose picks values in a select, radio buttons, checkboxes, a picker or an overflow menu outside of an input
// block, named by its action_id or placeholder: options by text or value, members and channels by name or id.
func (m *Member) Choose(on Surface, menu string, values ...string) *Answer {
	m.s.mu.Lock()
	defer m.s.mu.Unlock()
	x := on.stand()
	b, e, err := m.find(x, menu, "")
	if err != nil {
		return refused(err)
	}
	f, _ := fieldOf(text(e, "type"))
	entered, err := f.enter(m.s.world, e, values)
	if err != nil {
		return refused(fmt.Errorf("%q: %w", menu, err))
	}
	if text(e, "type") != "overflow" {
		x.set(text(b, "block_id"), text(e, "action_id"), entered)
	}
	return m.act(x, b, e, entered)
}

// reaches says why the member cannot use what stands there; nil if they can.
func (m *Member) reaches(x stand) error {
	switch {
	case x.message != nil && x.message.gone:
		return fmt.Errorf("the message is gone")
	case x.message != nil && x.message.only != nil && x.message.only != m:
		return fmt.Errorf("only %s sees that message", x.message.only.name)
	case x.message != nil:
		return x.message.channel.admits(m)
	case x.view == nil:
		return fmt.Errorf("there is no such message or view")
	case x.view.owner != m:
		return fmt.Errorf("only %s sees that view", x.view.owner.name)
	case x.view.gone:
		return fmt.Errorf("the modal is closed")
	}
	return nil
}

// find is the block and the element in it that is meant; of any kind that can be chosen from if kind is empty.
func (m *Member) find(x stand, name, kind string) (block, element object, err error) {
	if err := m.reaches(x); err != nil {
		return nil, nil, err
	}
	for _, b := range x.blocks {
		if text(b, "type") == "input" {
			continue
		}
		for _, p := range elements(b) {
			e := p.element
			_, chooses := fieldOf(text(e, "type"))
			fits := text(e, "type") == kind || kind == "" && chooses
			label := text(inner(e, "text"), "text")
			if kind == "" {
				label = text(inner(e, "placeholder"), "text")
			}
			if fits && (text(e, "action_id") == name || label == name) {
				return b, e, nil
			}
		}
	}
	return nil, nil, fmt.Errorf("there is no %q:\n%s", name, strings.Join(m.s.show(x), "\n"))
}

// act tells the app what was pressed or chosen.
func (m *Member) act(x stand, block, element, action object) *Answer {
	action = copied(action)
	action["action_id"], action["block_id"] = element["action_id"], block["block_id"]
	action["action_ts"] = m.s.world.ids.stamp()
	o := object{"actions": []object{action}, "state": object{"values": x.state()}}
	it := &interaction{kind: "block_actions", source: x.message, in: x.view}
	if x.message != nil {
		ch := x.message.channel
		it.channel = ch
		o["channel"], o["message"] = object{"id": ch.id, "name": ch.name}, x.message.wire(false)
		o["container"] = object{
			"type": "message", "message_ts": x.message.ts, "channel_id": ch.id, "is_ephemeral": x.message.only != nil,
		}
	} else {
		o["view"] = x.view.wire()
		o["container"] = object{"type": "view", "view_id": x.view.id}
	}
	return m.start(it, o)
}

// goes says whether a list that may be nil permits the name.
func goes(names []string, name string) bool { return names == nil || slices.Contains(names, name) }
