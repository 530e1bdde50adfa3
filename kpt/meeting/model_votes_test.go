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
func (m *model) sees(who MemberID, id kpt.NoteID, author MemberID) bool {
	return m.revealed || m.stage == Ended || m.heard[id] || who != "" && who == author
}

// topic are the Problems that a Problem stands together with, for a member.
func (m *model) topic(who MemberID, id kpt.NoteID) (notes []kpt.NoteID) {
	problems := m.problems()
	visible := func(id kpt.NoteID) bool {
		author, ok := problems[id]
		return ok && m.sees(who, id, author)
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

// counted are the votes of a member that count, as a careful person would count them:
// one by one, in the order in which the notes got their last.
func (m *model) counted(who, viewer MemberID) map[kpt.NoteID]int {
	count, on := map[kpt.NoteID]int{}, map[kpt.NoteID]int{}
	room := m.most(viewer)
	for _, id := range m.byLast(who) {
		topic := m.topic(viewer, id)
		if len(topic) == 0 {
			continue
		}
		head := slices.Min(topic)
		for range m.votes[who][id] {
			if who == "" || room > 0 && on[head] < 3 {
				count[id]++
				on[head]++
				room--
			}
		}
	}
	return count
}

// byLast are the notes that a member voted on, in the order of their last votes.
func (m *model) byLast(who MemberID) []kpt.NoteID {
	ids := ids(m.votes[who])
	slices.SortStableFunc(ids, func(a, b kpt.NoteID) int {
		return cmp.Compare(m.voted[who+" "+MemberID(a)], m.voted[who+" "+MemberID(b)])
	})
	return ids
}

// spent are the votes of a member that count.
func (m *model) spent(who MemberID) (n int) {
	for _, some := range m.counted(who, who) {
		n += some
	}
	return n
}

func (m *model) dots(who MemberID, topic []kpt.NoteID) (n int) {
	count := m.counted(who, who)
	for _, id := range topic {
		n += count[id]
	}
	return n
}

// settle lets go of the votes of a member that do not count for a viewer.
func (m *model) settle(who, viewer MemberID) {
	count := m.counted(who, viewer)
	for id := range m.votes[who] {
		if len(m.topic(viewer, id)) > 0 {
			m.votes[who][id] = count[id]
		}
	}
}

// vote gives a topic some votes, on the note that was named, or takes them from
// there first.
func (m *model) vote(who MemberID, id kpt.NoteID, dots int) {
	m.settle(who, who)
	mine := m.votes[who]
	if mine == nil {
		mine = map[kpt.NoteID]int{}
		m.votes[who] = mine
	}
	topic := m.topic(who, id)
	on := func() (n int) {
		for _, id := range topic {
			n += mine[id]
		}
		return n
	}
	if on() < dots {
		mine[id] += dots - on()
		m.last++
		m.voted[who+" "+MemberID(id)] = m.last
	}
	for _, from := range append([]kpt.NoteID{id}, m.written(topic)...) {
		for mine[from] > 0 && on() > dots {
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
