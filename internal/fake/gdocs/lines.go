package gdocs

import (
	"fmt"
	"strings"
)

// Line is a paragraph of a body as a person sees it.
type Line struct {
	Text    string // without its newline; a chip is its name or address, anything else opaque is left out
	Heading int    // 1 to 6; 0 for text
	Style   string // the named style, such as "NORMAL_TEXT" or "TITLE"
	List    string // the list's id; "" when it is no bullet
	Depth   int    // the bullet's nesting level
	Look
	Tab     string
	InTable bool
	Index   int // where it begins
}

// Look is what is true of all of a line; nothing is true of an empty one.
type Look struct {
	Bold     bool
	Struck   bool
	Inserted bool // suggested, not yet accepted
	Deleted  bool // suggested
}

// Lines are the lines of all tabs, in reading order; suggested text is in them.
func (d *Doc) Lines() []Line {
	d.s.mu.Lock()
	c := d.latest().content
	d.s.mu.Unlock()
	spots := c.spots()
	out := make([]Line, len(spots))
	for i, s := range spots {
		out[i] = s.line()
	}
	return out
}

// spot is a paragraph of a body with its place.
type spot struct {
	place
	par     *paragraph
	at      int
	inTable bool
}

func (c *content) spots() []spot {
	var out []spot
	for _, t := range c.all() {
		p := place{t, "", t.segments[""]}
		edge := 0
		for _, b := range p.seg.flow {
			_, isText := b.(*paragraph)
			flow{b}.walk(edge, func(par *paragraph, at int) { out = append(out, spot{p, par, at, !isText}) })
			edge += b.size()
		}
	}
	return out
}

// end is the index of the line's newline.
func (x spot) end() int { return x.at + x.par.units - 1 }

func (x spot) line() Line {
	l := Line{
		Text: shown(x.par.elements), Heading: headingLevel(x.par.style), Style: x.par.style.string("namedStyleType"),
		List: x.par.bullet.string("listId"), Depth: x.par.bullet.int("nestingLevel"),
		Tab: x.tab.props.string("title"), InTable: x.inTable, Index: x.at,
	}
	body, _ := split(x.par.elements, x.par.units-1)
	all := func(is func(e element) bool) bool {
		for _, e := range body {
			if !is(e) {
				return false
			}
		}
		return len(body) > 0
	}
	l.Bold = all(func(e element) bool { return e.style.is("bold") })
	l.Struck = all(func(e element) bool { return e.style.is("strikethrough") })
	l.Inserted = all(func(e element) bool { return e.inserted != "" })
	l.Deleted = all(func(e element) bool { return e.deleted != "" })
	return l
}

// is says whether a style has a flag set.
func (a attrs) is(flag string) bool { return strings.Contains(string(a), `"`+flag+`":true`) }

// shown is what a person reads of elements, without the newline.
func shown(all []element) string {
	var b strings.Builder
	for _, e := range all {
		b.WriteString(e.shown())
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func (e element) shown() string {
	switch e.kind {
	case textRun:
		return e.text
	case "person":
		props := part(e.rest.object(), "personProperties")
		if name := text(props, "name"); name != "" {
			return name
		}
		return text(props, "email")
	case "richLink":
		return text(part(e.rest.object(), "richLinkProperties"), "title")
	}
	return ""
}

// Text shows the document to a reader: "# heading", "- bullet", "  - nested", "~~struck~~",
// "{+suggested+}", "{-suggested deletion-}", "| in a table".
func (d *Doc) Text() string {
	d.s.mu.Lock()
	c := d.latest().content
	d.s.mu.Unlock()
	var b strings.Builder
	title := ""
	for _, s := range c.spots() {
		l := s.line()
		if len(c.all()) > 1 && l.Tab != title {
			title = l.Tab
			fmt.Fprintf(&b, "=== %s ===\n", title)
		}
		if l.InTable {
			b.WriteString("| ")
		}
		switch {
		case l.Heading > 0:
			b.WriteString(strings.Repeat("#", l.Heading) + " ")
		case l.List != "":
			b.WriteString(strings.Repeat("  ", l.Depth) + "- ")
		}
		b.WriteString(s.par.marked() + "\n")
	}
	return b.String()
}

// marked is a line's text with its marks.
func (p *paragraph) marked() string {
	var b strings.Builder
	for _, e := range p.elements {
		s, ended := strings.CutSuffix(e.shown(), "\n")
		s = strings.ReplaceAll(s, "\v", " / ")
		if s != "" && e.style.is("strikethrough") {
			s = "~~" + s + "~~"
		}
		if ended && (e.inserted != "" || e.deleted != "") {
			s += "¶"
		}
		if s != "" && e.inserted != "" {
			s = "{+" + s + "+}"
		}
		if s != "" && e.deleted != "" {
			s = "{-" + s + "-}"
		}
		b.WriteString(s)
	}
	return b.String()
}

// cutLine cuts text after its first newline; more is false when there is none.
func cutLine(text string) (line, rest string, more bool) {
	i := strings.IndexByte(text, '\n')
	if i < 0 {
		return text, "", false
	}
	return text[:i+1], text[i+1:], true
}
