package kpt

import (
	"errors"

	"github.com/engawa-bot/engawa/store"
)

// Join makes all that a member wrote that of another, for they are one person
// with two accounts: notes, anonymous ones too, Tries, what was said about them
// and conflicts. No line of the notebook changes.
func (b Book) Join(tx *store.Tx, from, to string) error {
	was, err := b.Viewer(tx, from)
	if err != nil {
		return err
	}
	is, err := b.Viewer(tx, to)
	if err != nil {
		return err
	}
	all, err := values(notes, tx, b.key())
	for _, n := range all {
		if was.Gave(n) {
			err = errors.Join(err, notes.Put(tx, b.noteKey(n), was.handOver(n, is)))
		}
	}
	aside, wrong := values(drafts, tx, b.key())
	for _, n := range aside {
		if was.Gave(n) {
			wrong = errors.Join(wrong, drafts.Put(tx, b.key(string(n.ID)), was.handOver(n, is)))
		}
	}
	err = errors.Join(err, wrong)
	told, wrong := b.Conflicts(tx, was)
	for _, c := range told {
		c.Author = is.sign(Note{ID: c.Note, Author: c.Author})
		wrong = errors.Join(wrong, conflicts.Put(tx, b.conflictKey(c), c))
	}
	return errors.Join(err, wrong, b.joinTries(tx, from, to))
}

// handOver makes a note of a viewer's that of another.
func (v Viewer) handOver(n Note, to Viewer) Note {
	if v.Wrote(n) {
		n.Author = to.sign(n)
	}
	n.passWriter(v.member, to.member)
	return n
}

// passWriter makes who gave a note somebody else, or nobody.
func (n *Note) passWriter(from, to string) {
	if n.Writer == from {
		n.Writer = to
	}
}

// sign gives the author of a note the viewer's account.
func (v Viewer) sign(n Note) Author {
	if n.Anonymous() {
		return Author{Secret: hidden(v.secret, n.ID, v.member)}
	}
	n.Author.Member = v.member
	return n.Author
}

func (b Book) joinTries(tx *store.Tx, from, to string) error {
	all, err := b.Tries(tx)
	for _, t := range all {
		if t.Owner.Member == from {
			t.Owner.Member = to
			err = errors.Join(err, b.keepTry(tx, t))
		}
	}
	found, wrong := b.saidBy(tx, from)
	for key, s := range found {
		s.By.Member = to
		wrong = errors.Join(wrong, said.Put(tx, key, s))
	}
	return errors.Join(err, wrong)
}
