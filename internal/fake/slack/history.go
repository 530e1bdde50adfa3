package slack

import (
	"cmp"
	"regexp"
	"slices"
)

var stampShape = regexp.MustCompile(`^\d{1,12}(\.\d{1,6})?$`)

// readHistory lists messages, newest first; metadata only when it is asked for.
func readHistory(c *call) (object, error) {
	ch, err := c.visible()
	if err != nil {
		return nil, err
	}
	if !ch.has(c.token.who) {
		return nil, failure("not_in_channel")
	}
	latest, oldest := c.args.text("latest"), c.args.text("oldest")
	if latest != "" && !stampShape.MatchString(latest) {
		return nil, misuse("invalid_ts_latest", "latest %q", latest)
	}
	if oldest != "" && !stampShape.MatchString(oldest) {
		return nil, misuse("invalid_ts_oldest", "oldest %q", oldest)
	}
	least := 0
	if c.args.flag("inclusive") {
		least = -1
	}
	var all []*message
	for _, m := range slices.Backward(ch.messages) {
		after := oldest == "" || compareStamps(m.ts, oldest) > least
		before := latest == "" || compareStamps(latest, m.ts) > least
		if !m.gone && m.only == nil && after && before {
			all = append(all, m)
		}
	}
	part, next, err := page(c.args, all, 100, 999)
	if err != nil {
		return nil, err
	}
	messages := []object{}
	for _, m := range part {
		messages = append(messages, m.wire(c.args.flag("include_all_metadata")))
	}
	return object{
		"messages": messages, "has_more": next != "", "pin_count": 0, "channel_actions_ts": nil,
		"channel_actions_count": 0, "response_metadata": object{"next_cursor": next},
	}, nil
}

// compareStamps orders two ts, which may have fewer decimals than a message's own.
func compareStamps(a, b string) int {
	return cmp.Compare(micros(a), micros(b))
}

// micros is a ts in microseconds.
func micros(ts string) int64 {
	var n int64
	decimals := -1
	for _, r := range ts {
		if r == '.' {
			decimals = 0
			continue
		}
		n = n*10 + int64(r-'0')
		if decimals >= 0 {
			decimals++
		}
	}
	for range 6 - max(decimals, 0) {
		n *= 10
	}
	return n
}
