package kpt

import (
	"slices"
	"strings"
)

// inPairs says whether each row is a label and its text, and another label and its text beside
// that: "| Keep | お茶 | Problem | 騒音 |".
func (g *grid) inPairs(heads []int) bool {
	if g.width < 4 || g.width%2 != 0 {
		return false
	}
	beside := slices.ContainsFunc(heads, func(i int) bool {
		return slices.ContainsFunc(odds(g.texts[i]), func(text string) bool {
			return strings.TrimSpace(text) != "" && !headsOther(text)
		})
	})
	if !beside || len(distinct(g.labels())) < 2 {
		return false
	}
	for i, row := range g.texts {
		if g.dates(i) {
			continue
		}
		if len(distinct(odds(g.heads[i]))) > 0 {
			return false
		}
		unknown := func(text string) bool {
			return strings.TrimSpace(text) != "" && cellSection(text) == "" && !headsOther(text)
		}
		if slices.ContainsFunc(evens(row), unknown) {
			return false
		}
	}
	return true
}

// labels are the sections in the columns that may be labels of those beside them.
func (g *grid) labels() (all []Section) {
	for _, row := range g.heads {
		all = append(all, evens(row)...)
	}
	return all
}

func evens[T any](row []T) (all []T) {
	for j := 0; j < len(row); j += 2 {
		all = append(all, row[j])
	}
	return all
}

func odds[T any](row []T) (all []T) {
	for j := 1; j < len(row); j += 2 {
		all = append(all, row[j])
	}
	return all
}

// byPairs is a table of labels and their texts, side by side. A label that is empty goes on
// with the one above it, unless others begin beside it.
func (g *grid) byPairs() {
	of := make([]Section, g.width)
	for i, row := range g.texts {
		if g.dates(i) {
			g.set(i, 0, Cell{Use: DatesSheet})
			clear(of)
			continue
		}
		begins := slices.ContainsFunc(evens(row), func(text string) bool { return strings.TrimSpace(text) != "" })
		for j := 0; j+1 < len(row); j += 2 {
			label, text := strings.TrimSpace(row[j]), strings.TrimSpace(row[j+1])
			switch {
			case g.heads[i][j] != "":
				of[j] = g.heads[i][j]
				g.set(i, j, Cell{Use: HeadsSection, Section: of[j]})
			case label != "":
				of[j] = ""
				g.set(i, j, Cell{Use: HeadsOther})
				g.maybe(i, j)
			case begins && text != "":
				g.unclear()
				return
			case begins:
				of[j] = ""
			}
			if of[j] != "" {
				g.set(i, j+1, Cell{Use: HoldsLines, Section: of[j]})
			}
		}
	}
}
