package dialogue

import (
	_ "embed" // what platforms say
	"regexp"
	"strings"
	"sync"

	"github.com/engawa-bot/engawa/bot/words"
)

var (
	//go:embed platform_ja.txt
	platformJapanese string
	//go:embed lines_ja.txt
	linesJapanese string
)

// rendering is a part of what a pretended platform says in English, and what stands for it.
type rendering struct {
	said *regexp.Regexp
	text string
}

var (
	ofErrors = sync.OnceValue(func() renderings { return readRenderings(platformJapanese) })
	ofLines  = sync.OnceValue(func() renderings { return readRenderings(linesJapanese) })
)

// renderings are tried in their order.
type renderings []rendering

// readRenderings reads 'PATTERN ⇒ TEXT' lines.
func readRenderings(file string) (list renderings) {
	for line := range strings.Lines(file) {
		said, text, ok := strings.Cut(strings.TrimRight(line, "\n"), " ⇒ ")
		if ok && !strings.HasPrefix(line, "#") {
			// '$1' ends where the group's name does, also before a letter of Japanese
			list = append(list, rendering{regexp.MustCompile(said), groups.ReplaceAllString(text, "$${$1}")})
		}
	}
	return list
}

func (r renderings) of(said string) string {
	for _, x := range r {
		said = x.said.ReplaceAllString(said, x.text)
	}
	return said
}

// inTheirs gives what a pretended platform says in the play's language, as far as it is
// known there.
func (p *Play) inTheirs(said string) string {
	if p.Lang != words.Japanese {
		return said
	}
	return ofErrors().of(said)
}

// Told gives a line of Show, ShowSlack or Said in the play's language: where it is shown,
// not what is.
func (p *Play) Told(line string) string {
	if p.Lang != words.Japanese {
		return line
	}
	return ofLines().of(line)
}

var groups = regexp.MustCompile(`\$(\d)`)
