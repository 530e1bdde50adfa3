package slack

import (
	"cmp"
	"strconv"
	"strings"
	"time"
)

// statusMost is how long a status may be. Source: users.profile.set.
const statusMost = 100

// wire is the member as users.info gives them; the address needs users:read.email.
func (m *Member) wire(withEmail bool) object {
	_, offset := time.Now().In(m.zone).Zone()
	return object{
		"id": m.id, "team_id": cmp.Or(m.workspace, m.s.world.team.id), "name": m.handle(), "deleted": m.gone, "real_name": m.name,
		"tz": m.zone.String(), "tz_label": m.zone.String(), "tz_offset": offset, "profile": m.profile(withEmail),
		"is_admin": false, "is_owner": false, "is_primary_owner": false, "is_restricted": m.guest,
		"is_ultra_restricted": m.guest, "is_bot": m.bot, "is_app_user": false, "updated": 0,
	}
}

func (m *Member) handle() string { return strings.ToLower(strings.ReplaceAll(m.name, " ", ".")) }

func (m *Member) profile(withEmail bool) object {
	st := m.current()
	o := object{
		"title": "", "phone": "", "real_name": m.name, "real_name_normalized": m.name,
		"display_name": m.name, "display_name_normalized": m.name, "team": m.s.world.team.id,
		"status_text": st.text, "status_emoji": st.emoji, "status_expiration": st.until,
	}
	if withEmail && !m.bot {
		o["email"] = m.email
	}
	if m == m.s.world.bot {
		o["bot_id"], o["api_app_id"] = m.s.world.team.botID, m.s.world.team.app
	}
	return o
}

// shown is the member as this call may see them.
func (c *call) shown(m *Member) object {
	o := m.wire(c.token.has("users:read.email"))
	if c.args.flag("include_locale") {
		o["locale"] = m.locale
	}
	return o
}

func testAuth(c *call) (object, error) {
	w, who := c.s.world, c.token.who
	o := object{
		"url": "https://" + w.team.domain + ".slack.com/", "team": w.team.name, "user": who.handle(),
		"team_id": w.team.id, "user_id": who.id, "is_enterprise_install": false,
	}
	if c.token.kind == botKind {
		o["bot_id"] = w.team.botID
	}
	return o, nil
}

func teamInfo(c *call) (object, error) {
	w := c.s.world
	if id := c.args.text("team"); id != "" && id != w.team.id {
		return nil, failure("team_not_found")
	}
	return object{"team": object{
		"id": w.team.id, "name": w.team.name, "domain": w.team.domain, "email_domain": "", "icon": object{"image_default": true},
	}}, nil
}

func userInfo(c *call) (object, error) {
	id, err := c.args.need("user")
	if err != nil {
		return nil, err
	}
	m := c.s.world.person(id)
	if m == nil {
		return nil, failure("user_not_found")
	}
	return object{"user": c.shown(m)}, nil
}

func listUsers(c *call) (object, error) {
	part, next, err := page(c.args, c.s.world.people, 1000, 1000)
	if err != nil {
		return nil, err
	}
	members := []object{}
	for _, m := range part {
		members = append(members, c.shown(m))
	}
	return object{"members": members, "cache_ts": time.Now().Unix(), "response_metadata": object{"next_cursor": next}}, nil
}

func lookupByEmail(c *call) (object, error) {
	address, err := c.args.need("email")
	if err != nil {
		return nil, err
	}
	for _, m := range c.s.world.people {
		if strings.EqualFold(m.email, address) && !m.gone && !m.bot {
			return object{"user": c.shown(m)}, nil
		}
	}
	return nil, failure("users_not_found")
}

func getProfile(c *call) (object, error) {
	who := c.token.who
	if id := c.args.text("user"); id != "" {
		if who = c.s.world.person(id); who == nil {
			return nil, failure("user_not_found")
		}
	}
	return object{"profile": who.profile(c.token.has("users:read.email"))}, nil
}

// setProfile takes the status only, as profile or as name and value; other fields are refused here.
func setProfile(c *call) (object, error) {
	me := c.token.who
	if id := c.args.text("user"); id != "" && id != me.id {
		return nil, failure("not_admin")
	}
	fields := object{}
	if name := c.args.text("name"); name != "" {
		fields[name] = c.args["value"]
	} else {
		v, err := c.args.value("profile")
		o, ok := v.(object)
		if err != nil || !ok {
			return nil, misuse("invalid_profile", "profile is no JSON object")
		}
		fields = o
	}
	st := me.current()
	for name, v := range fields {
		switch name {
		case "status_text":
			st.text, _ = v.(string)
		case "status_emoji":
			st.emoji, _ = v.(string)
		case "status_expiration":
			until, err := strconv.ParseInt(arguments(fields).text(name), 10, 64)
			if err != nil || until < 0 {
				return nil, misuse("invalid_profile", "status_expiration %v", v)
			}
			st.until = until
		default:
			return nil, misuse("invalid_profile", "field %q is not kept here", name)
		}
	}
	if utf16Length(st.text) > statusMost {
		return nil, misuse("too_long", "status_text is longer than %d", statusMost)
	}
	if st.emoji != "" && (len(st.emoji) < 3 || !strings.HasPrefix(st.emoji, ":") || !strings.HasSuffix(st.emoji, ":")) {
		return nil, misuse("profile_status_set_failed_not_valid_emoji", "status_emoji %q", st.emoji)
	}
	if st.text != "" && st.emoji == "" {
		st.emoji = ":speech_balloon:"
	}
	if st.text == "" && st.emoji == "" {
		st.until = 0
	}
	me.status = st
	c.s.watchedStatus(me)
	return object{"username": me.handle(), "profile": me.profile(true)}, nil
}
