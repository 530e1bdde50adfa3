package merge

import (
	"testing"

	"github.com/engawa-bot/engawa/kpt"
)

func TestWhoGaveUsANoteHasWrittenItWhateverNameAPersonPutsThere(t *testing.T) {
	bo := kpt.Author{Member: "2", Name: "bo"}
	for line, want := range map[string]struct{ author, writer string }{
		"ana: tea": {"ana", "2"}, "Anonymous: tea": {"", ""}, "bo: tea!": {"bo", ""}, "chika: tea": {"bo", "2"},
	} {
		n := joining(kpt.Note{ID: "a", Kind: kpt.Keep, Text: "tea", Author: bo}, kpt.Retro{Date: day(27)})
		n.Trace.Seen = n.Trace.Want
		l := kpt.Ledger{
			Retros: []kpt.Retro{{Date: day(27), Opened: clock(20, 9, 0)}}, Notes: []kpt.Note{n}, Nameless: "Anonymous",
			Roster: kpt.Roster{{Author: kpt.Author{Member: "1", Name: "ana"}}, {Author: bo}},
		}
		for _, then := range []string{line, "bo: tea"} {
			r := kpt.Reading{Revision: then, Sheets: []kpt.Sheet{{Retro: day(27), Lines: []kpt.Line{{ID: "a", Section: kpt.Keeps, Text: then}}}}}
			if p := Reconcile(l, r, kpt.NewID, clock(20, 9, 0)); len(p.Notes) == 1 {
				l.Notes = p.Notes
			}
			if got := l.Notes[0]; then == line && (got.Author.Name != want.author || got.Writer != want.writer) {
				t.Errorf("%q: got %+v by %q, want %+v", line, got.Author, got.Writer, want)
			} else if then != line && got.Writer != "" {
				t.Errorf("%q and back: the writer is still %q", line, got.Writer)
			}
		}
	}
}
