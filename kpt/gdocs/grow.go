package gdocs

import (
	"slices"
	"strings"

	"google.golang.org/api/docs/v1"

	"github.com/engawa-bot/engawa/kpt"
)

// newRow is a row that a table is to have, for lines that belong into none of its rows.
type newRow struct {
	table *table
	below int                  // the row that it comes after
	label string               // of its lines' author
	cells map[int][]kpt.Change // by column
	sheet *sheet
}

// record is the table of a section in which each row belongs together; nil if there is none.
func (p *part) record() *table {
	for _, b := range p.beds {
		if b.table != nil && b.table.read.Records {
			return b.table
		}
	}
	return nil
}

// blank says whether nothing stands in a row.
func (t *table) blank(row int) bool {
	return !slices.ContainsFunc(t.rows[row], func(c cell) bool { return !c.flow.empty() })
}

// wantRow has a table of a section get a row for a line, or another cell of one that it gets
// for the same author.
func (p *plan) wantRow(s *sheet, in *part, c kpt.Change) error {
	t, row, column := in.lastRow()
	if t == nil {
		return &kpt.Unwritable{ID: c.ID, Err: errNoPlace}
	}
	label := ""
	if all := kpt.Labels(c.Text); len(all) > 0 && t.read.Names {
		label = strings.TrimSpace(all[0].Name)
	}
	i := slices.IndexFunc(p.rows, func(r *newRow) bool {
		return r.table == t && r.below == row && r.label == label && !t.read.Records && (label != "" || len(r.cells[column]) == 0)
	})
	if i < 0 {
		i = len(p.rows)
		p.rows = append(p.rows, &newRow{t, row, label, map[int][]kpt.Change{}, s})
	}
	p.rows[i].cells[column] = append(p.rows[i].cells[column], c)
	return nil
}

// lastRow is the last row of a table that has a cell for the section's lines, with the column
// of that; if there is none yet, the row that heads the section. A nil table: there is neither.
func (p *part) lastRow() (t *table, row, column int) {
	use := kpt.HoldsLines
	for _, b := range p.beds {
		if b.table != nil && b.table.wide() && b.end != nil {
			t, row = b.table, b.at.Row
		}
	}
	if t == nil && p.table != nil && p.table.wide() {
		t, use = p.table, kpt.HeadsSection
		for i, cells := range t.read.Cells {
			if slices.ContainsFunc(cells, func(c kpt.Cell) bool { return c.Use == use && c.Section == p.section }) {
				row = i
			}
		}
	}
	if t == nil {
		return nil, 0, 0
	}
	column = slices.IndexFunc(t.read.Cells[row], func(c kpt.Cell) bool { return c.Use == use && c.Section == p.section })
	if column < 0 {
		return nil, 0, 0
	}
	return t, row, column
}

// addRows makes the new rows. A row is a unit, and each of its cells another before its
// paragraph.
func (p *plan) addRows() {
	for i, r := range p.rows {
		like := r.table.rows[r.below]
		last := like[len(like)-1].flow
		end := last[len(last)-1].paragraph // a cell ends with one
		requests := []*docs.Request{{InsertTableRow: &docs.InsertTableRowRequest{
			InsertBelow: true, TableCellLocation: &docs.TableCellLocation{
				TableStartLocation: &docs.Location{TabId: r.table.tab.id, Index: r.table.start},
				RowIndex:           int64(r.below), ForceSendFields: []string{"RowIndex", "ColumnIndex"},
			},
		}}}
		for j := len(like) - 1; j >= 0; j-- {
			at := end.end + 2 + 2*int64(j)
			rows := p.firstRows(r.sheet, r.cells[j])
			switch use := r.table.read.Cells[r.below][j].Use; {
			case use == kpt.LabelsRow:
				rows = barely(textRow(r.label))
			case use == kpt.HeadsSection && r.table.read.Kinds:
				rows = barely(textRow(like[j].says()))
			}
			requests = append(requests, into(r.table.tab, at, rows, p.style.preset)...)
		}
		p.step(end, end.end, rankTitle+i, requests...)
	}
}

// into types rows into an empty cell.
func into(t *tab, at int64, rows []row, preset string) []*docs.Request {
	if text(rows) == "" {
		return nil
	}
	requests := []*docs.Request{insertText(t, at, text(rows))}
	requests = append(requests, dress(t, at, rows, preset)...)
	return append(requests, names(t, at, rows)...)
}

// pattern are the rows of a table that a new sheet's is like: those of one sheet.
func (s *sheet) pattern() (like *table, from, to int) {
	for _, p := range s.parts {
		if p.table == nil || len(p.beds) == 0 {
			continue
		}
		like, to = p.table, len(p.table.rows)
		holds := p.beds[0].at.Row
		for i, cells := range like.read.Cells {
			if dates := slices.ContainsFunc(cells, func(c kpt.Cell) bool { return c.Use == kpt.DatesSheet }); !dates {
				continue
			}
			if i <= holds {
				from = i + 1
			} else {
				to = min(to, i)
			}
		}
		return like, from, to
	}
	return nil, 0, 0
}

// sections says which sections are in a table.
func (t *table) sections() (all []kpt.Section) {
	for _, row := range t.read.Cells {
		for _, c := range row {
			if c.Use == kpt.HeadsSection && !slices.Contains(all, c.Section) {
				all = append(all, c.Section)
			}
		}
	}
	return all
}

// textRow is a paragraph of a label.
func textRow(label string) []row { return []row{{text: typed(label)}} }
