package bottest

import (
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
)

func TestTheMainButtonIsTheFirstAndNoLabelIsCut(t *testing.T) {
	label := func(s string) words.Text { return words.Text{{Kind: words.Quoted, Text: s}} }
	next, back := bot.Button{Label: label("Next"), Look: bot.Main}, bot.Button{Label: label("Back")}
	for name, c := range map[string]struct {
		buttons []bot.Button
		wrong   bool
	}{
		"none":        {nil, false},
		"first":       {[]bot.Button{next, back}, false},
		"no main":     {[]bot.Button{back, back}, false},
		"second":      {[]bot.Button{back, next}, true},
		"two of them": {[]bot.Button{next, next}, true},
		"80 letters":  {[]bot.Button{{Label: label(strings.Repeat("茶", 80))}}, false},
		"81 letters":  {[]bot.Button{{Label: label(strings.Repeat("a", 81))}}, true},
		"41 emoji":    {[]bot.Button{{Label: label(strings.Repeat("🍵", 41))}}, true},
		"empty":       {[]bot.Button{{}}, true},
	} {
		if got := Wrong(bot.Card{Buttons: c.buttons}); (got != "") != c.wrong {
			t.Errorf("%s: got %q", name, got)
		}
	}
}
