package store

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
)

const owedTable = "owed"

// Owed is something that the world is still to be told: added in the
// transaction of the change that causes it, delivered later, then settled.
type Owed struct {
	Key  Key             `json:"-"`    // what it is, once: sakura/tea/2026-11-24/16:00/card/1234
	Seq  uint64          `json:"seq"`  // order of owing over all teams, set by Owe
	Face string          `json:"face"` // who delivers it: a platform
	Lane string          `json:"lane"` // things of one lane go in order: a channel
	Kind string          `json:"kind"` // a word of the face: "post", "edit", "chime"
	Body json.RawMessage `json:"body,omitempty"`

	After time.Time `json:"after,omitzero"` // not to be delivered before it
	Born  time.Time `json:"born"`
	Until time.Time `json:"until"` // after that it is worth nothing
}

func owedRecords() Table[Owed] { return Table[Owed]{owedTable} }

// Owe adds o to the list, with the next Seq. If its key is on the list already,
// nothing changes; once settled, a key can be owed anew, so it is for the
// caller to remember that it once was. Until must be after Born.
func Owe(tx *Tx, o Owed) error {
	switch {
	case tx.write == nil:
		return fmt.Errorf("store: owe %s: %w", o.Key, errReadOnly)
	case o.Key == "":
		return errors.New("store: owe: the key is empty")
	case !o.Until.After(o.Born):
		return fmt.Errorf("store: owe %s: until %v is not after born %v", o.Key, o.Until, o.Born)
	}
	if _, ok := tx.write.Get(owedTable, string(o.Key)); ok {
		return nil
	}
	seq, err := tx.write.Next(owedTable)
	if err != nil {
		return fmt.Errorf("store: owe %s: %w", o.Key, err)
	}
	o.Seq = seq
	// Without the monotonic reading, as it will be when read from the file.
	o.After, o.Born, o.Until = o.After.Round(0), o.Born.Round(0), o.Until.Round(0)
	if err := owedRecords().Put(tx, o.Key, o); err != nil {
		return err
	}
	tx.owed = append(tx.owed, o)
	return nil
}

// Settle takes what was delivered or given up off the list. It is no error
// that it is not there.
func Settle(tx *Tx, k Key) error {
	if err := owedRecords().Delete(tx, k); err != nil {
		return err
	}
	tx.owed = slices.DeleteFunc(tx.owed, func(o Owed) bool { return o.Key == k })
	return nil
}

// Pending returns what a team is owed, in order of Seq; of all teams if team is
// empty.
func Pending(tx *Tx, team string) ([]Owed, error) {
	var prefix Key
	if team != "" {
		prefix = KeyOf(team)
	}
	var list []Owed
	for row, err := range owedRecords().Scan(tx, prefix) {
		if err != nil {
			return nil, err
		}
		row.Value.Key = row.Key
		list = append(list, row.Value)
	}
	slices.SortFunc(list, func(a, b Owed) int { return cmp.Compare(a.Seq, b.Seq) })
	return list, nil
}

// OnOwed has fn called with what each transaction newly owes, in order: after
// the commit, before Update returns, one call at a time, in order of Seq. fn
// must neither call Update nor wait for one. There is one subscriber, set
// before the first Update; a second panics.
func (s *Store) OnOwed(fn func([]Owed)) {
	if s.onOwed != nil {
		panic("store: OnOwed has a subscriber already")
	}
	s.onOwed = fn
}

// Find gives what is on the list under k, if it is.
func Find(tx *Tx, k Key) (Owed, bool, error) {
	o, ok, err := owedRecords().Get(tx, k)
	o.Key = k
	return o, ok, err
}
