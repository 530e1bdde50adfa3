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
	skip    []bool // lines in code and comments
}

// heading is a heading of a sheet, of a section, or any other.
type heading struct {
	line, after int // its first line, and the one after it
	level       int // 1 to 6; 7 for a bold line
	retro       schedule.Date
	title       schedule.Date // in a heading that is as we wrote it; else zero
	section     kpt.Section
	sheet       bool
}

// bullet is a bullet with the lines of its text.
type bullet struct {
	line, after int
	indent      int    // columns before the marker
	content     int    // columns before the text, without a checkbox
	prefix      string // what comes before the text
	marker      string
	tilde       bool // the text is between ~~
	read        kpt.Line
	head        int // of its section, in heads; -1 outside of all
	retro       schedule.Date
}

var (
	atxPattern    = regexp.MustCompile(`^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$`)
	boldPattern   = regexp.MustCompile(`^(?:\*\*|__)(.+?)(?:\*\*|__)[:：]?[ \t]*$`)
	underPattern  = regexp.MustCompile(`^ {0,3}(=+|-+)[ \t]*$`)
	bulletPattern = regexp.MustCompile(`^([ \t]*)([-*+]|\d{1,9}[.)])([ \t]+|$)`)
	dotPattern    = regexp.MustCompile(`^()([・●•])([ \t　]*)`)
	boxPattern    = regexp.MustCompile(`^\[([ xX])\](?:[ \t]+|$)`)
	markPattern   = regexp.MustCompile(`(?:^|[ \t]+|([^\\ \t]))<!--[ \t]*(engawa:[a-z2-7]+)[ \t]*-->`)
	breakPattern  = regexp.MustCompile(`^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$`)
)

func parse(text string, titles kpt.Titles) *document {
	d := &document{lines: strings.SplitAfter(text, "\n")}
	if last := len(d.lines) - 1; d.lines[last] == "" {
		d.lines = d.lines[:last]
	}
	d.skip = skipped(d.lines)
	d.findHeads(titles)
	d.findBullets()
	return d
}

func bare(line string) string { return strings.TrimRight(line, "\r\n") }

func blank(line string) bool { return strings.TrimSpace(line) == "" }

func (d *document) findHeads(titles kpt.Titles) {
	var datings []kpt.Dating
	for i := range d.lines {
		if d.skip[i] {
			continue
		}
		level, text, n := d.headingAt(i)
		if level == 0 {
			continue
		}
		h := heading{line: i, after: i + n, level: level}
		text, named := sheetNamed(text)
		h.title = titles.Made(text)
		h.section, _ = kpt.FindSection(text)
		var dating kpt.Dating
		dating, h.sheet = kpt.FindDating(text)
		if named != (schedule.Date{}) {
			dating, h.sheet = kpt.Dating{Year: named.Year, Month: named.Month, Day: named.Day}, true
		}
		d.heads, datings = append(d.heads, h), append(datings, dating)
	}
	for i, day := range titles.Days(datings) {
		d.heads[i].retro = day
	}
	d.placeHeads()
}

// sheetPattern is the mark on the heading of a sheet whose day is not its name.
var sheetPattern = regexp.MustCompile(`[ \t]*<!--[ \t]*engawa:sheet:(\d{4}-\d\d-\d\d)[ \t]*-->`)

// sheetNamed is the text of a heading without such a mark, and the retro that it says.
func sheetNamed(text string) (rest string, retro schedule.Date) {
	if m := sheetPattern.FindStringSubmatch(text); m != nil {
		retro, _ = schedule.ParseDate(m[1]) // of one that is no date the rest is read
		text = sheetPattern.ReplaceAllString(text, "")
	}
	return text, retro
}

// headingAt gives the level and text of a heading that begins at a line, and
// the number of its lines; level 0 if there is none.
func (d *document) headingAt(i int) (level int, text string, n int) {
	line := strings.TrimPrefix(bare(d.lines[i]), "\uFEFF")
	if m := atxPattern.FindStringSubmatch(line); m != nil {
		return len(m[1]), m[2], 1
	}
	if m := boldPattern.FindStringSubmatch(line); m != nil {
		if _, ok := kpt.IsSection(m[1]); ok {
			return 7, m[1], 1
		}
	}
	// Underlined: one line that is neither indented nor the end of a paragraph.
	if i+1 == len(d.lines) || blank(line) || strings.TrimLeft(line, " \t") != line || isBullet(line) ||
		breakPattern.MatchString(line) || i > 0 && !blank(d.lines[i-1]) {
		return 0, "", 0
	}
	if m := underPattern.FindStringSubmatch(bare(d.lines[i+1])); m != nil && !d.skip[i+1] {
		if m[1][0] == '=' {
			return 1, line, 2
		}
		return 2, line, 2
	}
	return 0, "", 0
}

// placeHeads tells each heading the sheet it is in. A date in a heading below
// that of a sheet begins another only as long as there was no section: such as
// below a title that has a date.
func (d *document) placeHeads() {
	sheet, sections := -1, 0
	for i := range d.heads {
		h := &d.heads[i]
		inside := sheet >= 0 && h.level > d.heads[sheet].level && (sections > 0 || !h.sheet)
		switch {
		case !inside && h.sheet:
			sheet, sections, h.section = i, 0, ""
		case inside:
			h.sheet, h.retro = false, d.heads[sheet].retro
			if h.section != "" {
				sections++
			}
		default:
			sheet, h.sheet, h.section, h.retro = -1, false, "", schedule.Date{}
		}
	}
	// A heading below that of a section belongs to the section.
	section := -1
	for i := range d.heads {
		h := &d.heads[i]
		switch {
		case h.sheet:
			section = -1
		case h.section != "":
			section = i
		case section >= 0 && h.level > d.heads[section].level && h.retro == d.heads[section].retro:
			h.section = d.heads[section].section
		default:
			section = -1
		}
	}
}

func isBullet(line string) bool {
	if text := strings.TrimLeft(line, " \t"); text == "" || !strings.ContainsAny(text[:1], "-*+0123456789") && text[0] < 0x80 {
		return false
	}
	return bulletPattern.MatchString(line) && !breakPattern.MatchString(line) || dotPattern.MatchString(line)
}

func (d *document) findBullets() {
	head := -1
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
			if !blank(line) && !strings.HasPrefix(line, " ") && !strings.HasPrefix(line, "\t") {
				above = nil
			}
			continue
		}
		b := d.bulletAt(i, head)
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
	b := &bullet{line: i, after: i + 1, indent: columns(m[1]), content: max(2, columns(m[0])), prefix: m[0], marker: m[2], head: head}
	rest := line[len(m[0]):]
	if box := boxPattern.FindStringSubmatch(rest); box != nil {
		b.prefix += box[0]
		b.read.Struck = box[1] != " "
		rest = rest[len(box[0]):]
	}
	texts := []string{rest}
	for b.after < len(d.lines) && d.continues(b) {
		texts = append(texts, unindent(bare(d.lines[b.after]), b.content))
		b.after++
	}
	b.readText(texts)
	if head >= 0 {
		b.retro, b.read.Section = d.heads[head].retro, d.heads[head].section
	}
	return b
}

// continues says whether the line after a bullet is more of its text.
func (d *document) continues(b *bullet) bool {
	line := bare(d.lines[b.after])
	text := strings.TrimLeft(line, " \t")
	level, _, _ := d.headingAt(b.after)
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
	raw := strings.Join(texts, "\n")
	if inner, ok := struck(raw); ok {
		raw, b.tilde, b.read.Struck = inner, true, true
	}
	b.read.Text = unescape(raw)
}

// unmarked is a line without its marks. One with a backslash before it is text.
func unmarked(line string) string {
	if !strings.Contains(line, "<!--") {
		return line
	}
	return markPattern.ReplaceAllString(line, "$1")
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
// multiple of four.
func columns(s string) (n int) {
	for _, r := range s {
		if r == '\t' {
			n += 4 - n%4
		} else {
			n++
		}
	}
	return n
}

// unindent takes white space of up to n columns off a line.
func unindent(line string, n int) string {
	for i, r := range line {
		if r != ' ' && r != '\t' || columns(line[:i]) >= n {
			return line[i:]
		}
	}
	return ""
}
