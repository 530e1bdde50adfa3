package slack_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	fake "github.com/engawa-bot/engawa/internal/fake/slack"
	"github.com/engawa-bot/engawa/internal/fake/slack/spec"
)

// long is a text of n characters.
func long(n int) string { return strings.Repeat("x", n) }

// many is n of what make makes.
func many(n int, make func(i int) object) []object {
	all := []object{}
	for i := range n {
		all = append(all, make(i))
	}
	return all
}

func option(i int) object { return object{"text": plain(fmt.Sprint(i)), "value": fmt.Sprint(i)} }

func with(o object, name string, v any) object {
	c := object{name: v}
	for k, x := range o {
		if k != name {
			c[k] = x
		}
	}
	return c
}

func selects(options []object) object {
	return object{"type": "static_select", "action_id": "s", "placeholder": plain("Pick"), "options": options}
}

func TestBlocksAreAsLongAsSlackAllowsAndNoLonger(t *testing.T) {
	press := button("x")
	for name, c := range map[string]struct {
		most int
		make func(n int) []object
	}{
		"blocks":  {50, func(n int) []object { return many(n, func(int) object { return object{"type": "divider"} }) }},
		"section": {3000, func(n int) []object { return blocks(section(long(n))) }},
		"section fields": {10, func(n int) []object {
			return blocks(object{"type": "section", "fields": many(n, func(int) object { return mrkdwn("x") })})
		}},
		"section field": {2000, func(n int) []object { return blocks(object{"type": "section", "fields": blocks(mrkdwn(long(n)))}) }},
		"header":        {150, func(n int) []object { return blocks(object{"type": "header", "text": plain(long(n))}) }},
		"context": {10, func(n int) []object {
			return blocks(object{"type": "context", "elements": many(n, func(int) object { return plain("x") })})
		}},
		"actions": {25, func(n int) []object {
			return blocks(actions(many(n, func(i int) object { return button(fmt.Sprint(i)) })...))
		}},
		"button text":    {75, func(n int) []object { return blocks(actions(with(press, "text", plain(long(n))))) }},
		"button value":   {2000, func(n int) []object { return blocks(actions(with(press, "value", long(n)))) }},
		"action_id":      {255, func(n int) []object { return blocks(actions(with(press, "action_id", long(n)))) }},
		"block_id":       {255, func(n int) []object { return blocks(with(section("x"), "block_id", long(n))) }},
		"select options": {100, func(n int) []object { return blocks(actions(selects(many(n, option)))) }},
		"option text":    {75, func(n int) []object { return blocks(actions(selects(blocks(with(option(1), "text", plain(long(n))))))) }},
		"placeholder": {150, func(n int) []object {
			return blocks(actions(with(selects(many(1, option)), "placeholder", plain(long(n)))))
		}},
		"overflow": {5, func(n int) []object { return blocks(actions(object{"type": "overflow", "options": many(n, option)})) }},
		"radio": {10, func(n int) []object {
			return blocks(actions(object{"type": "radio_buttons", "options": many(n, option)}))
		}},
		"input label":  {2000, func(n int) []object { return blocks(input(long(n), textInput())) }},
		"confirm text": {300, func(n int) []object { return blocks(actions(with(press, "confirm", object{"text": plain(long(n))}))) }},
		"all text": {13000, func(n int) []object {
			return append(many(4, func(int) object { return section(long(3000)) }), section(long(n-12000)))
		}},
		"input's maximum": {3000, func(n int) []object { return blocks(input("x", with(textInput(), "max_length", n))) }},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, a *app) {
				general := s.Channel("general")
				post := func(n int) answer {
					made := c.make(n)
					if name == "input label" {
						made[0]["block_id"] = "short"
					}
					return a.call("chat.postMessage", object{"channel": general.ID(), "text": "x", "blocks": made})
				}
				post(c.most).ok(t)
				clean(t, s)
				if got := post(c.most + 1).at("error"); got != "invalid_blocks" && got != "msg_blocks_too_long" {
					t.Errorf("one more: got %q, want it refused", got)
				}
				if got := len(s.Violations()); got != 1 {
					t.Errorf("got violations %q, want one", s.Violations())
				}
			})
		})
	}
}

func TestBlocksThatDoNotFitAreRefused(t *testing.T) {
	twice := with(section("x"), "block_id", "same")
	bySchema := []string{"an unknown field", "no options"} // what only Slack's own schema knows
	for name, bad := range map[string][]object{
		"an unknown block":         {{"type": "shout"}},
		"an unknown field":         {with(section("x"), "loud", true)},
		"an empty section":         {{"type": "section"}},
		"an empty text":            {section("")},
		"a marked header":          {{"type": "header", "text": mrkdwn("x")}},
		"a marked button":          {actions(with(button("x"), "text", mrkdwn("x")))},
		"two blocks of an id":      {twice, twice},
		"two actions of an id":     {actions(button("x"), button("x"))},
		"no elements":              {actions()},
		"no options":               {actions(selects(nil))},
		"options and groups":       {actions(with(selects(many(1, option)), "option_groups", blocks(object{"label": plain("x"), "options": many(1, option)})))},
		"an option twice":          {actions(selects(blocks(option(1), option(1))))},
		"an option without value":  {actions(selects(blocks(object{"text": plain("x")})))},
		"a choice that is none":    {actions(with(selects(many(2, option)), "initial_option", option(7)))},
		"too much filled in":       {input("x", with(with(textInput(), "max_length", 3), "initial_value", "xxxx"))},
		"less than the minimum":    {input("x", with(with(textInput(), "max_length", 3), "min_length", 4))},
		"an input without element": {{"type": "input", "label": plain("x")}},
	} {
		t.Run(name, func(t *testing.T) {
			if slices.Contains(bySchema, name) {
				spec.Folder(t)
			}
			inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, a *app) {
				x := a.call("chat.postMessage", object{"channel": s.Channel("general").ID(), "text": "x", "blocks": bad}).want(t, "invalid_blocks")
				if !strings.Contains(x.body, "response_metadata") {
					t.Errorf("got %s, want it to say why", x.body)
				}
				if got := len(s.Violations()); got != 1 {
					t.Errorf("got violations %q, want one", s.Violations())
				}
			})
		})
	}
}

func TestATextOf40000IsTheLongest(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, a *app) {
		general := s.Channel("general")
		a.form("chat.postMessage", object{"channel": general.ID(), "text": long(40000)}).ok(t)
		a.form("chat.postMessage", object{"channel": general.ID(), "text": long(40001)}).want(t, "msg_too_long")
		a.form("chat.postMessage", object{"channel": general.ID(), "text": strings.Repeat("🍵", 20001)}).want(t, "msg_too_long")
	})
}
