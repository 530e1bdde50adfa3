package meeting

import (
	"slices"

	"github.com/engawa-bot/engawa/kpt"
)

func (h *history) problem() kpt.NoteID {
	if all := h.model.written(ids(h.model.problems())); len(all) > 0 {
		return all[h.rand.IntN(len(all))]
	}
	return h.newID()
}

func (h *history) votes(who MemberID) (Deed, want) {
	m := h.model
	d := Vote{h.problem(), h.rand.IntN(6) - 1}
	topic := m.topic(who, d.Topic)
	had := m.dots(who, topic)
	switch {
	case m.stage == Ended:
		return d, no(HasEnded)
	case m.closed:
		return d, no(VoteClosed)
	case len(topic) == 0:
		return d, no(UnknownNote)
	case d.Dots == had:
		return d, want{}
	case d.Dots < 0, d.Dots > had && d.Dots > 3:
		return d, no(TooManyDots)
	case d.Dots > had && m.spent(who)-had+d.Dots > m.most(who):
		return d, no(TooManyVotes)
	}
	return d, does(func() { m.vote(who, d.Topic, d.Dots) })
}

func (h *history) ballot(who MemberID) (Deed, want) {
	m := h.model
	n := h.rand.IntN(12) - 1
	why := h.gate(who, false, true)
	pick := h.rand.IntN(3)
	if m.closed && h.rand.IntN(2) == 0 {
		pick = 1
	}
	switch pick {
	case 0:
		if why != "" || m.closed {
			return CloseVote{}, no(why)
		}
		return CloseVote{}, does(func() { m.closed = true })
	case 1:
		if why != "" || !m.closed {
			return OpenVote{}, no(why)
		}
		return OpenVote{}, does(func() { m.closed = false })
	}
	switch {
	case m.stage == Ended:
		return SetBudget{n}, no(HasEnded)
	case m.lead != "" && m.lead != who:
		return SetBudget{n}, no(NotLead)
	case m.closed:
		return SetBudget{n}, no(VoteClosed)
	case n < 0:
		return SetBudget{n}, no(BadBudget)
	case n == m.budget:
		return SetBudget{n}, want{}
	}
	return SetBudget{n}, does(func() { m.budget = n })
}

func (h *history) joins(who MemberID) (Deed, want) {
	m := h.model
	d := Group{Notes: h.someProblems()}
	if len(m.groups) > 0 && h.rand.IntN(2) == 0 {
		d.Into = m.groups[h.rand.IntN(len(m.groups))].id
	} else if h.rand.IntN(10) == 0 {
		d.Into = 1
	}
	into := slices.IndexFunc(m.groups, func(g paperGroup) bool { return g.id == d.Into })
	notes := h.visible("", d.Notes)
	if why := h.gate(who, false, false); why != "" {
		return d, no(why)
	}
	if len(notes) == 0 || d.Into == 0 && len(notes) < 2 {
		return d, no(TooFewNotes)
	}
	if d.Into != 0 && into < 0 {
		return d, no(NoGroup)
	}
	in := func(g paperGroup) bool {
		return !slices.ContainsFunc(notes, func(id kpt.NoteID) bool { return !slices.Contains(g.notes, id) })
	}
	if into >= 0 && in(m.groups[into]) {
		return d, want{}
	}
	if d.Into == 0 && slices.ContainsFunc(m.groups, func(g paperGroup) bool { return len(g.notes) == len(notes) && in(g) }) {
		return d, want{}
	}
	return d, does(func() {
		if d.Into != 0 {
			m.regroup(d.Into, notes)
			return
		}
		m.lastID++
		m.regroup(m.lastID, notes)
		m.groups = append(m.groups, paperGroup{m.lastID, notes})
	})
}

func (h *history) parts(who MemberID) (Deed, want) {
	m := h.model
	why := h.gate(who, false, false)
	if h.rand.IntN(2) == 0 {
		d := Ungroup{h.someProblems()}
		if len(m.groups) > 0 && h.rand.IntN(2) == 0 {
			d.Notes = m.groups[0].notes[:1]
		}
		if why != "" || !slices.ContainsFunc(m.groups, func(g paperGroup) bool {
			return slices.ContainsFunc(d.Notes, func(id kpt.NoteID) bool { return slices.Contains(g.notes, id) })
		}) {
			return d, no(why)
		}
		return d, does(func() { m.regroup(0, d.Notes) })
	}
	d := Undo{m.change - h.rand.IntN(5)/4}
	switch {
	case why != "":
		return d, no(why)
	case d.Changes != m.change:
		return d, no(Late)
	case len(m.undo) == 0:
		return d, no(NothingDone)
	}
	return d, does(func() {
		m.groups, m.undo = m.undo[len(m.undo)-1], m.undo[:len(m.undo)-1]
		m.change++
	})
}
