package discord

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/plain"
)

// Types of interaction.
const (
	interactionCommand = 2
	interactionPress   = 3
	interactionSubmit  = 5
)

// Types of command and of its options.
const (
	commandSlash     = 1
	commandMenu      = 3 // on a message
	optionSubcommand = 1
	optionGroup      = 2
	optionString     = 3
	optionUser       = 6
)

// Bits of a permission set. Who has one of them is a keeper.
const (
	bitAdministrator = 3
	bitManageGuild   = 5
)

// interaction is something a member did that has to be answered within three
// seconds. Token is as good as a password for fifteen minutes.
type interaction struct {
	ID     string
	Token  string
	App    string
	OnCard bool      // it came from a card, which the answer may change
	Made   time.Time // by our clock

	// Request is what was asked, without what Discord does not say: the
	// server's name and places, and the asker's room.
	Request bot.Request

	// Sorry, if not empty, is the answer: there is nothing to ask the bot.
	Sorry words.Text
}

type wireInteraction struct {
	ID    string   `json:"id"`
	App   string   `json:"application_id"`
	Token string   `json:"token"`
	Type  int      `json:"type"`
	Data  wireData `json:"data"`
	wireScene
	Message json.RawMessage `json:"message"`
}

// wireScene is who did it, and where. In direct messages there is no guild, and
// a user instead of a member.
type wireScene struct {
	Guild   bot.ServerID  `json:"guild_id"`
	Channel bot.ChannelID `json:"channel_id"`
	Member  wireMember    `json:"member"`
	User    wireUser      `json:"user"`
	Locale  string        `json:"locale"`
}

// wireData is what was done; which fields there are depends on the type.
type wireData struct {
	Name       string          `json:"name"`
	Type       int             `json:"type"`
	Options    []wireOption    `json:"options"`
	CustomID   string          `json:"custom_id"`
	Values     []string        `json:"values"`
	Components []wireComponent `json:"components"`
	Target     string          `json:"target_id"`
	Resolved   struct {
		Messages map[string]wireMessage `json:"messages"`
	} `json:"resolved"`
}

type wireOption struct {
	Name    string       `json:"name"`
	Type    int          `json:"type"`
	Value   any          `json:"value"`
	Options []wireOption `json:"options"`
}

// wireComponent is a filled-in part of a form, or what is around one.
type wireComponent struct {
	Type       int             `json:"type"`
	CustomID   string          `json:"custom_id"`
	Value      *string         `json:"value"`
	Component  *wireComponent  `json:"component"`
	Components []wireComponent `json:"components"`
}

type wireMember struct {
	Nick        string       `json:"nick"`
	Roles       []bot.RoleID `json:"roles"`
	Permissions string       `json:"permissions"`
	User        wireUser     `json:"user"`
}

type wireUser struct {
	ID         string `json:"id"`
	Username   string `json:"username"`
	GlobalName string `json:"global_name"`
}

// decode reads an interaction as it comes over the gateway. It fails only where
// no answer could be given; what Engawa does not do is a Sorry.
func decode(raw json.RawMessage, m menu) (interaction, error) {
	var w wireInteraction
	if err := json.Unmarshal(raw, &w); err != nil {
		return interaction{}, fmt.Errorf("interaction: %w", err)
	}
	if !snowflake.MatchString(w.ID) || !snowflake.MatchString(w.App) || w.Token == "" {
		return interaction{}, errors.New("interaction: no id, application or token")
	}
	in := interaction{ID: w.ID, Token: w.Token, App: w.App}
	in.OnCard = w.Type != interactionCommand && len(w.Message) > 0 && string(w.Message) != "null"
	if w.Guild == "" {
		w.Member = wireMember{User: w.User}
	}
	in.Request = bot.Request{On: Platform, From: w.Member.person(w.Locale), Server: bot.Server{ID: w.Guild}, Channel: w.Channel}
	if key := w.fill(&in.Request, m); key != "" {
		in.Sorry = words.Say(in.Request.From.Lang, key)
	}
	return in, nil
}

// fill takes over what was asked, or says which sentence answers it. In direct
// messages only what came from a team's card can be asked.
func (w wireInteraction) fill(r *bot.Request, m menu) (sorry string) {
	if r.From.Account.ID == "" || w.Guild == "" && w.Type == interactionCommand {
		return "ask.here"
	}
	switch {
	case w.Type == interactionCommand && w.Data.Type == commandMenu && m[w.Data.Name] != "":
		r.Way, r.Do, r.About = bot.Menu, m[w.Data.Name], w.about()
		return ""
	case w.Type == interactionCommand && cmp.Or(w.Data.Type, commandSlash) == commandSlash:
		r.Way, r.Do, r.Values = bot.Slash, w.Data.Name, map[string]string{}
		w.Data.given(w.Data.Options, r)
		return ""
	case w.Type == interactionPress:
		r.Way, r.Chosen = bot.Press, w.Data.Values
	case w.Type == interactionSubmit:
		r.Way, r.Values = bot.Submit, map[string]string{}
		filledIn(w.Data.Components, r)
	default:
		return "ask.unknown"
	}
	var err error
	if r.Do, r.Whose, r.With, err = unpackID(w.Data.CustomID); err != nil {
		return "ask.unknown"
	}
	if w.Guild == "" && r.Whose == "" {
		return "ask.here"
	}
	return ""
}

// given walks down the subcommands to the arguments.
func (d wireData) given(options []wireOption, r *bot.Request) {
	for _, o := range options {
		if o.Type == optionSubcommand || o.Type == optionGroup {
			r.Do += " " + o.Name
			d.given(o.Options, r)
		} else if o.Value != nil {
			r.Values[o.Name] = fmt.Sprint(o.Value)
		}
	}
}

// filledIn walks down the labels and rows to the answers.
func filledIn(components []wireComponent, r *bot.Request) {
	for _, c := range components {
		if c.Component != nil {
			filledIn([]wireComponent{*c.Component}, r)
		}
		filledIn(c.Components, r)
		if c.CustomID == "" || c.Value == nil {
			continue
		}
		r.Values[c.CustomID] = *c.Value
		if c.Type == typeTextInput {
			r.Typed = append(r.Typed, *c.Value)
		}
	}
}

func (m wireMember) person(locale string) bot.Person {
	return bot.Person{
		Account: bot.Account{On: Platform, ID: m.User.ID},
		Name:    plain.First(m.Nick, m.User.name()),
		Lang:    words.Of(locale),
		Locale:  locale,
		Keeper:  m.keeper(),
		Roles:   m.Roles,
	}
}

func (u wireUser) name() string { return plain.First(u.GlobalName, u.Username) }

// keeper reads the permission set, a number that may outgrow 64 bits.
func (m wireMember) keeper() bool {
	set, ok := new(big.Int).SetString(m.Permissions, 10)
	return ok && set.Sign() >= 0 && (set.Bit(bitAdministrator) == 1 || set.Bit(bitManageGuild) == 1)
}
