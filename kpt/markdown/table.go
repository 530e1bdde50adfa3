package markdown

import (
	"regexp"
	"slices"
	"strings"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// table is a table between signs: | Keep | Problem |, with a row of dashes below its first.
type table struct {
	line, after int
	head        int // that it stands below; -1 for none
	retro       schedule.Date
	outer       kpt.Section // that it stands in
	rows        [][]*cell
	read        kpt.Table
}

// cell is a cell of a table: what stands between two signs, in a line of the file.
type cell struct {
	line       int
	start, end int // in bytes, without the white space around
	lines      []*bullet
	table      *table
	part       [2]int // of a bullet in it
}

var (
	dashesPattern = regexp.MustCompile(`^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$`)
	brPattern     = regexp.MustCompile(`(?i)<br[ \t]*>`)
	anyBreak      = regexp.MustCompile(`(?i)<br[ \t]*/?>`)
	softPattern   = regexp.MustCompile(`(?i)<br[ \t]*/>`)
	signPattern   = regexp.MustCompile(`^(?:[-*+][ \t　]+|[•・●○][ \t　]*)`)
)

// tableAt is the table that begins at a line; nil if none does.
func (d *document) tableAt(i, head int) *table {
	if i+1 >= len(d.lines) || !strings.Contains(d.lines[i], "|") || !dashesPattern.MatchString(bare(d.lines[i+1])) || !strings.Contains(d.lines[i+1], "|") || d.skip[i+1] {
		return nil
	}
	t := &table{line: i, after: i + 2, head: head}
	if head >= 0 {
		if t.retro = d.heads[head].retro; d.heads[head].below == "" {
			t.outer = d.heads[head].section
		}
	}
	for t.after < len(d.lines) && strings.Contains(d.lines[t.after], "|") && !blank(d.lines[t.after]) && !d.skip[t.after] {
		t.after++
	}
	for line := i; line < t.after; line++ {
		if line != i+1 {
			t.rows = append(t.rows, d.cellsAt(t, line))
		}
	}
	return t
}

// cellsAt parts a row at its signs. One behind a backslash is text.
func (d *document) cellsAt(t *table, line int) (cells []*cell) {
	text := bare(d.lines[line])
	start := len(text) - len(trimLeft(text))
	if strings.HasPrefix(text[start:], "|") {
		start++
	}
	for i := start; i <= len(text); i++ {
		switch {
		case i < len(text) && text[i] == '\\':
			i++
		case i == len(text) && blank(text[start:]):
			return cells
		case i >= len(text) || text[i] == '|':
			i = min(i, len(text))
			inner := text[start:i]
			from := start + len(inner) - len(trimLeft(inner))
			cells = append(cells, &cell{line: line, start: from, end: max(from, start+len(strings.TrimRight(inner, " \t"))), table: t})
			start = i + 1
		}
	}
	return cells
}

// raw is what stands in a cell.
func (d *document) raw(c *cell) string { return d.lines[c.line][c.start:c.end] }

// readTables understands the tables of the file, and adds what stands in them to its lines.
func (d *document) readTables() {
	for n, t := range d.tables {
		texts := make([][]string, len(t.rows))
		for i, row := range t.rows {
			for _, c := range row {
				text := strings.Join(parted(unmarked(d.raw(c)), anyBreak), "\n")
				if text = strings.Trim(unescape(text), "* "); marked(d.raw(c)) {
					text = kpt.KnownNote(text)
				}
				texts[i] = append(texts[i], text)
			}
		}
		if t.read = kpt.ReadTable(texts, t.outer); d.isPast(t.head) {
			t.passOver()
		}
		for i, row := range t.read.Cells {
			for j, use := range row {
				d.readCell(t, t.rows[i][j], use, kpt.CellPlace{Table: n + 1, Row: i, Column: j})
			}
		}
	}
	slices.SortStableFunc(d.bullets, func(a, b *bullet) int { return a.line - b.line })
}

// readCell takes the lines of a cell: those of its section, and those that are marked.
func (d *document) readCell(t *table, c *cell, use kpt.Cell, at kpt.CellPlace) {
	raw, from := d.raw(c), 0
	for _, end := range append(breaks(raw, brPattern), []int{len(raw), len(raw)}) {
		part := [2]int{c.start + from, c.start + end[0]}
		text := strings.TrimSpace(raw[from:end[0]])
		from = end[1]
		b := &bullet{line: c.line, after: c.line + 1, head: t.head, retro: t.retro}
		b.cell = &cell{line: c.line, start: c.start, end: c.end, table: t, part: part}
		b.read.Cell = at
		b.prefix = signPattern.FindString(text)
		b.readText(parted(text[len(b.prefix):], softPattern))
		holds := use.Use == kpt.HoldsLines && (b.read.ID != "" || b.prefix != "" || !kpt.IsHint(b.read.Text))
		if b.read.Text == "" || !holds && b.read.ID == "" {
			continue
		}
		if holds {
			b.read.Section = use.Section
			if t.read.Names {
				b.read.Person, b.read.Named = use.By, use.By != ""
			}
		}
		c.lines = append(c.lines, b)
		d.bullets = append(d.bullets, b)
	}
}

// breaks are the tags of a cell that break its line. One behind a backslash is text.
func breaks(raw string, tag *regexp.Regexp) [][]int {
	return slices.DeleteFunc(tag.FindAllStringIndex(raw, -1), func(at []int) bool {
		before := raw[:at[0]]
		return (len(before)-len(strings.TrimRight(before, `\`)))%2 == 1
	})
}

// parted is the text of a cell at its breaks.
func parted(raw string, tag *regexp.Regexp) (texts []string) {
	at := 0
	for _, end := range breaks(raw, tag) {
		texts = append(texts, raw[at:end[0]])
		at = end[1]
	}
	return append(texts, raw[at:])
}

// inTable says whether a line is one of a table.
func (d *document) inTable(line int) bool {
	return slices.ContainsFunc(d.tables, func(t *table) bool { return t.line <= line && line < t.after })
}

// tableOf is the table of a sheet that has a section; nil if it stands in none. One below the
// heading of a section has that if nothing else below the heading is in it.
func (d *document) tableOf(sheet int, section kpt.Section) *table {
	if sheet < 0 {
		return nil
	}
	headed := d.section(sheet, section) >= 0
	retro := d.heads[sheet].retro
	if headed && slices.ContainsFunc(d.bullets, func(b *bullet) bool { return b.retro == retro && b.read.Section == section && b.cell == nil }) {
		return nil
	}
	i := slices.IndexFunc(d.tables, func(t *table) bool {
		return t.retro == retro && slices.Contains(t.sections(), section) && (!headed || t.outer == section && t.read.Columns())
	})
	if i < 0 {
		return nil
	}
	return d.tables[i]
}

// sections are those that a table holds lines of.
func (t *table) sections() (all []kpt.Section) {
	for _, row := range t.read.Cells {
		for _, c := range row {
			if (c.Use == kpt.HoldsLines || c.Use == kpt.HeadsSection) && !slices.Contains(all, c.Section) {
				all = append(all, c.Section)
			}
		}
	}
	return all
}
