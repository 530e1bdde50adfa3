package merge

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/internal/need"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

var rounds = flag.Int("rounds", 300, "random histories")

func TestNobodysWordsAreLostOrChanged(t *testing.T) {
	need.Unraced(t)
	for seed := range *rounds {
		h := newHistory(t, uint64(seed))
		for range 40 + h.rand.IntN(40) {
			h.step()
			if len(h.paper.faults) > 0 {
				break
			}
		}
		h.rest()
		if len(h.paper.faults) > 0 {
			t.Fatalf("history %d:\n%s\n\n%s", seed, strings.Join(h.log, "\n"), strings.Join(h.paper.faults, "\n"))
		}
	}
}

// history is a team, its ledger and its notebook, and what happens to them.
type history struct {
	rand   *rand.Rand
	paper  *paper
	ledger kpt.Ledger
	now    time.Time
	ids    int
	mine   map[kpt.NoteID]bool    // notes that were given to us, and not yet deleted by their authors
	lost   map[kpt.NoteID]bool    // whose line a person deleted or took away
	kept   map[*sentence]sentence // each line that a person wrote or changed, as they left it
	log    []string

	nobodys []string            // texts of notes without a name
	editor  []copied            // of the notebook, as persons have it open
	knew    map[kpt.NoteID]bool // which lines the ledger knew before the last reading
}

func newHistory(t *testing.T, seed uint64) *history {
	h := &history{
		rand: rand.New(rand.NewPCG(seed, 7)), paper: newPaper(t),
		now:  time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC),
		mine: map[kpt.NoteID]bool{}, lost: map[kpt.NoteID]bool{}, kept: map[*sentence]sentence{},
	}
	h.ledger.Roster = kpt.Roster{
		{Author: kpt.Author{Member: "1", Name: "Ana"}},
		{Author: kpt.Author{Member: "2", Name: "田中"}, Names: []string{"tanaka@example.com"}},
	}
	h.open(schedule.Date{Year: 2026, Month: 11, Day: 27})
	return h
}

func (h *history) note(format string, args ...any) {
	h.log = append(h.log, fmt.Sprintf(format, args...))
}

func (h *history) open(date schedule.Date) {
	r := kpt.Retro{Date: date, Opened: h.now}
	if h.rand.IntN(2) == 0 {
		r.Planned = date.AddDays(3) // so that people know it by another day
	}
	h.ledger.Retros = append(h.ledger.Retros, r)
	for _, t := range kpt.CarryOver(h.ledger.Tries, date) {
		h.putTry(t)
	}
}

func (h *history) newID() kpt.NoteID {
	h.ids++
	return kpt.NoteID(fmt.Sprintf("id%014d", h.ids))
}

func (h *history) step() {
	h.now = h.now.Add(time.Minute)
	type deed struct {
		weight int
		do     func()
	}
	deeds := []deed{
		{6, h.botAdds},
		{3, h.botEdits},
		{2, h.botDeletes},
		{6, h.types},
		{4, h.changes},
		{2, h.rewrites},
		{2, h.erases},
		{3, h.cuts},
		{2, h.copies},
		{2, h.strikes},
		{1, h.suggests},
		{1, h.nextRetro},
		{1, h.dropsMarks},
		{8, h.sync},
		{2, h.syncWhilePersonsWrite},
		{2, h.syncAndLoseTheAnswer},
		{2, h.crashBeforeWrite},
		{2, h.crashAfterWrite},
		{1, h.paper.arrive},
		{3, h.opens},
		{1, h.saves},
		{1, h.empties},
		{1, h.readsLate},
		{1, h.undated},
		{1, h.heads},
		{1, h.plain},
		{2, h.answers},
	}
	sum := 0
	for _, d := range deeds {
		sum += d.weight
	}
	n := h.rand.IntN(sum)
	for _, d := range deeds {
		if n -= d.weight; n < 0 {
			d.do()
			return
		}
	}
}

// rest lets all that is under way settle, and looks at what came of it.
func (h *history) rest() {
	h.note("rest")
	h.paper.arrive()
	if !h.settles() {
		h.paper.fault("ledger and notebook do not settle")
	}
	h.checkLines()
	h.checkNotes()
}

// checkLines: every line that a person wrote or changed is as they left it, and
// every line in scope is in the ledger, once, as it stands.
func (h *history) checkLines() {
	p := h.paper
	for l, want := range h.kept {
		if !slices.ContainsFunc(p.sheets, func(pg *page) bool { return slices.Contains(pg.lines, l) }) && want.Line != want.ours {
			p.fault("a person's line is gone: %q", want.Text)
		}
		if l.human && l.Text != want.Text || l.Section != want.Section || l.Depth != want.Depth || l.Struck != want.Struck {
			p.fault("a person's line is changed: got %+v, want %+v", l.Line, want.Line)
		}
	}
	seen := map[kpt.NoteID]int{}
	for _, pg := range p.sheets {
		away := -1 // the depth of a line that is crossed out, and was no note when it was
		for _, l := range pg.lines {
			seen[l.ID]++
			if l.Depth <= away && !l.Suggested {
				away = -1
			}
			if l.ID == "" && (l.Crossed || away >= 0) {
				if away < 0 && !l.Suggested {
					away = l.Depth
				}
				continue
			}
			switch {
			case l.Suggested && h.find(l.ID) >= 0:
				p.fault("%q is only suggested and is in the ledger", l.Text)
			case !l.Suggested && l.Section != kpt.Tries && l.Section != "" && pg.retro != (schedule.Date{}):
				h.checkLine(pg, l)
			}
		}
	}
	for id, n := range seen {
		if id != "" && n > 1 && h.try(id) < 0 {
			p.fault("%d lines have the mark %s", n, id)
		}
	}
}

func (h *history) checkLine(pg *page, l *sentence) {
	i := h.find(l.ID)
	if i < 0 {
		h.paper.fault("line %q (%s) is not in the ledger", l.Text, l.ID)
		return
	}
	n := h.ledger.Notes[i]
	text := kpt.Tidy(l.Text)
	_, bare := h.paperAuthor(n, text)
	if n.Gone() || n.Trace.Seen != text || n.Trace.Want != text || n.Kind.Section() != l.Section ||
		n.Retro() != h.named(pg) && h.sheetOf(n.ID) || n.Trace.Struck != l.Struck || n.Text != bare {
		h.paper.fault("line %+v does not agree with note %+v", l.Line, n)
	}
}

// paperAuthor reads a line as a person would.
func (h *history) paperAuthor(n kpt.Note, text string) (kpt.Author, string) {
	if n.Anonymous() {
		return n.Author, text
	}
	if rest, ok := strings.CutPrefix(text, n.Author.Name+": "); ok && n.Author.Name != "" {
		return n.Author, rest
	}
	a, rest, _ := h.ledger.Roster.Split(text)
	if n.Author == (kpt.Author{}) && n.Trace.Person && h.partOfNobodys(a) {
		return n.Author, text
	}
	return a, rest
}

// partOfNobodys says whether a person's line that reads as somebody's may be a part
// of a note without a name: then it is rather nobody's.
func (h *history) partOfNobodys(a kpt.Author) bool {
	return slices.ContainsFunc(h.nobodys, func(whole string) bool {
		_, later, several := strings.Cut(whole, "\n")
		return several && h.ledger.Roster.Reads(later, a)
	})
}

// checkNotes: every note is in the notebook exactly once, unless a person took
// it out or its author deleted it.
func (h *history) checkNotes() {
	p := h.paper
	for id := range h.mine {
		i := h.find(id)
		switch {
		case i < 0:
			p.fault("note %s is gone from the ledger", id)
		case h.ledger.Notes[i].Gone() && !h.lost[id]:
			p.fault("note %q is a tombstone, and nobody deleted it", h.ledger.Notes[i].Trace.Seen)
		case !h.ledger.Notes[i].Gone() && h.lines(id) != 1 && !h.closed(h.ledger.Notes[i].Retro()):
			p.fault("note %q stands in the notebook %d times", h.ledger.Notes[i].Trace.Want, h.lines(id))
		}
	}
	for id, n := range p.added {
		if n > 1+p.again[id] {
			p.fault("note %s was added %d times, and may have been %d", id, n, 1+p.again[id])
		}
	}
	for _, n := range h.ledger.Notes {
		if !n.Gone() && h.lines(n.ID) != 1 && !h.closed(n.Retro()) {
			p.fault("note %q of the ledger stands in the notebook %d times", n.Trace.Want, h.lines(n.ID))
		}
		if n.Trace.Want == "" && n.Trace.SentAt != p.now() {
			p.fault("note %s still waits to be forgotten", n.ID)
		}
	}
}
