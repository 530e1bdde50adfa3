package slack

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// rich shows what stands in a block of rich text: sections, lists, quotes and code.
func (v *viewer) rich(b object) {
	for _, e := range list(b, "elements") {
		switch text(e, "type") {
		case "rich_text_list":
			v.points(e)
		case "rich_text_quote":
			v.say("> " + strings.ReplaceAll(v.runs(e), "\n", "\n> "))
		default:
			v.say(v.runs(e))
		}
	}
}

// points are the lines of a list, the inner ones indented.
func (v *viewer) points(b object) {
	depth, _ := b["indent"].(float64)
	for i, e := range list(b, "elements") {
		sign := "• "
		if text(b, "style") == "ordered" {
			sign = fmt.Sprintf("%d. ", i+1)
		}
		v.say(strings.Repeat("  ", int(depth)) + sign + v.runs(e))
	}
}

// runs is what stands in a section one after another.
func (v *viewer) runs(section object) string {
	var b strings.Builder
	for _, e := range list(section, "elements") {
		b.WriteString(v.run(e))
	}
	return b.String()
}

func (v *viewer) run(e object) string {
	switch text(e, "type") {
	case "user":
		return "@" + v.named(text(e, "user_id"))
	case "channel":
		return "#" + strings.TrimPrefix(v.named(text(e, "channel_id")), "#")
	case "broadcast":
		return "@" + text(e, "range")
	case "emoji":
		return ":" + text(e, "name") + ":"
	case "link":
		return linked(text(e, "url"), text(e, "text"))
	case "date":
		unix, _ := e["timestamp"].(float64)
		return v.instant(time.Unix(int64(unix), 0), text(e, "format"))
	}
	return text(e, "text")
}

// linked is a link: where its text says something else than its address, an arrow tells that it is one.
func linked(url, label string) string {
	if label == "" || label == url {
		return url
	}
	return label + " ↗"
}

// ago is a time as Slack words it in {ago}.
func ago(d time.Duration) string {
	form := "%d %s ago"
	if d < 0 {
		form, d = "in %d %s", -d
	}
	n, unit := int(d/time.Minute), "minute"
	switch {
	case d >= 48*time.Hour:
		n, unit = int(d/(24*time.Hour)), "day"
	case d >= 2*time.Hour:
		n, unit = int(d/time.Hour), "hour"
	}
	if n != 1 {
		unit += "s"
	}
	return fmt.Sprintf(form, n, unit)
}

var mentioned = regexp.MustCompile(`<@([A-Z0-9]+)(?:\|[^>]*)?>|<!(here|channel|everyone)(?:\|[^>]*)?>`)

// pings are the names of those whom the message mentions: in its blocks, or without any in its text.
func (m *message) pings() []string {
	v := viewer{w: m.channel.s.world}
	var names []string
	read := func(marked string) {
		for _, found := range mentioned.FindAllStringSubmatch(marked, -1) {
			names = append(names, v.named(found[1])+found[2])
		}
	}
	var look func(x any)
	look = func(x any) {
		switch x := x.(type) {
		case []any:
			for _, one := range x {
				look(one)
			}
		case object:
			switch text(x, "type") {
			case "user":
				names = append(names, v.named(text(x, "user_id")))
			case "broadcast":
				names = append(names, text(x, "range"))
			case "mrkdwn":
				read(text(x, "text"))
			}
			for _, one := range x {
				look(one)
			}
		}
	}
	for _, b := range m.blocks {
		look(b)
	}
	if len(m.blocks) == 0 {
		read(m.text)
	}
	slices.Sort(names)
	return slices.Compact(names)
}
