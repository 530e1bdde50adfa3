package store

import (
	"bytes"
	"maps"
	"slices"
)

// rebornText is about a file of which it is not known which pages are free.
const rebornText = "which pages are free is not known, so that what was deleted before may be among what was saved"

// strays looks through the pages that are not in the tree, for what lies in a gap.
// Those that are free hold what was deleted, and are left out; if it is not known
// which are, that is told. Of which table a value is, its checksum tells.
func (d *diver) strays(w *walk) {
	if d.format < sealedFrom {
		return
	}
	names := map[string]bool{}
	d.leaves(w, func(_ use, e entry) {
		if e.bucket {
			names[string(e.key)] = true
		}
	})
	tables := slices.Sorted(maps.Keys(names))
	before := len(d.basket) + len(d.found)
	d.leaves(w, func(as use, e entry) {
		if as != unused || e.bucket {
			return
		}
		for _, table := range tables {
			if _, err := unseal(table, string(e.key), e.value); err == nil {
				_ = d.take(find{table, string(e.key), bytes.Clone(e.value), true})
			}
		}
	})
	if !w.listed && len(d.basket)+len(d.found) > before {
		d.lost = append(d.lost, Fault{What: rebornText})
	}
}

// leaves shows all that can be made out on the leaves of a file, and what their
// page is used for.
func (d *diver) leaves(w *walk, see func(use, entry)) {
	for id, as := range w.use {
		if id < 2 {
			continue
		}
		s, err := w.load(uint64(id), w.pages)
		if err != nil || s.flags != leafPage {
			continue
		}
		for _, e := range s.scraps() {
			see(as, e)
		}
	}
}
