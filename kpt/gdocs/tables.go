package gdocs

import (
	"slices"
	"strings"

	"github.com/engawa-bot/engawa/kpt"
)

// table is a table of a tab, with what it was understood as.
type table struct {
	tab   *tab
	start int64
	rows  [][]cell
	read  kpt.Table
}

// cell is a cell of a table. It is as many columns wide and rows high as it says; the
// cells that it covers are there, and empty.
type cell struct {
	flow          flow
	columns, rows int
}

// paragraphs are those of a cell that say something.
func (c cell) paragraphs() (all []*paragraph) {
	for _, b := range c.flow {
		if b.paragraph != nil && b.paragraph.text(b.paragraph.start) != "" {
			all = append(all, b.paragraph)
		}
	}
	return all
}

// says is the text of a cell. A heading of ours says what it is, whatever it is called now.
func (c cell) says() string {
	var texts []string
	for _, p := range c.paragraphs() {
		text := p.text(p.start)
		if _, section, ok := p.headingMark(); ok && section != "" {
			if _, known := kpt.FindSection(text); !known {
				text = plainTitle(section)
			}
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, "\n")
}

// noted says whether a line of a cell has our mark.
func (c cell) noted() bool {
	return slices.ContainsFunc(c.flow, func(b block) bool {
		if b.paragraph == nil {
			return false
		}
		id, _ := b.paragraph.id()
		return id != ""
	})
}

// wide says whether a table has several columns.
func (t *table) wide() bool {
	return slices.ContainsFunc(t.rows, func(row []cell) bool { return len(row) > 1 })
}

// texts are what the cells say; what a wide or high cell says it says in all that it covers,
// as far as that matters for what they are.
func (t *table) texts() [][]string {
	texts := make([][]string, len(t.rows))
	for i, row := range t.rows {
		texts[i] = make([]string, len(row))
	}
	for i, row := range t.rows {
		for j, c := range row {
			if c.flow.empty() {
				continue
			}
			says := c.says()
			if c.noted() {
				texts[i][j] = kpt.KnownNote(says)
				continue
			}
			_, heads := kpt.FindSection(says)
			heads = heads || kpt.OtherPart(says) && c.columns > 1
			for y := i; y < min(i+max(c.rows, 1), len(texts)); y++ {
				for x := j; x < min(j+max(c.columns, 1), len(texts[y])); x++ {
					if x == j || heads {
						texts[y][x] = says
					}
				}
			}
		}
	}
	return texts
}

// table reads a table.
func (r *reader) table(t *table) {
	if r.bed.below != "" {
		r.leave(nil) // whoever is called so has no table of their own
	}
	outer, sheet, in := r.part, r.sheet, r.in
	section := kpt.Section("")
	if outer != nil {
		section = outer.section
	}
	switch {
	case len(t.rows) == 1 && len(t.rows[0]) == 1: // a frame around what is in it
		r.turn(&bed{table: t})
		r.walk(t.rows[0][0].flow)
	default:
		t.read = kpt.ReadTable(t.texts(), section)
		if r.past.text != "" && r.sheet != nil {
			r.passOver(t)
		} else if !r.cells(t) {
			r.uncertain(t, outer)
		}
	}
	if r.in = in; r.sheet != sheet {
		outer = nil
	}
	if r.part != outer {
		r.leave(outer)
	}
	r.turn(&bed{head: nil})
}

// cells walks through the cells of a table that was understood; false if it was not.
func (r *reader) cells(t *table) bool {
	if !slices.ContainsFunc(t.read.Cells, func(row []kpt.Cell) bool {
		return slices.ContainsFunc(row, func(c kpt.Cell) bool { return c.Use == kpt.HoldsLines })
	}) {
		return false
	}
	if r.sheet != nil {
		r.sheet.unclear = append(r.sheet.unclear, t.read.Odd...)
	}
	if r.sheet != nil {
		r.sheet.unclear = append(r.sheet.unclear, t.read.Owned...)
	}
	outer := r.part
	parts := map[kpt.Section]*part{}
	if outer != nil {
		parts[outer.section] = outer
	}
	for i, row := range t.rows {
		for j, c := range row {
			use := t.read.Cells[i][j]
			if use.Use == kpt.HoldsLines && len(row) > 1 && row[0].columns >= len(row) {
				use.Use = kpt.Unused // it is a foot below all columns
			}
			switch use.Use {
			case kpt.DatesSheet:
				r.dates(c)
				clear(parts)
			case kpt.HeadsSection:
				r.head(t, c, use.Section, parts)
			case kpt.HoldsLines:
				r.in = cells
				r.leave(parts[use.Section])
				r.turn(&bed{table: t, at: kpt.CellPlace{Table: int(t.start), Row: i, Column: j}, whose: whose{by: use.By, named: !t.read.Names}})
				r.walk(c.flow)
			default:
				r.aside(c)
			}
		}
	}
	return true
}

// dates begins the sheet whose day a row says, unless that is the present one.
func (r *reader) dates(c cell) {
	all := c.paragraphs()
	if len(all) == 0 {
		return // it is covered by another
	}
	p := all[0]
	dating, _ := kpt.FindDating(p.text(p.start))
	if s := r.sheet; s != nil && len(s.parts) == 0 && s.on(dating) {
		return
	}
	w := p.look()
	if w.kind != sheetHeading {
		w = dated(dating, body)
	}
	r.open(&sheet{day: w.day, heading: p, level: body, extent: extent{begin: p}})
}

// head begins the section that a cell names, once in a table.
func (r *reader) head(t *table, c cell, section kpt.Section, parts map[kpt.Section]*part) {
	all := c.paragraphs()
	if p := parts[section]; p != nil && t.read.Columns() && len(p.lines()) == 0 {
		p.table = t // all of a section that has a heading as well
	}
	if parts[section] != nil || len(all) == 0 {
		return
	}
	p := &part{section: section, heading: all[0], level: body, table: t}
	_, _, p.marked = all[0].headingMark()
	r.leave(p)
	r.begin(p)
	parts[section] = p
}

// aside walks through a cell that is no part of ours. Lines that are marked are found
// there too.
func (r *reader) aside(c cell) {
	r.leave(nil)
	r.in = cells
	r.walk(c.flow)
}

// uncertain walks through a table that was not understood as one. Cells that each begin
// with the heading of a section are read like pages, if all that say something do.
func (r *reader) uncertain(t *table, outer *part) {
	maybe, framing := t.framed()
	maybe = append(maybe, t.read.Unclear...)
	switch {
	case len(maybe) == 0 || framing:
	case r.sheet == nil:
		r.tab.undated = true
		if len(maybe) > 1 && !r.named {
			r.doc.dayless = append(r.doc.dayless, r.aboveTable(t))
		}
	case outer != nil && !slices.ContainsFunc(maybe, func(s kpt.Section) bool { return s != outer.section }):
		r.sheet.unclear = append(r.sheet.unclear, kpt.Unclear{Text: t.begins()})
	default:
		r.sheet.tabled = true
		r.puzzled(t.begins(), maybe)
	}
	for _, row := range t.rows {
		for _, c := range row {
			if !framing || c.flow.empty() {
				r.aside(c)
				continue
			}
			r.leave(nil)
			r.in = frame
			r.walk(c.flow)
		}
	}
}

// framed are the sections that cells begin with which say more, and whether all cells that
// say something do so.
func (t *table) framed() (sections []kpt.Section, all bool) {
	others := false
	for _, row := range t.rows {
		for _, c := range row {
			said := c.paragraphs()
			if len(said) == 0 {
				continue
			}
			w := said[0].look()
			if w.kind != sectionHeading || len(said) == 1 {
				others = true
				continue
			}
			if !slices.Contains(sections, w.section) {
				sections = append(sections, w.section)
			}
		}
	}
	return sections, len(sections) > 0 && !others
}

// begins is the first row of a table that says something.
func (t *table) begins() string {
	for _, row := range t.rows {
		var said []string
		for _, c := range row {
			if text := c.says(); text != "" {
				said = append(said, strings.ReplaceAll(text, "\n", " "))
			}
		}
		if len(said) > 0 {
			return strings.Join(said, " | ")
		}
	}
	return ""
}
