package bot

import (
	"cmp"

	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

// Book is where the team's KPT is kept.
func (s *Scene) Book() kpt.Book {
	return kpt.Of(string(s.Team.ID)).Nameless(Nameless(s.Team.Lang))
}

// Turn opens and moves retros as the time has come to, and gives the one whose meeting is
// next, goes on, or was left open: the zero Retro if the team has had no KPT yet. It tells
// whether anything has changed.
func (s *Scene) Turn(tx *store.Tx) (r kpt.Retro, turned bool, err error) {
	return s.Book().Turn(tx, s.KPTs(), s.Now)
}

// Collect is Turn for who writes: it gives the retro that takes their note.
func (s *Scene) Collect(tx *store.Tx) (kpt.Retro, error) {
	return s.Book().Collect(tx, s.KPTs(), s.Now)
}

// Taking is the retro that takes notes now, for those who only look: while the meeting of
// one rests it is the next, also if that is not there yet.
func (s *Scene) Taking(tx *store.Tx) (kpt.Retro, error) {
	t, err := s.Book().Turning(tx, s.KPTs(), s.Now)
	return t.Takes, err
}

// OpenRetros are those that are open, the earliest first, for those who only look: more than
// one while the meeting of one rests, was reopened, or was put off after it rested.
func (s *Scene) OpenRetros(tx *store.Tx) ([]kpt.Retro, error) {
	t, err := s.Book().Turning(tx, s.KPTs(), s.Now)
	return t.Open, err
}

// Retro is the retro that Turn gives, for those who only look.
func (s *Scene) Retro(tx *store.Tx) (kpt.Retro, error) {
	t, err := s.Book().Turning(tx, s.KPTs(), s.Now)
	return t.Now, err
}

// KPTs says when the team holds its KPTs. Where it has none any more, also because no day
// that its rule names ever comes, what is open goes on.
func (s *Scene) KPTs() kpt.Schedule {
	times, err := s.Team.KPTs()
	if err != nil {
		return kpt.Schedule{Off: true}
	}
	return times.Standing(s.Now)
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

// OwnerLeft tells whether the owner of an open Try has left the team, so that somebody else
// may take it on.
func (s *Scene) OwnerLeft(tx *store.Tx, t kpt.Try) (bool, error) {
	if t.State != kpt.Open || t.Owner.Member == "" {
		return false, nil
	}
	m, err := s.Member(tx, MemberID(t.Owner.Member))
	return m.Left(), err
}

// Dated tells whether people know the day of a retro: it was held, or there is a schedule
// that says when it will be. A team whose KPTs are not held for a while is promised no day.
func (s *Scene) Dated(r kpt.Retro) bool { return r.Happened() || !s.KPTs().Off }

// Called passes what a retro is called in a sentence: 'the KPT on Fri 27 Nov', or 'the next
// KPT' where no day is known.
func (s *Scene) Called(lang words.Lang, r kpt.Retro) words.Arg {
	if !s.Dated(r) {
		return words.Nest("kpt", words.Say(lang, "kpt.next"))
	}
	return words.Nest("kpt", words.Say(lang, "kpt.on", Day("day", lang, r.Day())))
}
