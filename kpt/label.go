package kpt

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// label is what a line may name somebody by, and the rest of the line.
type label struct{ name, rest string }

// labels are all that a line may be labelled by, the likeliest first: see
// Roster.Split.
func labels(line string) []label {
	all := slices.Concat(byColon(line), byBracket(line), byAt(line), byEnd(line))
	return slices.DeleteFunc(all, func(l label) bool { return !nameLike(l.name) })
}

// maxLabel is how long a name in a line may be, in bytes.
const maxLabel = 120

// nameLike says whether a label may be somebody's name. An address is none.
func nameLike(name string) bool {
	return len(name) <= maxLabel && fold(name) != "" && !strings.Contains(name, "://")
}

func byColon(line string) []label {
	i := strings.IndexAny(line, ":：\n")
	if i <= 0 || line[i] == '\n' || strings.HasPrefix(line[i:], "://") {
		return nil
	}
	_, n := utf8.DecodeRuneInString(line[i:])
	return []label{{line[:i], line[i+n:]}}
}

// brackets that hold a name, each with its other side.
func brackets() map[rune]rune {
	return map[rune]rune{'【': '】', '（': '）', '(': ')', '［': '］', '[': ']', '〈': '〉', '＜': '＞'}
}

func byBracket(line string) []label {
	first, n := utf8.DecodeRuneInString(line)
	right, ok := brackets()[first]
	if !ok {
		return nil
	}
	name, rest, ok := strings.Cut(line[n:], string(right))
	if !ok {
		return nil
	}
	return []label{{name, strings.TrimLeft(rest, ":： ")}}
}

// byAt gives several: a name may have spaces, and the longest that is known
// counts.
func byAt(line string) (all []label) {
	rest := strings.TrimLeft(line, "@＠")
	if rest == line {
		return nil
	}
	for end := min(len(rest), maxLabel); end > 0; end-- {
		if end < len(rest) {
			next, _ := utf8.DecodeRuneInString(rest[end:])
			if !utf8.RuneStart(rest[end]) || !unicode.IsSpace(next) && !strings.ContainsRune(":：、,", next) {
				continue
			}
		}
		all = append(all, label{rest[:end], strings.TrimLeft(rest[end:], ":：、, ")})
	}
	return all
}

func byEnd(line string) []label {
	last, n := utf8.DecodeLastRuneInString(line)
	for left, right := range brackets() {
		if i := strings.LastIndex(line, string(left)); right == last && i > 0 {
			return []label{{line[i+utf8.RuneLen(left) : len(line)-n], line[:i]}}
		}
	}
	return nil
}
