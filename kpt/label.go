package kpt

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Label is what a line may name somebody by, and the rest of the line.
type Label struct{ Name, Rest string }

// signs says whether a label is one of a text, and not all there is.
func (l Label) signs() bool { return strings.TrimSpace(l.Rest) != "" }

// OnlyLabels says whether what is left of a line is no text: nothing, or a label without one.
func OnlyLabels(rest string) bool {
	rest = strings.TrimSpace(rest)
	if Fold(rest) == "" {
		return true
	}
	return slices.ContainsFunc(Labels(rest), func(l Label) bool { return !l.signs() })
}

// Labels are all that a line may be labelled by, the likeliest first: see
// Roster.Split.
func Labels(line string) []Label { return labels(line, maxLabel) }

// labels are all that a line may be labelled by, the likeliest first, with names
// of so many characters at most: see Roster.Split.
func labels(line string, most int) []Label {
	all := slices.Concat(byColon(line), byBracket(line), byAt(line, most), byEnd(line))
	return slices.DeleteFunc(all, func(l Label) bool { return !nameLike(l.Name, most) })
}

// maxLabel is how long a name in a line may be, in characters, if nobody on the
// roster has a longer one. On platforms they have 32 to 80 at most.
const maxLabel = 100

// maxHonorific is how long what stands after a name may be.
const maxHonorific = 10

// longest is how long a label may be that names one of the roster.
func (r Roster) longest() int {
	most := maxLabel
	for _, p := range r {
		for _, name := range append([]string{p.Author.Name}, p.Names...) {
			most = max(most, utf8.RuneCountInString(name)+maxHonorific)
		}
	}
	return most
}

// nameLike says whether a label may be somebody's name. An address is none, and what
// stands on two lines.
func nameLike(name string, most int) bool {
	return utf8.RuneCountInString(name) <= most && Fold(name) != "" && !strings.Contains(name, "://") && !strings.Contains(name, "\n")
}

func byColon(line string) []Label {
	i := strings.IndexAny(line, ":：\n")
	if i <= 0 || line[i] == '\n' || strings.HasPrefix(line[i:], "://") {
		return nil
	}
	_, n := utf8.DecodeRuneInString(line[i:])
	name, rest := line[:i], line[i+n:]
	if sign := emphasis(name); sign != "" && strings.HasPrefix(rest, sign) && !strings.HasSuffix(name, sign) {
		name, rest = name[len(sign):], rest[len(sign):]
	}
	return []Label{{name, rest}}
}

// emphasis is the sign that a line begins with where its first words are set apart, as in
// "**Bo:** pairing"; "" for none.
func emphasis(line string) string {
	first, _ := utf8.DecodeRuneInString(line)
	if first != '*' && first != '_' {
		return ""
	}
	return line[:len(line)-len(strings.TrimLeft(line, string(first)))]
}

// brackets that hold a name, each with its other side.
func brackets() map[rune]rune {
	return map[rune]rune{'【': '】', '（': '）', '(': ')', '［': '］', '[': ']', '〈': '〉', '＜': '＞'}
}

func byBracket(line string) []Label {
	sign := emphasis(line)
	line = line[len(sign):]
	first, n := utf8.DecodeRuneInString(line)
	right, ok := brackets()[first]
	if !ok {
		return nil
	}
	name, rest, ok := strings.Cut(line[n:], string(right))
	if !ok {
		return nil
	}
	if rest, ok = strings.CutPrefix(strings.TrimLeft(rest, ":： "), sign); !ok {
		return nil
	}
	return []Label{{name, strings.TrimLeft(rest, ":： ")}}
}

// byAt is a mention with a colon or a dash behind it. Without one, the line is about whom it
// mentions: "@ana helped me". It gives several: a name may have spaces, and the longest that is
// known counts.
func byAt(line string, most int) (all []Label) {
	rest := strings.TrimLeft(line, "@＠")
	if rest == line {
		return nil
	}
	count := 0
	for end := range rest {
		if count++; count > most+1 {
			break
		}
		if behind := behindName.FindString(rest[end:]); end > 0 && behind != "" {
			all = append(all, Label{rest[:end], rest[end+len(behind):]})
		}
	}
	if count <= most {
		all = append(all, Label{rest, ""})
	}
	slices.Reverse(all)
	return all
}

// BehindMention is what may stand behind the mention that a line begins with, whether or not
// that signs it: a name may have spaces.
func BehindMention(line string) (all []string) {
	if strings.TrimLeft(line, "@＠") == line {
		return nil
	}
	for i, r := range line {
		if unicode.IsSpace(r) && i <= maxLabel {
			all = append(all, strings.TrimSpace(line[i:]))
		}
	}
	return all
}

// behindName is what stands between a mention that signs a line and the line's text.
var behindName = regexp.MustCompile(`^[\s\x{3000}]*(?:[:：]|[-‐–—―－]+[\s\x{3000}])[\s\x{3000}]*`)

// Signing says whether a mention that is no part of a text, and stands between two parts of
// it, says whose the line is: with a colon or a dash behind it, in brackets, or at the end.
func Signing(before, after string) bool {
	before, after = strings.TrimSpace(before), strings.TrimSpace(after)
	open, _ := utf8.DecodeLastRuneInString(before)
	closing, n := utf8.DecodeRuneInString(after)
	if right := brackets()[open]; right != 0 && right == closing {
		return before == string(open) || after[n:] == ""
	}
	return after == "" || Fold(before) == "" && behindName.MatchString(after)
}

func byEnd(line string) []Label {
	last, n := utf8.DecodeLastRuneInString(line)
	for left, right := range brackets() {
		if i := strings.LastIndex(line, string(left)); right == last && i > 0 {
			return []Label{{line[i+utf8.RuneLen(left) : len(line)-n], line[:i]}}
		}
	}
	return nil
}
