package kpt

// similar is from which likeness on two notes may be about one thing.
const similar = 0.4

// Similar proposes which notes may be about one thing, each note at most once,
// in the order of the notes. A note joins the first group of which one is like
// it.
func Similar(notes []Note) [][]NoteID {
	shapes := make([]Shape, len(notes))
	group := make([]int, len(notes)) // the first note of the group that a note is in
	members := map[int][]NoteID{}
	for i, n := range notes {
		shapes[i], group[i] = ShapeOf(n.Text), i
		for j := range i {
			if shapes[i].Like(shapes[j]) >= similar {
				group[i] = group[j]
				break
			}
		}
		members[group[i]] = append(members[group[i]], n.ID)
	}
	var found [][]NoteID
	for i := range notes {
		if len(members[i]) > 1 {
			found = append(found, members[i])
		}
	}
	return found
}
