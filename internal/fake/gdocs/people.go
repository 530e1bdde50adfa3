package gdocs

import (
	"fmt"
	"strings"
)

// Spot is a line that a person has put the cursor in. Each of its methods is one edit and one revision; it
// finds the line anew, and fails when there is no such line any more.
type Spot struct {
	d      *Doc
	text   string
	n      int
	byText bool // n is not used
}

// Line is the first line that reads text, spaces around it aside.
func (d *Doc) Line(text string) Spot {
	return Spot{d: d, text: strings.TrimSpace(text), byText: true}
}

// LineAt is the n-th of Lines, from 0; -1 is the last one.
func (d *Doc) LineAt(n int) Spot { return Spot{d: d, n: n} }

func (s Spot) in(c *content) (spot, error) {
	all := c.spots()
	if !s.byText {
		n := s.n
		if n < 0 {
			n += len(all)
		}
		if n < 0 || n >= len(all) {
			return spot{}, fmt.Errorf("there is no line %d", s.n)
		}
		return all[n], nil
	}
	for _, x := range all {
		if strings.TrimSpace(shown(x.par.elements)) == s.text {
			return x, nil
		}
	}
	return spot{}, fmt.Errorf("there is no line %q", s.text)
}

// edit does something at the line.
func (s Spot) edit(do func(w *draft, at spot) error) error {
	return s.d.edit(func(w *draft) error {
		at, err := s.in(w.content)
		if err != nil {
			return err
		}
		return do(w, at)
	})
}

// phrase is where text is in the line; "" is all of it.
func (x spot) phrase(text string) (start, end int, err error) {
	if text == "" {
		return x.at, x.end(), nil
	}
	s := plain(x.par.elements)
	i := strings.Index(s, text)
	if i < 0 {
		return 0, 0, fmt.Errorf("there is no %q in %q", text, s)
	}
	start = x.at + units(s[:i])
	return start, start + units(text), nil
}

// Type presses Enter at the end of the line and types: a bullet gets a bullet after it, a heading gets
// plain text. Each newline in text is one more line.
func (s Spot) Type(text string) error {
	return s.edit(func(w *draft, x spot) error { return w.enter(x, text) })
}

func (w *draft) enter(x spot, text string) error {
	if err := w.insert(x.place, x.end(), "\n"+text); err != nil {
		return err
	}
	if headingLevel(x.par.style) == 0 {
		return nil
	}
	start := x.end() + 1
	x.eachOf(start, units(text)+1, func(p *paragraph) *paragraph {
		q := *p
		q.style = normalStyle
		elements := append([]element(nil), q.elements...)
		for i := range elements {
			elements[i].style = "{}"
		}
		return q.with(elements)
	})
	return nil
}

// eachOf changes the paragraphs that overlap length units after start.
func (p place) eachOf(start, length int, do func(p *paragraph) *paragraph) {
	p.seg.flow = p.seg.flow.each(base, start, start+length, func(par *paragraph, _ int) *paragraph { return do(par) })
}

// Append types at the end of the line.
func (s Spot) Append(text string) error {
	return s.edit(func(w *draft, x spot) error { return w.insert(x.place, x.end(), text) })
}

// Insert types inside the line, right after some of its text; "" is its beginning.
func (s Spot) Insert(after, text string) error {
	return s.edit(func(w *draft, x spot) error {
		at := x.at
		if after != "" {
			_, end, err := x.phrase(after)
			if err != nil {
				return err
			}
			at = end
		}
		return w.insert(x.place, at, text)
	})
}

// Replace selects text in the line and types over it; "" is the whole line.
func (s Spot) Replace(old, text string) error {
	return s.edit(func(w *draft, x spot) error {
		start, end, err := x.phrase(old)
		if err != nil {
			return err
		}
		if start == end {
			return w.insert(x.place, start, text)
		}
		return w.swap(x.place, start, end, text)
	})
}

// Rename gives a heading, or any line, another text; its heading id stays.
func (s Spot) Rename(text string) error { return s.Replace("", text) }

// Cut removes text from the line; "" is all of it but its newline.
func (s Spot) Cut(text string) error {
	return s.edit(func(w *draft, x spot) error {
		start, end, err := x.phrase(text)
		if err != nil {
			return err
		}
		return w.delete(x.place, start, end)
	})
}

// Delete removes the line with its newline. The last line of a body or a cell, and a line before a table, can
// only be emptied.
func (s Spot) Delete() error {
	return s.edit(func(w *draft, x spot) error { return w.deleteLine(x) })
}

func (w *draft) deleteLine(x spot) error {
	err := w.delete(x.place, x.at, x.end()+1)
	if err == nil || x.par.units == 1 {
		return err
	}
	return w.delete(x.place, x.at, x.end())
}

// Paste puts lines from the clipboard after the line: bullets of another list, in plain text. A named range
// around the place is split.
func (s Spot) Paste(lines ...string) error {
	return s.edit(func(w *draft, x spot) error {
		text := "\n" + strings.Join(lines, "\n")
		start := x.end()
		if err := w.insert(x.place, start, text); err != nil {
			return err
		}
		x.tab.splitRanges(x.id, start, start+units(text))
		list := w.newList(x.tab, "BULLET_DISC_CIRCLE_SQUARE")
		x.eachOf(start+1, units(text), func(p *paragraph) *paragraph {
			q := *p
			q.style = normalStyle
			body, newline := split(q.elements, q.units-1)
			return q.with([]element{run(plain(body), "{}"), newline[0]}).listed(list, 0)
		})
		return nil
	})
}

// newList makes a list of its own.
func (w *draft) newList(t *tab, preset string) string {
	return w.listFor(t, nil, preset)
}

// MoveAfter cuts the line and pastes it after another: its look and its bullet come with it, its named
// ranges and its heading id do not.
func (s Spot) MoveAfter(to Spot) error {
	return s.edit(func(w *draft, x spot) error {
		cut := x.par
		if err := w.deleteLine(x); err != nil {
			return err
		}
		y, err := to.in(w.content)
		if err != nil {
			return err
		}
		start := y.end()
		if err := w.open(y.place, start, cut.units, func(par *paragraph, offset int) []block {
			head, tail := split(par.elements, offset)
			body, _ := split(cut.elements, cut.units-1)
			moved := *cut
			moved.style = w.headed(moved.style.with("headingId", nil))
			moved.rest = ""
			return []block{par.with(append(head, run("\n", tail[0].style))), moved.with(append(body, tail...))}
		}); err != nil {
			return err
		}
		y.tab.splitRanges(y.id, start, start+cut.units)
		return nil
	})
}
