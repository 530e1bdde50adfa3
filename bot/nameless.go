package bot

import (
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
)

// Nameless is the word that stands for a name where a text has none and could be
// read as if it had: see kpt.Signed.
func Nameless(lang words.Lang) string { return words.Say(lang, "kpt.nameless").String() }

// Unsigned is what somebody wrote without a name, as others read it.
func Unsigned(lang words.Lang, text string) string {
	return kpt.Signed(kpt.Author{}, text, Nameless(lang))
}
