package kpt

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/engawa-bot/engawa/internal/plain"
)

// Roster is who may have written a line.
type Roster []Person

// Person is one of a Roster.
type Person struct {
	Author Author
	Names  []string // other names they go by, and their e-mail
}

// Split finds who wrote a line by its label: "Name: ", "Name：", "【Name】",
// "（Name）", "@Name" at its beginning, or "（Name）" at its end. It returns the
// author and the line without the label. A label that names nobody on the
// roster is text.
func (r Roster) Split(line string) (a Author, text string, ok bool) {
	line = strings.TrimSpace(line)
	for _, l := range labels(line, r.longest()) {
		if a, ok := r.Find(l.name); ok {
			return a, strings.TrimSpace(l.rest), true
		}
	}
	return Author{}, line, false
}

// Find finds a person by a name or by e-mail. What is exactly a name counts before
// what is one but for case, width, blanks and punctuation; that before a name
// with an honorific; and that before a part of a name that carries one itself.
// Where the first that counts are several people, it is nobody.
func (r Roster) Find(name string) (Author, bool) {
	name = plain.Line(name)
	if fold(name) == "" {
		return Author{}, false
	}
	bare := unhonored(name)
	for _, same := range []func(string) bool{
		func(n string) bool { return n == name || isMail(n) && strings.EqualFold(n, name) },
		func(n string) bool { return alikeNames(n, name) },
		func(n string) bool { return n == bare },
		func(n string) bool { return alikeNames(n, bare) },
		func(n string) bool { return alikeNames(unhonored(n), bare) },
	} {
		if a, n := r.only(same); n > 0 {
			return a, n == 1
		}
	}
	return Author{}, false
}

// only gives the one person of a name, and counts those who have one.
func (r Roster) only(same func(name string) bool) (found Author, n int) {
	for _, p := range r {
		if !same(plain.Line(p.Author.Name)) && !slices.ContainsFunc(p.Names, func(name string) bool { return same(plain.Line(name)) }) {
			continue
		}
		if n > 0 && p.Author.sameAs(found) {
			continue
		}
		if n++; n > 1 {
			return Author{}, n
		}
		found = p.Author
	}
	return found, n
}

// sameAs says whether two authors are one person.
func (a Author) sameAs(other Author) bool {
	if a.Member != "" || other.Member != "" {
		return a.Member == other.Member
	}
	return a == other
}

func alikeNames(a, b string) bool { return !isMail(a) && !isMail(b) && fold(a) == fold(b) }

// isMail says whether a name is an e-mail address, of which every sign counts.
func isMail(name string) bool {
	before, after, ok := strings.Cut(name, "@")
	return ok && before != "" && strings.Contains(after, ".") && !strings.ContainsAny(name, " ")
}

// latinHonorific is one that is written apart from the name.
var latinHonorific = regexp.MustCompile(`(?i)^(.+?)(?: |[-‐‑] ?)(?:san|kun|chan|sama|sensei)$`)

// unhonored is a name without the honorific after it. A name that would be
// nothing but one stays.
func unhonored(name string) string {
	bare := strings.TrimRightFunc(norm.NFKC.String(name), func(r rune) bool { return fold(string(r)) == "" })
	rest := bare
	if m := latinHonorific.FindStringSubmatch(bare); m != nil {
		rest = m[1]
	}
	for _, honorific := range []string{"さん", "くん", "君", "ちゃん", "さま", "様", "氏", "殿", "先生"} {
		if cut, ok := strings.CutSuffix(bare, honorific); ok {
			rest = cut
			break
		}
	}
	rest = strings.TrimRightFunc(rest, func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) })
	if rest == bare || fold(rest) == "" {
		return name
	}
	return rest
}
