package markdown

import (
	"cmp"
	"slices"
	"strings"

	"github.com/engawa-bot/engawa/kpt"
)

// cut is a change within a line: what stands from start to end becomes text.
type cut struct {
	start, end int
	text       string
}

// inCell writes a line of a note as it stands in a cell.
func inCell(prefix, text string, id kpt.NoteID) string {
	raw := strings.ReplaceAll(piped(escape(text)), "\n", "<br/>")
	if prefix == "" && signPattern.MatchString(raw) { // or it would be read as a bullet
		return strings.TrimSpace(comment(id)) + " " + raw
	}
	return prefix + raw + comment(id)
}

// piped puts a backslash before each sign that would end a cell, if it has none.
func piped(raw string) string {
	var b strings.Builder
	for i := 0; i < len(raw); i++ {
		switch {
		case raw[i] == '\\' && i+1 < len(raw):
			b.WriteByte(raw[i])
			i++
		case raw[i] == '|':
			b.WriteByte('\\')
		}
		b.WriteByte(raw[i])
	}
	return b.String()
}

// cutCell changes, removes or marks a line in a cell.
func (e *edits) cutCell(b *bullet, c kpt.Change) {
	line := e.doc.lines[b.line]
	start, end := b.cell.part[0], b.cell.part[1]
	old := line[start:end]
	lead := old[:len(old)-len(trimLeft(old))]
	trail := old[len(strings.TrimRight(old, " \t")):]
	text := ""
	switch c.Kind {
	case kpt.EditLine:
		text = lead + inCell(b.prefix, c.Text, c.ID) + trail
	case kpt.AdoptLine:
		text = lead + strings.TrimSpace(unmarked(old)) + comment(c.ID) + trail
	case kpt.RemoveLine:
		after, before := breaks(line[end:b.cell.end], brPattern), breaks(line[b.cell.start:start], brPattern)
		if len(after) > 0 {
			end += after[0][1]
		} else if n := len(before); n > 0 {
			start = b.cell.start + before[n-1][0]
		}
	}
	e.cuts[b.line] = append(e.cuts[b.line], cut{start, end, text})
}

// carve makes the changes within a line.
func carve(line string, cuts []cut) string {
	slices.SortStableFunc(cuts, func(a, b cut) int { return cmp.Compare(b.start, a.start) })
	for _, c := range cuts {
		line = line[:c.start] + c.text + line[c.end:]
	}
	return line
}

// addToTable puts lines into the cells of a section: each into its author's row, or that of
// everybody, or a new one.
func (e *edits) addToTable(t *table, section kpt.Section, added []kpt.Change) {
	var order []*cell
	into := map[*cell][]kpt.Change{}
	for _, c := range added {
		to := t.cellOf(section, c.Text)
		if to == nil {
			e.addRow(t, c)
			continue
		}
		if into[to] == nil {
			order = append(order, to)
		}
		into[to] = append(into[to], c)
	}
	for _, to := range order {
		e.fill(to, into[to])
	}
}

// fill puts lines behind those of a cell.
func (e *edits) fill(to *cell, added []kpt.Change) {
	prefix := ""
	if n := len(to.lines); n > 0 {
		prefix = to.lines[n-1].prefix
	}
	var lines []string
	if to.end > to.start {
		lines = append(lines, "")
	}
	for _, c := range added {
		lines = append(lines, inCell(prefix, c.Text, c.ID))
	}
	text := strings.Join(lines, "<br>")
	line := e.doc.lines[to.line]
	if to.end == to.start {
		if to.start > 0 && line[to.start-1] == '|' {
			text = " " + text
		}
		if to.start < len(line) && line[to.start] == '|' {
			text += " "
		}
	}
	e.cuts[to.line] = append(e.cuts[to.line], cut{to.end, to.end, text})
}

// cellOf is the cell that a line goes into; nil if there is none.
func (t *table) cellOf(section kpt.Section, text string) *cell {
	var own, last, blank *cell
	some, rows := 0, 0
	for i, row := range t.read.Cells {
		for j, c := range row {
			if c.Use != kpt.HoldsLines || c.Section != section {
				continue
			}
			at := t.rows[i][j]
			switch {
			case c.By != "" && t.read.Names && kpt.LabelledBy(text, c.By):
				own = at
			case c.By != "":
			case len(at.lines) > 0:
				last, blank = at, nil
				some, rows = some+len(at.lines), rows+1
			case blank == nil && at.start == at.end && (!t.read.Records || blankRow(t.rows[i])):
				blank = at
			case last == nil:
				last = at // with something that is no line
			}
		}
	}
	switch {
	case own != nil:
		return own
	case t.read.Records:
		return blank
	case blank != nil && (last == nil || some <= rows):
		return blank
	}
	return last
}

// blankRow says whether nothing stands in a row.
func blankRow(row []*cell) bool {
	return !slices.ContainsFunc(row, func(c *cell) bool { return c.start != c.end })
}

// addRow puts a row below the last of a table that has lines of a section, with the label of
// a line's author.
func (e *edits) addRow(t *table, c kpt.Change) {
	last, _ := t.lastOf(c.Section)
	line := t.rows[last][0].line + 1
	if last == 0 {
		line++ // the dashes
	}
	e.rows[line] = append(e.rows[line], e.row(t, c)...)
}

// lastOf is the last row of a table that has a cell for lines of a section, or if there is none
// yet, the one that heads it; with what that cell is used for.
func (t *table) lastOf(section kpt.Section) (last int, use kpt.CellUse) {
	for _, use = range []kpt.CellUse{kpt.HoldsLines, kpt.HeadsSection} {
		for i, row := range slices.Backward(t.read.Cells) {
			if slices.ContainsFunc(row, func(c kpt.Cell) bool { return c.Use == use && c.Section == section }) {
				return i, use
			}
		}
	}
	return 0, use
}

// row is a row with one line in it.
func (e *edits) row(t *table, c kpt.Change) []string {
	var row strings.Builder
	last, use := t.lastOf(c.Section)
	for j, cell := range t.read.Cells[last] {
		text := ""
		switch {
		case cell.Use == kpt.HeadsSection && t.read.Kinds:
			text = unmarked(e.doc.raw(t.rows[last][j]))
		case cell.Use == use && cell.Section == c.Section:
			text = inCell("", c.Text, c.ID)
		case cell.Use == kpt.LabelsRow && t.read.Names:
			if all := kpt.Labels(c.Text); len(all) > 0 {
				text = piped(escape(strings.TrimSpace(all[0].Name)))
			}
		}
		row.WriteString("| " + text + strings.Repeat(" ", min(len(text), 1)))
	}
	return []string{row.String() + "|" + e.eol}
}
