package rules

import (
	"go/ast"
	"slices"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/bot/words"
)

// besideRows are the sentences with commands in them that '/engawa help' says without
// a row of its table, and why.
var besideRows = map[string]string{
	"help.link":   "only where there are several platforms",
	"help.status": "only where statuses can be set",
	"help.keeper": "only to keepers",
}

// helpFile is where '/engawa help' is answered.
const helpFile = "bot/feature/setup/help.go"

// helpRow is a row of the table in help(): a sentence, and the command without which
// it is not said.
type helpRow struct{ line, command, at string }

// helpRows finds the rows of the table in help().
func helpRows(all []source) (rows []helpRow) {
	for _, s := range all {
		if s.path != helpFile {
			continue
		}
		for _, d := range s.file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Name.Name != "help" {
				continue
			}
			ast.Inspect(f, func(n ast.Node) bool {
				if lit, ok := n.(*ast.CompositeLit); ok && lit.Type == nil && len(lit.Elts) == 2 {
					line, isText := literal(lit.Elts[0])
					command, both := literal(lit.Elts[1])
					if isText && both {
						rows = append(rows, helpRow{line, command, s.at(lit.Pos())})
					}
				}
				return true
			})
		}
	}
	return rows
}

// helpTexts are the sentences in which people find commands, by language.
func helpTexts(rows []helpRow) map[words.Lang]string {
	texts := map[words.Lang]string{}
	for _, lang := range words.Langs() {
		for _, key := range words.Keys(lang) {
			inTable := slices.ContainsFunc(rows, func(r helpRow) bool { return r.line == key })
			if inTable || besideRows[key] != "" {
				texts[lang] += words.Say(lang, key).String() + "\n"
			}
		}
	}
	return texts
}

// fault is a row that is about no command, or whose sentence does not name its own.
func (r helpRow) fault(commands []string, say func(key string) string) string {
	text := say(r.line)
	switch {
	case !slices.Contains(commands, r.command):
		return r.at + ": there is no command /" + r.command
	case !strings.Contains(text, "`/"+r.command+"`") && !strings.Contains(text, "{command}"):
		return r.at + ": " + r.line + " does not name /" + r.command
	}
	return ""
}

func TestEveryRowOfHelpNamesItsCommand(t *testing.T) {
	all := sources(t)
	rows := helpRows(all)
	if len(rows) < 8 {
		t.Errorf("found %d rows in help() of %s: the test sees too little", len(rows), helpFile)
	}
	var commands []string
	for _, c := range allCommands(t, all) {
		commands = append(commands, c.name)
	}
	for _, lang := range words.Langs() {
		for _, r := range rows {
			if fault := r.fault(commands, func(key string) string { return words.Say(lang, key).String() }); fault != "" {
				t.Error(fault)
			}
		}
	}
	for key := range besideRows {
		if !slices.Contains(words.Keys(words.English), key) || slices.ContainsFunc(rows, func(r helpRow) bool { return r.line == key }) {
			t.Errorf("besideRows has %s, which is no sentence, or has a row", key)
		}
	}
}

func TestACommandOrARowThatHelpDoesNotNameIsFound(t *testing.T) {
	const text = "package setup\n" + `func help(a *bot.Ask) {
	for _, of := range []struct{ line, command string }{{"help.rooms", "rooms"}, {"help.away", "away"}, {"help.where", "rooms"}, {"help.rooms", "dinner"}} {
		a.Say(of.line)
	}
	a.Say("help.decision")
}
func other() { x := []pair{{"help.topic", "tea topic"}} }`
	rows := helpRows([]source{parse(t, helpFile, text)})
	var lines, faults []string
	for _, r := range rows {
		lines = append(lines, r.line)
		if fault := r.fault([]string{"rooms", "away"}, func(key string) string {
			return map[string]string{"help.rooms": "`/rooms` shows", "help.away": "{command} tells", "help.where": "`/where` finds"}[key]
		}); fault != "" {
			_, said, _ := strings.Cut(fault, ": ")
			faults = append(faults, said)
		}
	}
	if want := []string{"help.rooms", "help.away", "help.where", "help.rooms"}; !slices.Equal(lines, want) {
		t.Errorf("got the rows %q, want %q", lines, want)
	}
	if want := []string{"help.where does not name /rooms", "there is no command /dinner"}; !slices.Equal(faults, want) {
		t.Errorf("got %q, want %q", faults, want)
	}
	d := door{helps: helpTexts(rows)}
	for name, want := range map[string]bool{"rooms": true, "engawa link": true, "decision": false, "tea topic": false} {
		found := !slices.ContainsFunc(d.faults(command{name: name}), func(f string) bool { return strings.Contains(f, "help") })
		if found != want {
			t.Errorf("/%s: got found %v, want %v", name, found, want)
		}
	}
}
