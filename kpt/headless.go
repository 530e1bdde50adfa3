package kpt

import (
	"slices"

	"github.com/engawa-bot/engawa/store"
)

// Headless are the sections of a sheet whose headings are gone, while lines of theirs stand on
// below another heading. That is no verdict on these: they are what they were.
func (b Book) Headless(tx *store.Tx, s Sheet) (gone []Section, err error) {
	if len(s.Lacks) == 0 {
		return nil, nil
	}
	in := map[NoteID]Section{}
	recent, err := b.recent(tx)
	if err != nil {
		return nil, err
	}
	for _, r := range recent {
		all, err := b.notesOf(tx, r.Date)
		if err != nil {
			return nil, err
		}
		for _, n := range all {
			in[n.ID] = n.Trace.Section
		}
	}
	open, err := b.OpenTries(tx)
	for _, t := range open {
		in[t.ID] = t.Trace.Section
	}
	for _, section := range s.Lacks {
		if slices.ContainsFunc(s.Lines, func(l Line) bool {
			return in[l.ID] == section && l.Section != "" && l.Section != section && !l.Suggested
		}) {
			gone = append(gone, section)
		}
	}
	return gone, err
}
