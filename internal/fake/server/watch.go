package server

import (
	"context"
	"sync"
)

// Reader is one who watches what happens on a platform: in order, without ever holding
// the platform up, and without losing anything. What they have not read yet is kept.
type Reader[E any] struct {
	mu   sync.Mutex
	todo []E
	wake chan struct{}
}

// NewReader makes a reader.
func NewReader[E any]() *Reader[E] { return &Reader[E]{wake: make(chan struct{}, 1)} }

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
