package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"

	"github.com/engawa-bot/engawa/store"
)

// mostFaults is how many faults of a store are told one by one.
const mostFaults = 100

// Check looks at all of the store, or of another file: that of a running bot too.
func Check(ctx context.Context, w World, file string) error {
	cfg, err := ReadConfig(w.Environ)
	if err != nil {
		return err
	}
	path := cmp.Or(file, cfg.Store)
	if is, err := running(ctx, path, http.MethodGet, "/check", nil, w.Out); is {
		return err
	}
	faults, err := store.CheckFile(path)
	if errors.Is(err, store.ErrInUse) {
		return ask(ctx, path, http.MethodGet, "/check", http.NoBody, w.Out)
	}
	if err != nil {
		return err
	}
	return tellFaults(w.Out, path, faults)
}

// tellFaults says that a store is sound; an error lists what is not.
func tellFaults(w io.Writer, path string, faults []store.Fault) error {
	if len(faults) == 0 {
		_, err := fmt.Fprintf(w, "%s is sound: every page and every value was read.\n", path)
		return err
	}
	return fmt.Errorf("%s is damaged. Restore a backup with 'engawa restore FILE', or save what can be read with 'engawa salvage %s NEW':\n%s",
		path, path, faultLines(faults))
}

// faultLines are faults as lines.
func faultLines(faults []store.Fault) string {
	var b strings.Builder
	for i, f := range faults {
		if i == mostFaults {
			fmt.Fprintf(&b, "  and %d more\n", len(faults)-i)
			break
		}
		fmt.Fprintf(&b, "  %s\n", f)
	}
	return b.String()
}

// checkStore looks at the store of the running bot.
func (a *App) checkStore(ctx context.Context, w io.Writer) error {
	faults, err := a.Store.Check(ctx)
	if err != nil {
		return err
	}
	return tellFaults(w, a.cfg.Store, faults)
}

// openStore opens the store, and has the log say what the keeper should know.
func openStore(path string, log *slog.Logger) (*store.Store, error) {
	db, err := store.Open(path)
	if err != nil {
		return nil, err
	}
	for _, warning := range db.Warnings() {
		log.Warn(warning)
	}
	return db, nil
}

// Salvage saves what can be read of a damaged store to a new one.
func Salvage(w World, from, to string) error {
	haul, err := store.Salvage(from, to)
	if err != nil {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "Saved to %s, and checked:\n", to)
	for _, t := range haul.Saved {
		fmt.Fprintf(&b, "  table %s, team %s: %d", t.Table, t.Team, t.Saved)
		if t.Older > 0 {
			fmt.Fprintf(&b, ", of which %d may be older than what was lost", t.Older)
		}
		b.WriteString("\n")
	}
	if len(haul.Lost) > 0 {
		fmt.Fprintf(&b, "Lost, or perhaps lost:\n%s", faultLines(haul.Lost))
	}
	fmt.Fprintf(&b, "To go on with it: engawa restore %s\n", to)
	out := &sight{w: w.Out}
	_, err = io.WriteString(out, b.String())
	return errors.Join(err, out.end())
}
