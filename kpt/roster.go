package kpt

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
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

// Find finds a person by a name, also with an honorific, or by e-mail.
func (r Roster) Find(name string) (Author, bool) {
	want := foldName(name)
	if want == "" {
		return Author{}, false
	}
	for _, p := range r {
		if foldName(p.Author.Name) == want ||
			slices.ContainsFunc(p.Names, func(n string) bool { return foldName(n) == want }) {
			return p.Author, true
		}
	}
	return Author{}, false
}

// foldName keeps a name that is all honorific.
func foldName(name string) string {
	folded := fold(name)
	for _, suffix := range []string{"さん", "くん", "君", "ちゃん", "さま", "様", "氏", "san"} {
		if rest, ok := strings.CutSuffix(folded, suffix); ok && rest != "" {
			return rest
		}
	}
	return folded
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
	rest, ok := strings.CutPrefix(strings.Replace(line, "＠", "@", 1), "@")
	if !ok {
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
