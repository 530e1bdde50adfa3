// Package plain says what of a text can be seen. It is the one door for texts
// and names, wherever they come from and wherever they go: what nobody sees
// passes no messages, changes no direction and tells no two names apart.
//
// Three kinds of character are treated:
//
//   - Those that show nothing are taken away: controls, changes of direction,
//     fillers without width, Unicode's Default_Ignorable_Code_Point.
//   - Those that show an empty place become a blank.
//   - Those that show something only beside others stay only there: joiners in
//     emoji, in Persian and in the scripts of India, the choice of a form of a
//     Japanese character, the tags of a flag.
//
// The package knows nothing of ours.
package plain

import (
	"strings"
	"unicode"
)

// Text is what can be seen of a text of several lines: every kind of line break
// is "\n", a tab is four blanks, and bytes that are not UTF-8 are U+FFFD. There
// is no white space at the end of a line, and no empty line before or after the
// text. The same again changes nothing.
func Text(s string) string {
	s = Piece(s)
	if !strings.ContainsFunc(s, unicode.IsSpace) {
		return s
	}
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRightFunc(line, unicode.IsSpace)
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n")
}

// Line is what can be seen of a text on one line, with one blank for any white
// space and none around. The same again changes nothing.
func Line(s string) string { return strings.Join(strings.Fields(Piece(s)), " ") }

// Visible says whether there is anything to be seen of a text. What a character of
// private use looks like, nobody knows: if at all, an empty frame.
func Visible(s string) bool {
	return strings.ContainsFunc(Piece(s), func(r rune) bool { return !unicode.IsSpace(r) && !unicode.Is(unicode.Co, r) })
}

// First is the first of some names that can be seen, as one line; "" if none can.
func First(names ...string) string {
	for _, name := range names {
		if name = Line(name); Visible(name) {
			return name
		}
	}
	return ""
}

const (
	nonJoiner = '\u200C'
	joiner    = '\u200D'
)

// Piece is what can be seen of a part of a text: as Text, and white space stays
// where it is. The same again changes nothing.
func Piece(s string) string {
	s = strings.ToValidUTF8(s, string(unicode.ReplacementChar))
	if strings.IndexFunc(s, doubtful) < 0 {
		return s
	}
	runes := []rune(breaks.Replace(s))
	kept := runes[:0]
	for _, r := range runes { // first what never shows: it must not part what belongs together
		switch {
		case r == '\n', !doubtful(r), beside(r):
			kept = append(kept, r)
		case empty(r):
			kept = append(kept, ' ')
		}
	}
	return string(joined(kept))
}

var breaks = strings.NewReplacer(
	"\r\n", "\n", "\r", "\n", "\v", "\n", "\f", "\n",
	"\u0085", "\n", "\u2028", "\n", "\u2029", "\n", "\t", "    ")

// joined is a text without those characters that would have to stand beside
// others, and do not.
func joined(runes []rune) []rune {
	out := make([]rune, 0, len(runes))
	for i := 0; i < len(runes); i++ {
		r, next := runes[i], rune(0)
		if i+1 < len(runes) {
			next = runes[i+1]
		}
		switch {
		case r == flag:
			n := tags(runes[i+1:])
			out = append(out, runes[i:i+1+n]...)
			i += n
		case !beside(r), joins(out, r, next), varies(out, r, next):
			out = append(out, r)
		}
	}
	return out
}
