package kpt

import (
	"cmp"
	"slices"
	"strings"

	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// Search gives the Tries that have every word of a text in theirs, or in their
// occasion, the newest first. Case, width and punctuation do not matter; parts
// of words count, as Japanese has no blanks. A text without words finds nothing.
func Search(tries []Try, text string) []Try {
	var wanted []string
	for _, word := range strings.Fields(text) {
		if word = Fold(word); word != "" {
			wanted = append(wanted, word)
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	var found []Try
	for _, t := range tries {
		in := Fold(t.Text) + "\n" + Fold(t.Terms.When)
		if !slices.ContainsFunc(wanted, func(word string) bool { return !strings.Contains(in, word) }) {
			found = append(found, t)
		}
	}
	slices.SortFunc(found, func(x, y Try) int { return cmp.Or(y.Born.Compare(x.Born), x.after(y)) })
	return found
}

// NotesWith reads what a viewer may see of the notes that have the ids, in
// whichever retros, the oldest first. Ids of no note are left out.
func (b Book) NotesWith(tx *store.Tx, ids []NoteID, viewer Viewer) (Shown, error) {
	var all Shown
	retros, err := b.Retros(tx)
	if err != nil {
		return Shown{}, err
	}
	left := slices.Clone(ids)
	for _, r := range slices.Backward(retros) {
		if len(left) == 0 {
			break
		}
		found, err := b.some(tx, r, left)
		if err != nil {
			return Shown{}, err
		}
		left = slices.DeleteFunc(left, func(id NoteID) bool {
			return slices.ContainsFunc(found, func(n Note) bool { return n.ID == id })
		})
		s := Show(r, found, viewer)
		all.Notes = append(s.Notes, all.Notes...)
		all.Hidden.Keeps += s.Hidden.Keeps
		all.Hidden.Problems += s.Hidden.Problems
		all.Hidden.Drafts += s.Hidden.Drafts
	}
	return all, nil
}

// Note reads what a viewer may see of one note of a retro; false if that is
// nothing.
func (b Book) Note(tx *store.Tx, date schedule.Date, id NoteID, viewer Viewer) (Note, bool, error) {
	r, ok, err := b.Retro(tx, date)
	if err != nil || !ok {
		return Note{}, false, err
	}
	found, err := b.some(tx, r, []NoteID{id})
	if s := Show(r, found, viewer); len(s.Notes) == 1 {
		return s.Notes[0], true, err
	}
	return Note{}, false, err
}

// some reads notes as they are kept: for Show only.
func (b Book) some(tx *store.Tx, r Retro, ids []NoteID) ([]Note, error) {
	var found []Note
	for _, id := range ids {
		n, ok, err := notes.Get(tx, b.key(r.Date.String(), string(id)))
		if err != nil {
			return nil, err
		}
		if ok {
			found = append(found, n)
		}
	}
	return found, nil
}
