package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/engawa-bot/engawa/internal/app"
	"github.com/engawa-bot/engawa/internal/near"
)

// misuse is a command that is not understood: what is wrong with it, and where to
// go on.
type misuse struct{ wrong, next string }

func (m misuse) Error() string { return m.wrong + "\n" + m.next }

// errHelp means that help was asked for.
var errHelp = errors.New("help")

// dispatch finds the command, looks at what stands behind it, and runs it.
func dispatch(ctx context.Context, w app.World, args []string) error {
	if len(args) == 0 {
		args = []string{"run"}
	}
	switch args[0] {
	case "-h", "-help", "--help":
		return tellAll(w.Out)
	case "-v", "-V", "-version", "--version":
		return version(ctx, w, given{})
	}
	found, err := find(args)
	if err != nil {
		return err
	}
	if !found.whole {
		if len(found.rest) > 0 && isHelp(found.rest[0]) {
			return tell(w.Out, found.some)
		}
		return misuse{fmt.Sprintf("%q is not all of a command", args[0]), "Say one of these: " + usages(found.some) + "."}
	}
	s := found.some[0]
	g, err := s.parse(found.rest)
	if errors.Is(err, errHelp) {
		return tell(w.Out, found.some)
	}
	if err != nil {
		return err
	}
	return s.run(ctx, w, g)
}

// match is the command that some words begin with; or, not whole, all commands of
// two words whose first one stands there alone.
type match struct {
	some  []subcommand
	whole bool
	rest  []string // what stands behind it
}

// find looks for commands.
func find(args []string) (match, error) {
	all := subcommands()
	for _, n := range []int{2, 1} {
		if len(args) < n {
			continue
		}
		name := strings.Join(args[:n], " ")
		if i := slices.IndexFunc(all, func(s subcommand) bool { return s.name == name }); i >= 0 {
			return match{all[i : i+1], true, args[n:]}, nil
		}
	}
	var begun []subcommand
	for _, s := range all {
		if strings.HasPrefix(s.name, args[0]+" ") {
			begun = append(begun, s)
		}
	}
	switch {
	case len(begun) > 0 && (len(args) == 1 || strings.HasPrefix(args[1], "-")):
		return match{begun, false, args[1:]}, nil
	case len(begun) > 0 && args[1] == "help":
		return match{begun, false, []string{"--help"}}, nil
	}
	return match{}, amiss(args, begun)
}

// amiss says what somebody may have meant. begun are the commands that begin
// with the first word.
func amiss(args []string, begun []subcommand) misuse {
	var names []string
	for _, s := range subcommands() {
		names = append(names, s.name)
	}
	if strings.HasPrefix(args[0], "-") {
		return stray(args[0], names)
	}
	tried := []string{args[0]}
	switch {
	case len(begun) > 0: // find has looked at a flag behind it
		tried = []string{strings.Join(args[:2], " ")}
	case len(args) > 1 && !strings.HasPrefix(args[1], "-"):
		tried = []string{strings.Join(args[:2], " "), args[0]}
	}
	for _, words := range tried {
		if name, ok := near.Name(words, names); ok {
			return misuse{fmt.Sprintf("%q is not a command; did you mean 'engawa %s'?", words, name), "'engawa help' lists them all."}
		}
	}
	if len(begun) > 0 {
		return misuse{fmt.Sprintf("%q is not a command", tried[0]), "Say one of these: " + usages(begun) + "."}
	}
	return misuse{fmt.Sprintf("%q is not a command", args[0]), "'engawa help' lists them."}
}

// stray says what to do with a flag before any command.
func stray(flag string, names []string) misuse {
	names = slices.DeleteFunc(names, func(name string) bool { return strings.Contains(name, " ") })
	if name, ok := near.Name(strings.TrimLeft(flag, "-"), names); ok {
		return misuse{fmt.Sprintf("%q is not a command; did you mean 'engawa %s'?", flag, name), "'engawa help' lists them all."}
	}
	return misuse{fmt.Sprintf("%q stands before the command", flag), "If it is a command's, write it behind that. 'engawa help' lists the commands."}
}

func usages(some []subcommand) string {
	var list []string
	for _, s := range some {
		list = append(list, "'"+s.usage()+"'")
	}
	return strings.Join(list, ", ")
}

func isHelp(arg string) bool { return slices.Contains([]string{"-h", "-help", "--help"}, arg) }

// parse takes apart what stands behind a command: flags, which may stand anywhere
// before '--', and the rest.
func (s subcommand) parse(args []string) (given, error) {
	g := given{flags: map[string]string{}}
	for len(args) > 0 {
		arg := args[0]
		args = args[1:]
		switch {
		case arg == "--":
			g.args, args = append(g.args, args...), nil
		case isHelp(arg):
			return given{}, errHelp
		case !strings.HasPrefix(arg, "-") || arg == "-":
			g.args = append(g.args, arg)
		default:
			name, value, has := strings.Cut(strings.TrimLeft(arg, "-"), "=")
			o, err := s.option(name)
			if err != nil {
				return given{}, err
			}
			if has && o.value == "" {
				return given{}, s.misused("--%s takes nothing behind it", name)
			}
			if o.value == "" {
				g.flags[name] = "yes"
				continue
			}
			if !has && (len(args) == 0 || strings.HasPrefix(args[0], "-") && args[0] != "-") {
				return given{}, s.misused("--%s needs %s behind it", name, o.value)
			}
			if !has {
				value, args = args[0], args[1:]
			}
			if !o.takes(value) {
				return given{}, s.misused("--%s cannot be %q; there are %s", name, value, strings.ReplaceAll(o.value, "|", ", "))
			}
			g.flags[name] = value
		}
	}
	return g, s.complete(g)
}

// option finds a flag.
func (s subcommand) option(name string) (option, error) {
	var names []string
	for _, o := range s.flags {
		if o.name == name {
			return o, nil
		}
		names = append(names, o.name)
	}
	if meant, ok := near.Name(name, names); ok {
		return option{}, s.misused("%s has no flag --%s; did you mean --%s?", s.name, name, meant)
	}
	return option{}, s.misused("%s has no flag --%s", s.name, name)
}

// complete looks whether a command has all that it needs, and no more.
func (s subcommand) complete(g given) error {
	for _, o := range s.flags {
		if o.needed && g.flags[o.name] == "" {
			return s.misused("%s needs --%s %s", s.name, o.name, o.value)
		}
	}
	names := strings.Fields(s.args)
	for i, name := range names {
		if i < len(g.args) && strings.TrimSpace(g.args[i]) == "" {
			return s.misused("%s is empty: is a variable not set?", strings.Trim(name, "[]."))
		}
		if i >= len(g.args) && !strings.HasPrefix(name, "[") {
			return s.misused("%s needs %s", s.name, strings.Join(names[i:], " and "))
		}
	}
	if len(g.args) > len(names) && !strings.HasSuffix(s.args, "...]") {
		return s.misused("%q is too much for %s", g.args[len(names)], s.name)
	}
	return nil
}

// takes tells whether a flag can have a value.
func (o option) takes(value string) bool {
	some := strings.Split(o.value, "|")
	return len(some) == 1 || slices.Contains(some, value)
}

func (s subcommand) misused(format string, args ...any) misuse {
	return misuse{fmt.Sprintf(format, args...), "usage: " + s.usage() + "\n'engawa help " + s.name + "' says more."}
}
