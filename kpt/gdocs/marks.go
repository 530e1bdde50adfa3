package gdocs

import (
	"cmp"
	"slices"
	"sort"
	"strings"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// mark is one span of a named range of ours.
type mark struct {
	rangeID, name string
	start, end    int64
}

// headingPrefix begins the marks of headings. kpt.ParseMark takes them for
// nothing.
const (
	ourPrefix     = "engawa:"
	headingPrefix = ourPrefix + "sheet:"
)

func sheetMark(retro schedule.Date) string { return headingPrefix + retro.String() }

func sectionMark(retro schedule.Date, s kpt.Section) string {
	return sheetMark(retro) + ":" + string(s)
}

// parseHeading reads what sheetMark and sectionMark give; section is "" for a
// sheet's.
func parseHeading(name string) (retro schedule.Date, section kpt.Section, ok bool) {
	rest, ok := strings.CutPrefix(name, headingPrefix)
	if !ok {
		return schedule.Date{}, "", false
	}
	date, of, isSection := strings.Cut(rest, ":")
	retro, err := schedule.ParseDate(date)
	section = kpt.Section(of)
	if err != nil || isSection && !slices.Contains(kpt.Sections(), section) {
		return schedule.Date{}, "", false
	}
	return retro, section, true
}

// named says whether a sheet is that of a day, also before it is known of which year it is.
func (s *sheet) named(retro schedule.Date) bool {
	for _, year := range []int{retro.Year, retro.Year + 1} { // a first week may begin in December
		if day, ok := s.dating.In(year); ok && day == retro && s.dating != (kpt.Dating{}) {
			return true
		}
	}
	return s.retro == retro
}

// again says whether a person's heading begins what is no part of our sheet any more: a
// section of ours is there already, and ours are all above. Rather it is of a sheet that has
// lost its own heading, or was there before we were.
func (r *reader) again(p *paragraph, w what) bool {
	if r.in != page || r.sheet == nil || r.sheet.heading == nil || w.level == body {
		return false
	}
	retro, _, ours := r.sheet.heading.headingMark()
	if _, _, marked := p.headingMark(); !ours || marked {
		return false
	}
	if s := r.sheet.find(w.section); s == nil || !s.marked {
		return false
	}
	return !slices.ContainsFunc(r.tab.marks, func(m mark) bool {
		of, section, ok := parseHeading(m.name)
		return ok && section != "" && of == retro && m.start > p.start
	})
}

// place gives each paragraph of the tab the marks on its text.
func (t *tab) place() {
	slices.SortStableFunc(t.paragraphs, func(a, b *paragraph) int { return cmp.Compare(a.start, b.start) })
	for _, m := range t.marks {
		i := sort.Search(len(t.paragraphs), func(i int) bool { return t.paragraphs[i].end > m.start })
		for ; i < len(t.paragraphs) && t.paragraphs[i].start < m.end; i++ {
			if p := t.paragraphs[i]; max(p.start, m.start) < min(p.end-1, m.end) {
				p.marks = append(p.marks, m)
			}
		}
	}
}

// id is the note that the paragraph is marked with. Of several marks it is the
// one that begins here: one that reaches in from a line above is there because a
// person split that line, or because a named range grew at its end.
func (p *paragraph) id() (id kpt.NoteID, at mark) {
	for _, m := range p.marks {
		found, ok := kpt.ParseMark(m.name)
		if ok && (id == "" || at.start < p.start && m.start >= p.start) {
			id, at = found, m
		}
	}
	return id, at
}

// headingMark is what the paragraph is marked as the heading of.
func (p *paragraph) headingMark() (retro schedule.Date, section kpt.Section, ok bool) {
	for _, m := range p.marks {
		if m.start >= p.start {
			if retro, section, ok = parseHeading(m.name); ok {
				return retro, section, true
			}
		}
	}
	return schedule.Date{}, "", false
}
