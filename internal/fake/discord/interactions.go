package discord

import (
	"time"
)

const (
	interactionCommand   = 2
	interactionComponent = 3
	interactionModal     = 5

	firstAnswerPeriod = 3 * time.Second
	tokenPeriod       = 15 * time.Minute
)

// interactions are those whose tokens still count.
type interactions struct {
	byToken map[string]*interaction
	order   []*interaction // oldest first
}

// interaction is one command, press or submit of a member's.
type interaction struct {
	id, token string
	kind      int
	member    *Member
	channel   *Channel
	source    *message     // that was pressed, or whose form this is; nil for none
	cause     *interaction // that opened the form; nil for none
	made      time.Time
	outcome
}

// outcome is what the bot has made of an interaction.
type outcome struct {
	answered   time.Time // the callback's time; zero before
	loading    bool      // deferred, and not filled in yet
	deferred   bool
	flags      int // of the deferral
	updated    bool
	original   *message
	form       *Form
	followUps  []*message
	changed    chan struct{} // closed at the next change
	answerTold bool
}

// interact sends an interaction to the bot.
func (m *Member) interact(kind int, data object, source *message, cause *interaction) *Answer {
	s, g := m.g.s, m.g
	it := &interaction{
		id: s.world.newID(), token: "fake-interaction-token-" + s.world.newID(), kind: kind, member: m,
		channel: m.whereabouts(), source: source, cause: cause, made: time.Now(),
	}
	it.changed = make(chan struct{})
	if source != nil {
		it.channel = source.channel
	}
	s.world.interactions.keep(it)
	w := object{
		"id": it.id, "application_id": s.world.bot.ID, "type": kind, "data": data, "token": it.token, "version": 1,
		"guild_id": g.id, "guild": object{"id": g.id, "locale": g.locale, "features": []string{}},
		"channel_id": it.channel.id, "channel": it.channel.partial(m),
		"member": memberInChannel{m.wire(), bitsText(m.permissionsIn(it.channel))},
		"locale": m.locale, "guild_locale": g.locale, "app_permissions": bitsText(g.bot.permissionsIn(it.channel)),
		"entitlements": []string{}, "authorizing_integration_owners": it.owners(), "context": 0,
		"attachment_size_limit": 10 << 20,
	}
	if it.channel.chat.with != nil {
		it.beInPrivate(w)
	}
	if source != nil {
		w["message"] = source.wire()
	}
	s.dispatch(0, g.id, "INTERACTION_CREATE", w)
	return &Answer{it: it}
}

// beInPrivate makes w an interaction in a direct-message channel, which knows no guild and no member.
func (it *interaction) beInPrivate(w object) {
	for _, name := range []string{"guild_id", "guild", "guild_locale", "member"} {
		delete(w, name)
	}
	w["user"], w["context"] = it.member.user.wire(), contextDM
}

// owners is by whose installation of the application there was an interaction; "0" is the bot's own chat.
func (it *interaction) owners() object {
	if it.channel.chat.with != nil {
		return object{"0": "0"}
	}
	return object{"0": it.member.g.id}
}

type memberInChannel struct {
	wireMember
	Permissions string `json:"permissions"`
}

// partial is a channel as an interaction has it.
func (c *Channel) partial(m *Member) object {
	w := c.wire()
	delete(w, "permission_overwrites")
	w["permissions"] = bitsText(m.permissionsIn(c))
	return w
}

func (x *interactions) keep(it *interaction) {
	old := 0
	for old < len(x.order) && time.Since(x.order[old].made) > tokenPeriod {
		delete(x.byToken, x.order[old].token)
		old++
	}
	x.order = append(x.order[old:], it)
	x.byToken[it.token] = it
}

// changes wakes those who wait for the answer.
func (it *interaction) changes() {
	close(it.changed)
	it.changed = make(chan struct{})
	if it.answerTold || !it.done() {
		return
	}
	it.answerTold = true
	e := Event{Kind: Answered, Guild: it.member.g, Channel: it.channel, Member: it.member, Form: it.form}
	if it.original != nil {
		e.Message = it.original.snapshot()
	}
	it.member.g.s.tell(e)
}

// done says whether the bot has answered, and has filled in what it deferred.
func (it *interaction) done() bool { return !it.answered.IsZero() && !it.loading }

// metadata is what a message says of the interaction behind it.
func (it *interaction) metadata() object {
	w := object{
		"id": it.id, "type": it.kind, "user": it.member.user.wire(),
		"authorizing_integration_owners": it.owners(),
	}
	switch {
	case it.kind == interactionComponent && it.source != nil:
		w["interacted_message_id"] = it.source.id
	case it.kind == interactionModal && it.cause != nil:
		w["triggering_interaction_metadata"] = it.cause.metadata()
	}
	return w
}
