package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/engawa-bot/engawa/internal/app"
)

// shells are those for which there is a completion, and their scripts: '%s' are the cases,
// one a line, of which the first that fits counts.
var shells = map[string]struct {
	script string
	one    func(line string, words []string) string
}{
	"bash": {`# engawa completion bash
_engawa() {
	local line="${COMP_WORDS[*]:1:COMP_CWORD-1}" words=
	case $line in
%s	esac
	COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _engawa engawa
`, func(line string, words []string) string {
		return fmt.Sprintf("\t%s) words=%q ;;\n", line, strings.Join(words, " "))
	}},
	"zsh": {`#compdef engawa
_engawa() {
	local line="${(j: :)words[2,CURRENT-1]}"
	local -a some
	case $line in
%s	esac
	if (( $#some )); then compadd -- $some; else _files; fi
}
compdef _engawa engawa
`, func(line string, words []string) string {
		return fmt.Sprintf("\t%s) some=(%s) ;;\n", line, strings.Join(words, " "))
	}},
	"fish": {`# engawa completion fish
function __engawa_words
	set -l typed (commandline -opc)
	switch (string join ' ' -- $typed[2..-1])
%s	end
end
complete -c engawa -n 'string length -q -- (__engawa_words)' -f -a '(__engawa_words)'
`, func(line string, words []string) string {
		return fmt.Sprintf("\tcase '%s'\n\t\tstring join \\n -- %s\n", strings.ReplaceAll(line, "'", ""), strings.Join(words, " "))
	}},
}

// completion prints what a shell reads to complete the commands and their flags.
func completion(_ context.Context, w app.World, g given) error {
	shell := shells[g.args[0]]
	if shell.one == nil {
		return misuse{fmt.Sprintf("there is no completion for %q", g.args[0]), "Say bash, zsh or fish."}
	}
	var cases strings.Builder
	for _, c := range completed() {
		cases.WriteString(shell.one(c.line, c.words))
	}
	_, err := fmt.Fprintf(w.Out, shell.script, cases.String())
	return err
}

// typed is what stands behind 'engawa', as a pattern, and what may come next.
type typed struct {
	line  string
	words []string
}

func completed() (all []typed) {
	var first []string
	second := map[string][]string{}
	for _, s := range subcommands() {
		word, next, two := strings.Cut(s.name, " ")
		if !slices.Contains(first, word) {
			first = append(first, word)
		}
		if two {
			second[word] = append(second[word], next)
		}
		all = append(all, s.completed()...)
	}
	for _, word := range first {
		if next := second[word]; next != nil {
			all = append(all, typed{"'" + word + "'", next}, typed{"'help " + word + "'", next})
		}
	}
	return append(all, typed{"''", first}, typed{"'help'", first}, typed{"'completion'", []string{"bash", "fish", "zsh"}})
}

// completed is what may come behind a command: a value of the flag before, or a flag.
func (s subcommand) completed() (all []typed) {
	var flags []string
	for _, o := range s.flags {
		var values []string
		if some := strings.Split(o.value, "|"); len(some) > 1 {
			values = some
		}
		all = append(all, typed{"'" + s.name + "'*' --" + o.name + "'", values})
		flags = append(flags, "--"+o.name)
	}
	if flags != nil {
		all = append(all, typed{"'" + s.name + "'*", flags})
	}
	return all
}
