package kpt

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/engawa-bot/engawa/internal/plain"
)

// Roster is all who may have written a line.
type Roster []Person

// Person is somebody who may have written a line.
type Person struct {
	Author Author
	Names  []string // other names they go by, and their e-mail
}

// Sum is another for another roster.
func (r Roster) Sum() string {
	sum := sha256.New()
	for _, p := range r {
		_, _ = fmt.Fprintf(sum, "%q %q %q\n", p.Author.Member, p.Author.Name, p.Names)
	}
	return hex.EncodeToString(sum.Sum(nil)[:8])
}

// Split finds who wrote a line by its label: "Name: ", "Name：", "【Name】",
// "（Name）", "@Name: " at its beginning, or "（Name）" at its end. It returns the
// author and the line without the label. A label that names nobody on the
// roster is text.
func (r Roster) Split(line string) (a Author, text string, ok bool) {
	line = strings.TrimSpace(line)
	for _, l := range labels(line, r.longest()) {
		if a, ok := r.Find(l.Name); ok {
			return a, strings.TrimSpace(l.Rest), true
		}
	}
	return Author{}, line, false
}

// LabelledBy says whether a line is labelled by the one whom a name is of: the label of a
// row, or a heading.
func LabelledBy(line, name string) bool {
	_, _, ok := Roster{{Author: Author{Name: name}}}.Split(line)
	if before, has := beforeAside(name); has && !ok {
		_, _, ok = Roster{{Author: Author{Name: before}}}.Split(line)
	}
	return ok
}

// Reads says whether a line of a text, as its author typed it, can be read as that
// of a.
func (r Roster) Reads(text string, a Author) bool {
	for line := range strings.SplitSeq(text, "\n") {
		for _, l := range labels(strings.TrimSpace(line), r.longest()) {
			if read, ok := r.Find(l.Name); ok && read.sameAs(a) {
				return true
			}
		}
	}
	return false
}

// Find finds a person by a name or by e-mail. What is exactly a name counts before
// what is one but for case, width, blanks and punctuation; that before a name
// with an honorific; and that before a part of a name that carries one itself.
// Where the first that counts are several people, it is nobody.
func (r Roster) Find(name string) (Author, bool) {
	name = plain.Line(name)
	if Fold(name) == "" {
		return Author{}, false
	}
	bare := unhonored(name)
	for _, same := range []func(string) bool{
		func(n string) bool { return n == name || isMail(n) && strings.EqualFold(n, name) },
		func(n string) bool { return alikeNames(n, name) },
		func(n string) bool { return n == bare },
		func(n string) bool { return alikeNames(n, bare) },
	} {
		if a, n := r.only(same); n > 0 {
			return a, n == 1
		}
	}
	if a, n := r.only(func(n string) bool { return alikeNames(called(n), bare) }); n == 1 && !r.others(a, bare) {
		return a, true
	}
	return Author{}, false
}

// others says whether the name of somebody else begins with what is left of a's.
func (r Roster) others(a Author, bare string) bool {
	bare = Fold(bare)
	return slices.ContainsFunc(r, func(p Person) bool {
		return !p.Author.sameAs(a) && slices.ContainsFunc(append([]string{p.Author.Name}, p.Names...), func(name string) bool {
			return !isMail(name) && strings.HasPrefix(Fold(name), bare)
		})
	})
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

// alikeNames compares what tells names apart. A plus or a sharp does: C++ is not C.
func alikeNames(a, b string) bool {
	return !isMail(a) && !isMail(b) && Fold(a) == Fold(b) && telling(a) == telling(b)
}

// telling are the signs of a name that tell it apart.
func telling(name string) string {
	return strings.Map(func(r rune) rune {
		if r == '+' || r == '#' {
			return r
		}
		return -1
	}, norm.NFKC.String(name))
}

// isMail says whether a name is an e-mail address, of which every sign counts.
func isMail(name string) bool {
	before, after, ok := strings.Cut(name, "@")
	return ok && before != "" && strings.Contains(after, ".") && !strings.ContainsAny(name, " ")
}

// latinHonorific is one after a hyphen. After a blank, all but a small 'san' may be
// a part of the name: Jackie Chan, Aung San.
var latinHonorific = regexp.MustCompile(`^(.+?)(?:[-‐‑] ?(?i:san|kun|chan|sama|sensei)| san)$`)

// unhonored is a name without the honorific after it. A name that would be
// nothing but one stays.
func unhonored(name string) string {
	bare := withoutSigns(name)
	rest := bare
	if m := latinHonorific.FindStringSubmatch(bare); m != nil {
		rest = m[1]
	}
	return cutName(name, rest, "さん", "くん", "君", "ちゃん", "さま", "様", "氏", "殿", "先生")
}

// called is the name of somebody on the roster without the honorific that it
// carries itself. What may belong to the name stays: 王君, 鵜殿, 源氏, Mei Chan.
func called(name string) string {
	bare := withoutSigns(name)
	rest := bare
	if m := latinHonorific.FindStringSubmatch(bare); m != nil {
		rest = m[1]
	}
	if cut, ok := strings.CutSuffix(bare, "様"); ok && utf8.RuneCountInString(cut) >= 2 {
		rest = cut
	}
	return cutName(name, rest, "さん", "くん", "ちゃん", "さま")
}

func withoutSigns(name string) string {
	return strings.TrimRightFunc(norm.NFKC.String(name), func(r rune) bool { return Fold(string(r)) == "" && telling(string(r)) == "" })
}

// cutName is what is left of a name of which rest may be left already, without one
// of some honorifics; the name as it was if that is nothing.
func cutName(name, rest string, honorifics ...string) string {
	bare := withoutSigns(name)
	for _, honorific := range honorifics {
		if cut, ok := strings.CutSuffix(bare, honorific); ok {
			rest = cut
			break
		}
	}
	rest = strings.TrimRightFunc(rest, func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) })
	if rest == bare || Fold(rest) == "" {
		return name
	}
	return rest
}
