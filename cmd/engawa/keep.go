package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
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
	here         func(context.Context, *house, io.Writer, []byte) error
}

const connectWithin = 30 * time.Second

func (k keeper) run(ctx context.Context, w world) error {
	if k.file {
		return k.do(ctx, w)
	}
	out := &sight{w: w.out}
	w.out = out
	return errors.Join(k.do(ctx, w), out.end())
}

func (k keeper) do(ctx context.Context, w world) error {
	cfg, err := readConfig(w.environ)
	if err != nil {
		return err
	}
	if k.connected && cfg.Token == "" {
		return errNoToken
	}
	if is, err := running(ctx, cfg.Store, k.method, k.path, k.body, w.out); is {
		return err
	}
	log := cfg.logger(w.err)
	db, err := openStore(cfg.Store, log)
	if errors.Is(err, store.ErrInUse) {
		return ask(ctx, cfg.Store, k.method, k.path, bytes.NewReader(k.body), w.out)
	}
	if err != nil {
		return err
	}
	if cfg.Token == "" {
		cfg.Token = "none" // nothing is sent
	}
	h, err := build(cfg, db, log, w.now)
	if err == nil {
		err = k.work(ctx, h, w.out)
	}
	return errors.Join(err, db.Close())
}

func (k keeper) work(ctx context.Context, h *house, out io.Writer) error {
	if !k.connected {
		defer h.hangUp()
		return k.here(ctx, h, out, k.body)
	}
	ctx, cancel := context.WithTimeout(ctx, connectWithin)
	defer cancel()
	ended := make(chan error, 1)
	go func() { ended <- h.face.Run(ctx, deaf{}) }()
	err := k.here(ctx, h, out, k.body)
	cancel()
	err = errors.Join(err, <-ended)
	h.hangUp()
	return err
}

func doctor(ctx context.Context, w world, _ []string) error {
	return keeper{method: http.MethodGet, path: "/doctor", connected: true, here: func(ctx context.Context, h *house, out io.Writer, _ []byte) error {
		return h.doctor(ctx, out)
	}}.run(ctx, w)
}

func showTeams(ctx context.Context, w world, _ []string) error {
	return keeper{method: http.MethodGet, path: "/team", here: func(_ context.Context, h *house, out io.Writer, _ []byte) error {
		return h.showTeams(out)
	}}.run(ctx, w)
}

// backup copies the store to a file, which is checked before it is there.
func backup(ctx context.Context, w world, args []string) error {
	path, err := filepath.Abs(args[0])
	if err != nil {
		return err
	}
	return keeper{method: http.MethodPut, path: "/backup", body: []byte(path), here: func(_ context.Context, h *house, out io.Writer, path []byte) error {
		return h.backup(out, string(path))
	}}.run(ctx, w)
}

func restore(_ context.Context, w world, args []string) error {
	cfg, err := readConfig(w.environ)
	if err != nil {
		return err
	}
	said := "Restored %s from %s. What was there before is beside it.\n"
	if _, err := os.Stat(cfg.Store); errors.Is(err, os.ErrNotExist) {
		said = "Restored %s from %s.\n"
	}
	if err := store.Restore(args[0], cfg.Store); err != nil {
		return err
	}
	_, err = fmt.Fprintf(w.out, said, cfg.Store, args[0])
	return err
}
