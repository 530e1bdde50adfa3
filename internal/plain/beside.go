package plain

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/unicode/rangetable"
)

// blanks are characters that show an empty place and are not white space to
// Unicode: the fillers of Hangul, an empty cell of braille, a note without a head.
var blanks = rangetable.New('\u115F', '\u1160', '\u3164', '\uFFA0', '\u2800', '\U0001D159', '\U00016FE4')

// nothing are characters that stand for what is not there, or arrange what is:
// an object of another program, the joiners of hieroglyphs.
var nothing = &unicode.RangeTable{
	R16: []unicode.Range16{{Lo: 0xFFFC, Hi: 0xFFFC, Stride: 1}},
	R32: []unicode.Range32{{Lo: 0x13430, Hi: 0x1345F, Stride: 1}},
}

// hidden are the characters that show nothing, or not everywhere.
var hidden = rangetable.Merge(
	unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Variation_Selector,
	unicode.Other_Default_Ignorable_Code_Point, unicode.Noncharacter_Code_Point, nothing, blanks)

// doubtful says whether a character is to be looked at. Signs that Arabic and
// Syriac put around the letters that follow are formats to Unicode, and show.
func doubtful(r rune) bool {
	if r >= ' ' && r < 0x7F || r == '\n' {
		return false
	}
	return unicode.Is(hidden, r) && !unicode.Is(unicode.Prepended_Concatenation_Mark, r)
}

func empty(r rune) bool { return unicode.Is(blanks, r) }

// beside says whether a character shows something beside others only.
func beside(r rune) bool {
	return r == joiner || r == nonJoiner || unicode.Is(unicode.Variation_Selector, r) && r != khmerVowel || isTag(r)
}

// khmerVowel is where the table of variation selectors is known to differ
// between versions of Unicode: it is none.
const khmerVowel = '\u17B4'

// joining are the scripts in which a joiner changes how letters look.
var joining = []*unicode.RangeTable{
	unicode.Arabic, unicode.Syriac, unicode.Nko, unicode.Mongolian, unicode.Phags_Pa, unicode.Mandaic, unicode.Manichaean,
	unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi, unicode.Gujarati, unicode.Oriya, unicode.Tamil,
	unicode.Telugu, unicode.Kannada, unicode.Malayalam, unicode.Sinhala, unicode.Khmer, unicode.Myanmar,
	unicode.Balinese, unicode.Javanese, unicode.Tibetan, unicode.Grantha, unicode.Newa, unicode.Tirhuta,
}

// heh is the one Arabic letter that is written alone as if more followed: it stands
// for the Islamic calendar.
const heh = '\u0647'

// virama is the combining class of the sign that takes a letter's vowel away.
const virama = 9

// joins says whether a joiner has something to join: two signs that are drawn as
// one, or letters of a script that knows joiners. Within a word it stands between
// two of them; a joiner after a virama or a heh also ends a word.
func joins(before []rune, r, next rune) bool {
	if r != joiner && r != nonJoiner || len(before) == 0 {
		return false
	}
	last := before[len(before)-1]
	if r == joiner && pictured(next) && (pictured(last) || drawnOn(before)) {
		return true
	}
	for i := len(before) - 1; i > 0 && unicode.Is(unicode.Mn, last) && unicode.Is(unicode.Inherited, last); i-- {
		last = before[i-1] // what a vowel sign is on
	}
	if !letter(last) {
		return false
	}
	if r == joiner && last == heh && !letter(next) {
		return true
	}
	return letter(next) || r == joiner && norm.NFC.PropertiesString(string(last)).CCC() == virama
}

// letter says whether r is a letter or a mark of a script that knows joiners.
func letter(r rune) bool {
	return !doubtful(r) && unicode.In(r, unicode.L, unicode.M) && unicode.In(r, joining...)
}

// signs are the emoji that are no pictures to Unicode: some arrows and squares of
// mathematics, and a letter.
// Source: emoji-variation-sequences.txt of Unicode.
var signs = rangetable.New('\u2139', '\u2194', '\u25B6', '\u25C0', '\u25FB', '\u25FC', '\u25FD', '\u25FE')

// pictured says whether r may be an emoji or a part of one.
func pictured(r rune) bool {
	return (unicode.Is(unicode.So, r) || unicode.Is(signs, r)) && r != unicode.ReplacementChar
}

// drawnOn says whether a text ends in an emoji that has a tone of skin, the
// choice of its form, or tags.
func drawnOn(before []rune) bool {
	for i := len(before) - 1; i >= 0; i-- {
		switch r := before[i]; {
		case r >= '\U0001F3FB' && r <= '\U0001F3FF', r == '\uFE0F', isTag(r):
		default:
			return pictured(r)
		}
	}
	return false
}

// varies says whether r chooses a form of the character before it, of which
// there can be one: of a picture, of a Han character, or of a letter
// in the few scripts that have such forms.
// Source: StandardizedVariants.txt, emoji-variation-sequences.txt and the
// Ideographic Variation Database of Unicode.
func varies(before []rune, r, next rune) bool {
	if !unicode.Is(unicode.Variation_Selector, r) || len(before) == 0 {
		return false
	}
	last := before[len(before)-1]
	switch {
	case r >= '\u180B' && r <= '\u180F':
		return unicode.Is(unicode.Mongolian, last) && unicode.IsLetter(last)
	case r >= '\U000E0100':
		return unicode.Is(unicode.Han, last)
	case r == '\uFE0E' || r == '\uFE0F':
		key := last >= '0' && last <= '9' || last == '#' || last == '*'
		return pictured(last) || key && next == '\u20E3' || last == '‼' || last == '⁉' || last == '〰' || last == '〽'
	}
	return last >= '\u3000' && unicode.In(last, unicode.Han, unicode.Po) ||
		unicode.IsLetter(last) && unicode.In(last, unicode.Myanmar, unicode.Phags_Pa, unicode.Manichaean)
}

// flag is what the tags of a flag follow.
const flag = '\U0001F3F4'

const (
	firstTag  = '\U000E0020'
	cancelTag = '\U000E007F'
)

func isTag(r rune) bool { return r >= firstTag && r <= cancelTag }

// tags counts the tags that make a flag that of England, Scotland or Wales; 0 if
// those that follow do not. There are no others: what they spelled, nobody would see.
func tags(after []rune) int {
	var name strings.Builder
	for i, r := range after {
		switch {
		case r == cancelTag && slices.Contains([]string{"gbeng", "gbsct", "gbwls"}, name.String()):
			return i + 1
		case !isTag(r) || r == cancelTag:
			return 0
		}
		name.WriteRune(r - firstTag + ' ')
	}
	return 0
}
