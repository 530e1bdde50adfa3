package store

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/engawa-bot/engawa/store/engine"
)

// Erase deletes what a team has in all tables but some, and in the list of what is owed. If
// that is much, it deletes some, and more says that another Erase, in a transaction
// of its own, has something to do.
func Erase(tx *Tx, team string, but ...string) (more bool, err error) {
	if tx.write == nil {
		return false, fmt.Errorf("store: erase %s: %w", team, errReadOnly)
	}
	key, erased := string(KeyOf(team)), 0
	for _, name := range tx.read.Tables() {
		if name == metaTable || slices.Contains(but, name) {
			continue
		}
		rows := []string{}
		if _, there := tx.read.Get(name, key); there {
			rows = append(rows, key)
		}
		for k := range tx.read.Scan(name, key+"/") {
			if rows = append(rows, k); len(rows) > sweptAtOnce {
				break
			}
		}
		for _, k := range rows {
			if erased == sweptAtOnce {
				return true, nil
			}
			if err := tx.write.Delete(name, k); err != nil {
				return false, fmt.Errorf("store: erase %s: %s %s: %w", team, name, k, err)
			}
			erased++
		}
	}
	return false, nil
}

// In lists the rows of the table in the store at an address, as far as they can be read,
// without changing that store: also in one that Open would refuse. It is for few rows. If there
// is no store, the error is fs.ErrNotExist, if it is in use, ErrInUse; if something of the table
// cannot be read, it is ErrDamaged, beside what can.
func (t Table[V]) In(address string) (rows []Row[V], err error) {
	kind, err := kindOf(address)
	if err != nil {
		return nil, err
	}
	var bad error
	err = kind.Look(address, func(s engine.State) error {
		faults, err := s.Walk(engine.Visitor{
			Table: func(name string, _ uint64) bool { return name == t.name },
			Value: func(_, key string, data []byte) error {
				var v V
				data, wrong := unseal(t.name, key, data)
				if wrong == nil {
					wrong = json.Unmarshal(data, &v)
				}
				if wrong != nil {
					bad = fmt.Errorf("%w: table %s, key %s: %w", ErrDamaged, t.name, key, wrong)
					return nil
				}
				rows = append(rows, Row[V]{Key(key), v})
				return nil
			},
		})
		if len(faults) > 0 {
			bad = fmt.Errorf("%w: %v", ErrDamaged, faults[0])
		}
		return err
	})
	if err == nil {
		err = bad
	}
	return rows, err
}
