package kpt

import (
	"strings"
	"unicode/utf8"

	"github.com/engawa-bot/engawa/internal/plain"
)

// How a line says whose it is: by a label that Roster.Split reads. A line that
// names nobody must not look as if it did, whoever is or will be on the roster.
// So a text that could be read as labelled gets a word in front that stands for
// the name it has not: 'Anonymous: ana: I am slow'. A note keeps that word, in
// the team's language, from when it was written; the text stays as it was typed.

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

// unsigned takes off a line what Signed puts in front of it.
func unsigned(line string, a Author, nameless string) (text string, ok bool) {
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

// colons end a label, or look as if they did.
const colons = ":：﹕︓∶꞉˸։׃܃܄ː"

// begins says whether a character makes what follows it a label.
func begins(r rune) bool { return r == '@' || r == '＠' || r == '﹫' || brackets()[r] != 0 }

// signature is a name as a label: one that looks like a label and more, such as
// 'ana: bo' or '【ana】bo', could be read as somebody else's.
func signature(name string) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(colons, r) {
			return '·'
		}
		return r
	}, plain.Line(name))
	first, n := utf8.DecodeRuneInString(name)
	if !begins(first) {
		return name
	}
	rest := name[n:]
	if right := brackets()[first]; right != 0 {
		rest = strings.Replace(rest, string(right), "·", 1)
	}
	return "·" + signature(rest)
}

// labelLike says whether a text could be read as labelled, by any name: by what
// Roster.Split reads, or by what only looks so to people.
func labelLike(text string) bool {
	if len(labels(text)) > 0 {
		return true
	}
	line, _, _ := strings.Cut(text, "\n")
	i := strings.IndexAny(line, colons)
	return i > 0 && nameLike(line[:i]) && !strings.HasPrefix(line[i:], "://")
}

// Nameless is the Book of a team with the word that stands for a name in lines
// that have none: see Signed. Notes and Tries that are written or changed by it
// keep that word.
func (b Book) Nameless(word string) Book {
	b.nameless = plain.Line(word)
	return b
}

func (n Note) line() string { return Signed(n.Author, n.Text, n.Nameless) }

func (t Try) line() string { return Signed(t.Owner, t.Text, t.Nameless) }
