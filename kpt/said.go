package kpt

import (
	"time"

	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// Says is what somebody says about a Try between meetings.
type Says string

// What may be said about a Try between meetings.
const (
	SaysDone  Says = "done"
	SaysStuck Says = "stuck"
	SaysHelp  Says = "help" // needs help
	SaysDrop  Says = "drop" // would rather drop it
)

// Said is what the owner of a Try last said about it between meetings. It is no
// verdict: the Try stays open until a meeting answers it.
type Said struct {
	What  Says          `json:"what"`
	Word  string        `json:"word,omitzero"`
	Note  NoteID        `json:"note,omitzero"` // the Problem that was made of it, instead of a Word
	By    Author        `json:"by,omitzero"`
	At    time.Time     `json:"at"`
	Retro schedule.Date `json:"retro"` // whose meeting it is for
}

var said = store.NewTable[Said]("said")

// MaySay says whether a member may say how a Try goes: its owner, and anybody
// where no member owns it, as long as it is open. The error is a *Refusal.
func MaySay(t Try, member string) error {
	switch {
	case t.State != Open:
		return &Refusal{Over}
	case t.Owner.Member != "" && t.Owner.Member != member:
		return &Refusal{NotYours}
	}
	return nil
}

// Say keeps what is said about a Try, in the place of what was said before, for
// the meeting of the retro that takes notes at s.At; s.Retro is filled in. Saying the
// same again without a Word or a Note keeps those. The error may be ErrNoTry, ErrNoRetro, a *Refusal of MaySay or
// an *InputError.
func (b Book) Say(tx *store.Tx, id NoteID, s Said) (Said, error) {
	if s.Note != "" && !s.Note.plausible() {
		return Said{}, &Refusal{Unknown}
	}
	t, ok, err := b.Try(tx, id)
	switch {
	case err != nil:
		return Said{}, err
	case !ok:
		return Said{}, ErrNoTry
	}
	if err := MaySay(t, s.By.Member); err != nil {
		return Said{}, err
	}
	r, ok, err := b.Taking(tx, s.At)
	switch {
	case err != nil:
		return Said{}, err
	case !ok:
		return Said{}, ErrNoRetro
	}
	if s.Word = Tidy(s.Word); s.Word != "" {
		if s.Word, err = check(s.Word); err != nil {
			return Said{}, err
		}
	}
	s.By.Name, s.At, s.Retro = oneLine(s.By.Name), s.At.UTC(), r.Date
	old, _, err := said.Get(tx, b.key(string(id)))
	if err != nil {
		return Said{}, err
	}
	if s.Word == "" && s.Note == "" && old.What == s.What && old.Retro == s.Retro && old.By.Member == s.By.Member {
		s.Word, s.Note = old.Word, old.Note
	}
	return s, said.Put(tx, b.key(string(id)), s)
}

// Said is what a viewer may know of what was last said about a Try; false if
// nothing was since a meeting answered it. That something was said is for
// everyone; the word is for the meeting: until it begins, or the retro shows its
// notes, only who said it reads it. Which Problem it is, is shown with the notes.
func (b Book) Said(tx *store.Tx, t Try, viewer Viewer) (Said, bool, error) {
	s, ok, err := said.Get(tx, b.key(string(t.ID)))
	if err != nil || !ok {
		return Said{}, false, err
	}
	for _, v := range t.Verdicts {
		if v.Retro.Before(s.Retro) {
			continue
		}
		r, _, err := b.Retro(tx, v.Retro)
		if err != nil || !r.Closed.IsZero() {
			return Said{}, false, err
		}
	}
	r, _, err := b.Retro(tx, s.Retro)
	if err != nil {
		return Said{}, false, err
	}
	own := viewer.member != "" && viewer.member == s.By.Member
	if !own && !r.Shows() {
		if s.Note = ""; r.Begun.IsZero() {
			s.Word = ""
		}
	}
	return s, true, nil
}

// takeTicks takes in what people have ticked in the notebook.
func (b Book) takeTicks(tx *store.Tx, all []Tick, at time.Time) error {
	for _, t := range all {
		if err := b.tick(tx, t, at); err != nil {
			return err
		}
	}
	return nil
}

// tick keeps that a person has ticked a Try in the notebook: that it is done, and nobody knows
// who says so. What somebody has said of it with a word stays; a tick that is cleared takes
// back only what the tick said.
func (b Book) tick(tx *store.Tx, t Tick, at time.Time) error {
	key := b.key(string(t.Try))
	old, ok, err := said.Get(tx, key)
	if err != nil {
		return err
	}
	byTick := ok && old.What == SaysDone && old.By == (Author{}) && old.Word == "" && old.Note == ""
	switch {
	case !t.Ticked && byTick:
		return said.Delete(tx, key)
	case !t.Ticked, ok && old.What == SaysDone && old.Retro == t.Retro:
		return nil
	}
	return said.Put(tx, key, Said{What: SaysDone, At: at.UTC(), Retro: t.Retro})
}

// saidBy is what a member said about Tries.
func (b Book) saidBy(tx *store.Tx, member string) (map[store.Key]Said, error) {
	found := map[store.Key]Said{}
	for row, err := range said.Scan(tx, b.key()) {
		if err != nil {
			return nil, err
		}
		if row.Value.By.Member == member {
			found[row.Key] = row.Value
		}
	}
	return found, nil
}

// forgetSaid takes a member out of what they said about Tries.
func (b Book) forgetSaid(tx *store.Tx, member string) error {
	found, err := b.saidBy(tx, member)
	if err != nil {
		return err
	}
	for key, s := range found {
		s.By = Author{}
		if err := said.Put(tx, key, s); err != nil {
			return err
		}
	}
	return nil
}
