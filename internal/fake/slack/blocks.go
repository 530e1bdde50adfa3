package slack

import (
	"fmt"
	"slices"
	"strings"
)

const idMost = 255

// judgeBlocks finds what Slack refuses in blocks, beyond their shape, and returns them.
func judgeBlocks(p *problems, pointer string, raw []any, most int) []object {
	if len(raw) > most {
		p.add(pointer, "no more than %d items allowed", most)
	}
	blocks, seen := []object{}, map[string]bool{}
	for i, v := range raw {
		at := fmt.Sprintf("%s/%d", pointer, i)
		b, ok := v.(object)
		if !ok {
			p.add(at, "must be an object")
			continue
		}
		blocks = append(blocks, b)
		if !knownBlock(text(b, "type")) {
			p.add(at+"/type", "unsupported type: %s", text(b, "type"))
			continue
		}
		judgeID(p, at+"/block_id", text(b, "block_id"), seen)
		judgeNode(p, at, b)
		actions := map[string]bool{}
		for _, x := range elements(b) {
			judgeElement(p, at+"/"+x.at, x.element, actions)
		}
		if text(b, "type") == "section" && b["text"] == nil && b["fields"] == nil {
			p.add(at, "a section needs text or fields")
		}
	}
	return blocks
}

func judgeID(p *problems, pointer, id string, seen map[string]bool) {
	if utf16Length(id) > idMost {
		p.add(pointer, "must be less than %d characters", idMost+1)
	}
	if id != "" && seen[id] {
		p.add(pointer, "%q already exists", id)
	}
	seen[id] = true
}

// part is an element in a block.
type part struct {
	at      string // its place in the block, as a JSON pointer
	element object
}

// elements are what a person can use in a block, and images and texts beside them.
func elements(b object) []part {
	var found []part
	for _, name := range []string{"accessory", "element"} {
		if e := inner(b, name); e != nil {
			found = append(found, part{name, e})
		}
	}
	if text(b, "type") == "actions" || text(b, "type") == "context" {
		for i, e := range list(b, "elements") {
			found = append(found, part{fmt.Sprintf("elements/%d", i), e})
		}
	}
	return found
}

func judgeElement(p *problems, pointer string, e object, seen map[string]bool) {
	judgeID(p, pointer+"/action_id", text(e, "action_id"), seen)
	judgeNode(p, pointer, e)
	options := list(e, "options")
	for i, g := range list(e, "option_groups") {
		judgeNode(p, fmt.Sprintf("%s/option_groups/%d", pointer, i), with(g, "option_group"))
		options = append(options, list(g, "options")...)
	}
	for i, o := range options {
		judgeNode(p, fmt.Sprintf("%s/options/%d", pointer, i), with(o, "option"))
	}
	if c := inner(e, "confirm"); c != nil {
		judgeNode(p, pointer+"/confirm", with(c, "confirm"))
	}
	judgeChoice(p, pointer, e, options)
	if text(e, "type") == "plain_text_input" {
		judgeInput(p, pointer, e)
	}
}

// judgeChoice holds what is chosen already against what can be chosen.
func judgeChoice(p *problems, pointer string, e object, options []object) {
	if e["options"] != nil && e["option_groups"] != nil {
		p.add(pointer, "options and option_groups exclude each other")
	}
	chosen := list(e, "initial_options")
	if o := inner(e, "initial_option"); o != nil {
		chosen = append(chosen, o)
	}
	values := map[string]bool{}
	for i, o := range options {
		v := text(o, "value")
		if v == "" && text(o, "url") == "" {
			p.add(fmt.Sprintf("%s/options/%d/value", pointer, i), "must be more than 0 characters")
		}
		if values[v] && v != "" {
			p.add(fmt.Sprintf("%s/options/%d/value", pointer, i), "%q already exists", v)
		}
		values[v] = true
	}
	for _, o := range chosen {
		same := func(x object) bool { return string(mustJSON(x)) == string(mustJSON(o)) }
		if !slices.ContainsFunc(options, same) {
			p.add(pointer+"/initial_option", "%q is not exactly one of the options", text(o, "value"))
		}
	}
}

func judgeInput(p *problems, pointer string, e object) {
	least, most := inputLengths(e)
	if most < 1 || most > 3000 {
		p.add(pointer+"/max_length", "must be between 1 and 3000")
	}
	if least < 0 || least > most {
		p.add(pointer+"/min_length", "must be between 0 and max_length")
	}
	if n := utf16Length(text(e, "initial_value")); n > most {
		p.add(pointer+"/initial_value", "must be less than %d characters", most+1)
	}
}

// inputLengths is how long what a person enters may be.
func inputLengths(e object) (least, most int) {
	most = 3000
	if n, ok := e["min_length"].(float64); ok {
		least = int(n)
	}
	if n, ok := e["max_length"].(float64); ok {
		most = int(n)
	}
	return least, most
}

// with is o as if it had that type.
func with(o object, kind string) object {
	c := object{"type": kind}
	for name, v := range o {
		if name != "type" {
			c[name] = v
		}
	}
	return c
}

// name gives ids to blocks and elements that came without.
func name(blocks []object, ids *ids) {
	for _, b := range blocks {
		if text(b, "block_id") == "" {
			b["block_id"] = strings.ToLower(ids.next("b"))
		}
		for _, x := range elements(b) {
			still := slices.Contains([]string{"image", "plain_text", "mrkdwn"}, text(x.element, "type"))
			if text(x.element, "action_id") == "" && !still {
				x.element["action_id"] = strings.ToLower(ids.next("a"))
			}
		}
	}
}

// textOf is how many characters of text there are in a JSON value, which is what Slack limits for all blocks.
func textOf(v any) int {
	n := 0
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			n += textOf(x)
		}
	case object:
		for name, x := range v {
			if s, ok := x.(string); ok && name == "text" {
				n += utf16Length(s)
			} else {
				n += textOf(x)
			}
		}
	}
	return n
}
