package gdocs

// requests are the requests of a batch that the fake does. A nil reply is an empty one.
var requests = map[string]func(w *draft, r object) (object, error){
	"addDocumentTab":              (*draft).addTab,
	"createFootnote":              (*draft).createFootnote,
	"createNamedRange":            (*draft).createNamedRange,
	"createParagraphBullets":      (*draft).createBullets,
	"deleteContentRange":          (*draft).deleteContent,
	"deleteNamedRange":            (*draft).deleteNamedRange,
	"deleteParagraphBullets":      (*draft).deleteBullets,
	"deleteTab":                   (*draft).deleteTab,
	"insertPageBreak":             (*draft).insertPageBreak,
	"insertPerson":                (*draft).insertPerson,
	"insertTable":                 (*draft).insertTable,
	"insertTableRow":              (*draft).insertTableRow,
	"insertText":                  (*draft).insertText,
	"replaceAllText":              (*draft).replaceAllText,
	"replaceNamedRangeContent":    (*draft).replaceNamedRange,
	"updateDocumentTabProperties": (*draft).updateTab,
	"updateParagraphStyle":        (*draft).updateParagraphStyle,
	"updateTextStyle":             (*draft).updateTextStyle,
}

// location is where a request inserts. An index must be sent, also when it is 0.
func (w *draft) location(r object) (place, int, error) {
	at, end := part(r, "location"), part(r, "endOfSegmentLocation")
	if (at == nil) == (end == nil) {
		return place{}, 0, faultf("Exactly one of location and endOfSegmentLocation must be set.")
	}
	if end != nil {
		p, err := w.find(tabID(text(end, "tabId")), segmentID(text(end, "segmentId")))
		if err != nil {
			return place{}, 0, err
		}
		return p, p.seg.flow.size() - 1, nil
	}
	index, ok := number(at, "index")
	switch {
	case !ok:
		return place{}, 0, faultf("location.index is required; send 0 when it is 0.")
	case index < 0:
		return place{}, 0, faultf("Index %d must be greater than or equal to 0.", index)
	}
	p, err := w.find(tabID(text(at, "tabId")), segmentID(text(at, "segmentId")))
	return p, index, err
}

// span is a request's range. Both indexes must be sent, also when they are 0.
func (w *draft) span(r object) (p place, start, end int, err error) {
	o := part(r, "range")
	if o == nil {
		return place{}, 0, 0, faultf("range is required.")
	}
	start, hasStart := number(o, "startIndex")
	end, hasEnd := number(o, "endIndex")
	switch {
	case !hasStart || !hasEnd:
		return place{}, 0, 0, faultf("range.startIndex and range.endIndex are required; send 0 when it is 0.")
	case start < 0:
		return place{}, 0, 0, faultf("Index %d must be greater than or equal to 0.", start)
	case start >= end:
		return place{}, 0, 0, errEmpty
	}
	p, err = w.find(tabID(text(o, "tabId")), segmentID(text(o, "segmentId")))
	return p, start, end, err
}

// tabs are those of a TabsCriteria; all when there is none.
func (w *draft) tabs(r object) ([]*tab, error) {
	criteria := part(r, "tabsCriteria")
	if criteria == nil {
		return w.content.all(), nil
	}
	var out []*tab
	for _, id := range texts(criteria, "tabIds") {
		t := w.content.tab(tabID(id))
		if t == nil || id == "" {
			return nil, faultf("The provided tab ID was not found in the document: %s", id)
		}
		out = append(out, t)
	}
	return out, nil
}

func (w *draft) insertText(r object) (object, error) {
	p, index, err := w.location(r)
	if err != nil {
		return nil, err
	}
	if text(r, "text") == "" {
		return nil, faultf("The text to insert is required.")
	}
	return nil, w.insert(p, index, strip(text(r, "text")))
}

func (w *draft) deleteContent(r object) (object, error) {
	p, start, end, err := w.span(r)
	if err != nil {
		return nil, err
	}
	return nil, w.delete(p, start, end)
}

func (w *draft) createBullets(r object) (object, error) {
	p, start, end, err := w.span(r)
	if err != nil {
		return nil, err
	}
	preset := text(r, "bulletPreset")
	if _, ok := presets[preset]; !ok {
		return nil, faultf("The bullet preset is required.")
	}
	return nil, w.list(p, start, end, preset)
}

func (w *draft) deleteBullets(r object) (object, error) {
	p, start, end, err := w.span(r)
	if err != nil {
		return nil, err
	}
	return nil, w.unlist(p, start, end)
}

func (w *draft) updateTextStyle(r object) (object, error) {
	p, start, end, err := w.span(r)
	if err != nil {
		return nil, err
	}
	mask, err := w.rules.schema.mask("TextStyle", text(r, "fields"))
	if err != nil {
		return nil, err
	}
	return nil, w.restyleText(p, start, end, part(r, "textStyle"), mask)
}

func (w *draft) updateParagraphStyle(r object) (object, error) {
	p, start, end, err := w.span(r)
	if err != nil {
		return nil, err
	}
	mask, err := w.rules.schema.mask("ParagraphStyle", text(r, "fields"))
	if err != nil {
		return nil, err
	}
	return nil, w.restyleParagraphs(p, start, end, part(r, "paragraphStyle"), mask)
}
