package meeting

import (
	"cmp"
	"slices"

	"github.com/engawa-bot/engawa/kpt"
)

// problems are the Problems of the retro, with those that came of Tries.
func (m *model) problems() map[kpt.NoteID]MemberID {
	all := map[kpt.NoteID]MemberID{}
	for id, n := range m.notes {
		if n.kind == kpt.Problem && !n.next {
			all[id] = n.author
		}
	}
	for _, t := range m.tries {
		if t.outcome == kpt.Failed {
			all[t.prob] = ""
		}
	}
	return all
}

// sees says whether a member, or with "" everyone, may see a note.
func (m *model) sees(who, author MemberID) bool {
	return m.revealed || who != "" && who == author
}

// topic are the Problems that a Problem stands together with, for a member.
func (m *model) topic(who MemberID, id kpt.NoteID) (notes []kpt.NoteID) {
	problems := m.problems()
	visible := func(id kpt.NoteID) bool {
		author, ok := problems[id]
		return ok && m.sees(who, author)
	}
	if !visible(id) {
		return nil
	}
	for _, g := range m.groups {
		if slices.Contains(g.notes, id) {
			for _, other := range g.notes {
				if visible(other) {
					notes = append(notes, other)
				}
			}
			return notes
		}
	}
	return []kpt.NoteID{id}
}

// topics counts the topics as a member sees them; each hidden Problem is one.
func (m *model) topics(who MemberID) (n int) {
	met := map[kpt.NoteID]bool{}
	for id := range m.problems() {
		topic := m.topic(who, id)
		if len(topic) == 0 {
			n++
			continue
		}
		if first := slices.Min(topic); !met[first] {
			met[first] = true
			n++
		}
	}
	return n
}

// most is the budget of each member, by counting up squares.
func (m *model) most(who MemberID) int {
	if m.budget > 0 {
		return m.budget
	}
	n := 3
	for n*n < m.topics(who) {
		n++
	}
	return n
}

// spent are the votes of a member on Problems that they see.
func (m *model) spent(who MemberID) (n int) {
	for id, author := range m.problems() {
		if m.sees(who, author) {
			n += m.votes[who][id]
		}
	}
	return n
}

func (m *model) dots(who MemberID, topic []kpt.NoteID) (n int) {
	for _, id := range topic {
		n += m.votes[who][id]
	}
	return n
}

// vote gives a topic some votes, on the note that was named, or takes them from
// there first.
func (m *model) vote(who MemberID, id kpt.NoteID, dots int) {
	mine := m.votes[who]
	if mine == nil {
		mine = map[kpt.NoteID]int{}
		m.votes[who] = mine
	}
	topic := m.topic(who, id)
	for m.dots(who, topic) < dots {
		mine[id]++
	}
	for _, from := range append([]kpt.NoteID{id}, m.written(topic)...) {
		for mine[from] > 0 && m.dots(who, topic) > dots {
			mine[from]--
		}
	}
}

// written sorts notes as they were written.
func (m *model) written(ids []kpt.NoteID) []kpt.NoteID {
	ids = slices.Clone(ids)
	slices.SortFunc(ids, func(a, b kpt.NoteID) int { return cmp.Compare(m.at[a], m.at[b]) })
	return ids
}

// regroup puts notes together in a group, or with 0 apart.
func (m *model) regroup(into GroupID, notes []kpt.NoteID) {
	m.undo = append(m.undo, m.groups)
	m.change++
	var groups []paperGroup
	for _, g := range m.groups {
		var rest []kpt.NoteID
		for _, id := range g.notes {
			if !slices.Contains(notes, id) || g.id == into {
				rest = append(rest, id)
			}
		}
		groups = append(groups, paperGroup{g.id, rest})
	}
	for i := range groups {
		if groups[i].id == into {
			for _, id := range notes {
				if !slices.Contains(groups[i].notes, id) {
					groups[i].notes = append(groups[i].notes, id)
				}
			}
		}
	}
	m.groups = slices.DeleteFunc(groups, func(g paperGroup) bool { return len(g.notes) < 2 })
}
