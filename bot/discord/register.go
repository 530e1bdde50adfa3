package discord

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/discord/rest"
	"github.com/engawa-bot/engawa/bot/words"
)

// Limits of commands. Source: Discord's 'Application Commands'.
const (
	mostDescription = 100
	mostParam       = 6000
	usualParam      = 100 // characters of a text argument that sets no limit
)

// calling sends calls in their turn.
type calling interface {
	Do(context.Context, rest.Call) error
}

// command is a slash command, or one in the menu of a message, as Discord keeps
// it, as far as it is ours to say.
type command struct {
	Type             int               `json:"type"`
	Name             string            `json:"name"`
	Names            map[string]string `json:"name_localizations,omitempty"` // of one in a menu
	Description      string            `json:"description,omitempty"`
	Localized        map[string]string `json:"description_localizations,omitempty"`
	Options          []commandOption   `json:"options,omitempty"`
	Contexts         []int             `json:"contexts"`
	IntegrationTypes []int             `json:"integration_types"`
}

// commandOption is an argument, a subcommand or a group of subcommands.
type commandOption struct {
	Type        int               `json:"type"`
	Name        string            `json:"name"`
	Description string            `json:"description"`
	Localized   map[string]string `json:"description_localizations,omitempty"`
	Required    bool              `json:"required,omitempty"`
	MaxLength   int               `json:"max_length,omitempty"`
	Options     []commandOption   `json:"options,omitempty"`
}

// register makes Discord's list of the application's commands that of commands.
// It writes only where they differ, since 200 creates a day are allowed, and
// reports whether it did.
func register(ctx context.Context, api calling, app string, commands []bot.Command) (changed bool, err error) {
	path := "/applications/" + app + "/commands"
	var there []command
	read := rest.Call{Method: http.MethodGet, Path: path + "?with_localizations=true", Out: &there, Urgency: rest.Soon}
	if err := api.Do(ctx, read); err != nil {
		return false, fmt.Errorf("discord: read the commands: %w", err)
	}
	want := commandSet(commands)
	if reflect.DeepEqual(normal(there), normal(want)) {
		return false, nil
	}
	write := rest.Call{Method: http.MethodPut, Path: path, Body: want, Urgency: rest.Soon}
	if err := api.Do(ctx, write); err != nil {
		return false, fmt.Errorf("discord: register the commands: %w", err)
	}
	return true, nil
}

// register sees to the commands until they are as they should be. What passes is
// tried again within a minute; a refusal too, after hours: whoever can mend it
// reads of it in the log and from the doctor, and need not start Engawa anew.
func (l *listener) register(ctx context.Context, app string) {
	for wait := time.Second; ; {
		changed, err := register(ctx, l.face.api, app, l.bot.Commands())
		if changed {
			l.face.log.Info("commands registered")
		}
		if ctx.Err() != nil {
			return
		}
		_, final := bot.Refused(judged(err))
		switch {
		case err == nil:
			l.face.health.commands(true, nil)
			return
		case final:
			wait = max(wait, time.Hour)
			l.face.health.commands(false, err)
			l.face.log.Error("Discord refuses the commands", "next_try_in", wait, "err", err)
		default:
			wait = min(wait, time.Minute)
			l.face.log.Warn("cannot register the commands yet", "next_try_in", wait, "err", err)
		}
		select {
		case <-time.After(wait):
			wait = min(2*wait, askAgain)
		case <-ctx.Done():
			return
		}
	}
}

// commandSet builds the definitions of the commands that Discord is to list. Of
// a slash command's name the first word is the command, the others are
// subcommands.
func commandSet(commands []bot.Command) []command {
	top := commandOption{}
	for _, c := range commands {
		if c.Way == bot.Slash {
			top.add(strings.Fields(c.Name), nil, c.Args)
		}
	}
	set := make([]command, 0, len(top.Options))
	for _, o := range top.Options {
		set = append(set, command{
			Type: commandSlash, Name: o.Name, Description: o.Description, Localized: o.Localized,
			Options: o.Options, Contexts: []int{0}, IntegrationTypes: []int{0},
		})
	}
	for _, c := range commands {
		if c.Way == bot.Menu {
			set = append(set, command{
				Type: commandMenu, Name: inMenu(words.English, c.Name),
				Names:    map[string]string{string(words.Japanese): inMenu(words.Japanese, c.Name)},
				Contexts: []int{0}, IntegrationTypes: []int{0},
			})
		}
	}
	return set
}

// add puts the command of the words left under o; above are the words before.
func (o *commandOption) add(left, above []string, args []bot.Param) {
	if len(left) == 0 {
		o.Options = params(above, args)
		return
	}
	path := append(slices.Clone(above), left[0])
	i := slices.IndexFunc(o.Options, func(c commandOption) bool { return c.Name == left[0] })
	if i < 0 {
		i = len(o.Options)
		kind := optionSubcommand
		if len(left) > 1 {
			kind = optionGroup
		}
		o.Options = append(o.Options, described(commandOption{Type: kind, Name: left[0]}, path))
	}
	o.Options[i].add(left[1:], path, args)
}

// params are a command's arguments, required ones first as Discord wants it.
func params(path []string, args []bot.Param) []commandOption {
	var list []commandOption
	for _, p := range args {
		o := commandOption{Type: optionUser, Name: p.Name, Required: p.Required}
		if p.Kind == bot.ParamText {
			o.Type, o.MaxLength = optionString, min(cmp.Or(p.Max, usualParam), mostParam)
		}
		list = append(list, described(o, append(slices.Clone(path), p.Name)))
	}
	slices.SortStableFunc(list, func(a, b commandOption) int {
		return cmp.Compare(rank(a.Required), rank(b.Required))
	})
	return list
}

func rank(required bool) int {
	if required {
		return 0
	}
	return 1
}

// described says in every language what o does, from the catalogue.
func described(o commandOption, path []string) commandOption {
	key := "cmd." + strings.Join(path, ".")
	in := func(lang words.Lang) string { return unmarked(words.Say(lang, key), mostDescription) }
	o.Description = in(words.English)
	o.Localized = map[string]string{string(words.Japanese): in(words.Japanese)}
	return o
}

// normal is a list of commands without what Discord may order or leave out
// differently.
func normal(list []command) []command {
	list = slices.Clone(list)
	for i, c := range list {
		c.Type = cmp.Or(c.Type, commandSlash)
		c.Options = normalOptions(c.Options)
		c.Contexts, c.IntegrationTypes = slices.Sorted(slices.Values(c.Contexts)), slices.Sorted(slices.Values(c.IntegrationTypes))
		if len(c.Localized) == 0 {
			c.Localized = nil
		}
		if len(c.Names) == 0 {
			c.Names = nil
		}
		list[i] = c
	}
	slices.SortFunc(list, func(a, b command) int { return cmp.Or(cmp.Compare(a.Type, b.Type), cmp.Compare(a.Name, b.Name)) })
	return list
}

func normalOptions(list []commandOption) []commandOption {
	if len(list) == 0 {
		return nil
	}
	list = slices.Clone(list)
	for i := range list {
		list[i].Options = normalOptions(list[i].Options)
		if len(list[i].Localized) == 0 {
			list[i].Localized = nil
		}
	}
	return list
}
