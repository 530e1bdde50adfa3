package app

import (
	"context"
	"errors"
	"io"
	"time"
)

// World is what a subcommand may touch.
type World struct {
	Environ  map[string]string
	In       io.Reader
	Out, Err io.Writer
	Now      func() time.Time
}

// Serve is the bot on the store that the environment names, until ctx ends.
func Serve(ctx context.Context, w World) error {
	cfg, err := ReadConfig(w.Environ)
	if err == nil && cfg.Token == "" {
		err = errNoToken
	}
	if err != nil {
		return err
	}
	log := cfg.Logger(w.Err)
	db, err := openStore(cfg.Store, log)
	if err != nil {
		return err
	}
	a, err := New(cfg, db, log, w.Now)
	if err == nil {
		log.Info("engawa is opening", "store", cfg.Store, "teams", len(a.Bot.Teams()))
		err = a.Run(ctx)
		log.Info("engawa is closed")
	}
	return errors.Join(err, db.Close())
}
