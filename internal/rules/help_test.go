package rules

import (
	"slices"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/bot/words"
)

// besideRows are the sentences with commands in them that '/engawa help' says beside
// those of the commands, and why.
var besideRows = map[string]string{
	"help.link":   "only where there are several platforms",
	"help.status": "only where statuses can be set",
	"help.keeper": "only to keepers",
}

// helpTexts is all that '/engawa help' can say, by language.
func helpTexts(all []command) map[words.Lang]string {
	texts := map[words.Lang]string{}
	for _, lang := range words.Langs() {
		for _, key := range words.Keys(lang) {
			inTable := slices.ContainsFunc(all, func(c command) bool { return c.help == key })
			if inTable || besideRows[key] != "" {
				texts[lang] += words.Say(lang, key).String() + "\n"
			}
		}
	}
	return texts
}

// helpFault is a sentence of help that does not name its own command, if it is one.
func (c command) helpFault(say func(key string) string) string {
	if text := say(c.help); c.help == "" || strings.Contains(text, "`/"+c.name+"`") || strings.Contains(text, "{command}") {
		return ""
	}
	return c.at + ": " + c.help + " does not name /" + c.name
}

func TestEverySentenceOfHelpNamesItsCommand(t *testing.T) {
	all := allCommands(t, sources(t))
	with := 0
	for _, c := range all {
		if c.help != "" {
			with++
		}
		for _, lang := range words.Langs() {
			if fault := c.helpFault(func(key string) string { return words.Say(lang, key).String() }); fault != "" {
				t.Errorf("%s: %s", lang, fault)
			}
		}
	}
	if with < 8 {
		t.Errorf("found %d commands with a sentence of help: the test sees too little", with)
	}
	for key := range besideRows {
		if !slices.Contains(words.Keys(words.English), key) || slices.ContainsFunc(all, func(c command) bool { return c.help == key }) {
			t.Errorf("besideRows has %s, which is no sentence, or is a command's", key)
		}
	}
}

func TestACommandThatHelpDoesNotNameIsFound(t *testing.T) {
	all, _ := commandsOf(parse(t, "p.go", `package p
var list = []bot.Command{
	{Name: "rooms", Way: bot.Slash, Run: rooms, Told: bot.Told{Help: "help.rooms"}},
	{Name: "away", Way: bot.Slash, Run: away, Told: bot.Told{Help: "help.away", Typed: []string{"/out"}}},
	{Name: "dinner", Way: bot.Slash, Run: dinner, Told: bot.Told{Help: "help.where"}},
	{Name: "tea topic", Way: bot.Slash, Run: topic},
}`))
	var faults []string
	for _, c := range all {
		if fault := c.helpFault(func(key string) string {
			return map[string]string{"help.rooms": "`/rooms` shows", "help.away": "{command} tells", "help.where": "`/where` finds"}[key]
		}); fault != "" {
			_, said, _ := strings.Cut(fault, ": ")
			faults = append(faults, said)
		}
	}
	if want := []string{"help.where does not name /dinner"}; !slices.Equal(faults, want) {
		t.Errorf("got %q, want %q", faults, want)
	}
	d := door{helps: helpTexts(all)}
	for name, want := range map[string]bool{"rooms": true, "engawa link": true, "decision": false, "tea topic": false} {
		found := !slices.ContainsFunc(d.faults(command{name: name}), func(f string) bool { return strings.Contains(f, "help") })
		if found != want {
			t.Errorf("/%s: got found %v, want %v", name, found, want)
		}
	}
}
