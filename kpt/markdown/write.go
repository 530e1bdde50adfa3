package markdown

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// edits are changes to the lines of a document, by the lines as they were read.
type edits struct {
	doc    *document
	titles kpt.Titles
	eol    string
	inserts
	lines  map[int][]string // put in the place of a line
	cuts   map[int][]cut    // made within a line
	added  map[place][]kpt.Change
	opened []kpt.Change
}

var errUnclear = errors.New("markdown: something in the sheet may be the section, and is not understood")

// inserts are lines that are put before others. At one place they come in this order.
type inserts struct {
	rows   map[int][]string // of tables
	before map[int][]string // that go on what is above
	parts  map[int][]string // sections of the sheet above
	sheets map[int][]string
}

// place is a section of a sheet.
type place struct {
	retro   schedule.Date
	section kpt.Section
}

// apply makes changes to a text. It fails only on a change that does not belong
// to the text.
func apply(text string, titles kpt.Titles, changes []kpt.Change) (string, error) {
	e := &edits{
		doc: parse(text, titles), titles: titles, eol: "\n",
		inserts: inserts{map[int][]string{}, map[int][]string{}, map[int][]string{}, map[int][]string{}},
		lines:   map[int][]string{}, cuts: map[int][]cut{}, added: map[place][]kpt.Change{},
	}
	if len(e.doc.lines) > 0 && strings.HasSuffix(e.doc.lines[0], "\r\n") {
		e.eol = "\r\n"
	}
	for _, c := range changes {
		if err := e.make(c); err != nil {
			return "", err
		}
	}
	slices.SortFunc(e.opened, func(a, b kpt.Change) int { return a.Retro.Compare(b.Retro) })
	for _, c := range e.opened {
		e.open(c)
	}
	e.addAll()
	return e.text(), nil
}

func (e *edits) make(c kpt.Change) error {
	c.Text = kpt.Tidy(c.Text)
	switch c.Kind {
	case kpt.OpenSheet:
		if e.doc.sheet(c.Retro) < 0 {
			e.opened = append(e.opened, c)
		}
		return nil
	case kpt.TitleSheet:
		e.title(c)
		return nil
	case kpt.RemoveSheet:
		e.removeSheet(c.Retro)
		return nil
	case kpt.AddLine:
		if c.Place != "" {
			return e.below(c)
		}
		at := place{c.Retro, c.Section}
		if e.doc.sheet(c.Retro) >= 0 && (kpt.Sheet{Unclear: e.doc.unclear(c.Retro)}).Waits(c.Section) {
			return &kpt.Unwritable{ID: c.ID, Err: errUnclear}
		}
		e.added[at] = append(e.added[at], c)
		return nil
	}
	b := e.doc.bullet(c.Place)
	if b == nil || b.read.Text != c.Was {
		return fmt.Errorf("markdown: %s: no line %q at %s", c.Kind, c.Was, c.Place)
	}
	switch {
	case b.cell != nil:
		e.cutCell(b, c)
		return nil
	case c.Kind == kpt.AdoptLine:
		e.mark(b, c.ID)
		return nil
	}
	switch c.Kind {
	case kpt.EditLine:
		e.replace(b, e.bullet(b, c.Text, c.ID))
	case kpt.RemoveLine:
		e.remove(b)
	}
	return nil
}

// bullet finds the line at a place; nil if there is none.
func (d *document) bullet(at string) *bullet {
	i := slices.IndexFunc(d.bullets, func(b *bullet) bool { return b.place() == at })
	if i < 0 {
		return nil
	}
	return d.bullets[i]
}

// below puts a line below another, as a detail of it.
func (e *edits) below(c kpt.Change) error {
	b := e.doc.bullet(c.Place)
	if b == nil {
		return fmt.Errorf("markdown: add %s: no line at %s", c.ID, c.Place)
	}
	if b.cell != nil {
		at := b.cell.part[1]
		e.cuts[b.line] = append(e.cuts[b.line], cut{at, at, "<br>" + inCell("", c.Text, c.ID)})
		return nil
	}
	like := fresh(kpt.Keeps)
	if b.marker != "" {
		like.prefix = strings.Repeat(" ", b.content) + like.prefix
		like.content += b.content
	}
	e.before[b.after] = append(e.before[b.after], e.bullet(like, c.Text, c.ID)...)
	return nil
}

// replace puts lines in the place of a bullet's.
func (e *edits) replace(b *bullet, lines []string) {
	for i := b.line; i < b.after; i++ {
		e.lines[i] = nil
	}
	e.lines[b.line] = lines
}

// remove takes a bullet out, with one of the two blank lines it leaves.
func (e *edits) remove(b *bullet) {
	e.replace(b, nil)
	d := e.doc
	if b.line > 0 && blank(d.lines[b.line-1]) && b.after < len(d.lines) && blank(d.lines[b.after]) {
		e.lines[b.after] = nil
	}
}

// mark puts a mark at the end of a bullet's first line, in the place of any
// other, and leaves the rest as it is.
func (e *edits) mark(b *bullet, id kpt.NoteID) {
	for i := b.line; i < b.after; i++ {
		line := bare(e.doc.lines[i])
		end := e.doc.lines[i][len(line):]
		if b.read.ID != "" {
			line = unmarked(line)
		}
		if i == b.line {
			text := strings.TrimRight(line, " \t")
			line = text + comment(id) + line[len(text):]
		}
		e.lines[i] = []string{line + end}
	}
}

func comment(id kpt.NoteID) string { return " <!-- " + id.Mark() + " -->" }

// bullet writes a text as a bullet that looks like another.
func (e *edits) bullet(like *bullet, text string, id kpt.NoteID) []string {
	raw := escape(text)
	if like.tilde {
		raw = "~~" + strings.ReplaceAll(raw, "~", `\~`) + "~~"
	}
	lines := strings.Split(raw, "\n")
	for i, line := range lines {
		switch {
		case i == 0 && like.marker == "" && isBullet(line):
			lines[i] = like.prefix + strings.TrimSpace(comment(id)) + " " + line + e.eol
		case i == 0:
			lines[i] = like.prefix + line + comment(id) + e.eol
		default:
			lines[i] = strings.Repeat(" ", like.content) + line + e.eol
		}
	}
	return lines
}

// open puts an empty sheet before the first that is older, else at the end.
func (e *edits) open(c kpt.Change) {
	d, retro := e.doc, c.Retro
	level, at := 2, len(d.lines)
	for i := len(d.heads) - 1; i >= 0; i-- {
		if h := d.heads[i]; h.sheet {
			level = min(h.level, 5)
			if h.retro.Before(retro) {
				at = d.aboveYears(h, retro)
			}
		}
	}
	lines := []string{e.heading(level, c), e.eol}
	like := d.newestTable()
	for _, section := range kpt.Sections() {
		if like != nil && slices.Contains(like.sections(), section) {
			continue
		}
		lines = append(lines, e.section(level+1, section, e.added[place{retro, section}])...)
		delete(e.added, place{retro, section})
	}
	if like != nil {
		lines = append(append(lines, e.copyTable(like, retro)...), e.eol)
	}
	// The newest of several at one place comes first.
	e.sheets[at] = append(lines, e.sheets[at]...)
}

// heading is that of a sheet. One whose day is not its name has that in a mark.
func (e *edits) heading(level int, c kpt.Change) string {
	text := strings.Repeat("#", level) + " " + e.titles.Heading(c.Titled())
	if c.Titled() != c.Retro {
		text += " <!-- engawa:sheet:" + c.Retro.String() + " -->"
	}
	return text + e.eol
}

// title puts a day into a heading that is as we wrote it.
func (e *edits) title(c kpt.Change) {
	i := e.doc.sheet(c.Retro)
	if i < 0 {
		return
	}
	if h := e.doc.heads[i]; h.title != (schedule.Date{}) && h.level < 7 && h.after == h.line+1 {
		e.lines[h.line] = []string{e.heading(h.level, c)}
	}
}

// section writes a section with its lines, and a blank line after each part.
func (e *edits) section(level int, section kpt.Section, added []kpt.Change) []string {
	lines := []string{strings.Repeat("#", level) + " " + e.titles.Sections[section] + e.eol, e.eol}
	for i, c := range added {
		like := e.firstLike(section, c.Retro)
		if i > 0 && like.marker == "" {
			lines = append(lines, e.eol)
		}
		lines = append(lines, e.bullet(like, c.Text, c.ID)...)
	}
	if len(added) > 0 {
		lines = append(lines, e.eol)
	}
	return lines
}

// fresh is how a bullet looks where there is none to look like.
func fresh(section kpt.Section) *bullet {
	b := &bullet{look: look{prefix: "- ", content: 2, marker: "-"}}
	if section == kpt.Tries {
		b.prefix = "- [ ] "
	}
	return b
}
