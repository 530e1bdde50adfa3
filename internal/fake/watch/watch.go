// Package watch hands what happens in a pretended platform to those who watch it:
// in order, without ever holding the platform up, and without losing anything.
//
// It knows no platform.
package watch

import (
	"context"
	"sync"
)

// Reader is one who watches; what they have not read yet is kept.
type Reader[E any] struct {
	mu   sync.Mutex
	todo []E
	wake chan struct{}
}

// New makes a reader.
func New[E any]() *Reader[E] { return &Reader[E]{wake: make(chan struct{}, 1)} }

// Put adds what happened; it never waits.
func (r *Reader[E]) Put(e E) {
	r.mu.Lock()
	r.todo = append(r.todo, e)
	r.mu.Unlock()
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// Pump writes all that was put to out, until ctx or done ends.
func (r *Reader[E]) Pump(ctx context.Context, done <-chan struct{}, out chan<- E) {
	for {
		r.mu.Lock()
		todo := r.todo
		r.todo = nil
		r.mu.Unlock()
		for _, e := range todo {
			select {
			case out <- e:
			case <-ctx.Done():
				return
			case <-done:
				return
			}
		}
		if len(todo) > 0 {
			continue
		}
		select {
		case <-r.wake:
		case <-ctx.Done():
			return
		case <-done:
			return
		}
	}
}
