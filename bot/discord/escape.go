package discord

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/plain"
)

var (
	snowflake = regexp.MustCompile(`^[0-9]{1,20}$`)
	numbered  = regexp.MustCompile(`^[0-9]+[.)]`)
	// address is what people paste as a link; characters that Markdown could
	// take for its own end it, but for '_', which links are full of.
	address = regexp.MustCompile(`^https?://[0-9A-Za-z][0-9A-Za-z.-]*(:[0-9]{1,5})?([/?#][0-9A-Za-z/?#._:!$&'(),;=%+-]*)?`)
)

// markdown writes a text in Discord's Markdown. Only the catalogue's own words
// may format; what people typed shows as they typed it.
func markdown(t words.Text) string {
	var b strings.Builder
	for _, r := range t {
		b.WriteString(markdownRun(r))
	}
	return b.String()
}

func markdownRun(r words.Run) string {
	switch r.Kind {
	case words.Plain:
		return r.Text
	case words.Member:
		return mention("@", r.Text)
	case words.Place:
		return mention("#", r.Text)
	case words.Group:
		return mention("@&", r.Text)
	case words.Moment:
		return moment(r, "t")
	case words.Since:
		return moment(r, "R")
	case words.Link:
		return link(r.Text)
	default:
		return escape(r.Text)
	}
}

// mention names somebody or something by id, in the reader's own words for it.
// What is no id can only have been typed.
func mention(sigil, id string) string {
	if !snowflake.MatchString(id) {
		return escape(id)
	}
	return "<" + sigil + id + ">"
}

func moment(r words.Run, style string) string {
	if r.At.IsZero() {
		return escape(r.Text)
	}
	return fmt.Sprintf("<t:%d:%s>", r.At.Unix(), style)
}

// link makes an address clickable without a preview.
func link(typed string) string {
	if u, ok := webAddress(typed); ok {
		return "<" + u + ">"
	}
	return escape(typed)
}

// webAddress is typed as an address of the web, with everything encoded that
// could end it early.
func webAddress(typed string) (string, bool) {
	u, err := url.Parse(typed)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return "", false
	}
	encoded := u.String()
	if strings.ContainsFunc(encoded, func(r rune) bool { return r == '<' || r == '>' || unicode.IsSpace(r) }) {
		return "", false
	}
	return encoded, true
}

// escape makes what people typed show as they typed it: no format, no mention,
// no hidden link. Addresses of the web stay links, without a preview.
func escape(typed string) string {
	s := plain.Piece(typed)
	var b strings.Builder
	for lineStart := true; s != ""; {
		piece, out := next(s, lineStart)
		b.WriteString(out)
		lineStart = piece == "\n" || lineStart && strings.TrimSpace(piece) == ""
		s = s[len(piece):]
	}
	return b.String()
}

// next takes the first piece of s that is to be written in one and says how it
// is written.
func next(s string, lineStart bool) (piece, out string) {
	if a := leadingAddress(s); a != "" {
		return a, "<" + a + ">"
	}
	if lineStart {
		if number := numbered.FindString(s); number != "" {
			last := len(number) - 1
			return number, number[:last] + `\` + number[last:]
		}
	}
	r, size := utf8.DecodeRuneInString(s)
	piece = s[:size]
	switch {
	case strings.ContainsRune("\\*_~`|<>[]", r), lineStart && strings.ContainsRune("#-+", r):
		return piece, `\` + piece
	case r == '@' && callsAll(s[size:]):
		return piece, "@\u200b"
	}
	return piece, piece
}

func callsAll(s string) bool {
	s = strings.ToLower(s[:min(len(s), len("everyone"))])
	return s == "everyone" || strings.HasPrefix(s, "here")
}

// leadingAddress is the address of the web that s begins with, without the
// punctuation of the sentence around it.
func leadingAddress(s string) string {
	if !strings.HasPrefix(s, "http") {
		return ""
	}
	a := strings.TrimRight(address.FindString(s), ".,:;!?'_")
	for strings.HasSuffix(a, ")") && strings.Count(a, "(") < strings.Count(a, ")") {
		a = a[:len(a)-1]
	}
	return a
}
