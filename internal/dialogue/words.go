package dialogue

import (
	_ "embed" // what a play says itself
	"errors"
	"strings"

	"github.com/engawa-bot/engawa/bot/words"
)

var (
	//go:embed en.txt
	english string
	//go:embed ja.txt
	japanese string
)

// Words are sentences by key, in one language.
type Words map[string]string

// ReadWords reads a file of 'key: sentence' lines, in which \n breaks a line, and of
// 'deed = what it does' lines, which begin with '> '. A line '# …' is a remark.
func ReadWords(text string) Words {
	all := Words{}
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		sign := ": "
		if strings.HasPrefix(line, "> ") {
			sign = " = "
		}
		if key, sentence, ok := strings.Cut(line, sign); ok && !strings.HasPrefix(line, "#") {
			all[strings.TrimSpace(key)] = strings.ReplaceAll(sentence, `\n`, "\n")
		}
	}
	return all
}

// Tell fills a sentence: each name is followed by what stands for {name}.
func (w Words) Tell(key string, filled ...string) string {
	sentence, ok := w[key]
	if !ok {
		return key
	}
	for i := 0; i+1 < len(filled); i += 2 {
		filled[i] = "{" + filled[i] + "}"
	}
	return strings.NewReplacer(filled...).Replace(sentence)
}

// own are the sentences of a play.
func own(lang words.Lang) Words {
	if lang == words.Japanese {
		return ReadWords(japanese)
	}
	return ReadWords(english)
}

func (p *Play) tell(key string, filled ...string) string { return own(p.Lang).Tell(key, filled...) }

// sorry is an error that the player reads.
func (p *Play) sorry(key string, filled ...string) error { return errors.New(p.tell(key, filled...)) }
