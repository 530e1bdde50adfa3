package gdocs

import (
	"slices"

	"google.golang.org/api/docs/v1"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// made are the paragraphs of a sheet in which nothing stands but what we make, and that is
// followed by another in its tab; nil where something else stands in it.
func (d *document) made(s *sheet, titles kpt.Titles) (all []*paragraph) {
	alone := !slices.ContainsFunc(d.sheets, func(other *sheet) bool { return other != s && other.retro == s.retro })
	if !alone || s.title == (schedule.Date{}) || s.begin != s.heading || s.tabled || len(s.lines)+len(s.unclear) > 0 {
		return nil
	}
	for p := s.begin; p != nil; p = p.next {
		if p != s.heading && !p.empty() && !d.madeHead(s, p, titles) || !p.plainText() {
			return nil
		}
		if all = append(all, p); p != s.end {
			continue
		}
		if p.next == nil {
			return nil
		}
		return all
	}
	return nil
}

// madeHead says whether a paragraph is the heading of a section as we make it: in our words,
// or in those that another sheet has for it.
func (d *document) madeHead(s *sheet, p *paragraph, titles kpt.Titles) bool {
	_, section, ours := p.headingMark()
	text := p.text(p.start)
	if !ours || section == "" {
		return false
	}
	known := func(other *sheet) bool {
		in := other.find(section)
		return other != s && in != nil && in.heading != nil && in.heading.text(in.heading.start) == text
	}
	return text == titles.Sections[section] || text == plainTitle(section) || slices.ContainsFunc(d.sheets, known)
}

// plainText says whether a paragraph is made of characters that stand, and nothing else.
func (p *paragraph) plainText() bool {
	return !slices.ContainsFunc(p.pieces, func(c piece) bool { return c.chip || !c.counts() })
}

// removeSheet takes a sheet away in which nothing stands but what we make.
func (p *plan) removeSheet(c kpt.Change) {
	s := p.doc.sheet(c.Retro)
	if s == nil || len(s.ours) == 0 {
		return
	}
	var requests []*docs.Request
	for _, q := range s.ours {
		for _, m := range q.marks {
			if _, _, ours := parseHeading(m.name); ours && m.start >= q.start {
				requests = append(requests, &docs.Request{DeleteNamedRange: &docs.DeleteNamedRangeRequest{NamedRangeId: m.rangeID}})
			}
		}
	}
	last := s.ours[len(s.ours)-1]
	p.step(s.heading, s.heading.start, rankLine, append(requests, deleteText(s.tab, s.heading.start, last.end))...)
}
