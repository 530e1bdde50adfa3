package gdocs

import (
	"slices"
	"strings"
)

func (w *draft) addTab(r object) (object, error) {
	props := part(r, "tabProperties")
	parent := tabID(text(props, "parentTabId"))
	siblings := &w.content.tabs
	level := 0
	if parent != "" {
		t := w.content.tab(parent)
		if t == nil {
			return nil, faultf("The provided parent tab ID was not found in the document: %s", parent)
		}
		siblings, level = &t.children, t.props.int("nestingLevel")+1
	}
	if level > 2 {
		return nil, faultf("Tabs cannot be nested deeper than two levels.")
	}
	id := w.ids.tab()
	if asked := text(props, "tabId"); asked != "" {
		return nil, faultf("The tab ID cannot be chosen: %s", asked)
	}
	index, ok := number(props, "index")
	if !ok {
		index = len(*siblings)
	}
	if index < 0 || index > len(*siblings) {
		return nil, faultf("The tab index %d is out of bounds.", index)
	}
	title := text(props, "title")
	if title == "" {
		title = "Tab"
	}
	o := object{"tabId": string(id), "title": title}
	if parent != "" {
		o["parentTabId"], o["nestingLevel"] = string(parent), level
	}
	if emoji := text(props, "iconEmoji"); emoji != "" {
		o["iconEmoji"] = emoji
	}
	t := &tab{id: id, props: attrsOf(o), segments: map[segmentID]*segment{"": emptyBody()}, rest: w.rules.newTab}
	*siblings = slices.Insert(*siblings, index, t)
	number0(*siblings)
	return object{"tabProperties": t.props.object()}, nil
}

// number0 gives siblings their indexes, which begin at 0.
func number0(tabs []*tab) {
	for i, t := range tabs {
		t.props = t.props.with("index", i)
	}
}

func (w *draft) deleteTab(r object) (object, error) {
	id := tabID(text(r, "tabId"))
	if id == "" || w.content.tab(id) == nil {
		return nil, faultf("The provided tab ID was not found in the document: %s", id)
	}
	if len(w.content.tabs) == 1 && w.content.tabs[0].id == id {
		return nil, faultf("The last tab of a document cannot be deleted.")
	}
	prune(&w.content.tabs, id)
	return nil, nil //nolint:nilnil // an empty reply
}

// prune removes a tab with its children.
func prune(tabs *[]*tab, id tabID) {
	*tabs = slices.DeleteFunc(*tabs, func(t *tab) bool { return t.id == id })
	number0(*tabs)
	for _, t := range *tabs {
		prune(&t.children, id)
	}
}

// updateTab changes a tab's title, emoji or place among its siblings.
func (w *draft) updateTab(r object) (object, error) {
	props := part(r, "tabProperties")
	t := w.content.tab(tabID(text(props, "tabId")))
	if t == nil || text(props, "tabId") == "" {
		return nil, faultf("The provided tab ID was not found in the document: %s", text(props, "tabId"))
	}
	fields := text(r, "fields")
	if fields == "*" {
		fields = "title,iconEmoji"
	}
	mask, err := w.rules.schema.mask("TabProperties", fields)
	if err != nil {
		return nil, err
	}
	for _, field := range mask {
		switch field {
		case "title", "iconEmoji":
			value, ok := props[field]
			if field == "title" && (!ok || strings.TrimSpace(text(props, field)) == "") {
				return nil, faultf("The tab title cannot be empty.")
			}
			t.props = t.props.with(field, value)
		default:
			return nil, faultf("The field %s cannot be updated.", field)
		}
	}
	return nil, nil //nolint:nilnil // an empty reply
}
