package discord

import (
	"regexp"
	"slices"
	"strings"
)

// allowedMentions says whom a message may ping; nil is everyone it names.
type allowedMentions struct {
	Parse []string `json:"parse"`
	Users []string `json:"users"`
	Roles []string `json:"roles"`
}

// judge refuses lists that say the same twice, as Discord does.
func (a *allowedMentions) judge(p *problems) {
	if a == nil {
		return
	}
	for _, kind := range a.Parse {
		if kind != "users" && kind != "roles" && kind != "everyone" {
			p.add("allowed_mentions.parse", "BASE_TYPE_CHOICES", "Value must be one of ('users', 'roles', 'everyone').")
		}
	}
	for name, ids := range map[string][]string{"users": a.Users, "roles": a.Roles} {
		if len(ids) > 100 {
			p.add("allowed_mentions."+name, "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer in length.")
		}
		if len(ids) > 0 && slices.Contains(a.Parse, name) {
			p.add("allowed_mentions", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", "parse:[%q] and %s: [ids...] are mutually exclusive.", name, name)
		}
	}
}

func (a *allowedMentions) allows(kind, id string) bool {
	if a == nil || slices.Contains(a.Parse, kind) {
		return true
	}
	switch kind {
	case "users":
		return slices.Contains(a.Users, id)
	case "roles":
		return slices.Contains(a.Roles, id)
	}
	return false
}

// pings is who was really pinged.
type pings struct {
	everyone bool
	users    []*Member
	roles    []*Role
}

var mention = regexp.MustCompile(`<@(&?)!?(\d+)>`)

// pingsOf finds who is pinged by a text: named in it, allowed, and within the author's rights.
func pingsOf(text string, a *allowedMentions, c *Channel, author *Member) pings {
	var p pings
	g := c.g
	everyone := author.permissionsIn(c)&mentionEveryone != 0
	here := func(m *Member) bool { return c.chat.with == nil || c.chat.with == m }
	if everyone && a.allows("everyone", "") {
		p.everyone = strings.Contains(text, "@everyone") || strings.Contains(text, "@here")
	}
	for _, found := range mention.FindAllStringSubmatch(text, -1) {
		id := found[2]
		if found[1] == "&" {
			r := g.role(id)
			if r != nil && c.chat.with == nil && (r.mentionable || everyone) && a.allows("roles", id) && !slices.Contains(p.roles, r) {
				p.roles = append(p.roles, r)
			}
			continue
		}
		m := g.members[id]
		if m != nil && here(m) && a.allows("users", id) && !slices.Contains(p.users, m) {
			p.users = append(p.users, m)
		}
	}
	return p
}

// names lists the pinged as people see them: "@everyone", "@role", "@member".
func (p pings) names() []string {
	var all []string
	if p.everyone {
		all = append(all, "@everyone")
	}
	for _, r := range p.roles {
		all = append(all, "@"+r.name)
	}
	for _, m := range p.users {
		all = append(all, "@"+m.Name())
	}
	return all
}
