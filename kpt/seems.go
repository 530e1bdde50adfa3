package kpt

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/engawa-bot/engawa/internal/plain"
)

// What looks like a label to people is more than what Roster.Split reads as one.
// Rather a line too many says that it is nobody's than one too few.

// Colons end a label, or look as if they did.
const Colons = ":：﹕︓∶꞉˸։׃܃܄ː︰⁚ꓽ⦂᛬᠄፥" + visarga

// visarga is a letter's sign in the script it belongs to, and looks like a colon
// in all others.
const visarga = "ः"

// holders are brackets that may hold a name, or look as if they did.
func holders() map[rune]rune {
	all := brackets()
	for pair := range strings.FieldsSeq("〔〕 〖〗 《》 ｢｣ ﹝﹞ ﹙﹚ {} ｛｝ <> ⦅⦆ ｟｠ ❨❩ ❪❫ ❬❭ ❮❯ ❰❱ ❲❳ ❴❵ ⟨⟩ ⟪⟫ ⟦⟧ ⟮⟯ 〈〉 〈〉 〘〙 〚〛 ﹛﹜ «» ‹›") {
		sides := []rune(pair)
		all[sides[0]] = sides[1]
	}
	return all
}

// begins says whether a character makes what follows it a label.
func begins(r rune) bool { return isAt(r) || holders()[r] != 0 }

func isAt(r rune) bool { return r == '@' || r == '＠' || r == '﹫' }

// signature is a name as a label: one that looks like a label and more, such as
// 'ana: bo' or '【ana】bo', could be read as somebody else's.
func signature(name string) string {
	before := rune(0)
	name = strings.Map(func(r rune) rune {
		last := before
		before = r
		if strings.ContainsRune(Colons, r) && (string(r) != visarga || !unicode.Is(unicode.Devanagari, last)) {
			return '·'
		}
		return r
	}, plain.Line(name))
	first, n := utf8.DecodeRuneInString(name)
	if !begins(first) {
		return name
	}
	rest := name[n:]
	if right := holders()[first]; right != 0 {
		rest = strings.Replace(rest, string(right), "·", 1)
	}
	return "·" + signature(rest)
}

// labelLike says whether a text could be read as labelled, by any name and on any
// of its lines: by what Roster.Split reads, or by what only looks so to people.
func labelLike(text string) bool {
	for line := range strings.SplitSeq(text, "\n") {
		if seemsLabelled(strings.TrimSpace(line)) {
			return true
		}
	}
	return false
}

func seemsLabelled(line string) bool {
	if len(labels(line, maxLabel)) > 0 {
		return true
	}
	pairs, rest := holders(), line
	for rest != "" { // what stands before a name
		r, n := utf8.DecodeRuneInString(rest)
		if right := pairs[r]; right != 0 {
			if name, _, ok := strings.Cut(rest[n:], string(right)); ok && nameLike(name, maxLabel) {
				return true
			}
		}
		if Fold(string(r)) != "" {
			break
		}
		if rest = rest[n:]; isAt(r) && Fold(rest) != "" {
			return true
		}
	}
	if i := strings.IndexAny(rest, Colons); i > 0 && nameLike(rest[:i], maxLabel) && !strings.HasPrefix(rest[i:], "://") {
		return true
	}
	return seemsSigned(line, pairs)
}

// seemsSigned says whether a line ends in a name between brackets, and whatever
// sign closes a sentence.
func seemsSigned(line string, pairs map[rune]rune) bool {
	for left, right := range pairs {
		i, end := strings.LastIndex(line, string(left)), strings.LastIndex(line, string(right))
		if i < 0 || end < i || Fold(line[end:]) != "" {
			continue
		}
		if nameLike(line[i+utf8.RuneLen(left):end], maxLabel) {
			return true
		}
	}
	return false
}
