package gdocs

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/engawa-bot/engawa/kpt"
)

// bed is where lines of a section stand together: below its heading, below a heading
// within it, or in a cell.
type bed struct {
	head *paragraph // it begins below this; nil in a cell
	whose
	lines []*line       // those of the section
	blank *paragraph    // the first empty bullet, or the first empty paragraph of a cell
	end   *paragraph    // the last of a cell
	table *table        // that the cell is in
	at    kpt.CellPlace // of the cell

	all  []*line // as they were read
	wide bool    // there was an empty paragraph just now
}

// whose says whose the lines of a bed are.
type whose struct {
	by    string // whose lines are here alone; "" is everybody's
	below string // see kpt.Line
	named bool   // by is what a row is labelled with, and that is no name
}

// line is a kpt.Line with its paragraph.
type line struct {
	kpt.Line
	paragraph *paragraph
	text      int64      // where its text begins
	tail      *paragraph // the last that goes on what it says; else the line's own
	bare      bool       // it has no bullet
	apart     bool       // an empty paragraph is before it
}

// line reads a line.
func (b *bed) line(p *paragraph, w what) {
	b.ends(p)
	l := &line{paragraph: p, tail: p, text: w.text, bare: p.bullet == nil && w.text == p.start, apart: b.wide}
	l.ID, l.Bare = w.id, l.bare
	l.Text = p.text(w.text)
	l.Person = p.signer(w.text)
	l.Ticked = w.text > p.start && p.ticked()
	l.Struck = l.Ticked || p.all(func(c piece) bool { return c.struck })
	l.Crossed = p.crossed(w.text)
	l.Heads = p.bullet == nil && w.text > p.start && headed(p.text(p.start)) && p.headsList()
	l.Suggested = p.all(func(c piece) bool { return len(c.inserted) > 0 })
	if l.Text == "" && !l.Suggested {
		if p.bullet != nil && b.blank == nil {
			b.blank = p
		}
		b.wide = true
		return
	}
	b.wide = false
	l.Place = p.tab.id + ":" + strconv.FormatInt(p.start, 10)
	b.all = append(b.all, l)
}

// crossed says whether all of the text from an index on is struck out, or all behind a name.
func (p *paragraph) crossed(from int64) bool {
	rest, some := "", false
	for _, c := range p.pieces {
		switch {
		case c.chip || c.end <= from || !c.counts():
		case c.struck:
			some = some || strings.TrimSpace(c.text) != ""
		default:
			rest += c.text[bytesAt(c.text, from-c.start):]
		}
	}
	return some && kpt.OnlyLabels(rest)
}

// signer is whom the text from an index on says that it is of, by a chip.
func (p *paragraph) signer(from int64) string {
	before := ""
	for _, c := range p.pieces {
		switch {
		case !c.counts() || c.end <= from:
		case c.person != "" && kpt.Signing(before, p.text(c.end)):
			return c.person
		default:
			before += c.text[bytesAt(c.text, from-c.start):]
		}
	}
	return ""
}

// gap is a paragraph without text.
func (b *bed) gap(p *paragraph) {
	b.ends(p)
	b.wide = true
	if b.table != nil && p.empty() && b.blank == nil && len(b.all) == 0 {
		b.blank = p
	}
}

// ends remembers the last paragraph of a cell.
func (b *bed) ends(p *paragraph) {
	if b.table != nil {
		b.end = p
	}
}

// settle says what the lines of a bed are, once all are known. Where there are bullets,
// text without one goes on what the line above says, or is about the list. Where there are none, it
// is the lines.
func (r *reader) settle(b *bed) {
	listed := slices.ContainsFunc(b.all, func(l *line) bool { return !l.bare && !kpt.Instructs(l.Text) })
	mixed := b.mixed()
	var above []*line
	var last *line
	seen := false
	for _, l := range b.all {
		note := l.ID != "" || !l.bare || r.part != nil && !listed && !kpt.IsHint(l.Text) && !onlyChips(l.paragraph)
		switch {
		case note:
			above = l.parents(above)
			l.Depth = len(above)
			above, last = append(above, l), l
		case last != nil && !l.apart && !kpt.IsRule(l.Text):
			last.tail = l.paragraph
			l.Depth = last.Depth + 1
			r.beside(l, mixed[l], listed)
		default:
			last = nil
			r.beside(l, mixed[l] || listed && seen, listed)
			continue
		}
		seen = true
		r.keep(b, l, note)
	}
	r.outlined(b)
	b.all = nil
}

// mixed are lines that may be notes and have no bullet, where more of them stand together than
// lines that have one: they are hardly about the list.
func (b *bed) mixed() map[*line]bool {
	bare := 0
	for _, l := range b.all {
		if l.bare {
			bare++
		}
	}
	if bare < 2 || bare == len(b.all) {
		return nil
	}
	at := make([]kpt.Together, len(b.all))
	for i, l := range b.all {
		at[i] = kpt.Together{
			Parted: l.apart, Bullet: !l.bare && !kpt.Instructs(l.Text), Bare: l.bare && l.ID == "" && l.left() == 0 && kpt.MayBeNote(l.Text),
		}
	}
	found := map[*line]bool{}
	for _, i := range kpt.Mixed(at) {
		found[b.all[i]] = true
	}
	return found
}

// beside has a line be told that has no bullet, and stands beside a list: it may be a note, or it
// may say who wrote it.
func (r *reader) beside(l *line, mayBeNote, listed bool) {
	switch name, ok := kpt.MayBeSigned(l.Text); {
	case mayBeNote:
		r.unread(l)
	case ok && listed && r.part != nil && r.sheet != nil && !l.Suggested:
		r.sheet.unclear = append(r.sheet.unclear, kpt.Unclear{Text: l.Text, If: name})
	}
}

// unread remembers a line that may be a note and stands below a list.
func (r *reader) unread(l *line) {
	if r.part != nil && r.sheet != nil && !l.Suggested && kpt.MayBeNote(l.Text) && !onlyChips(l.paragraph) {
		r.sheet.unread = append(r.sheet.unread, l.Text)
	}
}

// outlined says which lines of a list outside of all sections may head some.
func (r *reader) outlined(b *bed) {
	if r.part != nil || r.in != page {
		return
	}
	texts, depths := make([]string, len(b.all)), make([]int, len(b.all))
	for i, l := range b.all {
		if l.ID == "" {
			texts[i], depths[i] = l.Text, l.Depth
		}
	}
	heads := kpt.Outline(texts, depths)
	for i, section := range kpt.Spaced(texts) {
		heads[i] = section
	}
	for i, l := range b.all {
		if section, ok := heads[i]; ok {
			r.puzzled(l.Text, []kpt.Section{section})
		}
	}
	if r.sheet == nil && len(heads) > 0 && !r.named {
		r.doc.dayless = append(r.doc.dayless, r.aboveLines(b.all[0]))
	}
}

// keep adds a line to the sheet, and to its section if it is a line of its own.
func (r *reader) keep(b *bed, l *line, note bool) {
	r.doc.lines[l.Place] = l
	if r.part != nil && note {
		l.Section, l.Below, l.Cell = r.part.section, b.below, b.at
		b.lines = append(b.lines, l)
		if l.Person == "" && !b.named {
			l.Person, l.Named = cmp.Or(b.by, r.part.own, r.part.whose()), b.by != "" && b.table != nil
		}
	}
	if r.sheet != nil {
		r.sheet.lines = append(r.sheet.lines, l)
	} else {
		r.doc.loose = append(r.doc.loose, l)
	}
}

// onlyChips says whether a paragraph is nothing but links, dates and people.
func onlyChips(p *paragraph) bool {
	return !slices.ContainsFunc(p.pieces, func(c piece) bool { return !c.chip && kpt.Fold(c.text) != "" })
}

// parents are those of some lines, each in the one before, that a line is in.
func (l *line) parents(above []*line) []*line {
	beside := func(a *line) bool { return a.listed() && l.listed() && !a.contains(l) }
	if i := slices.IndexFunc(above, beside); i >= 0 {
		above = above[:i] // whatever is typed between them
	}
	for len(above) > 0 && !above[len(above)-1].contains(l) {
		above = above[:len(above)-1]
	}
	return above
}

// listed says whether a line has a bullet that is not typed.
func (l *line) listed() bool { return l.paragraph.bullet != nil }

// contains says whether a line below one is in that.
func (l *line) contains(below *line) bool {
	a, b := l.paragraph, below.paragraph
	switch {
	case l.listed() && below.listed() && a.bullet.list == b.bullet.list:
		return b.bullet.level > a.bullet.level
	case l.listed() && !below.listed() && b.spaces() > space: // typed below the bullet of a list
		return true
	}
	return below.left() > l.left()+1
}

// left is where a line's text begins, in points. Typed spaces count as well.
func (l *line) left() float64 {
	if l.paragraph.bullet != nil {
		return l.paragraph.indent
	}
	return l.paragraph.indent + l.paragraph.spaces()
}

// How wide spaces are in points, about, in a text of 11 points.
const space, wide = 3, 11

// spaces is how wide the spaces are that a paragraph begins with, in points.
func (p *paragraph) spaces() (x float64) {
	if len(p.pieces) == 0 {
		return 0
	}
	for _, r := range p.pieces[0].text {
		switch r {
		case ' ':
			x += space
		case '\u3000':
			x += wide
		case '\t':
			x += 36
		default:
			return x
		}
	}
	return x
}

// lines are all lines of a section.
func (p *part) lines() (all []*line) {
	for _, b := range p.beds {
		all = append(all, b.lines...)
	}
	return all
}
