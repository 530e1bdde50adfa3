package bolt

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/internal/need"
	"github.com/engawa-bot/engawa/store/engine"
)

// What follows a circle ends the process: a stack that overflows cannot be caught.
// So the test binary starts itself as a child for each wound, which begins at one
// of the deeds, says before each which one it does, and what came of it if that is
// not what should.
const (
	childWound = "ENGAWA_BOLT_TEST_WOUND"
	childFrom  = "ENGAWA_BOLT_TEST_FROM"
	childFile  = "ENGAWA_BOLT_TEST_FILE"
)

// deed is what is done while a page is damaged. Those that are beside the key of
// middle need not come to a page of its table.
type deed struct {
	name   string
	beside bool
	do     func(d *db) error
}

func update(fn func(engine.Writer) error) func(*db) error {
	return func(d *db) error { return d.Update(fn) }
}

func got(r engine.Reader) error {
	if v, ok := r.Get("tall", row(middle)); !ok || !bytes.HasPrefix(v, []byte("tea")) {
		return fmt.Errorf("got value %.20q, %t", v, ok)
	}
	return nil
}

func scanned(prefix string, least int) func(*db) error {
	return func(d *db) error {
		return d.View(func(r engine.Reader) error {
			n := 0
			for range r.Scan("tall", prefix) {
				if n++; n > 30_000 {
					return errors.New("it does not end")
				}
			}
			if n < least {
				return fmt.Errorf("got %d rows, want %d", n, least)
			}
			return nil
		})
	}
}

var deeds = []deed{
	{"Get", false, func(d *db) error { return d.View(got) }},
	{"Get in Update", false, update(func(w engine.Writer) error { return got(w) })},
	{"Put", false, update(put)},
	{"Put of a new key", false, update(func(w engine.Writer) error { return w.Put("tall", row(middle)+"/new", []byte("tea")) })},
	{"Delete", false, update(func(w engine.Writer) error { return w.Delete("tall", row(middle)) })},
	{"Delete of many", false, update(part)},
	{"Scan from the key", false, scanned(row(middle), 1)},
	{"Scan", false, scanned("", 20_001)},
	{"Scan in Update, after a Delete before", false, update(func(w engine.Writer) (err error) {
		for i := middle - 400; i < middle; i++ {
			err = errors.Join(err, w.Delete("tall", row(i)))
		}
		n := 0
		for range w.Scan("tall", row(middle - 401)[:len("sakura/00009")]) {
			if n++; n > 30_000 {
				return errors.New("it does not end")
			}
		}
		return err
	})},
	{"Next", true, update(func(w engine.Writer) error { _, err := w.Next("tall"); return err })},
	{"Count", true, update(func(w engine.Writer) error { return w.Count("tall", 7) })},
	{"Put in a new table", true, update(func(w engine.Writer) error { return w.Put("tall, too", "one", nil) })},
	{"Tables", true, func(d *db) error {
		return d.View(func(r engine.Reader) error {
			if n := len(r.Tables()); n != 403 {
				return fmt.Errorf("got %d tables", n)
			}
			return nil
		})
	}},
}

// ofSmall are what is done to a table whose page is inside the tree of tables.
var ofSmall = []deed{
	{"Get", false, func(d *db) error {
		return d.View(func(r engine.Reader) error { _, _ = r.Get("small", "one"); return nil })
	}},
	{"Put", false, update(func(w engine.Writer) error { return w.Put("small", "one", []byte("soup")) })},
	{"Delete", false, update(func(w engine.Writer) error { return w.Delete("small", "one") })},
	{"Next", false, update(func(w engine.Writer) error { _, err := w.Next("small"); return err })},
	{"Scan", false, func(d *db) error {
		return d.View(func(r engine.Reader) error {
			for range r.Scan("small", "") {
				continue
			}
			return nil
		})
	}},
}

func deedsOf(wound string) []deed {
	if strings.HasPrefix(wound, "the page inside") {
		return ofSmall
	}
	return deeds
}

// grove has, beside tall, so many tables that the tree of tables has branches, and
// one with rows that come after those of tall.
func grove(t *testing.T) (path string) {
	d := tall(t)
	if err := d.Update(func(w engine.Writer) (err error) {
		for i := range 200 {
			err = errors.Join(err, w.Put(fmt.Sprintf("a %03d", i), "one", []byte("tea")), w.Put(fmt.Sprintf("z %03d", i), "one", []byte("tea")))
		}
		for i := range 1_000 {
			err = errors.Join(err, w.Put("other", "z"+row(i), []byte("tea")))
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	return d.path
}

// spot is an entry of a branch that is on the way to the row middle of tall.
type spot struct {
	page, below uint64
	at          int64  // in the file
	beside      uint64 // another page of its level
}

// spots are that of the tree of tables, and those of the root of tall and below it.
func spots(t *testing.T, v volume, h head) map[string]spot {
	t.Helper()
	list := map[string]spot{}
	step := func(name string, id uint64, key string) uint64 {
		entries := entriesOf(t, v, h, id)
		i, there := slices.BinarySearchFunc(entries, key, func(e entry, key string) int { return strings.Compare(string(e.key), key) })
		if !there {
			i--
		}
		if i < 1 || i == len(entries)-1 || entries[i].page == 0 {
			t.Fatalf("%s: entry %d of %d", name, i, len(entries))
		}
		list[name] = spot{id, entries[i].page, int64(id)*v.page + pageHeader + int64(i)*entryHeader, entries[i-1].page}
		return entries[i].page
	}
	tables := entriesOf(t, v, h, step("the tree of tables", h.root, "tall"))
	e, there := find(tables, "tall")
	if !there {
		t.Fatal("no table")
	}
	branch := step("the root", order.Uint64(e.value), row(middle))
	step("the branch", branch, row(middle))
	return list
}

// wounds say by place and kind which bytes to write where.
func wounds(t *testing.T, v volume, h head) map[string]patch {
	t.Helper()
	list := map[string]patch{}
	all := spots(t, v, h)
	other, _ := find(entriesOf(t, v, h, all["the tree of tables"].below), "other")
	for name, s := range all {
		for kind, id := range map[string]uint64{
			"itself": s.page, "the root": all["the root"].page, "the tree of tables": h.root, "the page before": s.beside,
			"a page of another table": order.Uint64(other.value), "behind the end": h.pages + 3, "far behind the end": 1 << 60,
			"a meta page": 1, "the free list": h.freelist,
		} {
			list[name+" to "+kind] = patch{s.at + 8, order.AppendUint64(nil, id)}
		}
		list[name+" with a key far away"] = patch{s.at, []byte{0, 0, 0, 0xF0}}
		list[name+" with a key of 4 GB"] = patch{s.at + 4, []byte{0xFF, 0xFF, 0xFF, 0xFF}}
		head := int64(s.page) * v.page
		list[name+" without entries"] = patch{head + 10, []byte{0, 0}}
		list[name+" with 65,535 entries"] = patch{head + 10, []byte{0xFF, 0xFF}}
		list[name+" of no kind"] = patch{head + 8, []byte{freelistPage, 0}}
	}
	list["the page inside a small table to itself"] = inward(t, v, h, all["the tree of tables"].below)
	return list
}

// inward makes the leaf inside a small table a branch, with itself below.
func inward(t *testing.T, v volume, h head, leaf uint64) patch {
	t.Helper()
	s, err := v.load(leaf, h.pages)
	if err != nil {
		t.Fatal(err)
	}
	i, there, _ := s.search([]byte("small"))
	_, value, _, _ := s.place(i)
	page := bytes.Clone(s.data[value+bucketHeader:][:pageHeader+entryHeader])
	if !there || readSheet(page).count != 1 {
		t.Fatal("the small table has not one row")
	}
	order.PutUint16(page[8:], branchPage)
	order.PutUint32(page[pageHeader:], entryHeader)
	order.PutUint32(page[pageHeader+4:], uint32(len("one")))
	order.PutUint64(page[pageHeader+8:], 0)
	return patch{int64(leaf)*v.page + int64(value) + bucketHeader, page}
}

// patch is what to write where in a file.
type patch struct {
	at   int64
	data []byte
}

// lay writes it, and returns what was there.
func (p patch) lay(t *testing.T, path string) patch {
	t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	before := patch{p.at, make([]byte, len(p.data))}
	_, errRead := f.ReadAt(before.data, p.at)
	_, errWrite := f.WriteAt(p.data, p.at)
	if err := errors.Join(errRead, errWrite, f.Close()); err != nil {
		t.Fatal(err)
	}
	return before
}

// A branch that leads to where it must not is told by whatever comes to it, and
// nothing of the tables is lost: not the process, not a row.
func TestADamagedWayIsNotFollowed(t *testing.T) {
	if name, ok := os.LookupEnv(childWound); ok {
		suffer(t, name)
		return
	}
	path := grove(t)
	v, h := opened(t, path)
	for name := range wounds(t, v, h) {
		t.Run(name, func(t *testing.T) {
			for from := 0; from < len(deedsOf(name)); {
				from = follow(t, path, name, from)
			}
		})
	}
}

func opened(t *testing.T, path string) (volume, head) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	v, heads, err := volumeOf(f)
	if err != nil {
		t.Fatal(err)
	}
	return v, newest(heads)
}

// follow runs a child, and says with which deed to go on.
func follow(t *testing.T, path, wound string, from int) (next int) {
	t.Helper()
	data, err := os.ReadFile(path)
	copied := filepath.Join(t.TempDir(), "engine.db")
	if err := errors.Join(err, os.WriteFile(copied, data, 0o600)); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), need.Limit(time.Second))
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Args[0], "-test.run=^TestADamagedWayIsNotFollowed$", "-test.count=1")
	cmd.Env = append(os.Environ(), childWound+"="+wound, childFile+"="+copied, fmt.Sprintf("%s=%d", childFrom, from))
	var died bytes.Buffer
	cmd.Stderr = &died
	out, err := cmd.Output()
	last := from
	for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
		if n, ok := strings.CutPrefix(lines.Text(), "deed "); ok {
			last, _ = strconv.Atoi(n)
		} else if fault, ok := strings.CutPrefix(lines.Text(), "fault "); ok {
			t.Error(fault)
		}
	}
	if deeds := deedsOf(wound); last < len(deeds) {
		t.Errorf("%s: the process died: %v\n%.200s%.300s", deeds[last].name, err, died.String(), out)
	}
	return last + 1
}

// suffer is the child.
func suffer(t *testing.T, wound string) {
	path := os.Getenv(childFile)
	from, _ := strconv.Atoi(os.Getenv(childFrom))
	debug.SetMaxStack(64 << 20) // so that it overflows soon
	watch()
	v, h := opened(t, path)
	p, known := wounds(t, v, h)[wound]
	if !known {
		t.Fatalf("no wound %q", wound)
	}
	e, err := Files{}.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	d := e.(*db)
	back := p.lay(t, path)
	healed := false
	all := deedsOf(wound)
	for i, deed := range all {
		if i < from {
			continue
		}
		fmt.Println("deed", i)
		must := !deed.beside || strings.HasPrefix(wound, "the tree of tables ")
		if !must && !healed { // what follows may be written
			heal(t, d, back)
			healed = true
			p.lay(t, path)
		}
		switch err := deed.do(d); {
		case must && !errors.Is(err, engine.ErrDamaged), err != nil && !errors.Is(err, engine.ErrDamaged):
			fmt.Printf("fault %s: got error %v, want %v\n", deed.name, err, engine.ErrDamaged)
		case err == nil && !must:
			fmt.Printf("deed %d\n", len(all)) // the page is elsewhere now
			return
		}
	}
	if !healed {
		heal(t, d, back)
	}
	fmt.Println("deed", len(all))
}

// heal mends the file, of which all must still be there.
func heal(t *testing.T, d *db, back patch) {
	t.Helper()
	back.lay(t, d.path)
	n := 0
	faults, err := d.Walk(engine.Visitor{Value: func(string, string, []byte) error { n++; return nil }})
	if len(faults) > 0 || err != nil || n != 20_001+1+400+1_000 {
		fmt.Printf("fault mended: got %d rows, %d faults, error %v\n", n, len(faults), err)
	}
	if err := d.View(got); err != nil {
		fmt.Println("fault mended:", err)
	}
}

// watch ends a child that eats up the memory.
func watch() {
	go func() {
		for range time.Tick(5 * time.Millisecond) {
			var now runtime.MemStats
			if runtime.ReadMemStats(&now); now.Sys > 1<<30 {
				panic("it eats up the memory")
			}
		}
	}()
}
