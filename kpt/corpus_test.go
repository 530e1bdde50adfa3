package kpt_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/kpt"
)

// corpus reads a file of texts and what each is to be read as.
func corpus(t *testing.T, path string, least int) map[string]string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for line := range strings.Lines(string(data)) {
		i := strings.LastIndex(line, " | ")
		if strings.HasPrefix(line, "#") || i < 0 {
			continue
		}
		all[line[:i]] = strings.TrimSpace(line[i+3:])
	}
	if len(all) < least {
		t.Errorf("%s has %d texts, want %d", path, len(all), least)
	}
	return all
}

func TestHeadingsAreReadAsPeopleWriteThem(t *testing.T) {
	for heading, want := range corpus(t, "testdata/headings.txt", 150) {
		got := "-"
		if s, ok := kpt.FindSection(heading); ok {
			got = string(s)
		}
		if got != want {
			t.Errorf("%q is read as %s, want %s", heading, got, want)
		}
	}
}

// What a heading says behind its section may be a note, where it does not explain the section.
func TestAHeadingMaySayANoteItself(t *testing.T) {
	for heading, want := range map[string]bool{
		"Keep: 朝会が短い": true, "Problem：CIが遅い": true, "Keep: tea was good": true, "今週のKeep (5分): お茶": true, "Try: review before noon": true, "K: よかった": false,
		"Keep": false, "Keep: 良かったこと": false, "Try: 次にやること": false, "Keep: What went well this week?": false, "Keep: 10分": false, "Problem: things that slow us down": false,
		"Keep（朝会が短い）": false, "Try: ideas for next week": false, "Agenda: お茶": false, "Keep: （ここに書いてください）": false, "Problem: なし": false, "Keep: 続けたい": false,
	} {
		if _, got := kpt.SaysNote(heading); got != want {
			t.Errorf("%q says a note: %v, want %v", heading, got, want)
		}
	}
}

// What may be no heading at all is one only if it says nothing else.
func TestANoteIsNotTakenForAHeading(t *testing.T) {
	for line, want := range map[string]kpt.Section{
		"Keep": kpt.Keeps, "Problem（困ったこと）": kpt.Problems, "Try(15分)": kpt.NewTries, "K / 続けること": kpt.Keeps, "前回のTry": kpt.Tries,
		"Try: use the new board": "", "Problem: CI is slow": "", "Keep: 朝会が短い": "", "Keep：朝会が短い": "", "K: tea": "", "Try - tea at four": "",
		"課題: レビューが遅い": "", "Keep meeting at ten": "",
	} {
		if got, ok := kpt.IsSection(line); got != want || ok != (want != "") {
			t.Errorf("%q is read as %q, want %q", line, got, want)
		}
	}
}

func TestDaysAreReadAsPeopleWriteThem(t *testing.T) {
	for heading, want := range corpus(t, "testdata/dates.txt", 80) {
		got := "-"
		if d, ok := kpt.FindDating(heading); ok {
			year := "????"
			if d.Year != 0 {
				year = fmt.Sprintf("%04d", d.Year)
			}
			got = fmt.Sprintf("%s-%02d-%02d", year, d.Month, d.Day)
			if d.Week != 0 {
				got = fmt.Sprintf("%s-W%02d", year, d.Week)
			}
			if d.Other {
				got = "other"
			}
		}
		if got != want {
			t.Errorf("%q is read as %s, want %s", heading, got, want)
		}
	}
}

func TestSheetsWithoutAYearAreDatedByTheirOrderAndByToday(t *testing.T) {
	for name, c := range map[string]struct{ today, headings, want string }{
		"the newest first":            {"2026-11-26", "11/27; 11/20; 11/13", "2026-11-27 2026-11-20 2026-11-13"},
		"the oldest first":            {"2026-11-26", "11/13; 11/20; 11/27", "2026-11-13 2026-11-20 2026-11-27"},
		"over New Year":               {"2027-01-07", "1/8; 12/25; 12/18", "2027-01-08 2026-12-25 2026-12-18"},
		"over New Year, oldest first": {"2027-01-07", "12/18; 12/25; 1/8", "2026-12-18 2026-12-25 2027-01-08"},
		"alone":                       {"2026-03-01", "11/27", "2025-11-27"},
		"a little ahead":              {"2026-12-20", "1/8", "2027-01-08"},
		"far ahead is long ago":       {"2026-03-01", "6/5", "2025-06-05"},
		"above one with a year":       {"2026-11-26", "11/27; 2026-11-20", "2026-11-27 2026-11-20"},
		"below one with a year":       {"2026-11-26", "2025-03-07; 2/28; 11/1", "2025-03-07 2025-02-28 2024-11-01"},
		"a leap day":                  {"2026-03-01", "2/29", "2024-02-29"},
		"weeks":                       {"2026-11-26", "W48; W47", "2026-11-23 2026-11-16"},
		"two years":                   {"2026-11-26", "11/27; 5/1; 12/4; 6/5", "2026-11-27 2026-05-01 2025-12-04 2025-06-05"},
		"two digits of a year":        {"2026-11-26", "26/11/27 KPT; 26/11/20 KPT", "2026-11-27 2026-11-20"},
		"two digits of a year, last":  {"2026-11-26", "27/11/26 KPT", "2026-11-27"},
		"two digits of one of years":  {"2027-06-01", "26/11/27 KPT", "2026-11-27"},
		"two digits that are too far": {"2029-06-01", "26/11/27 KPT", "0000-00-00"},
		"all with a year":             {"2026-11-26", "2020-01-03; 2026-11-27", "2020-01-03 2026-11-27"},
		"weekdays of last year":       {"2026-11-26", "11/27(木) KPT; 11/20（木）; 11/13", "2025-11-27 2025-11-20 2025-11-13"},
		"weekdays of both years":      {"2026-11-26", "11/27(金); 11/20(金); 11/27(木); 11/20(木)", "2026-11-27 2026-11-20 2025-11-27 2025-11-20"},
		"weekdays, oldest first":      {"2026-11-26", "11/20 Thu; 11/27 Thu; 11/20 Fri; 11/27 Fri", "2025-11-20 2025-11-27 2026-11-20 2026-11-27"},
		"one weekday that is wrong":   {"2026-11-26", "11/27(木); 11/20(金); 11/13(金)", "0000-00-00 2026-11-20 2026-11-13"},
		"a wrong one above a year":    {"2026-11-26", "11/27(木); 2026-11-20", "0000-00-00 2026-11-20"},
		"a weekday above its year":    {"2026-11-26", "11/27(木); 2025-11-20", "2025-11-27 2025-11-20"},
		"a weekday with its year":     {"2026-11-26", "2026-11-27 (Thu); 11/20(木) 2026", "2026-11-27 2026-11-20"},
		"a weekday of long ago":       {"2026-11-26", "11/27(土)", "2021-11-27"},
		"a weekday of no such year":   {"2026-03-26", "2/29(日)", "0000-00-00"},
		"another meeting of the day":  {"2026-11-26", "2026-11-27 KPT; 2026-11-27 1on1 Bo; 2026-11-27 Release retro", "2026-11-27 0000-00-00 0000-00-00"},
		"a longer time's KPT":         {"2026-11-26", "2026-11-27 Quarterly retro; 月次KPT 2026-11-27; KPT 2026-11-27", "0000-00-00 0000-00-00 2026-11-27"},
		"papers for it":               {"2026-11-26", "KPT 2026-11-27; KPTテンプレート 2026-11-27; KPT 2026-11-27 のコピー; Copy of KPT 2026-11-27", "2026-11-27 0000-00-00 0000-00-00 0000-00-00"},
		"one that was not held":       {"2026-11-26", "KPT 2026-11-27（中止）; 11/27 KPT; KPT 2026-11-27 (cancelled)", "0000-00-00 2026-11-27 0000-00-00"},
		"only the KPT of a month":     {"2026-11-26", "月次KPT 2026-11-27; 週次KPT 2026-11-20; 月次KPT 2026-11-20", "2026-11-27 2026-11-20 0000-00-00"},
		"KPTs that are for all":       {"2026-11-26", "Weekly KPT 2026-11-27; 全社KPT 2026-11-27; Q4 retro 2026-11-27; 年末ふりかえり 2026-11-27", "2026-11-27 0000-00-00 0000-00-00 0000-00-00"},
		"a meeting that may be it":    {"2026-11-26", "2026-11-27 Release retro; 11/20 KPT", "2026-11-27 2026-11-20"},
		"another meeting of long ago": {"2026-11-26", "11/27 KPT; 2025-03-06 朝会; 11/20 KPT", "2026-11-27 0000-00-00 2026-11-20"},
		"the day first":               {"2026-11-26", "KPT 27/11; KPT 20/11; 2026-11-13", "2026-11-27 2026-11-20 2026-11-13"},
		"the day first, both ways":    {"2026-12-03", "KPT 4/12; KPT 27/11; KPT 11/11", "0000-00-00 2026-11-27 2026-11-11"},
		"the day first in a year":     {"2026-12-03", "4/12; 27/11/2026; 4 Sep", "0000-00-00 2026-11-27 2026-09-04"},
		"days of weeks with a sign":   {"2026-11-26", "11/23-11/27; 11/16-11/20", "2026-11-23 2026-11-16"},
		"days of a week":              {"2026-11-26", "11/23（月）〜11/27（金）; 11/17（月）〜11/21（金）", "2026-11-23 2025-11-17"},
	} {
		today, ok := kpt.FindDate(c.today)
		if !ok {
			t.Fatal(c.today)
		}
		var sheets []kpt.Dating
		for heading := range strings.SplitSeq(c.headings, "; ") {
			d, ok := kpt.FindDating(heading)
			if !ok {
				t.Fatalf("%s: %q is no day", name, heading)
			}
			sheets = append(sheets, d)
		}
		var got []string
		for _, d := range kpt.Resolve(sheets, today) {
			got = append(got, d.String())
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: got %v, want %s", name, got, c.want)
		}
	}
}

// 27 November 2026 is a Friday, and that of 2025 a Thursday.
func TestAWeekdaySaysWhichYearADayIsOf(t *testing.T) {
	today, _ := kpt.FindDate("2026-11-24")
	for _, form := range strings.Split("11/27(木) KPT; 11/27（木）; 11/27 木; 11/27(木曜日); １１／２７（木）KPT; 11/27 木曜 定例; 木曜定例 11/27; 11月27日(木); 11月27日（木曜日）の振り返り; "+
		"11.27(木); 【11/27(木)】KPT; 11/27(Thu); 11/27 (Thu) KPT; Thu 11/27; Thursday 27 November; Thursday, November 27; Nov 27 (Thu); 27 Nov, Thurs.; Thu Nov 27 retro; "+
		"Thursday retro 11/27; 十一月二十七日（木） ふりかえり; 11/27(木)〜; 11月27日（木）15時〜 KPT", "; ") {
		for name, want := range map[string]string{form: "2025-11-27", strings.NewReplacer("木", "金", "Thursday", "Friday", "Thurs", "Fri", "Thu", "Fri").Replace(form): "2026-11-27"} {
			if d, ok := kpt.FindDating(name); !ok || kpt.Resolve([]kpt.Dating{d}, today)[0].String() != want {
				t.Errorf("%q is read as %v, want %s", name, kpt.Resolve([]kpt.Dating{d}, today), want)
			}
		}
	}
}

// What a heading may mean decides whether a section of the kind may be made below it.
func TestAHeadingThatIsNotUnderstoodMayMeanASection(t *testing.T) {
	for heading, want := range map[string]string{
		"Keep & Problem": "keep problem", "KeepとProblem": "keep problem", "Try harder": "try", "Problem → Try": "problem try",
		"前回のTryについて話したこと": "tries", "Keep、Problem、Tryをここに": "keep problem try", "T: チームの話": "try", "Keep calm and carry on": "keep",
		"Action items": "try", "Next actions:": "try", "次のアクション": "try", "前回のアクション": "tries", "■ アクションアイテム": "try", "Wins": "keep", "Good": "keep",
		"What could be better": "problem", "もやもや": "problem", "嬉しかったこと": "keep", "What didn't work": "problem", "Start": "try", "Stop": "problem", "Continue": "keep",
		"良い点・悪い点": "keep problem", "うまくいったこと、いかなかったこと": "keep problem", "Went well / didn't": "keep problem", "Good & Bad": "keep problem", "良い点と悪い点": "keep problem",
		"What went well and what didn't": "keep problem", "良かったこと／困ったこと": "keep problem", "Pros/Cons": "keep problem", "Good & New": "", "よかったことと困ったこと": "keep problem", "Good things vs. bad ones": "keep problem",
		"Tryの振り返り": "tries", "Try review": "tries", "前回のTryのふりかえり結果": "tries", "Review of Tries": "tries", "How did our Tries go?": "tries", "Try results": "tries", "トライの評価": "tries",
		"Parking lot": "", "連絡事項": "", "Thanks": "", "次回": "", "Next meeting": "", "メモ": "", "Goods train": "", "アクションゲーム": "",
		"KPT": "", "Country": "", "Keeper of the week": "", "Agenda": "", "議題": "", "トライアル": "", "やったこと": "", "その他": "", "参加者": "", "2026": "",
	} {
		var got []string
		for _, s := range kpt.MaybeSections(heading) {
			got = append(got, string(s))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q may mean %v, want %q", heading, got, want)
		}
	}
}
