package discord

import (
	"encoding/json"
	"maps"
	"slices"
)

func editCommand(c *call) (any, error) {
	set, x, err := c.command()
	if err != nil {
		return nil, err
	}
	var change object
	if err := c.decode(&change); err != nil {
		return nil, err
	}
	merged := maps.Clone(x.raw)
	maps.Copy(merged, change)
	data, err := json.Marshal(merged)
	if err != nil {
		return nil, err
	}
	raw, spec, err := readCommand(data)
	if err != nil {
		return nil, invalid("body", "BASE_TYPE_BAD", "%v", err)
	}
	var p problems
	spec.judge(&p, "")
	if err := p.err(); err != nil {
		return nil, err
	}
	x.raw, x.spec, x.version = raw, spec, c.s.world.newID()
	return c.wireCommand(set, x), nil
}

func deleteCommand(c *call) (any, error) {
	set, x, err := c.command()
	if err != nil {
		return nil, err
	}
	set.list = slices.DeleteFunc(set.list, func(y *command) bool { return y == x })
	return nil, nil
}
