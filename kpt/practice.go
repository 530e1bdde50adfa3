package kpt

import (
	"cmp"
	"slices"

	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// Practice is a Try that worked and that the team has made a habit. It has the
// id of the Try.
type Practice struct {
	ID      NoteID        `json:"id"`
	Text    string        `json:"text"`
	Since   schedule.Date `json:"since"`   // the retro that made it one
	Lineage []NoteID      `json:"lineage"` // the Tries that led to it, the oldest first, itself the last
}

// Lineage reads a Try with those that it was rewritten from, the oldest first.
func (b Book) Lineage(tx *store.Tx, id NoteID) ([]Try, error) {
	var line []Try
	for id != "" && !slices.ContainsFunc(line, func(t Try) bool { return t.ID == id }) {
		t, ok, err := b.Try(tx, id)
		if err != nil {
			return nil, err
		}
		if !ok {
			break
		}
		line = append(line, t)
		id = t.Terms.Rewrites
	}
	slices.Reverse(line)
	return line, nil
}

// Promote makes a practice of a Try that worked. One that is a practice already
// stays as it is. Any other Try is ErrNoTry.
func (b Book) Promote(tx *store.Tx, id NoteID, on schedule.Date) (Practice, error) {
	if p, ok, err := b.Practice(tx, id); ok || err != nil {
		return p, err
	}
	line, err := b.Lineage(tx, id)
	if err != nil {
		return Practice{}, err
	}
	if len(line) == 0 || line[len(line)-1].State != Done {
		return Practice{}, ErrNoTry
	}
	p := Practice{ID: id, Text: line[len(line)-1].Text, Since: on}
	for _, t := range line {
		p.Lineage = append(p.Lineage, t.ID)
	}
	return p, practices.Put(tx, b.key(string(id)), p)
}

// Demote takes back that a Try is a practice. It is no error that it is none.
func (b Book) Demote(tx *store.Tx, id NoteID) error { return practices.Delete(tx, b.key(string(id))) }

// Practice reads the practice that came of a Try; false if it is none.
func (b Book) Practice(tx *store.Tx, id NoteID) (Practice, bool, error) {
	return practices.Get(tx, b.key(string(id)))
}

// Practices reads all practices, the oldest first.
func (b Book) Practices(tx *store.Tx) ([]Practice, error) {
	all, err := values(practices, tx, b.key())
	slices.SortStableFunc(all, func(x, y Practice) int {
		return cmp.Or(x.Since.Compare(y.Since), cmp.Compare(x.ID, y.ID))
	})
	return all, err
}
