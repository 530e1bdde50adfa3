package notebook_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/notebook"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

// forged puts a note into the store by hand, as a program did that took any id.
func (s *running) forged(t bot.Team, id kpt.NoteID, kind kpt.Kind) {
	s.t.Helper()
	s.update(func(tx *store.Tx) error {
		n := kpt.Note{ID: id, Kind: kind, Text: "forged", Author: ana, Written: time.Now(), Trace: kpt.Trace{
			Retro: thisWeek, Section: kind.Section(), Want: "Ana: forged",
		}}
		return store.NewTable[kpt.Note]("notes").Put(tx, store.KeyOf(string(t.ID), thisWeek.String(), string(id)), n)
	})
}

// forgeries are ids that mark no line.
func forgeries() []kpt.NoteID {
	return []kpt.NoteID{"x --> <!-- y", "short", "", "ABCDEFGHIJKLMNOP", "engawa:abcdefghijklmnop", kpt.NoteID(strings.Repeat("x", 300)), "a\nb"}
}

func TestANoteWithAForgedIDLeavesTheOthersAlone(t *testing.T) {
	play(t, func(t *testing.T, s *running) {
		team, doc := s.team("sakura")
		for _, id := range forgeries() {
			s.forged(team, id, kpt.Keep)
		}
		s.forged(team, kpt.NewID(), "evil")
		s.keep(team, "one")
		time.Sleep(time.Minute)
		s.reads(doc, "Ana: one")
		second := s.keep(team, "two")
		time.Sleep(time.Minute)
		s.edit(team, second, "two and a half")
		time.Sleep(time.Minute)
		s.reads(doc, "Ana: one", "Ana: two and a half")
		if !s.follows(team) {
			t.Error("the notebook is behind for ever")
		}
		s.cost(func() { time.Sleep(time.Hour) }, int(time.Hour/notebook.Poll), 0, 0)
		if f := s.scribe.Check(t.Context(), team, true); f.OK || f.Key != "notebook.left_out" {
			t.Errorf("the doctor finds %+v, want that lines are left out", f)
		}
		if posts := s.posts(team); len(posts) > 0 {
			t.Errorf("somebody was told %q", posts)
		}
	})
}

func TestANoteWithAForgedIDLeavesTheOthersOfAFileAlone(t *testing.T) {
	play(t, func(t *testing.T, s *running) {
		team, _ := s.team("sakura")
		s.change(team, func(t *bot.Team) { t.KPT.Doc = "" })
		for _, id := range forgeries() {
			s.forged(team, id, kpt.Problem)
		}
		s.forged(team, kpt.NewID(), "evil")
		s.keep(team, "one")
		time.Sleep(time.Minute)
		s.edit(team, s.keep(team, "two"), "two and a half")
		time.Sleep(time.Hour)
		file, err := os.ReadFile(s.file())
		must(t, err)
		if got := string(file); strings.Count(got, "Ana: one <") != 1 || strings.Count(got, "Ana: two and a half <") != 1 || strings.Contains(got, "forged") {
			t.Errorf("the file has\n%s", got)
		}
	})
}

// Google refuses a write as a whole, without saying why.
func TestAWriteThatGoogleRefusesIsMadeWithoutTheOneThatItIsAbout(t *testing.T) {
	for _, n := range []int{1, 2, 7, 20} {
		for _, at := range []int{0, n / 2, n - 1} {
			t.Run(fmt.Sprintf("%d of %d", at, n), func(t *testing.T) {
				play(t, func(t *testing.T, s *running) {
					doc := s.google.NewDoc("KPT")
					team := s.found("sakura", doc, kpt.Retro{Date: thisWeek})
					s.wire.breaks("poison")
					var want []string
					var bad kpt.NoteID
					for i := range n {
						text := fmt.Sprint("note ", i)
						if i == at {
							bad = s.keep(team, "poison")
							continue
						}
						want = append(want, "Ana: "+text)
						s.keep(team, text)
					}
					asked := s.wire.count(func() { time.Sleep(2 * time.Minute) })
					s.has(doc, want...)
					if most := 20; asked["write"] > most {
						t.Errorf("asked Google for %v, want at most %d writes", asked, most)
					}
					s.cost(func() { time.Sleep(time.Hour) }, int(time.Hour/notebook.Poll), 0, 0)
					s.edit(team, bad, "mended")
					time.Sleep(time.Minute)
					s.has(doc, append(want, "Ana: mended")...)
					if f := s.scribe.Check(t.Context(), team, true); !f.OK {
						t.Errorf("the doctor finds %+v, want nothing amiss", f)
					}
				})
			})
		}
	}
}
