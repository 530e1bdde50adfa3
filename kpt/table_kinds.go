package kpt

import (
	"slices"
	"strings"
)

// oneColumn is a table in which each head has below it what is in its section.
func (g *grid) oneColumn() {
	section := g.outer
	for i := range g.texts {
		switch {
		case len(g.texts[i]) == 0:
		case g.dates(i):
			g.set(i, 0, Cell{Use: DatesSheet})
			section = ""
		case g.heads[i][0] != "":
			section = g.heads[i][0]
			g.set(i, 0, Cell{Use: HeadsSection, Section: section})
		case section != "" && headsOther(g.texts[i][0]):
			section = ""
			g.odd(i, 0)
		case section != "":
			g.set(i, 0, Cell{Use: HoldsLines, Section: section})
		}
	}
}

// byRows is a table whose rows are labelled with sections: one column beside them is
// theirs.
func (g *grid) byRows() {
	column, names, top := g.contentColumn()
	if column < 1 || g.stacked(column, top) {
		g.unclear()
		return
	}
	section := Section("")
	g.out.Kinds = top > 0 && g.eachNamed(column, top)
	for i, row := range g.texts {
		if len(row) == 0 || i < top {
			continue
		}
		if g.dates(i) {
			g.set(i, 0, Cell{Use: DatesSheet})
			section = ""
			continue
		}
		if s := g.heads[i][0]; s != "" {
			section = s
			g.set(i, 0, Cell{Use: HeadsSection, Section: s})
		} else if strings.TrimSpace(row[0]) != "" {
			section = "" // another row of the team's own
			if headsOther(row[0]) {
				g.set(i, 0, Cell{Use: HeadsOther})
			}
			g.maybe(i, 0)
		}
		if section == "" || column >= len(row) {
			continue
		}
		if label := names.label(section); label > 0 && label < len(row) {
			g.set(i, label, Cell{Use: LabelsRow})
			g.out.Names = true
		}
		g.set(i, column, Cell{Use: HoldsLines, Section: section, By: names.of(row, section)})
	}
}

// eachNamed says whether each row that says something names its section.
func (g *grid) eachNamed(column, top int) bool {
	return !slices.ContainsFunc(g.texts[top:], func(row []string) bool {
		return column < len(row) && strings.TrimSpace(row[column]) != "" && strings.TrimSpace(row[0]) == ""
	})
}

// contentColumn is the one column that holds what the rows say: the one that has anything
// in it beside the labels, or the one that a row above says is it. -1 if that is not plain.
// top is the first row below that row.
func (g *grid) contentColumn() (column int, names namePlaces, top int) {
	none := namePlaces{-1, -1}
	used := g.used()
	if len(used) <= 1 {
		return max(1, slices.Max(append(used, 1))), none, 0
	}
	if len(g.heads[0]) == 0 || g.heads[0][0] != "" {
		return -1, none, 0
	}
	column = -1
	for _, j := range used {
		if j >= len(g.texts[0]) {
			return -1, none, 0
		}
		switch columnWord(g.texts[0][j]) {
		case textColumn:
			if column >= 0 {
				return -1, none, 0
			}
			column = j
		case nameColumn, otherColumn, toldColumn:
		default:
			return -1, none, 0
		}
	}
	names, ok := namesIn(g.texts[0], column)
	if !ok {
		return -1, none, 0
	}
	for j := range g.texts[0] {
		g.maybe(0, j)
	}
	return column, names, 1
}

// used are the columns behind the first that have anything in them.
func (g *grid) used() (columns []int) {
	for j := 1; j < g.width; j++ {
		if slices.ContainsFunc(g.texts, func(row []string) bool { return j < len(row) && strings.TrimSpace(row[j]) != "" }) {
			columns = append(columns, j)
		}
	}
	return columns
}

// inSection is a table that stands in a section: a row above says which column holds what
// the section is about.
func (g *grid) inSection() {
	if len(g.texts) == 0 || len(g.texts[0]) == 0 {
		return
	}
	column := -1
	for j, text := range g.texts[0] {
		same := g.heads[0][j] != "" && (g.heads[0][j] == g.outer || ofTries(g.heads[0][j]) && ofTries(g.outer))
		switch word := columnWord(text); {
		case same || word == textColumn:
			if column >= 0 {
				g.unclear()
				return
			}
			column = j
		case word == unknownColumn && strings.TrimSpace(text) != "":
			g.unclear()
			g.perhapsNames()
			return
		}
	}
	names, ok := namesIn(g.texts[0], column)
	if column < 0 || !ok || g.namesAnother(column) {
		g.unclear()
		return
	}
	for i, row := range g.texts[1:] {
		if label := names.label(g.outer); label >= 0 && label < len(row) {
			g.out.Names = true
			g.set(i+1, label, Cell{Use: LabelsRow})
		}
		if column < len(row) {
			g.set(i+1, column, Cell{Use: HoldsLines, Section: g.outer, By: names.of(row, g.outer)})
		}
	}
}

// perhapsNames has a table of a section be told whose first row may be names, above what they
// wrote.
func (g *grid) perhapsNames() {
	may := func(text string) bool {
		_, sole := SoleName(text)
		_, dated := FindDating(text)
		return sole && !dated && columnWord(text) == unknownColumn
	}
	if len(g.texts) > 1 && len(g.texts[0]) > 1 && len(g.out.Unclear) == 0 && !slices.ContainsFunc(g.texts[0], func(text string) bool { return !may(text) }) {
		g.out.Unclear = []Section{g.outer}
	}
}

// namesAnother says whether a cell of the table of a section only names another one.
func (g *grid) namesAnother(column int) bool {
	return slices.ContainsFunc(g.heads[1:], func(row []Section) bool {
		return column < len(row) && row[column] != "" && row[column] != g.outer && (!ofTries(row[column]) || !ofTries(g.outer))
	})
}

// stacked says whether rows that begin with a section may be heads of what is below them: the
// cell beside one is empty, and something stands below it; or another section is named
// where the lines are.
func (g *grid) stacked(column, top int) bool {
	below := false // a head with nothing beside it is above
	for i, row := range g.texts {
		if len(row) == 0 || i < top || g.dates(i) {
			below = false
			continue
		}
		beside := column < len(row) && strings.TrimSpace(row[column]) != ""
		first := strings.TrimSpace(row[0])
		switch {
		case column < len(row) && g.heads[i][column] != "" && g.heads[i][column] != g.heads[i][0]:
			return true
		case g.heads[i][0] != "":
			below = !beside
		case first != "" && !headsOther(first) && (below || !beside):
			return true
		case first != "":
			below = false
		}
	}
	return false
}
