package gdocs

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// style is how the team's sheets look: like the newest one, or else sensible.
type style struct {
	sheet, section string // named styles of the headings
	preset         string // of the bullets
	bare           bool   // lines have no bullets
	table          *table // that its sections are in; nil: none
	from, to       int    // its rows
	heading        func(schedule.Date) string
	sections       map[kpt.Section]string
}

// disc is the preset of plain bullets.
const disc = "BULLET_DISC_CIRCLE_SQUARE"

func (d *document) style(titles kpt.Titles) style {
	s := style{sheet: "HEADING_1", section: "HEADING_2", preset: disc, heading: titles.Heading, sections: map[kpt.Section]string{}}
	for _, section := range kpt.Sections() {
		s.sections[section] = cmp.Or(titles.Sections[section], plainTitle(section))
	}
	newest := d.newest()
	if newest == nil {
		return s
	}
	if h := newest.heading; h != nil {
		if level := h.heading(); level > 0 && level < body-1 {
			s.sheet, s.section = h.style, fmt.Sprintf("HEADING_%d", level+1)
		}
		if copied, ok := datedLike(h.text(h.start)); ok {
			s.heading = copied
		}
	}
	for _, p := range newest.parts {
		if h := p.heading; h != nil {
			if level := h.heading(); level > 0 && level < body {
				s.section = h.style
			}
			if text := h.text(h.start); !strings.Contains(text, "\n") {
				s.sections[p.section] = text
			}
		}
	}
	s.bare = newest.bare(false)
	s.table, s.from, s.to = newest.pattern()
	for _, l := range newest.lines {
		if b := l.paragraph.bullet; b != nil && l.Depth == 0 {
			s.preset = l.paragraph.tab.preset(b.list)
			break
		}
	}
	return s
}

// plainTitle is a heading for a section that nobody gave a title.
func plainTitle(s kpt.Section) string {
	switch s {
	case kpt.Tries:
		return "Open Tries"
	case kpt.Keeps:
		return "Keep"
	case kpt.Problems:
		return "Problem"
	default:
		return "Try"
	}
}

// newest is the sheet of the latest date; nil if there is none with a date.
func (d *document) newest() *sheet {
	var found *sheet
	for _, s := range d.sheets {
		if s.retro != (schedule.Date{}) && (found == nil || found.retro.Before(s.retro)) {
			found = s
		}
	}
	return found
}

var datePattern = regexp.MustCompile(`([0-9０-９]{4})(\s*[-/.／．年]\s*)([0-9０-９]{1,2})(\s*[-/.／．月]\s*)([0-9０-９]{1,2})`)

// datedLike writes headings like one that has a date. One that also counts, or
// names the day of the week, is not copied.
func datedLike(heading string) (func(schedule.Date) string, bool) {
	m := datePattern.FindStringSubmatchIndex(heading)
	if m == nil || strings.Contains(heading, "\n") {
		return nil, false
	}
	before, after := heading[:m[0]], heading[m[1]:]
	rest := norm.NFKC.String(before + strings.TrimPrefix(after, "日"))
	if strings.ContainsFunc(rest, unicode.IsDigit) || dayPattern.MatchString(rest) {
		return nil, false
	}
	first, second := heading[m[4]:m[5]], heading[m[8]:m[9]]
	width := 1
	if month := heading[m[6]:m[7]]; strings.HasPrefix(month, "0") || len(month) == 2 && heading[m[10]:m[11]][0] == '0' {
		width = 2
	}
	if year := heading[m[2]:m[3]]; len(year) != 4 {
		return nil, false // wide digits
	}
	if !strings.ContainsAny(first, "年") && width == 1 && len(heading[m[6]:m[7]]) == 2 && len(heading[m[10]:m[11]]) == 2 {
		width = 2 // 2026-11-27 does not tell; with zeros is usual
	}
	return func(d schedule.Date) string {
		return fmt.Sprintf("%s%04d%s%0*d%s%0*d%s", before, d.Year, first, width, int(d.Month), second, width, d.Day, after)
	}, true
}

var dayPattern = regexp.MustCompile(`(?i)[(\[【]\s*[月火水木金土日]|[月火水木金土日]曜|\b(mon|tue|wed|thu|fri|sat|sun)`)

// preset is the preset that looks like a list, so that what is added can join it.
// Source: CreateParagraphBulletsRequest.bulletPreset in the discovery document.
func (t *tab) preset(list string) string {
	levels := t.lists[list]
	if len(levels) == 0 {
		return disc
	}
	first, second := levels[0], glyph{}
	if len(levels) > 1 {
		second = levels[1]
	}
	switch first.symbol {
	case "":
		return numbered(first, second)
	case "❖":
		if second.symbol == "◇" {
			return "BULLET_DIAMONDX_HOLLOWDIAMOND_SQUARE"
		}
		return "BULLET_DIAMONDX_ARROW3D_SQUARE"
	case "➔":
		return "BULLET_ARROW_DIAMOND_DISC"
	case "★":
		return "BULLET_STAR_CIRCLE_SQUARE"
	case "➢":
		return "BULLET_ARROW3D_CIRCLE_SQUARE"
	case "◄":
		return "BULLET_LEFTTRIANGLE_DIAMOND_DISC"
	case "◆":
		return "BULLET_DIAMOND_CIRCLE_SQUARE"
	}
	return disc
}

func numbered(first, second glyph) string {
	switch first.kind {
	case "DECIMAL":
		switch {
		case strings.Contains(second.format, "%0"):
			return "NUMBERED_DECIMAL_NESTED"
		case strings.HasSuffix(first.format, ")"):
			return "NUMBERED_DECIMAL_ALPHA_ROMAN_PARENS"
		}
		return "NUMBERED_DECIMAL_ALPHA_ROMAN"
	case "ZERO_DECIMAL":
		return "NUMBERED_ZERODECIMAL_ALPHA_ROMAN"
	case "UPPER_ALPHA":
		return "NUMBERED_UPPERALPHA_ALPHA_ROMAN"
	case "UPPER_ROMAN":
		return "NUMBERED_UPPERROMAN_UPPERALPHA_DECIMAL"
	case "GLYPH_TYPE_UNSPECIFIED", "":
		return "BULLET_CHECKBOX"
	}
	return disc
}
