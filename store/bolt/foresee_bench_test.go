package bolt

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/store/engine"
)

// BenchmarkCommit changes 3 keys of a store of 15 MB, with the look at the pages that
// the commit may free, and without it. In turn it says what the fastest tenth took, for
// a machine that others use.
func BenchmarkCommit(b *testing.B) {
	d := fresh(b, func(w engine.Writer) error {
		for i := range 95_000 {
			if err := w.Put("visits", row(i), make([]byte, 40)); err != nil {
				return err
			}
		}
		return nil
	})
	n := 0
	commit := func(b *testing.B, look bool) (took, looked time.Duration) {
		begun := time.Now()
		tx, err := d.begin(true)
		if err != nil {
			b.Fatal(err)
		}
		t := &transaction{bolt: tx}
		for range 3 {
			n += 7_919
			if err := t.Put("visits", row(n%95_000), fmt.Appendf(nil, "%040d", n)); err != nil {
				b.Fatal(err)
			}
		}
		if look {
			from := time.Now()
			if err := d.foresee(t); err != nil {
				b.Fatal(err)
			}
			looked = time.Since(from)
		}
		if err := tx.Commit(); err != nil {
			b.Fatal(err)
		}
		return time.Since(begun), looked
	}
	for name, look := range map[string]bool{"without": false, "with": true} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				commit(b, look)
			}
		})
	}
	b.Run("inturn", func(b *testing.B) {
		var without, with, looks []time.Duration
		for b.Loop() {
			took, _ := commit(b, false)
			without = append(without, took)
			took, looked := commit(b, true)
			with, looks = append(with, took), append(looks, looked)
		}
		b.ReportMetric(fastest(without), "µs-without")
		b.ReportMetric(fastest(with), "µs-with")
		b.ReportMetric(fastest(looks), "µs-look")
	})
}

// fastest is what the fastest tenth took at most, in µs.
func fastest(list []time.Duration) float64 {
	slices.Sort(list)
	return float64(list[len(list)/10].Nanoseconds()) / 1000
}
