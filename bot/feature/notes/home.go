package notes

import (
	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

// mostAtHome is how many notes the asker's own page shows; '/kpt mine' has all.
const mostAtHome = 10

// home shows the asker's own notes of the retro that takes notes, and nobody
// else's, whatever may be read of those.
func home(a *bot.Ask, tx *store.Tx) (bot.HomePart, error) {
	r, err := a.Taking(tx)
	if err != nil || r.Opened.IsZero() {
		return bot.HomePart{}, err
	}
	viewer, err := a.Book().Viewer(tx, string(a.From.ID))
	if err != nil {
		return bot.HomePart{}, err
	}
	own, err := a.Book().Own(tx, r.Date, viewer)
	if err != nil {
		return bot.HomePart{}, err
	}
	part := bot.HomePart{
		Title:   a.Say("kpt.mine", a.Called(a.From.Lang, r)),
		Buttons: []bot.Button{{Label: a.Say("remind.write"), Do: "kpt write", Look: bot.Main}},
	}
	if len(own) == 0 {
		part.Lines = []words.Text{a.Say("kpt.mine.none")}
		return part, nil
	}
	for i, n := range own {
		if i == mostAtHome {
			part.Lines = append(part.Lines, a.Say("home.more", words.Count("n", len(own)-mostAtHome)))
			break
		}
		n.Text = brief(n.Text)
		part.Lines = append(part.Lines, line(a, n))
	}
	part.Buttons = append(part.Buttons, bot.Button{Label: a.Say("home.notes.change"), Do: "kpt mine"})
	return part, nil
}
