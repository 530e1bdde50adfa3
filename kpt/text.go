package kpt

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// replacement stands for a character that cannot be kept, so that its author
// sees that something was there.
const replacement = "\uFFFD"

// Tidy is a text as the ledger keeps and compares it: every kind of line break
// is "\n", a tab is four spaces, other control characters are gone, bytes that
// are not UTF-8 are U+FFFD. There are no blank lines, no white space at the end
// of a line, and none around the text. Tidying again changes nothing.
func Tidy(text string) string {
	text = strings.ToValidUTF8(text, replacement)
	text = strings.NewReplacer(
		"\r\n", "\n", "\r", "\n", "\v", "\n", "\f", "\n",
		"\u0085", "\n", "\u2028", "\n", "\u2029", "\n",
		"\t", "    ", "\uFEFF", "").Replace(text)
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' {
			return -1
		}
		return r
	}, text)
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimRightFunc(line, unicode.IsSpace); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// check is what NewNote and an edit ask of a text.
func check(text string) (string, error) {
	text = storable(Tidy(text))
	n := utf8.RuneCountInString(text)
	switch {
	case n == 0:
		return "", &InputError{Fault: Empty}
	case n > MaxText:
		return "", &InputError{Fault: TooLong, Length: n}
	}
	return text, nil
}

// storable shows where characters of private use were: Google Docs would drop
// them without a word (InsertTextRequest in its reference).
func storable(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= 0xE000 && r <= 0xF8FF {
			return utf8.RuneError
		}
		return r
	}, text)
}

func oneLine(text string) string {
	return strings.ReplaceAll(storable(Tidy(text)), "\n", " ")
}
