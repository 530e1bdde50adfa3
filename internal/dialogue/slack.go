package dialogue

import (
	"context"
	"strings"
	"time"

	"github.com/engawa-bot/engawa/internal/fake/slack"
)

// inSlack is the part of the table about Slack. What is said without a channel
// is said in the first that the person is in.
func inSlack() []action {
	return []action{
		{"WHO in Slack #CHANNEL: /COMMAND", slackCommandsIn},
		{"WHO in Slack: /COMMAND", slackCommands},
		{"WHO in Slack says TEXT in #CHANNEL", slackSays},
		{"WHO in Slack presses BUTTON on the home tab", slackPressesAtHome},
		{"WHO in Slack presses BUTTON in #CHANNEL", slackPressesIn},
		{"WHO in Slack presses BUTTON", slackPresses},
		{"WHO in Slack chooses VALUES in MENU", slackChooses}, // 'nothing' takes the choice back
		{"WHO in Slack fills in nothing", slackFillsIn},
		{"WHO in Slack fills in FIELDS", slackFillsIn},
		{"WHO in Slack closes the form", slackCloses},
		{"WHO in Slack opens the home tab", slackMember((*slack.Member).OpenHome)},
		{`WHO in Slack picks SHORTCUT on "TEXT"`, slackPicksOn}, // in the menu of a message that begins like this
		{"WHO in Slack picks SHORTCUT", slackPicks},
		{"WHO in Slack is taken out of #CHANNEL", slackMembership((*slack.Channel).Kick)},
		{"WHO in Slack is taken into #CHANNEL", slackMembership(func(c *slack.Channel, m *slack.Member) { c.Invite(m) })},
		{"the Slack channel #CHANNEL is archived", slackChannel((*slack.Channel).Archive)},
		{"the Slack channel #CHANNEL is open again", slackChannel((*slack.Channel).Unarchive)},
		{"Slack revokes the bot's token", onSlack((*slack.Server).RevokeBotToken)},
		{"Slack gives the bot's token back", onSlack((*slack.Server).RestoreTokens)},
		{"Slack drops the connection", onSlack(func(s *slack.Server) { s.Faults().Drop() })},
	}
}

func onSlack(do func(*slack.Server)) func(context.Context, *Play, []string) error {
	return func(_ context.Context, p *Play, _ []string) error {
		if p.stage.Slack == nil {
			return p.sorry("no.slack")
		}
		do(p.stage.Slack)
		return nil
	}
}

func slackMember(do func(*slack.Member) *slack.Answer) func(context.Context, *Play, []string) error {
	return func(ctx context.Context, p *Play, args []string) error {
		m, err := p.inSlack(args[0])
		if err != nil {
			return err
		}
		return p.slackAnswered(ctx, m, do(m))
	}
}

func slackChannel(do func(*slack.Channel)) func(context.Context, *Play, []string) error {
	return func(_ context.Context, p *Play, args []string) error {
		c, err := p.slackChannel(args[0])
		if err == nil {
			do(c)
		}
		return err
	}
}

func slackMembership(do func(*slack.Channel, *slack.Member)) func(context.Context, *Play, []string) error {
	return func(_ context.Context, p *Play, args []string) error {
		m, err := p.inSlack(args[0])
		if err != nil {
			return err
		}
		c, err := p.slackChannel(args[1])
		if err == nil {
			do(c, m)
		}
		return err
	}
}

// inSlack finds a person.
func (p *Play) inSlack(name string) (*slack.Member, error) {
	if p.stage.Slack == nil {
		return nil, p.sorry("no.slack")
	}
	people := p.stage.Slack.People()
	var names []string
	for _, m := range people {
		names = append(names, m.Name())
	}
	at, err := p.among(name, names)
	if err != nil {
		return nil, err
	}
	return people[at], nil
}

func (p *Play) slackChannel(name string) (*slack.Channel, error) {
	if p.stage.Slack == nil {
		return nil, p.sorry("no.slack")
	}
	channels := p.stage.Slack.Channels()
	var names []string
	for _, c := range channels {
		names = append(names, c.Name())
	}
	at, err := p.among(strings.TrimPrefix(name, "#"), names)
	if err != nil {
		return nil, err
	}
	return channels[at], nil
}

// visible is how long somebody looks whether anything happens.
const visible = 3 * time.Second

// slackAnswered waits for the bot's answer to what m did. That nothing is to be
// seen of it is no error.
func (p *Play) slackAnswered(ctx context.Context, m *slack.Member, a *slack.Answer) error {
	if err := a.Acked(ctx); err != nil {
		if ctx.Err() != nil {
			return err
		}
		return p.refusedBySlack(m, err)
	}
	looking, cancel := context.WithTimeout(ctx, visible)
	defer cancel()
	_ = a.Wait(looking) // what is seen is shown as an event
	return ctx.Err()
}

func (p *Play) refusedBySlack(m *slack.Member, err error) error {
	return p.refused("Slack", m.Name(), err)
}

func slackCommandsIn(ctx context.Context, p *Play, args []string) error {
	m, err := p.inSlack(args[0])
	if err != nil {
		return err
	}
	c, err := p.slackChannel(args[1])
	if err != nil {
		return err
	}
	m.At(c)
	defer m.At(nil)
	return slackCommands(ctx, p, []string{args[0], args[2]})
}

func slackCommands(ctx context.Context, p *Play, args []string) error {
	m, err := p.inSlack(args[0])
	if err != nil {
		return err
	}
	name, text, _ := strings.Cut(args[1], " ")
	return p.slackAnswered(ctx, m, m.Run(name, p.written(text)))
}

// slackSays writes as people do: what they type is no markup.
func slackSays(_ context.Context, p *Play, args []string) error {
	m, err := p.inSlack(args[0])
	if err != nil {
		return err
	}
	c, err := p.slackChannel(args[2])
	if err == nil {
		m.Say(c, strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(p.written(args[1])))
	}
	return err
}

func slackPicks(ctx context.Context, p *Play, args []string) error {
	return slackMember(func(m *slack.Member) *slack.Answer { return m.Shortcut(args[1]) })(ctx, p, args)
}

func slackPicksOn(ctx context.Context, p *Play, args []string) error {
	m, err := p.inSlack(args[0])
	if err != nil {
		return err
	}
	for _, s := range p.sights(m) {
		if s.message.TS != "" && strings.HasPrefix(s.text, p.written(args[2])) {
			return p.slackAnswered(ctx, m, m.ShortcutOn(args[1], s.message))
		}
	}
	return p.sorry("no.message", "who", m.Name(), "text", args[2])
}

func slackPresses(ctx context.Context, p *Play, args []string) error {
	return p.slackPress(ctx, args, func(sight) bool { return true })
}

func slackPressesAtHome(ctx context.Context, p *Play, args []string) error {
	return p.slackPress(ctx, args, func(s sight) bool { return s.home })
}

func slackPressesIn(ctx context.Context, p *Play, args []string) error {
	return p.slackPress(ctx, args, func(s sight) bool { return strings.EqualFold(s.channel, args[2]) })
}

// slackFillsIn sends the modal that the person has before them.
func slackFillsIn(ctx context.Context, p *Play, args []string) error {
	m, err := p.inSlack(args[0])
	if err != nil {
		return err
	}
	form := m.Modal()
	if form.ID == "" {
		return p.sorry("no.form", "who", m.Name())
	}
	values, err := p.fields(args[1:])
	if err != nil {
		return err
	}
	return p.slackAnswered(ctx, m, m.Submit(form, asNamed(values, m.Fields(form))))
}

func slackCloses(_ context.Context, p *Play, args []string) error {
	m, err := p.inSlack(args[0])
	if err != nil {
		return err
	}
	form := m.Modal()
	if form.ID == "" {
		return p.sorry("no.form", "who", m.Name())
	}
	if a := m.CloseView(form); a.Err != nil {
		return p.refusedBySlack(m, a.Err)
	}
	return nil
}
