package gdocs

import "slices"

// insertTableRow puts an empty row above or below the row of a cell. Tables in cells of other tables are not
// found: nobody asks for them.
func (w *draft) insertTableRow(r object) (object, error) {
	at := part(r, "tableCellLocation")
	start := part(at, "tableStartLocation")
	index, ok := number(start, "index")
	if !ok {
		return nil, faultf("tableCellLocation.tableStartLocation.index is required.")
	}
	p, err := w.find(tabID(text(start, "tabId")), segmentID(text(start, "segmentId")))
	if err != nil {
		return nil, err
	}
	i, begin := p.seg.flow.find(base, index)
	if i == len(p.seg.flow) || begin != index {
		return nil, errTable
	}
	t, ok := p.seg.flow[i].(*table)
	if !ok {
		return nil, errTable
	}
	n, _ := number(at, "rowIndex")
	column, _ := number(at, "columnIndex")
	if n < 0 || n >= len(t.rows) || column < 0 || column >= len(t.rows[n].cells) {
		return nil, faultf("Invalid table cell location: row %d, column %d.", n, column)
	}
	added := row{rest: t.rows[n].rest}
	for range t.rows[n].cells {
		added.cells = append(added.cells, emptyCell(flow{emptyParagraph(normalStyle, "{}")}))
	}
	if truth(r, "insertBelow") {
		n++
	}
	where := begin + 1
	for _, before := range t.rows[:n] {
		where += before.size()
	}
	p.seg.flow = replace(p.seg.flow, i, i+1, newTable(slices.Insert(slices.Clone(t.rows), n, added), withRows(t.rest, len(t.rows)+1)))
	w.note(p, where, 0, added.size())
	return nil, nil //nolint:nilnil // an empty reply
}

var errTable = faultf("Invalid table start location. Must specify the start index of a table.")

func (r row) size() int {
	n := 1
	for _, c := range r.cells {
		n += 1 + c.content.size()
	}
	return n
}

// withRows is what a table says beside its rows, with another number of them.
func withRows(rest attrs, n int) attrs { return rest.with("rows", n) }
