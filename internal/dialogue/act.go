package dialogue

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

// action is a row of the table of what can be done. Its form is what people are
// told and what lines are matched with: words in capitals stand for something.
type action struct {
	form string
	do   func(ctx context.Context, p *Play, args []string) error
}

// actions is the table; the first form that fits counts.
func actions() []action {
	return append([]action{
		{"WHO enters ROOM", enters},
		{"WHO leaves", member(func(m *fake.Member) { m.Leave() })},
		{"WHO shares a screen", member(func(m *fake.Member) { m.Share(true) })},
		{"WHO stops sharing", member(func(m *fake.Member) { m.Share(false) })},
		{"WHO turns the camera on", member(func(m *fake.Member) { m.Camera(true) })},
		{"WHO turns the camera off", member(func(m *fake.Member) { m.Camera(false) })},
		{"WHO: /COMMAND", commands},
		{"WHO in #CHANNEL: /COMMAND", commandsIn},
		{"WHO says TEXT in #CHANNEL", says},
		{`WHO picks COMMAND on "TEXT"`, picks}, // in the menu of a message that begins like this
		{"WHO is given the role ROLE", role((*fake.Member).GiveRole)},
		{"WHO loses the role ROLE", role((*fake.Member).TakeRole)},
		{"WHO leaves the server", member((*fake.Member).Quit)},
		{"WHO takes no private messages", member(func(m *fake.Member) { m.CloseDMs(true) })},
		{"WHO takes private messages again", member(func(m *fake.Member) { m.CloseDMs(false) })},
		{"WHO presses BUTTON on the board", pressesOnBoard},
		{"WHO presses BUTTON in #CHANNEL", pressesIn},
		{"WHO presses BUTTON", presses},
		{"WHO chooses VALUES in MENU", chooses}, // 'nothing' takes the choice back
		{"WHO fills in nothing", fillsIn},
		{"WHO fills in FIELDS", fillsIn},
		{"wait DURATION", waits},
		{"at TIME", waitsUntil},
		{"the room ROOM is deleted", deletesRoom},
		{"the channel #CHANNEL is deleted", deletesChannel},
		{"Engawa loses RIGHT in ROOM", losesIn},
		{"Engawa loses RIGHT", loses},
		{"Engawa has its rights again", regains},
		{"Engawa stops", func(_ context.Context, p *Play, _ []string) error { return p.run(p.stage.Stop) }},
		{"Engawa starts", func(_ context.Context, p *Play, _ []string) error { return p.run(p.stage.Start) }},
		{"Discord drops the connection", func(_ context.Context, p *Play, _ []string) error {
			p.stage.Server.Faults().Drop()
			return nil
		}},
		{"Discord refuses WHAT", refuses},
		{"Discord is well again", func(_ context.Context, p *Play, _ []string) error {
			p.stage.Server.Faults().Clear()
			return nil
		}},
	}, slices.Concat(inDoc(), onServer(), inSlack())...)
}

var (
	placeholder = regexp.MustCompile(`[A-Z]{2,}`)
	patterns    = map[string]string{"WHO": `([\pL\d_-]+)`, "CHANNEL": `(\S+)`, "VALUES": `(.+)`, "COMMAND": `(.*)`}
)

// match gives what the words in capitals stand for; nil if the line is of
// another form.
func (a action) match(line string) []string {
	read, ok := compiled.Load(a.form)
	if !ok {
		read, _ = compiled.LoadOrStore(a.form, compile(a.form))
	}
	found := read.(*regexp.Regexp).FindStringSubmatch(line)
	if found == nil {
		return nil
	}
	return found[1:]
}

// compiled holds what reads each form: a dialogue asks for all of them at each line.
var compiled sync.Map // string to *regexp.Regexp

func compile(form string) *regexp.Regexp {
	pattern := placeholder.ReplaceAllStringFunc(regexp.QuoteMeta(form), func(name string) string {
		if p, ok := patterns[name]; ok {
			return p
		}
		return `(.+?)`
	})
	return regexp.MustCompile(`^(?is:` + pattern + `)$`)
}

// member makes an action of what a person does by themselves.
func member(do func(*fake.Member)) func(context.Context, *Play, []string) error {
	return func(_ context.Context, p *Play, args []string) error {
		m, err := p.person(args[0])
		if err == nil {
			do(m)
		}
		return err
	}
}

// role makes an action of a role that is given or taken.
func role(do func(*fake.Member, *fake.Role)) func(context.Context, *Play, []string) error {
	return func(_ context.Context, p *Play, args []string) error {
		m, err := p.person(args[0])
		if err == nil {
			do(m, p.stage.Guild.Role(args[1]))
		}
		return err
	}
}

func enters(_ context.Context, p *Play, args []string) error {
	m, err := p.person(args[0])
	if err != nil {
		return err
	}
	room, err := p.channel(args[1], true)
	if err == nil {
		m.Join(room)
	}
	return err
}

func (p *Play) run(hook func() error) error {
	if hook == nil {
		return p.sorry("not.here")
	}
	return hook()
}

func deletesRoom(_ context.Context, p *Play, args []string) error { return p.remove(args[0], true) }

func deletesChannel(_ context.Context, p *Play, args []string) error { return p.remove(args[0], false) }

func (p *Play) remove(name string, voice bool) error {
	c, err := p.channel(name, voice)
	if err == nil {
		c.Delete()
	}
	return err
}

// answered waits for the bot's answer to what m did.
func (p *Play) answered(ctx context.Context, m *fake.Member, a *fake.Answer) error {
	err := a.Wait(ctx)
	if err != nil && ctx.Err() == nil {
		return p.refusedByDiscord(m, err)
	}
	return err
}

func commandsIn(ctx context.Context, p *Play, args []string) error {
	m, err := p.person(args[0])
	if err != nil {
		return err
	}
	c, err := p.channel(args[1], false)
	if err != nil {
		return err
	}
	m.At(c)
	defer m.At(nil)
	return commands(ctx, p, []string{args[0], args[2]})
}

func commands(ctx context.Context, p *Play, args []string) error {
	m, err := p.person(args[0])
	if err != nil {
		return err
	}
	name, options, err := p.command(m, args[1])
	if err != nil {
		return err
	}
	return p.answered(ctx, m, m.Run(name, options))
}

// command reads 'where member:bo' by the arguments that the command has. What
// is written before any argument's name belongs to the first.
func (p *Play) command(who *fake.Member, text string) (string, map[string]any, error) {
	words := strings.Fields(text)
	for i := range min(2, len(words)) {
		words[i] = strings.ToLower(words[i]) // a name; what stands behind it is taken of text
	}
	for n := min(2, len(words)); n > 0; n-- {
		name := strings.Join(words[:n], " ")
		args, ok := p.stage.Args(name)
		if !ok {
			continue
		}
		rest := text
		for range n {
			rest = strings.TrimSpace(rest)
			_, rest, _ = strings.Cut(rest, strings.Fields(rest)[0])
		}
		rest = strings.TrimSpace(rest)
		return name, p.options(args, rest), nil
	}
	return "", nil, p.noCommand(who, words)
}

func (p *Play) options(args []string, text string) map[string]any {
	found := map[string]any{}
	if len(args) == 0 {
		if text != "" {
			found["text"] = text // for Discord to refuse
		}
		return found
	}
	name := args[0]
	var value []string
	keep := func() {
		if len(value) > 0 {
			text := strings.Join(value, " ")
			who := strings.TrimPrefix(text, "@")
			if m, err := p.person(who); err == nil && (m.Name() == who || name == "member" && strings.EqualFold(m.Name(), who)) {
				text = m.Name()
			}
			found[name] = p.written(text)
		}
	}
	for _, word := range strings.Split(text, " ") {
		for _, arg := range args {
			if typed, rest, ok := strings.Cut(word, ":"); ok && strings.EqualFold(typed, arg) {
				keep()
				name, value, word = arg, nil, rest
			}
		}
		if word != "" || len(value) > 0 {
			value = append(value, word)
		}
	}
	keep()
	return found
}

var inSlackNamed = regexp.MustCompile(`\{#(\S+?)\}`)

var repeated = regexp.MustCompile(`\{(\S+) × (\d+)\}`)

// written is a text as typed: '\n' breaks a line, '{🍵 × 40}' stands for forty
// cups, '{doc}' for the Doc's address and '{#sakura}' for the id of a channel of
// Slack.
func (p *Play) written(text string) string {
	if p.stage.Doc != nil {
		text = strings.ReplaceAll(text, "{doc}", p.stage.Doc.URL())
	}
	text = inSlackNamed.ReplaceAllStringFunc(text, func(found string) string {
		if c, err := p.slackChannel(inSlackNamed.FindStringSubmatch(found)[1]); err == nil {
			return c.ID()
		}
		return found
	})
	text = repeated.ReplaceAllStringFunc(text, func(found string) string {
		parts := repeated.FindStringSubmatch(found)
		var n int
		_, _ = fmt.Sscan(parts[2], &n)
		return strings.Repeat(parts[1], n)
	})
	return strings.ReplaceAll(text, `\n`, "\n")
}
