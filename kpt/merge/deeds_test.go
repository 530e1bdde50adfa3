package merge

import (
	"context"
	"slices"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// What Engawa and its members do.

func (h *history) botAdds() {
	kind := []kpt.Kind{kpt.Keep, kpt.Problem, kpt.Draft}[h.rand.IntN(3)]
	author := h.ledger.Roster[h.rand.IntN(2)].Author
	n, err := kpt.NewNote(kind, h.words(), author, h.now)
	if err != nil {
		h.paper.fault("%v", err)
		return
	}
	n.ID = h.newID()
	if h.rand.IntN(3) == 0 {
		n.Author = kpt.Author{Secret: "x"}
	}
	r, ok := kpt.At(h.ledger.Retros, h.now)
	if !ok {
		return
	}
	n = joining(n, r)
	h.note("bot adds %s %s %q", n.ID, n.Kind, n.Trace.Want)
	h.putNote(n)
	h.mine[n.ID] = true
}

// own picks a note that its author may still change.
func (h *history) own(allowed func(kpt.Note) bool) (kpt.Note, bool) {
	var own []kpt.Note
	for _, n := range h.ledger.Notes {
		if h.mine[n.ID] && !n.Gone() && !n.Trace.Person && !h.closed(n.Retro()) && allowed(n) {
			own = append(own, n)
		}
	}
	if len(own) == 0 {
		return kpt.Note{}, false
	}
	return own[h.rand.IntN(len(own))], true
}

func (h *history) botEdits() {
	n, ok := h.own(func(kpt.Note) bool { return true })
	if !ok {
		return
	}
	was := n.Trace.Seen
	if n.Trace.Seen == "" || n.Trace.Want != n.Trace.Seen {
		was = h.paper.saw[n.ID]
	}
	h.paper.saw[n.ID] = was
	n, err := edited(n, h.words(), h.now)
	if err != nil {
		h.paper.fault("%v", err)
	}
	h.note("author edits %s to %q", n.ID, n.Trace.Want)
	h.putNote(n)
}

func (h *history) botDeletes() {
	n, ok := h.own(func(n kpt.Note) bool { return !n.Trace.Touched })
	if !ok {
		return
	}
	h.note("author deletes %s", n.ID)
	delete(h.mine, n.ID)
	if !n.Trace.Expected() {
		i := h.find(n.ID)
		h.ledger.Notes = slices.Delete(h.ledger.Notes, i, i+1)
		return
	}
	h.putNote(deleted(n))
}

func (h *history) sync() {
	h.note("sync")
	h.sync0()
}

// sync0 is one round; it returns how many changes it wrote.
func (h *history) sync0() int {
	r := h.reading()
	changes := h.merge(r)
	if len(changes) == 0 {
		return 0
	}
	if _, err := h.paper.Write(context.Background(), r, changes); err == nil {
		h.wrote(changes)
	}
	return len(changes)
}

func (h *history) syncWhilePersonsWrite() {
	h.note("sync, while a person writes")
	r := h.reading()
	changes := h.merge(r)
	h.changes()
	if _, err := h.paper.Write(context.Background(), r, changes); err == nil {
		h.wrote(changes)
	}
}

// syncAndLoseTheAnswer: the write is made now, or may arrive later, or never.
func (h *history) syncAndLoseTheAnswer() {
	r := h.reading()
	h.note("sync, answer lost")
	changes := h.merge(r)
	if len(changes) == 0 {
		return
	}
	if h.rand.IntN(2) == 0 {
		_, _ = h.paper.Write(context.Background(), r, changes)
		return
	}
	h.note("  and under way")
	h.paper.late = append(h.paper.late, delayed{r.Revision, changes})
}

func (h *history) crashBeforeWrite() {
	h.note("crash before the write")
	h.merge(h.reading())
}

func (h *history) crashAfterWrite() {
	h.note("crash after the write")
	r := h.reading()
	changes := h.merge(r)
	if len(changes) > 0 {
		_, _ = h.paper.Write(context.Background(), r, changes)
	}
}

func (h *history) nextRetro() {
	last := &h.ledger.Retros[len(h.ledger.Retros)-1]
	h.note("%v ends", last.Date)
	last.Closed = h.now
	was := last.Date
	h.open(was.AddDays(7))
	if h.rand.IntN(2) == 0 {
		h.goOn(was, was.AddDays(7))
	}
}

// goOn has some notes go on to the next retro, with their lines.
func (h *history) goOn(from, to schedule.Date) {
	for _, n := range slices.Clone(h.ledger.Notes) {
		if n.Retro() != from || n.Gone() || n.Trace.Person || n.Trace.Touched || !h.mine[n.ID] || h.rand.IntN(2) == 0 {
			continue
		}
		if n.Trace.Expected() {
			n.Trace.From = from
		}
		n.Trace.Retro = to
		h.paper.again[n.ID] = h.paper.added[n.ID]
		delete(h.paper.known, n.ID)
		h.note("%s goes on to %v", n.ID, to)
		h.putNote(n)
	}
}
