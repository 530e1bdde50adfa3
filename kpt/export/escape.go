package export

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/engawa-bot/engawa/kpt"
)

var (
	// addressPattern is a web address as far as it is surely one: Japanese text
	// follows without a space.
	addressPattern = regexp.MustCompile(`https?://[A-Za-z0-9\-._~:/?#@!$&*+,;=%]*[A-Za-z0-9/]`)
	startPattern   = regexp.MustCompile(`^( *)([-+#=>])`)
	numberPattern  = regexp.MustCompile(`^( *\d{1,9})([.)])( |$)`)
	entityPattern  = regexp.MustCompile(`^&#?\w+;`)
)

// escape writes a text so that Markdown shows it as it is. Unlike the notebook,
// which people also write and which keeps their emphasis and links, nothing in
// it has a meaning: an image in a note must not be loaded by whoever opens the
// file. Addresses become links.
func escape(text string) string {
	lines := strings.Split(kpt.Tidy(text), "\n")
	for i, line := range lines {
		lines[i] = escapeLine(line)
	}
	return strings.Join(lines, "\n")
}

func escapeLine(line string) string {
	var b strings.Builder
	last := 0
	for _, at := range addressPattern.FindAllStringIndex(line, -1) {
		escapeInline(&b, line, last, at[0])
		b.WriteString("<" + line[at[0]:at[1]] + ">")
		last = at[1]
	}
	escapeInline(&b, line, last, len(line))
	line = startPattern.ReplaceAllString(b.String(), `$1\$2`)
	return numberPattern.ReplaceAllString(line, `$1\$2$3`)
}

// escapeInline writes line[from:to] with a backslash before what would have a
// meaning anywhere in a line. An underscore within a word has none.
func escapeInline(b *strings.Builder, line string, from, to int) {
	for i, r := range line[from:to] {
		i += from
		switch {
		case strings.ContainsRune("\\`*[<~|", r),
			r == '_' && !inWord(line[:i], line[i+1:]),
			r == '&' && entityPattern.MatchString(line[i:to]):
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
}

func inWord(before, after string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	next, _ := utf8.DecodeRuneInString(after)
	letter := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	return letter(last) && letter(next)
}
