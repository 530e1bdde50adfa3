package app

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/store"
)

// Restore puts a backup in the store's place, when it has been checked. What was deleted since
// the backup was made, by whom it was of, is deleted again before anybody can read it.
func Restore(w World, file string) error {
	cfg, err := ReadConfig(w.Environ)
	if err != nil {
		return err
	}
	if _, err := os.Stat(file); errors.Is(err, os.ErrNotExist) {
		copies := ""
		if folder := cfg.copyFolder(); folder != "" {
			copies = "; the nightly copies are in " + folder
		}
		return fmt.Errorf("there is no file %s%s", file, copies)
	}
	said := fmt.Sprintf("Restored %s from %s. What was there before is beside it.\n", cfg.Store, file)
	deleted, unread := bot.DeletionsIn(cfg.Store)
	switch {
	case errors.Is(unread, os.ErrNotExist):
		said, unread = fmt.Sprintf("Restored %s from %s.\n", cfg.Store, file), nil
	case errors.Is(unread, store.ErrInUse):
		return unread
	}
	again, err := restoreWithout(w, cfg, file, deleted)
	if err != nil {
		return err
	}
	if again > 0 {
		said += fmt.Sprintf("Deleted again, for it was deleted after the backup was made: %d.\n", again)
	}
	if unread != nil {
		said += fmt.Sprintf("What was deleted since the backup was made may be in it again, for the store that was there cannot be read: %v\n", unread)
	}
	_, err = fmt.Fprint(w.Out, said)
	return err
}

// restoreWithout restores a backup without what was deleted since, and says how much that was.
func restoreWithout(w World, cfg Config, file string, deleted []bot.Deletion) (again int, err error) {
	if len(deleted) == 0 {
		return 0, store.Restore(file, cfg.Store)
	}
	folder, err := os.MkdirTemp(filepath.Dir(cfg.Store), ".restoring-") // 0700
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	draft := filepath.Join(folder, filepath.Base(cfg.Store))
	if err := store.Restore(file, draft); err != nil {
		return 0, err
	}
	again, err = deleteAgain(w, cfg, draft, deleted)
	if err != nil {
		return 0, err
	}
	return again, store.Restore(draft, cfg.Store)
}

// deleteAgain deletes from a store that nobody uses.
func deleteAgain(w World, cfg Config, path string, deleted []bot.Deletion) (again int, err error) {
	db, err := store.Open(path)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if cfg.Store = path; cfg.Token == "" {
		cfg.Token = "none" // nothing is sent
	}
	a, err := New(cfg, db, cfg.Logger(w.Err), w.Now)
	if err != nil {
		return 0, err
	}
	defer a.Close()
	done, err := a.Bot.DeleteAgain(deleted)
	return len(done), err
}
