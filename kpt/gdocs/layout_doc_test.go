package gdocs_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"testing"
	"unicode/utf16"
)

type object = map[string]any

// builder makes a documents.get answer.
type builder struct{ at int }

// layoutDoc is a Doc that is laid out like a page of notebooktest/testdata/layouts.txt.
func layoutDoc(t testing.TB, markup string) []byte {
	t.Helper()
	b := &builder{at: 1}
	content := []any{object{"endIndex": 1, "sectionBreak": object{"sectionStyle": object{
		"columnSeparatorStyle": "NONE", "contentDirection": "LEFT_TO_RIGHT", "sectionType": "CONTINUOUS",
	}}}}
	lines := strings.Split(strings.TrimSuffix(markup, "\n"), "\n")
	for i := 0; i < len(lines); i++ {
		if !strings.HasPrefix(lines[i], "|") {
			content = append(content, b.paragraph(lines[i]))
			continue
		}
		var rows [][]string
		for ; i < len(lines) && strings.HasPrefix(lines[i], "|"); i++ {
			cells := strings.Split(strings.Trim(lines[i], "|"), "|")
			for j := range cells {
				cells[j] = strings.TrimSuffix(strings.TrimPrefix(cells[j], " "), " ")
			}
			rows = append(rows, cells)
		}
		content = append(content, b.table(rows))
		if i--; i == len(lines)-1 {
			content = append(content, b.paragraph(""))
		}
	}
	data, err := json.Marshal(object{
		"documentId": "1layouts" + strings.Repeat("x", 36), "title": "T", "revisionId": "r", "suggestionsViewMode": "SUGGESTIONS_INLINE",
		"tabs": []any{object{
			"tabProperties": object{"tabId": "t.0", "title": "Tab 1", "index": 0},
			"documentTab": object{
				"body": object{"content": content}, "documentStyle": object{}, "namedStyles": object{"styles": []any{}},
				"lists": object{"kix.disc": glyphs("glyphSymbol", "●"), "kix.check": glyphs("glyphType", "GLYPH_TYPE_UNSPECIFIED")},
			},
		}},
	})
	must(t, err)
	return data
}

func glyphs(key, value string) object {
	var levels []any
	for i := range 9 {
		levels = append(levels, object{key: value, "glyphFormat": fmt.Sprint("%", i), "bulletAlignment": "START"})
	}
	return object{"listProperties": object{"nestingLevels": levels}}
}

func (b *builder) paragraph(line string) object {
	text := strings.TrimLeft(line, " ")
	depth := (len(line) - len(text)) / 2
	style := object{"namedStyleType": "NORMAL_TEXT", "direction": "LEFT_TO_RIGHT"}
	look := object{}
	p := object{"paragraphStyle": style}
	list := ""
	for sign, id := range map[string]string{"- ": "kix.disc", "[] ": "kix.check"} {
		if rest, ok := strings.CutPrefix(text, sign); ok {
			text, list = rest, id
		}
	}
	switch {
	case list != "":
		item := object{"listId": list, "textStyle": object{}}
		if depth > 0 {
			item["nestingLevel"] = depth
		}
		p["bullet"] = item
		style["indentStart"] = object{"magnitude": 36 * (depth + 1), "unit": "PT"}
	case strings.HasPrefix(text, "#"):
		level := strings.Index(text, " ")
		text = text[level+1:]
		style["namedStyleType"], style["headingId"] = fmt.Sprint("HEADING_", level), fmt.Sprint("h.", b.at)
	case strings.HasPrefix(text, "> "):
		text = text[2:]
		style["indentStart"] = object{"magnitude": 36, "unit": "PT"}
	default:
		text = line
	}
	if inner, ok := strings.CutPrefix(text, "**"); ok {
		text, look["bold"] = strings.TrimSuffix(inner, "**"), true
	}
	start := b.at
	p["elements"] = b.runs(strings.ReplaceAll(text, "⏎", "\v")+"\n", look)
	return object{"startIndex": start, "endIndex": b.at, "paragraph": p}
}

// runs are the pieces of a text of one look, of which those between ~~ are struck out.
func (b *builder) runs(text string, look object) (all []any) {
	for i, piece := range strings.Split(text, "~~") {
		if piece == "" {
			continue
		}
		style := maps.Clone(look)
		if i%2 == 1 {
			style["strikethrough"] = true
		}
		start := b.at
		b.at += len(utf16.Encode([]rune(piece)))
		all = append(all, object{"startIndex": start, "endIndex": b.at, "textRun": object{"content": piece, "textStyle": style}})
	}
	return all
}

func (b *builder) table(rows [][]string) object {
	start := b.at
	b.at++
	var all []any
	for i, row := range rows {
		begin := b.at
		b.at++
		var cells []any
		for j, text := range row {
			first := b.at
			b.at++
			columns, height := spans(rows, i, j)
			if text == "<" || text == "^" {
				text = ""
			}
			var content []any
			for line := range strings.SplitSeq(text, " // ") {
				content = append(content, b.paragraph(line))
			}
			cells = append(cells, object{
				"startIndex": first, "endIndex": b.at, "content": content,
				"tableCellStyle": object{"columnSpan": columns, "rowSpan": height},
			})
		}
		all = append(all, object{"startIndex": begin, "endIndex": b.at, "tableRowStyle": object{}, "tableCells": cells})
	}
	b.at++
	return object{"startIndex": start, "endIndex": b.at, "table": object{
		"rows": len(rows), "columns": len(rows[0]), "tableStyle": object{}, "tableRows": all,
	}}
}

func spans(rows [][]string, i, j int) (columns, height int) {
	columns, height = 1, 1
	for j+columns < len(rows[i]) && rows[i][j+columns] == "<" {
		columns++
	}
	for i+height < len(rows) && j < len(rows[i+height]) && rows[i+height][j] == "^" {
		height++
	}
	return columns, height
}
