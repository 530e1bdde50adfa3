package notebook

import (
	"context"
	"sync"
)

// rounds counts how often a notebook was looked at.
type rounds struct {
	mu    sync.Mutex
	begun int
	done  int           // the number of the last that has ended
	ended chan struct{} // closed when the one under way, or the next, has ended; nil: nobody asked
}

func (r *rounds) begin() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.begun++
}

func (r *rounds) end() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.done = r.begun
	if r.ended != nil {
		close(r.ended)
		r.ended = nil
	}
}

// now gives how many have begun, the last that has ended, and a channel that is closed
// at the next end.
func (r *rounds) now() (begun, done int, ended <-chan struct{}) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ended == nil {
		r.ended = make(chan struct{})
	}
	return r.begun, r.done, r.ended
}

// Catch has every notebook looked at, and waits until that is done: what people wrote
// before is in the Book then, and what the Book had before is in the notebook, unless
// there is trouble with it.
func (s *Scribe) Catch(ctx context.Context) error {
	s.workers.mu.Lock()
	var all []*worker
	for _, w := range s.workers.open {
		all = append(all, w)
	}
	s.workers.mu.Unlock()
	for _, w := range all {
		if err := w.looked(ctx); err != nil {
			return err
		}
	}
	return nil
}

// looked waits for the end of a look that begins from now on.
func (w *worker) looked(ctx context.Context) error {
	before, done, ended := w.rounds.now()
	for done <= before { // one that is under way has begun too early
		w.knock()
		select {
		case <-ended:
		case <-ctx.Done():
			return ctx.Err()
		}
		_, done, ended = w.rounds.now()
	}
	return nil
}
