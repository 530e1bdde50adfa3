package gdocs_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"

	fake "github.com/engawa-bot/engawa/internal/fake/gdocs"
	"github.com/engawa-bot/engawa/internal/need"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/kpt/merge"
	"github.com/engawa-bot/engawa/schedule"
)

var (
	rounds = flag.Int("rounds", 30, "random histories; 10000 in full")
	seed   = flag.Int("seed", -1, "the one history to play, and show")
)

func TestNobodysWordsAreLostOrChanged(t *testing.T) {
	first, end := 0, *rounds
	if *seed >= 0 {
		first, end = *seed, *seed+1
	}
	often := debug.SetGCPercent(400) // a fourth of the time goes otherwise into collecting some 30 MB
	t.Cleanup(func() { debug.SetGCPercent(often) })
	const together = 10 // a parallel test keeps what it held until all have ended, so each is several histories
	for from := first; from < end; from += together {
		t.Run(fmt.Sprint("from ", from), func(t *testing.T) {
			t.Parallel()
			for n := from; n < min(from+together, end); n++ {
				if need.Turn(n, 5) {
					t.Run(fmt.Sprint(n), func(t *testing.T) { newHistory(piped(t, plenty()), uint64(n)).play() })
				}
			}
		})
	}
}

// play makes a history, and tells the test of its faults.
func (h *history) play() {
	for range 25 + h.rand.IntN(25) {
		h.step()
		if len(h.faults) > 0 {
			break
		}
	}
	h.rest()
	if v := h.server.Violations(); len(v) > 0 {
		h.fault("Google would refuse: %v", v)
	}
	log := strings.Join(h.log, "\n") + "\n\n"
	switch {
	case len(h.faults) > 0:
		h.t.Error(log + strings.Join(h.faults, "\n") + "\n\n" + h.doc.Text())
	case *seed >= 0:
		h.t.Log(log + h.doc.Text())
	}
}

// history is a ledger and a Doc, and what happens to them.
type history struct {
	*docFixture
	rand        *rand.Rand
	ledger      kpt.Ledger
	now         time.Time
	ids, words  int
	ours        map[string]bool     // texts that we wrote
	taken       map[kpt.NoteID]bool // a person deleted or rewrote the line, or some line without a mark
	asked       map[kpt.NoteID]bool // notes that were given to us and not taken back
	suggestions []string
	log, faults []string
}

func newHistory(d *docFixture, seed uint64) *history {
	h := &history{
		docFixture: d, rand: rand.New(rand.NewPCG(seed, 3)), now: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC),
		ours: map[string]bool{}, taken: map[kpt.NoteID]bool{}, asked: map[kpt.NoteID]bool{},
	}
	h.begins()
	h.ledger.Roster = kpt.Roster{{Author: kpt.Author{Member: "1", Name: "Ana"}}, {Author: kpt.Author{Member: "2", Name: "田中"}}}
	h.ledger.Retros = []kpt.Retro{{Date: thisWeek, Opened: h.now}}
	return h
}

// begins is with a Doc as some team has it.
func (h *history) begins() {
	h.titles = kpt.Titles{Sheet: "KPT", Today: func() schedule.Date { return thisWeek }}
	if h.some(2) == 0 {
		h.use(h.server.NewDoc("history"), "")
		must(h.t, h.doc.Write("Our KPT\nplease write below\n# KPT 2026-11-13\n## Keep\n- old\n  - older"))
		return
	}
	from := pick(h, beginnings...)
	h.note("it begins with\n%s", from)
	doc, err := h.server.Load(layoutDoc(h.t, from))
	must(h.t, err)
	h.use(doc, "")
}

// beginnings are Docs of teams that do not write lists below dated headings.
var beginnings = []string{
	"# KPT 2026-11-13\n## Keep\nold\n## Problem\n## Try",
	"# 11/13 KPT\nKeep\nold\nProblem\nCI\n# 11/6 KPT\nKeep\nolder",
	"# KPT 2026-11-20\n## Keep\n- this\n> goes on\n- that\n## Problem\n・typed\n　goes on",
	"# KPT 2026-11-27\n## Keep\nplain\n## Problem\nCI\n## Try\n",
	"# KPT 2026-11-27\n| Keep | Problem | Try |\n| a | b | c |\n| | | |",
	"# KPT 2026-11-20\n| K | a |\n| P | - b // - c |\n| T | |",
	"# 11/27 KPT\n| 名前 | Keep | Problem | Try |\n| Ana | a | | |\n| 田中 | | b | |",
	"# KPT 2026-11-27\n## Keep & Problem\n- a\n## Try harder\n- b",
	"# KPT 2026-11-27\n| Keep | Problem |\n| **Keep** // - a | b |\n# KPT 2026-11-20\n## Keep\n- old",
}

func (h *history) note(format string, args ...any) {
	h.log = append(h.log, fmt.Sprintf(format, args...))
}

func (h *history) fault(format string, args ...any) {
	h.faults = append(h.faults, fmt.Sprintf(format, args...))
}

func (h *history) newID() kpt.NoteID {
	h.ids++
	return id(h.ids)
}

func (h *history) some(n int) int { return h.rand.IntN(n) }

func pick[T any](h *history, from ...T) T { return from[h.some(len(from))] }

func (h *history) text(who string) string {
	h.words++
	return pick(h, "", "- ", "# ", "**", "Keep ", "👩‍👩‍👧", "🇫🇷") + who + fmt.Sprint(h.words) +
		pick(h, "", " CI is slow", " 朝会が長い", "🍵", "👩‍👩‍👧👩‍👩‍👧", "が\u3099", " `code`")
}

func (h *history) step() {
	h.now = h.now.Add(time.Minute)
	deeds := []func(){
		h.adds, h.adds, h.adds, h.edits, h.deletes, h.sync, h.sync, h.sync, h.syncLate, h.syncLost, h.syncTwice, h.crash,
		h.person, h.person, h.person, h.person, h.person, h.person, h.person, h.person, h.nextRetro,
	}
	deeds[h.some(len(deeds))]()
}

// What Engawa and its members do.

func (h *history) adds() {
	text := h.text("b")
	if h.some(3) == 0 {
		text += "\n" + pick(h, "second line", "- 二行目", "# 👩‍👩‍👧")
	}
	retro := h.ledger.Retros[len(h.ledger.Retros)-1]
	n, err := kpt.NewNote(pick(h, kpt.Keep, kpt.Problem, kpt.Draft), text, h.ledger.Roster[h.some(2)].Author, h.now)
	must(h.t, err)
	n.ID = h.newID()
	n.Trace = kpt.Trace{Retro: retro.Date, Section: n.Kind.Section(), Want: n.Author.Name + ": " + n.Text}
	h.note("note %s %q", n.ID, n.Trace.Want)
	h.asked[n.ID] = true
	h.ledger.Notes = append(h.ledger.Notes, n)
}

// own picks a note that its author may change.
func (h *history) own() *kpt.Note {
	var own []*kpt.Note
	for i := range h.ledger.Notes {
		if n := &h.ledger.Notes[i]; h.asked[n.ID] && !n.Gone() && !n.Trace.Person && !n.Trace.Touched {
			own = append(own, n)
		}
	}
	if len(own) == 0 {
		return nil
	}
	return own[h.some(len(own))]
}

func (h *history) edits() {
	if n := h.own(); n != nil {
		n.Text += pick(h, "!", "\n三", "🍵", " more", "👩‍👩‍👧")
		if h.some(3) == 0 {
			n.Text = strings.Replace(n.Text, "b", "bb", 1)
		}
		n.Text = kpt.Tidy(n.Text)
		n.Trace.Want = n.Author.Name + ": " + n.Text
		h.note("author edits %s to %q", n.ID, n.Trace.Want)
	}
}

func (h *history) deletes() {
	if n := h.own(); n != nil {
		h.note("author deletes %s", n.ID)
		delete(h.asked, n.ID)
		n.Trace.Want = ""
	}
}

func (h *history) nextRetro() {
	last := &h.ledger.Retros[len(h.ledger.Retros)-1]
	if len(h.ledger.Retros) < 3 {
		h.note("%v ends", last.Date)
		last.Closed = h.now
		h.ledger.Retros = append(h.ledger.Retros, kpt.Retro{Date: last.Date.AddDays(7), Opened: h.now})
	}
}

func (h *history) find(id kpt.NoteID) int {
	return slices.IndexFunc(h.ledger.Notes, func(n kpt.Note) bool { return n.ID == id })
}

func (h *history) merge(r kpt.Reading) []kpt.Change {
	p := merge.Reconcile(h.ledger, r, h.newID, h.now)
	h.ledger.Vanished = p.Vanished
	for _, n := range p.Notes {
		if i := h.find(n.ID); i >= 0 {
			h.ledger.Notes[i] = n
		} else {
			h.ledger.Notes = append(h.ledger.Notes, n)
		}
	}
	for _, n := range p.Forget {
		i := h.find(n.ID)
		h.ledger.Notes = slices.Delete(h.ledger.Notes, i, i+1)
	}
	for _, c := range p.Conflicts {
		if c.Lost == "" {
			h.asked[c.Note] = true
		}
	}
	for _, t := range p.Tries {
		if i := slices.IndexFunc(h.ledger.Tries, func(o kpt.Try) bool { return o.ID == t.ID }); i >= 0 {
			h.ledger.Tries[i] = t
		} else {
			h.ledger.Tries = append(h.ledger.Tries, t)
		}
	}
	for _, c := range p.Changes {
		h.note("  %s %s %s %q %q", c.Kind, c.Section, c.ID, c.Was, c.Text)
		h.ours[c.Text] = true
	}
	return p.Changes
}

func (h *history) sync() { h.round(func() {}, 1) }

func (h *history) syncLate() {
	h.note("while it syncs:")
	h.round(h.person, 1)
}

func (h *history) syncLost() {
	h.note("answer lost:")
	h.round(func() { h.server.Faults().LoseAnswers(fake.IsWrite, 1) }, 1)
	h.server.Faults().Clear()
}

func (h *history) syncTwice() { h.round(func() {}, 2) }

func (h *history) crash() {
	h.note("crash before the write")
	h.merge(h.read())
}

// round is one sync; between comes between reading and writing, and the write is
// sent so many times.
func (h *history) round(between func(), times int) int {
	h.note("sync")
	at := h.read()
	changes := h.merge(at)
	between()
	if len(changes) == 0 {
		return 0
	}
	was := h.doc.Lines()
	for i := range times {
		_, err := h.notebook.Write(context.Background(), at, changes)
		trouble, passing := errors.AsType[*kpt.Trouble](err)
		if err != nil && !errors.Is(err, kpt.ErrMoved) && (!passing || !trouble.Passes()) {
			h.fault("write: %v", err)
		}
		if err == nil && i > 0 {
			h.fault("the same write was made twice")
		}
	}
	h.compare(was, changes)
	return len(changes)
}
