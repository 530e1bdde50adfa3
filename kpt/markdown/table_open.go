package markdown

import (
	"slices"
	"strings"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// newestTable is the table that the newest sheet of the file has its sections in; nil if
// it has them elsewhere.
func (d *document) newestTable() *table {
	var newest schedule.Date
	for _, h := range d.heads {
		if h.sheet && newest.Before(h.retro) {
			newest = h.retro
		}
	}
	i := slices.IndexFunc(d.tables, func(t *table) bool {
		return t.retro == newest && newest.Year > 0 && t.outer == "" && len(t.sections()) > 0
	})
	if i < 0 {
		return nil
	}
	return d.tables[i]
}

// copyTable writes the table of a new sheet: with the names and labels of the one that it is
// like, and the lines of the new sheet.
func (e *edits) copyTable(like *table, retro schedule.Date) (lines []string) {
	given := map[*cell][]kpt.Change{}
	var rest []kpt.Change
	for _, section := range like.sections() {
		for _, c := range e.added[place{retro, section}] {
			if to := like.emptied(section, c.Text); to != nil {
				given[to] = append(given[to], c)
			} else {
				rest = append(rest, c)
			}
		}
		delete(e.added, place{retro, section})
	}
	top := true // above all rows that hold lines
	for i, row := range like.rows {
		uses := like.read.Cells[i]
		filled := slices.ContainsFunc(uses, func(c kpt.Cell) bool { return c.Use == kpt.HoldsLines })
		top = top && !filled
		var line strings.Builder
		for j, c := range row {
			text := ""
			switch {
			case uses[j].Use == kpt.HoldsLines:
				var all []string
				for _, change := range given[c] {
					all = append(all, inCell(c.prefix(), change.Text, change.ID))
				}
				text = strings.Join(all, "<br>")
			case uses[j].Use == kpt.HeadsSection, uses[j].Use == kpt.HeadsOther, uses[j].Use == kpt.LabelsRow && like.read.Columns(), top, !filled && j == 0:
				text = unmarked(e.doc.raw(c))
			}
			line.WriteString("| " + text + strings.Repeat(" ", min(len(text), 1)))
		}
		lines = append(lines, line.String()+"|"+e.eol)
		if i == 0 {
			lines = append(lines, bare(e.doc.lines[like.line+1])+e.eol)
		}
	}
	for _, c := range rest {
		lines = append(lines, e.row(like, c)...)
	}
	return lines
}

// prefix is the bullet of the lines of a cell.
func (c *cell) prefix() string {
	if len(c.lines) == 0 {
		return ""
	}
	return c.lines[0].prefix
}

// emptied is the cell that a line goes into when all are empty; nil if there is none.
func (t *table) emptied(section kpt.Section, text string) *cell {
	var common *cell
	for i, row := range t.read.Cells {
		for j, c := range row {
			switch {
			case c.Use != kpt.HoldsLines || c.Section != section:
			case c.By != "" && t.read.Names && kpt.LabelledBy(text, c.By):
				return t.rows[i][j]
			case common == nil && (c.By == "" || !t.read.Columns()):
				common = t.rows[i][j]
			}
		}
	}
	return common
}
