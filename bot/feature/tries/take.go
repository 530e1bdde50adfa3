package tries

import (
	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

// take makes the asker the owner of a Try whose owner has left. A press on the card of a
// meeting brings more along than the id: all read that card, and it stays.
func (f feature) take(a *bot.Ask) (bot.Reply, error) {
	id, err := which(a)
	if err != nil {
		return bot.Reply{}, err
	}
	var t kpt.Try
	err = a.Update(func(tx *store.Tx) (err error) {
		t, err = taken(a, tx, id)
		return err
	})
	if err != nil {
		return bot.Reply{}, sorry(err)
	}
	f.notebooks.Wake(a.Team.ID)
	a.Refresh() // a meeting's card shows it
	return bot.Reply{Update: len(a.With) < 2, Card: &bot.Card{
		Tone: bot.Calm, Lines: []words.Text{whole(a.From.Lang, t), a.Say("tries.taken")}, Buttons: answers(a.From.Lang, t.ID),
	}}, nil
}

func taken(a *bot.Ask, tx *store.Tx, id kpt.NoteID) (kpt.Try, error) {
	t, ok, err := a.Book().Try(tx, id)
	switch {
	case err != nil:
		return t, err
	case !ok:
		return t, kpt.ErrNoTry
	case bot.MemberID(t.Owner.Member) == a.From.ID:
		return t, nil
	}
	left, err := a.OwnerLeft(tx, t)
	if err != nil {
		return t, err
	}
	if !left {
		return t, kpt.MaySay(t, string(a.From.ID))
	}
	if t.Owner, err = signed(a, tx); err != nil {
		return t, err
	}
	return a.Book().Decide(tx, t)
}
