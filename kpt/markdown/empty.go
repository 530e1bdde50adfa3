package markdown

import (
	"slices"

	"github.com/engawa-bot/engawa/schedule"
)

// empty says whether all of the sheet of a retro is as we make it: see kpt.Sheet.
func (d *document) empty(retro schedule.Date) bool {
	_, _, is := d.ours(retro)
	return is
}

// ours are the lines of the one sheet of a retro, from one on to the one before another, if
// nothing stands in it but what we make.
func (d *document) ours(retro schedule.Date) (from, to int, is bool) {
	i := d.sheet(retro)
	if i < 0 || d.heads[i].title == (schedule.Date{}) || d.heads[i].after != d.heads[i].line+1 {
		return 0, 0, false
	}
	from, to = d.heads[i].line, len(d.lines)
	heads := []int{from}
	for _, h := range d.heads[i+1:] {
		if h.sheet || h.retro != retro {
			to = h.line
			break
		}
		if _, plain := d.plain[h.line]; plain || h.text != d.titles.Sections[h.section] || h.after != h.line+1 {
			return 0, 0, false
		}
		heads = append(heads, h.line)
	}
	for _, h := range d.heads {
		if h.retro == retro && (h.line < from || h.line >= to) {
			return 0, 0, false // there is another sheet of it
		}
	}
	for line := from; line < to; line++ {
		if !blank(d.lines[line]) && !slices.Contains(heads, line) {
			return 0, 0, false
		}
	}
	return from, to, true
}

// removeSheet takes a sheet away in which nothing stands but what we make.
func (e *edits) removeSheet(retro schedule.Date) {
	from, to, is := e.doc.ours(retro)
	for line := from; is && line < to; line++ {
		e.lines[line] = nil
	}
}
