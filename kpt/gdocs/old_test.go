package gdocs_test

import (
	"slices"
	"testing"

	"github.com/engawa-bot/engawa/kpt"
)

// A person takes away the heading that keeps what was in the Doc before us from our sheet.
func TestWhatStoodInADocBeforeIsNotOurSheetsWhenItsHeadingGoes(t *testing.T) {
	l := lay(t, "# KPT\n## Keep\n- 古い良いこと\n## Problem\n- 昔の困りごと\n## Try\n- bo: 前のTry")
	must(t, l.team.Keeps("keep", "ours"))
	l.sync()
	for i, line := range l.doc.Lines() {
		if line.Text == "KPT" {
			must(t, l.doc.LineAt(i).Delete())
			break
		}
	}
	l.sync()
	read := l.read()
	for _, s := range read.Sheets {
		for _, line := range s.Lines {
			if line.ID == "" && line.Section != "" && s.Retro == thisWeek {
				t.Errorf("%q is read as this week's %s:\n%s", line.Text, line.Section, l.doc.Text())
			}
		}
	}
	i := slices.IndexFunc(read.Sheets, func(s kpt.Sheet) bool { return s.Retro == thisWeek })
	if i < 0 || len(read.Sheets[i].Unclear) != 1 || read.Sheets[i].Unclear[0].Text != "Keep" {
		t.Errorf("it is not said that something is not read: %+v", read.Sheets)
	}
	if line := l.line("Ana: ours"); line.Section != kpt.Keeps {
		t.Errorf("our own line is read as %+v", line)
	}
}
