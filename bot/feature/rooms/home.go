package rooms

import (
	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/store"
)

// home is the board on the asker's own page.
func home(a *bot.Ask, tx *store.Tx) (bot.HomePart, error) {
	c, err := card(a.Scene, tx, a.From.Lang)
	return bot.HomePart{Title: c.Title, Lines: c.Lines}, err
}
