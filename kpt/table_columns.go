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
	head   []Section    // of the columns, in the present band
	label  int          // see labelColumn
	owners map[int]int  // see ownerColumns
	bare   map[int]bool // columns that had a section above the band and are not named in it
}

// byColumns is a table whose columns are headed by sections.
func (g *grid) byColumns(heads []int) {
	b := bands{grid: g, label: -1}
	for i := range g.texts {
		switch next := b.next(i, slices.Contains(heads, i)); {
		case g.dates(i) && slices.Contains(heads, i+1):
			g.set(i, 0, Cell{Use: DatesSheet})
			b.head = nil
		case next == newBand:
			b.begin(i)
		case next == notClear || next == sameBand && !b.lines(i):
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

// begin begins a band with a row of names.
func (b *bands) begin(i int) {
	first, above := b.head == nil, b.head
	if b.head = b.heads[i]; first {
		b.owners = b.ownerColumns(i)
		b.label = b.labelColumn(i, b.owners)
		b.out.Records = b.out.Records || b.records(i)
	} else {
		b.owners = b.ownerColumns(i)
		b.label = b.goesOn(i, above)
	}
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
	}
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

// goesOn is the column that says what each row is, in a band below another: that of the one
// above, or one that is headed by a word for names.
func (b *bands) goesOn(i int, above []Section) int {
	if b.label >= 0 && (b.label >= len(b.head) || b.head[b.label] == "") {
		return b.label
	}
	if label := b.labelColumn(i, b.owners); label >= 0 && columnWord(b.texts[i][label]) == nameColumn && (label >= len(above) || above[label] == "") {
		return label
	}
	return -1
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
			b.set(i, j, Cell{Use: HoldsLines, Section: section, By: cmp.Or(b.owner(row, b.owners, j), by)})
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
		b.out.Odd = append(b.out.Odd, label)
	}
	return true
}

// odd takes a cell that may be a note or the name of something else for neither.
func (g *grid) odd(i, j int) {
	g.out.Odd = append(g.out.Odd, strings.TrimSpace(g.texts[i][j]))
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
	heads := slices.Clone(g.texts[head])
	for _, j := range owners {
		heads[j] = ""
	}
	if at := namesIn(heads); at.writer >= 0 {
		g.out.Names = true
		return at.writer
	}
	if g.heads[head][0] != "" {
		return -1
	}
	g.out.Names = g.out.Names || strings.TrimSpace(g.texts[head][0]) == ""
	return 0
}

// ownerColumns are the columns that say whose the Tries to their left are, by the column of
// those: what else is in the row is nobody's. A word for a name in the first column is the
// whole row's, and so is one where there are no Tries. Of several each is of what is to its left.
func (g *grid) ownerColumns(head int) map[int]int {
	owners := map[int]int{}
	of, before, several := -1, 0, g.ownerWords(head) > 1
	for j := range g.texts[head] {
		switch s := g.heads[head][j]; {
		case s != "":
			of, before = j, before+1
		case of >= 0 && (several || before > 1 && ofTries(g.heads[head][of])) && ownerWord(g.texts[head], j):
			if _, known := owners[of]; !known {
				owners[of] = j
			}
		}
	}
	return owners
}

// ownerWords is how many columns of a row are headed by a word for an owner.
func (g *grid) ownerWords(head int) (n int) {
	for j := range g.texts[head] {
		if ownerWord(g.texts[head], j) {
			n++
		}
	}
	return n
}

// owner is whom a row names as the owner of what is in a column; "" for nobody.
func (g *grid) owner(row []string, owners map[int]int, column int) string {
	j, ok := owners[column]
	if !ok || j >= len(row) || strings.TrimSpace(row[column]) == "" {
		return ""
	}
	g.out.Names = true
	return strings.TrimSpace(row[j])
}
