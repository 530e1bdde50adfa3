package gdocs

import (
	"errors"
	"slices"
	"strconv"
)

// Bold makes text in the line bold; "" is the whole line.
func (s Spot) Bold(text string) error { return s.flag(text, "bold") }

// Strike strikes text in the line out; "" is the whole line.
func (s Spot) Strike(text string) error { return s.flag(text, "strikethrough") }

func (s Spot) flag(text, name string) error {
	return s.edit(func(w *draft, x spot) error {
		start, end, err := x.phrase(text)
		if err != nil {
			return err
		}
		return w.restyleText(x.place, start, end, object{name: true}, []string{name})
	})
}

// Link makes text in the line a link; "" is the whole line.
func (s Spot) Link(text, url string) error {
	return s.edit(func(w *draft, x spot) error {
		start, end, err := x.phrase(text)
		if err != nil {
			return err
		}
		return w.restyleText(x.place, start, end, object{"link": object{"url": url}}, []string{"link"})
	})
}

// Heading makes the line a heading of this level, 1 to 6; 0 makes it text. A bullet stays.
func (s Spot) Heading(level int) error {
	return s.edit(func(w *draft, x spot) error {
		name := "NORMAL_TEXT"
		if level > 0 {
			name = "HEADING_" + strconv.Itoa(level)
		}
		return w.restyleParagraphs(x.place, x.at, x.end()+1, object{"namedStyleType": name}, []string{"namedStyleType"})
	})
}

// Bullet makes the line a bullet of a preset, such as "BULLET_DISC_CIRCLE_SQUARE", in the list before it if
// that looks the same.
func (s Spot) Bullet(preset string) error {
	return s.edit(func(w *draft, x spot) error { return w.list(x.place, x.at, x.end()+1, preset) })
}

// Unbullet takes the line's bullet away.
func (s Spot) Unbullet() error {
	return s.edit(func(w *draft, x spot) error { return w.unlist(x.place, x.at, x.end()+1) })
}

// Relist makes the line a bullet of a new list of this preset, at the level it has.
func (s Spot) Relist(preset string) error {
	return s.edit(func(w *draft, x spot) error {
		list := w.newList(x.tab, preset)
		x.eachOf(x.at, 1, func(p *paragraph) *paragraph { return p.listed(list, p.bullet.int("nestingLevel")) })
		return nil
	})
}

// Nest moves a bullet one level in.
func (s Spot) Nest() error { return s.nest(1) }

// Unnest moves a bullet one level out.
func (s Spot) Unnest() error { return s.nest(-1) }

func (s Spot) nest(by int) error {
	return s.edit(func(_ *draft, x spot) error {
		level := x.par.bullet.int("nestingLevel") + by
		if x.par.bullet == "" || level < 0 || level >= listLevels {
			return errors.New("the line is no bullet that can be moved there")
		}
		x.eachOf(x.at, 1, func(p *paragraph) *paragraph { return p.listed(p.bullet.string("listId"), level) })
		return nil
	})
}

// Chip puts a person chip into the line, right after some of its text; "" is its beginning.
func (s Spot) Chip(after, name, email string) error {
	return s.edit(func(w *draft, x spot) error {
		at := x.at
		if after != "" {
			_, end, err := x.phrase(after)
			if err != nil {
				return err
			}
			at = end
		}
		return w.insertElement(x.place, at, w.person(name, email))
	})
}

// TableAround cuts the line and the n-1 lines after it into a table of one cell. Named ranges on them are lost.
func (s Spot) TableAround(n int) error {
	return s.edit(func(w *draft, x spot) error {
		if x.inTable {
			return errors.New("the line is in a table already")
		}
		f := x.seg.flow
		first, begin := f.find(base, x.at)
		last := first + n
		if n < 1 || last > len(f) {
			return errors.New("there are not so many lines")
		}
		inner := slices.Clone(f[first:last])
		for _, b := range inner {
			if _, ok := b.(*paragraph); !ok {
				return errors.New("there is something else between the lines")
			}
		}
		one := emptyTable(1, 1)
		t := newTable([]row{{[]cell{emptyCell(inner)}, one.rows[0].rest}}, one.rest)
		x.seg.flow = replace(f, first, last, emptyParagraph(normalStyle, "{}"), t, emptyParagraph(normalStyle, "{}"))
		w.note(x.place, begin, inner.size(), 0)
		w.note(x.place, begin, 0, t.size()+2)
		return nil
	})
}

// Suggest types inside the line as a suggestion, right after some of its text ("" is its beginning), and
// returns the suggestion's id.
func (s Spot) Suggest(after, text string) (string, error) {
	return s.suggest(func(w *draft, x spot, id string) error {
		at := x.at
		if after != "" {
			_, end, err := x.phrase(after)
			if err != nil {
				return err
			}
			at = end
		}
		return w.suggestText(x, at, text, id)
	})
}

// SuggestLine suggests a new line after the line, and returns the suggestion's id.
func (s Spot) SuggestLine(text string) (string, error) {
	return s.suggest(func(w *draft, x spot, id string) error { return w.suggestText(x, x.end(), "\n"+text, id) })
}

// SuggestDeletion suggests to delete text of the line ("" is the whole line with its newline), and returns the
// suggestion's id.
func (s Spot) SuggestDeletion(text string) (string, error) {
	return s.suggest(func(w *draft, x spot, id string) error {
		start, end, err := x.phrase(text)
		if err != nil {
			return err
		}
		if text == "" && end+1 < x.seg.flow.size() {
			end++
		}
		if start == end {
			return errEmpty
		}
		w.mark(x.place, start, end, func(e *element) { e.deleted = e.deleted.with(id) })
		return nil
	})
}

func (s Spot) suggest(do func(w *draft, x spot, id string) error) (string, error) {
	var id string
	err := s.edit(func(w *draft, x spot) error {
		id = w.ids.suggestion()
		return do(w, x, id)
	})
	return id, err
}

func (w *draft) suggestText(x spot, at int, text, id string) error {
	if err := w.insert(x.place, at, text); err != nil {
		return err
	}
	w.mark(x.place, at, at+units(text), func(e *element) { e.inserted = e.inserted.with(id) })
	return nil
}

// mark changes the elements of [start, end).
func (w *draft) mark(p place, start, end int, do func(e *element)) {
	p.seg.flow = p.seg.flow.each(base, start, end, func(par *paragraph, at int) *paragraph {
		head, rest := split(par.elements, start-at)
		body, tail := split(rest, end-at-max(start-at, 0))
		body = slices.Clone(body)
		for i := range body {
			do(&body[i])
		}
		return par.with(slices.Concat(head, body, tail))
	})
}

// Accept takes a suggestion over.
func (d *Doc) Accept(suggestion string) error {
	return d.edit(func(w *draft) error { return w.decide(suggestion, true) })
}

// Reject drops a suggestion.
func (d *Doc) Reject(suggestion string) error {
	return d.edit(func(w *draft) error { return w.decide(suggestion, false) })
}
