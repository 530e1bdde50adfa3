package merge

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"testing"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// paper is a notebook in memory that keeps account of whose each line is.
type paper struct {
	t        *testing.T
	revision int
	sheets   []*page
	late     []delayed // writes whose answer was lost and that may still arrive
	uid      int
	faults   []string
	saw      map[kpt.NoteID]string // the line that the author saw when they last changed the note
	added    map[kpt.NoteID]int    // how often each line was added
	again    map[kpt.NoteID]int    // how often it may have been, besides once
	known    map[kpt.NoteID]bool   // the ledger was told that the line is there
	removed  map[kpt.NoteID]bool   // deleted by its author, with our own line left as it was
}

type page struct {
	retro  schedule.Date // as its heading says
	marked bool          // by us
	lines  []*sentence
}

type sentence struct {
	kpt.Line
	uid    int
	origin kpt.NoteID // added by us under this id; "" is a person's line
	human  bool       // a person changed it last
	ours   kpt.Line   // as we last wrote it
	copied bool       // of a copy of before, or read as one
}

type delayed struct {
	revision string
	changes  []kpt.Change
}

func newPaper(t *testing.T) *paper {
	return &paper{
		t: t, saw: map[kpt.NoteID]string{}, added: map[kpt.NoteID]int{}, again: map[kpt.NoteID]int{},
		known: map[kpt.NoteID]bool{}, removed: map[kpt.NoteID]bool{},
	}
}

func (p *paper) fault(format string, args ...any) {
	p.faults = append(p.faults, fmt.Sprintf(format, args...))
}

func (p *paper) now() string { return strconv.Itoa(p.revision) }

func (p *paper) Read(context.Context) (kpt.Reading, error) {
	r := kpt.Reading{Revision: p.now()}
	for _, pg := range p.sheets {
		s := kpt.Sheet{Retro: pg.retro, Marked: pg.marked, Empty: pg.marked && len(pg.lines) == 0}
		for _, l := range pg.lines {
			line := l.Line
			line.Place = strconv.Itoa(l.uid)
			s.Lines = append(s.Lines, line)
			if l.origin != "" && l.ID == l.origin {
				p.known[l.origin] = true
			}
		}
		r.Sheets = append(r.Sheets, s)
	}
	return r, nil
}

func (p *paper) Write(_ context.Context, at kpt.Reading, changes []kpt.Change) (string, error) {
	if at.Revision != p.now() {
		return "", kpt.ErrMoved
	}
	for _, c := range changes {
		p.make(c)
	}
	p.revision++
	return p.now(), nil
}

func (p *paper) make(c kpt.Change) {
	switch c.Kind {
	case kpt.OpenSheet:
		if p.page(c.Retro) != nil {
			p.fault("sheet %v opened twice", c.Retro)
		}
		p.sheets = append(p.sheets, &page{retro: c.Retro, marked: true})
		slices.SortFunc(p.sheets, func(a, b *page) int { return b.retro.Compare(a.retro) })
	case kpt.RemoveSheet:
		if pg := p.page(c.Retro); pg == nil || len(pg.lines) > 0 {
			p.fault("sheet %v removed, with %+v", c.Retro, pg)
		}
		p.sheets = slices.DeleteFunc(p.sheets, func(pg *page) bool { return pg.retro == c.Retro })
	case kpt.AddLine:
		p.add(c)
	case kpt.EditLine:
		l, _ := p.line(c.Place)
		p.mayChange(l, c)
		if want := p.saw[c.ID]; l.Text != l.ours.Text && l.Text != want {
			p.fault("edit of %q, which its author never saw (they saw %q)", l.Text, want)
		}
		l.Text, l.ID, l.human = c.Text, c.ID, false
		l.ours = l.Line
	case kpt.RemoveLine:
		l, pg := p.line(c.Place)
		p.mayChange(l, c)
		if l.Line != l.ours {
			p.fault("removal of %q, which a person had changed", l.Text)
		}
		if i := slices.Index(pg.lines, l); i+1 < len(pg.lines) && pg.lines[i+1].Depth > l.Depth {
			p.fault("removal of %q, below which a person wrote", l.Text)
		}
		pg.lines = slices.DeleteFunc(pg.lines, func(o *sentence) bool { return o == l })
		p.removed[c.ID] = true
		delete(p.known, c.ID) // of the next line it knows nothing
	case kpt.AdoptLine:
		l, _ := p.line(c.Place)
		if l == nil || l.Text != c.Was {
			p.fault("adoption of %q where there is %+v", c.Was, l)
			return
		}
		if l.ID = c.ID; l.origin != c.ID {
			l.origin = "" // from now on it is a person's
		}
	}
}

func (p *paper) add(c kpt.Change) {
	pg := p.page(c.Retro)
	if pg == nil {
		p.fault("line added to sheet %v, which is not there", c.Retro)
		return
	}
	p.added[c.ID]++
	line := kpt.Line{ID: c.ID, Section: c.Section, Text: c.Text}
	p.insert(pg, len(pg.lines), &sentence{Line: line, origin: c.ID, ours: line})
}

func (p *paper) mayChange(l *sentence, c kpt.Change) {
	switch {
	case l == nil:
		p.fault("%s of a line that is not there: %+v", c.Kind, c)
	case l.origin == "":
		p.fault("%s of %q, which a person wrote", c.Kind, l.Text)
	case l.Text != c.Was:
		p.fault("%s of %q, which is not what was read (%q)", c.Kind, l.Text, c.Was)
	}
}

func (p *paper) insert(pg *page, i int, l *sentence) *sentence {
	p.uid++
	l.uid = p.uid
	pg.lines = slices.Insert(pg.lines, i, l)
	return l
}

func (p *paper) page(retro schedule.Date) *page {
	for _, pg := range p.sheets {
		if pg.retro == retro {
			return pg
		}
	}
	return nil
}

func (p *paper) line(place string) (*sentence, *page) {
	for _, pg := range p.sheets {
		for _, l := range pg.lines {
			if strconv.Itoa(l.uid) == place {
				return l, pg
			}
		}
	}
	return nil, nil
}

// arrive has the writes arrive whose answer was lost, as far as they still can.
func (p *paper) arrive() {
	for _, d := range p.late {
		_, _ = p.Write(context.Background(), kpt.Reading{Revision: d.revision}, d.changes)
	}
	p.late = nil
}
