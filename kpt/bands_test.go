package kpt_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/kpt"
)

// readAs is what is read of a table: the lines of each section, and what is not understood.
func readAs(table string) string {
	var texts [][]string
	for line := range strings.SplitSeq(table, " / ") {
		var row []string
		for cell := range strings.SplitSeq(line, "|") {
			row = append(row, strings.TrimSpace(cell))
		}
		texts = append(texts, row)
	}
	read := kpt.ReadTable(texts, "")
	var all []string
	for i, row := range read.Cells {
		for j, c := range row {
			if c.Use == kpt.HoldsLines && texts[i][j] != "" {
				by := ""
				if c.By != "" {
					by = " " + c.By
				}
				all = append(all, fmt.Sprintf("%s%s: %s", c.Section, by, texts[i][j]))
			}
		}
	}
	if len(read.Unclear) > 0 {
		all = append(all, fmt.Sprint("? ", read.Unclear))
	}
	for _, text := range read.Odd {
		all = append(all, "?: "+text)
	}
	return strings.Join(all, "; ")
}

func TestARowThatOnlyNamesSectionsBeginsABandOfATable(t *testing.T) {
	for table, want := range map[string]string{
		"Keep|Try / お茶|席替え / Problem| / 騒音|":                         "keep: お茶; try: 席替え; problem: 騒音",
		"Keep|Try / お茶|席替え / Problem| / 騒音|寒い":                       "? [keep try problem]",
		"Keep|Try / お茶|席替え / |Problem / |騒音":                         "keep: お茶; try: 席替え; problem: 騒音",
		"Keep|Problem / お茶|騒音 / Try|Try / 席替え|早起き":                   "keep: お茶; problem: 騒音; try: 席替え; try: 早起き",
		"Keep|Problem / 朝会|遅い / Try|メモ / 毎朝|席替え":                     "keep: 朝会; problem: 遅い; try: 毎朝",
		"Keep|Problem / 朝会|遅い / メモ|Try / 次回|席替え":                     "keep: 朝会; problem: 遅い; try: 席替え",
		"Keep（よかったこと）|Problem / 朝会|遅い / Try（次にやること）|備考（任意） / 毎朝|席替え": "keep: 朝会; problem: 遅い; try: 毎朝",
		"Keep|Problem|Try / a|b|c / 次回|担当|期限 / 12/4|田中|金曜":           "keep: a; problem: b; try: c",
		"Keep|Problem / a|b / Problem|Keep / c|d":                    "keep: a; problem: b; problem: c; keep: d",
		"Keep|Problem|Try / a|b|c / 前回のTry|| / d||":                  "keep: a; problem: b; try: c; tries: d",
		"名前|Keep|Problem / Ana|tea|CI / 名前|Try| / Ana|walk|":         "keep Ana: tea; problem Ana: CI; try Ana: walk",
		"|Keep|Problem / Ana|tea|CI / |Try|メモ / Ana|walk|rain":       "keep Ana: tea; problem Ana: CI; try Ana: walk",
		"No|Keep|Problem / 1|tea|CI / No|Try|Try / 1|walk|run":       "keep 1: tea; problem 1: CI; try 1: walk; try 1: run",
		"Keep|Problem / お茶|騒音 / Try|席替え":                             "? [keep problem try]",
		"Keep|Problem / お茶|騒音 / 学び|Try / 本|席替え":                      "? [keep problem try]",
		"名前|Keep|Problem / Ana|Try|CI":                               "? [keep problem try]",
		"Keep|Problem / お茶|騒音 / 雑談|寒い / 散歩|暑い":                       "keep: お茶; problem: 騒音; problem: 寒い; problem: 暑い; ?: 雑談",
		"Keep|Problem / お茶|騒音 / 散歩|課題":                               "keep: お茶; problem: 騒音; keep: 散歩; problem: 課題",
		"名前|Keep|Problem / Ana|雑談|":                                  "keep Ana: 雑談",
		"Keep|お茶|Problem|騒音 / Try|席替え|メモ|次回12/4":                     "keep: お茶; problem: 騒音; try: 席替え",
		"Keep|お茶|Problem|騒音":                                         "keep: お茶; problem: 騒音",
		"Keep|お茶|Problem|騒音 / |散歩||寒い / Try|席替え||":                   "keep: お茶; problem: 騒音; keep: 散歩; problem: 寒い; try: 席替え",
		"Keep|お茶|Problem|騒音 / Try|席替え||寒い":                           "? [keep problem try]",
		"Keep|お茶|Problem|騒音 / Try|席替え|一言コメント|寒い":                     "? [keep problem try]",
		"Keep|a|Problem|b|Try|c":                                     "keep: a; problem: b; try: c",
		"Keep|担当|Problem|担当 / a|Ana|b|Bo":                            "keep Ana: a; problem Bo: b",
		"Keep| / お茶|散歩 / Problem| / 騒音|":                             "? [keep problem]",
		"Keep|お茶 / 散歩| / Problem|騒音":                                 "? [keep problem]",
		"Keep|お茶 / 出席|Ana / Problem|騒音":                              "keep: お茶; problem: 騒音",
		"Keep|お茶 / |Problem / Try|騒音":                                "? [keep problem try]",
		"Keep / a / メモ / b / Problem / c":                            "keep: a; problem: c; ?: メモ",
		"Keep|Problem|Try / a|b|c / |課題| / d|e|f":                    "keep: a; problem: b; try: c; problem: 課題; keep: d; problem: e; try: f",
		"Keep|Problem / よかったこと|困ったこと / a|b":                          "keep: a; problem: b",
		"Keep|Problem| / a|b|x":                                      "keep: a; problem: b",
		"Keep|Problem / a|b / メモ|次回 / x|y / Try| / z|":               "keep: a; problem: b; try: z",
		"Keep|Problem / a|b / Try| / c| / メモ| / d|":                  "keep: a; problem: b; try: c; ?: メモ",
	} {
		if got := readAs(table); got != want {
			t.Errorf("%s\nis read as %s\nwant %s", table, got, want)
		}
	}
}
