package kpt_test

import (
	"testing"

	"github.com/engawa-bot/engawa/kpt"
)

func TestHeadingsAreKnownByTheirNames(t *testing.T) {
	for heading, want := range map[string]kpt.Section{
		"Keep": kpt.Keeps, "KEEP:": kpt.Keeps, "【Ｋ】": kpt.Keeps, "■ 続けること": kpt.Keeps, "Keep（よかったこと）": kpt.Keeps, "K / 続けること": kpt.Keeps,
		"1. Problem": kpt.Problems, "P": kpt.Problems, "困ったこと 😢": kpt.Problems, "問題・課題": kpt.Problems,
		"Try": kpt.NewTries, "Ｔ": kpt.NewTries, "次に試すこと": kpt.NewTries, "Tries": kpt.Tries, "前回のTry": kpt.Tries, "前回の Ｔｒｙ": kpt.Tries,
		"Try harder": "", "Keep / Problem": "", "": "", "2026": "", "Notes": "", "KPT": "",
	} {
		if got, ok := kpt.FindSection(heading); got != want || ok != (want != "") {
			t.Errorf("%q: got %q, want %q", heading, got, want)
		}
	}
}

func TestDatesAreFoundInHeadings(t *testing.T) {
	for heading, want := range map[string]string{
		"KPT 2026-11-27": "2026-11-27", "2026/11/7 振り返り": "2026-11-07", "２０２６年１１月２７日（金）": "2026-11-27", "2026.11.27": "2026-11-27",
		"2026-02-30": "", "11/27": "", "2026-11": "", "v2026-13-01": "",
	} {
		got, ok := kpt.FindDate(heading)
		if ok != (want != "") || ok && got.String() != want {
			t.Errorf("%q: got %v %v, want %q", heading, got, ok, want)
		}
	}
}

func TestLabelsNameAuthorsOfTheRosterOnly(t *testing.T) {
	roster := kpt.Roster{
		{Author: kpt.Author{Member: "1", Name: "Ana Lima"}, Names: []string{"ana", "ana@example.com"}},
		{Author: kpt.Author{Member: "2", Name: "田中"}},
	}
	for line, want := range map[string][2]string{
		"Ana: pairing":        {"1", "pairing"},
		"ＡＮＡ：pairing":         {"1", "pairing"},
		"ana lima: pairing":   {"1", "pairing"},
		"【田中】朝会が長い":           {"2", "朝会が長い"},
		"（田中さん） 朝会が長い":        {"2", "朝会が長い"},
		"@ana: pairing":       {"1", "pairing"},
		"@ana：pairing":        {"1", "pairing"},
		"@Ana Lima: pairing":  {"1", "pairing"},
		"@Ana Lima - pairing": {"1", "pairing"},
		"＠田中さん — 朝会が長い":       {"2", "朝会が長い"},
		"@ana pairing":        {"", "@ana pairing"},
		"@Ana Lima helped me": {"", "@Ana Lima helped me"},
		"@ana, thank you":     {"", "@ana, thank you"},
		"@田中 手伝ってくれた":         {"", "@田中 手伝ってくれた"},
		"＠田中さん、ありがとう":         {"", "＠田中さん、ありがとう"},
		"@ana-related work":   {"", "@ana-related work"},
		"朝会が長い（田中）":           {"2", "朝会が長い"},
		"https://example.com": {"", "https://example.com"},
		"TODO: pairing":       {"", "TODO: pairing"},
		"Bo: pairing":         {"", "Bo: pairing"},
		"(see above) pairing": {"", "(see above) pairing"},
		"@everyone tea":       {"", "@everyone tea"},
		"anagram: x":          {"", "anagram: x"},
		"tea\nana: said so":   {"", "tea\nana: said so"},
	} {
		a, text, _ := roster.Split(line)
		if a.Member != want[0] || text != want[1] {
			t.Errorf("%q: got %q and %q, want %q", line, a.Member, text, want)
		}
	}
	if a, ok := roster.Find("ANA@example.com"); !ok || a.Member != "1" {
		t.Errorf("by e-mail: got %+v %v", a, ok)
	}
}

func TestMarksAreReadBackAndNothingElseIs(t *testing.T) {
	id := kpt.NewID()
	if got, ok := kpt.ParseMark(id.Mark()); !ok || got != id {
		t.Errorf("got %q %v, want %q", got, ok, id)
	}
	for _, s := range []string{"", "engawa:", "engawa:short", "engawa:ABCDEFGHIJKLMNOP", "other:abcdefghijklmnop"} {
		if got, ok := kpt.ParseMark(s); ok {
			t.Errorf("%q: got %q, want none", s, got)
		}
	}
}
