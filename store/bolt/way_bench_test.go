package bolt

import (
	"errors"
	"testing"

	"github.com/engawa-bot/engawa/store/engine"
)

// What a look at each way costs, by the engine's own door, in a table of three levels.
func BenchmarkWay(b *testing.B) {
	d := tall(b)
	n := 0
	next := func() string { n += 7_919; return row(n % 20_000) }
	get := func(r engine.Reader) error {
		if _, ok := r.Get("tall", next()); !ok {
			return errors.New("not there")
		}
		return nil
	}
	run := func(name string, fn func(b *testing.B) error) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			if err := fn(b); err != nil {
				b.Fatal(err)
			}
		})
	}
	many := func(once func(w engine.Writer) error) func(b *testing.B) error {
		return func(b *testing.B) error {
			return d.Update(func(w engine.Writer) (err error) {
				for b.Loop() {
					err = errors.Join(err, once(w))
				}
				return err
			})
		}
	}
	run("get", func(b *testing.B) error {
		return d.View(func(r engine.Reader) (err error) {
			for b.Loop() {
				err = errors.Join(err, get(r))
			}
			return err
		})
	})
	run("view", func(b *testing.B) (err error) {
		for b.Loop() {
			err = errors.Join(err, d.View(get))
		}
		return err
	})
	run("getinupdate", many(func(w engine.Writer) error { return get(w) }))
	run("put", many(func(w engine.Writer) error { return w.Put("tall", next(), []byte("soup")) }))
	run("update", func(b *testing.B) (err error) {
		for b.Loop() {
			err = errors.Join(err, d.Update(func(w engine.Writer) error { return w.Put("tall", next(), []byte("soup")) }))
		}
		return err
	})
	run("scan", func(b *testing.B) (err error) {
		for b.Loop() {
			err = errors.Join(err, d.View(func(r engine.Reader) error {
				for range r.Scan("tall", "sakura/00009") {
					continue
				}
				return nil
			}))
		}
		return err
	})
}
