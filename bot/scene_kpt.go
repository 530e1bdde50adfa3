package bot

import (
	"cmp"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

// Book is where the team's KPT is kept.
func (s *Scene) Book() kpt.Book {
	return kpt.Of(string(s.Team.ID)).Nameless(Nameless(s.Team.Lang))
}

// Turn opens, moves, reveals and closes retros as the time has come to, and gives
// the one that takes notes now: the zero Retro if the team has had no KPT yet. It tells
// whether anything has changed.
func (s *Scene) Turn(tx *store.Tx) (r kpt.Retro, turned bool, err error) {
	times, wrong := s.Team.KPTs()
	if wrong != nil {
		return kpt.Retro{}, false, nil
	}
	return s.Book().Turn(tx, times, s.Now)
}

// Retro is the retro that takes notes now, for those who only look: what the time
// has come to is left to Turn.
func (s *Scene) Retro(tx *store.Tx) (kpt.Retro, error) {
	times, wrong := s.Team.KPTs()
	if wrong != nil {
		return kpt.Retro{}, nil
	}
	t, err := s.Book().Turning(tx, times, s.Now)
	return t.Now, err
}

// Author is the asker as an author. Who does not want to be named where the team
// can read is not named in the notebook.
func (a *Ask) Author(tx *store.Tx) (kpt.Author, error) {
	m, err := a.Member(tx, a.From.ID)
	author := kpt.Author{Member: string(a.From.ID), Name: cmp.Or(a.From.Name, m.Name)}
	if m.Hidden {
		author.Name = ""
	}
	return author, err
}
