package kpt

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
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
		case section != "":
			g.set(i, 0, Cell{Use: HoldsLines, Section: section})
		}
	}
}

// byColumns is a table whose columns are headed by sections.
func (g *grid) byColumns(heads []int) {
	var head []Section
	label, owners := -1, map[int]int(nil)
	for i, row := range g.texts {
		switch {
		case slices.Contains(heads, i):
			head = g.heads[i]
			owners = g.ownerColumns(i)
			label = g.labelColumn(i, owners)
			for j, s := range head {
				if s != "" {
					g.set(i, j, Cell{Use: HeadsSection, Section: s})
				}
			}
			continue
		case g.dates(i) && slices.Contains(heads, i+1):
			g.set(i, 0, Cell{Use: DatesSheet})
			head = nil
			continue
		}
		by := ""
		if label >= 0 && label < len(row) {
			by = strings.TrimSpace(row[label])
			if _, dated := FindDating(by); dated {
				g.unclear() // a row a week
				return
			}
			g.set(i, label, Cell{Use: LabelsRow})
		}
		for j := range row {
			if j < len(head) && head[j] != "" && !g.sums(row, label) {
				g.set(i, j, Cell{Use: HoldsLines, Section: head[j], By: cmp.Or(g.owner(row, owners, j), by)})
			}
		}
	}
}

// sums says whether a row is the sum of those above it: numbers, behind a word for that.
func (g *grid) sums(row []string, label int) bool {
	return label >= 0 && label < len(row) && sumWords.MatchString(Fold(row[label])) && !slices.ContainsFunc(row, func(text string) bool {
		return text != row[label] && strings.ContainsFunc(text, unicode.IsLetter)
	})
}

var sumWords = regexp.MustCompile(`^(?:合計|小計|総計|計|件数|total|totals|sum|count)$`)

// labelColumn is the column that says what each row is: one that is headed by a word for
// names, or else the first, if it is no section's. -1 is none.
func (g *grid) labelColumn(head int, owners map[int]int) int {
	for j, text := range g.texts[head] {
		if columnWord(text) == nameColumn && !slices.Contains(slices.Collect(maps.Values(owners)), j) {
			g.out.Names = true
			return j
		}
	}
	if g.heads[head][0] != "" {
		return -1
	}
	g.out.Names = g.out.Names || strings.TrimSpace(g.texts[head][0]) == ""
	return 0
}

// ownerColumns are the columns that say whose the Tries to their left are, by the column of
// those: what else is in the row is nobody's. A word for a name in the first column is the
// whole row's, and so is one where there are no Tries.
func (g *grid) ownerColumns(head int) map[int]int {
	owners := map[int]int{}
	of, before := -1, 0
	for j, text := range g.texts[head] {
		switch s := g.heads[head][j]; {
		case s != "":
			of, before = j, before+1
		case of >= 0 && before > 1 && ofTries(g.heads[head][of]) && columnWord(text) == nameColumn && ownerWords.MatchString(Fold(text)):
			if _, known := owners[of]; !known {
				owners[of] = j
			}
		}
	}
	return owners
}

var ownerWords = regexp.MustCompile(`^(?:担当者?|誰|だれ|人|owner|assignee|who)$`)

// owner is whom a row names as the owner of what is in a column; "" for nobody.
func (g *grid) owner(row []string, owners map[int]int, column int) string {
	j, ok := owners[column]
	if !ok || j >= len(row) || strings.TrimSpace(row[column]) == "" {
		return ""
	}
	g.out.Names = true
	return strings.TrimSpace(row[j])
}

// byRows is a table whose rows are labelled with sections: one column beside them is
// theirs.
func (g *grid) byRows() {
	column, names, top := g.contentColumn()
	if column < 1 {
		g.unclear()
		return
	}
	section := Section("")
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
		}
		if section == "" || column >= len(row) {
			continue
		}
		by := ""
		if names > 0 && names < len(row) {
			by = strings.TrimSpace(row[names])
			g.set(i, names, Cell{Use: LabelsRow})
			g.out.Names = true
		}
		g.set(i, column, Cell{Use: HoldsLines, Section: section, By: by})
	}
}

// contentColumn is the one column that holds what the rows say: the one that has anything
// in it beside the labels, or the one that a row above says is it. -1 if that is not plain.
// top is the first row below that row.
func (g *grid) contentColumn() (column, names, top int) {
	used := g.used()
	if len(used) <= 1 {
		return max(1, slices.Max(append(used, 1))), -1, 0
	}
	if len(g.heads[0]) == 0 || g.heads[0][0] != "" {
		return -1, -1, 0
	}
	column, names = -1, -1
	for _, j := range used {
		if j >= len(g.texts[0]) {
			return -1, -1, 0
		}
		switch columnWord(g.texts[0][j]) {
		case textColumn:
			if column >= 0 {
				return -1, -1, 0
			}
			column = j
		case nameColumn:
			names = j
		case otherColumn:
		default:
			return -1, -1, 0
		}
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
	column, names := -1, -1
	for j, text := range g.texts[0] {
		same := g.heads[0][j] != "" && (g.heads[0][j] == g.outer || ofTries(g.heads[0][j]) && ofTries(g.outer))
		switch word := columnWord(text); {
		case same || word == textColumn:
			if column >= 0 {
				g.unclear()
				return
			}
			column = j
		case word == nameColumn && names < 0:
			names = j
		case word == unknownColumn && strings.TrimSpace(text) != "":
			g.unclear()
			return
		}
	}
	if column < 0 {
		g.unclear()
		return
	}
	for i, row := range g.texts[1:] {
		by := ""
		if names >= 0 && names < len(row) {
			by, g.out.Names = strings.TrimSpace(row[names]), true
			g.set(i+1, names, Cell{Use: LabelsRow})
		}
		if column < len(row) {
			g.set(i+1, column, Cell{Use: HoldsLines, Section: g.outer, By: by})
		}
	}
}
