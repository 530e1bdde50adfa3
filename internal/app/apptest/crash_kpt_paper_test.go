package apptest

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	fakedocs "github.com/engawa-bot/engawa/internal/fake/gdocs"
)

var datePattern = regexp.MustCompile(`\d{4}-\d\d-\d\d`)

// docPaper is a Google Doc. An error of a deed is that the line is not there any
// more, or is not made for it.
type docPaper struct{ doc *fakedocs.Doc }

func (p *docPaper) newest() string { return newestOf(p.headings()) }

// newestOf names the newest sheet; "" if there is none. Sheets are counted from the
// oldest, which is the last: the day in a heading changes when a KPT is put off.
func newestOf(headings []string) string {
	if n := sheetsOf(headings); n > 0 {
		return fmt.Sprint(n)
	}
	return ""
}

func sheetsOf(headings []string) (n int) {
	for _, h := range headings {
		if datePattern.MatchString(h) {
			n++
		}
	}
	return n
}

func (p *docPaper) headings() (texts []string) {
	for _, l := range p.doc.Lines() {
		if l.Heading > 0 {
			texts = append(texts, l.Text)
		}
	}
	return texts
}

func (p *docPaper) bullets() (all []bullet) {
	var retro, section string
	left := sheetsOf(p.headings())
	for _, l := range p.doc.Lines() {
		switch date := datePattern.FindString(l.Text); {
		case l.Heading > 0 && date != "":
			retro = fmt.Sprint(left)
			left--
		case l.Heading > 0:
			section = l.Text
		case l.List != "" && l.Text != "":
			text := strings.ReplaceAll(l.Text, "\v", "\n")
			all = append(all, bullet{retro, section, text, l.Depth, l.Struck, l.Bold})
		}
	}
	return all
}

func (p *docPaper) line(text string) fakedocs.Spot {
	return p.doc.Line(strings.ReplaceAll(text, "\n", "\v"))
}

// begin types below a heading, which makes plain text of it first. The newest
// sheet comes first.
func (p *docPaper) begin(section, text string) {
	if p.doc.Line(section).Type(text) == nil {
		_ = p.doc.Line(text).Bullet("BULLET_DISC_CIRCLE_SQUARE")
	}
}

func (p *docPaper) follow(after, text string) { _ = p.line(after).Type(text) }

func (p *docPaper) add(to, after, word string) {
	if after == "" {
		_ = p.line(to).Append(" " + word)
		return
	}
	_ = p.line(to).Insert(after, " "+word)
}

func (p *docPaper) remove(line string) { _ = p.line(line).Delete() }

func (p *docPaper) move(line, after string) {
	if line != after {
		_ = p.line(line).MoveAfter(p.line(after))
	}
}

func (p *docPaper) restyle(line string, n int) {
	if n == 0 {
		_ = p.line(line).Bold("")
		return
	}
	_ = p.line(line).Strike("")
}

func (p *docPaper) indent(line string, in bool) {
	if in {
		_ = p.line(line).Nest()
		return
	}
	_ = p.line(line).Unnest()
}

// filePaper is a Markdown file. A person's editor writes into the file itself,
// and saves just what it has just read.
type filePaper struct {
	t      *testing.T
	path   string
	freeze func(do func()) bool
}

func (p *filePaper) read() []string {
	data, err := os.ReadFile(p.path)
	if err != nil {
		return nil
	}
	return strings.Split(string(data), "\n")
}

// edit saves what a person makes of the lines.
func (p *filePaper) edit(do func(lines []string) []string) {
	p.freeze(func() {
		was := p.read()
		now := do(slices.Clone(was))
		if was == nil || slices.Equal(was, now) {
			return
		}
		if err := os.WriteFile(p.path, []byte(strings.Join(now, "\n")), 0o600); err != nil {
			p.t.Error(err)
		}
	})
}

func (p *filePaper) newest() string { return newestOf(sheetHeadings(p.read())) }

func sheetHeadings(lines []string) []string {
	return slices.DeleteFunc(slices.Clone(lines), func(l string) bool { return !strings.HasPrefix(l, "## ") })
}

var (
	bulletPattern  = regexp.MustCompile(`^( *)- (.*)$`)
	commentPattern = regexp.MustCompile(` *<!-- engawa:[a-z2-7]{16} -->`)
)

// item is a bullet with its lines, from to before end.
type item struct {
	bullet
	from, end int
}

func items(lines []string) (all []item) {
	var retro, section string
	left := sheetsOf(sheetHeadings(lines))
	for i, l := range lines {
		found := bulletPattern.FindStringSubmatch(l)
		switch heading := strings.TrimLeft(l, "# "); {
		case strings.HasPrefix(l, "## "):
			retro = fmt.Sprint(left)
			left--
		case strings.HasPrefix(l, "### "):
			section = heading
		case found != nil:
			text := commentPattern.ReplaceAllString(found[2], "")
			struck := strings.HasPrefix(text, "~~")
			all = append(all, item{bullet{retro, section, strings.Trim(text, "~"), len(found[1]) / 2, struck, false}, i, i + 1})
		case strings.HasPrefix(l, "  ") && len(all) > 0 && all[len(all)-1].end == i:
			last := &all[len(all)-1]
			last.text += "\n" + strings.TrimSpace(l)
			last.end++
		}
	}
	return all
}

func (p *filePaper) bullets() (all []bullet) {
	for _, it := range items(p.read()) {
		if it.text != "" {
			all = append(all, it.bullet)
		}
	}
	return all
}

// at edits at the line that reads so.
func (p *filePaper) at(text string, do func(lines []string, it item) []string) {
	p.edit(func(lines []string) []string {
		for _, it := range items(lines) {
			if it.text == text {
				return do(lines, it)
			}
		}
		return lines
	})
}

func (p *filePaper) begin(section, text string) {
	p.edit(func(lines []string) []string {
		i := slices.Index(lines, "### "+section) // the newest sheet comes first
		if i < 0 {
			return lines
		}
		return slices.Insert(lines, i+1, "", "- "+text)
	})
}

func (p *filePaper) follow(after, text string) {
	p.at(after, func(lines []string, it item) []string {
		return slices.Insert(lines, it.end, strings.Repeat("  ", it.depth)+"- "+text)
	})
}

// add writes into the first line, before our mark and within a strike.
func (p *filePaper) add(to, after, word string) {
	p.at(to, func(lines []string, it item) []string {
		l := lines[it.from]
		end := len(strings.TrimRight(commentPattern.ReplaceAllString(l, ""), "~ "))
		if after != "" {
			end = strings.Index(l, after) + len(after)
		}
		lines[it.from] = l[:end] + " " + word + l[end:]
		return lines
	})
}

func (p *filePaper) remove(line string) {
	p.at(line, func(lines []string, it item) []string { return slices.Delete(lines, it.from, it.end) })
}

func (p *filePaper) move(line, after string) {
	if line == after {
		return
	}
	p.at(line, func(lines []string, it item) []string {
		cut := slices.Clone(lines[it.from:it.end])
		rest := slices.Delete(slices.Clone(lines), it.from, it.end)
		for _, to := range items(rest) {
			if to.text == after {
				return slices.Insert(rest, to.end, cut...)
			}
		}
		return lines
	})
}

// restyle strikes a line of one line out.
func (p *filePaper) restyle(line string, _ int) {
	p.at(line, func(lines []string, it item) []string {
		if l := lines[it.from]; !it.struck && it.end == it.from+1 {
			mark := commentPattern.FindString(l)
			text := strings.TrimSuffix(l, mark)
			prefix := strings.Repeat("  ", it.depth) + "- "
			lines[it.from] = prefix + "~~" + strings.TrimPrefix(text, prefix) + "~~" + mark
		}
		return lines
	})
}

func (p *filePaper) indent(line string, in bool) {
	p.at(line, func(lines []string, it item) []string {
		for i := it.from; i < it.end; i++ {
			switch {
			case in && it.depth == 0 && it.from > 0 && bulletPattern.MatchString(lines[it.from-1]):
				lines[i] = "  " + lines[i]
			case !in && it.depth > 0:
				lines[i] = strings.TrimPrefix(lines[i], "  ")
			}
		}
		return lines
	})
}

// freeze stops a process without its knowing, until thaw; false if it is gone or
// this system has no /proc to tell that it stands still.
func (p *process) freeze() bool {
	if p.cmd.Process.Signal(syscall.SIGSTOP) != nil {
		return false
	}
	for until := time.Now().Add(2 * time.Second); time.Now().Before(until); {
		tasks, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/stat", p.cmd.Process.Pid))
		if err != nil || len(tasks) == 0 {
			return false
		}
		if !slices.ContainsFunc(tasks, func(path string) bool {
			stat, err := os.ReadFile(path)
			state := stat[strings.LastIndexByte(string(stat), ')')+1:]
			return err == nil && !strings.HasPrefix(string(state), " T")
		}) {
			return true
		}
	}
	p.thaw()
	return false
}

func (p *process) thaw() { _ = p.cmd.Process.Signal(syscall.SIGCONT) }
