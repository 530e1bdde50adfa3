package main

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

// check looks at all of a store, or of any file: that of a running bot too.
func check(ctx context.Context, w world, args []string) error {
	cfg, err := readConfig(w.environ)
	if err != nil {
		return err
	}
	path := cmp.Or(strings.Join(args, ""), cfg.Store)
	if is, err := running(ctx, path, http.MethodGet, "/check", nil, w.out); is {
		return err
	}
	faults, err := store.CheckFile(path)
	if errors.Is(err, store.ErrInUse) {
		return ask(ctx, path, http.MethodGet, "/check", http.NoBody, w.out)
	}
	if err != nil {
		return err
	}
	return tellFaults(w.out, path, faults)
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

// check looks at the store of the running bot.
func (h *house) check(ctx context.Context, w io.Writer) error {
	faults, err := h.db.Check(ctx)
	if err != nil {
		return err
	}
	return tellFaults(w, h.cfg.Store, faults)
}

// tellStore is the doctor's part about the store: nothing, if all is well.
func (h *house) tellStore(ctx context.Context, w io.Writer) error {
	text := strings.Join(h.db.Warnings(), "\n")
	if text != "" {
		text += "\n"
	}
	faults, err := h.db.Check(ctx)
	if err != nil {
		text += err.Error() + "\n"
	}
	if len(faults) > 0 {
		text += "The store is damaged. Stop the bot, and restore a backup or use 'engawa salvage':\n" + faultLines(faults)
	}
	_, err = io.WriteString(w, text)
	return err
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

// salvage saves what can be read of a damaged store to a new one.
func salvage(_ context.Context, w world, args []string) error {
	haul, err := store.Salvage(args[0], args[1])
	if err != nil {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "Saved to %s, and checked:\n", args[1])
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
	fmt.Fprintf(&b, "To go on with it: engawa restore %s\n", args[1])
	out := &sight{w: w.out}
	_, err = io.WriteString(out, b.String())
	return errors.Join(err, out.end())
}
