package slack

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
)

// way is something that people type in Slack, and the slash command of the bot
// that it is. Slack knows no subcommands: what stands behind its command is one
// text, whose first word may be one of ours.
type way struct {
	typed string // "/kpt mine"
	do    string // with a text behind it, which is the command's first argument
	bare  string // with nothing behind it, if that is another command
	hint  string // of the catalogue: what to type behind it
	kind  string // of note that a form begins with
}

// ways is the one table of what can be typed: it dispatches, explains, and makes
// the manifest.
func ways() []way {
	return []way{
		{"/keep", "keep", "kpt write", "cmd.keep.text", "keep"},
		{"/problem", "problem", "kpt write", "cmd.problem.text", "problem"},
		{"/try", "try", "kpt write", "cmd.try.text", "draft"},
		{"/kpt", "", "kpt write", "", ""},
		{"/kpt write", "kpt write", "", "", ""},
		{"/kpt mine", "kpt mine", "", "", ""},
		{"/kpt numbers", "kpt numbers", "", "", ""},
		{"/tries", "", "tries list", "", ""},
		{"/tries list", "tries list", "", "", ""},
		{"/tries done", "tries done", "", "", ""},
		{"/tries show", "tries show", "", "", ""},
		{"/tries find", "tries find", "", "", ""},
		{"/practices", "practices", "", "", ""},
		{"/rooms", "rooms", "", "", ""},
		{"/decision", "decision", "", "cmd.decision.text", ""},
		{"/out", "away", "", "cmd.away.until", ""}, // Slack keeps /away for itself
		{"/tea", "", "", "", ""},
		{"/tea topic", "tea topic", "", "", ""},
		{"/reminders", "reminders", "", "", ""},
		{"/engawa", "", "engawa help", "", ""},
		{"/engawa help", "engawa help", "", "", ""},
		{"/engawa link", "engawa link", "", "", ""},
		{"/engawa status", "engawa status", "", "", ""},
		{"/engawa privacy", "engawa privacy", "", "", ""},
		{"/engawa doctor", "engawa doctor", "", "", ""},
		{"/engawa away", "away", "", "", ""},
	}
}

// subcommands are the words that can stand behind a Slack command.
func subcommands(command string) []string {
	var list []string
	for _, w := range ways() {
		if first, word, ok := strings.Cut(w.typed, " "); ok && first == command {
			list = append(list, word)
		}
	}
	return list
}

// wayOf finds what was typed, and the text that is left of it.
func wayOf(command, text string) (way, string) {
	text = strings.TrimSpace(text)
	word, rest, _ := strings.Cut(text, " ")
	find := func(typed string) (way, bool) {
		all := ways()
		i := slices.IndexFunc(all, func(w way) bool { return w.typed == typed })
		if i < 0 {
			return way{}, false
		}
		return all[i], true
	}
	if w, ok := find(command + " " + strings.ToLower(word)); ok && word != "" {
		return w, strings.TrimSpace(rest)
	}
	w, _ := find(command)
	return w, text
}

// mostArgument is how long an argument may be that says nothing else, in characters.
const mostArgument = 100

// typed is the request that somebody typed, or what to say instead. commands are
// the bot's slash commands by name.
func typed(command, text string, commands map[string]bot.Command) (bot.Request, *bot.Sorry) {
	w, rest := wayOf(command, text)
	r := bot.Request{Way: bot.Slash, Do: w.do}
	if rest == "" && w.bare != "" {
		r.Do = w.bare
	}
	if rest == "" && w.kind != "" {
		r.Values = map[string]string{"kind": w.kind}
	}
	if r.Do == "" {
		known := strings.Join(subcommands(command), ", ")
		return r, &bot.Sorry{Key: "slack.ways", Args: []words.Arg{words.Quote("command", command), words.Quote("known", known)}}
	}
	args := commands[r.Do].Args
	if len(args) == 0 {
		return r, nil
	}
	most := cmp.Or(args[0].Max, mostArgument)
	switch {
	case rest == "" && args[0].Required:
		return r, &bot.Sorry{Key: "slack.words", Args: []words.Arg{words.Quote("command", w.typed)}}
	case utf8.RuneCountInString(rest) > most:
		return r, &bot.Sorry{Key: "slack.long", Args: []words.Arg{words.Count("most", most), words.Quote("text", rest)}}
	case rest != "":
		r.Values = map[string]string{args[0].Name: rest}
	}
	return r, nil
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
