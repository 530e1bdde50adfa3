package slack

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Render is what a person sees of the message, as plain lines: texts, "[Button] [Another]",
// "(select: placeholder)", "---" for a divider. Mentions are names and times are in the server's zone
// (SetZone); bold loses its marks. With blocks, the text is not shown.
func (m Message) Render() string { return render(m.live, m.stand()) }

// Render is what a person sees of the view: a modal's title, then the blocks, each field with what is entered
// and what the app found wrong with it.
func (v View) Render() string {
	if v.live == nil {
		return ""
	}
	s := v.live.owner.s
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.show(v.stand()), "\n")
}

func render(m *message, x stand) string {
	if m == nil {
		return ""
	}
	s := m.channel.s
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.show(x), "\n")
}

// show is what stands there, in lines.
func (s *Server) show(x stand) []string {
	v := viewer{w: s.world, x: x}
	if x.surface == nil {
		return nil
	}
	if x.view != nil && x.view.kind() == "modal" {
		v.lines = append(v.lines, "== "+x.view.title()+" ==")
	}
	if x.message != nil && len(x.blocks) == 0 {
		v.say(v.marked(x.message.text))
	}
	for _, b := range x.blocks {
		v.block(b)
	}
	if x.view != nil && x.view.definition["submit"] != nil {
		v.lines = append(v.lines, "["+text(inner(x.view.definition, "submit"), "text")+"]")
	}
	return v.lines
}

// viewer gathers lines.
type viewer struct {
	w     *world
	x     stand
	lines []string
}

func (v *viewer) say(t string) {
	if t != "" {
		v.lines = append(v.lines, strings.Split(t, "\n")...)
	}
}

// text is a text object as it looks.
func (v *viewer) text(o object) string {
	if text(o, "type") == "mrkdwn" {
		return v.marked(text(o, "text"))
	}
	return unescape(text(o, "text"))
}

func (v *viewer) block(b object) {
	first := len(v.lines)
	switch text(b, "type") {
	case "divider":
		v.lines = append(v.lines, "---")
	case "rich_text":
		v.rich(b)
	case "image":
		v.lines = append(v.lines, "(picture: "+text(b, "alt_text")+")")
	case "markdown":
		v.say(text(b, "text"))
	case "header", "section":
		v.say(v.text(inner(b, "text")))
		for _, f := range list(b, "fields") {
			v.say(v.text(f))
		}
		if e := inner(b, "accessory"); e != nil && first < len(v.lines) {
			v.lines[first] += "  " + v.control(b, e)
		}
	case "context", "actions":
		var row []string
		for _, p := range elements(b) {
			row = append(row, v.control(b, p.element))
		}
		v.say(strings.Join(row, " "))
	case "input":
		v.field(b)
	default:
		v.lines = append(v.lines, "("+text(b, "type")+")")
	}
}

// control is a button, a select, or what stands between them.
func (v *viewer) control(block, e object) string {
	switch kind := text(e, "type"); kind {
	case "plain_text", "mrkdwn":
		return v.text(e)
	case "image":
		return "(picture: " + text(e, "alt_text") + ")"
	case "button":
		if text(e, "url") != "" {
			return "[" + v.text(inner(e, "text")) + " ↗]"
		}
		return "[" + v.text(inner(e, "text")) + "]"
	case "overflow":
		var options []string
		for _, o := range list(e, "options") {
			options = append(options, v.text(inner(o, "text")))
		}
		return "(more: " + strings.Join(options, ", ") + ")"
	}
	shown := text(inner(e, "placeholder"), "text")
	if entered := v.entered(block, e); entered != "" {
		shown = strings.TrimSpace(shown + " = " + entered)
	}
	return "(select: " + shown + ")"
}

// field is "Label*: what is entered", and a line for what was found wrong.
func (v *viewer) field(b object) {
	label := v.text(inner(b, "label"))
	if optional, _ := b["optional"].(bool); !optional {
		label += "*"
	}
	e := inner(b, "element")
	entered := v.entered(b, e)
	switch text(e, "type") {
	case "radio_buttons", "checkboxes":
		var all []string
		for _, o := range list(e, "options") {
			name, mark := v.text(inner(o, "text")), "( ) "
			for chosen := range strings.SplitSeq(entered, ", ") {
				if chosen == name {
					mark = "(x) "
				}
			}
			all = append(all, mark+name)
		}
		entered = strings.Join(all, "  ")
	case "plain_text_input":
		if entered == "" {
			entered = "____"
		} else {
			entered = strconv.Quote(entered)
		}
	default:
		entered = v.control(b, e)
	}
	v.lines = append(v.lines, label+": "+entered)
	if hint := inner(b, "hint"); hint != nil {
		v.say("  " + v.text(hint))
	}
	if v.x.view != nil && v.x.view.errors[text(b, "block_id")] != "" {
		v.say("  ! " + v.x.view.errors[text(b, "block_id")])
	}
}

// entered is what stands in a field, in words.
func (v *viewer) entered(block, e object) string {
	f, ok := fieldOf(text(e, "type"))
	if !ok {
		return ""
	}
	state := inner(inner(v.x.state(), text(block, "block_id")), text(e, "action_id"))
	all, many := state[f.value].([]any)
	if !many {
		all = []any{state[f.value]}
	}
	var names []string
	for _, one := range all {
		switch one := one.(type) {
		case object:
			names = append(names, v.text(inner(one, "text")))
		case string:
			names = append(names, v.named(one))
		case float64:
			names = append(names, time.Unix(int64(one), 0).In(v.w.team.zone).Format("2006-01-02 15:04"))
		case int64:
			names = append(names, time.Unix(one, 0).In(v.w.team.zone).Format("2006-01-02 15:04"))
		}
	}
	return strings.Join(names, ", ")
}

// named is the name behind an id, or the text itself.
func (v *viewer) named(id string) string {
	if m := v.w.person(id); m != nil {
		return m.name
	}
	if c := v.w.channel(id); c != nil && c.name != "" {
		return "#" + c.name
	}
	return id
}

var (
	angled = regexp.MustCompile(`<([^<>\n]+)>`)
	bold   = regexp.MustCompile(`(^|[\s(\[{>])([*_~])([^\s*_~][^*_~\n]*?)([*_~])($|[\s.,:;!?)\]}])`)
	braced = regexp.MustCompile(`\{([a-z_]+)\}`)
)

// marked is mrkdwn as it looks, without its marks.
func (v *viewer) marked(t string) string {
	for range 2 { // neighbours share the space between them
		t = bold.ReplaceAllStringFunc(t, func(found string) string {
			p := bold.FindStringSubmatch(found)
			if p[2] != p[4] {
				return found
			}
			return p[1] + p[3] + p[5]
		})
	}
	t = angled.ReplaceAllStringFunc(t, func(found string) string { return v.angled(found[1 : len(found)-1]) })
	return unescape(t)
}

// angled is what <@U…>, <#C…>, <!date^…>, <!here> and links look like.
func (v *viewer) angled(t string) string {
	ref, label, labelled := strings.Cut(t, "|")
	switch {
	case strings.HasPrefix(ref, "@"):
		return "@" + v.named(ref[1:])
	case strings.HasPrefix(ref, "#"):
		return "#" + strings.TrimPrefix(v.named(ref[1:]), "#")
	case strings.HasPrefix(ref, "!date^"):
		return v.date(strings.Split(ref, "^"), label)
	case strings.HasPrefix(ref, "!"):
		return "@" + strings.TrimPrefix(ref, "!")
	case labelled:
		return linked(ref, label)
	}
	return ref
}

// date shows a time mark by its format.
func (v *viewer) date(parts []string, fallback string) string {
	unix, err := strconv.ParseInt(parts[1], 10, 64)
	if err != nil || len(parts) < 3 {
		return fallback
	}
	return v.instant(time.Unix(unix, 0), parts[2])
}

// instant shows a time in a format of Slack's.
func (v *viewer) instant(t time.Time, format string) string {
	t = t.In(v.w.team.zone)
	return braced.ReplaceAllStringFunc(format, func(found string) string {
		switch strings.Trim(found, "{}") {
		case "time":
			return t.Format("15:04")
		case "time_secs":
			return t.Format("15:04:05")
		case "ago":
			return ago(time.Since(t))
		}
		return t.Format("2006-01-02")
	})
}

// unescape turns the three escapes that Slack asks for back.
func unescape(t string) string {
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(t)
}
