package bot

import (
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

// HomePart is what a feature shows of itself on a person's own page, which
// nobody else reads, in the asker's language. The zero HomePart is nothing.
type HomePart struct {
	Title   words.Text
	Lines   []words.Text
	Buttons []Button
}

func (p HomePart) empty() bool {
	return p.Title.Empty() && len(p.Lines) == 0 && len(p.Buttons) == 0
}

// mostButtons is how many buttons a card may have.
const mostButtons = 20

// HomeCard is the asker's own page: the parts of all features, one below the
// other in the features' order. Buttons beyond those that a card may have are
// left out.
func (a *Ask) HomeCard() (Card, error) {
	card := Card{Tone: Calm, Title: a.Say("home.title", words.Quote("team", a.Team.Name))}
	err := a.View(func(tx *store.Tx) error {
		for _, f := range a.bot.features {
			if f.Home == nil {
				continue
			}
			part, err := f.Home(a, tx)
			if err != nil {
				return err
			}
			if part.empty() {
				continue
			}
			if !part.Title.Empty() {
				card.Lines = append(card.Lines, a.Say("home.part", words.Nest("title", part.Title)))
			}
			card.Lines = append(card.Lines, part.Lines...)
			card.Buttons = append(card.Buttons, part.Buttons...)
		}
		return nil
	})
	card.Buttons = card.Buttons[:min(len(card.Buttons), mostButtons)]
	return card, err
}
