//go:build linux

package apptest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	fake "github.com/engawa-bot/engawa/internal/fake/discord"
	"github.com/engawa-bot/engawa/store"
)

// TestNoWordIsLostOrKeptTwiceOnABadDisk has members write notes while the disk of
// the real program is slow, full, or fails to write or to sync, and while the
// program is killed. Who was told that a note is kept finds it once; who was told
// that it failed does not find it.
func TestNoWordIsLostOrKeptTwiceOnABadDisk(t *testing.T) {
	withProgram(t)
	disk := newBadDisk(t)
	s := newProgramStage(t, badDiskProgram(t), instant(t, "2027-03-02T06:00:30Z"), 1)
	h := s.addTeam("sakura", s.guild, "Asia/Tokyo", 1, call{habit: bot.KPT, rule: "0 15 * * 5"})
	s.setUp()
	var scribes []*scribe
	for i := range 3 {
		m := s.guild.Member(fmt.Sprintf("scribe %d", i))
		m.At(h.text)
		scribes = append(scribes, &scribe{Member: m, name: fmt.Sprint("s", i), told: map[string]string{}})
	}
	dice := rand.New(rand.NewPCG(2029, uint64(*kills)))
	t.Logf("dice: seed 2029, %d", *kills)
	uncertain := 0
	for range *kills {
		uncertain += badLife(t, s, disk, dice, scribes)
	}
	t.Logf("%d times an outcome was uncertain", uncertain)
	p := s.run()
	p.awaitReady(20 * time.Second)
	if says := s.keeps(t, "check"); !strings.Contains(string(says), "is sound") { // of the store in use
		t.Errorf("check says %q", says)
	}
	p.kill()
	counts := s.counted(t)
	kept, failed, unknown := 0, 0, 0
	for _, w := range scribes {
		for word, told := range w.told {
			n := counts[word]
			switch told {
			case "kept":
				kept++
				if n != 1 {
					t.Errorf("%s was told to be kept, and is there %d times", word, n)
				}
			case "failed":
				failed++
				if n > 0 {
					t.Errorf("%s was told to have failed, and is there", word)
				}
			default:
				unknown++
			}
			if n > 1 {
				t.Errorf("%s is there %d times", word, n)
			}
		}
	}
	t.Logf("%d lives; %d notes kept, %d failed, of %d nobody knows", *kills, kept, failed, unknown)
	if kept == 0 || failed == 0 {
		t.Errorf("%d kept and %d failed: this tries nothing", kept, failed)
	}
}

// badLife is one life of the program on a bad disk. It returns how often the
// outcome of a write was uncertain.
func badLife(t *testing.T, s *programStage, disk *badDisk, dice *rand.Rand, scribes []*scribe) (uncertain int) {
	t.Helper()
	disk.does("0 0 0 0 0")
	p := launch(t, s.bin, append(s.environ(), disk.environ()), "run")
	p.awaitReady(20 * time.Second)
	disk.does([]string{"0.2 0 0 0 0", "0 0.1 0 0 0", "0 0 0.5 0 0", "0.1 0.05 0.1 5 0", "0.7 0 0 0 0", "0 0 0 30 0"}[dice.IntN(6)])
	ctx, cancel := context.WithCancel(t.Context())
	var all sync.WaitGroup
	for _, w := range scribes {
		all.Go(func() { w.write(ctx) })
	}
	p.live(time.Duration(300+dice.IntN(700)) * time.Millisecond)
	if dice.IntN(2) == 0 {
		disk.does("0 0 0 0 0") // it recovers
		p.live(200 * time.Millisecond)
	}
	p.kill()
	cancel()
	all.Wait()
	return strings.Count(p.said.tail(1<<20), store.ErrUncertain.Error())
}

// scribe is a member who writes one note after another, and remembers what it was
// told of each.
type scribe struct {
	*fake.Member
	name string
	last int
	told map[string]string
}

func (w *scribe) write(ctx context.Context) {
	for ctx.Err() == nil {
		w.last++
		word := fmt.Sprintf("%sn%d", w.name, w.last)
		w.told[word] = "unknown"
		switch says := answered(ctx, w.Run("keep", map[string]any{"text": word})); {
		case strings.Contains(says, "Noted as a "):
			w.told[word] = "kept"
		case strings.Contains(says, "may be kept all the same"):
			// look before you write it again
		case says != "":
			w.told[word] = "failed"
		}
		pause(ctx, 20*time.Millisecond)
	}
}

// counted is how often each note is there, by the program's own export; and the
// store is sound.
func (s *programStage) counted(t *testing.T) map[string]int {
	t.Helper()
	s.keeps(t, "check")
	var l ledger
	if err := json.Unmarshal(s.keeps(t, "export", "--format", "json"), &l); err != nil {
		t.Fatal(err)
	}
	counts := map[string]int{}
	for _, r := range l.Retros {
		for _, n := range r.Notes {
			counts[n.Text]++
		}
	}
	return counts
}

// keeps runs a keeper's subcommand.
func (s *programStage) keeps(t *testing.T, args ...string) []byte {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), s.bin, args...)
	cmd.Env = s.environ()
	var failed bytes.Buffer
	cmd.Stderr = &failed
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %v\n%s", args, err, &failed)
	}
	return out
}
