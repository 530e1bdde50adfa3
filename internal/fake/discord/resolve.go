package discord

import (
	"fmt"
	"slices"
)

// resolved collects the people, channels and roles that an interaction names.
type resolved struct {
	g        *Guild
	users    object
	members  object
	channels object
	roles    object
}

// pick finds what value means among kinds ("users", "channels", "roles"): a *Member, *Channel or *Role,
// its name, or its id. It answers the id.
func (r *resolved) pick(value any, kinds []string, channelTypes []int) (string, error) {
	for _, kind := range kinds {
		switch kind {
		case "users":
			if m := r.member(value); m != nil {
				return m.user.ID, nil
			}
		case "channels":
			if c, err := r.channel(value, channelTypes); c != nil || err != nil {
				if err != nil {
					return "", err
				}
				return c.id, nil
			}
		case "roles":
			if role := r.role(value); role != nil {
				return role.id, nil
			}
		}
	}
	return "", fmt.Errorf("%v is none of the guild's %v", value, kinds)
}

func (r *resolved) member(value any) *Member {
	m, _ := value.(*Member)
	if name, ok := value.(string); ok {
		if m = r.g.byName[name]; m == nil {
			m = r.g.members[name]
		}
	}
	if m == nil || m.g != r.g {
		return nil
	}
	put(&r.users, m.user.ID, m.user.wire())
	put(&r.members, m.user.ID, struct {
		wireMember
		User        *wireUser `json:"user,omitempty"` // the user is in "users"
		Permissions string    `json:"permissions"`
	}{wireMember: m.wire(), Permissions: bitsText(m.permissions())})
	return m
}

func (r *resolved) channel(value any, kinds []int) (*Channel, error) {
	c, _ := value.(*Channel)
	if name, ok := value.(string); ok {
		at := slices.IndexFunc(r.g.channels, func(x *Channel) bool { return x.name == name || x.id == name })
		if at >= 0 {
			c = r.g.channels[at]
		}
	}
	if c == nil || c.g != r.g || r.g.s.world.channels[c.id] == nil {
		return nil, nil
	}
	if len(kinds) > 0 && !slices.Contains(kinds, c.kind) {
		return nil, fmt.Errorf("channel %s is not of a type that can be picked", c.name)
	}
	put(&r.channels, c.id, object{
		"id": c.id, "name": c.name, "type": c.kind, "permissions": bitsText(r.g.owner.permissionsIn(c)),
		"flags": 0, "parent_id": nil, "position": c.position, "guild_id": c.g.id,
	})
	return c, nil
}

func (r *resolved) role(value any) *Role {
	x, _ := value.(*Role)
	if name, ok := value.(string); ok {
		at := slices.IndexFunc(r.g.roles, func(x *Role) bool { return x.name == name || x.id == name })
		if at >= 0 {
			x = r.g.roles[at]
		}
	}
	if x == nil || x.g != r.g {
		return nil
	}
	put(&r.roles, x.id, x.wire())
	return x
}

func put(o *object, id string, v any) {
	if *o == nil {
		*o = object{}
	}
	(*o)[id] = v
}

// addTo sets data's "resolved", if anything was.
func (r *resolved) addTo(data object) {
	all := object{}
	for name, o := range map[string]object{"users": r.users, "members": r.members, "channels": r.channels, "roles": r.roles} {
		if o != nil {
			all[name] = o
		}
	}
	if len(all) > 0 {
		data["resolved"] = all
	}
}
