package slack

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
)

// way is something that people type in Slack, and the slash command of the bot that
// it is. Slack knows no subcommands: what stands behind its command is one text, whose
// first word may be one of ours.
type way struct {
	typed string      // "/kpt mine"
	does  bot.Command // without a name: only what stands behind it is a command
}

// ways is what can be typed: it dispatches, explains, and makes the manifest.
type ways []way

// waysOf are those of the bot's commands, in the order of the alphabet. A word that only stands before others is one
// too: Slack is to know it.
func waysOf(commands []bot.Command) (all ways) {
	for _, c := range commands {
		if c.Way != bot.Slash {
			continue
		}
		for _, typed := range c.Told.Typed {
			all = append(all, way{typed, c})
		}
	}
	for _, w := range slices.Clone(all) {
		first, _, sub := strings.Cut(w.typed, " ")
		if _, known := all.find(first); sub && !known {
			all = append(all, way{typed: first})
		}
	}
	slices.SortFunc(all, func(a, b way) int { return strings.Compare(a.typed, b.typed) })
	return all
}

func (all ways) find(typed string) (way, bool) {
	i := slices.IndexFunc(all, func(w way) bool { return w.typed == typed })
	if i < 0 {
		return way{typed: typed}, false
	}
	return all[i], true
}

// behind are the words that can stand behind a Slack command.
func (all ways) behind(command string) (list []string) {
	for _, w := range all {
		if first, word, ok := strings.Cut(w.typed, " "); ok && first == command {
			list = append(list, word)
		}
	}
	return list
}

// of finds what was typed, and the text that is left of it.
func (all ways) of(command, text string) (way, string) {
	text = strings.TrimSpace(text)
	word, rest, _ := strings.Cut(text, " ")
	if w, ok := all.find(command + " " + strings.ToLower(word)); ok && word != "" {
		return w, strings.TrimSpace(rest)
	}
	w, _ := all.find(command)
	return w, text
}

// mostArgument is how long an argument may be that says nothing else, in characters.
const mostArgument = 100

// request is what somebody typed, or what to say instead.
func (all ways) request(command, text string) (bot.Request, *bot.Sorry) {
	w, rest := all.of(command, text)
	c, known := w.does, all.behind(w.typed)
	switch {
	case c.Name == "", rest != "" && len(known) > 0:
		return bot.Request{Way: bot.Slash}, notTyped(command, known)
	case rest == "" && c.Told.Bare.Do != "":
		return bot.Request{Way: bot.Slash, Do: c.Told.Bare.Do, Input: bot.Input{Values: c.Told.Bare.Values}}, nil
	}
	r := bot.Request{Way: bot.Slash, Do: c.Name}
	var sorry *bot.Sorry
	if len(c.Args) > 0 {
		r.Values, sorry = argument(w, rest)
	}
	return r, sorry
}

// notTyped explains what can be typed.
func notTyped(command string, known []string) *bot.Sorry {
	return &bot.Sorry{Key: "slack.ways", Args: []words.Arg{words.Quote("command", command), words.Quote("known", strings.Join(known, ", "))}}
}

// argument is the first one of a command.
func argument(w way, text string) (values map[string]string, _ *bot.Sorry) {
	arg := w.does.Args[0]
	most := cmp.Or(arg.Max, mostArgument)
	switch {
	case text == "" && arg.Required:
		return nil, &bot.Sorry{Key: "slack.words", Args: []words.Arg{words.Quote("command", w.typed)}}
	case utf8.RuneCountInString(text) > most:
		return nil, &bot.Sorry{Key: "slack.long", Args: []words.Arg{words.Count("most", most), words.Quote("text", text)}}
	case text == "":
		return nil, nil
	}
	return map[string]string{arg.Name: text}, nil
}

// shortcut is an entry in one of Slack's menus.
type shortcut struct {
	callback string
	kind     string // of Slack: "message" or "global"
	way      bot.Way
	do       string
	name     string // of the catalogue; at most 24 characters
}

// shortcuts is the one table of what stands in Slack's menus.
func shortcuts() []shortcut {
	return []shortcut{
		{"add_to_kpt", "message", bot.Menu, "kpt add", "menu.kpt.add"},
		{"write_note", "global", bot.Slash, "kpt write", "slack.shortcut"},
	}
}

// picked is the request of a shortcut; not ok means that it is not ours.
func picked(callback string) (r bot.Request, ok bool) {
	for _, s := range shortcuts() {
		if s.callback == callback {
			return bot.Request{Way: s.way, Do: s.do}, true
		}
	}
	return bot.Request{}, false
}
