package gdocs

import "strings"

// Write adds lines at the end of the first tab, as a person would who types a whole page: "# " to "###### "
// begin a heading, "- " begins a bullet and two spaces before it nest it. Bullets that follow each other are
// one list. It is one edit.
func (d *Doc) Write(text string) error {
	return d.edit(func(w *draft) error {
		t := w.content.tabs[0]
		p := place{t, "", t.segments[""]}
		var added flow
		list := ""
		for line := range strings.SplitSeq(strings.TrimSuffix(text, "\n"), "\n") {
			body := strings.TrimLeft(line, " ")
			item, isBullet := strings.CutPrefix(body, "- ")
			if !isBullet {
				list = ""
				added = append(added, w.written(line))
				continue
			}
			if list == "" {
				list = w.newList(t, "BULLET_DISC_CIRCLE_SQUARE")
			}
			depth := min((len(line)-len(body))/2, listLevels-1)
			added = append(added, emptyParagraph(normalStyle, "{}").with([]element{run(item+"\n", "{}")}).listed(list, depth))
		}
		return w.appendBlocks(p, added)
	})
}

// written is a line that is no bullet.
func (w *draft) written(line string) *paragraph {
	p := emptyParagraph(normalStyle, "{}")
	level := len(line) - len(strings.TrimLeft(line, "#"))
	if level > 0 && level <= 6 && strings.HasPrefix(line[level:], " ") {
		line = line[level+1:]
		p.style = w.headed(normalStyle.with("namedStyleType", "HEADING_"+string(rune('0'+level))))
	}
	return p.with([]element{run(line+"\n", "{}")})
}

// appendBlocks puts blocks at the end of a segment, in the place of a last line that is empty.
func (w *draft) appendBlocks(p place, added flow) error {
	f := p.seg.flow
	end := f.size()
	if last, ok := f[len(f)-1].(*paragraph); ok && last.units == 1 {
		f, end = f[:len(f)-1], end-1
		w.note(p, end, 1, 0)
	}
	p.seg.flow = replace(f, len(f), len(f), added...)
	w.note(p, end, 0, added.size())
	return nil
}
