package lives

import (
	"os"
	"regexp"
	"slices"
	"strings"
)

// sheet is a retro as it stands in the notebook.
type sheet struct {
	day   string // in its heading
	lines []bullet
}

// bullet is a line of it.
type bullet struct {
	section string // as its heading reads
	text    string // without the mark
	at      int    // among the lines of the file
}

var (
	sheetHead = regexp.MustCompile(`^## KPT (\d{4}-\d\d-\d\d)`)
	anyMark   = regexp.MustCompile(`\s*<!--.*?-->`)
)

// sheets reads the notebook as a person does.
func sheets(text string) (list []sheet) {
	section := ""
	for i, line := range strings.Split(text, "\n") {
		if found := sheetHead.FindStringSubmatch(line); found != nil {
			list, section = append(list, sheet{day: found[1]}), ""
			continue
		}
		if head, is := strings.CutPrefix(line, "### "); is {
			section = anyMark.ReplaceAllString(head, "")
			continue
		}
		text, is := strings.CutPrefix(line, "- ")
		if text = strings.TrimSpace(anyMark.ReplaceAllString(text, "")); is && text != "" && len(list) > 0 {
			last := &list[len(list)-1]
			last.lines = append(last.lines, bullet{section, text, i})
		}
	}
	return list
}

// read is what stands in the notebook; "" where there is none.
func (s *stage) read() string {
	data, err := os.ReadFile(s.paper())
	if err != nil {
		return ""
	}
	return string(data)
}

// saves has a person save the notebook.
func (s *stage) saves(text string) {
	s.must(os.WriteFile(s.paper(), []byte(text), 0o600))
}

// adds has a person write a line at the end of a section of the newest sheet; false if
// there is no such place.
func (s *stage) adds(section, text string) bool {
	lines := strings.Split(s.read(), "\n")
	at := slices.IndexFunc(lines, sheetHead.MatchString)
	if at < 0 {
		return false
	}
	for i := at + 1; i < len(lines); i++ {
		if sheetHead.MatchString(lines[i]) {
			return false
		}
		if head, is := strings.CutPrefix(lines[i], "### "); is && strings.HasPrefix(head, section) {
			end := i + 1
			for j := end; j < len(lines) && !strings.HasPrefix(lines[j], "#"); j++ {
				if strings.HasPrefix(lines[j], "- ") {
					end = j + 1
				}
			}
			if end == i+1 {
				text = "\n- " + text // below the heading
			} else {
				text = "- " + text
			}
			s.saves(strings.Join(slices.Insert(lines, end, text), "\n"))
			return true
		}
	}
	return false
}

// rewords has a person change words in a line; with none it is taken away.
func (s *stage) rewords(b bullet, word, into string) {
	lines := strings.Split(s.read(), "\n")
	if into == "" {
		lines = slices.Delete(lines, b.at, b.at+1)
	} else {
		lines[b.at] = strings.Replace(lines[b.at], word, into, 1)
	}
	s.saves(strings.Join(lines, "\n"))
}
