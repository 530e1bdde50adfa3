package store_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/store"
)

var damages = flag.Int("damages", 300, "how often to damage a store")

// kept is what a store is known to hold: JSON by table and key.
type content map[string]map[store.Key]string

// sample is a store with small and large tables, values of many pages, deleted
// ones, and things owed; and what it holds. small has tables that lie in the root
// page.
func sample(t testing.TB, small bool) (path string, all content) {
	t.Helper()
	s, path := newStore(t)
	dice := rand.New(rand.NewPCG(2026, 11))
	all = content{"words": {}, "left": {}, "one": {}}
	rounds := 40
	if small {
		rounds = 3
	}
	one := store.NewTable[string]("one")
	for i := range rounds {
		err := s.Update(func(tx *store.Tx) error {
			for j := range 10 {
				k := store.KeyOf([]string{"sakura", "kaede", "桜"}[j%3], padded(i), padded(j))
				v := strings.Repeat("tea ", 1+dice.IntN(40))
				if dice.IntN(20) == 0 && !small {
					v = strings.Repeat("long ", 500+dice.IntN(8000))
				}
				all["words"][k] = v
				if err := words.Put(tx, k, v); err != nil {
					return err
				}
			}
			gone := store.KeyOf("sakura", padded(i/2), padded(3))
			delete(all["words"], gone)
			k := store.KeyOf("kaede", padded(i))
			all["left"][k] = fmt.Sprint(i)
			all["one"]["sakura/it"] = padded(i)
			return errors.Join(words.Delete(tx, gone), left.Put(tx, k, pair{i}), one.Put(tx, "sakura/it", padded(i)),
				store.Owe(tx, owedOf("sakura", padded(i))), store.Settle(tx, store.KeyOf("sakura", padded(i-2))))
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	data := readFile(t, path)
	writeFile(t, path, data[:usedPages(data)*os.Getpagesize()]) // damage to what is spare is none
	return path, all
}

// usedPages is what the newer meta page of a sound file says.
func usedPages(data []byte) int {
	pages, _ := newestHead(data)
	return pages
}

// newestHead is what the newer meta page of a sound file says: how many pages there
// are, and the number of the transaction.
func newestHead(data []byte) (pages int, tx uint64) {
	head := data[16:]
	if next := data[os.Getpagesize()+16:]; binary.LittleEndian.Uint64(next[48:]) > binary.LittleEndian.Uint64(head[48:]) {
		head = next
	}
	return int(binary.LittleEndian.Uint64(head[40:])), binary.LittleEndian.Uint64(head[48:])
}

// lies lists where reading differs from what is known without an error that says
// damaged: values that are missing, that are others, or that nobody wrote.
func lies(s *store.Store, all content) (list []string) {
	one := store.NewTable[string]("one")
	seen := content{"words": {}, "left": {}, "one": {}}
	told := map[string]bool{} // tables of which an error was told
	err := s.View(func(tx *store.Tx) error {
		for row, err := range words.Scan(tx, "") {
			note(seen, told, "words", row.Key, row.Value, err)
		}
		for row, err := range left.Scan(tx, "") {
			note(seen, told, "left", row.Key, fmt.Sprint(row.Value.N), err)
		}
		for row, err := range one.Scan(tx, "") {
			note(seen, told, "one", row.Key, row.Value, err)
		}
		owed, err := store.Pending(tx, "")
		if err == nil && len(owed) != 2 {
			list = append(list, fmt.Sprintf("%d are owed", len(owed)))
		}
		return nil
	})
	if err != nil {
		if !errors.Is(err, store.ErrDamaged) {
			list = append(list, err.Error())
		}
		return list
	}
	for table := range all {
		if !told[table] && !maps.Equal(seen[table], all[table]) {
			list = append(list, fmt.Sprintf("table %s: %d values, want %d", table, len(seen[table]), len(all[table])))
		}
	}
	return list
}

func note(seen content, told map[string]bool, table string, k store.Key, v string, err error) {
	if err != nil {
		told[table] = true
		return
	}
	seen[table][k] = v
}

// harm damages a file in one way.
func harm(dice *rand.Rand, data []byte) (what string, bad []byte) {
	bad = bytes.Clone(data)
	page := os.Getpagesize()
	pages := len(data) / page
	a, b := dice.IntN(pages), dice.IntN(pages)
	at := func(p int) []byte { return bad[p*page : (p+1)*page] }
	switch dice.IntN(10) {
	case 0:
		n := dice.IntN(len(data))
		return fmt.Sprintf("cut to %d", n), bad[:n]
	case 1:
		clear(at(a))
		return fmt.Sprintf("page %d zeroed", a), bad
	case 2:
		copy(at(a), data[b*page:(b+1)*page])
		copy(at(b), data[a*page:(a+1)*page])
		return fmt.Sprintf("pages %d and %d swapped", a, b), bad
	case 3:
		copy(at(a), data[b*page:(b+1)*page])
		return fmt.Sprintf("page %d over %d", b, a), bad
	case 4, 5, 6: // where the counts and lengths are
		i := a*page + dice.IntN(120)
		bad[i] ^= byte(1 + dice.IntN(255))
		return fmt.Sprintf("byte %d of page %d flipped", i%page, a), bad
	default:
		i := dice.IntN(len(data))
		bad[i] ^= 1 << dice.IntN(8)
		return fmt.Sprintf("a bit of byte %d of page %d flipped", i%page, i/page), bad
	}
}

func TestNoDamageIsSilent(t *testing.T) {
	for _, small := range []bool{true, false} {
		path, all := sample(t, small)
		data := readFile(t, path)
		dice := rand.New(rand.NewPCG(2026, uint64(*damages)))
		refused, warned, harmless := 0, 0, 0
		for range *damages / 2 {
			what, bad := harm(dice, data)
			dir := t.TempDir()
			hurt := filepath.Join(dir, "engawa.db")
			writeFile(t, hurt, bad)
			s, err := store.Open(hurt)
			switch {
			case err == nil && len(s.Warnings()) > 0:
				warned++
				_ = lies(s, all) // the last change may be missing
			case err == nil:
				harmless++
				for _, lie := range lies(s, all) {
					t.Errorf("%s: %s", what, lie)
				}
			case errors.Is(err, store.ErrDamaged) && strings.Contains(err.Error(), hurt):
				refused++
			default:
				t.Errorf("%s: got error %v, want %v", what, err, store.ErrDamaged)
			}
			if err == nil {
				if err := s.Close(); err != nil {
					t.Errorf("%s: %v", what, err)
				}
			}
			if err := os.RemoveAll(dir); err != nil {
				t.Fatal(err)
			}
		}
		t.Logf("of %d damages of %d pages %d were refused, %d warned of, %d touched nothing that is read", *damages/2, len(data)/os.Getpagesize(), refused, warned, harmless)
	}
}

// A page that is damaged while the process runs is told as an error, and reads and
// writes of what is sound go on, or are refused too; nothing waits for ever.
func TestDamageWhileTheStoreIsOpenIsAnError(t *testing.T) {
	path, all := sample(t, false)
	data := readFile(t, path)
	dice := rand.New(rand.NewPCG(7, uint64(*damages)))
	told := 0
	for range *damages / 10 {
		hurt := filepath.Join(t.TempDir(), "engawa.db")
		writeFile(t, hurt, data)
		s := openStore(t, hurt)
		what, bad := harm(dice, data)
		f, err := os.OpenFile(hurt, os.O_RDWR, 0)
		if err != nil {
			t.Fatal(err)
		}
		heads := min(len(bad), 2*os.Getpagesize()) // damage to them is for the next start
		if _, err := f.WriteAt(bad[heads:], int64(heads)); err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(f.Truncate(int64(len(bad))), f.Close()); err != nil {
			t.Fatal(err)
		}
		faults, err := s.Check(t.Context())
		if len(faults) == 0 && err == nil {
			for _, lie := range lies(s, all) {
				t.Errorf("%s: %s", what, lie)
			}
		} else {
			told++
		}
		_ = lies(s, all) // it may lie now, but it must end
		for i := range 3 {
			err := s.Update(func(tx *store.Tx) error { return words.Put(tx, store.KeyOf("sakura", padded(i), "new"), "tea") })
			if err != nil && !errors.Is(err, store.ErrDamaged) && !errors.Is(err, store.ErrDisk) {
				t.Errorf("%s: Update: got error %v, want %v", what, err, store.ErrDamaged)
			}
		}
		_ = s.Close()
	}
	if told == 0 {
		t.Error("no damage was told")
	}
	t.Logf("%d of %d damages were told", told, *damages/10)
}

func TestTheFormatNumberIsNotBelievedWithoutItsChecksum(t *testing.T) {
	path := kept(t)
	data := readFile(t, path)
	for i := range data {
		if bytes.HasPrefix(data[i:], fmt.Appendf(nil, "format%d", store.Present())) {
			data[i+len("format")] = '2'
		}
	}
	writeFile(t, path, data)
	if _, err := store.Open(path); !errors.Is(err, store.ErrDamaged) {
		t.Errorf("got error %v, want %v", err, store.ErrDamaged)
	}
}

// bbolt takes the older meta page without a word when the newer is damaged.
func TestADamagedMetaPageIsWarnedOf(t *testing.T) {
	for page := range 2 {
		path := kept(t)
		data := readFile(t, path)
		data[page*os.Getpagesize()+16+24] ^= 1
		writeFile(t, path, data)
		s := openStore(t, path)
		if got := s.Warnings(); len(got) != 1 || !strings.Contains(got[0], path+".torn-1") {
			t.Errorf("meta page %d: got warnings %q, want one that names %s.torn-1", page, got, path)
		}
		if !bytes.Equal(readFile(t, path+".torn-1"), data) {
			t.Error("the file as it was is not kept")
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if got := openStore(t, path).Warnings(); len(got) > 0 {
			t.Errorf("opened again: got warnings %q, want none", got)
		}
		if binary.LittleEndian.Uint32(data[16:]) == 0 {
			t.Fatal("this is no meta page")
		}
	}
}
