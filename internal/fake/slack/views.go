package slack

import (
	"slices"
	"time"
)

const (
	viewMost      = 250 << 10 // bytes
	modalsMost    = 3         // on top of each other
	triggerPeriod = 3 * time.Second
)

// View is a modal or a home tab. Its fields are as they were when it was looked at.
type View struct {
	ID         string
	Type       string // "modal" or "home"
	CallbackID string
	Title      string
	Blocks     []map[string]any
	Errors     map[string]string // by block_id, what the app found wrong with the last submission

	live *view
}

// view is a View that lives. The definition is what the app sent.
type view struct {
	surface
	id, hash   string
	definition object
	owner      *Member
	root       *view // the first of the stack; itself for that
	errors     map[string]string
	gone       bool
}

// trigger lets the app open one modal, soon.
type trigger struct {
	it   *interaction
	made time.Time
	used bool
}

func (v *view) kind() string { return text(v.definition, "type") }

func (v *view) title() string { return text(inner(v.definition, "title"), "text") }

func (v *view) snapshot() View {
	if v == nil {
		return View{}
	}
	return View{
		ID: v.id, Type: v.kind(), CallbackID: text(v.definition, "callback_id"), Title: v.title(),
		Blocks: copied(v.blocks), Errors: copied(v.errors), live: v,
	}
}

// wire is the view with what has been entered.
func (v *view) wire() object {
	w := v.owner.s.world
	o := object{
		"id": v.id, "team_id": w.team.id, "app_id": w.team.app, "bot_id": w.team.botID, "hash": v.hash,
		"root_view_id": v.root.id, "previous_view_id": nil, "state": object{"values": v.state()},
		"callback_id": "", "private_metadata": "", "external_id": "", "title": nil, "submit": nil, "close": nil,
		"clear_on_close": false, "notify_on_close": false,
	}
	if i := slices.Index(v.owner.screen.modals, v); i > 0 {
		o["previous_view_id"] = v.owner.screen.modals[i-1].id
	}
	for name, value := range v.definition {
		o[name] = value
	}
	o["blocks"] = v.blocks
	return o
}

// readView decodes and judges the argument view. Server.mu is held.
func (s *Server) readView(value any, kinds ...string) (object, error) {
	o, ok := value.(object)
	if !ok {
		return nil, misuse("invalid_arguments", "view is no JSON object")
	}
	if len(mustJSON(o)) > viewMost {
		return nil, misuse("view_too_large", "must be at most %d bytes", viewMost)
	}
	var p problems
	kind := text(o, "type")
	if !slices.Contains(kinds, kind) {
		p.add("/view/type", "unsupported type: %q", kind)
		return nil, p.as("invalid_arguments")
	}
	for name := range o {
		if !slices.Contains(viewFields(kind), name) {
			p.add("/view", "failed to match all allowed schemas: %q is not one of its fields", name)
		}
	}
	judgeNode(&p, "/view", o)
	raw, ok := o["blocks"].([]any)
	if !ok {
		p.add("/view", "missing required field: blocks")
	}
	blocks := judgeBlocks(&p, "/view/blocks", raw, 100)
	hasInput := slices.ContainsFunc(blocks, func(b object) bool { return text(b, "type") == "input" })
	if hasInput && kind == "modal" && o["submit"] == nil {
		p.add("/view", "missing required field: submit")
	}
	if len(p) == 0 && s.opts.Spec != nil {
		if err := s.opts.Spec.Blocks(raw); err != nil {
			p = append(p, "[ERROR] "+err.Error())
		}
	}
	if err := p.as("invalid_arguments"); err != nil {
		return nil, err
	}
	name(blocks, &s.world.ids)
	s.pressable(kind, blocks, object{"metadata": o["private_metadata"], "title": o["title"]})
	return o, nil
}

// viewFields are those of a view. Source: Slack's reference of views.
func viewFields(kind string) []string {
	common := []string{"type", "blocks", "private_metadata", "callback_id", "external_id"}
	if kind == "home" {
		return common
	}
	return append(common, "title", "submit", "close", "clear_on_close", "notify_on_close", "submit_disabled")
}

// newView makes one; the definition has been judged.
func (w *world) newView(owner *Member, definition object) *view {
	v := &view{id: w.ids.next("V"), owner: owner}
	v.root = v
	v.define(definition)
	w.views[v.id] = v
	return v
}

// define gives the view a new content. What was entered stays where block and action keep their ids.
func (v *view) define(definition object) {
	v.definition, v.errors = definition, nil
	v.blocks = list(definition, "blocks")
	v.hash = v.owner.s.world.ids.stamp() + "." + v.owner.s.world.ids.next("h")
}

// push puts a modal on top of those the member has open.
func (m *Member) push(v *view) {
	if n := len(m.screen.modals); n > 0 {
		v.root = m.screen.modals[0].root
	}
	m.screen.modals = append(m.screen.modals, v)
}

// pop closes the modal and those above it.
func (m *Member) pop(v *view) {
	i := slices.Index(m.screen.modals, v)
	if i < 0 {
		return
	}
	for _, x := range slices.Backward(m.screen.modals[i:]) {
		x.gone = true
		m.s.watchedView(ModalClosed, x)
	}
	m.screen.modals = m.screen.modals[:i]
}

// redeem finds the interaction of a trigger and uses it up.
func (w *world) redeem(id string) (*interaction, error) {
	t := w.triggers[id]
	switch {
	case t == nil:
		return nil, misuse("invalid_trigger_id", "trigger_id %q", id)
	case t.used:
		return nil, misuse("exchanged_trigger_id", "trigger_id %q", id)
	case time.Since(t.made) > triggerPeriod:
		return nil, failure("expired_trigger_id")
	}
	t.used = true
	return t.it, nil
}

func openView(c *call) (object, error) {
	definition, err := c.view("modal")
	if err != nil {
		return nil, err
	}
	w := c.s.world
	if err := w.unused(text(definition, "external_id"), nil); err != nil {
		return nil, err
	}
	it, err := w.redeem(c.args.text("trigger_id"))
	if err != nil {
		return nil, err
	}
	if len(it.member.screen.modals) > 0 {
		it.member.pop(it.member.screen.modals[0])
	}
	v := w.newView(it.member, definition)
	it.member.push(v)
	it.shows(v)
	return object{"view": v.wire()}, nil
}

// view is the argument of that name, judged.
func (c *call) view(kinds ...string) (object, error) {
	v, err := c.args.value("view")
	if err != nil {
		return nil, misuse("invalid_arguments", "view: %v", err)
	}
	return c.s.readView(v, kinds...)
}

// unused finds whether an external_id is still free.
func (w *world) unused(external string, but *view) error {
	for _, v := range w.views {
		if external != "" && v != but && !v.gone && text(v.definition, "external_id") == external {
			return misuse("duplicate_external_id", "external_id %q", external)
		}
	}
	return nil
}

func publishView(c *call) (object, error) {
	definition, err := c.view("home")
	if err != nil {
		return nil, err
	}
	m := c.s.world.person(c.args.text("user_id"))
	if m == nil || m.bot || m.gone {
		return nil, misuse("invalid_arguments", "invalid user_id")
	}
	old := m.screen.home
	if hash := c.args.text("hash"); hash != "" && (old == nil || old.hash != hash) {
		return nil, failure("hash_conflict")
	}
	if err := c.s.world.unused(text(definition, "external_id"), old); err != nil {
		return nil, err
	}
	if old == nil {
		m.screen.home = c.s.world.newView(m, definition)
	} else {
		old.define(definition)
	}
	c.s.watchedView(HomePublished, m.screen.home)
	m.noticed(nil, m.screen.home)
	return object{"view": m.screen.home.wire()}, nil
}

func updateView(c *call) (object, error) {
	w := c.s.world
	var v *view
	for _, x := range w.views {
		byID := x.id == c.args.text("view_id")
		if !x.gone && (byID || c.args.given("external_id") && text(x.definition, "external_id") == c.args.text("external_id")) {
			v = x
		}
	}
	if v == nil {
		return nil, failure("not_found")
	}
	definition, err := c.view(v.kind())
	if err != nil {
		return nil, err
	}
	if hash := c.args.text("hash"); hash != "" && hash != v.hash {
		return nil, failure("hash_conflict")
	}
	if err := w.unused(text(definition, "external_id"), v); err != nil {
		return nil, err
	}
	v.define(definition)
	kind := ModalUpdated
	if v.kind() == "home" {
		kind = HomePublished
	}
	c.s.watchedView(kind, v)
	v.owner.noticed(nil, v)
	return object{"view": v.wire()}, nil
}
