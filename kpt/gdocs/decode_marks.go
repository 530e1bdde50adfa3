package gdocs

import "strings"

func (d *decoder) glyphs() []glyph {
	var all []glyph
	d.member("listProperties", func() {
		d.member("nestingLevels", func() {
			d.array(func() {
				found := map[string]string{}
				d.object(func(name []byte) { found[unquote(name)] = d.name() })
				all = append(all, glyph{kind: found["glyphType"], symbol: found["glyphSymbol"], format: found["glyphFormat"]})
			})
		})
	})
	return all
}

// named reads the named ranges of one name, if it is one of ours.
func (d *decoder) named(t *tab, name string) {
	if !strings.HasPrefix(name, ourPrefix) {
		d.skip()
		return
	}
	d.member("namedRanges", func() {
		d.array(func() {
			id, first := "", len(t.marks)
			d.object(func(field []byte) {
				switch string(field) {
				case `"namedRangeId"`:
					id = d.text()
				case `"ranges"`:
					d.array(func() { d.span(t, name) })
				default:
					d.skip()
				}
			})
			for i := range t.marks[first:] {
				t.marks[first+i].rangeID = id
			}
		})
	})
}

func (d *decoder) span(t *tab, name string) {
	m := mark{name: name}
	segment := ""
	d.object(func(field []byte) {
		switch string(field) {
		case `"segmentId"`:
			segment = d.text()
		case `"startIndex"`:
			m.start = d.index()
		case `"endIndex"`:
			m.end = d.index()
		default:
			d.skip()
		}
	})
	if segment == "" && m.start < m.end {
		t.marks = append(t.marks, m)
	}
}
