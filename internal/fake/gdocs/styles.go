package gdocs

import (
	"maps"
	"slices"
	"strings"
)

// linkColour is what a new link looks like.
var linkColour = object{"color": object{"rgbColor": object{"red": 0.06666667, "green": 0.33333334, "blue": 0.8}}}

// unlinked is a text style without a link and without a link's look.
func unlinked(style attrs) attrs {
	if !strings.Contains(string(style), `"link"`) {
		return style
	}
	return attrsOf(keep(without(style.object(), "link", "underline", "foregroundColor")))
}

func keep(o object) object {
	if o == nil {
		return object{}
	}
	return o
}

// restyle changes the text style of [start, end). A bullet follows when the whole of its paragraph is
// restyled. Source: UpdateTextStyleRequest.range in the discovery document.
func (w *draft) restyle(p place, start, end int, do func(attrs) attrs) error {
	if err := p.check(start, end); err != nil {
		return err
	}
	p.seg.flow = p.seg.flow.each(base, start, end, func(par *paragraph, at int) *paragraph {
		head, rest := split(par.elements, start-at)
		body, tail := split(rest, end-at-max(start-at, 0))
		body = slices.Clone(body)
		for i := range body {
			if body[i].kind == textRun || body[i].style != "" {
				body[i].style = do(body[i].style)
			}
		}
		out := par.with(slices.Concat(head, body, tail))
		if par.bullet != "" && start <= at && end >= at+par.units-1 {
			style := attrsOf(keep(part(par.bullet.object(), "textStyle")))
			out.bullet = par.bullet.with("textStyle", do(style).object())
		}
		return out
	})
	return nil
}

// check refuses a range that is empty, too long or cuts a grapheme cluster.
func (p place) check(start, end int) error {
	size := p.seg.flow.size()
	switch {
	case start < 0 || start >= end:
		return errEmpty
	case end > size:
		return faultf("Index %d must be less than or equal to the end index of the referenced segment, %d.", end, size)
	}
	var err error
	p.seg.flow.walk(base, func(par *paragraph, at int) {
		if start > at+par.units || end < at {
			return
		}
		if !par.onBoundary(start-at) || !par.onBoundary(end-at) {
			err = errCut
		}
	})
	return err
}

// overlay sets the masked fields of style to their values in by; a field that by does not have is reset.
// The mask was checked against the schema.
func overlay(style attrs, by object, mask []string) attrs {
	o := style.object()
	for _, path := range mask {
		set(o, by, strings.Split(path, "."))
	}
	return attrsOf(o)
}

func set(o, by object, path []string) {
	key := path[0]
	if len(path) == 1 {
		if v, ok := by[key]; ok {
			o[key] = v
		} else {
			delete(o, key)
		}
		return
	}
	inner := maps.Clone(part(o, key))
	if inner == nil {
		inner = object{}
	}
	set(inner, part(by, key), path[1:])
	if len(inner) == 0 {
		delete(o, key)
		return
	}
	o[key] = inner
}

// restyleText is updateTextStyle: it also gives a link its look, and takes it away with the link.
// Links are not put on newlines. Source: TextStyle.link in the discovery document.
func (w *draft) restyleText(p place, start, end int, style object, mask []string) error {
	link := slices.ContainsFunc(mask, func(f string) bool { return f == "link" || strings.HasPrefix(f, "link.") })
	if !link {
		return w.restyle(p, start, end, func(s attrs) attrs { return overlay(s, style, mask) })
	}
	look := object{}
	maps.Copy(look, style)
	if part(style, "link") != nil {
		look["underline"], look["foregroundColor"] = true, linkColour
		maps.Copy(look, style)
	}
	full := append(slices.Clone(mask), "underline", "foregroundColor")
	err := w.restyle(p, start, end, func(s attrs) attrs { return overlay(s, look, full) })
	p.seg.flow = p.seg.flow.each(base, start, end, func(par *paragraph, _ int) *paragraph {
		last := par.elements[len(par.elements)-1]
		if !last.endsLine() || !strings.Contains(string(last.style), `"link"`) {
			return par
		}
		body, newline := split(par.elements, par.units-1)
		newline = slices.Clone(newline)
		newline[0].style = unlinked(newline[0].style)
		return par.with(append(slices.Clone(body), newline...))
	})
	return err
}

// restyleParagraphs is updateParagraphStyle. A paragraph that becomes a heading gets a heading id, one that
// ceases to be one loses it; its bullet stays. Setting the named style comes before the other fields.
func (w *draft) restyleParagraphs(p place, start, end int, style object, mask []string) error {
	if err := p.check(start, end); err != nil {
		return err
	}
	if slices.Contains(mask, "namedStyleType") && text(style, "namedStyleType") == "" {
		style = maps.Clone(style)
		style["namedStyleType"] = "NORMAL_TEXT"
	}
	p.seg.flow = p.seg.flow.each(base, start, end, func(par *paragraph, _ int) *paragraph {
		out := *par
		out.style = w.headed(overlay(par.style, style, mask))
		return &out
	})
	return nil
}

// headed is a paragraph style with a heading id if, and only if, it is a heading's.
func (w *draft) headed(style attrs) attrs {
	is := headingLevel(style) > 0
	switch has := style.string("headingId") != ""; {
	case is && !has:
		return style.with("headingId", w.ids.heading())
	case !is && has:
		return style.with("headingId", nil)
	}
	return style
}

// headingLevel is 1 to 6 for headings, 0 for everything else.
func headingLevel(style attrs) int {
	name := style.string("namedStyleType")
	if level, ok := strings.CutPrefix(name, "HEADING_"); ok && len(level) == 1 {
		return int(level[0] - '0')
	}
	return 0
}
