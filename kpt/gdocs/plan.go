package gdocs

import (
	"cmp"
	"fmt"
	"slices"

	"google.golang.org/api/docs/v1"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// plan turns changes into requests. Each step works at one place; steps are made
// from the end of a tab to its beginning.
type plan struct {
	doc    *document
	config Config
	style  style
	steps  []step
	rows   []*newRow
	fresh  map[schedule.Date]*tab // tabs that were made for this plan
	marked map[*paragraph]bool    // whose marks are made anew
	headed map[*sheet]bool        // that get their headings anew
	split  map[*paragraph]bool    // at whose end something was added: their newline may go
	filled map[*paragraph]bool    // the empty ones that are so no more
}

// step is what is done at one index. Of steps at the same index, the text of the
// higher rank comes out below the others, so it is inserted first.
type step struct {
	tab      *tab
	at       int64
	rank     int
	requests []*docs.Request
}

// The ranks of what is inserted at one place.
const (
	rankLine = iota
	rankSection
	rankSheet = rankSection + 10
	rankTitle = rankSheet + 1000 // a heading is changed before anything is put above it
)

func newPlan(d *document, c Config) *plan {
	return &plan{
		doc: d, config: c, style: d.style(c.Titles),
		fresh: map[schedule.Date]*tab{}, marked: map[*paragraph]bool{}, split: map[*paragraph]bool{}, filled: map[*paragraph]bool{},
	}
}

// requests makes the changes into one batch.
func (p *plan) requests(changes []kpt.Change) ([]*docs.Request, error) {
	if err := p.add(changes); err != nil {
		return nil, err
	}
	for _, c := range changes {
		switch c.Kind {
		case kpt.OpenSheet, kpt.AddLine:
			continue // see add
		case kpt.TitleSheet:
			p.title(c)
			continue
		case kpt.RemoveSheet:
			p.removeSheet(c)
			continue
		}
		l := p.doc.lines[c.Place]
		if l == nil {
			return nil, fmt.Errorf("%s of %s: there was no line at %q", c.Kind, c.ID, c.Place)
		}
		if l.Text != c.Was && c.Kind != kpt.AdoptLine {
			return nil, fmt.Errorf("%s of %s: there was another text at %q", c.Kind, c.ID, c.Place)
		}
		p.marked[l.paragraph] = true
		switch c.Kind {
		case kpt.EditLine:
			p.edit(l, c)
		case kpt.RemoveLine:
			p.remove(l)
		case kpt.AdoptLine:
			p.step(l.paragraph, l.paragraph.start, rankLine, nameRange(l.paragraph.tab, l.text, l.paragraph.end-1, c.ID.Mark()))
		default:
			return nil, fmt.Errorf("unknown change %q", c.Kind)
		}
	}
	requests := p.unmark()
	slices.SortStableFunc(p.steps, func(a, b step) int {
		return -cmp.Or(cmp.Compare(a.tab.id, b.tab.id), cmp.Compare(a.at, b.at), cmp.Compare(a.rank, b.rank))
	})
	for _, s := range p.steps {
		requests = append(requests, s.requests...)
	}
	return requests, nil
}

// title puts a day into a heading of ours. Its mark stays: what is the same of the text
// is not touched.
func (p *plan) title(c kpt.Change) {
	s := p.doc.sheet(c.Retro)
	if s == nil || s.title == (schedule.Date{}) {
		return // a person has changed it meanwhile
	}
	h := s.heading
	requests, _ := newEditor(h, h.start).replace(typed(p.style.heading(c.Titled())))
	p.step(h, h.start, rankTitle, requests...)
}

func (p *plan) step(at *paragraph, index int64, rank int, requests ...*docs.Request) {
	p.steps = append(p.steps, step{at.tab, index, rank, requests})
}

// unmark takes away the named ranges on the paragraphs that get new ones. A
// range that also lies on another line is made anew there.
func (p *plan) unmark() []*docs.Request {
	var requests []*docs.Request
	gone := map[string]bool{}
	tabs := map[*tab]bool{}
	for q := range p.marked {
		for _, m := range q.marks {
			if _, ok := kpt.ParseMark(m.name); ok {
				gone[m.rangeID], tabs[q.tab] = true, true
			}
		}
	}
	for t := range tabs {
		for _, q := range t.paragraphs {
			id, m := q.id()
			if w := q.look(); gone[m.rangeID] && id != "" && !p.marked[q] && w.kind == bullet {
				p.step(q, q.start, rankLine, nameRange(t, w.text, q.end-1, m.name))
			}
		}
	}
	for _, t := range p.doc.tabs {
		for _, m := range t.marks {
			if gone[m.rangeID] {
				delete(gone, m.rangeID)
				requests = append(requests, &docs.Request{DeleteNamedRange: &docs.DeleteNamedRangeRequest{NamedRangeId: m.rangeID}})
			}
		}
	}
	return requests
}

// remove takes away a line that is all ours. What a person put into it besides
// text, or only suggests, stays; so does the newline that must.
func (p *plan) remove(l *line) {
	q := l.paragraph
	own := !slices.ContainsFunc(q.pieces, func(c piece) bool { return c.chip || !c.counts() })
	if own && (q.next != nil || p.split[q]) {
		p.step(q, q.start, rankLine, deleteText(q.tab, q.start, q.end))
		return
	}
	requests := q.clear(q.start)
	if own && q.bullet != nil {
		requests = append(requests, &docs.Request{DeleteParagraphBullets: &docs.DeleteParagraphBulletsRequest{
			Range: span(q.tab, q.start, q.start+1),
		}})
	}
	p.step(q, q.start, rankLine, requests...)
}

// clear deletes the text that counts from an index on.
func (p *paragraph) clear(from int64) []*docs.Request {
	e := newEditor(p, from)
	return e.delete(0, len(e.old))
}

func span(t *tab, start, end int64) *docs.Range {
	return &docs.Range{
		TabId: t.id, StartIndex: start, EndIndex: end,
		ForceSendFields: []string{"StartIndex", "EndIndex"},
	}
}

func deleteText(t *tab, start, end int64) *docs.Request {
	return &docs.Request{DeleteContentRange: &docs.DeleteContentRangeRequest{Range: span(t, start, end)}}
}

func insertText(t *tab, at int64, text string) *docs.Request {
	return &docs.Request{InsertText: &docs.InsertTextRequest{
		Location: &docs.Location{TabId: t.id, Index: at, ForceSendFields: []string{"Index"}}, Text: text,
	}}
}

func nameRange(t *tab, start, end int64, name string) *docs.Request {
	return &docs.Request{CreateNamedRange: &docs.CreateNamedRangeRequest{Name: name, Range: span(t, start, end)}}
}
