package notebook_test

import (
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/bot/notebook"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
)

func TestEachTroubleIsToldInASentenceOfItsOwn(t *testing.T) {
	for _, lang := range words.Langs() {
		said := map[string]kpt.Reason{}
		for _, r := range kpt.Reasons() {
			trouble := &kpt.Trouble{Reason: r, Help: "engawa@example.com"}
			text := notebook.Sentence(lang, trouble).String()
			if other, twice := said[text]; twice || strings.Contains(text, "notebook."+string(r)) {
				t.Errorf("%s: of %s it says %q, as of %q", lang, r, text, other)
			}
			said[text] = r
			if waits := r == kpt.Busy || r == kpt.Down; trouble.Passes() != waits {
				t.Errorf("%s passes by itself: %v", r, !waits)
			}
		}
	}
}
