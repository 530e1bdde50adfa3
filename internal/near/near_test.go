package near_test

import (
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/internal/near"
)

func TestTheNearestNameIsTheOneThatWasMeant(t *testing.T) {
	names := []string{"run", "export", "restore", "salvage", "team show", "why"}
	for word, want := range map[string]string{
		"exprot":                    "export",
		"EXPORT":                    "export",
		"restor":                    "restore",
		"show":                      "team show",
		"rnu":                       "run",
		"wyh":                       "why",
		"ru":                        "run",
		"deploy":                    "",
		"x":                         "",
		"":                          "",
		strings.Repeat("export", 7): "",
	} {
		if got, ok := near.Name(word, names); got != want || ok != (want != "") {
			t.Errorf("%q: got %q, %v, want %q", word, got, ok, want)
		}
	}
}

func TestTheDistanceCountsChangesOfALetter(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"", "tea", 3}, {"tea", "tea", 0}, {"tea", "sea", 1}, {"kitten", "sitting", 3}, {"export", "exprot", 2}} {
		if got := near.Distance(c.a, c.b); got != c.want {
			t.Errorf("%q to %q: got %d, want %d", c.a, c.b, got, c.want)
		}
		if got := near.Distance(c.b, c.a); got != c.want {
			t.Errorf("%q to %q: got %d, want %d", c.b, c.a, got, c.want)
		}
	}
}
