package bolt

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/internal/need"
	"github.com/engawa-bot/engawa/store/engine"
)

var rounds = flag.Int("rounds", 400, "how many random commits to make of a sound file")

func fresh(t testing.TB, first func(engine.Writer) error) *db {
	t.Helper()
	path := filepath.Join(t.TempDir(), "engine.db")
	if err := (Files{}).Begin(path, first); err != nil {
		t.Fatal(err)
	}
	opened, err := Files{}.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = opened.Close() })
	return opened.(*db)
}

func row(i int) string { return fmt.Sprintf("sakura/%08d", i) }

// tall is a store with a table of three levels, a large value in it, and others.
func tall(t testing.TB) *db {
	d := fresh(t, func(w engine.Writer) error {
		for i := range 20_000 {
			if err := w.Put("tall", row(i), fmt.Appendf(nil, "tea %d", i)); err != nil {
				return err
			}
		}
		return errors.Join(w.Put("small", "one", []byte("tea")), w.Put("tall", row(9_999)+"/large", make([]byte, 20_000)))
	})
	for i := range 3 { // so that some pages are free
		if err := d.Update(func(w engine.Writer) error { return w.Put("tall", row(i*5_000), []byte("cake")) }); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

// places are the pages that a commit may free after a change under a key of tall.
func places(t *testing.T, d *db, key string) map[string]uint64 {
	t.Helper()
	v, heads, err := volumeOf(d.file)
	if err != nil {
		t.Fatal(err)
	}
	h := newest(heads)
	e, there := find(entriesOf(t, v, h, h.root), "tall")
	if !there {
		t.Fatal("the table is not in the root")
	}
	id := order.Uint64(e.value)
	list := map[string]uint64{"the free list": h.freelist, "the root": h.root, "the table's root": id}
	for _, level := range []string{"branch", "leaf"} {
		below := entriesOf(t, v, h, id)
		i, there := slices.BinarySearchFunc(below, key, func(e entry, key string) int { return strings.Compare(string(e.key), key) })
		if !there {
			i--
		}
		if i == 0 || i == len(below)-1 {
			t.Fatalf("%q is at the edge of page %d", key, id)
		}
		id = below[i].page
		list["the "+level], list["the "+level+" before"], list["the "+level+" after"] = id, below[i-1].page, below[i+1].page
	}
	return list
}

func entriesOf(t *testing.T, v volume, h head, id uint64) []entry {
	t.Helper()
	s, err := v.load(id, h.pages)
	if err != nil {
		t.Fatal(err)
	}
	list, _, err := s.entries()
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func find(list []entry, key string) (entry, bool) {
	for _, e := range list {
		if string(e.key) == key {
			return e, true
		}
	}
	return entry{}, false
}

// flip flips a bit of a page of an open file.
func flip(t *testing.T, d *db, id uint64, bit int) {
	t.Helper()
	f, err := os.OpenFile(d.path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	b, at := make([]byte, 1), int64(id)*int64(d.bolt.Info().PageSize)+int64(bit/8)
	_, errRead := f.ReadAt(b, at)
	b[0] ^= 1 << (bit % 8)
	_, errWrite := f.WriteAt(b, at)
	if err := errors.Join(errRead, errWrite, f.Close()); err != nil {
		t.Fatal(err)
	}
}

// allocated is how many bytes fn takes, which must end within a second.
func allocated(t *testing.T, fn func()) uint64 {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	done := make(chan struct{})
	go func() { defer close(done); fn() }()
	select {
	case <-done:
	case <-time.After(need.Limit(time.Second)):
		t.Fatal("it does not end")
	}
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

const middle = 10_050 // the row of tall that is changed

// put changes a row, and part also takes away so many around it that leaves are
// merged; whole puts them back.
func put(w engine.Writer) error { return w.Put("tall", row(middle), []byte("soup")) }

func part(w engine.Writer) (err error) {
	for i := middle - 60; i < middle+60; i++ {
		err = errors.Join(err, w.Delete("tall", row(i)))
	}
	return errors.Join(err, put(w))
}

func whole(w engine.Writer) (err error) {
	for i := middle - 60; i < middle+60; i++ {
		err = errors.Join(err, w.Put("tall", row(i), fmt.Appendf(nil, "tea %d", i)))
	}
	return err
}

// Each bit of the head of each page that a commit may free: id, flags, count and
// overflow. What is damaged is told, or it is no longer in use when all is written.
func TestADamagedPageIsNotFreed(t *testing.T) {
	for what, change := range map[string]func(engine.Writer) error{"put": put, "delete": part} {
		d := tall(t)
		refused, done := 0, 0
		for place := range places(t, d, row(middle)) {
			for bit := range 8 * pageHeader {
				name := fmt.Sprintf("%s, bit %d of %s", what, bit, place)
				id := places(t, d, row(middle))[place]
				flip(t, d, id, bit)
				var err error
				if took := allocated(t, func() { err = d.Update(change) }); took > 32<<20 {
					t.Errorf("%s: %d bytes were taken", name, took)
				}
				switch {
				case err == nil:
					done++
				case errors.Is(err, engine.ErrDamaged):
					refused++
					flip(t, d, id, bit)
				default:
					t.Fatalf("%s: got error %v, want %v", name, err, engine.ErrDamaged)
				}
				if err != nil && bit%32 != 0 {
					continue
				}
				if err := errors.Join(d.Update(change), d.Update(whole)); err != nil {
					t.Fatalf("%s: then got error %v", name, err)
				}
				wantSound(t, name, d)
			}
			wantSound(t, place, d)
		}
		t.Logf("%s: %d were refused, %d done", what, refused, done)
		if refused == 0 {
			t.Errorf("%s: nothing was refused", what)
		}
	}
}

// A damaged length of a key is told before memory is taken for the key.
func TestADamagedKeyIsNotCopied(t *testing.T) {
	d := tall(t)
	const length = pageHeader + 8 // in the head of the first entry of a leaf
	flip(t, d, places(t, d, row(middle))["the leaf"], 8*length+30)
	var err error
	took := allocated(t, func() {
		err = d.View(func(r engine.Reader) error {
			for range r.Scan("tall", "") {
				continue
			}
			return nil
		})
	})
	if !errors.Is(err, engine.ErrDamaged) || took > 32<<20 {
		t.Errorf("got error %v after %d bytes, want %v", err, took, engine.ErrDamaged)
	}
}

func wantSound(t *testing.T, name string, d *db) {
	t.Helper()
	n := 0
	faults, err := d.Walk(engine.Visitor{Value: func(table, _ string, _ []byte) error {
		if table == "tall" {
			n++
		}
		return nil
	}})
	if len(faults) > 0 || err != nil || n != 20_001 {
		t.Fatalf("%s: got %d values, want 20,001, %d faults %.200v, error %v", name, n, len(faults), faults, err)
	}
}

// No commit of a sound file is refused, however its tables grow and shrink.
func TestASoundFileIsNeverRefused(t *testing.T) {
	d := fresh(t, func(w engine.Writer) error { return w.Put("start", "one", nil) })
	dice := rand.New(rand.NewPCG(2026, uint64(*rounds)))
	all := map[string]map[string]int{} // the length of each value
	var reading func()                 // ends a long View
	for round := range *rounds {
		if dice.IntN(20) == 0 {
			if reading == nil {
				reading = longView(d)
			} else {
				reading()
				reading = nil
			}
		}
		if err := d.Update(func(w engine.Writer) error { return mix(w, dice, all) }); err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		if round%50 == 49 {
			wantAll(t, d, all)
		}
	}
	if reading != nil {
		reading()
	}
	wantAll(t, d, all)
}

func longView(d *db) (end func()) {
	begun, over, ended := make(chan struct{}), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		_ = d.View(func(engine.Reader) error { close(begun); <-over; return nil })
	}()
	<-begun
	return func() { close(over); <-ended }
}

// mix makes some changes, and notes them in all.
func mix(w engine.Writer, dice *rand.Rand, all map[string]map[string]int) error {
	table := fmt.Sprintf("table %d%s", dice.IntN(8), strings.Repeat("x", dice.IntN(2)*dice.IntN(40)))
	if all[table] == nil {
		all[table] = map[string]int{}
	}
	rows := all[table]
	put := func(key string, size int) error {
		rows[key] = size
		return w.Put(table, key, make([]byte, size))
	}
	remove := func(key string) error {
		delete(rows, key)
		return w.Delete(table, key)
	}
	var err error
	keys := slices.Sorted(maps.Keys(rows))
	switch dice.IntN(12) {
	case 0: // clear
		for _, key := range keys {
			err = errors.Join(err, remove(key))
		}
	case 1, 2: // a range goes
		if len(keys) > 0 {
			from := dice.IntN(len(keys))
			for _, key := range keys[from:min(len(keys), from+dice.IntN(2_000))] {
				err = errors.Join(err, remove(key))
			}
		}
	case 3: // every so many goes
		for i, step := 0, 1+dice.IntN(9); i < len(keys); i += step {
			err = errors.Join(err, remove(keys[i]))
		}
	case 4: // many come
		for range dice.IntN(3_000) {
			err = errors.Join(err, put(row(dice.IntN(100_000)), dice.IntN(60)))
		}
	case 5: // large ones
		for range 1 + dice.IntN(5) {
			err = errors.Join(err, put(row(dice.IntN(1_000)), dice.IntN(60_000)))
		}
	case 6: // long keys, with which branches flow over
		for range 1 + dice.IntN(20) {
			err = errors.Join(err, put(row(dice.IntN(500))+strings.Repeat("k", dice.IntN(6_000)), dice.IntN(10)))
		}
	case 7:
		_, err = w.Next(table)
	case 8: // values that fill pages to the brim
		for range 6 {
			err = errors.Join(err, put(row(dice.IntN(9)), 4_096*dice.IntN(4)-dice.IntN(16+16*6+8*16)+300))
		}
	case 9:
		err = remove("nothing")
	default:
		for range 1 + dice.IntN(5) {
			err = errors.Join(err, put(row(dice.IntN(100_000)), dice.IntN(300)))
		}
	}
	return err
}

func wantAll(t *testing.T, d *db, all map[string]map[string]int) {
	t.Helper()
	n, want := 0, 1
	for _, rows := range all {
		want += len(rows)
	}
	faults, err := d.Walk(engine.Visitor{Value: func(table, key string, value []byte) error {
		if n++; table != "start" && all[table][key] != len(value) {
			return fmt.Errorf("table %q, key %q: got %d bytes, want %d", table, key, len(value), all[table][key])
		}
		return nil
	}})
	if len(faults) > 0 || err != nil || n != want {
		t.Fatalf("got %d values, want %d, faults %v, error %v", n, want, faults, err)
	}
	err = d.View(func(r engine.Reader) error {
		for table, rows := range all {
			n := 0
			for key, value := range r.Scan(table, "") {
				if again, there := r.Get(table, key); !there || !bytes.Equal(again, value) || len(value) != rows[key] {
					return fmt.Errorf("table %q, key %q: got %d bytes and %d, want %d", table, key, len(value), len(again), rows[key])
				}
				n++
			}
			if n != len(rows) {
				return fmt.Errorf("table %q: got %d rows, want %d", table, n, len(rows))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
