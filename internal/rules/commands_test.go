package rules

import (
	"go/ast"
	"slices"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/bot/words"
)

// command is a row of a feature's table of commands, as far as this package reads it.
type command struct {
	name, at string
	menu     bool // of a message; else it is a slash command
	args     []string
	help     string   // its sentence of help
	typed    []string // in Slack
}

// notInSlack are the slash commands that Slack does not have, and why.
var notInSlack = map[string]string{
	"where":           "it names a person on Discord; /rooms says it of everybody",
	"kpt export":      "it gives a file, which Discord takes with the answer",
	"kpt start":       "a meeting begins in the voice room where the asker sits",
	"kpt vote":        "it is a page of the meeting, which is on Discord",
	"engawa setup":    "it asks for rooms of a Discord server, and who may manage it",
	"engawa settings": "likewise",
	"engawa notebook": "likewise",
	"engawa remove":   "it gives a file, and asks who may manage a Discord server",
}

// notInHelp are the slash commands that '/engawa help' does not name, and why.
var notInHelp = map[string]string{
	"away":        "its sentence has {command}: it is not called so everywhere",
	"engawa help": "whoever reads it has found it",
}

// commandsOf finds the rows of bot.Command in a source, by their fields Name and Way.
func commandsOf(s source) (all []command, faults []string) {
	ast.Inspect(s.file, func(n ast.Node) bool {
		lit, ok := n.(*ast.CompositeLit)
		if !ok {
			return true
		}
		way := typeName(field(lit, "Way"))
		if way != "Slash" && way != "Menu" || field(lit, "Run") == nil {
			return true
		}
		name, ok := literal(field(lit, "Name"))
		if !ok {
			faults = append(faults, s.at(lit.Pos())+": write the command's name as a text, or nothing can be found by it")
			return true
		}
		c := command{name: name, at: s.at(lit.Pos()), menu: way == "Menu"}
		if args := field(lit, "Args"); args != nil {
			c.args = argsOf(args)
		}
		if told, ok := field(lit, "Told").(*ast.CompositeLit); ok {
			c.help, _ = literal(field(told, "Help"))
			c.typed = texts(field(told, "Typed"))
		}
		all = append(all, c)
		return true
	})
	return all, faults
}

// argsOf finds the names of a command's arguments: fields Name, or what is given to
// the function that makes them.
func argsOf(x ast.Expr) (names []string) {
	ast.Inspect(x, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			for _, arg := range n.Args {
				if text, ok := literal(arg); ok {
					names = append(names, text)
				}
			}
		case *ast.KeyValueExpr:
			if text, ok := literal(n.Value); ok && typeName(n.Key) == "Name" {
				names = append(names, text)
			}
		}
		return true
	})
	return names
}

func allCommands(t *testing.T, all []source) (found []command) {
	t.Helper()
	for _, s := range all {
		if s.test() || !strings.HasPrefix(s.path, "bot/") {
			continue
		}
		some, faults := commandsOf(s)
		for _, fault := range faults {
			t.Error(fault)
		}
		found = append(found, some...)
	}
	if len(found) < 25 {
		t.Errorf("found %d commands: the test sees too little", len(found))
	}
	return found
}

// keys are those of the catalogue that describe a command.
func (c command) keys() (keys []string) {
	words := strings.Fields(c.name)
	if c.menu {
		return []string{"menu." + strings.Join(words, ".")}
	}
	for i := range words {
		keys = append(keys, "cmd."+strings.Join(words[:i+1], "."))
	}
	for _, arg := range c.args {
		keys = append(keys, "cmd."+strings.Join(words, ".")+"."+arg)
	}
	return keys
}

// texts are those of a list.
func texts(x ast.Expr) (list []string) {
	lit, ok := x.(*ast.CompositeLit)
	if !ok {
		return nil
	}
	for _, e := range lit.Elts {
		if text, ok := literal(e); ok {
			list = append(list, text)
		}
	}
	return list
}

// door is where members find commands.
type door struct {
	helps  map[words.Lang]string
	readme string
}

// faults are the doors through which a command is not to be found.
func (d door) faults(c command) (faults []string) {
	add := func(text string) { faults = append(faults, c.at+": /"+c.name+" "+text) }
	if c.menu {
		return nil
	}
	if why := notInSlack[c.name]; (len(c.typed) > 0) == (why != "") {
		add("is to be typed in Slack, by Told.Typed of its row, or to be in notInSlack with the reason, and not both")
	}
	for lang, text := range d.helps {
		if !strings.Contains(text, "`/"+c.name+"`") && notInHelp[c.name] == "" {
			add("is in no sentence of bot/words/" + string(lang) + ".txt that /engawa help says: let help.… name it, and put that into Told.Help of its row")
		}
	}
	if !strings.Contains(d.readme, "`/"+c.name+"`") && !strings.Contains(d.readme, "`/"+c.name+" until fri`") {
		add("is not in README.md's table of what members use")
	}
	return faults
}

func theDoor(t *testing.T, all []source) door {
	t.Helper()
	d := door{helps: helpTexts(allCommands(t, all))}
	_, table, _ := strings.Cut(read(t, "README.md"), "\n## What members use\n")
	d.readme, _, _ = strings.Cut(table, "\n\nIn Slack:")
	return d
}

func TestEveryCommandIsInSlackInHelpAndInTheReadme(t *testing.T) {
	all := sources(t)
	d, found := theDoor(t, all), map[string]bool{}
	for _, c := range allCommands(t, all) {
		for _, fault := range d.faults(c) {
			t.Error(fault)
		}
		found[c.name] = true
	}
	for _, list := range []map[string]string{notInSlack, notInHelp} {
		for name := range list {
			if !found[name] {
				t.Errorf("there is no command /%s any more: take it out of the list", name)
			}
		}
	}
}

func TestACommandThatNobodyCanFindIsFound(t *testing.T) {
	d := door{
		readme: "| `/lunch`, `/away until fri`, `/where` |",
		helps:  map[words.Lang]string{words.English: "`/lunch`, `/away` and `/where`", words.Japanese: "`/lunch`、`/away`、`/where`"},
	}
	for text, want := range map[string]int{
		`{Name: "lunch", Way: bot.Slash, Run: lunch, Told: bot.Told{Typed: []string{"/lunch"}}}`: 0,
		`{Name: "away", Way: bot.Slash, Run: away}`:                                              1, // Slack
		`{Name: "where", Way: bot.Slash, Run: where, Told: bot.Told{Typed: []string{"/where"}}}`: 1, // in both
		`{Name: "lunch list", Way: bot.Slash, Run: list}`:                                        4,
		`{Name: "engawa help", Way: bot.Slash, Run: help}`:                                       2, // Slack, README
		`{Name: "lunch more", Way: bot.Press, Run: more}`:                                        0,
		`{Name: "lunch add", Way: bot.Menu, Run: add}`:                                           0,
		`{Name: "lunch" + x, Way: bot.Slash, Run: nothing}`:                                      1, // no literal
	} {
		all, faults := commandsOf(parse(t, "p.go", "package p\nvar list = []bot.Command{"+text+"}"))
		for _, c := range all {
			faults = append(faults, d.faults(c)...)
		}
		if len(faults) != want {
			t.Errorf("%s: got %q, want %d faults", text, faults, want)
		}
	}
}

func TestACommandIsDescribedWithAllItsWordsAndArguments(t *testing.T) {
	all, _ := commandsOf(parse(t, "p.go", `package p
var list = []bot.Command{
	{Name: "lunch at", Way: bot.Slash, Run: at, Args: []bot.Param{{Name: "place", Kind: bot.ParamText}, {Name: "time"}}},
	{Name: "note", Way: bot.Slash, Run: note, Args: text("text")},
	{Name: "kpt add", Way: bot.Menu, Run: add},
}`))
	var got []string
	for _, c := range all {
		got = append(got, strings.Join(c.keys(), " "))
	}
	if want := []string{"cmd.lunch cmd.lunch.at cmd.lunch.at.place cmd.lunch.at.time", "cmd.note cmd.note.text", "menu.kpt.add"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
