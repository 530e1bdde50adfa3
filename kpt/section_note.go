package kpt

import (
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/engawa-bot/engawa/internal/plain"
)

// The heading of a section may say a note itself: "## Keep: 朝会が短い". Nobody can tell that from
// words that explain the section, but where nothing stands below it, it is said.

// explains is what headings say of their sections, folded: "次にやること", "what went well?".
var (
	explains     = regexp.MustCompile(`(?:こと|事|もの|点|ところ|とき|など|アイデア|案|たい|ましょう|ください|下さい|[?？!！…])$`)
	explainsSoft = regexp.MustCompile(`(?i)^(?:what|things?|how|ideas?|stuff|any|anything|something|where|which|why|who|please|write|list|let|share|add|your|our|see|tbd|to)\b`)
)

// SaysNote says whether the heading of a section says more behind a colon than explains it, and
// what that is as the name of somebody, whose section it may be then; "" if it cannot be one.
func SaysNote(heading string) (name string, ok bool) {
	if _, is := FindSection(heading); !is {
		return "", false
	}
	label, rest, _ := strings.Cut(norm.NFKC.String(plain.Line(heading)), ":")
	rest = strings.TrimSpace(rest)
	if _, is := FindSection(label); !is || Fold(rest) == "" || says(nothing, Fold(rest)) || explains.MatchString(rest) || explainsSoft.MatchString(rest) {
		return "", false
	}
	_, side := sideOf(Fold(rest))
	if side || IsHint(rest) || len(MaybeSections(rest)) > 0 {
		return "", false
	}
	return SectionOwner(heading), true
}

// Unclear is what is not understood of a sheet, as far as that does not depend on who is in the
// team.
func (r Roster) Unclear(s Sheet) (all []Unclear) {
	known := func(name string) bool {
		_, ok := r.Called(name)
		return ok
	}
	for _, u := range s.Unclear {
		if (u.Unless == "" || !known(u.Unless)) && (u.If == "" || known(u.If)) {
			all = append(all, u)
		}
	}
	return all
}
