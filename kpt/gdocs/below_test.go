package gdocs_test

import (
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/kpt"
)

// What became of a Try is told below its line, whatever that looks like, and new lines come
// behind both, looking like the others.
func TestALineThatTellsOfAnotherComesRightBelowIt(t *testing.T) {
	for name, c := range map[string]struct{ doc, want string }{
		"a list":         {"# KPT 2026-11-27\n## Try\n- tea\n  - at four\n> really\n- cake", "- tea\n  - ⇒ Worked\n  - at four\nreally\n- cake\n- Ana: new\n"},
		"a continuation": {"# KPT 2026-11-27\n## Try\n- tea\n> at four\n- cake", "- tea\nat four\n  - ⇒ Worked\n- cake\n- Ana: new\n"},
		"the last":       {"# KPT 2026-11-27\n## Try\n- tea", "- tea\n  - ⇒ Worked\n- Ana: new\n"},
		"typed bullets":  {"# KPT 2026-11-27\n## Try\n・tea\n・cake", "・tea\n\u3000・⇒ Worked\n・cake\n・Ana: new\n"},
		"plain lines":    {"# KPT 2026-11-27\n## Try\ntea", "tea\n\u3000⇒ Worked\nAna: new\n"},
		"a cell":         {"# KPT 2026-11-27\n| Keep | Try |\n| a | tea |", "| tea\n| \u3000⇒ Worked\n| Ana: new\n"},
		"a cell's list":  {"# KPT 2026-11-27\n| Keep | Try |\n| a | - tea // - cake |", "| - tea\n|   - ⇒ Worked\n| - cake\n| - Ana: new\n"},
	} {
		t.Run(name, func(t *testing.T) {
			l := lay(t, c.doc)
			was := l.doc.Lines()
			tea := l.line("tea")
			l.write(
				kpt.Change{Kind: kpt.AddLine, Retro: thisWeek, Section: kpt.NewTries, ID: id(1), Text: "⇒ Worked", Place: tea.Place},
				kpt.Change{Kind: kpt.AdoptLine, ID: id(2), Place: tea.Place, Was: "tea"},
			)
			if got := l.line("⇒ Worked"); got.ID != id(1) || got.Depth != 1 || got.Section != kpt.NewTries {
				t.Errorf("it is read as %+v", got)
			}
			l.write(adds(thisWeek, kpt.NewTries, 3, "Ana: new")...)
			l.stillThere(was)
			if got := l.doc.Text(); !strings.Contains(got, c.want) {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
			if got := l.line("Ana: new"); got.Depth != 0 || got.ID != id(3) {
				t.Errorf("a new line is read as %+v", got)
			}
			line := l.line("⇒ Worked")
			l.write(kpt.Change{Kind: kpt.EditLine, ID: id(1), Place: line.Place, Was: line.Text, Text: "⇒ Dropped. Too early"})
			if got := l.line("⇒ Dropped. Too early"); got.ID != id(1) || l.line("tea").ID != id(2) {
				t.Errorf("changed, it is read as %+v", got)
			}
			l.stillThere(was)
		})
	}
}
