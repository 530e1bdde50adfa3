package gdocs

import (
	"slices"

	"github.com/engawa-bot/engawa/kpt"
)

// putHeads writes the headings of ours anew that somebody deleted from a tab. That is done
// when a sheet is made there: their sections would read as its own.
func (p *plan) putHeads(t *tab) {
	if p.headed == nil {
		p.headed = map[*sheet]bool{}
	}
	for _, s := range p.doc.sheets {
		if s.tab != t || p.headed[s] || !s.headless() || p.doc.sheet(s.retro) != s {
			continue
		}
		p.headed[s] = true
		p.put(spot{before, s.begin}, p.sheetRows(additions{retro: s.retro, title: s.retro})[:1], rankTitle, p.style.preset)
	}
}

// headless says whether a sheet begins with a section of ours, and has lost its heading. A
// heading right above it may be what a person has put in its place; the title of the Doc
// is not.
func (s *sheet) headless() bool {
	if s.heading != nil || s.dating != (kpt.Dating{}) || s.begin == nil || s.begin.inTable {
		return false
	}
	if _, _, ours := s.begin.headingMark(); !ours {
		return false
	}
	above := s.tab.paragraphs[:max(0, slices.Index(s.tab.paragraphs, s.begin))]
	for _, p := range slices.Backward(above) {
		if !p.empty() {
			kind := p.look().kind
			return kind != sheetHeading && (kind != foreignHeading || p.heading() == 0)
		}
	}
	return true
}
