package markdown

import (
	"regexp"
	"strings"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// document is a file as lines with their endings; joined they are the file.
type document struct {
	lines   []string
	heads   []heading
	bullets []*bullet
	tables  []*table
	skip    []bool      // lines in code and comments
	plain   map[int]int // lines that are headings without the sign of one, each with its level
	unread  []beside    // lines without a bullet that may be notes
	past    map[int]int // headings of sections of another meeting, each with the one that says so
	strange []int       // headings that stand in a section and head something else
	titles  kpt.Titles
}

// heading is a heading of a sheet, of a section, or any other.
type heading struct {
	line, after int // its first line, and the one after it
	level       int // 1 to 6, or boldLevel, nameLevel, endLevel
	retro       schedule.Date
	section     kpt.Section
	sheet       bool
	text        string
	marked      bool // by us, with the name of its retro
	whose
	saying
}

// saying is what is said of the day of a sheet.
type saying struct {
	title schedule.Date // in a heading that is as we wrote it; else zero
	years int           // the heading above that says of which years it is, counted from 1; 0: none
	kind  bool          // it is below a section that is in no sheet, and heads no sections itself
}

// whose says whose the lines below a heading may be.
type whose struct {
	over  int    // of a section: the heading above that we do not know; -1: none
	below string // see kpt.Line
	own   string // see kpt.SectionOwner
}

// bullet is a bullet with the lines of its text, or a line without one.
type bullet struct {
	line, after int
	look
	read  kpt.Line
	head  int // of its section, in heads; -1 outside of all
	retro schedule.Date
	cell  *cell // that it is in; nil: it is in none
}

// look is how a bullet looks.
type look struct {
	indent  int    // columns before the marker
	content int    // columns before the text, without a checkbox
	prefix  string // what comes before the text
	marker  string // "" for a line without a bullet
	tilde   bool   // the text is between ~~
}

var (
	atxPattern    = regexp.MustCompile(`^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$`)
	boldPattern   = regexp.MustCompile(`^(?:\*\*|__)(.+?)(?:\*\*|__)[:：]?[ \t]*$`)
	underPattern  = regexp.MustCompile(`^ {0,3}(=+|-+)[ \t]*$`)
	bulletPattern = regexp.MustCompile(`^([ \t]*|　[ \t　]*)([-*+]|\d{1,9}[.)])([ \t]+|$)`)
	dotPattern    = regexp.MustCompile(`^(|　[ \t　]*)([・●•①-⑳])([ \t　]*)`)
	closePattern  = regexp.MustCompile(`^(|　[ \t　]*)([-－]|(?:[０-９]{1,2}[.)．）]|[0-9]{1,2}[．）]))([ \t　]*)(?:\p{L}|[「『（【])`)
	boxPattern    = regexp.MustCompile(`^\[([ xX✓✔])\](?:[ \t　]+|$)`)
	markPattern   = regexp.MustCompile(`(?:^|[ \t]+|([^\\ \t]))<!--[ \t]*(engawa:[a-z2-7]+)[ \t]*-->`)
	// crossedPattern is text that is struck out.
	crossedPattern = regexp.MustCompile(`(?s)~~.+?~~|<(?:s|del|strike)>.*?</(?:s|del|strike)>`)
	breakPattern   = regexp.MustCompile(`^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$`)
)

func parse(text string, titles kpt.Titles) *document {
	d := &document{lines: strings.SplitAfter(text, "\n"), titles: titles}
	if last := len(d.lines) - 1; d.lines[last] == "" {
		d.lines = d.lines[:last]
	}
	d.skip = skipped(d.lines)
	d.findPlain()
	d.findHeads(titles)
	d.findBullets()
	d.settle()
	return d
}

func bare(line string) string { return strings.TrimRight(line, "\r\n") }

func blank(line string) bool { return strings.TrimSpace(line) == "" }

func isBullet(line string) bool {
	if text := trimLeft(line); text == "" || !strings.ContainsAny(text[:1], "-*+0123456789") && text[0] < 0x80 {
		return false
	}
	return bulletPattern.MatchString(line) && !breakPattern.MatchString(line) || dotPattern.MatchString(line) || closeBullet(line) != nil
}

// closeBullet is a bullet with the text right behind it: "-tea", "１．tea". A heading may begin
// so too.
func closeBullet(line string) []string {
	m := closePattern.FindStringSubmatch(line)
	if m == nil {
		return nil
	}
	if _, section := kpt.IsSection(line); section || kpt.OtherPart(strings.TrimLeft(line, "-－0123456789０１２３４５６７８９.)．） 　")) {
		return nil
	}
	m[0] = m[1] + m[2] + m[3]
	return m
}

func (d *document) findBullets() {
	head, told := -1, 0 // told: up to where lines are those of a bullet
	var above []*bullet
	for i := 0; i < len(d.lines); i++ {
		if head+1 < len(d.heads) && d.heads[head+1].line == i {
			head++
			above = nil
			i = d.heads[head].after - 1
			continue
		}
		line := bare(d.lines[i])
		if d.skip[i] || !isBullet(line) {
			if !blank(line) && trimLeft(line) == line {
				above = nil
			}
			if d.skip[i] {
				continue
			}
			if t := d.tableAt(i, head); t != nil {
				d.tables = append(d.tables, t)
				i = t.after - 1
			} else if i >= told && d.mayBeBare(i, head) {
				b := d.bulletAt(i, head)
				d.bullets, told = append(d.bullets, b), b.after
			}
			continue
		}
		b := d.bulletAt(i, head)
		told = b.after
		for len(above) > 0 && above[len(above)-1].indent >= b.indent {
			above = above[:len(above)-1]
		}
		b.read.Depth = len(above)
		above = append(above, b)
		d.bullets = append(d.bullets, b)
	}
}

func (d *document) bulletAt(i, head int) *bullet {
	line := bare(d.lines[i])
	m := bulletPattern.FindStringSubmatch(line)
	if m == nil {
		m = dotPattern.FindStringSubmatch(line)
	}
	if m == nil {
		m = closeBullet(line)
	}
	if !isBullet(line) {
		lead := line[:len(line)-len(paragraph(line))]
		m = []string{lead, lead, ""}
	}
	b := &bullet{line: i, after: i + 1, head: head, look: look{
		indent: columns(m[1]), content: max(2, columns(m[0])), prefix: m[0], marker: m[2],
	}}
	rest := line[len(m[0]):]
	if box := boxPattern.FindStringSubmatch(rest); box != nil && b.marker != "" {
		b.prefix += box[0]
		b.read.Ticked = box[1] != " "
		b.read.Struck = b.read.Ticked
		rest = rest[len(box[0]):]
	}
	texts := []string{rest}
	for b.after < len(d.lines) && d.continues(b) {
		texts = append(texts, unindent(bare(d.lines[b.after]), b.content))
		b.after++
	}
	b.readText(texts)
	if head >= 0 {
		b.retro, b.read.Section, b.read.Below = d.heads[head].retro, d.heads[head].section, d.heads[head].below
	}
	return b
}

// continues says whether the line after a bullet is more of its text.
func (d *document) continues(b *bullet) bool {
	line := bare(d.lines[b.after])
	text := trimLeft(line)
	if b.marker == "" {
		text = paragraph(line)
	}
	level, _, _ := d.headingAt(b.after)
	if d.wraps(b, line) {
		return true
	}
	return text != "" && columns(line[:len(line)-len(text)]) > max(1, b.indent) &&
		!d.skip[b.after] && level == 0 && !isBullet(line) && !strings.ContainsRune("|>#", rune(text[0])) &&
		!underPattern.MatchString(line)
}

// readText takes the marks out of the lines of a bullet, and reads the rest.
func (b *bullet) readText(texts []string) {
	for i, text := range texts {
		for _, m := range markPattern.FindAllStringSubmatch(text, -1) {
			if id, ok := kpt.ParseMark(m[2]); ok && b.read.ID == "" {
				b.read.ID = id
			}
		}
		texts[i] = strings.TrimRight(unmarked(text), " \t")
	}
	if b.marker == "" {
		texts[0] = paragraph(texts[0])
	}
	raw := strings.Join(texts, "\n")
	if inner, ok := struck(raw); ok {
		raw, b.tilde, b.read.Struck = inner, true, true
	}
	b.read.Crossed = b.tilde || crossed(raw)
	b.read.Text = unescape(raw)
}

// unmarked is a line without its marks. One with a backslash before it is text.
func unmarked(line string) string {
	if !strings.Contains(line, "<!--") {
		return line
	}
	return markPattern.ReplaceAllString(line, "$1")
}

// crossed says whether all of a text is struck out, in parts, as HTML, or behind a name.
func crossed(raw string) bool {
	rest := crossedPattern.ReplaceAllString(raw, "")
	return rest != raw && kpt.OnlyLabels(strings.Trim(rest, "*_ "))
}

func struck(raw string) (string, bool) {
	inner, ok := strings.CutPrefix(raw, "~~")
	if !ok {
		return "", false
	}
	inner, ok = strings.CutSuffix(inner, "~~")
	return inner, ok && inner != "" && !strings.Contains(inner, "~~")
}

// columns is the width of white space and a marker; a tab goes to the next
// multiple of four, and a wide blank is as wide as two.
func columns(s string) (n int) {
	for _, r := range s {
		switch r {
		case '\t':
			n += 4 - n%4
		case wideBlank:
			n += 2
		default:
			n++
		}
	}
	return n
}

// unindent takes white space of up to n columns off a line.
func unindent(line string, n int) string {
	for i, r := range line {
		if !strings.ContainsRune(blanks, r) || columns(line[:i]) >= n {
			return line[i:]
		}
	}
	return ""
}
