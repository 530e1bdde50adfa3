package markdown

import (
	"slices"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/internal/need"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

const fuzzID = kpt.NoteID("abcdefghijklmnop")

func titles() kpt.Titles {
	return kpt.Titles{Sheet: "KPT", Sections: map[kpt.Section]string{
		kpt.Tries: "Tries", kpt.Keeps: "Keep", kpt.Problems: "Problem", kpt.NewTries: "Try",
	}}
}

func friday() schedule.Date { return schedule.Date{Year: 2026, Month: 11, Day: 27} }

// FuzzAdd: whatever the file and whatever the text, all lines of the file stay
// as they are, and the text reads back once, as text.
func FuzzAdd(f *testing.F) {
	need.Unraced(f)
	for _, file := range []string{
		"", "# KPT\n", "## 2026-11-27\n\n### Keep\n- a\n", "## 2026-11-27\r\n### Keep\r\n* a\r\n  b\r\n\r\n",
		"2026-11-27\n===\n\n**Keep**\n\n1. a\n2. b", "```\n## 2026-11-27\n", "<!--\n- a\n-->\n## 2026年11月27日\n### 続けること\n・a\n",
		"## 2026-11-27\n### Keep\n- a\n\n      code\n\n| a |\n|---|\n", "## 2026-11-27\n### Keep\n- [ ] a\n\t- b\n\t\t- c\n",
		"## 2026-11-27\n### Keep\n- a <!-- open", "# 2026.11.27\n## K\n*\n", "# 2026.11.27\n## K\n* \n\t* \n\t0", "<!-- open\n## 2026-11-27\n### Keep\n", "# since 2026-01-01\n## 2026-11-27\n### Keep\n### Problem\n",
	} {
		for _, text := range []string{
			"pairing", "# heading", "- bullet\n- another", "1. one\n2) two", "~~struck~~", "[ ] box", "```\ncode\n```", "<!-- c -->",
			"a\n    b\n---", `back\slash \- \`, "| a | b |", "> quote", "a <!-- engawa:qrstuvwxyz234567 -->", "・a\n・b", "=\n==", "a\n===", "**Keep**",
		} {
			f.Add(file, text)
		}
	}
	f.Fuzz(func(t *testing.T, file, text string) {
		text = kpt.Tidy(text)
		if text == "" || strings.Contains(file, "engawa:") {
			return
		}
		changes := []kpt.Change{{Kind: kpt.AddLine, Retro: friday(), Section: kpt.Keeps, ID: fuzzID, Text: text}}
		if parse(file, kpt.Titles{}).sheet(friday()) < 0 {
			changes = append([]kpt.Change{{Kind: kpt.OpenSheet, Retro: friday()}}, changes...)
		}
		got, err := apply(file, titles(), changes)
		if err != nil {
			t.Fatal(err)
		}
		if err := readsBack(got, kpt.Titles{}, changes); err != nil {
			t.Fatalf("%v in\n%s", err, got)
		}
		rest := strings.SplitAfter(got, "\n")
		for line := range strings.Lines(file) {
			i := slices.IndexFunc(rest, func(l string) bool { return l == line || strings.TrimSuffix(l, "\n") == line || bare(l) == line })
			if i < 0 {
				t.Fatalf("line %q of the file is not in\n%s", line, got)
			}
			rest = rest[i+1:]
		}
		before, after := allTexts(parse(file, kpt.Titles{})), allTexts(parse(got, kpt.Titles{}))
		if len(after) != len(before)+1 {
			t.Fatalf("got bullets %q, want one more than %q, in\n%s", after, before, got)
		}
	})
}

func allTexts(d *document) (texts []string) {
	for _, b := range d.bullets {
		texts = append(texts, b.read.Text)
	}
	return texts
}

func FuzzEscape(f *testing.F) {
	f.Add(`\`)
	f.Add("a\\\n1. b")
	f.Fuzz(func(t *testing.T, text string) {
		if got := unescape(escape(text)); got != text {
			t.Errorf("got %q, want %q by way of %q", got, text, escape(text))
		}
	})
}
