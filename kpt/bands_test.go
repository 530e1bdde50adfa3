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
	for _, of := range read.Odd {
		all = append(all, strings.TrimSpace(fmt.Sprint("? ", of.Sections))+": "+of.Text)
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
		"Keep|Problem / お茶|騒音 / 雑談|寒い / 散歩|暑い":                       "keep: お茶; problem: 騒音; problem: 寒い; problem: 暑い; ? []: 雑談",
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
		"Keep / a / メモ / b / Problem / c":                            "keep: a; problem: c; ? []: メモ",
		"Keep|Problem|Try / a|b|c / |課題| / d|e|f":                    "keep: a; problem: b; try: c; problem: 課題; keep: d; problem: e; try: f",
		"Keep|Problem / よかったこと|困ったこと / a|b":                          "keep: a; problem: b",
		"Keep|Problem| / a|b|x":                                      "keep: a; problem: b",
		"Keep|Problem / a|b / メモ|次回 / x|y / Try| / z|":               "keep: a; problem: b; try: z",
		"Keep|Problem / a|b / Try| / c| / メモ| / d|":                  "keep: a; problem: b; try: c; ? []: メモ",
	} {
		if got := readAs(table); got != want {
			t.Errorf("%s\nis read as %s\nwant %s", table, got, want)
		}
	}
}

// Who acts on something is not who wrote it; of several columns of names each is about its
// neighbour; and a name behind a column of something else is about that.
func TestANameBelongsToItsOwnColumnOfATable(t *testing.T) {
	for table, want := range map[string]string{
		"Keep|Problem|対策|担当 / a|b|c|佐藤":                   "keep: a; problem: b; ? [try]: 対策",
		"Keep|Problem|原因|名前 / a|b|c|佐藤":                   "keep: a; problem: b",
		"Keep|Problem|学び|発言者 / a|b|c|佐藤":                  "keep: a; problem: b",
		"Keep|Problem||担当 / a|b|c|佐藤":                     "keep: a; problem: b",
		"Keep|Problem|担当 / a|b|佐藤":                        "keep: a; problem: b",
		"Keep|Problem|期限|対応者 / a|b|12/4|佐藤":               "keep: a; problem: b",
		"Keep|Problem|発言者 / a|b|佐藤":                       "keep 佐藤: a; problem 佐藤: b",
		"Keep|Problem|票|名前 / a|b|3|佐藤":                    "keep 佐藤: a; problem 佐藤: b",
		"Keep|Problem|Fix|DRI / a|b|c|Bo":                 "keep: a; problem: b; ? [try]: Fix",
		"Keep|Problem|Next action|Who / a|b|c|Bo":         "keep: a; problem: b; ? [try]: Next action",
		"Keep|理由|Problem|原因|対応者 / a|x|b|y|Bo":             "keep: a; problem: b",
		"Keep|理由|Problem|記入者 / a|x|b|Bo":                  "keep Bo: a; problem Bo: b",
		"Keep|記入者|Problem|記入者 / a|Ana|b|Bo":               "keep Ana: a; problem Bo: b",
		"Keep|名前|Problem|名前|Try / a|Ana|b|Bo|c":           "keep Ana: a; problem Bo: b; try: c",
		"Keep|名前|Problem / a|Ana|b":                       "keep Ana: a; problem: b",
		"名前|Keep|名前|Problem|名前|Try / Ana|a|Bo|b|佐藤|c":     "keep Ana: a; problem Bo: b; try 佐藤: c",
		"担当|Keep|担当|Problem / Ana|a|Bo|b":                 "keep Ana: a; problem Bo: b",
		"名前|Keep|理由|名前|Problem / Ana|a|x|Bo|b":            "? [keep problem]",
		"名前|Keep|Problem|名前 / Ana|a|b|Bo":                 "? [keep problem]",
		"名前|Keep|Problem|発言者 / Ana|a|b|Bo":                "? [keep problem]",
		"Keep|Problem|記入者|発言者 / a|b|Ana|Bo":               "? [keep problem]",
		"Problem|担当|Try|担当 / b|Ana|c|Bo":                  "problem: b; try Bo: c",
		"Problem|発言者|Try|担当 / b|Ana|c|Bo":                 "problem Ana: b; try Bo: c",
		"名前|Problem|Try|担当 / Ana|b|c|Bo":                  "problem Ana: b; try Bo: c",
		"担当|Keep|Problem / Ana|a|b":                       "keep Ana: a; problem Ana: b",
		"担当|Keep|Problem|発言者 / Ana|a|b|Bo":                "keep Bo: a; problem Bo: b",
		"部署|氏名|Keep|Problem / 開発|Ana|a|b":                 "keep Ana: a; problem Ana: b",
		"対策|担当|Keep|Problem / x|Ana|a|b":                  "keep x: a; problem x: b; ? [try]: 対策",
		"テーマ|Keep|Problem|Try|担当 / CI|a|b|c|Bo":           "keep: a; problem: b; try Bo: c",
		"区分|内容|担当 / Keep|a|Ana / Problem|b|Bo / Try|c|佐藤": "keep: a; problem: b; try 佐藤: c",
		"区分|内容|対策|名前 / Keep|a||Ana / Problem|b|x|Bo":      "keep: a; problem: b; ? [try]: 対策",
		"区分|名前|内容|名前 / Keep|Ana|a|Bo / Problem|Ana|b|Bo":  "? [keep problem]",
		"Keep|a / Problem|b / Action items|c":             "keep: a; problem: b; ? [try]: Action items",
		"Keep|a|Problem|b / Next actions|c|メモ|d":          "keep: a; problem: b; ? [try]: Next actions",
	} {
		if got := readAs(table); got != want {
			t.Errorf("%s\nis read as %s\nwant %s", table, got, want)
		}
	}
}
