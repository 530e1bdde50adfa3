package people

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"github.com/engawa-bot/engawa/bot"
)

// fold is a name without what does not tell names apart: case, width and blanks.
func fold(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, cases.Fold().String(norm.NFKC.String(name)))
}

// person is an account as people know it.
type person struct {
	id   bot.MemberID
	name string
	on   bot.Platform
}

// alike orders people by how much their names are like one: the same first, then
// those of which one is in the other, then the rest; each by name.
func alike(people []person, name string) {
	want := fold(name)
	unlike := func(p person) int {
		got := fold(p.name)
		switch {
		case got == want:
			return 0
		case strings.Contains(got, want) || strings.Contains(want, got):
			return 1
		}
		return 2
	}
	slices.SortFunc(people, func(x, y person) int {
		return cmp.Or(cmp.Compare(unlike(x), unlike(y)), cmp.Compare(x.name, y.name), cmp.Compare(x.id, y.id))
	})
}
