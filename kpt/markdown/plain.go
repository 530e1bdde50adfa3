package markdown

import (
	"strings"
	"unicode/utf8"

	"github.com/engawa-bot/engawa/kpt"
)

// Lines that have no sign of a heading may head sections and sheets all the same, where they
// say nothing else: "Keep", "【Problem】", "11/27（金）".

// plainSheet is the level of a day that heads sections without the sign of a heading.
const plainSheet = 1

// scan is what was found above a line, while plain headings are looked for.
type scan struct {
	section kpt.Section          // that it is in
	owner   string               // whose that may be
	seen    map[kpt.Section]bool // in the present sheet
	headed  bool                 // that has a heading with its sign
}

// findPlain finds the headings without a sign, each with its level.
func (d *document) findPlain() {
	d.plain = map[int]int{}
	at, day := scan{seen: map[kpt.Section]bool{}}, -1
	for i := range d.lines {
		if d.skip[i] || i == day {
			continue
		}
		if _, below := d.dayBelow(i); below > i {
			at, day = scan{seen: map[kpt.Section]bool{}, headed: true}, below
			continue
		}
		if level, text, _ := d.headingAt(i); level > 0 {
			at.pass(text)
			continue
		}
		text, ok := d.shortText(i)
		if !ok {
			continue
		}
		bold, owner := boldPattern.MatchString(text), kpt.SectionOwner(text)
		if s, ok := kpt.IsSection(text); ok && !bold && (s != at.section || owner != at.owner) && !d.agenda(i, s) {
			d.plain[i], at.section, at.owner, at.seen[s] = boldLevel, s, owner, true
		} else if _, ok := kpt.OnlyDay(text); ok {
			level, s := d.sectionBelow(i)
			if level > 0 && (!at.headed || at.seen[s]) {
				d.plain[i], at = level, scan{seen: map[kpt.Section]bool{}}
			}
		} else if level := d.yearLine(i, text); level > 0 {
			d.plain[i], at = level, scan{seen: map[kpt.Section]bool{}}
		}
	}
}

// pass takes in a heading that has its sign.
func (at *scan) pass(text string) {
	text, _ = sheetNamed(text)
	at.section, _ = kpt.FindSection(text)
	at.owner = kpt.SectionOwner(text)
	if _, ok := kpt.FindDating(text); ok {
		*at = scan{seen: map[kpt.Section]bool{}, headed: true}
	} else if at.section != "" {
		at.seen[at.section] = true
	}
}

// plainText is a short line that begins nothing else, and is not bold.
func (d *document) plainText(i int) (string, bool) {
	text, ok := d.shortText(i)
	return text, ok && !boldPattern.MatchString(text)
}

// shortText is a short line that begins nothing else.
func (d *document) shortText(i int) (string, bool) {
	line := strings.TrimPrefix(bare(d.lines[i]), "\uFEFF")
	if blank(line) || isBullet(line) || strings.ContainsRune("|>#<`~![ \t", rune(line[0])) || marked(line) ||
		breakPattern.MatchString(line) || underPattern.MatchString(line) || utf8.RuneCountInString(line) > kpt.LongHeading {
		return "", false
	}
	if i+1 < len(d.lines) && underPattern.MatchString(bare(d.lines[i+1])) {
		return "", false
	}
	return strings.TrimSpace(line), true
}

// sectionBelow is the section whose heading stands right below a day, with the level of the
// sheet; 0 if there is none.
func (d *document) sectionBelow(i int) (level int, s kpt.Section) {
	i = d.next(i)
	if i == len(d.lines) {
		return 0, ""
	}
	level, text, _ := d.headingAt(i)
	if s, ok := kpt.FindSection(text); ok && level > 1 {
		if level < boldLevel {
			return level - 1, s
		}
		return plainSheet, s
	}
	if text, ok := d.plainText(i); ok && level == 0 {
		if s, ok := kpt.IsSection(text); ok {
			return plainSheet, s
		}
	}
	return 0, ""
}

// next is the next line that is not blank.
func (d *document) next(i int) int {
	for i++; i < len(d.lines) && (blank(d.lines[i]) || d.skip[i]); i++ {
	}
	return i
}

// agenda says whether a line names a section only to say that it comes: another such line is
// right below it, and the section is headed further below.
func (d *document) agenda(i int, s kpt.Section) bool {
	is := func(i int) (found kpt.Section) {
		if i >= len(d.lines) {
			return ""
		}
		if level, text, _ := d.headingAt(i); level > 0 {
			found, _ = kpt.FindSection(text)
		} else if text, ok := d.plainText(i); ok {
			found, _ = kpt.IsSection(text)
		}
		return found
	}
	if is(d.next(i)) == "" {
		return false
	}
	for i++; i < len(d.lines); i++ {
		if level, text, _ := d.headingAt(i); level > 0 && !d.skip[i] {
			if _, dated := kpt.FindDating(text); dated {
				return false
			}
		}
		if text, ok := d.plainText(i); ok {
			if _, dated := kpt.OnlyDay(text); dated {
				return false
			}
		}
		if !d.skip[i] && is(i) == s {
			return true
		}
	}
	return false
}
