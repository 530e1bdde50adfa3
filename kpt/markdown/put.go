package markdown

import "strings"

// output is the text with all edits, as far as it is put together.
type output struct {
	strings.Builder
	eol string
}

// text is the text with all edits.
func (e *edits) text() string {
	out := &output{eol: e.eol}
	for i, line := range e.doc.lines {
		e.putAt(out, i)
		if lines, ok := e.lines[i]; ok {
			out.put(lines)
		} else {
			out.WriteString(carve(line, e.cuts[i]))
		}
	}
	e.putAt(out, len(e.doc.lines))
	return out.String()
}

// putAt puts what is new before a line.
func (e *edits) putAt(out *output, line int) {
	out.put(e.rows[line])
	out.put(e.before[line])
	out.put(e.parts[line])
	sheets, last := e.sheets[line], line == len(e.doc.lines)
	if len(sheets) == 0 {
		return
	}
	if last {
		sheets = sheets[:len(sheets)-1] // a blank line that parts it from nothing
	}
	if last || len(e.before[line])+len(e.parts[line]) > 0 {
		out.part()
	}
	out.put(sheets)
}

func (o *output) put(lines []string) {
	for _, line := range lines {
		if s := o.String(); s != "" && !strings.HasSuffix(s, "\n") {
			o.WriteString(o.eol)
		}
		o.WriteString(line)
	}
}

// part puts a blank line, if there is none.
func (o *output) part() {
	lines := strings.SplitAfter(o.String(), "\n")
	if n := len(lines); n > 1 && lines[n-1] == "" {
		lines = lines[:n-1]
	}
	if !blank(lines[len(lines)-1]) {
		o.put([]string{o.eol})
	}
}
