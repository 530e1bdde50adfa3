package gateway

import "slices"

// Permissions that take part in computing others. Source: Discord's documentation, "Permissions".
const (
	administrator   uint64 = 1 << 3
	viewChannel     uint64 = 1 << 10
	sendMessages    uint64 = 1 << 11
	sendTTS         uint64 = 1 << 12
	embedLinks      uint64 = 1 << 14
	attachFiles     uint64 = 1 << 15
	mentionEveryone uint64 = 1 << 17
	connect         uint64 = 1 << 20
	everything      uint64 = 1<<64 - 1
)

// Permissions are our own in a channel: see PermissionsOf.
func (g Guild) Permissions(channel string) uint64 { return g.PermissionsOf(g.Me, channel) }

// PermissionsOf are a member's in a channel: by roles, overwrites and ownership, less what Discord denies
// implicitly. Channel "" asks for those in the guild as a whole; a channel that is not there gives none. An
// owner's or administrator's are all bits. Source: Discord's documentation, "Permission Overwrites" and
// "Implicit Permissions".
func (g Guild) PermissionsOf(m Member, channel string) uint64 {
	base := g.base(m)
	if channel == "" {
		return base
	}
	c, ok := g.Channel(channel)
	if !ok {
		return 0
	}
	if base == everything {
		return base
	}
	return implicit(c.Kind, g.overwritten(m, base, c.Overwrites))
}

func (g Guild) base(m Member) uint64 {
	if g.Owner == m.User {
		return everything
	}
	var bits uint64
	for _, r := range g.Roles {
		if r.ID == g.ID || slices.Contains(m.Roles, r.ID) {
			bits |= r.Permissions
		}
	}
	if bits&administrator != 0 {
		return everything
	}
	return bits
}

// overwritten applies @everyone's overwrite, then those of the member's roles together, then the member's own.
func (g Guild) overwritten(m Member, bits uint64, overwrites []Overwrite) uint64 {
	var everyone, roles, own Overwrite
	for _, o := range overwrites {
		switch {
		case o.Member && o.ID == m.User:
			own = o
		case o.Member:
		case o.ID == g.ID:
			everyone = o
		case slices.Contains(m.Roles, o.ID):
			roles.Allow |= o.Allow
			roles.Deny |= o.Deny
		}
	}
	for _, o := range []Overwrite{everyone, roles, own} {
		bits = bits&^o.Deny | o.Allow
	}
	return bits
}

func implicit(kind int, bits uint64) uint64 {
	voice := kind == KindVoice || kind == KindStage
	switch {
	case bits&viewChannel == 0:
		return 0
	case voice && bits&connect == 0:
		return viewChannel
	case bits&sendMessages == 0:
		return bits &^ (mentionEveryone | sendTTS | attachFiles | embedLinks)
	default:
		return bits
	}
}
