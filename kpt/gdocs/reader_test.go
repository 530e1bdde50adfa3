package gdocs_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/kpt"
)

// shown is a reading as the files in testdata have it: a line "= DATE" for a
// sheet, then its lines with section, depth, text, and what else is known.
func shown(r kpt.Reading) string {
	var b strings.Builder
	for _, s := range r.Sheets {
		if s.Retro.Year == 0 {
			b.WriteString("= outside\n")
		} else {
			fmt.Fprintf(&b, "= %v\n", s.Retro)
		}
		for _, l := range s.Lines {
			section := l.Section
			if section == "" {
				section = "-"
			}
			fmt.Fprintf(&b, "%s %d %s", section, l.Depth, strings.ReplaceAll(l.Text, "\n", " / "))
			if l.Person != "" {
				fmt.Fprintf(&b, " @%s", l.Person)
			}
			if l.Struck {
				b.WriteString(" (struck)")
			}
			if l.Suggested {
				b.WriteString(" (suggested)")
			}
			if l.ID != "" {
				fmt.Fprintf(&b, " [%s]", l.ID)
			}
			b.WriteString("\n")
		}
	}
	return b.String()
}

func expect(t *testing.T, d *docFixture, name string) {
	t.Helper()
	want, err := os.ReadFile(filepath.Join("testdata", name+".txt"))
	must(t, err)
	if got := shown(d.read()); got != string(want) {
		t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
	}
	if v := d.server.Violations(); len(v) > 0 {
		t.Errorf("Google would refuse: %v", v)
	}
}

func TestRealDocumentsReadAsAPersonReadsThem(t *testing.T) {
	for _, name := range []string{
		"french", "lists", "live-named-range-base", "live-named-range-desired",
		"real-1YKyqqH8wZa3kSnoBEdlwAumI94gRivSsZB1qvc9y4CA", "real-1vL8dY0Ok__9VaUIqhBCMeElS5QdaKZfbgr_YCja5kx0",
	} {
		t.Run(name, func(t *testing.T) {
			d := open(t)
			doc, err := d.server.Load(sharedDoc(t, name+".json"))
			must(t, err)
			d.use(doc, "")
			expect(t, d, name)
		})
	}
}

func TestARealDocumentTakesASheetAndKeepsTheRest(t *testing.T) {
	for _, name := range []string{
		"lists", "live-named-range-base", "live-named-range-desired",
		"real-1YKyqqH8wZa3kSnoBEdlwAumI94gRivSsZB1qvc9y4CA", "real-1vL8dY0Ok__9VaUIqhBCMeElS5QdaKZfbgr_YCja5kx0",
	} {
		t.Run(name, func(t *testing.T) {
			d := open(t)
			doc, err := d.server.Load(sharedDoc(t, name+".json"))
			must(t, err)
			d.use(doc, "")
			was := strings.Split(d.doc.Text(), "\n")
			d.write(opened(adds(thisWeek, kpt.Keeps, 1, "tea")...)...)
			d.write(adds(thisWeek, kpt.Keeps, 2, "more tea")...)
			now := strings.Split(d.doc.Text(), "\n")
			for _, line := range was {
				i := slices.Index(now, line)
				if i < 0 {
					t.Fatalf("%q is gone:\n%s", line, d.doc.Text())
				}
				now = now[i+1:]
			}
			if l := d.line("more tea"); l.ID != id(2) || l.Section != kpt.Keeps {
				t.Errorf("got %+v", l)
			}
			if v := d.server.Violations(); len(v) > 0 {
				t.Errorf("Google would refuse: %v", v)
			}
		})
	}
}

// A chip in front of a text is what the text is about, unless something tells it apart.
func TestAChipSignsALineAsANameDoes(t *testing.T) {
	for text, want := range map[string]string{
		"@^ never answers reviews": "", "@^: CI is slow": "bo@example.com", "@^ - CI is slow": "bo@example.com", "【^】CI is slow": "bo@example.com",
		"CI is slow（^）": "bo@example.com", "CI is slow ^": "bo@example.com", "we asked ^ twice": "",
	} {
		before, after, _ := strings.Cut(text, "^")
		d := wrote(t, "# KPT 2026-11-27\n## Keep\n- "+before+after+"\n")
		must(t, d.doc.Line(before+after).Chip(before, "Bo", "bo@example.com"))
		if got := d.read().Sheets[0].Lines; len(got) != 1 || got[0].Person != want {
			t.Errorf("%q: got %+v, want it of %q", text, got, want)
		}
	}
}

func TestAJapaneseDocReadsAsAPersonReadsIt(t *testing.T) {
	d := wrote(t, `
チームの振り返り
２０２６年１１月２７日（金）ふりかえり
【Ｋｅｅｐ】（続けること）
- 朝会が短くなった
  - とくに月曜
- 田中： ペアプロが楽しい
- 消した項目
- 修正する項目
Problem（困ったこと）
・CIが遅い🐢
　・とくに午前
１．レビューが遅い
2）会議が長い
次に試すこと
- お茶の時間
# 2026/11/20 KPT
## 前回のTry
- 15分で終える
## K
- 良かった
## よかった話
- これは雑談
## P
- 困った
`)
	must(t,
		d.doc.Line("２０２６年１１月２７日（金）ふりかえり").Bold(""), d.doc.Line("【Ｋｅｅｐ】（続けること）").Bold(""),
		d.doc.Line("Problem（困ったこと）").Bold(""), d.doc.Line("次に試すこと").Bold(""),
		d.doc.Line("朝会が短くなった").Chip("朝会が短くなった", "佐藤", "sato@example.com"),
		d.doc.Line("消した項目").Strike(""),
		d.doc.Line("お茶の時間").Append("\v毎日16時"),
	)
	_, first := d.doc.Line("修正する項目").Suggest("修正", "案")
	_, second := d.doc.Line("困った").SuggestDeletion("困")
	_, third := d.doc.Line("良かった").SuggestLine("提案だけ")
	must(t, first, second, third)
	expect(t, d, "japanese")
}
