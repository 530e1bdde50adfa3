package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// Every night the store is copied while it is used, and the copy is checked. Seven
// are kept, each a file that 'engawa restore' takes, named after the store and the
// night. A night that was slept through is made up for at the next start.
const (
	copiesKept  = 7
	copyClock   = 3 // o'clock of the machine's own
	copyAgain   = time.Hour
	copyOverdue = 50 * time.Hour // two nights, and a little
	noCopies    = "off"
)

// copies are the nightly copies of a store.
type copies struct {
	db     *store.Store
	folder string // "": none are made
	name   string // of the store's file
	log    *slog.Logger
	now    func() time.Time
	last   attempt
}

// attempt is how the last try went.
type attempt struct {
	mu   sync.Mutex
	at   time.Time
	err  error
	done time.Time // of the newest copy that is known to be good
}

// copyFolder is where the nightly copies go; "" if none are to be made.
func (c Config) copyFolder() string {
	folder := strings.TrimSpace(c.Backups)
	if strings.EqualFold(folder, noCopies) {
		return ""
	}
	return cmp.Or(folder, c.Store+".copies")
}

func newCopies(cfg Config, db *store.Store, log *slog.Logger, now func() time.Time) *copies {
	c := &copies{db: db, folder: cfg.copyFolder(), name: filepath.Base(cfg.Store), log: log, now: now}
	if made, err := c.made(); err == nil && len(made) > 0 {
		if info, err := os.Stat(filepath.Join(c.folder, made[0])); err == nil {
			c.last.done = info.ModTime()
		}
	}
	return c
}

// kept is for how many days copies hold what was deleted.
func (c *copies) kept() int {
	if c.folder == "" {
		return 0
	}
	return copiesKept
}

// run makes copies until ctx ends.
func (c *copies) run(ctx context.Context) error {
	if c.folder == "" {
		return nil
	}
	tick := time.NewTicker(copyLook)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			c.look()
		case <-ctx.Done():
			return nil
		}
	}
}

// look makes the copy of the last night, if it is not there.
func (c *copies) look() {
	now := c.now()
	night := nightOf(now)
	file := c.name + "." + night.String()
	_, err := os.Stat(filepath.Join(c.folder, file))
	if err == nil {
		return
	}
	c.last.mu.Lock()
	soon := c.last.err != nil && now.Sub(c.last.at) < copyAgain && now.After(c.last.at)
	c.last.mu.Unlock()
	if soon {
		return
	}
	err = c.make(file)
	c.last.mu.Lock()
	defer c.last.mu.Unlock()
	if c.last.at, c.last.err = now, err; err != nil {
		c.log.Error("tonight's copy of the store was not made; it is tried again in an hour", "folder", c.folder, "err", err)
		return
	}
	c.last.done = now
}

// nightOf is the date of the last time that it was three o'clock.
func nightOf(now time.Time) schedule.Date {
	date := schedule.DateOf(now)
	if now.Hour() < copyClock {
		return date.AddDays(-1)
	}
	return date
}

// make makes a copy. It has its name only when the old ones are deleted: there are never more
// than are kept, whenever the process is killed.
func (c *copies) make(file string) error {
	if err := os.MkdirAll(c.folder, 0o700); err != nil {
		return fmt.Errorf("the folder of the copies: %w", err)
	}
	part := file + ".part-0"
	if err := c.db.Backup(filepath.Join(c.folder, part)); err != nil {
		return err
	}
	if err := c.prune(file, part); err != nil {
		c.log.Warn("old copies of the store are not deleted", "folder", c.folder, "err", err)
	}
	return os.Rename(filepath.Join(c.folder, part), filepath.Join(c.folder, file))
}

// prune deletes old copies, and what a process that was killed has left of one.
// The copy just made, which is still called part, stays, whatever the dates of the others say. Those of a later
// night are of a time when the clock was wrong, and go before all others: what
// somebody has deleted may not stay in them for years.
func (c *copies) prune(file, part string) error {
	made, err := c.made()
	if err != nil {
		return err
	}
	others := slices.DeleteFunc(made, func(name string) bool { return name == file })
	slices.SortStableFunc(others, func(a, b string) int {
		return cmp.Compare(strings.Compare(a, file), strings.Compare(b, file))
	})
	torn, err := c.files(unfinished)
	torn = slices.DeleteFunc(torn, func(name string) bool { return name == part })
	for _, old := range append(torn, others[min(len(others), copiesKept-1):]...) {
		err = errors.Join(err, os.Remove(filepath.Join(c.folder, old)))
	}
	return err
}

// ours is how the name of a copy that is whole ends, and unfinished that of one
// that is being written: only this process writes any.
var (
	ours       = regexp.MustCompile(`^\.[0-9]{4}-[0-9]{2}-[0-9]{2}$`)
	unfinished = regexp.MustCompile(`^\.[0-9]{4}-[0-9]{2}-[0-9]{2}(?:\.part-[0-9]+)+$`)
)

// made lists the files that are copies of this store, the newest night first.
func (c *copies) made() ([]string, error) { return c.files(ours) }

// files lists the files of this store whose names end so, the newest night first.
func (c *copies) files(kind *regexp.Regexp) ([]string, error) {
	if c.folder == "" {
		return nil, nil
	}
	entries, err := os.ReadDir(c.folder)
	if err != nil {
		return nil, fmt.Errorf("the folder of the copies: %w", err)
	}
	var names []string
	for _, e := range entries {
		if night, is := strings.CutPrefix(e.Name(), c.name); is && kind.MatchString(night) && e.Type().IsRegular() {
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	slices.Reverse(names)
	return names, nil
}

// age is how old the newest copy is, in seconds.
func (c *copies) age() float64 {
	c.last.mu.Lock()
	defer c.last.mu.Unlock()
	if c.last.done.IsZero() {
		return math.Inf(1)
	}
	return c.now().Sub(c.last.done).Seconds()
}

// findings are what the doctor says: nothing if all is well.
func (c *copies) findings() []bot.Finding {
	c.last.mu.Lock()
	defer c.last.mu.Unlock()
	late := !c.last.done.IsZero() && c.now().Sub(c.last.done) > copyOverdue
	if c.folder == "" || c.last.err == nil && !late {
		return nil
	}
	return []bot.Finding{{Key: "doctor.copies"}}
}
