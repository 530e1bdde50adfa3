package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/engawa-bot/engawa/internal/app"
)

// help says what there is, or more about one command; asked for, it goes to
// standard output.
func help(_ context.Context, w app.World, g given) error {
	if len(g.args) == 0 {
		return tellAll(w.Out)
	}
	found, err := find(g.args)
	if err != nil {
		return err
	}
	if len(found.rest) > 0 {
		return misuse{fmt.Sprintf("%q is not a command", strings.Join(g.args, " ")), "'engawa help' lists them."}
	}
	return tell(w.Out, found.some)
}

// tellAll lists the commands.
func tellAll(out io.Writer) error {
	p, flush := printer(out)
	p("Engawa is the veranda of a remote team: a bot for Discord and Slack.\n\nUsage: engawa COMMAND\n\n")
	for _, s := range subcommands() {
		p("  %s\t%s\n", strings.TrimSpace(s.name+" "+s.args), s.about)
	}
	p("\n'engawa help COMMAND' says more about one, and which variables it reads.\n" +
		"To look around, begin with 'engawa demo'; to set Engawa up for a team, with README.md.\n")
	return flush()
}

// tell says all about some commands: one, or those that begin with the same word.
func tell(out io.Writer, some []subcommand) error {
	p, flush := printer(out)
	for i, s := range some {
		if i > 0 {
			p("\n")
		}
		p("Usage: %s\n\n%s.\n", s.usage(), strings.ToUpper(s.about[:1])+s.about[1:])
		if s.more != "" {
			p("%s\n", s.more)
		}
		if len(s.flags) > 0 {
			p("\n")
		}
		for _, f := range s.flags {
			p("  %s\t%s\n", f.usage(), f.about)
		}
		if len(s.reads) > 0 {
			p("\nIt reads of the environment:\n")
		}
		for _, v := range variables() {
			if slices.Contains(s.reads, v.name) {
				p("  %s\t%s\n", v.name, v.about)
			}
		}
	}
	return flush()
}

// printer prints in columns; flush tells whether it could.
func printer(out io.Writer) (p func(format string, args ...any), flush func() error) {
	columns := tabwriter.NewWriter(out, 0, 0, 3, ' ', 0)
	return func(format string, args ...any) { _, _ = fmt.Fprintf(columns, format, args...) }, columns.Flush
}
