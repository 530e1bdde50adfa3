package gdocs

import (
	"errors"
	"slices"

	"google.golang.org/api/docs/v1"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// how says where new paragraphs go.
type how int

const (
	after  how = iota // a paragraph
	before            // a paragraph, which gives them its style until they get their own
	fill              // into an empty paragraph
)

// spot is where new paragraphs go.
type spot struct {
	how       how
	paragraph *paragraph
}

// steady is a spot that is clear of suggestions, if there is one right there.
func (s spot) steady() spot {
	if s.how == after && !s.paragraph.steady() && s.paragraph.next != nil {
		return spot{before, s.paragraph.next}
	}
	return s
}

var errNoPlace = errors.New("the Doc has no paragraph to write at")

// newSheet is where the sheet of a retro goes: in a tab of its own, or before
// the newest that is older.
func (p *plan) newSheet(retro schedule.Date) (spot, error) {
	if p.config.Layout == Tabs {
		if t := p.emptyTab(retro); t != nil && len(t.paragraphs) > 0 {
			return spot{fill, t.paragraphs[0]}, nil
		}
	}
	if len(p.doc.roots) == 0 {
		return spot{}, errNoPlace
	}
	in := p.doc.tabFor(retro)
	var last *sheet
	for _, s := range p.doc.sheets {
		if s.tab != in {
			continue
		}
		last = s
		if !s.retro.Before(retro) || s.begin == nil {
			continue
		}
		if over := s.years; over != nil && !over.inTable && !over.years().Have(retro) {
			return spot{before, over}, nil
		}
		if s.before != nil {
			return spot{after, s.before}, nil
		}
		if !s.begin.inTable {
			return spot{before, s.begin}, nil
		}
	}
	if last != nil && last.end != nil {
		return spot{after, last.end}, nil
	}
	if in.undated {
		return in.clear()
	}
	return in.top()
}

// tabFor is the tab for the sheet of a retro: that of the newest, or else the first; another if
// its title says that it is of other years.
func (d *document) tabFor(retro schedule.Date) *tab {
	in := d.roots[0]
	if newest := d.newest(); newest != nil {
		in = newest.tab
	}
	if in.years.Have(retro) {
		return in
	}
	if i := slices.IndexFunc(d.tabs, func(t *tab) bool { return t.years.Have(retro) }); i >= 0 {
		return d.tabs[i]
	}
	return in
}

// clear is where a sheet is apart from sections that say no day, which were there before it
// and must not become its own: above a heading that ends it, or else at the end of the tab.
func (t *tab) clear() (spot, error) {
	if t.closing != nil {
		return spot{before, t.closing}, nil
	}
	return t.bottom()
}

// bottom is the end of a tab.
func (t *tab) bottom() (spot, error) {
	for _, b := range slices.Backward(t.flow) {
		if b.paragraph != nil {
			return spot{after, b.paragraph}, nil
		}
	}
	return spot{}, errNoPlace
}

// top is where a sheet goes into what a team has written before: below the title, if a heading
// that ends the sheet comes next, or else above the first such heading, or at the end of the
// tab. So it parts nothing that belongs together, and has nothing below it that is the team's.
func (t *tab) top() (spot, error) {
	var title *paragraph
	said := false // something that belongs together
	for _, b := range t.flow {
		p := b.paragraph
		switch {
		case p == nil:
			said = said || b.table != nil || title != nil
		case p.endsSheets():
			if said {
				return spot{before, p}, nil
			}
			if title != nil && p.heading() > 0 {
				return spot{after, title}, nil
			}
			title = p
		case !p.empty():
			said = true
		}
	}
	first := t.flow.first()
	switch {
	case first == nil:
		return spot{}, errNoPlace
	case said:
		return t.bottom()
	case title != nil:
		return spot{after, title}, nil
	case len(t.paragraphs) == 1:
		return spot{fill, first}, nil
	}
	return spot{before, first}, nil
}

// endsSheets says whether a paragraph is a heading that ends a sheet of ours above it.
func (p *paragraph) endsSheets() bool {
	return p.heading() <= 1 && p.look().kind == foreignHeading
}

// first is the first paragraph that is in no table.
func (f flow) first() *paragraph {
	for _, b := range f {
		if b.paragraph != nil {
			return b.paragraph
		}
	}
	return nil
}

// newPart is where the section of this number goes: after the one that comes
// before it in a sheet, or else at the sheet's head.
func (s *sheet) newPart(number int) (spot, error) {
	for i := number - 1; i >= 0; i-- {
		if p := s.find(kpt.Sections()[i]); p != nil {
			if p.last != nil {
				return spot{after, p.last}, nil
			}
			break
		}
	}
	switch {
	case s.top != nil && !s.hasTable():
		return spot{after, s.top}, nil
	case s.end != nil:
		return spot{after, s.end}, nil
	}
	return s.tab.top()
}

// hasTable says whether sections of the sheet are in a table, or may be: then a new one
// goes below.
func (s *sheet) hasTable() bool {
	if s.tabled {
		return true
	}
	for _, p := range s.parts {
		if p.heading.inTable {
			return true
		}
	}
	return false
}

// emptyTab is a tab that was made for a retro and not filled.
func (p *plan) emptyTab(retro schedule.Date) *tab {
	if t := p.fresh[retro]; t != nil {
		return t
	}
	for _, t := range p.doc.tabs {
		if date, ok := kpt.FindDate(t.title); ok && date == retro && len(t.paragraphs) == 1 && t.paragraphs[0].empty() {
			return t
		}
	}
	return nil
}

// missingTabs asks for the tabs that the changes need.
func (p *plan) missingTabs(changes []kpt.Change) []*docs.Request {
	if p.config.Layout != Tabs {
		return nil
	}
	var requests []*docs.Request
	for _, a := range gather(changes) {
		if p.doc.sheet(a.retro) != nil || p.emptyTab(a.retro) != nil {
			continue
		}
		p.fresh[a.retro] = &tab{title: p.style.heading(a.retro)}
		requests = append(requests, &docs.Request{AddDocumentTab: &docs.AddDocumentTabRequest{TabProperties: &docs.TabProperties{
			Title: p.style.heading(a.retro), Index: p.tabIndex(a.retro) + int64(len(requests)), ForceSendFields: []string{"Index"},
		}}})
	}
	return requests
}

// tabIndex is before the first tab of an older retro, else after all.
func (p *plan) tabIndex(retro schedule.Date) int64 {
	for i, t := range p.doc.roots {
		if date, ok := kpt.FindDate(t.title); ok && date.Before(retro) {
			return int64(i)
		}
	}
	return int64(len(p.doc.roots))
}

// addTabs takes in the tabs that were made. A new tab is one empty paragraph
// after a section break.
func (p *plan) addTabs(replies []*docs.Response) {
	for _, r := range replies {
		if r == nil || r.AddDocumentTab == nil || r.AddDocumentTab.TabProperties == nil {
			continue
		}
		made := r.AddDocumentTab.TabProperties
		for _, t := range p.fresh {
			if t.title == made.Title && t.id == "" {
				t.id = made.TabId
				t.paragraphs = []*paragraph{{tab: t, start: 1, end: 2, style: "NORMAL_TEXT"}}
				break
			}
		}
	}
}
