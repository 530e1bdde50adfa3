package gdocs

import (
	"regexp"
	"slices"
	"strconv"
)

// footnoteText and footnoteStyle are those of a new footnote: a space and a newline.
const (
	footnoteText  attrs = `{"fontSize":{"magnitude":10,"unit":"PT"}}`
	footnoteStyle attrs = `{"direction":"LEFT_TO_RIGHT","lineSpacing":100,"namedStyleType":"NORMAL_TEXT"}`
)

func (w *draft) createFootnote(r object) (object, error) {
	p, index, err := w.location(r)
	if err != nil {
		return nil, err
	}
	if p.id != "" {
		return nil, faultf("Footnote references cannot be inserted inside a header, footer or footnote.")
	}
	count := 1
	for _, s := range p.tab.segments {
		if s.kind == "footnotes" {
			count++
		}
	}
	id := w.ids.kix()
	ref := element{
		kind: "footnoteReference", units: 1, style: "{}",
		rest: attrsOf(object{"footnoteId": id, "footnoteNumber": strconv.Itoa(count)}),
	}
	if err := w.insertElement(p, index, ref); err != nil {
		return nil, err
	}
	note := (&paragraph{style: footnoteStyle}).with([]element{run(" \n", footnoteText)})
	p.tab.segments[segmentID(id)] = &segment{kind: "footnotes", flow: flow{note}, rest: attrsOf(object{"footnoteId": id})}
	return object{"footnoteId": id}, nil
}

func (w *draft) insertPageBreak(r object) (object, error) {
	p, index, err := w.location(r)
	if err != nil {
		return nil, err
	}
	if p.id != "" {
		return nil, faultf("Page breaks cannot be inserted inside a table, equation, footnote, header or footer.")
	}
	if err := w.insert(p, index, "\n"); err != nil {
		return nil, err
	}
	return nil, w.insertElement(p, index, element{kind: "pageBreak", units: 1, style: "{}"})
}

func (w *draft) insertPerson(r object) (object, error) {
	p, index, err := w.location(r)
	if err != nil {
		return nil, err
	}
	email := text(part(r, "personProperties"), "email")
	if email == "" {
		return nil, faultf("The person's email is required.")
	}
	return nil, w.insertElement(p, index, w.person(text(part(r, "personProperties"), "name"), email))
}

// person is a person chip.
func (w *draft) person(name, email string) element {
	props := object{"email": email}
	if name != "" {
		props["name"] = name
	}
	return element{
		kind: "person", units: 1, style: "{}",
		rest: attrsOf(object{"personId": w.ids.kix(), "personProperties": props}),
	}
}

// maxTable bounds the rows and the columns of a new table.
const maxTable = 1000

// insertTable puts a newline at the location and an empty table after it.
func (w *draft) insertTable(r object) (object, error) {
	p, index, err := w.location(r)
	if err != nil {
		return nil, err
	}
	rows, _ := number(r, "rows")
	columns, _ := number(r, "columns")
	if rows < 1 || columns < 1 || rows > maxTable || columns > maxTable || rows*columns > maxTable {
		return nil, faultf("The table must have between 1 and %d cells.", maxTable)
	}
	t := emptyTable(rows, columns)
	return nil, w.open(p, index, 1+t.size(), func(par *paragraph, offset int) []block {
		head, tail := split(par.elements, offset)
		parts := w.lines(par, head, typed("\n", head, tail), tail)
		return []block{parts[0], t, parts[1]}
	})
}

func emptyTable(rows, columns int) *table {
	all := make([]row, rows)
	for i := range all {
		cells := make([]cell, columns)
		for j := range cells {
			cells[j] = emptyCell(flow{emptyParagraph(normalStyle, "{}")})
		}
		all[i] = row{cells, `{"tableRowStyle":{"minRowHeight":{"unit":"PT"}}}`}
	}
	widths := make([]any, columns)
	for i := range widths {
		widths[i] = object{"widthType": "EVENLY_DISTRIBUTED"}
	}
	return newTable(all, attrsOf(object{
		"rows": rows, "columns": columns, "tableStyle": object{"tableColumnProperties": widths},
	}))
}

func emptyCell(content flow) cell {
	return cell{content, `{"tableCellStyle":{"columnSpan":1,"contentAlignment":"TOP","rowSpan":1}}`}
}

// replaceAllText replaces within paragraphs; the new text looks like the first of what it replaces.
func (w *draft) replaceAllText(r object) (object, error) {
	tabs, err := w.tabs(r)
	if err != nil {
		return nil, err
	}
	find, err := pattern(part(r, "containsText"))
	if err != nil {
		return nil, err
	}
	by, count := strip(text(r, "replaceText")), 0
	for _, t := range tabs {
		for _, id := range t.segmentIDs() {
			p := place{t, id, t.segments[id]}
			hits := p.matches(find)
			slices.Reverse(hits)
			for _, hit := range hits {
				if err := w.swap(p, hit.start, hit.end, by); err != nil {
					return nil, err
				}
			}
			count += len(hits)
		}
	}
	if count == 0 {
		return object{}, nil
	}
	return object{"occurrencesChanged": count}, nil
}

// pattern is what a SubstringMatchCriteria looks for.
func pattern(o object) (*regexp.Regexp, error) {
	find := text(o, "text")
	if find == "" {
		return nil, faultf("The text to find should not be empty.")
	}
	if !truth(o, "searchByRegex") {
		find = regexp.QuoteMeta(find)
	}
	if !truth(o, "matchCase") {
		find = "(?i)" + find
	}
	re, err := regexp.Compile(find)
	if err != nil {
		return nil, faultf("Invalid regular expression: %s", err)
	}
	return re, nil
}

// matches are the places where re matches, each within one paragraph and without its newline.
func (p place) matches(re *regexp.Regexp) []span {
	var hits []span
	p.seg.flow.walk(base, func(par *paragraph, at int) {
		s := plain(par.elements)
		s = s[:len(s)-1]
		for _, m := range re.FindAllStringIndex(s, -1) {
			if m[0] < m[1] {
				hits = append(hits, span{p.id, at + units(s[:m[0]]), at + units(s[:m[1]])})
			}
		}
	})
	return hits
}

// swap puts text in the place of [start, end), looking like the first of it.
func (w *draft) swap(p place, start, end int, text string) error {
	if text != "" {
		if err := w.open(p, start, units(text), func(par *paragraph, offset int) []block {
			head, tail := split(par.elements, offset)
			like := tail[0].like(text)
			like.kind = textRun
			return w.lines(par, head, like, tail)
		}); err != nil {
			return err
		}
	}
	n := units(text)
	return w.delete(p, start+n, end+n)
}
