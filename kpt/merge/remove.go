package merge

import (
	"maps"
	"slices"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// removeSheets takes away the empty sheets of retros that wait behind another, for whoever
// writes on the first sheet is to write for the next meeting. While anything is added to the
// notebook they stay.
func (m *merge) removeSheets(r kpt.Reading) {
	adds := func(c kpt.Change) bool { return c.Kind == kpt.OpenSheet || c.Kind == kpt.AddLine }
	if slices.ContainsFunc(m.plan.Changes, adds) {
		return
	}
	all := slices.Collect(maps.Values(m.retros))
	for _, s := range r.Sheets {
		if retro, inScope := m.retros[s.Retro]; inScope && s.Empty && retro.Behind(all) && !m.used(s.Retro) {
			m.change(kpt.Change{Kind: kpt.RemoveSheet, Retro: s.Retro})
		}
	}
}

// used says whether there is something for the sheet of a retro.
func (m *merge) used(retro schedule.Date) bool {
	return slices.ContainsFunc(m.entries, func(e *entry) bool {
		t := e.trace
		return t.Retro == retro && !e.gone && !t.Gone && (t.expected() || t.Want != "")
	})
}
