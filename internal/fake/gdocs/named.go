package gdocs

import "slices"

// maxName is a named range's longest name in UTF-16 units.
const maxName = 256

func (w *draft) createNamedRange(r object) (object, error) {
	p, start, end, err := w.span(r)
	if err != nil {
		return nil, err
	}
	name := text(r, "name")
	if n := units(name); n < 1 || n > maxName {
		return nil, faultf("The name must be between 1 and %d characters.", maxName)
	}
	if err := p.check(start, end); err != nil {
		return nil, err
	}
	n := namedRange{id: w.ids.kix(), name: name, spans: []span{{p.id, start, end}}}
	p.tab.ranges = append(p.tab.ranges, n)
	return object{"namedRangeId": n.id}, nil
}

// named finds the ranges that a request means, by id or by name.
func (w *draft) named(r object, idField, nameField string) (func(namedRange) bool, []*tab, error) {
	tabs, err := w.tabs(r)
	if err != nil {
		return nil, nil, err
	}
	id, name := text(r, idField), text(r, nameField)
	if (id == "") == (name == "") {
		return nil, nil, faultf("Exactly one of %s and %s must be set.", idField, nameField)
	}
	is := func(n namedRange) bool { return n.id == id || id == "" && n.name == name }
	for _, t := range tabs {
		if slices.ContainsFunc(t.ranges, is) {
			return is, tabs, nil
		}
	}
	if id != "" {
		return nil, nil, faultf("The named range with ID %s was not found.", id)
	}
	return is, nil, nil
}

func (w *draft) deleteNamedRange(r object) (object, error) {
	is, tabs, err := w.named(r, "namedRangeId", "name")
	for _, t := range tabs {
		t.ranges = slices.DeleteFunc(t.ranges, is)
	}
	return nil, err
}

// replaceNamedRange replaces the first span of each range and deletes the others with their content.
// Source: ReplaceNamedRangeContentRequest in the discovery document.
func (w *draft) replaceNamedRange(r object) (object, error) {
	is, tabs, err := w.named(r, "namedRangeId", "namedRangeName")
	if err != nil {
		return nil, err
	}
	for _, t := range tabs {
		for _, n := range slices.Clone(t.ranges) {
			if !is(n) {
				continue
			}
			if err := w.fill(t, n.id, strip(text(r, "text"))); err != nil {
				return nil, err
			}
		}
	}
	return nil, nil //nolint:nilnil // an empty reply
}

// fill makes text the content of a named range.
func (w *draft) fill(t *tab, id, text string) error {
	for {
		i := slices.IndexFunc(t.ranges, func(n namedRange) bool { return n.id == id })
		if i < 0 {
			return nil
		}
		n := t.ranges[i]
		s := n.spans[len(n.spans)-1]
		p := place{t, s.segment, t.segments[s.segment]}
		if len(n.spans) > 1 {
			if err := w.delete(p, s.start, s.end); err != nil {
				return err
			}
			continue
		}
		if err := w.delete(p, s.start, s.end); err != nil {
			return err
		}
		if err := w.insert(p, s.start, text); err != nil || text == "" {
			return err
		}
		n.spans = []span{{s.segment, s.start, s.start + units(text)}}
		t.ranges = slices.Insert(t.ranges, min(i, len(t.ranges)), n)
		return nil
	}
}
