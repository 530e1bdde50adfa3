package bot

import (
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
)

// Titles are the headings of a team's notebook in its language.
func Titles(lang words.Lang) kpt.Titles {
	t := kpt.Titles{Sheet: words.Say(lang, "sheet.title").String(), Sections: map[kpt.Section]string{}}
	for _, s := range kpt.Sections() {
		t.Sections[s] = words.Say(lang, "sheet."+string(s)).String()
	}
	return t
}
