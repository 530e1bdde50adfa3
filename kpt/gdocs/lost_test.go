package gdocs_test

import (
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/kpt"
)

func TestAHeadingThatWasDeletedIsWrittenAgainBelowANewSheet(t *testing.T) {
	for heading, want := range map[string]string{
		"":           "# KPT 2026-11-27", // it was only deleted
		"Week 48":    "# Week 48",        // a person has put their own in its place
		"KPT 11月27日": "# KPT 11月27日",
	} {
		d := open(t)
		d.write(kpt.Change{Kind: kpt.OpenSheet, Retro: thisWeek})
		if heading == "" {
			must(t, d.doc.Line("KPT 2026-11-27").Delete())
		} else {
			must(t, d.doc.Line("KPT 2026-11-27").Rename(heading))
		}
		d.write(kpt.Change{Kind: kpt.OpenSheet, Retro: thisWeek.AddDays(7)})
		var got []string
		for line := range strings.SplitSeq(d.doc.Text(), "\n") {
			if strings.HasPrefix(line, "# ") {
				got = append(got, line)
			}
		}
		if strings.Join(got, "; ") != "# KPT 2026-12-04; "+want {
			t.Errorf("with %q: the headings are %q", heading, got)
		}
		sheets := d.read().Sheets
		if heading == "" && (len(sheets) != 2 || sheets[1].Retro != thisWeek || !sheets[1].Marked) {
			t.Errorf("with %q: read as %+v", heading, sheets)
		}
	}
}
