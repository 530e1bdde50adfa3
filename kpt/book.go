package kpt

import (
	"cmp"
	"slices"
	"time"

	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

var (
	notes     = store.NewTable[Note]("notes")
	tries     = store.NewTable[Try]("tries")
	drafts    = store.NewTable[Note]("aside")
	practices = store.NewTable[Practice]("practices")
	retros    = store.NewTable[Retro]("retros")
	conflicts = store.NewTable[Conflict]("conflicts")
	secrets   = store.NewTable[[]byte]("secrets")
)

// Book is the retros of one team, as they are kept in a store. Its methods work
// in the caller's transaction.
type Book struct {
	team, nameless string
	namelessToo    []string // see Nameless
	ofTries        string   // see OfTries
}

// Of is the Book of a team.
func Of(team string) Book { return Book{team: team} }

func (b Book) key(parts ...string) store.Key { return store.KeyOf(b.team, parts...) }

func (b Book) noteKey(n Note) store.Key { return b.key(n.Retro().String(), string(n.ID)) }

// OpenRetro opens a retro for notes, and carries the open Tries over to it. One
// of its date that is there already stays as it is.
func (b Book) OpenRetro(tx *store.Tx, r Retro) error {
	if _, ok, err := b.Retro(tx, r.Date); ok || err != nil {
		return err
	}
	if err := b.PutRetro(tx, r); err != nil {
		return err
	}
	return b.carryOver(tx, r.Opened)
}

// carryOver has each open Try whose sheet is that of a retro that has ended go on to the
// first after it that is open at an instant.
func (b Book) carryOver(tx *store.Tx, at time.Time) error {
	retros, err := b.Retros(tx)
	if err != nil {
		return err
	}
	all, err := b.Tries(tx)
	if err != nil {
		return err
	}
	waits := func(t Try) bool {
		return slices.ContainsFunc(retros, func(r Retro) bool { return r.Date == t.Trace.Retro && r.Closed.IsZero() })
	}
	all = slices.DeleteFunc(all, waits)
	for i, t := range all {
		if !t.Trace.Person && !t.Unknown {
			all[i].Nameless = cmp.Or(t.Nameless, b.nameless)
		}
	}
	for _, to := range open(retros, at) {
		for _, t := range CarryOver(all, to.Date) {
			if err := b.keepTry(tx, t); err != nil {
				return err
			}
			all = slices.DeleteFunc(all, func(was Try) bool { return was.ID == t.ID })
		}
	}
	return nil
}

// PutRetro keeps a retro, new or changed.
func (b Book) PutRetro(tx *store.Tx, r Retro) error {
	if err := retros.Put(tx, b.key(r.Date.String()), r); err != nil {
		return err
	}
	return b.touch(tx)
}

// Retro reads one retro; false if there is none of the date.
func (b Book) Retro(tx *store.Tx, date schedule.Date) (Retro, bool, error) {
	return retros.Get(tx, b.key(date.String()))
}

// Retros reads all retros, the oldest first.
func (b Book) Retros(tx *store.Tx) ([]Retro, error) {
	return values(retros, tx, b.key())
}

// Called reads by which day people know each retro.
func (b Book) Called(tx *store.Tx) (Called, error) {
	all, err := b.Retros(tx)
	return CalledOf(all), err
}

// Now is the earliest retro that is open at an instant: see At.
func (b Book) Now(tx *store.Tx, at time.Time) (Retro, bool, error) {
	all, err := b.Retros(tx)
	if err != nil {
		return Retro{}, false, err
	}
	r, ok := At(all, at)
	return r, ok, nil
}

// PutTry keeps a Try, new or changed. Its id is one that a draft had.
func (b Book) PutTry(tx *store.Tx, t Try) error {
	if err := b.keepTry(tx, t); err != nil {
		return err
	}
	return b.touch(tx)
}

func (b Book) keepTry(tx *store.Tx, t Try) error { return tries.Put(tx, b.key(string(t.ID)), t) }

// Tries reads all Tries, in the order in which they came about.
func (b Book) Tries(tx *store.Tx) ([]Try, error) {
	all, err := values(tries, tx, b.key())
	slices.SortFunc(all, Try.after)
	return all, err
}

// OpenTries reads the Tries that wait for an answer, the oldest first.
func (b Book) OpenTries(tx *store.Tx) ([]Try, error) {
	all, err := b.Tries(tx)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(t Try) bool { return t.State != Open }), nil
}

// values reads a table below a key.
func values[V any](table store.Table[V], tx *store.Tx, prefix store.Key) ([]V, error) {
	var all []V
	for row, err := range table.Scan(tx, prefix) {
		if err != nil {
			return nil, err
		}
		all = append(all, row.Value)
	}
	return all, nil
}
