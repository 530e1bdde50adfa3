package merge

import (
	"context"
	"maps"
	"slices"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

func (h *history) lines(id kpt.NoteID) (n int) {
	for _, pg := range h.paper.sheets {
		for _, l := range pg.lines {
			if l.ID == id {
				n++
			}
		}
	}
	return n
}

func (h *history) closed(d schedule.Date) bool {
	for _, r := range h.ledger.Retros {
		if r.Date == d {
			return !r.Closed.IsZero()
		}
	}
	return true
}

func (h *history) find(id kpt.NoteID) int {
	return slices.IndexFunc(h.ledger.Notes, func(n kpt.Note) bool { return n.ID == id })
}

func (h *history) try(id kpt.NoteID) int {
	return slices.IndexFunc(h.ledger.Tries, func(t kpt.Try) bool { return t.ID == id })
}

func (h *history) putNote(n kpt.Note) {
	if n.Anonymous() {
		h.nobodys = append(h.nobodys, n.Text)
	}
	if i := h.find(n.ID); i >= 0 {
		h.ledger.Notes[i] = n
		return
	}
	h.ledger.Notes = append(h.ledger.Notes, n)
}

func (h *history) putTry(t kpt.Try) {
	if i := h.try(t.ID); i >= 0 {
		h.ledger.Tries[i] = t
		return
	}
	h.ledger.Tries = append(h.ledger.Tries, t)
}

// merge does to the ledger what Book.Merge does.
func (h *history) merge(r kpt.Reading) []kpt.Change {
	p := Reconcile(h.ledger, r, h.newID, h.now)
	h.asked(p.Vanished)
	if p.Vanished.Doubted() {
		h.paper.known = h.knew // the ledger takes nothing in
	}
	for _, n := range p.Notes {
		h.putNote(n)
	}
	for _, n := range p.Forget {
		h.ledger.Notes = slices.Delete(h.ledger.Notes, h.find(n.ID), h.find(n.ID)+1)
	}
	for _, t := range p.Tries {
		h.putTry(t)
	}
	for _, c := range p.Conflicts {
		h.note("  told %+v", c)
		h.checkConflict(c)
		if c.Lost == "" {
			h.mine[c.Note] = true // what its author deleted is back
		}
	}
	for _, c := range p.Changes {
		h.note("  %s %s %q %q", c.Kind, c.ID, c.Was, c.Text)
	}
	return p.Changes
}

// checkConflict: nobody is told that a person changed what none did, but by an old copy.
func (h *history) checkConflict(c kpt.Conflict) {
	for _, pg := range h.paper.sheets {
		for _, l := range pg.lines {
			if l.ID == c.Note && !l.copied && l.Line == l.ours && c.Lost != "" && h.lines(c.Note) == 1 {
				h.paper.fault("told of a conflict with %q, which no person changed", l.Text)
			}
		}
	}
}

// wrote does to the ledger what Book.Wrote does.
func (h *history) wrote(changes []kpt.Change) {
	for _, c := range changes {
		if i := h.try(c.ID); i >= 0 {
			h.ledger.Tries[i].Trace.Settle(c)
		}
		i := h.find(c.ID)
		switch {
		case i < 0:
		case c.Kind == kpt.RemoveLine && h.ledger.Notes[i].Trace.Want == "":
			h.ledger.Notes = slices.Delete(h.ledger.Notes, i, i+1)
		default:
			h.ledger.Notes[i].Trace.Settle(c)
			h.paper.known[c.ID] = c.Kind != kpt.RemoveLine
		}
	}
}

func (h *history) reading() kpt.Reading {
	h.knew = maps.Clone(h.paper.known)
	r, _ := h.paper.Read(context.Background())
	return r
}
