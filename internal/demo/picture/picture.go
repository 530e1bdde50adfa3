// Package picture draws what a dialogue shows as a picture (SVG) for the README. What it draws
// is what the product said: it knows the lines of dialogues, and nothing of Engawa.
package picture

import (
	"fmt"
	"html"
	"regexp"
	"strings"
	"unicode/utf8"
)

// Scene is one thing of a picture: a deed, and what a surface showed then.
type Scene struct {
	Deed  string   // what somebody did; "" is nothing
	Place string   // where it was shown: "#Lounge"
	Lines []string // of the card; the last ones may be buttons: "[Next →] [Skip]"
}

// Measures of a picture, in pixels.
const (
	width   = 720
	margin  = 24
	leading = 21
	gap     = 16
)

var button = regexp.MustCompile(`\[([^\]]+)\]`)

// Draw draws scenes one below the other.
func Draw(title string, scenes []Scene) []byte {
	var inside, all drawing
	y := margin
	for _, s := range scenes {
		y = inside.scene(s, y)
	}
	all.add(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img" aria-label=%q font-family="system-ui, 'Hiragino Sans', 'Noto Sans JP', sans-serif" font-size="14">`,
		width, y+margin-gap, width, y+margin-gap, title)
	all.add(`<title>%s</title>`, html.EscapeString(title))
	all.add(`<rect width="100%%" height="100%%" rx="12" fill="#f6f2ea"/>`)
	all.WriteString(inside.String())
	all.add("</svg>")
	return []byte(all.String())
}

// drawing is a picture, or a part of one.
type drawing struct{ strings.Builder }

func (d *drawing) add(format string, args ...any) {
	_, _ = fmt.Fprintf(d, format+"\n", args...) // a Builder takes it all
}

// scene draws one and gives where the next begins.
func (d *drawing) scene(s Scene, y int) int {
	if s.Deed != "" {
		y += leading
		d.text(margin, y-6, `fill="#8a7f70" font-style="italic"`, s.Deed)
	}
	rows := s.rows()
	height := leading*(len(rows)+1) + gap
	d.add(`<rect x="%d" y="%d" width="%d" height="%d" rx="8" fill="#fffdf8" stroke="#e3dccf"/>`, margin, y, width-2*margin, height)
	d.add(`<rect x="%d" y="%d" width="4" height="%d" rx="2" fill="#b5803a"/>`, margin, y+8, height-16)
	d.text(margin+18, y+24, `fill="#8a7f70" font-size="12" font-weight="600"`, s.Place)
	for i, row := range rows {
		at := y + 24 + leading*(i+1)
		if strings.HasPrefix(row, "[") {
			d.buttons(row, at)
			continue
		}
		look := `fill="#33302b"`
		if i == 0 && len(rows) > 1 {
			look += ` font-weight="600"`
		}
		d.text(margin+18, at, look, row)
	}
	return y + height + gap
}

// rows are the lines as they fit, with each row of buttons together.
func (s Scene) rows() (rows []string) {
	for _, line := range s.Lines {
		for _, part := range strings.Split(line, " | ") {
			if strings.HasPrefix(part, "[") {
				rows = append(rows, part)
				continue
			}
			rows = append(rows, wrap(part)...)
		}
	}
	return rows
}

func (d *drawing) text(x, y int, look, text string) {
	d.add(`<text x="%d" y="%d" %s>%s</text>`, x, y, look, html.EscapeString(strings.ReplaceAll(text, "`", "")))
}

func (d *drawing) buttons(row string, y int) {
	x := margin + 18
	for _, m := range button.FindAllStringSubmatch(row, -1) {
		wide := span(m[1]) + 20
		d.add(`<rect x="%d" y="%d" width="%d" height="19" rx="5" fill="#efe6d6"/>`, x, y-14, wide)
		d.text(x+10, y, `fill="#5a4a31" font-size="12"`, m[1])
		x += wide + 6
	}
}

// most is how wide a line of text may be.
const most = width - 2*margin - 36

// wrap breaks a line at blanks, or where there are none, between wide letters.
func wrap(text string) (lines []string) {
	line := ""
	for len(text) > 0 {
		_, size := utf8.DecodeRuneInString(text)
		word := text[:size]
		if size == 1 {
			if end := strings.IndexByte(text, ' '); end >= 0 {
				word = text[:end+1]
			} else {
				word = text
			}
		}
		if line != "" && span(line+strings.TrimRight(word, " ")) > most {
			lines, line = append(lines, strings.TrimRight(line, " ")), ""
		}
		line, text = line+word, text[len(word):]
	}
	return append(lines, line)
}

// span is about how wide a text is.
func span(text string) (pixels int) {
	for _, r := range text {
		if r < 0x2000 {
			pixels += 7
		} else {
			pixels += 14
		}
	}
	return pixels
}
