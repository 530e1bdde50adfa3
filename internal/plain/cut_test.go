package plain

import (
	"strings"
	"testing"
)

func TestATextIsCutBetweenLettersAndNeverTooLong(t *testing.T) {
	for _, c := range []struct {
		text string
		most int
		want string
	}{
		{"short", 5, "short"},
		{"a longer text", 9, "a longer…"},
		{"a longer text", 10, "a longer…"}, // no blank before the mark
		{"縁側でお茶を飲む", 5, "縁側でお…"},
		{"ab👩‍👩‍👧cd", 6, "ab…"},                         // a family is eight units
		{"ab👩‍👩‍👧cd", 11, "ab👩‍👩‍👧…"},                   // and fits whole
		{"🇫🇷🇯🇵🇩🇪", 9, "🇫🇷🇯🇵…"},                          // a flag is two signs
		{"cafe\u0301 creme", 5, "caf…"},                 // the accent stays with its letter
		{"か\u3099か\u3099か\u3099", 5, "か\u3099か\u3099…"}, // so do the dots
		{strings.Repeat("😀", 50), 80, strings.Repeat("😀", 39) + "…"},
	} {
		if got := Cut(c.text, c.most); got != c.want || units(got) > c.most {
			t.Errorf("%q at %d: got %q of %d, want %q", c.text, c.most, got, units(got), c.want)
		}
	}
}
