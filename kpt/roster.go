package kpt

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

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

// maxLabel is how long a name at the beginning of a line may be, in bytes.
const maxLabel = 120

// Split finds who wrote a line by its label: "Name: ", "Name：", "【Name】",
// "（Name）", "@Name" at its beginning, or "（Name）" at its end. It returns the
// author and the line without the label. A label that names nobody on the
// roster is text.
func (r Roster) Split(line string) (a Author, text string, ok bool) {
	line = strings.TrimSpace(line)
	for _, split := range []func(string) (Author, string, bool){r.byColon, r.byBracket, r.byAt, r.byEnd} {
		if a, text, ok := split(line); ok {
			return a, strings.TrimSpace(text), true
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

func (r Roster) byColon(line string) (Author, string, bool) {
	i := strings.IndexAny(line, ":：\n")
	if i <= 0 || i > maxLabel || line[i] == '\n' {
		return Author{}, "", false
	}
	_, n := utf8.DecodeRuneInString(line[i:])
	a, ok := r.Find(line[:i])
	return a, line[i+n:], ok
}

// brackets that hold a name, each with its other side.
func brackets() map[rune]rune {
	return map[rune]rune{'【': '】', '（': '）', '(': ')', '［': '］', '[': ']', '〈': '〉', '＜': '＞'}
}

func (r Roster) byBracket(line string) (Author, string, bool) {
	first, n := utf8.DecodeRuneInString(line)
	right, ok := brackets()[first]
	if !ok {
		return Author{}, "", false
	}
	name, text, ok := strings.Cut(line[n:], string(right))
	if !ok || len(name) > maxLabel {
		return Author{}, "", false
	}
	a, ok := r.Find(name)
	return a, strings.TrimLeft(text, ":： "), ok
}

func (r Roster) byAt(line string) (Author, string, bool) {
	rest := strings.TrimLeft(line, "@＠")
	if rest == line {
		return Author{}, "", false
	}
	// A name may have spaces: the longest that is known counts.
	for end := min(len(rest), maxLabel); end > 0; end-- {
		if end < len(rest) {
			next, _ := utf8.DecodeRuneInString(rest[end:])
			if !utf8.RuneStart(rest[end]) || !unicode.IsSpace(next) && !strings.ContainsRune(":：、,", next) {
				continue
			}
		}
		if a, ok := r.Find(rest[:end]); ok {
			return a, strings.TrimLeft(rest[end:], ":：、, "), true
		}
	}
	return Author{}, "", false
}

func (r Roster) byEnd(line string) (Author, string, bool) {
	last, n := utf8.DecodeLastRuneInString(line)
	for left, right := range brackets() {
		if right != last {
			continue
		}
		i := strings.LastIndex(line, string(left))
		if i <= 0 || len(line)-i > maxLabel {
			return Author{}, "", false
		}
		a, ok := r.Find(line[i+utf8.RuneLen(left) : len(line)-n])
		return a, line[:i], ok
	}
	return Author{}, "", false
}
