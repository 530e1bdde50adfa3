package gdocs

import (
	"slices"
	"strings"

	"google.golang.org/api/docs/v1"

	"github.com/engawa-bot/engawa/kpt"
)

// copied is a table of a new sheet, like the one of the newest.
type copied struct {
	rows [][]entered
	tab  *tab
}

// entered is what is typed into a cell.
type entered struct {
	rows []row
	bold bool
}

// copyTable makes the table of a new sheet: with the names and the labels of the one that it
// is like, and the lines of the new sheet in the place of its lines.
func (p *plan) copyTable(a additions) *copied {
	like := p.style.table
	t := &copied{tab: like.tab}
	lines := map[kpt.Section][]kpt.Change{}
	for _, s := range like.sections() {
		lines[s] = a.lines[s]
	}
	top := true // above all rows that hold lines
	for i := p.style.from; i < p.style.to; i++ {
		filled := holds(like.read.Cells[i])
		top = top && !filled
		row := make([]entered, len(like.rows[p.style.from]))
		for j := range min(len(row), len(like.rows[i])) {
			switch c := like.read.Cells[i][j]; {
			case c.Use == kpt.HoldsLines:
				var mine []kpt.Change
				mine, lines[c.Section] = p.share(lines[c.Section], c.By)
				row[j] = entered{rows: p.lineRows(mine)}
			case c.Use == kpt.HeadsSection:
				row[j] = like.rows[i][j].copied(sectionMark(a.retro, c.Section))
			case c.Use == kpt.HeadsOther, c.Use == kpt.LabelsRow && like.read.Columns(), top, !filled && j == 0:
				row[j] = like.rows[i][j].copied("")
			}
		}
		t.rows = append(t.rows, row)
	}
	t.rest(p, lines)
	return t
}

// whole says whether all lines that belong into the table are in it.
func (t *copied) whole(a additions, sections []kpt.Section) bool {
	want, got := 0, 0
	for _, s := range sections {
		want += len(a.lines[s])
	}
	for _, row := range t.rows {
		for _, cell := range row {
			for _, r := range cell.rows {
				if _, ok := kpt.ParseMark(r.mark); ok {
					got++
				}
			}
		}
	}
	return want == got
}

// holds says whether a row holds lines.
func holds(row []kpt.Cell) bool {
	return slices.ContainsFunc(row, func(c kpt.Cell) bool { return c.Use == kpt.HoldsLines })
}

// share parts the lines that go to the row of somebody, or of everybody, from the others.
func (p *plan) share(lines []kpt.Change, by string) (mine, others []kpt.Change) {
	for _, c := range lines {
		if by == "" || !p.style.table.read.Columns() || p.style.table.read.Names && kpt.LabelledBy(c.Text, by) {
			mine = append(mine, c)
		} else {
			others = append(others, c)
		}
	}
	return mine, others
}

// rest adds rows for lines that belong into none.
func (t *copied) rest(p *plan, lines map[kpt.Section][]kpt.Change) {
	like := p.style.table
	pattern := like.read.Cells[p.style.to-1]
	byLabel := map[string][]entered{}
	for j, c := range pattern {
		if c.Use != kpt.HoldsLines {
			continue
		}
		for _, line := range lines[c.Section] {
			label := ""
			if all := kpt.Labels(line.Text); len(all) > 0 && like.read.Names {
				label = strings.TrimSpace(all[0].Name)
			}
			row := byLabel[label]
			if row == nil {
				row = make([]entered, len(t.rows[0]))
				for k, c := range pattern {
					if c.Use == kpt.LabelsRow {
						row[k] = entered{rows: barely(textRow(label))}
					}
				}
				byLabel[label] = row
				t.rows = append(t.rows, row)
			}
			row[j].rows = append(row[j].rows, p.lineRows([]kpt.Change{line})...)
		}
	}
}

// lineRows are lines in a cell, with bullets if those of the newest sheet have them.
func (p *plan) lineRows(lines []kpt.Change) []row {
	if p.style.bare {
		return barely(lineRows(lines))
	}
	return lineRows(lines)
}

// copied is what a cell says, with a mark.
func (c cell) copied(mark string) entered {
	e := entered{}
	for _, p := range c.paragraphs() {
		e.rows = append(e.rows, row{text: typed(p.text(p.start)), style: "NORMAL_TEXT", mark: mark})
		e.bold = e.bold || p.all(func(c piece) bool { return c.bold })
		mark = ""
	}
	return e
}

// requests make the table in an empty paragraph that begins at an index: it stands one
// further, and so does its first row, then each cell and each row is a unit, and the
// paragraph of a cell another.
func (t *copied) requests(in *tab, at int64, preset string) []*docs.Request {
	width := int64(len(t.rows[0]))
	requests := []*docs.Request{{InsertTable: &docs.InsertTableRequest{
		Rows: int64(len(t.rows)), Columns: width, Location: &docs.Location{TabId: in.id, Index: at, ForceSendFields: []string{"Index"}},
	}}}
	for i := len(t.rows) - 1; i >= 0; i-- {
		for j := len(t.rows[i]) - 1; j >= 0; j-- {
			cell := t.rows[i][j]
			index := at + 4 + int64(i)*(1+2*width) + 2*int64(j)
			requests = append(requests, into(in, index, cell.rows, preset)...)
			if n := units(text(cell.rows)); cell.bold && n > 0 {
				requests = append(requests, &docs.Request{UpdateTextStyle: &docs.UpdateTextStyleRequest{
					Fields: "bold", TextStyle: &docs.TextStyle{Bold: true}, Range: span(in, index, index+n),
				}})
			}
		}
	}
	return requests
}
