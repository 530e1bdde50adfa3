package kpt

import "strings"

// Viewer is who reads notes. The zero Viewer is everyone: what it may see may
// be posted, exported, and written into the notebook.
type Viewer struct {
	member string
	secret []byte
}

// Wrote says whether the viewer is the author of a note as the Book keeps it.
func (v Viewer) Wrote(n Note) bool {
	switch {
	case v.member == "":
		return false
	case n.Anonymous():
		return n.Author.Secret == hidden(v.secret, n.ID, v.member)
	default:
		return n.Author.Member == v.member
	}
}

// Gave says whether a viewer wrote a note, also one that is shown as somebody else's since a
// person has put another name in front of its line.
func (v Viewer) Gave(n Note) bool { return v.Wrote(n) || v.member != "" && n.Writer == v.member }

// Given is the name that a person has put in front of somebody's note, whether anybody is
// known by it or not, and the text without it; false if nobody has.
func (n Note) Given() (name, text string, ok bool) {
	if n.Writer == "" {
		return "", n.Text, false
	}
	if all := Labels(n.Text); n.Unknown && len(all) > 0 {
		return strings.TrimSpace(all[0].Name), strings.TrimSpace(all[0].Rest), true
	}
	return n.Author.Name, n.Text, !n.Unknown
}

// Shown is what a viewer may see of some notes.
type Shown struct {
	Notes  []Note
	Hidden Totals // of the others
}

// Totals counts notes.
type Totals struct {
	Keeps, Problems, Drafts int
}

// Add counts a note.
func (t *Totals) Add(n Note) {
	switch n.Kind {
	case Keep:
		t.Keeps++
	case Problem:
		t.Problems++
	case Draft:
		t.Drafts++
	}
}

// Show is what a viewer may see of the notes of a retro. Every reading of notes
// passes through it: until the retro shows its notes, others' are totals only;
// of an anonymous note nobody sees the author; notes that are deleted or Veiled are
// nothing.
func Show(r Retro, notes []Note, viewer Viewer) Shown {
	var s Shown
	for _, n := range notes {
		switch {
		case n.Gone(), n.Veiled, n.Kind == Account:
		case r.ShowsNote(n) || viewer.Wrote(n):
			s.Notes = append(s.Notes, n.shown())
		default:
			s.Hidden.Add(n)
		}
	}
	s.Notes = nested(s.Notes)
	return s
}

// nested puts details right below the notes that they are details of.
func nested(notes []Note) []Note {
	details, in := map[NoteID][]Note{}, map[NoteID]bool{}
	for _, n := range notes {
		in[n.ID] = true
	}
	var sorted []Note
	var add func(Note)
	add = func(n Note) {
		below := details[n.ID]
		delete(details, n.ID)
		sorted = append(sorted, n)
		for _, d := range below {
			add(d)
		}
	}
	var above []Note
	for _, n := range notes {
		if in[n.Under] && n.Under != n.ID {
			details[n.Under] = append(details[n.Under], n)
		} else {
			above = append(above, n)
		}
	}
	for _, n := range above {
		add(n)
	}
	for _, n := range notes { // details of each other
		if below := details[n.ID]; len(below) > 0 {
			delete(details, n.ID)
			sorted = append(sorted, below...)
		}
	}
	return sorted
}

// shown is a note without what is between its author and the Book, and between
// the Book and the notebook. Where nobody is known by the name beside it, that is its author's.
func (n Note) shown() Note {
	n.Writer = ""
	switch {
	case n.Anonymous():
		n.Author = Author{}
	case n.Unknown && n.Author == Author{}:
		n.Author.Name = n.Named
	}
	n.Trace = Trace{
		Retro: n.Trace.Retro, Section: n.Trace.Section, Want: n.Trace.Want,
		Person: n.Trace.Person, Touched: n.Trace.Touched, Drawn: n.Trace.Drawn,
	}
	return n
}
