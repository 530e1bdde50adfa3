package bot

import (
	"strings"

	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
)

// Nameless is the word that stands for a name where a text has none and could be
// read as if it had: see kpt.Signed.
func Nameless(lang words.Lang) string { return words.Say(lang, "kpt.nameless").String() }

// NamelessWords are that word in every language.
func NamelessWords() (all []string) {
	for _, lang := range words.Langs() {
		all = append(all, Nameless(lang))
	}
	return all
}

// Unsigned is what somebody wrote without a name, as others read it.
func Unsigned(lang words.Lang, text string) string {
	return kpt.Signed(kpt.Author{}, text, Nameless(lang))
}

// OneLine is a text of several lines on one, where a line that begins anew could be
// taken for somebody else's.
func OneLine(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == '\n' }), " / ")
}
