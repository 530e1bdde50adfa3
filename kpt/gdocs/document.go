package gdocs

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// document is a Doc as it was read: what stands in it, and where.
type document struct {
	revision string
	tabs     []*tab   // in reading order
	roots    []*tab   // those that are in no other
	sheets   []*sheet // in the order of the Doc
	loose    []*line  // outside all sheets
	apart    []stray  // sections outside all sheets
	dayless  []string // what stands above tables outside all sheets that may be sections
	lines    map[string]*line
}

// tab is one tab with its marks.
type tab struct {
	id, title  string
	children   []*tab
	flow       flow
	paragraphs []*paragraph // in the order of their indexes
	lists      map[string][]glyph
	marks      []mark     // in the order of their indexes
	undated    bool       // something in it may be sections, and is in no sheet
	closing    *paragraph // the last heading of the first level above that; nil: none
	years      kpt.Years  // that its title says, or that of a tab that it is in
}

// paragraph is text up to a newline, with what Engawa needs to know of it.
type paragraph struct {
	tab        *tab
	start, end int64 // end is after the newline
	pieces     []piece
	style      string  // the named style
	bullet     *item   // nil: none
	indent     float64 // where the text begins, in points
	inTable    bool
	next       *paragraph // right after it, in the same body or cell; nil: none, or something else
	marks      []mark
}

// piece is a run of text or something else in a paragraph, without its newline.
type piece struct {
	start, end int64
	text       string // as a person reads it
	chip       bool   // it is not made of characters
	person     string
	struck     bool
	bold       bool
	inserted   []string // ids of suggestions
	deleted    []string
}

// counts says whether a piece stands in the Doc: what is only suggested does not.
func (p piece) counts() bool { return len(p.inserted) == 0 }

// item is the bullet of a paragraph.
type item struct {
	list  string
	level int64
}

// glyph is what the bullets of a level of a list look like.
type glyph struct{ kind, symbol, format string }

// understand finds the sheets in tabs and in the tabs below them, with what the titles of those
// above say of years.
func (d *document) understand(tabs []*tab, above kpt.Years) {
	for _, t := range tabs {
		d.tabs, t.years = append(d.tabs, t), above
		if years, ok := kpt.FindYears(t.title); ok {
			t.years = years
		}
		readTab(d, t)
		d.understand(t.children, t.years)
	}
}

// date gives the sheets whose headings do not say their year the days that they must
// be of.
func (d *document) date(titles kpt.Titles) {
	datings := make([]kpt.Dating, len(d.sheets))
	for i, s := range d.sheets {
		if datings[i] = s.dating; s.dating == (kpt.Dating{}) {
			datings[i] = kpt.Dating{Year: s.retro.Year, Month: s.retro.Month, Day: s.retro.Day}
			continue
		}
		bare := len(s.parts)+len(s.unclear)+len(s.lines) == 0
		datings[i].Title = bare && i+1 < len(d.sheets) && s.tab == d.sheets[i+1].tab && s.level < d.sheets[i+1].level
	}
	days := titles.Days(datings)
	for i, day := range days {
		s := d.sheets[i]
		if s.retro = day; datings[i].Title && day == days[i+1] {
			s.retro = schedule.Date{} // it is that of the heading below
		}
		if s.heading == nil {
			continue
		}
		if retro, _, ours := s.heading.headingMark(); ours && retro == day {
			s.title = titles.Made(s.heading.text(s.heading.start))
		}
	}
	for _, s := range d.sheets {
		s.ours = d.made(s, titles)
	}
}

// marked says whether a mark of ours names the sheet.
func (s *sheet) marked() bool {
	if s.heading == nil {
		return s.dating == (kpt.Dating{})
	}
	retro, _, ours := s.heading.headingMark()
	return ours && retro == s.retro
}

func (d *document) reading() kpt.Reading {
	r := kpt.Reading{Revision: d.revision, Undated: d.undated()}
	for _, s := range d.sheets {
		sheet := kpt.Sheet{Retro: s.retro, Marked: s.marked(), Days: s.dating.Span(), Title: s.title, Empty: len(s.ours) > 0, Unclear: append(s.puzzles(), s.saying()...), Unread: s.unread}
		sheet.LacksBut(func(section kpt.Section) bool { return s.find(section) != nil })
		for _, l := range s.lines {
			sheet.Lines = append(sheet.Lines, l.Line)
		}
		for _, p := range s.parts {
			if p.own != "" {
				sheet.Owners = append(sheet.Owners, p.own)
			}
		}
		r.Sheets = append(r.Sheets, sheet)
	}
	if len(d.loose) > 0 {
		outside := kpt.Sheet{}
		for _, l := range d.loose {
			outside.Lines = append(outside.Lines, l.Line)
		}
		r.Sheets = append(r.Sheets, outside)
	}
	return r
}

// settle puts a paragraph at its place in a tab.
func (p *paragraph) settle(t *tab, start int64) {
	p.tab, p.start, p.end = t, start, start
	for i := range p.pieces {
		c := &p.pieces[i]
		c.start, c.end = p.end, max(p.end, c.end)
		if !c.chip { // its length is that of its text, which may have lost its newline
			c.end = min(c.end, c.start+units(c.text)+1)
		}
		p.end = c.end
	}
	if p.bullet != nil && p.indent == 0 {
		const step = 36 // points, of a level of Google's own lists
		p.indent = step * float64(p.bullet.level+1)
	}
}

// heading is the level of a real heading, from 1; 0 for a title, body for text.
const body = 7

func (p *paragraph) heading() int {
	if level, ok := strings.CutPrefix(p.style, "HEADING_"); ok {
		if n, err := strconv.Atoi(level); err == nil && n > 0 && n < body {
			return n
		}
	}
	if p.style == "TITLE" || p.style == "SUBTITLE" {
		return 0
	}
	return body
}

// text is what stands in the paragraph from an index on.
func (p *paragraph) text(from int64) string {
	text := ""
	for _, c := range p.pieces {
		if !c.counts() || c.end <= from {
			continue
		}
		if c.start < from && !c.chip {
			c.text = c.text[bytesAt(c.text, from-c.start):]
		}
		text += c.text
	}
	if strings.Contains(text, "\v") {
		text = strings.ReplaceAll(text, "\v", "\n")
	}
	return strings.TrimSpace(text)
}

// empty says whether there is nothing at all in the paragraph.
func (p *paragraph) empty() bool { return p.end-p.start <= 1 }

// all says whether something is true of all of the text that is not white space.
func (p *paragraph) all(is func(piece) bool) bool {
	some := false
	for _, c := range p.pieces {
		if c.chip || strings.TrimSpace(c.text) == "" {
			continue
		}
		if some = true; !is(c) {
			return false
		}
	}
	return some
}

// steady says whether text that is typed at the end of the paragraph stays clear
// of suggestions: Google takes what is typed inside one to be part of it.
func (p *paragraph) steady() bool {
	n := len(p.pieces)
	if n == 0 {
		return true
	}
	last := p.pieces[n-1]
	before := last
	if last.text == "" && !last.chip { // the newline alone
		if n == 1 {
			return true
		}
		before = p.pieces[n-2]
	}
	return !share(last.inserted, before.inserted) && !share(last.deleted, before.deleted)
}

func share(a, b []string) bool {
	return slices.ContainsFunc(a, func(id string) bool { return slices.Contains(b, id) })
}

// units is the length of a text in the Docs API.
func units(s string) int64 {
	n := int64(0)
	for _, r := range s {
		n += int64(max(utf16.RuneLen(r), 1))
	}
	return n
}

// bytesAt is where an offset in units is in a text.
func bytesAt(s string, offset int64) int {
	for i, r := range s {
		if offset <= 0 {
			return i
		}
		offset -= int64(max(utf16.RuneLen(r), 1))
	}
	return len(s)
}
