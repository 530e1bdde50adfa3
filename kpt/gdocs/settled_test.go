package gdocs_test

import (
	"slices"
	"time"

	fake "github.com/engawa-bot/engawa/internal/fake/gdocs"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/kpt/merge"
	"github.com/engawa-bot/engawa/schedule"
)

// What must be true of a history.

// compare looks at what a write did: besides the lines that it was to change,
// each is as it was, and in its place.
func (h *history) compare(was []fake.Line, changes []kpt.Change) {
	now := h.doc.Lines()
	if slices.Equal(was, now) {
		return
	}
	changed := map[string]kpt.Change{}
	for _, c := range changes {
		if c.Kind == kpt.EditLine || c.Kind == kpt.RemoveLine {
			changed[c.Place] = c
			if !h.ours[c.Was] {
				h.fault("%s of %q, which we did not write", c.Kind, c.Was)
			}
		}
	}
	i := 0
	for _, l := range was {
		if _, ok := changed[placeOf(l)]; ok {
			continue
		}
		if l.InTable && l.Text == "" {
			continue // an empty cell may be written into
		}
		for i < len(now) && !same(l, now[i]) {
			i++
		}
		if i == len(now) {
			h.fault("after the write this is gone, or changed: %+v", l)
			return
		}
		i++
	}
}

func same(a, b fake.Line) bool {
	a.Index, b.Index = 0, 0
	return a == b
}

func (h *history) closed(date schedule.Date) bool {
	return !slices.ContainsFunc(h.ledger.Retros, func(r kpt.Retro) bool { return r.Date == date && r.Closed.IsZero() })
}

// rest lets ledger and Doc settle and compares them.
func (h *history) rest() {
	if len(h.faults) > 0 {
		return
	}
	h.note("rest")
	left := 1
	for i := 0; i < 10 && (left > 0 || h.ledger.Vanished.Doubted() || len(h.ledger.Vanished.Lines) > 0); i++ {
		h.now = h.now.Add(merge.Patience + time.Second)
		h.answers()
		left = h.round(func() {}, 1)
	}
	if left > 0 {
		h.fault("ledger and Doc do not settle")
	}
	lines := map[kpt.NoteID][]kpt.Line{}
	waits := map[schedule.Date]kpt.Sheet{}
	for _, s := range h.read().Sheets {
		headless := h.headless(s)
		waits[s.Retro] = kpt.Sheet{Unclear: slices.Concat(waits[s.Retro].Unclear, s.Unclear, headless)}
		for _, l := range s.Lines {
			if (s.Retro == (schedule.Date{}) || l.Section == "") && len(lines[l.ID]) > 0 {
				continue // parts of a line that stand outside of all sheets, or of what is a section
			}
			lines[l.ID] = append(lines[l.ID], l)
			i := h.find(l.ID)
			known := i >= 0 && kpt.Tidy(l.Text) == h.ledger.Notes[i].Trace.Want ||
				slices.ContainsFunc(h.ledger.Tries, func(t kpt.Try) bool { return t.ID == l.ID && t.Trace.Want == kpt.Tidy(l.Text) })
			beneath := l.ID == "" && kpt.Sheet{Unclear: headless}.Waits(l.Section)          // nobody can tell what it is
			nobodys := l.ID == "" && slices.Contains(h.ledger.Roster.Strangers(s), l.Below) // the team is told so
			if !known && !beneath && !nobodys && !l.Suggested && l.Section != "" && l.Section != kpt.Tries && !h.closed(s.Retro) && !h.named(l.Text) && !kpt.SaysNothing(l.Text) {
				h.fault("%+v is not in the ledger", l)
			}
		}
	}
	for _, n := range h.ledger.Notes {
		got := len(lines[n.ID])
		if waits[n.Retro()].Waits(n.Trace.Section) && (got > 0 || n.Trace.Seen == "") && !slices.ContainsFunc(lines[n.ID], func(l kpt.Line) bool { return l.Section != "" }) {
			continue // nobody knows where it belongs, or what has become of the place where it stands
		}
		if !n.Gone() && !h.closed(n.Retro()) && got != 1 {
			h.fault("note %q is %d times in the Doc", n.Trace.Want, got)
		}
	}
	for id := range h.asked {
		if i := h.find(id); i < 0 || h.ledger.Notes[i].Gone() && !h.taken[id] {
			h.fault("note %s is gone, and nobody deleted it", id)
		}
	}
}

// headless are the sections of a sheet whose headings are gone while lines of theirs stand on,
// and those in which these stand: nothing is added to them.
func (h *history) headless(s kpt.Sheet) (all []kpt.Unclear) {
	in := map[kpt.NoteID]kpt.Section{}
	for _, n := range h.ledger.Notes {
		in[n.ID] = n.Trace.Section
	}
	for _, t := range h.ledger.Tries {
		in[t.ID] = t.Trace.Section
	}
	for _, l := range s.Lines {
		if own, known := in[l.ID]; known && l.Section != "" && l.Section != own && slices.Contains(s.Lacks, own) {
			all = append(all, kpt.Unclear{Sections: []kpt.Section{own, l.Section}})
		}
	}
	return all
}

// answers has the team say that lines which are gone together were deleted on purpose.
func (h *history) answers() {
	v := &h.ledger.Vanished
	if len(v.Lines) == 0 || v.Answer != "" {
		return
	}
	h.note("the team says that %v are gone on purpose", v.Lines)
	v.Answer = kpt.OnPurpose
	for _, id := range v.Lines {
		h.taken[id] = true
	}
}

// named says whether a line is nothing but a name, which heads those below it.
func (h *history) named(text string) bool {
	_, rest, ok := h.ledger.Roster.Split(text)
	_, alone := h.ledger.Roster.Find(text)
	return ok && rest == "" || alone
}
