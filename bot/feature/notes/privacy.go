package notes

import (
	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

// kept says how many notes name a person as their author. Anonymous ones are not
// counted: nobody can tell whose they are.
func kept(a *bot.Ask, tx *store.Tx, id bot.MemberID) ([]words.Text, error) {
	n, err := a.Book().Named(tx, string(id))
	if err != nil || n == 0 {
		return nil, err
	}
	return []words.Text{a.Say("kpt.privacy", words.Count("n", n))}, nil
}

// forget takes a person's name off their notes; the notes are the team's.
func forget(s *bot.Scene, tx *store.Tx, id bot.MemberID) error {
	return s.Book().Forget(tx, string(id))
}
