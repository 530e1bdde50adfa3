package gdocs

import (
	"maps"
	"slices"
)

// tabID and segmentID name a place for text; an empty segmentID is the tab's body.
type (
	tabID     string
	segmentID string
)

// content is what a document holds at one revision. A kept one never changes; clone makes one to work on.
type content struct {
	title string
	tabs  []*tab
	rest  attrs
}

// tab is one tab with its children.
type tab struct {
	id       tabID
	props    attrs // tabProperties
	segments map[segmentID]*segment
	lists    map[string]attrs
	ranges   []namedRange
	rest     attrs
	children []*tab
}

// segment is a flow with its own indexes: a body, a header, a footer or a footnote.
type segment struct {
	kind string // body, or the API's field that holds it: headers, footers, footnotes
	flow flow
	rest attrs
}

// base is 0: indexes begin anew in each segment.
const base = 0

func (c *content) clone() *content {
	out := *c
	out.tabs = cloneTabs(c.tabs)
	return &out
}

func cloneTabs(tabs []*tab) []*tab {
	out := make([]*tab, len(tabs))
	for i, t := range tabs {
		u := *t
		u.segments = make(map[segmentID]*segment, len(t.segments))
		for id, s := range t.segments {
			v := *s
			u.segments[id] = &v
		}
		u.lists = maps.Clone(t.lists)
		u.ranges = cloneRanges(t.ranges)
		u.children = cloneTabs(t.children)
		out[i] = &u
	}
	return out
}

// all lists the tabs in reading order, children after their parents.
func (c *content) all() []*tab {
	var out []*tab
	var walk func(tabs []*tab)
	walk = func(tabs []*tab) {
		for _, t := range tabs {
			out = append(out, t)
			walk(t.children)
		}
	}
	walk(c.tabs)
	return out
}

// tab finds a tab; an empty id is the first one.
func (c *content) tab(id tabID) *tab {
	if id == "" && len(c.tabs) > 0 {
		return c.tabs[0]
	}
	for _, t := range c.all() {
		if t.id == id {
			return t
		}
	}
	return nil
}

// segmentIDs lists a tab's segments, the body first.
func (t *tab) segmentIDs() []segmentID { return slices.Sorted(maps.Keys(t.segments)) }

// empty is the body of a new document or tab: a section break and an empty paragraph.
func emptyBody() *segment {
	first := &mark{kind: "sectionBreak", units: 1, rest: attrsOf(object{"sectionStyle": object{
		"columnSeparatorStyle": "NONE", "contentDirection": "LEFT_TO_RIGHT", "sectionType": "CONTINUOUS",
	}})}
	return &segment{kind: "body", flow: flow{first, emptyParagraph(normalStyle, "{}")}}
}

const normalStyle attrs = `{"direction":"LEFT_TO_RIGHT","namedStyleType":"NORMAL_TEXT"}`

func emptyParagraph(style, text attrs) *paragraph {
	return (&paragraph{style: style}).with([]element{run("\n", text)})
}
