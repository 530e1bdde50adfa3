package bot

import (
	"context"
	"errors"
	"sync"
)

// life tells whether a veranda's goroutine runs. Before it does, as where a keeper
// looks after a store that no bot uses, what is done to the team is done at once,
// one thing after another; when it has ended, nothing is.
type life struct {
	mu    sync.Mutex // held by who does something before the goroutine runs
	lives bool
	over  chan struct{} // closed when the goroutine has ended
}

// begin is called just before run.
func (v *veranda) begin() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.lives = true
}

// post leaves fn to be run in the team's goroutine.
func (v *veranda) post(ctx context.Context, fn func()) {
	if v.asleep(fn) {
		return
	}
	select {
	case v.inbox <- fn:
	case <-v.over:
	case <-ctx.Done():
	}
}

var errPanic = errors.New("panic in a veranda")

// do runs fn in the team's goroutine and waits for it. What nobody waits for any
// more when its turn comes is not begun. When the goroutine has ended, fn is not run,
// and the error is that of a context that has ended.
func (v *veranda) do(ctx context.Context, fn func() error) error {
	err := errPanic
	done := make(chan struct{})
	v.post(ctx, func() {
		defer close(done)
		if late := ctx.Err(); late != nil {
			err = late
			return
		}
		err = fn()
	})
	select {
	case <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	case <-v.over:
	}
	select {
	case <-done: // it was the last
		return err
	default:
		return context.Canceled
	}
}

// asleep runs fn if the team's goroutine does not run yet.
func (v *veranda) asleep(fn func()) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.lives {
		return false
	}
	v.hear()
	v.guarded(fn)
	v.settle()
	return true
}
