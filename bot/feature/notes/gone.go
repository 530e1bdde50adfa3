package notes

import (
	"strconv"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

// gone takes in what the team says of lines that are gone from the notebook. Who answers
// first has said it.
func (f feature) gone(a *bot.Ask) (bot.Reply, error) {
	if len(a.With) != 2 {
		return bot.Reply{}, bot.Sorryf("ask.unknown")
	}
	asked, err := strconv.ParseInt(a.With[0], 10, 64)
	answer := kpt.Answer(a.With[1])
	if err != nil || answer != kpt.BringBack && answer != kpt.OnPurpose {
		return bot.Reply{}, bot.Sorryf("ask.unknown")
	}
	open := false
	err = a.Update(func(tx *store.Tx) (err error) {
		open, err = a.Book().AnswerVanished(tx, time.Unix(0, asked), answer, string(a.From.ID))
		return err
	})
	if err != nil {
		return bot.Reply{}, err
	}
	said := "notebook.gone.over"
	if open {
		f.notebooks.Wake(a.Team.ID)
		said = "notebook.gone." + string(answer) + ".done"
	}
	reply := bot.Tell(a.Words(said))
	reply.Update = true
	return reply, nil
}
