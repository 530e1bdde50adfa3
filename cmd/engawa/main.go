// Command engawa is the bot: it announces a remote team's habits in Discord and
// shows who is in which room.
//
// 'engawa run' is the bot; the other subcommands look after it. Configuration
// comes from the environment; see README.md. What was asked for, also help, goes to
// standard output, and errors to standard error. The exit status is 0 if all is
// well, 1 after an error, and 2 after a command that is not understood.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"
	_ "time/tzdata" // zones for images that have none

	"github.com/engawa-bot/engawa/internal/app"
	"github.com/engawa-bot/engawa/internal/plain"
)

// gcPercent makes the collector run more often than Go's own 100: a bot idles,
// and with 10,000 teams it keeps the process at about 540 MB. GOGC overrides it.
const gcPercent = 40

// settled is when the start is over, and what only it needed is given back: of a bot that idles
// some megabytes would stay otherwise.
const settled = 10 * time.Second

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	time.AfterFunc(settled, debug.FreeOSMemory)
	ctx, stop := signal.NotifyContext(context.Background(), endings()...)
	w := app.World{Environ: environ(os.Environ()), In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Now: app.WallClock}
	err := dispatch(ctx, w, os.Args[1:])
	stop()
	os.Exit(exitStatus(w.Err, err))
}

// exitStatus tells what went wrong, and gives the status to exit with.
func exitStatus(out io.Writer, err error) int {
	if err == nil {
		return 0
	}
	_, _ = fmt.Fprintln(out, "engawa: "+plain.Piece(err.Error()))
	if misused := (misuse{}); errors.As(err, &misused) {
		return 2
	}
	return 1
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

func environ(list []string) map[string]string {
	m := map[string]string{}
	for _, e := range list {
		k, v, _ := strings.Cut(e, "=")
		m[k] = v
	}
	return m
}
