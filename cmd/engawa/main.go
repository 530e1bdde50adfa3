// Command engawa is the bot: it announces a remote team's habits in Discord and
// shows who is in which room.
//
// 'engawa run' is the bot; the other subcommands look after it. Configuration
// comes from the environment; see README.md. Errors go to standard error, and
// the exit status is 1 after one, 2 after a command that is not understood.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"

	"github.com/engawa-bot/engawa/internal/app"
	"github.com/engawa-bot/engawa/internal/demo"

	_ "time/tzdata"

	"github.com/engawa-bot/engawa/internal/plain"
)

// zones for images that have none

// subcommand is a row of the one table of subcommands.
type subcommand struct {
	name, args, about string
	run               func(ctx context.Context, w app.World, args []string) error
}

func subcommands() []subcommand {
	return []subcommand{
		{"run", "", "run the bot (the default)", run},
		{"demo", "", "try the bot with a pretended team; needs no account and no network", play},
		{"doctor", "", "check every team's permissions, rooms and channels", doctor},
		{"team show", "", "print the teams as a team file", showTeams},
		{"team apply", "FILE.yaml", "set up or change teams from a team file", applyTeams},
		{"export", "[--team T] [--format F]", "print a team's KPT as md, csv or json, also while the bot runs", exportTeam},
		{"why", "[--team T] --member M --date D", "print why a member was reminded, or was not, also while the bot runs", why},
		{"slack manifest", "", "print the Slack app, and the link that makes it", slackManifest},
		{"backup", "FILE", "copy the store, also while the bot runs", backup},
		{"restore", "FILE", "check a backup and put it in the store's place", restore},
		{"check", "[FILE]", "look for damage in the store or a file, also while the bot runs", check},
		{"salvage", "FROM TO", "save what can be read of a damaged store to a new one", salvage},
		{"help", "", "print this", help},
	}
}

var errUsage = errors.New("see 'engawa help'")

// gcPercent makes the collector run more often than Go's own 100: a bot idles,
// and with 10,000 teams it keeps the process at about 540 MB. GOGC overrides it.
const gcPercent = 40

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	ctx, stop := signal.NotifyContext(context.Background(), endings()...)
	w := app.World{Environ: environ(os.Environ()), In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Now: app.WallClock}
	err := dispatch(ctx, w, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "engawa: "+plain.Piece(err.Error()))
		if errors.Is(err, errUsage) {
			os.Exit(2)
		}
		os.Exit(1)
	}
}

// endings are the signals by which every subcommand ends in good order. A
// terminal that is closed hangs up; what was started with nohup goes on.
func endings() []os.Signal {
	signals := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) {
		signals = append(signals, syscall.SIGHUP)
	}
	return signals
}

// dispatch finds the subcommand: one word, or two.
func dispatch(ctx context.Context, w app.World, args []string) error {
	if len(args) == 0 {
		args = []string{"run"}
	}
	for _, n := range []int{2, 1} {
		if len(args) < n {
			continue
		}
		name := strings.Join(args[:n], " ")
		all := subcommands()
		i := slices.IndexFunc(all, func(s subcommand) bool { return s.name == name })
		if i < 0 {
			continue
		}
		flags := strings.HasPrefix(all[i].args, "[") // which it reads itself
		if rest := args[n:]; flags || len(rest) == len(strings.Fields(all[i].args)) {
			return all[i].run(ctx, w, rest)
		}
		return fmt.Errorf("usage: engawa %s %s: %w", all[i].name, all[i].args, errUsage)
	}
	return fmt.Errorf("%q is not a command: %w", strings.Join(args, " "), errUsage)
}

func help(_ context.Context, w app.World, _ []string) error {
	var b strings.Builder
	b.WriteString("Engawa is the veranda of a remote team.\n\n")
	for _, s := range subcommands() {
		fmt.Fprintf(&b, "  engawa %-42s %s\n", s.name+" "+s.args, s.about)
	}
	b.WriteString("\nConfiguration comes from the environment; README.md has the table.\nENGAWA_SERVERS limits Engawa to the Discord servers that it lists.\n")
	_, err := io.WriteString(w.Out, b.String())
	return err
}

func environ(list []string) map[string]string {
	m := map[string]string{}
	for _, e := range list {
		k, v, _ := strings.Cut(e, "=")
		m[k] = v
	}
	return m
}

// run is the bot, until it is told to stop.
func run(ctx context.Context, w app.World, _ []string) error { return app.Serve(ctx, w) }

func play(ctx context.Context, w app.World, _ []string) error { return demo.Run(ctx, w) }
