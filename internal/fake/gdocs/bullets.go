package gdocs

import (
	"fmt"
	"slices"
	"strings"
)

// presets are the glyphs of the list presets, level by level and repeated; an upper-case word is a glyph type,
// anything else a symbol.
// Source: CreateParagraphBulletsRequest.bulletPreset in the discovery document.
var presets = map[string][3]string{
	"BULLET_DISC_CIRCLE_SQUARE":              {"●", "○", "■"},
	"BULLET_DIAMONDX_ARROW3D_SQUARE":         {"❖", "➢", "■"},
	"BULLET_CHECKBOX":                        {"GLYPH_TYPE_UNSPECIFIED", "GLYPH_TYPE_UNSPECIFIED", "GLYPH_TYPE_UNSPECIFIED"},
	"BULLET_ARROW_DIAMOND_DISC":              {"➔", "◆", "●"},
	"BULLET_STAR_CIRCLE_SQUARE":              {"★", "○", "■"},
	"BULLET_ARROW3D_CIRCLE_SQUARE":           {"➢", "○", "■"},
	"BULLET_LEFTTRIANGLE_DIAMOND_DISC":       {"◄", "◆", "●"},
	"BULLET_DIAMONDX_HOLLOWDIAMOND_SQUARE":   {"❖", "◇", "■"},
	"BULLET_DIAMOND_CIRCLE_SQUARE":           {"◆", "○", "■"},
	"NUMBERED_DECIMAL_ALPHA_ROMAN":           {"DECIMAL", "ALPHA", "ROMAN"},
	"NUMBERED_DECIMAL_ALPHA_ROMAN_PARENS":    {"DECIMAL", "ALPHA", "ROMAN"},
	"NUMBERED_DECIMAL_NESTED":                {"DECIMAL", "DECIMAL", "DECIMAL"},
	"NUMBERED_UPPERALPHA_ALPHA_ROMAN":        {"UPPER_ALPHA", "ALPHA", "ROMAN"},
	"NUMBERED_UPPERROMAN_UPPERALPHA_DECIMAL": {"UPPER_ROMAN", "UPPER_ALPHA", "DECIMAL"},
	"NUMBERED_ZERODECIMAL_ALPHA_ROMAN":       {"ZERO_DECIMAL", "ALPHA", "ROMAN"},
}

const (
	listLevels = 9
	indentStep = 36 // points a level
)

// newList is a list of a preset.
func newList(preset string) attrs {
	levels := make([]any, listLevels)
	for i := range levels {
		levels[i] = listLevel(preset, i)
	}
	return attrsOf(object{"listProperties": object{"nestingLevels": levels}})
}

func listLevel(preset string, i int) object {
	level := object{
		"bulletAlignment": "START",
		"indentFirstLine": points(indentStep*(i+1) - indentStep/2),
		"indentStart":     points(indentStep * (i + 1)),
		"textStyle":       object{"underline": false},
		"startNumber":     1,
	}
	glyph := presets[preset][i%3]
	if strings.ToUpper(glyph) == strings.ToLower(glyph) {
		level["glyphSymbol"], level["glyphFormat"] = glyph, fmt.Sprintf("%%%d", i)
		return level
	}
	level["glyphType"] = glyph
	switch {
	case preset == "BULLET_CHECKBOX":
		level["glyphFormat"] = fmt.Sprintf("%%%d", i)
	case preset == "NUMBERED_DECIMAL_NESTED":
		var format strings.Builder
		for n := range i + 1 {
			fmt.Fprintf(&format, "%%%d.", n)
		}
		level["glyphFormat"] = format.String()
	case strings.HasSuffix(preset, "_PARENS"):
		level["glyphFormat"] = fmt.Sprintf("%%%d)", i)
	default:
		level["glyphFormat"] = fmt.Sprintf("%%%d.", i)
	}
	return level
}

func points(n int) object { return object{"magnitude": n, "unit": "PT"} }

// sameGlyphs says whether two lists show the same marks.
func sameGlyphs(a, b attrs) bool {
	return a != "" && b != "" && slices.Equal(glyphs(a), glyphs(b))
}

func glyphs(list attrs) []string {
	var out []string
	for _, level := range objects(part(list.object(), "listProperties"), "nestingLevels") {
		out = append(out, text(level, "glyphSymbol")+" "+text(level, "glyphType")+" "+text(level, "glyphFormat"))
	}
	return out
}

// bulletOf is a bullet at a level of a list.
func bulletOf(list string, level int) attrs {
	o := object{"listId": list, "textStyle": object{}}
	if level > 0 {
		o["nestingLevel"] = level
	}
	return attrsOf(o)
}

// listed is p as an item of a list, indented as its level asks.
func (p *paragraph) listed(list string, level int) *paragraph {
	q := *p
	q.bullet = bulletOf(list, level)
	o := p.style.object()
	o["indentFirstLine"], o["indentStart"] = points(indentStep*(level+1)-indentStep/2), points(indentStep*(level+1))
	q.style = attrsOf(o)
	return &q
}

// unlisted is p without its bullet; the indent of its level stays, that of the list goes.
func (p *paragraph) unlisted() *paragraph {
	if p.bullet == "" {
		return p
	}
	q := *p
	q.bullet = ""
	o := keep(without(p.style.object(), "indentFirstLine", "indentStart"))
	if level := p.bullet.int("nestingLevel"); level > 0 {
		o["indentFirstLine"], o["indentStart"] = points(indentStep*level), points(indentStep*level)
	}
	q.style = attrsOf(o)
	return &q
}

// listItem is a paragraph that is to become an item.
type listItem struct{ at, tabs, level int }

// list is createParagraphBullets. Leading tabs are removed and become levels; the items join the list of the
// paragraph before them if it shows the same marks. A paragraph that was an item keeps its level besides.
func (w *draft) list(p place, start, end int, preset string) error {
	if err := p.check(start, end); err != nil {
		return err
	}
	var items []listItem
	var before *paragraph
	p.seg.flow.walk(base, func(par *paragraph, at int) {
		switch {
		case at+par.units <= start:
			before = par
		case at < end:
			text := plain(par.elements)
			tabs := len(text) - len(strings.TrimLeft(text, "\t"))
			items = append(items, listItem{at, tabs, min(tabs+par.bullet.int("nestingLevel"), listLevels-1)})
		}
	})
	list := w.listFor(p.tab, before, preset)
	shift := 0
	for _, item := range items {
		at := item.at - shift
		if item.tabs > 0 {
			if err := w.delete(p, at, at+item.tabs); err != nil {
				return err
			}
			shift += item.tabs
		}
		p.seg.flow = p.seg.flow.each(base, at, at+1, func(par *paragraph, _ int) *paragraph {
			return par.listed(list, item.level)
		})
	}
	return nil
}

// listFor is the id of the list that new items join: that of the paragraph before them, or a new one.
func (w *draft) listFor(t *tab, before *paragraph, preset string) string {
	made := newList(preset)
	if before != nil {
		if id := before.bullet.string("listId"); sameGlyphs(t.lists[id], made) {
			return id
		}
	}
	id := w.ids.kix()
	if t.lists == nil {
		t.lists = map[string]attrs{}
	}
	t.lists[id] = made
	return id
}

// unlist is deleteParagraphBullets.
func (w *draft) unlist(p place, start, end int) error {
	if err := p.check(start, end); err != nil {
		return err
	}
	p.seg.flow = p.seg.flow.each(base, start, end, func(par *paragraph, _ int) *paragraph { return par.unlisted() })
	return nil
}
