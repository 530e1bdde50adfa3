package slack

import (
	"fmt"
	"strings"
)

// bound is how long a text or an array in a node may be.
type bound struct {
	path  string // dots lead down; a star is each item
	least int    // at least this long; a least of 1 without a node there is a fault, too
	most  int
	plain bool // must be plain_text
}

const may, must = 0, 1

// boundsOf is the table of lengths by type: of blocks here, of what stands in them below. Source: Slack's
// reference of blocks, block elements, composition objects and views.
func boundsOf(kind string) []bound {
	switch kind {
	case "section":
		return []bound{{"text", may, 3000, false}, {"fields", may, 10, false}, {"fields.*", must, 2000, false}}
	case "header":
		return []bound{{"text", must, 150, true}}
	case "context":
		return []bound{{"elements", must, 10, false}}
	case "actions":
		return []bound{{"elements", must, 25, false}}
	case "input":
		return []bound{{"label", must, 2000, true}, {"hint", may, 2000, true}, {"element", must, 0, false}}
	case "image":
		return []bound{{"image_url", may, 3000, false}, {"alt_text", must, 2000, false}}
	case "markdown":
		return []bound{{"text", must, 12000, false}}
	}
	return boundsOfElement(kind)
}

func boundsOfElement(kind string) []bound {
	placeholder := bound{"placeholder", may, 150, true}
	switch kind {
	case "button", "workflow_button":
		return []bound{
			{"text", must, 75, true},
			{"value", may, 2000, false},
			{"url", may, 3000, false},
			{"accessibility_label", may, 75, false},
		}
	case "static_select", "multi_static_select":
		return []bound{{"options", may, 100, false}, {"option_groups", may, 100, false}, placeholder}
	case "overflow":
		return []bound{{"options", must, 5, false}}
	case "radio_buttons", "checkboxes":
		return []bound{{"options", must, 10, false}}
	case "option", "option_group", "confirm", "plain_text", "mrkdwn":
		return boundsOfObject(kind)
	case "modal", "home":
		return boundsOfView(kind)
	}
	return []bound{placeholder}
}

func boundsOfObject(kind string) []bound {
	switch kind {
	case "option":
		return []bound{{"text", must, 75, false}, {"value", may, 75, false}, {"description", may, 75, true}, {"url", may, 3000, false}}
	case "option_group":
		return []bound{{"label", must, 75, true}, {"options", must, 100, false}}
	case "confirm":
		return []bound{{"title", may, 100, true}, {"text", must, 300, false}, {"confirm", may, 30, true}, {"deny", may, 30, true}}
	}
	return []bound{{"text", must, 3000, false}}
}

func boundsOfView(kind string) []bound {
	common := []bound{
		{"blocks", may, 100, false},
		{"private_metadata", may, 3000, false},
		{"callback_id", may, idMost, false},
		{"external_id", may, idMost, false},
	}
	if kind == "home" {
		return common
	}
	return append(common, bound{"title", must, 24, true}, bound{"submit", may, 24, true}, bound{"close", may, 24, true})
}

func knownBlock(kind string) bool {
	switch kind {
	case "actions", "alert", "card", "carousel", "container", "context", "context_actions", "data_table", "divider",
		"file", "header", "image", "input", "markdown", "plan", "rich_text", "section", "table", "task_card", "video":
		return true
	}
	return false
}

// judgeNode holds a block, element, composition object or view against the table.
func judgeNode(p *problems, pointer string, n object) {
	for _, b := range boundsOf(text(n, "type")) {
		b.judge(p, pointer, n, strings.Split(b.path, "."))
	}
}

func (b bound) judge(p *problems, pointer string, v any, path []string) {
	if len(path) == 0 {
		b.measure(p, pointer, v)
		return
	}
	if path[0] == "*" {
		all, _ := v.([]any)
		for i, x := range all {
			b.judge(p, fmt.Sprintf("%s/%d", pointer, i), x, path[1:])
		}
		return
	}
	o, _ := v.(object)
	next, ok := o[path[0]]
	if !ok || next == nil {
		if b.least > 0 && len(path) == 1 {
			p.add(pointer, "missing required field: %s", path[0])
		}
		return
	}
	b.judge(p, pointer+"/"+path[0], next, path[1:])
}

func (b bound) measure(p *problems, pointer string, v any) {
	unit, n, least := "characters", 0, b.least
	switch v := v.(type) {
	case string:
		n = utf16Length(v)
	case []any:
		unit, n = "items", len(v)
	case object:
		if b.most == 0 {
			return
		}
		kind, t := text(v, "type"), text(v, "text")
		if kind != "plain_text" && (kind != "mrkdwn" || b.plain) {
			p.add(pointer+"/type", "unsupported type: %q", kind)
		}
		pointer, n, least = pointer+"/text", utf16Length(t), 1
	default:
		p.add(pointer, "must be another type than %T", v)
		return
	}
	if n < least {
		p.add(pointer, "must be more than %d %s", least-1, unit)
	}
	if n > b.most {
		p.add(pointer, "must be less than %d %s", b.most+1, unit)
	}
}
