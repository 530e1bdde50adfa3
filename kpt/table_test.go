package kpt_test

import (
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/kpt"
)

// FuzzReadTable: whatever the cells say, each cell is of one use, and lines stand only in
// cells that are no heads.
func FuzzReadTable(f *testing.F) {
	for _, table := range []string{
		"Keep|Problem|Try\na|b|c", "K|a\nP|b", "名前|Keep|Try\nAna|a|b", "", "|", "Keep|Problem\n\na", "Keep", "2026-11-27||\nKeep|Problem|Try\na|b|c",
		"|Keep\nKeep|a", "Keep|Keep\nProblem", "内容|担当\na|Ana", "区分|担当|内容\nKeep|Ana|a\nProblem||b", "\nKeep|a\n\nProblem|b",
	} {
		f.Add(table, "")
		f.Add(table, "try")
	}
	f.Fuzz(func(t *testing.T, table, outer string) {
		var texts [][]string
		for line := range strings.SplitSeq(table, "\n") {
			if line == "" {
				texts = append(texts, nil)
				continue
			}
			texts = append(texts, strings.Split(line, "|"))
		}
		read := kpt.ReadTable(texts, kpt.Section(outer))
		for i, row := range read.Cells {
			if len(row) != len(texts[i]) {
				t.Fatalf("row %d has %d cells, want %d", i, len(row), len(texts[i]))
			}
			for _, c := range row {
				if (c.Use == kpt.HoldsLines || c.Use == kpt.HeadsSection) != (c.Section != "") || len(read.Unclear) > 0 && c.Use != kpt.Unused {
					t.Fatalf("got %+v in a table that may have %v", c, read.Unclear)
				}
			}
		}
	})
}
