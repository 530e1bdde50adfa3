package merge

import (
	"maps"
	"slices"
	"time"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// What becomes of a whole notebook: copies of before, empty ones, and readings of before.

// copied is a notebook as it was, with what persons had left in it.
type copied struct {
	reading kpt.Reading
	sheets  []*page
	kept    map[*sentence]sentence
}

func (h *history) copy() copied {
	known := maps.Clone(h.paper.known) // the ledger does not read this
	c := copied{reading: h.reading(), kept: map[*sentence]sentence{}}
	h.paper.known = known
	for _, pg := range h.paper.sheets {
		again := &page{retro: pg.retro, marked: pg.marked}
		for _, l := range pg.lines {
			line := *l
			line.copied = true
			again.lines = append(again.lines, &line)
			if want, ok := h.kept[l]; ok {
				c.kept[&line] = want
			}
		}
		c.sheets = append(c.sheets, again)
	}
	return c
}

// opens is a person who opens the notebook in an editor that keeps a copy.
func (h *history) opens() {
	h.editor = append(h.editor, h.copy())
	h.editor = h.editor[max(0, len(h.editor)-3):]
}

// saves saves an old copy over all that was written since.
func (h *history) saves() {
	if len(h.editor) == 0 {
		return
	}
	c := h.editor[h.rand.IntN(len(h.editor))]
	h.note("a person saves a copy of revision %s", c.reading.Revision)
	h.replace(c)
}

// replace puts another notebook in the place of this one, and lets the ledger look at
// it until it believes it.
func (h *history) replace(c copied) {
	h.becomes(c)
	h.sync()
	h.now = h.now.Add(Patience)
	h.sync()
}

// becomes is the moment at which the notebook is another.
func (h *history) becomes(c copied) {
	p := h.paper
	was := p.sheets
	p.sheets, h.kept = c.sheets, maps.Clone(c.kept)
	p.revision++
	h.editor = nil // their lines are those of the notebook now
	gone := h.gone(was)
	for _, pg := range was {
		for _, l := range pg.lines {
			h.loses(l) // one without a mark may be any that is gone
			h.paper.again[l.origin] = h.paper.added[l.origin]
		}
	}
	for _, l := range gone {
		h.unknown(l)
	}
	gone = slices.DeleteFunc(gone, func(l *sentence) bool { i := h.find(l.ID); return i < 0 || h.closed(h.ledger.Notes[i].Retro()) })
	if len(gone) == 1 && h.sheetOf(gone[0].ID) {
		h.lost[gone[0].ID] = true // nobody can tell it from one that was deleted
	}
}

// gone are the lines with a mark that stood on sheets and stand on none, with or without
// their marks.
func (h *history) gone(was []*page) (gone []*sentence) {
	stands := map[int]bool{}
	for _, pg := range h.paper.sheets {
		for _, l := range pg.lines {
			stands[l.uid] = true
		}
	}
	for _, pg := range was {
		for _, l := range pg.lines {
			if l.ID != "" && h.lines(l.ID) == 0 && !stands[l.uid] {
				gone = append(gone, l)
			}
		}
	}
	return gone
}

// sheetOf says whether there is a sheet of a note's retro.
func (h *history) sheetOf(id kpt.NoteID) bool {
	i := h.find(id)
	return i >= 0 && slices.ContainsFunc(h.paper.sheets, func(pg *page) bool { return h.named(pg) == h.ledger.Notes[i].Retro() })
}

// empties puts a page in the place of the notebook on which there is nothing. Sometimes
// the right one is there again a little later.
func (h *history) empties() {
	if len(h.paper.sheets) == 0 {
		return
	}
	h.note("the notebook is an empty one")
	right := h.copy()
	h.replace(copied{kept: map[*sentence]sentence{}})
	if h.rand.IntN(2) == 0 {
		h.note("the right notebook is back")
		h.becomes(right)
		h.sync()
	}
}

// readsLate is a reading of before, which is right again the next time.
func (h *history) readsLate() {
	if len(h.editor) == 0 {
		return
	}
	r := h.editor[h.rand.IntN(len(h.editor))].reading
	h.note("a reading of revision %s", r.Revision)
	for _, pg := range h.paper.sheets {
		for _, l := range pg.lines {
			h.loses(l) // of lines without a mark nobody can know later
			h.unknown(l)
			l.copied = true // that a write was made, whose answer was lost, is forgotten by it
		}
	}
	h.merge(r)
	h.sync()
}

// undated is a sheet that says no day.
func (h *history) undated() {
	p := h.paper
	if p.page(schedule.Date{}) == nil {
		p.sheets = append(p.sheets, &page{})
	}
	text := h.words()
	h.note("a person types %q on a sheet of no day", text)
	h.left(p.insert(p.page(schedule.Date{}), 0, &sentence{Line: kpt.Line{Section: kpt.Keeps, Text: text}}))
}

// heads is a person who begins the sheet of the open retro, with the day as heading.
func (h *history) heads() {
	last := h.ledger.Retros[len(h.ledger.Retros)-1]
	if h.paper.page(last.Day()) != nil {
		return
	}
	h.note("a person heads a sheet with %v", last.Day())
	h.paper.sheets = append(h.paper.sheets, &page{retro: last.Day()})
	slices.SortFunc(h.paper.sheets, func(a, b *page) int { return b.retro.Compare(a.retro) })
	h.paper.revision++
}

// named is the retro whose sheet a page is.
func (h *history) named(pg *page) schedule.Date {
	for _, r := range h.ledger.Retros {
		if !pg.marked && r.Day() == pg.retro {
			return r.Date
		}
	}
	return pg.retro
}

// plain is a line of no section.
func (h *history) plain() {
	if pg := h.somePage(); pg != nil {
		text := h.words()
		h.note("a person types %q outside of the sections", text)
		h.left(h.paper.insert(pg, h.rand.IntN(len(pg.lines)+1), &sentence{Line: kpt.Line{Text: text}}))
	}
}

// answers is what the team says when it is asked of lines that are gone.
func (h *history) answers() {
	v := &h.ledger.Vanished
	if len(v.Lines) == 0 || v.Answer != "" {
		return
	}
	if h.rand.IntN(3) == 0 {
		h.note("the team lets a day pass")
		h.now = h.now.Add(kpt.AskedFor)
		return
	}
	v.Answer = kpt.BringBack
	if h.rand.IntN(2) == 0 {
		v.Answer = kpt.OnPurpose
		for _, id := range v.Lines {
			h.lost[id] = true
		}
	}
	h.note("the team says %q of %v", v.Answer, v.Lines)
}

// asked looks at what the team is asked about.
func (h *history) asked(now kpt.Vanished) {
	for _, id := range now.Lines {
		if !now.Doubted() && h.lines(id) > 0 && now.Asked.Equal(h.now) {
			h.paper.fault("asked about %s, which is there", id)
		}
	}
	if !slices.Equal(now.Lines, h.ledger.Vanished.Lines) {
		h.note("  asked about %v", now.Lines)
	}
	for _, id := range h.ledger.Vanished.Lines {
		if !slices.Contains(now.Lines, id) { // it may be written once more
			h.paper.again[id] = h.paper.added[id]
			delete(h.paper.known, id)
		}
	}
	h.ledger.Vanished = now
}

// settles has all come to rest: what is doubted is looked at again, the team answers.
func (h *history) settles() bool {
	for range 12 {
		h.now = h.now.Add(Patience + time.Second)
		h.answers()
		if h.sync0() == 0 && !h.ledger.Vanished.Doubted() && len(h.ledger.Vanished.Lines) == 0 {
			return true
		}
	}
	return false
}
