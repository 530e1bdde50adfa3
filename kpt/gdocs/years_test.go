package gdocs_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/kpt/gdocs"
	"github.com/engawa-bot/engawa/kpt/notebooktest"
	"github.com/engawa-bot/engawa/schedule"
)

// tabbed is a Doc with a tab for each title, laid out by the page behind it.
func tabbed(t *testing.T, titles, pages []string) *laid {
	t.Helper()
	d := open(t)
	var doc object
	var tabs []any
	for i, page := range pages {
		must(t, json.Unmarshal(layoutDoc(t, page), &doc))
		tab := doc["tabs"].([]any)[0].(object)
		tab["tabProperties"] = object{"tabId": "t." + titles[i], "title": titles[i], "index": i}
		tabs = append(tabs, tab)
	}
	doc["tabs"] = tabs
	data, err := json.Marshal(doc)
	must(t, err)
	loaded, err := d.server.Load(data)
	must(t, err)
	d.titles = kpt.Titles{Sheet: "KPT", Today: func() schedule.Date { return thisWeek }}
	d.use(loaded, gdocs.NewestFirst)
	return &laid{d, notebooktest.NewTeam()}
}

// A tab may be that of a year, and says the year of the days in it.
func TestTheTitleOfATabSaysTheYearOfItsDays(t *testing.T) {
	last := "# 11/27\n## Keep\n- 去年の"
	for name, c := range map[string]struct {
		titles, pages []string
		adopted       string
		tab           string // that a new note comes into
	}{
		"this year's only":            {[]string{"2026"}, []string{"# 11/27\n## Keep\n- 今年の"}, "keep -: 今年の", "2026"},
		"last year's only":            {[]string{"KPT 2025"}, []string{last}, "", "KPT 2025"},
		"last year's behind this one": {[]string{"KPT", "2025年"}, []string{"# メモ", last}, "", "KPT"},
		"last year's before this one": {[]string{"2025", "2026"}, []string{last, "# 11/27\n## Keep\n- 今年の"}, "keep -: 今年の", "2026"},
		"an empty one of this year":   {[]string{"2025", "2026"}, []string{last, ""}, "", "2026"},
	} {
		l := tabbed(t, c.titles, c.pages)
		l.team.Merge(l.read())
		if got := strings.Join(l.team.Adopted(l.read()), "; "); got != c.adopted {
			t.Errorf("%s: it reads %q, want %q", name, got, c.adopted)
		}
		must(t, l.team.Keeps("keep", "ours"))
		l.sync()
		l.sync()
		for _, line := range l.doc.Lines() {
			if strings.HasSuffix(line.Text, "ours") && line.Tab != c.tab {
				t.Errorf("%s: the note comes into %q, want %q", name, line.Tab, c.tab)
			}
		}
		if !strings.Contains(l.doc.Text(), "Ana: ours") {
			t.Errorf("%s: the note is not there", name)
		}
	}
}
