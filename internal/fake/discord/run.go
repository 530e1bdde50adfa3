package discord

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Run types a slash command, such as "rooms" or "engawa setup", with options by name: string, int, float64,
// bool, *Member, *Channel, *Role (or their names). What Discord's client would not let a person send is
// in Answer.Err at once; otherwise Wait for the bot.
func (m *Member) Run(name string, options map[string]any) *Answer {
	m.g.s.mu.Lock()
	defer m.g.s.mu.Unlock()
	words := strings.Fields(strings.TrimPrefix(name, "/"))
	if len(words) == 0 {
		return refused(fmt.Errorf("no command"))
	}
	if m.gone {
		return refused(fmt.Errorf("%s is not on the server", m.Name()))
	}
	cmd, err := m.command(words[0], commandChat)
	if err != nil {
		return refused(err)
	}
	found := resolved{g: m.g}
	list, err := fillIn(cmd.spec.Options, words[1:], options, &found)
	if err != nil {
		return refused(fmt.Errorf("/%s: %w", strings.Join(words, " "), err))
	}
	data := object{"id": cmd.id, "name": cmd.spec.Name, "type": commandChat}
	if cmd.guild != "" {
		data["guild_id"] = cmd.guild
	}
	if len(list) > 0 {
		data["options"] = list
	}
	found.addTo(data)
	return m.interact(interactionCommand, data, nil, nil)
}

// RunOn picks a message command from a message's menu, by its name or by what the member's client calls it.
func (m *Member) RunOn(name string, msg Message) *Answer {
	m.g.s.mu.Lock()
	defer m.g.s.mu.Unlock()
	x, err := m.sees(msg)
	if err != nil {
		return refused(err)
	}
	was := m.at
	m.at = x.channel
	defer func() { m.at = was }()
	cmd, err := m.command(name, commandMessage)
	if err != nil {
		return refused(err)
	}
	data := object{
		"id": cmd.id, "name": cmd.spec.Name, "type": commandMessage, "target_id": x.id,
		"resolved": object{"messages": object{x.id: x.wire()}},
	}
	if cmd.guild != "" {
		data["guild_id"] = cmd.guild
	}
	return m.interact(interactionCommand, data, nil, nil)
}

type registered struct {
	*command
	guild string
}

// command is a registered one that the member may use where they type, the guild's own first.
func (m *Member) command(name string, kind int) (registered, error) {
	shown := "/" + name
	if kind == commandMessage {
		shown = strconv.Quote(name)
	}
	at := m.whereabouts()
	if at == nil {
		return registered{}, fmt.Errorf("the guild has no channel to type in")
	}
	for _, set := range []*commandSet{&m.g.commands, &m.g.s.world.commands} {
		cmd := set.seen(name, kind, m.locale)
		if cmd == nil || at.chat.with != nil && (set.guild != "" || !cmd.spec.private()) {
			continue
		}
		if need, ok := cmd.spec.permissions(); ok && !m.has(need) {
			return registered{}, fmt.Errorf("%s: %s has not the right to use it", shown, m.Name())
		}
		return registered{cmd, set.guild}, nil
	}
	return registered{}, fmt.Errorf("%s: no such command is registered", shown)
}

// seen is the command that somebody with this locale means by name.
func (set *commandSet) seen(name string, kind int, locale string) *command {
	for _, x := range set.list {
		if x.spec.Type == kind && (x.spec.Name == name || x.spec.Names[locale] == name) {
			return x
		}
	}
	return nil
}

// private says whether the command can be used in the bot's direct messages.
func (x *commandSpec) private() bool {
	return x.Contexts == nil || slices.Contains(x.Contexts, contextDM)
}

// fillIn makes the options of an interaction, as Discord's client would.
func fillIn(spec []option, path []string, values map[string]any, found *resolved) ([]object, error) {
	nested := len(spec) > 0 && spec[0].Type <= optionGroup
	if len(path) > 0 || nested {
		if len(path) == 0 {
			return nil, fmt.Errorf("needs a subcommand")
		}
		at := slices.IndexFunc(spec, func(o option) bool { return o.Type <= optionGroup && o.Name == path[0] })
		if at < 0 {
			return nil, fmt.Errorf("no subcommand %q", path[0])
		}
		inner, err := fillIn(spec[at].Options, path[1:], values, found)
		if err != nil {
			return nil, err
		}
		o := object{"name": path[0], "type": spec[at].Type}
		if len(inner) > 0 {
			o["options"] = inner
		}
		return []object{o}, nil
	}
	for name := range values {
		if !slices.ContainsFunc(spec, func(o option) bool { return o.Name == name }) {
			return nil, fmt.Errorf("no option %q", name)
		}
	}
	var list []object
	for i := range spec {
		value, given := values[spec[i].Name]
		if !given {
			if spec[i].Required {
				return nil, fmt.Errorf("option %q is required", spec[i].Name)
			}
			continue
		}
		sent, err := spec[i].fill(value, found)
		if err != nil {
			return nil, fmt.Errorf("option %q: %w", spec[i].Name, err)
		}
		list = append(list, object{"name": spec[i].Name, "type": spec[i].Type, "value": sent})
	}
	return list, nil
}

// fill is the value as it is sent, or why a person could not enter it.
func (o *option) fill(value any, found *resolved) (any, error) {
	switch o.Type {
	case optionString:
		text, ok := value.(string)
		if !ok {
			return nil, fmt.Errorf("wants a text, got %T", value)
		}
		return o.fillText(text)
	case optionInteger, optionNumber:
		return o.fillNumber(value)
	case optionBoolean:
		if _, ok := value.(bool); !ok {
			return nil, fmt.Errorf("wants true or false, got %T", value)
		}
		return value, nil
	case optionUser, optionChannel, optionRole, optionMentionable:
		return found.pick(value, o.kinds(), o.ChannelTypes)
	}
	return nil, fmt.Errorf("option type %d cannot be filled in here", o.Type)
}

func (o *option) kinds() []string {
	switch o.Type {
	case optionUser:
		return []string{"users"}
	case optionChannel:
		return []string{"channels"}
	case optionRole:
		return []string{"roles"}
	}
	return []string{"users", "roles"}
}

func (o *option) fillText(text string) (any, error) {
	for _, c := range o.Choices {
		if c.Name == text || c.Value == text {
			return c.Value, nil
		}
	}
	if len(o.Choices) > 0 {
		return nil, fmt.Errorf("%q is none of the choices", text)
	}
	least, most := 0, 6000
	if o.MinLength != nil {
		least = *o.MinLength
	}
	if o.MaxLength != nil {
		most = *o.MaxLength
	}
	if n := utf8.RuneCountInString(text); n < least || n > most {
		return nil, fmt.Errorf("is %d long, must be %d to %d", n, least, most)
	}
	return text, nil
}

func (o *option) fillNumber(value any) (any, error) {
	var n float64
	switch v := value.(type) {
	case int:
		n = float64(v)
	case float64:
		n = v
	default:
		return nil, fmt.Errorf("wants a number, got %T", value)
	}
	if o.Type == optionInteger && n != math.Trunc(n) {
		return nil, fmt.Errorf("wants a whole number, got %v", n)
	}
	if o.MinValue != nil && n < *o.MinValue || o.MaxValue != nil && n > *o.MaxValue {
		return nil, fmt.Errorf("%v is out of range", n)
	}
	if len(o.Choices) > 0 && !slices.ContainsFunc(o.Choices, func(c pick) bool { return c.Value == n }) {
		return nil, fmt.Errorf("%v is none of the choices", n)
	}
	return n, nil
}
