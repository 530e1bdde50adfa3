package kpt

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Cell is what a cell of a table is to a notebook.
type Cell struct {
	Use     CellUse
	Section Section // of a head and of what is below or beside it
	By      string  // what the row is labelled with; "" is everybody's
}

// Columns says whether sections stand side by side, each above its lines. Else each row is
// of one section.
func (t Table) Columns() bool {
	return slices.ContainsFunc(t.Cells, func(row []Cell) bool {
		heads := 0
		for _, c := range row {
			if c.Use == HeadsSection {
				heads++
			}
		}
		return heads > 1
	})
}

// CellUse says what stands in a cell.
type CellUse int

// What stands in cells.
const (
	Unused       CellUse = iota // nothing of ours
	HeadsSection                // the name of a section
	HoldsLines                  // lines of its section
	LabelsRow                   // whose the row is
	DatesSheet                  // the day of the sheet that begins here
	HeadsOther                  // the name of something else, that ends the section above it
)

// Table is a table as it was understood.
type Table struct {
	Cells [][]Cell
	// Names says that what the rows are labelled with are names of people.
	Names bool
	// Kinds says that each row names its section, and a new one is to do so too.
	Kinds bool
	// Records says that what stands in a row belongs together, such as a Problem, what is
	// tried and who does it: a line of somebody else's has a row of its own.
	Records bool
	// Unclear are the sections that it may have, where it was not understood: then all
	// of its cells are of no use.
	Unclear []Section
	// Odd are cells that may be notes or the names of something else, or of sections. They
	// are not read, and neither is what is below them in their columns.
	Odd []Unclear
	// Owned are the cells that name a section and perhaps somebody: "Keep（田中）". What is below
	// them is read as if they named nobody, and is told of if they do.
	Owned []Unclear
}

// ReadTable understands a table by the texts of its cells, row by row; outer is the section
// that it stands in, or "". It reads columns that are headed by sections, rows that are
// labelled with sections, also several side by side, and rows of which each is a person's. A
// row that only names sections begins a band: what is below it is of those. What can be read
// in two ways is not read: see Table.Unclear.
func ReadTable(texts [][]string, outer Section) Table {
	g := newGrid(texts)
	t := Table{Cells: make([][]Cell, len(texts))}
	for i, row := range texts {
		t.Cells[i] = make([]Cell, len(row))
	}
	g.out, g.outer = &t, outer
	switch columns, rows := g.columnHeads(), g.rowHeads(); {
	case g.width == 1:
		g.oneColumn()
	case g.inPairs(columns):
		g.byPairs()
	case len(columns) > 0 && len(rows) > 0, g.headsBelow(rows):
		g.unclear()
	case len(columns) > 0:
		g.byColumns(columns)
	case len(rows) > 0:
		g.byRows()
	case outer != "":
		g.inSection()
	default:
		g.unclear()
	}
	g.owned()
	return t
}

// owned has the cells be told that name a section and somebody.
func (g *grid) owned() {
	for i, row := range g.texts {
		for j, text := range row {
			if g.out.Cells[i][j].Use != HeadsSection {
				continue
			}
			if name := SectionOwner(text); name != "" && !slices.ContainsFunc(g.out.Owned, func(u Unclear) bool { return u.Text == strings.TrimSpace(text) }) {
				g.out.Owned = append(g.out.Owned, Unclear{Text: strings.TrimSpace(text), If: name})
			}
		}
	}
}

// grid is a table while it is understood.
type grid struct {
	texts [][]string
	heads [][]Section
	width int
	outer Section
	out   *Table
}

func newGrid(texts [][]string) *grid {
	g := &grid{texts: texts}
	for _, row := range texts {
		heads := make([]Section, len(row))
		for j, text := range row {
			heads[j] = cellSection(text)
		}
		g.heads, g.width = append(g.heads, heads), max(g.width, len(row))
	}
	return g
}

// cellSection is the section that a cell names, which says nothing else, but may explain
// it in brackets or behind a sign, if it is short.
func cellSection(text string) Section {
	const short, most = 30, 60
	text = strings.TrimSpace(text)
	n := utf8.RuneCountInString(text)
	if text == "" || n > most {
		return ""
	}
	if s, ok := IsSection(text); ok {
		return s
	}
	if s, ok := FindSection(text); ok && n <= short && !strings.Contains(text, "\n") {
		return s
	}
	return ""
}

// columnHeads are the rows that name several sections.
func (g *grid) columnHeads() (rows []int) {
	for i := range g.heads {
		if len(distinct(g.heads[i])) > 1 {
			rows = append(rows, i)
		}
	}
	return rows
}

// rowHeads are the rows that begin with a section, if there are several sections. A table
// of one row has one.
func (g *grid) rowHeads() (rows []int) {
	var all []Section
	for i, row := range g.heads {
		if len(row) > 1 && row[0] != "" && len(distinct(row)) == 1 {
			rows, all = append(rows, i), append(all, row[0])
		}
	}
	alone := len(g.texts) == 1 && g.width == 2 && len(rows) == 1 && columnWord(g.texts[0][1]) == unknownColumn
	if len(distinct(all)) > 1 || alone {
		return rows
	}
	return nil
}

// headsBelow says whether rows that begin with a section are heads of what is below them, and
// not labels of what is beside them: "| Keep | Owner |", or one cell over the whole row.
func (g *grid) headsBelow(rows []int) bool {
	return slices.ContainsFunc(rows, func(i int) bool {
		return slices.ContainsFunc(g.texts[i][1:], func(text string) bool {
			return columnWord(text) != unknownColumn || strings.TrimSpace(text) == strings.TrimSpace(g.texts[i][0])
		})
	})
}

func distinct(sections []Section) (all []Section) {
	for _, s := range sections {
		if s != "" && !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	return all
}

func (g *grid) set(i, j int, c Cell) { g.out.Cells[i][j] = c }

// dates says whether a row is the heading of a sheet: a day, and nothing else.
func (g *grid) dates(i int) bool {
	said := 0
	if len(g.texts[i]) == 0 {
		return false
	}
	for _, text := range g.texts[i] {
		if strings.TrimSpace(text) != "" {
			said++
		}
	}
	_, ok := FindDating(strings.TrimSpace(g.texts[i][0]))
	return ok && said == 1
}

// unclear gives up: nothing of the table is of use. It says which sections the table may
// have.
func (g *grid) unclear() {
	for i := range g.out.Cells {
		clear(g.out.Cells[i])
	}
	g.out.Names, g.out.Kinds, g.out.Records, g.out.Odd = false, false, false, nil
	all := distinct(slices.Concat(g.heads...))
	for i, row := range g.texts {
		for j, text := range row {
			if i == 0 || j == 0 {
				all = distinct(append(all, MaybeSections(clipped(text))...))
			}
		}
	}
	g.out.Unclear = all
}

// clipped is a text as far as it may be a heading.
func clipped(text string) string {
	const most = 60
	if utf8.RuneCountInString(text) > most {
		return ""
	}
	return text
}
