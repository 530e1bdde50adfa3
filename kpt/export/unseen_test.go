package export

import (
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/kpt"
)

func TestNothingThatIsNotSeenIsInAFile(t *testing.T) {
	const bad = "a\u202eb\u200bc\x1b\u3164\U000e0041"
	n := noted("n1", kpt.Keep, kpt.Author{Name: bad}, bad, 20)
	n.Link = bad
	try := kpt.Try{ID: "t", Text: bad, Owner: kpt.Author{Name: bad}, Born: day(20), Verdicts: []kpt.Verdict{{Retro: day(20), Outcome: kpt.Worked, Word: bad}}}
	a := Archive{Team: bad, Sheets: []Sheet{NewSheet(kpt.Retro{Date: day(20)}, kpt.Shown{Notes: []kpt.Note{n}})}, Tries: []kpt.Try{try}}
	for _, f := range Formats() {
		file := strings.TrimPrefix(written(t, f, a), byteOrderMark)
		if strings.ContainsAny(file, "\u202e\u200b\x1b\u3164\U000e0041") || strings.Contains(file, `\u202e`) || strings.Contains(file, `\u200b`) || !strings.Contains(file, "abc") {
			t.Errorf("%s: got %q", f, file)
		}
	}
}

func TestATextWithoutANameDoesNotReadAsAMembers(t *testing.T) {
	notes := []kpt.Note{
		noted("n1", kpt.Problem, kpt.Author{Name: "ana"}, "I am slow", 20),
		noted("n2", kpt.Problem, kpt.Author{}, "ana: I am slow", 20),
		noted("n3", kpt.Problem, kpt.Author{Name: "ana: bo"}, "hi", 20),
	}
	try := kpt.Try{ID: "t", Text: "pair (ana)", Born: day(20), State: kpt.Open, Answers: []kpt.NoteID{"n2"}}
	a := Archive{Words: Words{Nameless: "匿名"}, Sheets: []Sheet{NewSheet(kpt.Retro{Date: day(20)}, kpt.Shown{Notes: notes})}, Tries: []kpt.Try{try}}
	file := written(t, Markdown, a)
	for _, want := range []string{"\n- ana: I am slow\n", "\n- 匿名: ana: I am slow\n", "\n- ana· bo: hi\n", "- [ ] 匿名: pair (ana)", "← 匿名: ana: I am slow"} {
		if !strings.Contains(file, want) {
			t.Errorf("%q is not in\n%s", want, file)
		}
	}
}
