package kpt

import (
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// SameWithin is how long the same words of one author are the same note.
const SameWithin = sameWithin

// NotesOf are notes as the Book keeps them.
func NotesOf(tx *store.Tx, b Book, date schedule.Date) ([]Note, error) { return b.notesOf(tx, date) }

// KeepNote keeps a note as it is.
func KeepNote(tx *store.Tx, b Book, n Note) error { return b.keep(tx, n) }

// DraftsOf are the drafts that Tries were made of.
func DraftsOf(tx *store.Tx, b Book) ([]Note, error) { return values(drafts, tx, b.key()) }

// Joining is a note as it waits for its line.
func Joining(n Note, r Retro) Note { return n.joining(r) }

// Deleted is a note as it waits for its line to go.
func Deleted(n Note) Note { return n.deleted() }

// Hidden stands for a member as the author of one note.
func Hidden(secret []byte, id NoteID, member string) string { return hidden(secret, id, member) }

// ViewerOf is a member as a reader of notes.
func ViewerOf(member string, secret []byte) Viewer { return Viewer{member, secret} }
