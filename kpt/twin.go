package kpt

import (
	"time"

	"github.com/engawa-bot/engawa/store"
)

// sameWithin is how long the same words of one author are the same note. Who is
// told that a note could not be kept writes it again, though it may have been.
const sameWithin = time.Hour

// twin finds a note of a retro that is the same as one that is given now: of the
// same author, who signs or does not sign as they did, of one kind, and with the
// same words.
func (b Book) twin(tx *store.Tx, r Retro, n Note, anonymous bool) (Note, bool, error) {
	viewer, err := b.Viewer(tx, n.Author.Member)
	if err != nil {
		return Note{}, false, err
	}
	text := storable(Tidy(n.Text))
	for row, err := range notes.Scan(tx, b.key(r.Date.String())) {
		if err != nil {
			continue // a note that cannot be read keeps nobody from writing
		}
		old := row.Value
		age := n.Written.Sub(old.Written)
		same := old.Kind == n.Kind && old.Text == text && (old.Author.Member == "") == anonymous
		if same && age >= 0 && age < sameWithin && !old.Gone() && !old.Trace.Person && viewer.Wrote(old) {
			return old, true, nil
		}
	}
	return Note{}, false, nil
}
