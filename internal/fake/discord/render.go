package discord

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Text is what a person sees of the message, as plain lines: texts, "[Button] [Another]",
// "(select: placeholder)", "[file name, N bytes]" (of one that is packed without its size),
// "---" for a separator's line. Mentions are names and times are in the server's
// zone (SetZone); bold and headings lose their marks.
func (m Message) Text() string {
	if m.live == nil {
		return m.Content
	}
	s := m.live.channel.g.s
	s.mu.Lock()
	defer s.mu.Unlock()
	return m.text(s)
}

func (m Message) text(s *Server) string {
	v := view{s: s, files: m.Files}
	if m.live != nil {
		v.g = m.live.channel.g
	}
	v.say(m.Content)
	for _, e := range parseEmbeds(m.Embeds) {
		v.say(e.Title)
		v.say(e.Description)
		for _, f := range e.Fields {
			v.say(f.Name + ": " + f.Value)
		}
	}
	v.show(parts(m.Components))
	return strings.Join(v.lines, "\n")
}

// Text is what a person sees of the form: its title, then each field with what is filled in.
func (f Form) Text() string {
	if f.it == nil {
		return ""
	}
	s := f.it.member.g.s
	s.mu.Lock()
	defer s.mu.Unlock()
	return f.text(s)
}

func (f Form) text(s *Server) string {
	v := view{s: s, g: f.it.member.g}
	v.lines = append(v.lines, "== "+f.Title+" ==")
	for _, c := range parts(f.Components) {
		v.showField(&c)
	}
	return strings.Join(v.lines, "\n")
}

// view gathers lines.
type view struct {
	s     *Server
	g     *Guild
	files []File
	lines []string
}

func (v *view) say(text string) {
	if text != "" {
		v.lines = append(v.lines, strings.Split(v.plain(text), "\n")...)
	}
}

func (v *view) show(list []component) {
	for i := range list {
		c := &list[i]
		switch c.Type {
		case typeText:
			v.say(c.Content)
		case typeContainer:
			v.show(c.Components)
		case typeSection:
			v.showSection(c)
		case typeSeparator:
			if c.Divider == nil || *c.Divider {
				v.lines = append(v.lines, "---")
			}
		case typeRow:
			var row []string
			for j := range c.Components {
				row = append(row, v.control(&c.Components[j]))
			}
			v.lines = append(v.lines, strings.Join(row, " "))
		case typeGallery:
			for _, i := range c.Items {
				v.showPicture(i)
			}
		case typeFile:
			v.showFile(strings.TrimPrefix(c.File.URL, attachmentScheme))
		}
	}
}

func (v *view) showFile(name string) {
	for _, f := range v.files {
		if f.Name == name {
			size := fmt.Sprintf(", %d bytes", len(f.Data))
			if strings.HasSuffix(name, ".zip") {
				size = "" // how well ids are packed is chance
			}
			v.lines = append(v.lines, "[file "+name+size+"]")
			return
		}
	}
}

func (v *view) showPicture(i galleryItem) {
	v.showFile(strings.TrimPrefix(i.Media.URL, attachmentScheme))
	last := len(v.lines) - 1
	v.lines[last] = strings.Replace(v.lines[last], "[file ", "[picture ", 1)
	if i.Description != "" {
		v.lines[last] = strings.TrimSuffix(v.lines[last], "]") + ": " + i.Description + "]"
	}
}

// showSection puts the button at the end of the section's first line.
func (v *view) showSection(c *component) {
	first := len(v.lines)
	v.show(c.Components)
	if c.Accessory != nil && first < len(v.lines) && c.Accessory.Type == typeButton {
		v.lines[first] += "  " + v.control(c.Accessory)
	}
}

// control is a button or a select.
func (v *view) control(c *component) string {
	if c.Type != typeButton {
		return "(select: " + c.Placeholder + v.filled(c) + ")"
	}
	label := c.Label
	if c.Emoji != nil {
		label = strings.TrimSpace(c.Emoji.Name + " " + label)
	}
	switch {
	case c.Disabled:
		return "[" + label + ": off]"
	case c.Style == styleLink:
		return "[" + label + " ↗]"
	}
	return "[" + label + "]"
}

// filled is what a select shows as picked.
func (v *view) filled(c *component) string {
	var names []string
	for _, id := range c.defaults() {
		name := id
		for _, o := range c.Options {
			if o.Value == id {
				name = o.Label
			}
		}
		if v.g != nil {
			name = v.nameOf(id, name)
		}
		names = append(names, name)
	}
	if len(names) == 0 {
		return ""
	}
	return " = " + strings.Join(names, ", ")
}

func (v *view) nameOf(id, otherwise string) string {
	if m := v.g.members[id]; m != nil {
		return m.Name()
	}
	if c := v.s.world.channels[id]; c != nil {
		return c.name
	}
	if r := v.g.role(id); r != nil {
		return r.name
	}
	return otherwise
}

func (v *view) showField(c *component) {
	switch {
	case c.Type == typeText:
		v.say(c.Content)
	case c.Type == typeRow:
		for i := range c.Components {
			v.lines = append(v.lines, v.field(c.Components[i].Label, "", &c.Components[i]))
		}
	case c.Component != nil:
		v.lines = append(v.lines, v.field(c.Label, c.Description, c.Component))
	}
}

// field is one line: "Label* (description): what can be entered".
func (v *view) field(label, description string, c *component) string {
	if c.required() && c.Type != typeCheckbox {
		label += "*"
	}
	if description != "" {
		label += " (" + v.plain(description) + ")"
	}
	label += ": "
	switch c.Type {
	case typeTextInput:
		if c.Value == "" {
			return label + "____"
		}
		return label + strconv.Quote(c.Value)
	case typeCheckbox:
		return label + mark(c.Default)
	case typeRadioGroup, typeCheckGroup:
		var all []string
		for _, o := range c.Options {
			all = append(all, mark(o.Default)+" "+o.Label)
		}
		return label + strings.Join(all, "  ")
	}
	return label + v.control(c)
}

func mark(on bool) string {
	if on {
		return "(x)"
	}
	return "( )"
}

var (
	timeMark    = regexp.MustCompile(`<t:(-?\d+)(?::([tTdDfFR]))?>`)
	channelMark = regexp.MustCompile(`<#(\d+)>`)
	lineMark    = regexp.MustCompile(`(?m)^(?:#{1,3}|-#) `)
	boldMark    = regexp.MustCompile(`(\*\*|__)([^\n]+?)(\*\*|__)`)
	escapeMark  = regexp.MustCompile("\\\\([\\\\*_~`|>#\\[\\]()<@:.-])")
	linkMark    = regexp.MustCompile(`<(https?://[^\s<>]+)>`)
	emojiMark   = regexp.MustCompile(`<a?:(\w+):\d+>`)
)

// plain is Markdown as it looks, without its marks.
func (v *view) plain(text string) string {
	text = timeMark.ReplaceAllStringFunc(text, v.clock)
	text = mention.ReplaceAllStringFunc(text, func(found string) string {
		if v.g == nil {
			return found
		}
		return "@" + v.nameOf(mention.FindStringSubmatch(found)[2], "unknown")
	})
	text = channelMark.ReplaceAllStringFunc(text, func(found string) string {
		if c := v.s.world.channels[strings.Trim(found, "<#>")]; c != nil {
			return "#" + c.name
		}
		return "#unknown"
	})
	text = linkMark.ReplaceAllString(text, "$1")
	text = emojiMark.ReplaceAllString(text, ":$1:")
	text = lineMark.ReplaceAllString(text, "")
	text = boldMark.ReplaceAllString(text, "$2")
	return escapeMark.ReplaceAllString(text, "$1")
}

// clock shows a time mark: a date for d and D, both for f and F, else the time of day.
func (v *view) clock(found string) string {
	parts := timeMark.FindStringSubmatch(found)
	unix, _ := strconv.ParseInt(parts[1], 10, 64)
	t := time.Unix(unix, 0).In(v.s.world.wall.zone)
	switch parts[2] {
	case "d", "D":
		return t.Format("2006-01-02")
	case "f", "F":
		return t.Format("2006-01-02 15:04")
	}
	return t.Format("15:04")
}
