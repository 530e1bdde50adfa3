package slack

import (
	"slices"
	"strings"
)

// wire is the channel as conversations.info gives it to who.
func (c *Channel) wire(who *Member) object {
	if c.kind == direct {
		return object{
			"id": c.id, "created": c.made, "is_im": true, "is_org_shared": false, "user": c.members[0].id,
			"is_archived": false, "is_user_deleted": c.members[0].gone, "is_open": true, "priority": 0,
		}
	}
	label := object{"value": "", "creator": "", "last_set": 0}
	return object{
		"id": c.id, "name": c.name, "name_normalized": c.name, "is_channel": true, "is_group": false, "is_im": false,
		"is_mpim": false, "is_private": c.kind == private, "created": c.made, "is_archived": c.archived,
		"is_general": false, "unlinked": 0, "is_shared": false, "is_org_shared": false, "is_ext_shared": false,
		"pending_shared": []string{}, "context_team_id": c.s.world.team.id, "creator": c.s.world.bot.id,
		"is_member": c.has(who), "topic": label, "purpose": label, "previous_names": []string{},
	}
}

// visible is the channel that the call names, if the caller may know of it.
func (c *call) visible() (*Channel, error) {
	id, err := c.args.need("channel")
	if err != nil {
		return nil, err
	}
	ch := c.s.world.channel(id)
	if ch == nil || ch.kind != public && !ch.has(c.token.who) {
		return nil, failure("channel_not_found")
	}
	return ch, nil
}

func channelInfo(c *call) (object, error) {
	ch, err := c.visible()
	if err != nil {
		return nil, err
	}
	o := ch.wire(c.token.who)
	if c.args.flag("include_num_members") {
		o["num_members"] = len(ch.members)
	}
	if c.args.flag("include_locale") {
		o["locale"] = "en-US"
	}
	return object{"channel": o}, nil
}

func joinChannel(c *call) (object, error) {
	ch, err := c.visible()
	switch {
	case err != nil:
		return nil, err
	case ch.kind != public:
		return nil, failure("method_not_supported_for_channel_type")
	case ch.archived:
		return nil, failure("is_archived")
	case ch.has(c.token.who):
		c.warn = append(c.warn, "already_in_channel")
	}
	ch.enter(c.token.who)
	return object{"channel": ch.wire(c.token.who)}, nil
}

func listChannels(c *call) (object, error) {
	types := c.args.text("types")
	if types == "" {
		types = "public_channel"
	}
	kinds := map[place]bool{}
	for name := range strings.SplitSeq(types, ",") {
		kind, ok := map[string]place{"public_channel": public, "private_channel": private, "im": direct}[name]
		if !ok && name != "mpim" {
			return nil, misuse("invalid_types", "types %q", types)
		}
		need := (&Channel{kind: kind}).scope() + ":read"
		if name == "mpim" {
			need = "mpim:read"
		}
		if !c.token.has(need) {
			return nil, missingScope(c.token, need)
		}
		kinds[kind] = ok || kinds[kind]
	}
	var all []*Channel
	for _, ch := range c.s.world.channels {
		secret := ch.kind != public && !ch.has(c.token.who)
		left := ch.archived && c.args.flag("exclude_archived")
		if kinds[ch.kind] && !secret && !left {
			all = append(all, ch)
		}
	}
	part, next, err := page(c.args, all, 100, 1000)
	if err != nil {
		return nil, err
	}
	channels := []object{}
	for _, ch := range part {
		o := ch.wire(c.token.who)
		o["num_members"] = len(ch.members)
		channels = append(channels, o)
	}
	return object{"channels": channels, "response_metadata": object{"next_cursor": next}}, nil
}

func channelMembers(c *call) (object, error) {
	ch, err := c.visible()
	if err != nil {
		return nil, err
	}
	part, next, err := page(c.args, ch.members, 100, 1000)
	if err != nil {
		return nil, err
	}
	names := []string{}
	for _, m := range part {
		names = append(names, m.id)
	}
	return object{"members": names, "response_metadata": object{"next_cursor": next}}, nil
}

// openDirect finds or makes the channel between the app and one member; group messages are not kept here.
func openDirect(c *call) (object, error) {
	w := c.s.world
	if id := c.args.text("channel"); id != "" {
		ch := w.channel(id)
		if ch == nil || ch.kind != direct {
			return nil, failure("channel_not_found")
		}
		return openAnswer(c, ch, true), nil
	}
	users := c.args.text("users")
	if users == "" {
		return nil, misuse("users_list_not_supplied", "neither channel nor users")
	}
	if strings.Contains(users, ",") {
		return nil, misuse("method_not_supported_for_channel_type", "group messages are not kept here")
	}
	m := w.person(users)
	switch {
	case m == nil:
		return nil, failure("user_not_found")
	case m.bot:
		return nil, misuse("cannot_dm_bot", "%s is an app", m.name)
	case m.gone:
		return nil, failure("user_disabled")
	}
	open := slices.ContainsFunc(w.channels, func(ch *Channel) bool { return ch.kind == direct && ch.members[0] == m })
	return openAnswer(c, w.direct(m), open), nil
}

func openAnswer(c *call, ch *Channel, already bool) object {
	o := object{"channel": object{"id": ch.id}}
	if c.args.flag("return_im") {
		o["channel"] = ch.wire(c.token.who)
	}
	if already {
		o["no_op"], o["already_open"] = true, true
	}
	return o
}
