package meeting

import (
	"cmp"
	"slices"

	"github.com/engawa-bot/engawa/kpt"
)

// GroupID names a group within its meeting; 0 is none.
type GroupID int

// Grouped is Problems that are about one thing.
type Grouped struct {
	ID    GroupID      `json:"id"`
	Name  string       `json:"name,omitzero"`
	Notes []kpt.NoteID `json:"notes"`
}

// Grouping is the groups of a meeting, and what they were before.
type Grouping struct {
	Groups  []Grouped   `json:"groups,omitempty"`
	Was     [][]Grouped `json:"was,omitempty"` // before each of the last changes
	Last    GroupID     `json:"last,omitzero"` // the last that was given
	Changes int         `json:"changes,omitzero"`
}

// mostUndo is how many changes of the groups can be undone.
const mostUndo = 50

// Group puts Problems together: into the group Into, or into a new one of two
// or more. They leave the groups they were in; of such a group one Problem alone
// is none any more. Name is the group's, "" leaves it.
type Group struct {
	Notes []kpt.NoteID
	Into  GroupID
	Name  string
}

// Ungroup takes Problems out of their groups.
type Ungroup struct{ Notes []kpt.NoteID }

// Undo takes back the last change of the groups. Changes is VoteView.Changes of
// the card, so that two who press at once undo one change.
type Undo struct{ Changes int }

func (Group) rule() rule   { return rule{in: running} }
func (Ungroup) rule() rule { return rule{in: running} }
func (Undo) rule() rule    { return rule{in: running} }

func (d Group) do(a *act) error {
	shown, err := a.seenByAll()
	if err != nil {
		return err
	}
	notes := there(shown.Notes, d.Notes)
	if len(notes) == 0 || d.Into == 0 && len(notes) < 2 {
		return refuse(TooFewNotes)
	}
	g := &a.m.Grouping
	into := g.index(d.Into)
	if d.Into != 0 && into < 0 {
		return refuse(NoGroup)
	}
	if d.Into == 0 {
		if into = g.exactly(notes); into < 0 {
			into = len(g.Groups)
		}
	}
	name := kpt.Tidy(d.Name)
	if into < len(g.Groups) && g.Groups[into].has(notes) && (name == "" || name == g.Groups[into].Name) {
		a.out.Group = g.Groups[into].ID
		return nil
	}
	a.out.Group = g.put(into, name, notes)
	a.changed()
	return nil
}

// put makes notes part of the group at an index, or of a new one.
func (g *Grouping) put(into int, name string, notes []kpt.NoteID) GroupID {
	g.remember()
	if into == len(g.Groups) {
		g.Last++
		g.Groups = append(g.Groups, Grouped{ID: g.Last})
	}
	target := g.Groups[into]
	g.remove(notes)
	target.Name = cmp.Or(name, target.Name)
	for _, id := range notes {
		if !slices.Contains(target.Notes, id) {
			target.Notes = append(slices.Clip(target.Notes), id)
		}
	}
	g.Groups[into] = target
	g.tidy()
	return target.ID
}

func (d Ungroup) do(a *act) error {
	g := &a.m.Grouping
	if !slices.ContainsFunc(g.Groups, func(group Grouped) bool {
		return slices.ContainsFunc(d.Notes, func(id kpt.NoteID) bool { return slices.Contains(group.Notes, id) })
	}) {
		return nil
	}
	g.remember()
	g.remove(d.Notes)
	g.tidy()
	a.changed()
	return nil
}

func (d Undo) do(a *act) error {
	g := &a.m.Grouping
	switch {
	case d.Changes != g.Changes:
		return a.late()
	case len(g.Was) == 0:
		return refuse(NothingDone)
	}
	last := len(g.Was) - 1
	g.Groups, g.Was = g.Was[last], g.Was[:last]
	g.Changes++
	a.changed()
	return nil
}

// remember keeps the groups for Undo.
func (g *Grouping) remember() {
	g.Changes++
	g.Was = append(g.Was, slices.Clone(g.Groups))
	if extra := len(g.Was) - mostUndo; extra > 0 {
		g.Was = slices.Delete(g.Was, 0, extra)
	}
}

// remove takes notes out of all groups.
func (g *Grouping) remove(notes []kpt.NoteID) {
	for i, group := range g.Groups {
		g.Groups[i].Notes = slices.DeleteFunc(slices.Clone(group.Notes), func(id kpt.NoteID) bool {
			return slices.Contains(notes, id)
		})
	}
}

// tidy lets go of groups of fewer than two.
func (g *Grouping) tidy() {
	g.Groups = slices.DeleteFunc(g.Groups, func(group Grouped) bool { return len(group.Notes) < 2 })
}

func (g *Grouping) index(id GroupID) int {
	return slices.IndexFunc(g.Groups, func(group Grouped) bool { return group.ID == id })
}

// exactly is the group of these notes and no others, or -1.
func (g *Grouping) exactly(notes []kpt.NoteID) int {
	return slices.IndexFunc(g.Groups, func(group Grouped) bool {
		return len(group.Notes) == len(notes) && group.has(notes)
	})
}

func (g Grouped) has(notes []kpt.NoteID) bool {
	return !slices.ContainsFunc(notes, func(id kpt.NoteID) bool { return !slices.Contains(g.Notes, id) })
}

// Topic is what is voted on: a Problem, or those of a group.
type Topic struct {
	Group GroupID // 0 is a Problem by itself
	Name  string  // of the group
	Notes []kpt.Note
	gone  []kpt.NoteID // of the group, and not among the notes now: votes on them stay the topic's
}

// topics are the topics of some notes, in the order in which these were written. One that is
// left of a group is a Problem by itself.
func (m Meeting) topics(notes []kpt.Note) []Topic {
	group := map[kpt.NoteID]Grouped{}
	for _, g := range m.Grouping.Groups {
		for _, id := range g.Notes {
			group[id] = g
		}
	}
	var topics []Topic
	for _, n := range notes {
		if n.Kind != kpt.Problem {
			continue
		}
		g := group[n.ID]
		i := slices.IndexFunc(topics, func(t Topic) bool { return g.ID != 0 && t.Group == g.ID })
		if i < 0 {
			i = len(topics)
			topics = append(topics, Topic{Group: g.ID, Name: g.Name})
		}
		topics[i].Notes = append(topics[i].Notes, n)
	}
	for i, t := range topics {
		if t.Group == 0 {
			continue
		}
		g := m.Grouping.Groups[m.Grouping.index(t.Group)]
		t.gone = slices.DeleteFunc(slices.Clone(g.Notes), func(id kpt.NoteID) bool { return has(t.Notes, id, kpt.Problem) })
		if len(t.Notes) == 1 {
			t.Group, t.Name = 0, ""
		}
		topics[i] = t
	}
	return topics
}

// ids are those of all notes of the topic, also of those that are gone.
func (t Topic) ids() []kpt.NoteID {
	all := slices.Clone(t.gone)
	for _, n := range t.Notes {
		all = append(all, n.ID)
	}
	return all
}

// find is the topic that a note belongs to.
func find(topics []Topic, id kpt.NoteID) (Topic, bool) {
	i := slices.IndexFunc(topics, func(t Topic) bool { return has(t.Notes, id, kpt.Problem) })
	if i < 0 {
		return Topic{}, false
	}
	return topics[i], true
}

// dots are the votes on the topic among some.
func (t Topic) dots(votes map[kpt.NoteID]int) (n int) {
	for _, id := range t.ids() {
		n += votes[id]
	}
	return n
}
