package gdocs

import (
	"slices"

	"google.golang.org/api/docs/v1"

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
		if c.Kind != kpt.OpenSheet && c.Kind != kpt.AddLine {
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

// add plans what is new: lines, sections, sheets.
func (p *plan) add(changes []kpt.Change) error {
	for i, a := range gather(changes) {
		s := p.doc.sheet(a.retro)
		if s == nil {
			at, err := p.newSheet(a.retro)
			if err != nil {
				return err
			}
			p.put(at, p.sheetRows(a), rankSheet+i, p.style.preset)
			continue
		}
		for j, section := range kpt.Sections() {
			lines := a.lines[section]
			if len(lines) == 0 {
				continue
			}
			if part := s.find(section); part != nil {
				p.addTo(part, lines)
				continue
			}
			at, err := s.newPart(j)
			if err != nil {
				return err
			}
			p.put(at, p.partRows(a.retro, section, lines), rankSection+j, p.style.preset)
		}
	}
	return nil
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

// find finds a section of the sheet: of several, the one that we made.
func (s *sheet) find(section kpt.Section) *part {
	var found *part
	for _, p := range s.parts {
		if p.section == section && (found == nil || p.marked && !found.marked) {
			found = p
		}
	}
	return found
}

// addTo puts lines after the last bullet of a section, in its own list.
func (p *plan) addTo(at *part, lines []kpt.Change) {
	last := at.anchor()
	switch {
	case last != nil && last.paragraph.continues():
		p.extend(last, at, lines)
	case last != nil && last.canExtend(lines):
		p.extendTyped(last, lines)
	case last != nil:
		p.put(spot{after, last.paragraph}, lineRows(lines), rankLine, p.style.preset)
	case at.blank != nil && at.blank.bullet != nil && at.blank.continues() && at.blank.bullet.level == 0:
		p.fillBullet(at.blank, lines)
	case at.blank != nil && at.blank.bullet == nil:
		p.put(spot{fill, at.blank}, lineRows(lines), rankLine, p.style.preset)
	default:
		p.put(spot{after, at.heading}, lineRows(lines), rankLine, p.style.preset)
	}
}

// anchor is the last line of a section that a line can follow: without lines
// below it that would become those of the new line, and clear of suggestions.
func (p *part) anchor() *line {
	for i := len(p.lines) - 1; i >= 0; i-- {
		l := p.lines[i]
		if (i == len(p.lines)-1 || p.lines[i+1].Depth == 0) && !l.Suggested && l.paragraph.steady() {
			return l
		}
	}
	return nil
}

// continues says whether a newline at the end of the paragraph gives a bullet
// like it.
func (p *paragraph) continues() bool {
	return p.bullet != nil && p.heading() == body
}

// extend types at the end of a bullet: Google copies paragraph and list.
func (p *plan) extend(last *line, in *part, lines []kpt.Change) {
	q := last.paragraph
	rows := lineRows(lines)
	first := q.end
	requests := []*docs.Request{insertText(q.tab, q.end-1, "\n"+text(rows))}
	end := first + units(text(rows)) + 1
	if last.Depth > 0 || q.bullet.level > 0 {
		requests = append(requests, relist(q.tab, first, end, p.presetOf(in))...)
	}
	requests = append(requests, restyle(q.tab, first, end-1, emphasis))
	requests = append(requests, names(q.tab, first, rows)...)
	p.split[q] = true
	p.step(q, q.end-1, rankLine, requests...)
}

// presetOf is the preset of a section's own list.
func (p *plan) presetOf(in *part) string {
	for _, l := range in.lines {
		if b := l.paragraph.bullet; b != nil && l.Depth == 0 {
			return l.paragraph.tab.preset(b.list)
		}
	}
	return p.style.preset
}

// relist makes paragraphs into bullets of the first level.
func relist(t *tab, start, end int64, preset string) []*docs.Request {
	return []*docs.Request{
		{DeleteParagraphBullets: &docs.DeleteParagraphBulletsRequest{Range: span(t, start, end)}},
		{UpdateParagraphStyle: &docs.UpdateParagraphStyleRequest{
			Fields: "indentStart,indentFirstLine", ParagraphStyle: &docs.ParagraphStyle{}, Range: span(t, start, end),
		}},
		{CreateParagraphBullets: &docs.CreateParagraphBulletsRequest{BulletPreset: preset, Range: span(t, start, end)}},
	}
}

// canExtend says whether a line begins with a typed bullet that the new lines can
// have too.
func (l *line) canExtend(lines []kpt.Change) bool {
	return l.text > l.paragraph.start && !slices.ContainsFunc(lines, func(c kpt.Change) bool {
		return !apart(typedMarker(l.paragraph.pieces[0].text), typed(c.Text))
	})
}

// extendTyped goes on with bullets that are made of characters.
func (p *plan) extendTyped(last *line, lines []kpt.Change) {
	q := last.paragraph
	marker := typedMarker(q.pieces[0].text)
	requests := []*docs.Request{nil}
	typedText, at := "", q.end-1
	for i, row := range lineRows(lines) {
		lead := "\n" + nextMarker(marker, i+1)
		start := at + units(lead)
		at = start + units(row.text)
		typedText += lead + row.text
		requests = append(requests, nameRange(q.tab, start, at, row.mark))
	}
	requests[0] = insertText(q.tab, q.end-1, typedText)
	requests = slices.Insert(requests, 1, restyle(q.tab, q.end, at, emphasis))
	p.split[q] = true
	p.step(q, q.end-1, rankLine, requests...)
}

// fillBullet types into an empty bullet, and leaves an empty one for the next.
func (p *plan) fillBullet(q *paragraph, lines []kpt.Change) {
	rows := lineRows(lines)
	requests := []*docs.Request{
		insertText(q.tab, q.start, text(rows)+"\n"),
		restyle(q.tab, q.start, q.start+units(text(rows)), emphasis),
	}
	p.step(q, q.start, rankLine, append(requests, names(q.tab, q.start, rows)...)...)
}
