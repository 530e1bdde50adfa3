package demo

import (
	"os"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/bot/words"
)

// What the demo proposes to press and to choose in is called as the cards call it.
func TestTheExamplesNameButtonsAndMenusAsTheyAre(t *testing.T) {
	for _, lang := range words.Langs() {
		text, err := os.ReadFile(string(lang) + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{
			"ana presses " + words.Say(lang, "tea.another").String() + "\n",
			"ana presses " + words.Say(lang, "meeting.next").String() + "\n",
			" in " + words.Say(lang, "settings.hint").String() + "\n",
		} {
			if !strings.Contains(string(text), want) {
				t.Errorf("%s: no %q in the examples", lang, want)
			}
		}
	}
}
