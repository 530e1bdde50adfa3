package kpt

import (
	"slices"
	"strings"

	"github.com/engawa-bot/engawa/internal/plain"
)

// How a line says whose it is: by a label that Roster.Split reads. A line that
// names nobody must not look as if it did, whoever is or will be on the roster.
// So a text that could be read as labelled gets a word in front that stands for
// the name it has not: 'Anonymous: ana: I am slow'. A note keeps that word, in
// the team's language, from when it was written; the text stays as it was typed.

// Whose says what is not known yet of who wrote a line.
type Whose struct {
	// Unknown is a line that a person wrote in the notebook, and that named nobody whom
	// Engawa had seen. It becomes theirs once they are known. What said that it is
	// nobody's is not Unknown.
	Unknown bool `json:"unknown,omitzero"`
}

// Signs says whether a text says itself whose it is: by a name in front that is nobody's
// whom Engawa knows. It is shown as it stands there.
func (w Whose) Signs(text string) bool {
	return w.Unknown && slices.ContainsFunc(labels(strings.TrimSpace(text), maxLabel), Label.signs)
}

// Signed is a text as a line shows it, with who wrote it in front; nameless is
// the word that stands for a name, "" where there is none.
func Signed(a Author, text, nameless string) string {
	switch {
	case a.Secret == "" && a.Name != "":
		return signature(a.Name) + ": " + text
	case nameless != "" && labelLike(text):
		return nameless + ": " + text
	}
	return text
}

// Unsigned takes off a line what Signed puts in front of it.
func Unsigned(line string, a Author, nameless string) (text string, ok bool) {
	labels := []string{nameless}
	if a.Secret == "" && a.Name != "" {
		labels = []string{signature(a.Name), a.Name}
	}
	for _, label := range labels {
		if text, ok = strings.CutPrefix(line, label+": "); ok && label != "" && text != "" {
			return text, true
		}
	}
	return line, false
}

// Nameless is the Book of a team with the word that stands for a name in lines
// that have none: see Signed. Notes and Tries that are written or changed by it
// keep that word. Other words, of other languages, stand for a name only where a
// person has written them into the notebook.
func (b Book) Nameless(word string, others ...string) Book {
	b.nameless, b.namelessToo = plain.Line(word), others
	return b
}

// OfTries is the Book of a team with the word that stands there in lines of notes that came
// of the answer to a Try: they are nobody's, and nobody has hidden a name.
func (b Book) OfTries(word string) Book {
	b.ofTries = plain.Line(word)
	return b
}

func (n Note) line() string { return Signed(n.Author, n.Text, n.Nameless) }

func (t Try) line() string { return Signed(t.Owner, t.Text, t.Nameless) }
