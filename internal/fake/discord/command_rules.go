package discord

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Option types; the values are Discord's.
const (
	optionSubcommand  = 1
	optionGroup       = 2
	optionString      = 3
	optionInteger     = 4
	optionBoolean     = 5
	optionUser        = 6
	optionChannel     = 7
	optionRole        = 8
	optionMentionable = 9
	optionNumber      = 10
	optionAttachment  = 11

	optionsMost     = 25
	commandNameMost = 32
)

// commandName is what a slash command or an option may be called.
// It has 1 to 32 such characters: counted here, the classes would take a megabyte.
// Source: Discord's documentation, "Application Command Naming".
var commandName = regexp.MustCompile(`^[-_\x{02BC}\p{L}\p{N}\p{Devanagari}\p{Thai}]+$`)

// judge finds what Discord refuses in a command; at is "" or the command's place in a list, with a dot.
func (x *commandSpec) judge(p *problems, at string) {
	switch x.Type {
	case commandChat:
		x.named.judge(p, at)
		judgeCommandOptions(p, at, x.Options, optionGroup)
	case 2, commandMessage:
		p.length(at+"name", x.Name, 1, 32)
		for locale, name := range x.Names {
			judgeLocale(p, at+"name_localizations", locale)
			p.length(at+"name_localizations."+locale, name, 1, 32)
		}
		if x.Description != "" {
			p.add(at+"description", "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION_INVALID", "Context menu commands cannot have description")
		}
		if len(x.Options) > 0 {
			p.add(at+"options", "APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS_INVALID", "Context menu commands cannot have options")
		}
	default:
		p.add(at+"type", "BASE_TYPE_CHOICES", "Value must be one of {1, 2, 3}.")
	}
}

func (x *named) judge(p *problems, at string) {
	judgeName(p, at+"name", x.Name)
	p.length(at+"description", x.Description, 1, 100)
	for locale, name := range x.Names {
		judgeLocale(p, at+"name_localizations", locale)
		judgeName(p, at+"name_localizations."+locale, name)
	}
	for locale, text := range x.Descriptions {
		judgeLocale(p, at+"description_localizations", locale)
		p.length(at+"description_localizations."+locale, text, 1, 100)
	}
}

func judgeName(p *problems, path, name string) {
	if !commandName.MatchString(name) || utf8.RuneCountInString(name) > commandNameMost || strings.ToLower(name) != name {
		p.add(path, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid: %q", name)
	}
}

func judgeLocale(p *problems, path, locale string) {
	const all = " ar bg cs da de el en-GB en-US es-419 es-ES fi fr he hi hr hu id it ja ko lt nl no pl pt-BR ro ru sv-SE th tr uk vi zh-CN zh-TW "
	if !strings.Contains(all, " "+locale+" ") {
		p.add(path, "DICT_TYPE_KEY_ENUM", "%q is no locale of Discord's.", locale)
	}
}

// judgeCommandOptions judges a list of options; deepest is the highest of the nesting types it may hold:
// a group, a subcommand, or 0 for neither.
func judgeCommandOptions(p *problems, at string, list []option, deepest int) {
	if len(list) > optionsMost {
		p.add(at+"options", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
	}
	seen, optional, nesting := map[string]bool{}, false, 0
	for i := range list {
		o, path := &list[i], at+"options."+strconv.Itoa(i)+"."
		o.named.judge(p, path)
		if seen[o.Name] {
			p.add(path+"name", "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Option name %q already exists in these options", o.Name)
		}
		seen[o.Name] = true
		if o.Required && optional {
			p.add(path+"required", "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "Required options must be placed before non-required options")
		}
		optional = optional || !o.Required
		if o.Type == optionSubcommand || o.Type == optionGroup {
			nesting++
		}
		o.judge(p, path, deepest)
	}
	if nesting > 0 && nesting < len(list) {
		p.add(at+"options", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-command and sub-command group option types are mutually exclusive to all other types")
	}
}

func (o *option) judge(p *problems, path string, deepest int) {
	switch o.Type {
	case optionGroup, optionSubcommand:
		if o.Type > deepest {
			p.add(path+"type", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Option type %d cannot be nested here.", o.Type)
			return
		}
		if o.Required {
			p.add(path+"required", "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "A subcommand cannot be required.")
		}
		judgeCommandOptions(p, path, o.Options, o.Type-1)
	case optionString, optionInteger, optionNumber:
		o.judgeChoices(p, path)
	case optionBoolean, optionUser, optionChannel, optionRole, optionMentionable, optionAttachment:
		if len(o.Choices) > 0 {
			p.add(path+"choices", "APPLICATION_COMMAND_OPTIONS_CHOICES_INVALID", "Choices are only for strings and numbers.")
		}
	default:
		p.add(path+"type", "BASE_TYPE_CHOICES", "Value must be one of {1, …, 11}.")
	}
	if o.MinLength != nil && o.MaxLength != nil && *o.MinLength > *o.MaxLength {
		p.add(path+"min_length", "BASE_TYPE_BAD_RANGE", "min_length is more than max_length.")
	}
}

func (o *option) judgeChoices(p *problems, path string) {
	if len(o.Choices) > optionsMost {
		p.add(path+"choices", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
	}
	if len(o.Choices) > 0 && o.Autocomplete {
		p.add(path+"autocomplete", "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID", "Autocomplete cannot be used with choices.")
	}
	for i, c := range o.Choices {
		at := path + "choices." + strconv.Itoa(i)
		p.length(at+".name", c.Name, 1, 100)
		for _, locale := range slices.Sorted(maps.Keys(c.Names)) {
			judgeLocale(p, at+".name_localizations", locale)
			p.length(at+".name_localizations."+locale, c.Names[locale], 1, 100)
		}
		text, isText := c.Value.(string)
		if isText != (o.Type == optionString) {
			p.add(at+".value", "BASE_TYPE_BAD", "The value is not of the option's type.")
		}
		if isText {
			p.length(at+".value", text, 1, 100)
		}
	}
}
