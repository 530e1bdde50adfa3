// Package dialogue is the small language in which people act on a pretended
// Discord, in a pretended Slack beside it, and their surfaces answer. Tests keep dialogues in files that read like
// minutes, and 'engawa demo' plays one with whoever types:
//
//	# The board shows who sits where.
//	> ana enters Lounge
//	> wait 6s
//	< board: 🏡 Lounge: @ana since 15:55
//	> ana: /where member:bo
//	< (ana only) @bo is in no room right now. Please write a message.
//
// A line '> …' is what somebody does, and each is a row of the one table in
// act.go; a line '< …' is what a surface shows then, and goes on below it,
// indented. A line '# …' is a remark.
//
// The package knows nothing of Engawa but the words on its board.
//
// Reading the source: script.go reads files, act.go acts, show.go shows; kind.go helps who
// has not written it just so, and words.go speaks to them, in both languages; slack.go
// and slack_show.go do so for Slack.
package dialogue

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/engawa-bot/engawa/bot/words"
	fake "github.com/engawa-bot/engawa/internal/fake/discord"
	"github.com/engawa-bot/engawa/internal/fake/gdocs"
	"github.com/engawa-bot/engawa/internal/fake/slack"
)

// Stage is where a dialogue is played.
type Stage struct {
	Server *fake.Server
	Guild  *fake.Guild
	People []*fake.Member
	Zone   *time.Location   // in which times are read and shown
	Now    func() time.Time // the wall clock

	// Doc is the team's Google Doc; nil: there is none.
	Doc *gdocs.Doc
	// Slack is where the team writes; nil: there is none.
	Slack *slack.Server

	// Args names the arguments of a slash command; false: there is no such command.
	Args func(command string) ([]string, bool)
	// Until lets time pass until the wall clock shows an instant; nil: it is waited for.
	Until func(context.Context, time.Time) error
	Hooks
}

// Hooks run the bot; nil where a dialogue may not.
type Hooks struct{ Start, Stop func() error }

// Play is a dialogue being played. Its methods may be called at any time.
type Play struct {
	// Calendar has it shown how events of the calendar begin, end and move on.
	Calendar bool
	// Lang is that of the play's own words.
	Lang words.Lang

	stage   Stage
	actions []action

	mu       sync.Mutex
	messages []fake.Message        // shown so far, the newest last
	seen     []sight               // likewise, in Slack
	forms    map[string]*fake.Form // the newest one shown to each person
	said     []string              // what was asked to be seen
	lost     uint64                // rights that the keeper took from the bot
}

// New begins a dialogue; times are shown in the stage's zone.
func New(s Stage) *Play {
	s.Server.SetZone(s.Zone)
	if s.Slack != nil {
		s.Slack.SetZone(s.Zone)
	}
	return &Play{stage: s, actions: actions(), Lang: words.English, forms: map[string]*fake.Form{}}
}

// Refused is what a person is told by the platform itself, before the bot hears
// of what they did, or because the bot said nothing.
type Refused struct {
	By, Who string
	Err     error
	text    string
}

// Error is what the person reads.
func (r *Refused) Error() string { return r.text }

// Unwrap gives the platform's error.
func (r *Refused) Unwrap() error { return r.Err }

func (p *Play) refused(by, who string, err error) error {
	said := p.inTheirs(err.Error())
	if errors.Is(err, fake.ErrNoAnswer) || errors.Is(err, slack.ErrNoAnswer) {
		said = p.tell("no.answer")
	}
	return &Refused{By: by, Who: who, Err: err, text: p.tell("refused", "by", by, "who", who, "why", said)}
}

func (p *Play) refusedByDiscord(m *fake.Member, err error) error {
	return p.refused("Discord", m.Name(), err)
}

// Do does what a line says, with or without the '> ' before it, and waits until
// it is done: a time has come, the bot has answered. What surfaces show is not
// waited for. An error is a *Refused, or it says what cannot be understood.
func (p *Play) Do(ctx context.Context, line string) error {
	line = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(line), ">"))
	for _, a := range p.actions {
		if args := a.match(line); args != nil {
			return a.do(ctx, p, args)
		}
	}
	return p.unknown(line)
}

func (p *Play) person(name string) (*fake.Member, error) {
	var names []string
	for _, m := range p.stage.People {
		names = append(names, m.Name())
	}
	at, err := p.among(name, names)
	if err != nil {
		return nil, err
	}
	return p.stage.People[at], nil
}

// channel finds a voice room or a text channel.
func (p *Play) channel(name string, voice bool) (*fake.Channel, error) {
	var names []string
	var fits []*fake.Channel
	for _, c := range p.stage.Guild.Channels() {
		if c.IsVoice() == voice {
			names, fits = append(names, c.Name()), append(fits, c)
		}
	}
	at, err := p.among(strings.TrimPrefix(name, "#"), names)
	if err != nil {
		return nil, err
	}
	return fits[at], nil
}

// note remembers what was shown, so that it can be pressed.
func (p *Play) note(m fake.Message) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.messages = slices.DeleteFunc(p.messages, func(old fake.Message) bool { return old.ID == m.ID })
	p.messages = append(p.messages, m)
}

func (p *Play) noteForm(who *fake.Member, f *fake.Form) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.forms[who.ID()] = f
}

// shown lists the messages that were shown, the newest first, as they are now.
func (p *Play) shown() []fake.Message {
	p.mu.Lock()
	defer p.mu.Unlock()
	var list []fake.Message
	for _, m := range slices.Backward(p.messages) {
		if now, there := m.Now(); there {
			list = append(list, now)
		}
	}
	return list
}
