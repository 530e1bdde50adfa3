package markdown

import (
	"regexp"
	"strings"
)

const punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"

var (
	tagPattern    = regexp.MustCompile(`<([A-Za-z/!?])`)
	startPattern  = regexp.MustCompile("^([ ]*)([-*+#>|=~_`\\[])")
	numberPattern = regexp.MustCompile(`^([ ]*\d{1,9})([.)])( |$)`)
)

// escape writes a text so that it is text in Markdown, whatever it looks like.
// unescape gives it back.
func escape(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		line = doubled(line)
		line = tagPattern.ReplaceAllString(line, `\<$1`)
		line = strings.ReplaceAll(line, "-->", `--\>`) // a person's comment may be open
		if structural(line) {
			line = startPattern.ReplaceAllString(line, `$1\$2`)
		}
		lines[i] = numberPattern.ReplaceAllString(line, `$1\$2$3`)
	}
	return strings.Join(lines, "\n")
}

// structural says whether the beginning of a line means something to Markdown.
// Emphasis, links and code spans do not count.
func structural(line string) bool {
	text := strings.TrimLeft(line, " ")
	switch {
	case text == "":
		return false
	case strings.ContainsRune("#>|", rune(text[0])), boxPattern.MatchString(text):
		return true
	case strings.HasPrefix(text, "```"), strings.HasPrefix(text, "~~"):
		return true
	}
	return isBullet(text) || underPattern.MatchString(text) || breakPattern.MatchString(text) ||
		strings.Trim(text, "=") == ""
}

// doubled doubles the backslashes that would otherwise be taken for ours.
func doubled(line string) string {
	var b strings.Builder
	for i := range len(line) {
		b.WriteByte(line[i])
		if line[i] == '\\' && (i+1 == len(line) || strings.IndexByte(punctuation, line[i+1]) >= 0) {
			b.WriteByte('\\')
		}
	}
	return b.String()
}

// unescape reads a backslash before punctuation as that punctuation.
func unescape(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == '\\' && i+1 < len(text) && strings.IndexByte(punctuation, text[i+1]) >= 0 {
			i++
		}
		b.WriteByte(text[i])
	}
	return b.String()
}
