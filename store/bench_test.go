package store_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/engawa-bot/engawa/store"
)

// visit is a value of usual size.
type visit struct {
	Member, Room string
	Camera       bool
	Minutes      int
}

var visits = store.NewTable[visit]("visits")

func fillVisits(b *testing.B, n int) (s *store.Store, path string) {
	b.Helper()
	s, path = newStore(b)
	err := s.Update(func(tx *store.Tx) error {
		for i := range n {
			if err := visits.Put(tx, store.KeyOf("sakura", padded(i)), visit{"ana", "lounge", true, i}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return s, path
}

func BenchmarkGet(b *testing.B) {
	s, _ := fillVisits(b, 10_000)
	k := store.KeyOf("sakura", padded(5_000))
	b.ReportAllocs()
	err := s.View(func(tx *store.Tx) error {
		for b.Loop() {
			if _, ok, err := visits.Get(tx, k); !ok || err != nil {
				return errors.Join(err, errors.New("not there"))
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}

// Put without the disk: all in one transaction.
func BenchmarkPut(b *testing.B) {
	s, _ := fillVisits(b, 10_000)
	b.ReportAllocs()
	err := s.Update(func(tx *store.Tx) error {
		for i := 0; b.Loop(); i++ {
			if err := visits.Put(tx, store.KeyOf("sakura", padded(i%10_000)), visit{"bo", "focus", false, i}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}

func BenchmarkScan1000(b *testing.B) {
	s, _ := fillVisits(b, 1_000)
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		err := s.View(func(tx *store.Tx) error {
			for _, err := range visits.Scan(tx, "sakura") {
				if err != nil {
					return err
				}
				n++
			}
			return nil
		})
		if err != nil || n != 1_000 {
			b.Fatalf("got %d rows, error %v", n, err)
		}
	}
}

func BenchmarkOweAndSettle(b *testing.B) {
	s, _ := newStore(b)
	o := owedOf("sakura", "tea", "2026-11-24", "16:00", "card", "1234")
	b.ReportAllocs()
	for b.Loop() {
		errOwe := s.Update(func(tx *store.Tx) error { return store.Owe(tx, o) })
		errSettle := s.Update(func(tx *store.Tx) error { return store.Settle(tx, o.Key) })
		if err := errors.Join(errOwe, errSettle); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPending10000(b *testing.B) {
	s, _ := newStore(b)
	err := s.Update(func(tx *store.Tx) error {
		for i := range 10_000 {
			if err := store.Owe(tx, owedOf(padded(i%500), "tea", "2026-11-24", "16:00", padded(i))); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		err := s.View(func(tx *store.Tx) error {
			list, err := store.Pending(tx, "")
			if len(list) != 10_000 {
				b.Errorf("got %d, want 10,000", len(list))
			}
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkUpdateAlone(b *testing.B) {
	s, _ := fillVisits(b, 10_000)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if err := s.Update(func(tx *store.Tx) error { return visits.Put(tx, "sakura/one", visit{Minutes: i}) }); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkUpdateConcurrent(b *testing.B) {
	s, path := fillVisits(b, 10_000)
	before := commits(b, path)
	var caller atomic.Int64
	b.ReportAllocs()
	b.SetParallelism(64 / runtime.GOMAXPROCS(0))
	b.RunParallel(func(pb *testing.PB) {
		k := store.KeyOf("sakura", padded(int(caller.Add(1))))
		for i := 0; pb.Next(); i++ {
			if err := s.Update(func(tx *store.Tx) error { return visits.Put(tx, k, visit{Minutes: i}) }); err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/float64(commits(b, path)-before), "updates/commit")
}

// BenchmarkOpen reads all of a store of that many MB, half of it in small values.
func BenchmarkOpen(b *testing.B) {
	for _, size := range []int{1, 10, 100} {
		b.Run(fmt.Sprintf("%dMB", size), func(b *testing.B) {
			path := filepath.Join(b.TempDir(), "engawa.db")
			s := openStore(b, path)
			large := strings.Repeat("tea ", 1<<11) // 8 kB
			for i := range size * 8 {
				err := s.Update(func(tx *store.Tx) error {
					for j := range 8 {
						if err := words.Put(tx, store.KeyOf(padded(i), padded(j)), large); err != nil {
							return err
						}
					}
					for j := range 512 {
						if err := visits.Put(tx, store.KeyOf(padded(i), padded(j)), visit{"ana", "lounge", true, i}); err != nil {
							return err
						}
					}
					return nil
				})
				if err != nil {
					b.Fatal(err)
				}
			}
			if err := s.Close(); err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				s, err := store.Open(path)
				if err != nil {
					b.Fatal(err)
				}
				if err := s.Close(); err != nil {
					b.Fatal(err)
				}
			}
			info, err := os.Stat(path)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(info.Size())/(1<<20), "MB")
		})
	}
}
