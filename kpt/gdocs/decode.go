package gdocs

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/engawa-bot/engawa/kpt"
)

// errBroken is an answer that is no JSON, or only the beginning of it.
var errBroken = errors.New("gdocs: the answer is not JSON")

// decoder makes a document of a documents.get answer.
type decoder struct {
	scanner
	doc *document
}

// newDocument reads what Google answered. It takes whatever JSON comes.
func newDocument(data []byte) (*document, error) {
	d := &decoder{scanner{data: data, known: map[string]string{}}, &document{lines: map[string]*line{}}}
	d.object(func(name []byte) {
		switch string(name) {
		case `"revisionId"`:
			d.doc.revision = d.text()
		case `"tabs"`:
			d.doc.roots = d.tabs()
		default:
			d.skip()
		}
	})
	if d.broken || d.space() != 0 {
		return nil, errBroken
	}
	d.doc.understand(d.doc.roots, kpt.Years{})
	return d.doc, nil
}

func (d *decoder) tabs() []*tab {
	var all []*tab
	d.array(func() {
		t := &tab{lists: map[string][]glyph{}}
		d.object(func(name []byte) {
			switch string(name) {
			case `"tabProperties"`:
				d.object(func(name []byte) {
					switch string(name) {
					case `"tabId"`:
						t.id = d.text()
					case `"title"`:
						t.title = d.text()
					default:
						d.skip()
					}
				})
			case `"documentTab"`:
				d.content(t)
			case `"childTabs"`:
				t.children = d.tabs()
			default:
				d.skip()
			}
		})
		all = append(all, t)
	})
	return all
}

func (d *decoder) content(t *tab) {
	d.object(func(name []byte) {
		switch string(name) {
		case `"body"`:
			d.object(func(name []byte) {
				if string(name) == `"content"` {
					t.flow = d.flow(t, false)
				} else {
					d.skip()
				}
			})
		case `"lists"`:
			d.object(func(list []byte) { t.lists[unquote(list)] = d.glyphs() })
		case `"namedRanges"`:
			d.object(func(name []byte) { d.named(t, unquote(name)) })
		default:
			d.skip()
		}
	})
	slices.SortStableFunc(t.marks, func(a, b mark) int {
		return cmp.Or(cmp.Compare(a.start, b.start), strings.Compare(a.name, b.name))
	})
}

// flow reads a body or a cell.
func (d *decoder) flow(t *tab, cell bool) flow {
	var f flow
	var prev *paragraph
	d.array(func() {
		var b block
		var start int64
		d.object(func(name []byte) {
			switch string(name) {
			case `"startIndex"`:
				start = d.index()
			case `"paragraph"`:
				b.paragraph = d.paragraph()
			case `"table"`:
				b.table = d.table(t)
			default:
				d.skip()
			}
		})
		if b.table != nil {
			b.table.start = start
		}
		if p := b.paragraph; p != nil {
			p.settle(t, start)
			p.inTable = cell
			t.paragraphs = append(t.paragraphs, p)
			if prev != nil {
				prev.next = p
			}
		}
		prev = b.paragraph
		f = append(f, b)
	})
	return f
}

func (d *decoder) table(t *tab) *table {
	grid := &table{tab: t}
	d.member("tableRows", func() {
		d.array(func() {
			var row []cell
			d.member("tableCells", func() { d.array(func() { row = append(row, d.cell(t)) }) })
			grid.rows = append(grid.rows, row)
		})
	})
	return grid
}

func (d *decoder) cell(t *tab) cell {
	var c cell
	d.object(func(name []byte) {
		switch string(name) {
		case `"content"`:
			c.flow = d.flow(t, true)
		case `"tableCellStyle"`:
			d.object(func(name []byte) {
				switch string(name) {
				case `"columnSpan"`:
					c.columns = int(d.index())
				case `"rowSpan"`:
					c.rows = int(d.index())
				default:
					d.skip()
				}
			})
		default:
			d.skip()
		}
	})
	return c
}

// member calls do for one member of an object.
func (d *decoder) member(of string, do func()) {
	d.object(func(name []byte) {
		if len(name) > 2 && string(name[1:len(name)-1]) == of {
			do()
		} else {
			d.skip()
		}
	})
}

func (d *decoder) paragraph() *paragraph {
	p := &paragraph{}
	d.object(func(name []byte) {
		switch string(name) {
		case `"elements"`:
			d.array(func() { p.pieces = append(p.pieces, d.piece()) })
		case `"bullet"`:
			p.bullet = d.bullet()
		case `"paragraphStyle"`:
			d.object(func(name []byte) {
				switch string(name) {
				case `"namedStyleType"`:
					p.style = d.name()
				case `"indentStart"`:
					d.member("magnitude", func() { p.indent = d.number() })
				default:
					d.skip()
				}
			})
		default:
			d.skip()
		}
	})
	return p
}

func (d *decoder) bullet() *item {
	i := &item{}
	d.object(func(name []byte) {
		switch string(name) {
		case `"listId"`:
			i.list = d.name()
		case `"nestingLevel"`:
			i.level = d.index()
		default:
			d.skip()
		}
	})
	return i
}

func (d *decoder) piece() piece {
	c := piece{chip: true}
	d.object(func(name []byte) {
		switch string(name) {
		case `"endIndex"`:
			c.end = d.index()
		case `"textRun"`:
			c.chip = false
			d.inner(&c)
			c.text = strings.TrimSuffix(c.text, "\n")
		case `"person"`, `"richLink"`, `"dateElement"`:
			d.inner(&c)
		default:
			d.skip()
		}
	})
	return c
}

// inner reads a text run or a chip.
func (d *decoder) inner(c *piece) {
	d.object(func(name []byte) {
		switch string(name) {
		case `"content"`:
			c.text = d.text()
		case `"textStyle"`:
			d.object(func(name []byte) {
				switch string(name) {
				case `"bold"`:
					c.bold = d.truth()
				case `"strikethrough"`:
					c.struck = d.truth()
				default:
					d.skip()
				}
			})
		case `"suggestedInsertionIds"`:
			c.inserted = d.texts()
		case `"suggestedDeletionIds"`:
			c.deleted = d.texts()
		case `"personProperties"`:
			d.person(c)
		case `"richLinkProperties"`:
			d.member("title", func() { c.text = d.text() })
		case `"dateElementProperties"`:
			d.member("displayText", func() { c.text = d.text() })
		default:
			d.skip()
		}
	})
}

func (d *decoder) person(c *piece) {
	var email, name string
	d.object(func(field []byte) {
		switch string(field) {
		case `"email"`:
			email = d.text()
		case `"name"`:
			name = d.text()
		default:
			d.skip()
		}
	})
	c.person = cmp.Or(email, name)
}
