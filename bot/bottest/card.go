package bottest

import (
	"fmt"
	"unicode/utf16"

	"github.com/engawa-bot/engawa/bot"
)

// mostLabel is how long a label of a button may be, in UTF-16 units, so that no platform
// cuts it.
const mostLabel = 80

// Wrong says what no card of ours may be like: the one button that leads on stands first,
// and labels are not cut. "" is all right.
func Wrong(c bot.Card) string {
	for i, b := range c.Buttons {
		label := b.Label.String()
		switch {
		case b.Look == bot.Main && i > 0:
			return fmt.Sprintf("the main button %q is not the first", label)
		case len(utf16.Encode([]rune(label))) > mostLabel:
			return fmt.Sprintf("the button %q has more than %d characters", label, mostLabel)
		case label == "":
			return "a button says nothing"
		}
	}
	return ""
}
