package dialogue

import (
	"context"
	"slices"
	"strings"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

func presses(ctx context.Context, p *Play, args []string) error {
	return p.press(ctx, args[0], args[1], func(fake.Message) bool { return true })
}

func pressesIn(ctx context.Context, p *Play, args []string) error {
	return p.press(ctx, args[0], args[1], func(m fake.Message) bool { return strings.EqualFold(m.Channel, args[2]) })
}

func pressesOnBoard(ctx context.Context, p *Play, args []string) error {
	return p.press(ctx, args[0], args[1], func(m fake.Message) bool {
		title, _, _ := strings.Cut(m.Text(), "\n")
		return isBoard(title)
	})
}

// near lists what was shown, the newest first, but what stands in rooms where
// the person is not comes last.
func (p *Play) near(who *fake.Member) []fake.Message {
	list := p.shown()
	elsewhere := func(m fake.Message) bool {
		room := who.Room()
		_, err := p.channel(m.Channel, true)
		return !m.Ephemeral && err == nil && (room == nil || room.Name() != m.Channel)
	}
	slices.SortStableFunc(list, func(a, b fake.Message) int {
		switch there, then := elsewhere(a), elsewhere(b); {
		case there == then:
			return 0
		case there:
			return 1
		}
		return -1
	})
	return list
}

// press presses a button of the newest message of those meant that has it: written just
// so, else nearly.
func (p *Play) press(ctx context.Context, who, button string, meant func(fake.Message) bool) error {
	m, err := p.person(who)
	if err != nil {
		return err
	}
	var list []fake.Message
	for _, message := range p.near(m) {
		if meant(message) && m.Sees(message) {
			list = append(list, message)
		}
	}
	for _, message := range list {
		if a := m.Press(message, button); a.Err == nil {
			return p.answered(ctx, m, a)
		}
	}
	var there []string
	for _, message := range list {
		buttons := message.Buttons()
		if at := same(button, buttons); at >= 0 {
			if a := m.Press(message, buttons[at]); a.Err == nil {
				return p.answered(ctx, m, a)
			}
		}
		if len(there) == 0 {
			there = buttons
		}
	}
	if name, there := p.inSlackToo(m.Name(), button); there {
		return p.sorry("in.slack", "who", m.Name(), "text", name)
	}
	return p.missing("button", m.Name(), button, there)
}

// inSlackToo tells whether a person sees a button in Slack, and what it is called.
func (p *Play) inSlackToo(who, button string) (string, bool) {
	if p.stage.Slack == nil {
		return "", false
	}
	m, err := p.inSlack(who)
	if err != nil {
		return "", false
	}
	for _, s := range p.sights(m) {
		buttons := m.Buttons(s.surface)
		if at := same(button, buttons); at >= 0 {
			return buttons[at], true
		}
	}
	return "", false
}

// inDiscordToo is inSlackToo for Discord.
func (p *Play) inDiscordToo(who, button string) (string, bool) {
	m, err := p.person(who)
	if err != nil {
		return "", false
	}
	for _, message := range p.near(m) {
		buttons := message.Buttons()
		if at := same(button, buttons); at >= 0 && m.Sees(message) {
			return buttons[at], true
		}
	}
	return "", false
}

// missing says that there is no such button or menu, and which there are on the newest
// message that has any.
func (p *Play) missing(what, who, name string, there []string) error {
	if len(there) == 0 {
		return p.sorry("no."+what, "who", who, "text", name)
	}
	return p.sorry("no."+what+".but", "who", who, "text", name, "names", "["+strings.Join(there, "] [")+"]")
}

// choices are the ways to read values: one may have commas in it, so all of them
// are first tried as one.
func choices(values string) [][]string {
	if values == "nothing" {
		return [][]string{nil}
	}
	return [][]string{{values}, strings.Split(values, ", ")}
}

// chooses picks values in the newest message with that menu.
func chooses(ctx context.Context, p *Play, args []string) error {
	m, err := p.person(args[0])
	if err != nil {
		return err
	}
	var there []string
	for _, exact := range []bool{true, false} {
		for _, message := range p.shown() {
			menus := message.Menus()
			name, options := args[2], []string(nil)
			if at := same(name, namesOf(menus)); at >= 0 && m.Sees(message) {
				if options = menus[at].Options; !exact {
					name = menus[at].Name
				}
			} else if len(there) == 0 && m.Sees(message) {
				there = namesOf(menus)
			}
			for _, values := range choices(args[1]) {
				a := m.Choose(message, name, p.asWritten(values, options)...)
				if a.Err == nil {
					return p.answered(ctx, m, a)
				}
				if strings.HasPrefix(a.Err.Error(), "select ") {
					err = p.notThere(m.Name(), args[1], name, options, p.refusedByDiscord(m, a.Err))
				}
			}
		}
		if err != nil {
			return err
		}
	}
	return p.missing("menu", m.Name(), args[2], there)
}

// notThere says which choices a menu has, if one was none of them; else it is as err says.
func (p *Play) notThere(who, values, menu string, options []string, err error) error {
	if same(values, options) >= 0 || len(options) == 0 {
		return err
	}
	for _, v := range strings.Split(values, ", ") {
		if same(v, options) < 0 {
			return p.sorry("no.option", "who", who, "text", v, "menu", menu, "names", strings.Join(options, p.tell("comma")))
		}
	}
	return err
}

// asWritten gives values as a menu has them, or as people and rooms are called.
func (p *Play) asWritten(values, options []string) []string {
	list := slices.Clone(values)
	for i, v := range list {
		if at := same(v, options); at >= 0 {
			list[i] = options[at]
			continue
		}
		if len(options) > 0 {
			continue
		}
		if m, err := p.person(v); err == nil {
			list[i] = m.Name()
		}
		for _, voice := range []bool{true, false} {
			if c, err := p.channel(v, voice); err == nil {
				list[i] = c.Name()
				break
			}
		}
	}
	return list
}

func namesOf(menus []fake.Menu) (names []string) {
	for _, m := range menus {
		names = append(names, m.Name)
	}
	return names
}

// fillsIn sends the newest form that the person saw; what is not named stays as
// it is.
func fillsIn(ctx context.Context, p *Play, args []string) error {
	m, err := p.person(args[0])
	if err != nil {
		return err
	}
	p.mu.Lock()
	form := p.forms[m.ID()]
	p.mu.Unlock()
	if form == nil {
		return p.sorry("no.form", "who", m.Name())
	}
	values, err := p.fields(args[1:])
	if err != nil {
		return err
	}
	return p.answered(ctx, m, m.Submit(*form, asNamed(values, form.Fields())))
}

// asNamed gives values by the names that a form has for its fields.
func asNamed(values map[string]any, names []string) map[string]any {
	named := map[string]any{}
	for name, value := range values {
		if at := same(name, names); at >= 0 {
			name = names[at]
		}
		named[name] = value
	}
	return named
}

// fields reads 'Today=tea | Blocked by=nothing'; no argument fills in nothing.
func (p *Play) fields(args []string) (map[string]any, error) {
	values := map[string]any{}
	for _, field := range strings.Split(strings.Join(args, ""), " | ") {
		name, value, ok := strings.Cut(field, "=")
		if !ok && field != "" {
			return nil, p.sorry("bad.field", "text", field)
		}
		if ok {
			values[strings.TrimSpace(name)] = p.written(strings.TrimSpace(value))
		}
	}
	return values, nil
}
