package kpt

import (
	"slices"
	"strings"
)

// credit says whose is what below a row that names sections side by side.
type credit struct {
	label  int         // the column that says whose a row is, or what it is; -1: there is none
	names  bool        // that one holds names of people
	headed bool        // a word for names is above it
	own    map[int]int // by the column of a section: the one with its own names
}

// namer is a column of names.
type namer struct {
	at   int
	of   int // the column of the section that it stands behind; -1: it stands in front of all
	rank int // see nameRank
}

// credits finds out whose is what by the words of a row. A name behind a column that is none of a
// section is about that one alone. Who acts on something is not who wrote it, but for a Try: such
// a column says whose rows are only in front of all. Of several columns of names each is about its
// neighbour. False if that is not clear.
func (g *grid) credits(head int) (c credit, ok bool) {
	c = credit{label: -1, own: map[int]int{}}
	all, aside := g.namers(head)
	if g.besideEach(head, all, c.own) || len(aside) == 0 && g.beforeEach(head, all, c.own) {
		c.fallback(g, head)
		return c, true
	}
	acts := func(n namer) bool { return n.acts(all, g.ofTry(head, n)) }
	written := slices.ContainsFunc(all, func(n namer) bool { return !acts(n) })
	var front, behind []namer
	for _, n := range all {
		switch {
		case n.of < 0 && (!written || !acts(n)):
			front = append(front, n)
		case !acts(n):
			behind = append(behind, n)
		case g.ofTry(head, n) && c.own[n.of] == 0:
			c.own[n.of] = n.at
		}
	}
	switch {
	case len(behind) == 0:
		ok = c.inFront(front) && (len(front) == 0 || !slices.ContainsFunc(aside, func(n namer) bool { return g.sectionBehind(head, n.at) }))
	case len(front) > 0:
	case len(behind) == 1 && !g.sectionBehind(head, behind[0].at):
		c.label, ok = behind[0].at, true
	default:
		ok = c.neighbours(behind)
	}
	c.names = c.label >= 0
	c.headed = c.names
	c.fallback(g, head)
	return c, ok
}

// ofTry says whether a column of names stands behind one of Tries.
func (g *grid) ofTry(head int, n namer) bool { return n.of >= 0 && ofTries(g.heads[head][n.of]) }

// namers are the columns of names of a row; aside: those that are about a column of no section.
func (g *grid) namers(head int) (all, aside []namer) {
	heads, first := g.texts[head], slices.IndexFunc(g.heads[head], func(s Section) bool { return s != "" })
	for j := range heads {
		n := namer{j, aboutColumn(heads, j), nameRank(heads[j])}
		switch {
		case n.rank == 0 || g.heads[head][j] != "":
		case n.of >= 0 && j > first && g.heads[head][n.of] == "", j < first && n.rank == ofActor && ofTold(heads, j):
			if n.rank > ofActor {
				aside = append(aside, n)
			}
		case j < first:
			all = append(all, namer{j, -1, n.rank})
		default:
			all = append(all, n)
		}
	}
	return all, aside
}

// acts says whether a column says who does something, and not who wrote it.
func (n namer) acts(all []namer, tries bool) bool {
	has := func(rank int) bool { return slices.ContainsFunc(all, func(o namer) bool { return o.rank == rank }) }
	switch n.rank {
	case ofActor:
		return true
	case ofEither:
		return has(ofWriter) || tries && !has(ofActor)
	}
	return false
}

// besideEach says whether each section has a column of names right behind it, and gives them.
// Where a Keep has one, too, who acts is who wrote.
func (g *grid) besideEach(head int, all []namer, own map[int]int) bool {
	sections := g.sectionColumns(head)
	if len(all) != len(sections) || len(all) < 2 {
		return false
	}
	keeps := slices.Contains(g.heads[head], Keeps)
	for i, n := range all {
		if n.of != sections[i] || n.rank != all[0].rank || n.rank == ofActor && !keeps {
			return false
		}
	}
	for _, n := range all {
		own[n.of] = n.at
	}
	return true
}

// beforeEach says whether each section has a column of names right before it, and gives them.
func (g *grid) beforeEach(head int, all []namer, own map[int]int) bool {
	sections := g.sectionColumns(head)
	if len(all) != len(sections) || len(all) < 2 {
		return false
	}
	for i, n := range all {
		if n.at > sections[i] || i > 0 && n.at < sections[i-1] || n.rank != all[0].rank {
			return false
		}
	}
	for i, n := range all {
		own[sections[i]] = n.at
	}
	return true
}

func (g *grid) sectionColumns(head int) (columns []int) {
	for j, s := range g.heads[head] {
		if s != "" {
			columns = append(columns, j)
		}
	}
	return columns
}

// sectionBehind says whether a section stands to the right of a column.
func (g *grid) sectionBehind(head, column int) bool {
	return slices.ContainsFunc(g.heads[head][column:], func(s Section) bool { return s != "" })
}

// inFront takes the likeliest of columns in front of all for that of the rows; false if there
// are several.
func (c *credit) inFront(all []namer) bool {
	best, several := 0, false
	for _, n := range all {
		switch {
		case n.rank > best:
			c.label, best, several = n.at, n.rank, false
		case n.rank == best:
			several = true
		}
	}
	return !several
}

// neighbours gives each column of names to the section that it stands behind; false if several
// stand behind one.
func (c *credit) neighbours(all []namer) bool {
	for _, n := range all {
		if _, known := c.own[n.of]; known {
			return false
		}
		c.own[n.of] = n.at
	}
	return true
}

// fallback takes the first column for what the rows are, where no other says that, and it is none
// of a section.
func (c *credit) fallback(g *grid, head int) {
	used := false
	for _, at := range c.own {
		used = used || at == 0
	}
	if c.label < 0 && !used && g.heads[head][0] == "" {
		c.label = 0
		c.names = strings.TrimSpace(g.texts[head][0]) == ""
	}
}
