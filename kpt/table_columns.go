package kpt

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// bands reads a table whose columns are headed by sections, from its top to its foot.
type bands struct {
	*grid
	head []Section    // of the columns, in the present band
	bare map[int]bool // columns that had a section above the band and are not named in it
	credit
}

// byColumns is a table whose columns are headed by sections.
func (g *grid) byColumns(heads []int) {
	b := bands{grid: g, credit: credit{label: -1}}
	for i := range g.texts {
		switch next := b.next(i, slices.Contains(heads, i)); {
		case g.dates(i) && slices.Contains(heads, i+1):
			g.set(i, 0, Cell{Use: DatesSheet})
			b.head = nil
		case next == notClear || next == newBand && !b.begin(i) || next == sameBand && !b.lines(i):
			g.unclear()
			return
		}
	}
}

// turn says what a row is to the band above it.
type turn int

const (
	sameBand turn = iota // lines
	newBand              // it only names what is below it
	notClear
)

// next says what a row is: one that names another section than those above is the first of a
// band if it does nothing else, and so is one that names something else in all columns.
func (b *bands) next(i int, heads bool) turn {
	if heads && b.head == nil {
		return newBand
	}
	sections, others, texts, empty := 0, 0, 0, 0
	for j, text := range b.texts[i] {
		switch s := b.heads[i][j]; {
		case s != "" && (heads || s != b.of(j)):
			sections++
		case s != "", j == b.label && columnWord(text) != unknownColumn:
		case strings.TrimSpace(text) == "":
			empty++
		case headsOther(text):
			others++
		default:
			texts++
		}
	}
	switch {
	case b.head == nil, sections == 0 && (others == 0 || texts+empty > 0):
		return sameBand
	case texts > 0:
		return notClear
	}
	return newBand
}

// of is the section of a column in the present band; "" for none.
func (b *bands) of(column int) Section {
	if column >= len(b.head) {
		return ""
	}
	return b.head[column]
}

// begin begins a band with a row of names; false if it is not clear whose what below it is.
func (b *bands) begin(i int) bool {
	first, above := b.head == nil, b.head
	next, ok := b.credits(i)
	if b.head = b.heads[i]; first {
		b.credit = next
		b.out.Records = b.out.Records || b.records(i)
	} else {
		b.credit = b.goesOn(next, above)
	}
	b.out.Names = b.out.Names || b.names
	b.bare = map[int]bool{}
	for j, text := range b.texts[i] {
		switch {
		case b.head[j] != "":
			b.set(i, j, Cell{Use: HeadsSection, Section: b.head[j]})
		case !first && headsOther(text):
			b.set(i, j, Cell{Use: HeadsOther})
		case j < len(above) && above[j] != "" && strings.TrimSpace(text) == "":
			b.bare[j] = true
		}
		b.maybe(i, j)
	}
	return ok
}

// records says whether a row heads records of a Problem and what is tried for it: there are no
// other sections, and more is told of each behind the Try.
func (b *bands) records(head int) bool {
	all := distinct(b.heads[head])
	if len(all) != 2 || all[0] != Problems || !ofTries(all[1]) {
		return false
	}
	tried := slices.Index(b.heads[head], all[1])
	return slices.ContainsFunc(b.texts[head][tried+1:], func(text string) bool { return columnWord(text) != unknownColumn })
}

// goesOn says whose is what in a band below another: the column that says what each row is goes
// on, or is headed by a word for names.
func (b *bands) goesOn(next credit, above []Section) credit {
	switch {
	case b.label >= 0 && (b.label >= len(b.head) || b.head[b.label] == ""):
		next.label, next.names = b.label, b.names
	case next.label >= 0 && (!next.headed || next.label < len(above) && above[next.label] != ""):
		next.label, next.names = -1, false
	}
	return next
}

// lines reads a row of lines; false if it is not clear what they are.
func (b *bands) lines(i int) bool {
	row, by := b.texts[i], ""
	if b.label >= 0 && b.label < len(row) && b.head != nil {
		by = strings.TrimSpace(row[b.label])
		if _, dated := FindDating(by); dated {
			return false // a row a week
		}
		if b.remarks(row) {
			return true
		}
		b.set(i, b.label, Cell{Use: LabelsRow})
	}
	for j, text := range row {
		switch section := b.of(j); {
		case b.bare[j] && strings.TrimSpace(text) != "":
			return false
		case section == "" || b.sums(row, b.label):
		case by == "" && headsOther(text):
			b.odd(i, j)
			b.head = slices.Clone(b.head)
			b.head[j] = ""
		default:
			if !b.names && len(b.own) > 0 {
				by = "" // it is what the row is about, and nobody's name
			}
			b.set(i, j, Cell{Use: HoldsLines, Section: section, By: cmp.Or(b.owner(row, b.own, j), by)})
		}
	}
	return true
}

// remarks says whether a row is nobody's, but of remarks beside the notes, and has it told.
func (b *bands) remarks(row []string) bool {
	label := strings.TrimSpace(row[b.label])
	if !b.out.Names || !headsOther(label) || ForAll(label) {
		return false
	}
	if slices.ContainsFunc(row, func(text string) bool {
		return text != row[b.label] && !SaysNothing(text) && strings.TrimSpace(text) != ""
	}) {
		b.out.Odd = append(b.out.Odd, Unclear{Text: label})
	}
	return true
}

// odd takes a cell that may be a note or the name of something else for neither.
func (g *grid) odd(i, j int) {
	g.out.Odd = append(g.out.Odd, Unclear{Text: strings.TrimSpace(g.texts[i][j])})
}

// maybe has a cell be told that heads what is not read, if that may be a section.
func (g *grid) maybe(i, j int) {
	text := strings.TrimSpace(g.texts[i][j])
	if g.heads[i][j] != "" || columnWord(text) == nameColumn {
		return
	}
	if all := MaybeSections(clipped(text)); len(all) > 0 {
		g.out.Odd = append(g.out.Odd, Unclear{Text: strings.ReplaceAll(text, "\n", " "), Sections: all})
	}
}

// sums says whether a row is the sum of those above it: numbers, behind a word for that.
func (g *grid) sums(row []string, label int) bool {
	return label >= 0 && label < len(row) && sumWords.MatchString(Fold(row[label])) && !slices.ContainsFunc(row, func(text string) bool {
		return text != row[label] && strings.ContainsFunc(text, unicode.IsLetter)
	})
}

var sumWords = regexp.MustCompile(`^(?:合計|小計|総計|計|件数|total|totals|sum|count)$`)

// owner is whom a row names as the owner of what is in a column; "" for nobody.
func (g *grid) owner(row []string, owners map[int]int, column int) string {
	j, ok := owners[column]
	if !ok || j >= len(row) || strings.TrimSpace(row[column]) == "" {
		return ""
	}
	g.out.Names = true
	return strings.TrimSpace(row[j])
}
