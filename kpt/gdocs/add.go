package gdocs

import (
	"errors"
	"slices"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// additions are the lines that go to one retro.
type additions struct {
	retro schedule.Date
	title schedule.Date
	lines map[kpt.Section][]kpt.Change
}

func gather(changes []kpt.Change) []additions {
	var all []additions
	for _, c := range changes {
		if c.Kind != kpt.OpenSheet && c.Kind != kpt.AddLine || c.Place != "" {
			continue
		}
		i := slices.IndexFunc(all, func(a additions) bool { return a.retro == c.Retro })
		if i < 0 {
			i = len(all)
			all = append(all, additions{c.Retro, c.Retro, map[kpt.Section][]kpt.Change{}})
		}
		if c.Kind == kpt.OpenSheet {
			all[i].title = c.Titled()
		}
		if c.Kind == kpt.AddLine {
			all[i].lines[c.Section] = append(all[i].lines[c.Section], c)
		}
	}
	slices.SortFunc(all, func(a, b additions) int { return b.retro.Compare(a.retro) })
	return all
}

var errUnclear = errors.New("gdocs: something in the sheet may be the section, and is not understood")

// add plans what is new: lines, sections, sheets.
func (p *plan) add(changes []kpt.Change) error {
	for i, a := range gather(changes) {
		s := p.doc.sheet(a.retro)
		if s == nil {
			at, err := p.newSheet(a.retro)
			if err != nil {
				return err
			}
			p.putSheet(at, a, rankSheet+i)
			p.putHeads(at.paragraph.tab)
			continue
		}
		for j, section := range kpt.Sections() {
			lines := a.lines[section]
			if len(lines) == 0 {
				continue
			}
			lines, err := p.addHome(s, section, lines)
			if err != nil {
				return err
			}
			if len(lines) == 0 {
				continue
			}
			if s.waits(section) {
				return &kpt.Unwritable{ID: lines[0].ID, Err: errUnclear}
			}
			at, err := s.newPart(j)
			if err != nil {
				return err
			}
			rows := p.partRows(a.retro, section, lines)
			if over := s.divided(); over != nil && s.end != nil {
				at, rows[0].style = spot{after, s.end}, over.style // behind all people's
			}
			if last := s.lastOf(section); last != nil && s.owned(section, lines[0]) {
				at = spot{after, last} // behind those of some
			}
			p.put(at, rows, rankSection+j, p.style.preset)
		}
	}
	p.addRows()
	return p.addBelow(changes)
}

// waits says whether a section is not made, because something may be it.
func (s *sheet) waits(section kpt.Section) bool {
	return kpt.Sheet{Unclear: s.puzzles()}.Waits(section)
}

// sheet finds the sheet of a retro: of several, the one that we made.
func (d *document) sheet(retro schedule.Date) *sheet {
	var found *sheet
	for _, s := range d.sheets {
		if s.retro != retro {
			continue
		}
		if s.heading != nil {
			if date, _, ok := s.heading.headingMark(); ok && date == retro {
				return s
			}
		}
		if found == nil {
			found = s
		}
	}
	return found
}

// find finds a section of the sheet: of several, the one that we made, or else that with a
// heading or in a table. An agenda names the sections as well, mostly as plain text.
func (s *sheet) find(section kpt.Section) *part {
	var found *part
	for _, p := range s.parts {
		if p.section == section && (found == nil || p.rank() > found.rank()) {
			found = p
		}
	}
	return found
}

// rank is how surely a part is a section, and not named in passing.
func (p *part) rank() int {
	switch {
	case p.marked:
		return 3
	case p.level < body, p.table != nil:
		return 2
	case len(p.lines()) > 0:
		return 1
	}
	return 0
}
