package notebook

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/internal/plain"
	"github.com/engawa-bot/engawa/kpt"
)

// aside is what a notebook will not take. It is left out, so that the rest gets
// there, until it changes; now and then it is tried again.
type aside struct {
	mu  sync.Mutex
	all map[line]time.Time // since when
}

// line is a change as far as it matters whether it can be written.
type line struct {
	kind kpt.ChangeKind
	id   kpt.NoteID
	text string
}

func lineOf(c kpt.Change) line { return line{c.Kind, c.ID, c.Text} }

// asideFor is how long it is believed that something cannot be written.
const asideFor = 6 * time.Hour

// rest is what is left of changes, without those that are set aside.
func (a *aside) rest(changes []kpt.Change, now time.Time) []kpt.Change {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(changes), func(c kpt.Change) bool {
		since, out := a.all[lineOf(c)]
		return out && now.Sub(since) < asideFor
	})
}

// put sets a change aside, and says whether it is the first time.
func (a *aside) put(c kpt.Change, now time.Time) (first bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.all == nil {
		a.all = map[line]time.Time{}
	}
	_, known := a.all[lineOf(c)]
	a.all[lineOf(c)] = now
	return !known
}

// keep forgets what is not to be written any more, or is something else by now.
func (a *aside) keep(changes []kpt.Change) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for l := range a.all {
		if !slices.ContainsFunc(changes, func(c kpt.Change) bool { return lineOf(c) == l }) {
			delete(a.all, l)
		}
	}
}

func (a *aside) count() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.all)
}

// leftOut counts the lines of a team that its notebook does not take.
func (s *Scribe) leftOut(id bot.TeamID) int {
	s.workers.mu.Lock()
	w, ok := s.workers.open[id]
	s.workers.mu.Unlock()
	if !ok {
		return 0
	}
	return w.aside.count()
}

// write writes changes, or as many of them as the notebook takes in one write. Those that
// it will never take it finds by halves and sets aside: nothing may be left then.
func (w *worker) write(ctx context.Context, at kpt.Reading, changes []kpt.Change) (written []kpt.Change, revision string, err error) {
	revision, err = w.place.Write(ctx, at, changes)
	var refused *kpt.Unwritable
	if err == nil {
		w.scribe.Tally.Writes.Add(1)
		return changes, revision, nil
	}
	sheets, lines := apart(changes)
	if !errors.As(err, &refused) || len(lines) == 0 {
		return nil, "", err
	}
	if len(lines) == 1 {
		w.setAside(lines[0], err)
		return nil, at.Revision, nil
	}
	of := func(c kpt.Change) bool { return c.ID == refused.ID }
	if slices.ContainsFunc(lines, of) {
		for _, c := range lines {
			if of(c) {
				w.setAside(c, err)
			}
		}
		if lines = slices.DeleteFunc(lines, of); len(lines) == 0 {
			return nil, at.Revision, nil
		}
		return w.write(ctx, at, slices.Concat(sheets, lines))
	}
	half := len(lines) / 2
	written, revision, err = w.write(ctx, at, slices.Concat(sheets, lines[:half]))
	if err != nil || len(written) > 0 {
		return written, revision, err // the others are planned anew
	}
	return w.write(ctx, at, slices.Concat(sheets, lines[half:]))
}

// apart parts the sheets that are opened, which every line may need, and lines.
func apart(changes []kpt.Change) (sheets, lines []kpt.Change) {
	for _, c := range changes {
		if c.Kind == kpt.OpenSheet {
			sheets = append(sheets, c)
		} else {
			lines = append(lines, c)
		}
	}
	return sheets, lines
}

func (w *worker) setAside(c kpt.Change, why error) {
	if w.aside.put(c, w.scribe.now()) {
		w.scribe.log.Warn("a line cannot be written into the notebook, and is left out until it changes",
			"team", w.team, "kind", c.Kind, "note", plain.Line(string(c.ID)), "err", why)
	}
}
