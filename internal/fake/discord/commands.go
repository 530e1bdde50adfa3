package discord

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	createsMost   = 200 // commands a day and guild, or a day for the global ones
	createsWindow = 24 * time.Hour

	commandChat    = 1
	commandMessage = 3
)

// commandSet is the commands of a guild, or the global ones.
type commandSet struct {
	guild   string // empty for the global ones
	list    []*command
	creates []time.Time
}

// command is a registered command: what was sent, completed, and what this package reads of it.
type command struct {
	id, version string
	raw         object
	spec        commandSpec
}

// commandSpec is a command as the bot sends it.
type commandSpec struct {
	named
	Type              int             `json:"type"`
	Options           []option        `json:"options"`
	MemberPermissions json.RawMessage `json:"default_member_permissions"`
	Contexts          []int           `json:"contexts"` // nil: everywhere
}

// named is what commands and options are called and say of themselves.
type named struct {
	Name         string            `json:"name"`
	Names        map[string]string `json:"name_localizations"`
	Description  string            `json:"description"`
	Descriptions map[string]string `json:"description_localizations"`
}

// option is an option of a command, a subcommand or a group.
type option struct {
	named
	Type         int      `json:"type"`
	Required     bool     `json:"required"`
	Autocomplete bool     `json:"autocomplete"`
	Choices      []pick   `json:"choices"`
	Options      []option `json:"options"`
	ChannelTypes []int    `json:"channel_types"`
	MinLength    *int     `json:"min_length"`
	MaxLength    *int     `json:"max_length"`
	optionRange
}

type optionRange struct {
	MinValue *float64 `json:"min_value"`
	MaxValue *float64 `json:"max_value"`
}

// pick is one of the values that an option offers.
type pick struct {
	Name  string            `json:"name"`
	Names map[string]string `json:"name_localizations"`
	Value any               `json:"value"`
}

// commandSet is the one in the path.
func (c *call) commandSet() (*commandSet, error) {
	if c.PathValue("application_id") != c.s.world.bot.ID {
		return nil, errUnknownApplication
	}
	if c.PathValue("guild_id") == "" {
		return &c.s.world.commands, nil
	}
	g := c.s.world.guilds[c.PathValue("guild_id")]
	if g == nil {
		return nil, errMissingAccess
	}
	return &g.commands, nil
}

func (c *call) command() (*commandSet, *command, error) {
	set, err := c.commandSet()
	if err != nil {
		return nil, nil, err
	}
	for _, x := range set.list {
		if x.id == c.PathValue("command_id") {
			return set, x, nil
		}
	}
	return nil, nil, errUnknownCommand
}

func (set *commandSet) find(name string, kind int) *command {
	for _, x := range set.list {
		if x.spec.Name == name && x.spec.Type == kind {
			return x
		}
	}
	return nil
}

// put sets a command, keeping the id of one of the same name and type. It says whether that was a create.
func (set *commandSet) put(c *call, raw object, spec commandSpec) (cmd *command, created bool, err error) {
	old := set.find(spec.Name, spec.Type)
	if old == nil {
		now := time.Now()
		set.creates = slices.DeleteFunc(set.creates, func(t time.Time) bool { return now.Sub(t) >= createsWindow })
		if len(set.creates) >= createsMost {
			return nil, false, errManyCreates
		}
		set.creates = append(set.creates, now)
		old = &command{id: c.s.world.newID()}
		set.list = append(set.list, old)
		created = true
	}
	old.version, old.raw, old.spec = c.s.world.newID(), raw, spec
	return old, created, nil
}

func (c *call) wireCommand(set *commandSet, x *command) object {
	w := object{"type": x.spec.Type, "default_member_permissions": nil}
	for k, v := range x.raw {
		if v != nil {
			w[k] = v
		}
	}
	w["id"], w["application_id"], w["version"] = x.id, c.s.world.bot.ID, x.version
	w["description"] = x.spec.Description
	if set.guild != "" {
		w["guild_id"] = set.guild
	}
	if _, ok := w["contexts"]; !ok {
		w["contexts"] = nil
	}
	if bits, ok := x.spec.permissions(); ok {
		w["default_member_permissions"] = bitsText(bits)
	}
	return w
}

// permissions are those a member needs to see the command; false for none.
func (x *commandSpec) permissions() (uint64, bool) {
	if !present(x.MemberPermissions) {
		return 0, false
	}
	bits, err := strconv.ParseUint(strings.Trim(string(x.MemberPermissions), `"`), 10, 64)
	return bits, err == nil
}

func listCommands(c *call) (any, error) {
	set, err := c.commandSet()
	if err != nil {
		return nil, err
	}
	whole := c.URL.Query().Get("with_localizations") == "true"
	all := []object{}
	for _, x := range set.list {
		w := c.wireCommand(set, x)
		if !whole {
			delete(w, "name_localizations")
			delete(w, "description_localizations")
		}
		all = append(all, w)
	}
	return all, nil
}

func getCommand(c *call) (any, error) {
	set, x, err := c.command()
	if err != nil {
		return nil, err
	}
	return c.wireCommand(set, x), nil
}

func readCommand(data []byte) (object, commandSpec, error) {
	raw, spec := object{}, commandSpec{Type: commandChat}
	if err := json.Unmarshal(data, &raw); err != nil {
		return nil, spec, err
	}
	if err := json.Unmarshal(data, &spec); err != nil {
		return nil, spec, err
	}
	if spec.Type == 0 {
		spec.Type = commandChat
	}
	dropNulls(raw)
	return raw, spec, nil
}

// dropNulls removes what was sent as null, which Discord does not send back.
func dropNulls(o object) {
	for k, v := range o {
		switch v := v.(type) {
		case nil:
			delete(o, k)
		case object:
			dropNulls(v)
		case []any:
			for _, x := range v {
				if x, ok := x.(object); ok {
					dropNulls(x)
				}
			}
		}
	}
}

func createCommand(c *call) (any, error) {
	set, err := c.commandSet()
	if err != nil {
		return nil, err
	}
	if err := c.decode(&object{}); err != nil {
		return nil, err
	}
	raw, spec, err := readCommand(c.body)
	if err != nil {
		return nil, invalid("body", "BASE_TYPE_BAD", "%v", err)
	}
	var p problems
	spec.judge(&p, "")
	if err := p.err(); err != nil {
		return nil, err
	}
	x, created, err := set.put(c, raw, spec)
	if err != nil {
		return nil, err
	}
	c.s.record.registered()
	if created {
		c.status = http.StatusCreated
	}
	return c.wireCommand(set, x), nil
}

func overwriteCommands(c *call) (any, error) {
	set, err := c.commandSet()
	if err != nil {
		return nil, err
	}
	var bodies []json.RawMessage
	if err := c.decode(&bodies); err != nil {
		return nil, err
	}
	var p problems
	next := commandSet{guild: set.guild, creates: slices.Clone(set.creates)}
	seen := map[[2]string]bool{}
	perKind := map[int]int{}
	for i, data := range bodies {
		raw, spec, err := readCommand(data)
		if err != nil {
			return nil, invalid(strconv.Itoa(i), "BASE_TYPE_BAD", "%v", err)
		}
		spec.judge(&p, strconv.Itoa(i)+".")
		key := [2]string{spec.Name, strconv.Itoa(spec.Type)}
		if seen[key] {
			p.add(strconv.Itoa(i)+".name", "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique")
		}
		seen[key] = true
		perKind[spec.Type]++
		next.keepID(set, spec)
		if _, _, err := next.put(c, raw, spec); err != nil {
			return nil, err
		}
	}
	if perKind[commandChat] > 100 || perKind[2] > 15 || perKind[commandMessage] > 15 {
		p.add("_", "APPLICATION_COMMANDS_TOO_MANY", "At most 100 slash, 15 user and 15 message commands.")
	}
	if err := p.err(); err != nil {
		return nil, err
	}
	*set = next
	c.s.record.registered()
	all := []object{}
	for _, x := range set.list {
		all = append(all, c.wireCommand(set, x))
	}
	return all, nil
}

// keepID carries the id of a command of the same name and type over into the new set.
func (set *commandSet) keepID(old *commandSet, spec commandSpec) {
	if x := old.find(spec.Name, spec.Type); x != nil && set.find(spec.Name, spec.Type) == nil {
		set.list = append(set.list, &command{id: x.id, spec: spec})
	}
}
