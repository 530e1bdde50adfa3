package kpt

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"strings"
)

// NoteID names a note or a Try: 16 characters a-z and 2-7, drawn at random so
// that it cannot be guessed. It is unique in the team's notebook and means
// nothing.
type NoteID string

const (
	idBytes  = 10
	idLength = 16
)

const idAlphabet = "abcdefghijklmnopqrstuvwxyz234567"

// NewID draws an id.
func NewID() NoteID {
	var b [idBytes]byte
	_, _ = rand.Read(b[:]) // never fails, see its documentation
	return idOf(b[:])
}

// IDFor is the id of what came of one deed, which names itself and may be told
// of twice. Without a name an id is drawn.
func IDFor(deed string) NoteID {
	if deed == "" {
		return NewID()
	}
	sum := sha256.Sum256([]byte(deed))
	return idOf(sum[:idBytes])
}

func idOf(b []byte) NoteID {
	return NoteID(base32.NewEncoding(idAlphabet).WithPadding(base32.NoPadding).EncodeToString(b))
}

// ParseNoteID reads an id that came from outside; false for what is none.
func ParseNoteID(s string) (NoteID, bool) {
	if !NoteID(s).Valid() {
		return "", false
	}
	return NoteID(s), true
}

// Valid says whether an id is one that was drawn: no other can mark a line.
func (id NoteID) Valid() bool {
	return len(id) == idLength && strings.Trim(string(id), idAlphabet) == ""
}

// plausible says whether an id may be kept: of what nothing can end or begin a
// mark. Whether it was drawn is asked where it comes in: see ParseNoteID.
func (id NoteID) plausible() bool {
	const more = "0189-"
	return id != "" && len(id) <= 2*idLength && strings.Trim(string(id), idAlphabet+more) == ""
}

// markPrefix begins every mark that we leave in a notebook.
const markPrefix = "engawa:"

// Mark is how a notebook marks the line of id: the name of a named range, the
// text of a comment.
func (id NoteID) Mark() string { return markPrefix + string(id) }

// ParseMark reads what Mark gives; false for anything else.
func ParseMark(s string) (NoteID, bool) {
	id, ok := strings.CutPrefix(s, markPrefix)
	if !ok {
		return "", false
	}
	return ParseNoteID(id)
}
