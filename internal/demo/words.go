package demo

import (
	_ "embed" // what the demo says

	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/dialogue"
)

// What the demo says first, and what it says besides.
var (
	//go:embed en.txt
	welcomeEnglish string
	//go:embed ja.txt
	welcomeJapanese string
	//go:embed words_en.txt
	wordsEnglish string
	//go:embed words_ja.txt
	wordsJapanese string
)

// wordsOf is what the demo says in a language, by key.
func wordsOf(lang words.Lang) dialogue.Words {
	if lang == words.Japanese {
		return dialogue.ReadWords(wordsJapanese)
	}
	return dialogue.ReadWords(wordsEnglish)
}

// welcomeOf is what it says first.
func welcomeOf(lang words.Lang) string {
	if lang == words.Japanese {
		return welcomeJapanese
	}
	return welcomeEnglish
}
