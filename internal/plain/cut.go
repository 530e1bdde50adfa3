package plain

import (
	"strings"
	"unicode/utf16"

	"github.com/rivo/uniseg"
)

// ellipsis stands for what was cut away.
const ellipsis = "…"

// Cut is a text of at most so many UTF-16 units, by which platforms count. What is too
// long ends with an ellipsis, and is cut between what a reader takes for letters: never
// within an emoji, a flag, or a letter with its marks.
func Cut(s string, most int) string {
	if units(s) <= most {
		return s
	}
	left, end := most-units(ellipsis), 0
	for rest, state := s, -1; rest != ""; {
		var cluster string
		cluster, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		if left -= units(cluster); left < 0 {
			break
		}
		end += len(cluster)
	}
	return strings.TrimRight(s[:end], " ") + ellipsis
}

// units counts a text as platforms do.
func units(s string) (n int) {
	for _, r := range s {
		n += max(1, utf16.RuneLen(r))
	}
	return n
}
