package gdocs

import (
	"slices"

	"google.golang.org/api/docs/v1"

	"github.com/engawa-bot/engawa/kpt"
)

// addTo puts lines where lines of their author belong in a section.
func (p *plan) addTo(s *sheet, at *part, lines []kpt.Change) error {
	byBed := map[*bed][]kpt.Change{}
	var beds []*bed
	for _, c := range lines {
		b := at.bedOf(c.Text, func(b *bed) bool { return len(b.lines)+len(byBed[b]) == 0 })
		if b == nil {
			if err := p.wantRow(s, at, c); err != nil {
				return err
			}
			continue
		}
		if byBed[b] == nil {
			beds = append(beds, b)
		}
		byBed[b] = append(byBed[b], c)
	}
	for _, b := range beds {
		p.plant(s, at, b, byBed[b])
	}
	return nil
}

// bedOf is where a line goes: to its author's own bed, or to one that is everybody's. Nil
// means that there is none, and the table is to have another row.
func (p *part) bedOf(text string, empty func(*bed) bool) *bed {
	var common []*bed
	for _, b := range p.beds {
		switch {
		case b.by != "" && !b.named && kpt.LabelledBy(text, b.by):
			return b
		case b.by == "":
			common = append(common, b)
		}
	}
	if of := p.record(); of != nil {
		i := slices.IndexFunc(common, func(b *bed) bool { return b.table == of && empty(b) && b.blank != nil && of.blank(b.at.Row) })
		if i < 0 {
			return nil
		}
		return common[i]
	}
	last := -1 // with lines
	some := 0
	for i, b := range common {
		if len(b.lines) > 0 {
			last = i
			some += len(b.lines)
		}
	}
	if last >= 0 && common[last].table != nil && some <= last+1 { // one a row
		for _, b := range common[last+1:] {
			if b.table == common[last].table && empty(b) && b.blank != nil {
				return b
			}
		}
	}
	rows := last >= 0 && p.table == nil && common[last].table != nil && common[last].table.wide() // each is one line's
	if last >= 0 && !rows {
		return common[last]
	}
	if slices.ContainsFunc(p.beds, func(b *bed) bool { return b.table != nil && b.table.wide() && (b.by != "" || last >= 0) }) {
		return nil
	}
	i := slices.IndexFunc(common, func(b *bed) bool { return b.blank != nil || b.head != nil || b.end != nil })
	if i < 0 {
		return nil
	}
	return common[i]
}

// plant puts lines after the last line of a bed, and all that belongs to that, in its own
// list.
func (p *plan) plant(s *sheet, in *part, at *bed, lines []kpt.Change) {
	last := at.anchor()
	switch {
	case last != nil && last.bare:
		p.extendBare(last, lines)
	case last != nil && last.whole() && last.paragraph.continues():
		p.extend(last, in, lines)
	case last != nil && at.typed(last).canExtend(lines):
		p.extendTyped(at.typed(last), last.tail, lines)
	case last != nil:
		p.put(spot{after, last.tail}, lineRows(lines), rankLine, p.presetOf(in))
	case at.blank != nil && at.blank.bullet != nil && at.blank.continues() && at.blank.bullet.level == 0:
		p.fillBullet(at.blank, lines)
	case at.blank != nil && at.blank.bullet == nil:
		p.put(spot{fill, at.blank}, p.firstRows(s, lines), rankLine, p.style.preset)
	case at.head != nil:
		p.put(spot{after, at.head}, p.firstRows(s, lines), rankLine, p.style.preset)
	default:
		p.put(spot{after, at.end}, p.firstRows(s, lines), rankLine, p.style.preset)
	}
}

// anchor is the last line of a bed that a line can follow: without lines below it that
// would become those of the new line, and clear of suggestions.
func (b *bed) anchor() *line {
	for i := len(b.lines) - 1; i >= 0; i-- {
		l := b.lines[i]
		if (i == len(b.lines)-1 || b.lines[i+1].Depth == 0) && !l.Suggested && l.tail.steady() {
			return l
		}
	}
	return nil
}

// typed is the line whose bullet the next line has: the last that is below no other.
func (b *bed) typed(last *line) *line {
	for i := slices.Index(b.lines, last); i >= 0; i-- {
		if b.lines[i].Depth == 0 {
			return b.lines[i]
		}
	}
	return last
}

// whole says whether nothing goes on what the line says.
func (l *line) whole() bool { return l.tail == l.paragraph }

// extendBare goes on without bullets.
func (p *plan) extendBare(last *line, lines []kpt.Change) {
	q, rows := last.paragraph, lineRows(lines)
	if !last.whole() || last.Depth > 0 || q.heading() != body {
		p.put(spot{after, last.tail}, barely(rows), rankLine, "")
		return
	}
	first := q.end
	requests := []*docs.Request{
		insertText(q.tab, q.end-1, "\n"+text(rows)),
		restyle(q.tab, first, first+units(text(rows)), emphasis),
	}
	p.split[q] = true
	p.step(q, q.end-1, rankLine, append(requests, names(q.tab, first, rows)...)...)
}

// barely makes rows without bullets.
func barely(rows []row) []row {
	for i := range rows {
		rows[i].style = "NORMAL_TEXT"
	}
	return rows
}

// firstRows are rows for where no line stands yet: with bullets, unless the sheet has none.
func (p *plan) firstRows(s *sheet, lines []kpt.Change) []row {
	if s.bare(p.style.bare) {
		return barely(lineRows(lines))
	}
	return lineRows(lines)
}

// bare says whether the lines of a sheet have no bullets; if it has no lines, it is as
// others are.
func (s *sheet) bare(others bool) bool {
	some := false
	for _, part := range s.parts {
		for _, l := range part.lines() {
			if some = true; !l.bare {
				return false
			}
		}
	}
	return some || others
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
	for _, l := range in.lines() {
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
	return !l.bare && l.paragraph.bullet == nil && l.text > l.paragraph.start && !slices.ContainsFunc(lines, func(c kpt.Change) bool {
		return !apart(l.paragraph.marker(), typed(c.Text)) || typedMarker(l.paragraph.marker()+typed(c.Text)) != l.paragraph.marker()
	})
}

// extendTyped goes on with bullets that are made of characters, behind a paragraph.
func (p *plan) extendTyped(like *line, q *paragraph, lines []kpt.Change) {
	marker := like.paragraph.marker()
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
	if q != like.paragraph {
		requests = slices.Insert(requests, 1, plainly(q.tab, q.end, at+1)...)
	}
	p.split[q] = true
	p.step(q, q.end-1, rankLine, requests...)
}

// plainly makes paragraphs text without a bullet, however what is above them looks.
func plainly(t *tab, start, end int64) []*docs.Request {
	return []*docs.Request{
		{DeleteParagraphBullets: &docs.DeleteParagraphBulletsRequest{Range: span(t, start, end)}},
		{UpdateParagraphStyle: &docs.UpdateParagraphStyleRequest{
			Fields: paragraphLook, ParagraphStyle: &docs.ParagraphStyle{NamedStyleType: "NORMAL_TEXT"}, Range: span(t, start, end),
		}},
	}
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
