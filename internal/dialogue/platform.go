package dialogue

import (
	_ "embed" // what platforms say
	"regexp"
	"strings"
	"sync"

	"github.com/engawa-bot/engawa/bot/words"
)

//go:embed platform_ja.txt
var platformJapanese string

// rendering is a part of what a pretended platform says in English, and what stands for it.
type rendering struct {
	said *regexp.Regexp
	text string
}

var renderings = sync.OnceValue(func() (list []rendering) {
	for line := range strings.Lines(platformJapanese) {
		said, text, ok := strings.Cut(strings.TrimRight(line, "\n"), " ⇒ ")
		if ok && !strings.HasPrefix(line, "#") {
			list = append(list, rendering{regexp.MustCompile(said), text})
		}
	}
	return list
})

// inTheirs gives what a pretended platform says in the play's language, as far as it is
// known there.
func (p *Play) inTheirs(said string) string {
	if p.Lang != words.Japanese {
		return said
	}
	for _, r := range renderings() {
		// '$1' ends where the group's name does, also before a letter of Japanese
		said = r.said.ReplaceAllString(said, groups.ReplaceAllString(r.text, "$${$1}"))
	}
	return said
}

var groups = regexp.MustCompile(`\$(\d)`)
