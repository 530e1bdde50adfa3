package gdocs

import (
	"fmt"
	"strings"

	"google.golang.org/api/docs/v1"

	"github.com/engawa-bot/engawa/kpt"
)

// addBelow plans the lines that go right below others.
func (p *plan) addBelow(changes []kpt.Change) error {
	for _, c := range changes {
		if c.Kind != kpt.AddLine || c.Place == "" {
			continue
		}
		l := p.doc.lines[c.Place]
		if l == nil {
			return fmt.Errorf("add %s: there was no line at %q", c.ID, c.Place)
		}
		p.below(l, c)
	}
	return nil
}

// below puts a line below another, as a detail of it.
func (p *plan) below(l *line, c kpt.Change) {
	q, text := l.tail, typed(c.Text)
	lead := "\u3000" // stands further to the right
	if l.text > l.paragraph.start && l.paragraph.bullet == nil {
		lead += cleared(l.paragraph.marker())
	}
	if b := l.paragraph.bullet; b != nil {
		lead = strings.Repeat("\t", int(b.level)+1)
	}
	first := q.end
	end := first + units(lead+text) + 1
	requests := append([]*docs.Request{insertText(q.tab, q.end-1, "\n"+lead+text)}, plainly(q.tab, first, end)...)
	requests = append(requests, restyle(q.tab, first, end-1, emphasis))
	start := first + units(lead)
	if b := l.paragraph.bullet; b != nil { // which takes the tabs away
		requests = append(requests, &docs.Request{CreateParagraphBullets: &docs.CreateParagraphBulletsRequest{
			BulletPreset: q.tab.preset(b.list), Range: span(q.tab, first, end),
		}})
		start = first
	}
	p.split[q] = true
	p.step(q, q.end-1, rankLine+1, append(requests, nameRange(q.tab, start, start+units(text), c.ID.Mark()))...)
}
