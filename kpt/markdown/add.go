package markdown

import (
	"maps"
	"slices"
	"strings"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// addAll adds what is left to be added to sheets that are there.
func (e *edits) addAll() {
	var retros []schedule.Date
	for at := range e.added {
		if !slices.Contains(retros, at.retro) {
			retros = append(retros, at.retro)
		}
	}
	slices.SortFunc(retros, schedule.Date.Compare)
	for _, retro := range retros {
		for _, section := range kpt.Sections() {
			at := place{retro, section}
			if len(e.added[at]) > 0 {
				e.add(at, e.added[at])
			}
		}
	}
}

// add puts lines where lines of their author belong in a section, or with a new section
// at the end of the sheet.
func (e *edits) add(at place, added []kpt.Change) {
	d := e.doc
	sheet := d.sheet(at.retro)
	if t := d.tableOf(sheet, at.section); t != nil {
		e.addToTable(t, at.section, added)
		return
	}
	beds := map[int][]kpt.Change{}
	var rest []kpt.Change
	for _, c := range added {
		head := d.home(sheet, at.section, c)
		if head < 0 {
			rest = append(rest, c)
			continue
		}
		bed := d.bedOf(head, c.Text)
		beds[bed] = append(beds[bed], c)
	}
	if len(rest) > 0 {
		e.addSection(sheet, at.section, rest)
	}
	for _, bed := range slices.Sorted(maps.Keys(beds)) {
		e.plant(bed, at.section, beds[bed])
	}
}

// bedOf is the heading below which a line of a section goes: its author's own within the
// section, or else that of the section.
func (d *document) bedOf(head int, text string) int {
	for i := head + 1; i < len(d.heads) && d.owner(i) == head; i++ {
		if kpt.LabelledBy(text, d.heads[i].text) {
			return i
		}
	}
	return head
}

// plant puts lines after the last bullet below a heading, or at the end of what stands there
// if there is none.
func (e *edits) plant(head int, section kpt.Section, added []kpt.Change) {
	d := e.doc
	like, last, parted := fresh(section), (*bullet)(nil), false
	for _, b := range d.bullets {
		if b.head != head || b.cell != nil {
			continue
		}
		parted = last == nil || b.line > last.after
		last = b
		if b.read.Depth == 0 {
			like = alike(b, section)
		}
	}
	if last == nil {
		e.addFirst(head, section, added)
		return
	}
	line := d.below(last, like.indent)
	for _, c := range added {
		if like.marker == "" && parted {
			e.before[line] = append(e.before[line], e.eol) // each is a paragraph
		}
		e.before[line] = append(e.before[line], e.bullet(like, c.Text, c.ID)...)
	}
}

// alike is the look of a new bullet after b: its marker and indent, not its box
// or number.
func alike(b *bullet, section kpt.Section) *bullet {
	like := fresh(section)
	switch b.marker {
	case "":
		like.look = look{content: 2}
	case "-", "*", "+":
		prefix := b.prefix
		if box := boxPattern.FindString(prefix[len(prefix)-min(len(prefix), 4):]); box != "" {
			prefix = prefix[:len(prefix)-len(box)]
		}
		if !strings.HasSuffix(prefix, " ") && !strings.HasSuffix(prefix, "\t") {
			prefix += " " // b is empty
		}
		like.prefix = prefix + like.prefix[2:]
		like.content, like.indent, like.marker = b.content, b.indent, b.marker
	}
	return like
}

// addFirst adds the first bullets of a section, at its end.
func (e *edits) addFirst(head int, section kpt.Section, added []kpt.Change) {
	d := e.doc
	end := len(d.lines)
	if head+1 < len(d.heads) {
		end = d.heads[head+1].line
	}
	line := end
	for line > d.heads[head].after && blank(d.lines[line-1]) {
		line--
	}
	lines := []string{e.eol}
	for i, c := range added {
		like := e.firstLike(section, d.heads[head].retro)
		if i > 0 && like.marker == "" {
			lines = append(lines, e.eol)
		}
		lines = append(lines, e.bullet(like, c.Text, c.ID)...)
	}
	if line == end && end < len(d.lines) {
		lines = append(lines, e.eol)
	}
	e.before[line] = append(e.before[line], lines...)
}

// addSection adds a section at the end of a sheet.
func (e *edits) addSection(sheet int, section kpt.Section, added []kpt.Change) {
	d := e.doc
	level, end := min(d.heads[sheet].level+1, 6), len(d.lines)
	for i := sheet + 1; i < len(d.heads); i++ {
		if d.heads[i].retro != d.heads[sheet].retro || d.heads[i].sheet {
			end = d.heads[i].line
			break
		}
		if d.heads[i].section != "" && d.owner(i) == i && d.heads[i].level < boldLevel {
			level = min(d.heads[i].level, 6)
		}
	}
	if over := d.divided(sheet); over >= 0 {
		level = d.heads[over].level // behind all people's
	}
	line := end
	for line > d.heads[sheet].after && blank(d.lines[line-1]) {
		line--
	}
	if own := d.owned(sheet, section, added[0]); len(own) > 0 {
		line, level = d.endOf(own[len(own)-1]), d.heads[own[0]].level // behind those of some
	}
	lines := e.section(min(level, 6), section, added)
	if line != end || end == len(d.lines) {
		lines = lines[:len(lines)-1]
	}
	e.parts[line] = append(e.parts[line], append([]string{e.eol}, lines...)...)
}

// endOf is the line behind all that stands in a section.
func (d *document) endOf(head int) int {
	last := head
	for last+1 < len(d.heads) && d.owner(last+1) == head && d.heads[last+1].section != "" {
		last++
	}
	line := len(d.lines)
	if last+1 < len(d.heads) {
		line = d.heads[last+1].line
	}
	for line > d.heads[head].after && blank(d.lines[line-1]) {
		line--
	}
	return line
}

// sheet finds the heading of a sheet, of several the first with sections; -1 if
// there is none.
func (d *document) sheet(retro schedule.Date) int {
	found := -1
	for i, h := range d.heads {
		if !h.sheet || h.retro != retro {
			continue
		}
		for _, below := range d.heads[i+1:] {
			if below.sheet || below.retro != retro {
				break
			}
			if below.section != "" {
				return i
			}
		}
		if found < 0 {
			found = i
		}
	}
	return found
}

// section finds the first heading of a section of a sheet, or else a bold line that is one;
// -1 if there is none.
func (d *document) section(sheet int, section kpt.Section) int {
	bold := -1
	for i := sheet + 1; i < len(d.heads); i++ {
		h := d.heads[i]
		if h.sheet || h.retro != d.heads[sheet].retro {
			break
		}
		switch {
		case h.section != section:
		case h.level < boldLevel:
			return i
		case bold < 0:
			bold = i
		}
	}
	return bold
}

// owner is the heading that gives the section to a heading below it.
func (d *document) owner(head int) int {
	for i := head; i > 0 && d.heads[head].section != ""; i-- {
		if d.heads[i].own != "" {
			return i
		}
		if d.heads[i].section != d.heads[head].section || d.heads[i].retro != d.heads[head].retro {
			break
		}
		if above := d.heads[i-1]; above.section != d.heads[head].section || above.retro != d.heads[head].retro {
			return i
		}
	}
	return head
}

// below is the line after a bullet and all that a bullet at indent would draw to
// itself if it stood there.
func (d *document) below(b *bullet, indent int) int {
	end := b.after
	for i := end; i < len(d.lines); i++ {
		line := d.lines[i]
		switch {
		case i == end && d.goesOn(i):
			end = i + 1
		case blank(line):
		case columns(line[:len(line)-len(trimLeft(line))]) > max(1, indent) && !d.isHead(i):
			end = i + 1
		default:
			return end
		}
	}
	return end
}

// goesOn says whether a line right below a bullet's is more of what that says, though it is
// not indented: text that begins nothing else.
func (d *document) goesOn(i int) bool {
	line := bare(d.lines[i])
	return !blank(line) && !kpt.IsRule(line) && !d.skip[i] && !d.isHead(i) && !isBullet(line) && !breakPattern.MatchString(line) && !underPattern.MatchString(line) &&
		!strings.ContainsRune("|>#<`~", rune(trimLeft(line)[0])) && !d.inTable(i)
}

func (d *document) isHead(line int) bool {
	return slices.ContainsFunc(d.heads, func(h heading) bool { return h.line <= line && line < h.after })
}

// Lines are indented by these.
const (
	wideBlank = '\u3000'
	blanks    = " \t\u3000"
)

// paragraph is a line without a bullet, which may begin with a wide blank.
func paragraph(line string) string { return strings.TrimLeft(line, " \t") }

func trimLeft(line string) string { return strings.TrimLeft(line, blanks) }
