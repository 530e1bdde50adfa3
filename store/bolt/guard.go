package bolt

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/engawa-bot/engawa/store/engine"
)

// damage is what a method of a transaction panics with when bbolt does: a Reader
// has no errors to return. View and Update make ErrDamaged of it.
type damage struct{ cause any }

func (d damage) Error() string { return fmt.Sprintf("a damaged page: %v", d.cause) }

// own is deferred where only bbolt's code runs: each panic there is damage.
func own() {
	if p := recover(); p != nil {
		if d, ok := p.(damage); ok {
			panic(d)
		}
		panic(damage{p})
	}
}

// engines says whether a panic is the engine's: damage, or memory that cannot be
// read, because the file behind it was cut or its disk failed.
func engines(p any) bool {
	if _, ok := p.(damage); ok {
		return true
	}
	fault, ok := p.(interface {
		runtime.Error
		Addr() uintptr
	})
	return ok && fault != nil
}

// rescued makes an error of the engine's panics in fn; others pass.
func rescued(path string, fn func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		p := recover()
		if p == nil {
			return
		}
		if !engines(p) {
			panic(p)
		}
		err = engine.Damaged(path, p)
	}()
	return fn()
}

// guarded makes an error of every panic in fn, which is bbolt's code alone.
func guarded(path string, fn func() error) error {
	return rescued(path, func() error {
		defer own()
		return fn()
	})
}
