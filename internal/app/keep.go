package app

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"path/filepath"
	"time"

	"github.com/engawa-bot/engawa/store"
)

// keeper is a subcommand that looks after the store: it works in this process,
// or asks the one that holds the store.
type keeper struct {
	method, path string
	body         []byte
	connected    bool // needs Discord
	file         bool // it writes a file, not what somebody reads in a terminal
	here         func(context.Context, *App, io.Writer, []byte) error
}

const connectWithin = 30 * time.Second

func (k keeper) run(ctx context.Context, w World) error {
	if k.file {
		return k.do(ctx, w)
	}
	out := &sight{w: w.Out}
	w.Out = out
	return errors.Join(k.do(ctx, w), out.end())
}

func (k keeper) do(ctx context.Context, w World) error {
	cfg, err := ReadConfig(w.Environ)
	if err != nil {
		return err
	}
	if k.connected && cfg.Token == "" {
		return errNoToken
	}
	if is, err := running(ctx, cfg.Store, k.method, k.path, k.body, w.Out); is {
		return err
	}
	log := cfg.Logger(w.Err)
	db, err := openStore(cfg.Store, log)
	if errors.Is(err, store.ErrInUse) {
		return ask(ctx, cfg.Store, k.method, k.path, bytes.NewReader(k.body), w.Out)
	}
	if err != nil {
		return err
	}
	if cfg.Token == "" {
		cfg.Token = "none" // nothing is sent
	}
	a, err := New(cfg, db, log, w.Now)
	if err == nil {
		err = k.work(ctx, a, w.Out)
	}
	return errors.Join(err, db.Close())
}

func (k keeper) work(ctx context.Context, a *App, out io.Writer) error {
	if !k.connected {
		defer a.Close()
		return k.here(ctx, a, out, k.body)
	}
	ctx, cancel := context.WithTimeout(ctx, connectWithin)
	defer cancel()
	ended := make(chan error, 1)
	go func() { ended <- a.Discord.Run(ctx, Deaf{}) }()
	err := k.here(ctx, a, out, k.body)
	cancel()
	err = errors.Join(err, <-ended)
	a.Close()
	return err
}

// Doctor reports on every team and on the store.
func Doctor(ctx context.Context, w World) error {
	return keeper{method: http.MethodGet, path: "/doctor", connected: true, here: func(ctx context.Context, a *App, out io.Writer, _ []byte) error {
		return a.Doctor(ctx, out)
	}}.run(ctx, w)
}

// ShowTeams prints the teams as a team file.
func ShowTeams(ctx context.Context, w World) error {
	return keeper{method: http.MethodGet, path: "/team", here: func(_ context.Context, a *App, out io.Writer, _ []byte) error {
		return a.ShowTeams(out)
	}}.run(ctx, w)
}

// Backup copies the store to a file, which is checked before it is there.
func Backup(ctx context.Context, w World, file string) error {
	path, err := filepath.Abs(file)
	if err != nil {
		return err
	}
	return keeper{method: http.MethodPut, path: "/backup", body: []byte(path), here: func(_ context.Context, a *App, out io.Writer, path []byte) error {
		return a.backup(out, string(path))
	}}.run(ctx, w)
}
