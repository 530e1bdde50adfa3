package teamfile

import (
	"fmt"
	"strings"
)

// nearest gives the name that word was probably meant to be: two changes of a
// letter away, or one a part of the other.
func nearest(word string, names []string) (string, bool) {
	best, most := "", 3
	word = strings.ToLower(word)
	if len(word) > 40 {
		return "", false
	}
	for _, name := range names {
		d := distance(word, name)
		if len(word) >= 3 && len(name) >= 3 && (strings.Contains(name, word) || strings.Contains(word, name)) {
			d = min(d, 2)
		}
		if d < min(most, len(name)) {
			best, most = name, d
		}
	}
	return best, best != ""
}

// distance is Levenshtein's, in bytes.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// quote shortens what somebody wrote to 40 characters.
func quote(s string) string {
	runes := []rune(s)
	if len(runes) > 40 {
		s = string(runes[:40]) + "…"
	}
	return fmt.Sprintf("%q", s)
}
