package markdown

import (
	"slices"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// undated are the headings of what may be sheets and says no day: see kpt.Reading.
func (d *document) undated() (all []string) {
	for _, t := range d.tables {
		if t.head < 0 && len(t.read.Unclear) > 1 {
			all = append(all, d.begins(t))
		}
	}
	if texts, heads := d.outline(-1); len(heads) > 0 || len(kpt.Spaced(texts)) > 0 {
		all = append(all, texts[0])
	}
	above, own := "", false // own: it is that of the section
	for i, h := range d.heads {
		_, section := kpt.FindSection(h.text)
		section = section && !h.sheet || h.kind
		switch {
		case h.retro != (schedule.Date{}):
			above = ""
			continue
		case !section || above == "":
			above, own = h.text, section
		}
		texts, heads := d.outline(i)
		if !section && (len(heads) > 0 || len(kpt.Spaced(texts)) > 0) && !slices.Contains(all, h.text) {
			all = append(all, h.text)
		}
		some := slices.ContainsFunc(d.bullets, func(b *bullet) bool {
			return b.head == i && (section || b.cell != nil && b.read.Section != "")
		})
		some = some || section && !own && d.saysBelow(i) || d.tableBelow(i)
		if some && !slices.Contains(all, above) {
			all = append(all, above)
		}
	}
	return all
}

// tableBelow says whether a table stands below a heading that may be several sections.
func (d *document) tableBelow(head int) bool {
	return slices.ContainsFunc(d.tables, func(t *table) bool { return t.head == head && len(t.read.Unclear) > 1 })
}

// saysBelow says whether text that may be notes stands below a heading.
func (d *document) saysBelow(head int) bool {
	end := len(d.lines)
	if head+1 < len(d.heads) {
		end = d.heads[head+1].line
	}
	for i := d.heads[head].after; i < end; i++ {
		if !blank(d.lines[i]) && !d.skip[i] && !d.inTable(i) && !kpt.IsHint(bare(d.lines[i])) {
			return true
		}
	}
	return false
}

// dayBelow is the line below a heading that says only that it is a KPT, which says its day; -1
// if there is none.
func (d *document) dayBelow(i int) (kpt.Dating, int) {
	level, text, n := d.headingAt(i)
	if level == 0 || level >= boldLevel || !kpt.OnlyKPT(text) {
		return kpt.Dating{}, -1
	}
	next := d.next(i + n - 1)
	if next == len(d.lines) {
		return kpt.Dating{}, -1
	}
	line, ok := d.shortText(next)
	if !ok || isBullet(bare(d.lines[next])) {
		return kpt.Dating{}, -1
	}
	if level, _, _ := d.headingAt(next); level > 0 && level < boldLevel && d.plain[next] == 0 {
		return kpt.Dating{}, -1
	}
	dating, ok := kpt.DayBelow(line)
	if !ok {
		return kpt.Dating{}, -1
	}
	return dating, next
}
