//go:build linux

package apptest

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/store"
)

// TestNoWordIsLostWhileFilesCannotTakeTheirNames has two teams write notes in chat
// and in their notebooks, a Google Doc and a file, while the file that is to take
// another's place often cannot, or does not come to rest on disk, and the real
// program is killed.
func TestNoWordIsLostWhileFilesCannotTakeTheirNames(t *testing.T) {
	withProgram(t)
	dice := rand.New(rand.NewPCG(2033, uint64(*kills)))
	t.Logf("dice: seed 2033, %d", *kills)
	disk := newBadDisk(t)
	q := newKPTStage(t, badDiskProgram(t), dice)
	q.more = []string{disk.environ()}
	at := q.begin(dice)
	failed := 0
	for lives := 0; lives < *kills || failed == 0 && lives < 10**kills; lives++ { // on a busy machine some are too short
		disk.does([]string{"0 0 0 0 0.1", "0 0 0 0 0.5", "0 0 0 0 1"}[dice.IntN(3)])
		q.live(dice, false)
		failed += strings.Count(q.p.said.tail(1<<20), "input/output error")
	}
	at.end()
	disk.does("0 0 0 0 0")
	p := q.run()
	p.awaitReady(patience)
	q.settled(p)
	p.kill()
	q.settled(nil)
	q.report()
	copies, err := filepath.Glob(q.path + ".copies/*")
	if err != nil || len(copies) != 1 {
		t.Errorf("the night's copies are %q (%v)", copies, err)
	}
	for _, path := range copies {
		if err := store.Restore(path, filepath.Join(t.TempDir(), "proof")); err != nil {
			t.Errorf("a night's copy: %v", err)
		}
	}
	if t.Logf("%d times the log tells of a file without its name", failed); failed == 0 {
		t.Error("no file failed to take its name: this tries nothing")
	}
}

// TestWhatAKeeperDoesIsDoneOrNotThereWhenFilesCannotTakeTheirNames has a keeper begin
// a store, bring an old one along, back it up, restore and salvage, while a file that
// is to take its name often cannot. What failed has changed nothing and leaves nothing
// behind.
func TestWhatAKeeperDoesIsDoneOrNotThereWhenFilesCannotTakeTheirNames(t *testing.T) {
	withProgram(t)
	clock := &fastClock{t: t, path: filepath.Join(t.TempDir(), "clock"), fastest: 1}
	clock.set(instant(t, "2027-03-02T06:00:30Z"), 1)
	k := &namesKeeper{t: t, bin: badDiskProgram(t), folder: t.TempDir(), disk: newBadDisk(t), clock: clock}
	root := filepath.Join("..", "..", "..")
	team := readIn(t, filepath.Join(root, "bot", "feature", "teamfile", "testdata", "sakura.yaml"))
	file := filepath.Join(t.TempDir(), "team.yaml")
	writeIn(t, file, team)
	old := readIn(t, filepath.Join(root, "store", "testdata", "format-1.store"))
	dice := rand.New(rand.NewPCG(2034, uint64(*kills)))
	t.Logf("dice: seed 2034, %d", *kills)
	for range max(3, *kills/10) {
		k.clear()
		k.often(dice, "team", "apply", file)
		first := k.its("engawa.db")
		k.often(dice, "backup", k.at("copy"))
		k.often(dice, "backup", k.at("copy")) // in the place of the one before

		k.clear("copy")
		writeIn(t, k.at("engawa.db"), old)
		k.often(dice, "check")
		k.often(dice, "team", "show")
		if is := k.its("engawa.db.format-1"); !bytes.Equal(is, old) && len(is) == 0 {
			t.Error("the store of before is not kept beside the new one")
		}
		k.often(dice, "restore", k.at("copy"))
		if was := k.its("engawa.db.before-restore-1"); len(was) == 0 || len(first) == 0 {
			t.Error("what was there before is not kept")
		}
		k.often(dice, "salvage", k.at("copy"), k.at("saved"))
		if err := store.Restore(k.at("saved"), k.at("proof")); err != nil {
			t.Errorf("what was salvaged: %v", err)
		}
	}
	t.Logf("%d times done, %d times not", k.done, k.failed)
	if k.failed == 0 {
		t.Error("nothing failed: this tries nothing")
	}
}

// namesKeeper is a keeper who has one folder on a bad disk.
type namesKeeper struct {
	t            *testing.T
	bin          string
	disk         *badDisk
	clock        *fastClock
	folder       string
	done, failed int
}

func (k *namesKeeper) at(name string) string { return filepath.Join(k.folder, name) }

// its is what is in a file; nothing if there is none.
func (k *namesKeeper) its(name string) []byte {
	data, err := os.ReadFile(k.at(name))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		k.t.Fatal(err)
	}
	return data
}

// clear empties the folder but for some files.
func (k *namesKeeper) clear(but ...string) {
	for name := range k.all() {
		if !strings.HasPrefix(name, "copy") || len(but) == 0 {
			if err := os.Remove(k.at(name)); err != nil {
				k.t.Fatal(err)
			}
		}
	}
}

// all is what is in the folder.
func (k *namesKeeper) all() map[string][sha256.Size]byte {
	k.t.Helper()
	entries, err := os.ReadDir(k.folder)
	if err != nil {
		k.t.Fatal(err)
	}
	all := map[string][sha256.Size]byte{}
	for _, e := range entries {
		all[e.Name()] = sha256.Sum256(k.its(e.Name()))
	}
	return all
}

// often runs a subcommand until it is done: at first no file can take its name, then
// one of two, then all.
func (k *namesKeeper) often(dice *rand.Rand, args ...string) {
	k.t.Helper()
	for _, does := range []string{"0 0 0 0 1", "0 0 0 0 0.5", "0 0 0 0 0.5", "0 0 0 0 0"} {
		before := k.all()
		k.disk.does(does)
		cmd := exec.CommandContext(k.t.Context(), k.bin, args...)
		cmd.Env = []string{"ENGAWA_STORE=" + k.at("engawa.db"), "HOME=" + k.t.TempDir(), "ENGAWA_LOG=text,error", k.disk.environ(), "ENGAWA_TEST_CLOCK=" + k.clock.path}
		out, err := cmd.CombinedOutput()
		switch {
		case err == nil:
			k.done++
			return
		case does == "0 0 0 0 0":
			k.t.Fatalf("%v on a good disk: %v\n%s", args, err, out)
		case bytes.Contains(out, []byte(store.ErrUncertain.Error())):
			k.done++ // it is there, and says that it may not outlive a power cut
			return
		}
		k.failed++
		if !bytes.Contains(out, []byte("input/output error")) {
			k.t.Errorf("%v says %q", args, out)
		}
		now := k.all()
		for name, is := range now {
			if was, there := before[name]; !there || was != is {
				k.t.Errorf("%v failed (%s), and %s is new or changed", args, bytes.TrimSpace(out), name)
			}
		}
		if len(now) != len(before) {
			k.t.Errorf("%v failed, and of %d files %d are left", args, len(before), len(now))
		}
	}
}
