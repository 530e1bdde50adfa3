package store

import (
	"bytes"

	"github.com/engawa-bot/engawa/store/bolt"
	"github.com/engawa-bot/engawa/store/engine"
)

// rebornText is about a file of which it is not known which pages are free.
const rebornText = "which pages are free is not known, so that what was deleted before may be among what was saved"

// strays looks through the pages that are not in the tree, for what lies in a gap.
// Those that are free hold what was deleted, and are left out; if it is not known
// which are, that is told. Of which table a value is, its checksum tells.
func (d *diver) strays(w *bolt.Wreck) error {
	if d.format < sealedFrom {
		return nil
	}
	before := len(d.basket) + len(d.found)
	tables, scraps, listed := w.Strays()
	for s := range scraps {
		for _, table := range tables {
			if _, err := unseal(table, s.Key, s.Value); err != nil {
				continue
			}
			if err := d.take(find{table, s.Key, bytes.Clone(s.Value), true}); err != nil {
				return err
			}
		}
	}
	if !listed && len(d.basket)+len(d.found) > before {
		d.lost = append(d.lost, Fault{What: rebornText})
	}
	return nil
}

// guessFormat is for a file of which the format number is lost: values tell by
// their checksums.
func guessFormat(w *bolt.Wreck) int {
	sealed, open := 0, 0
	for _, s := range append([]engine.State{w}, w.Before...) {
		_, _ = s.Walk(engine.Visitor{
			Scraps: true,
			Value: func(table, key string, value []byte) error {
				if _, err := unseal(table, key, value); err == nil {
					sealed++
				} else if table != metaTable {
					open++
				}
				return nil
			},
		})
	}
	if sealed == 0 && open > 0 {
		return sealedFrom - 1
	}
	return sealedFrom // then only what has its checksum is believed
}
