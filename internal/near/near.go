// Package near finds the name that somebody probably meant: it is a few letters
// away from what they wrote. It knows nothing of what is named.
package near

import "strings"

// longest is how many bytes of a word are looked at; nobody types a name of more.
const longest = 40

// Name gives the one of names that word was probably meant to be: fewer than
// three changes of a letter away, or one a part of the other. Names are written in
// small letters; how word is written does not matter.
func Name(word string, names []string) (string, bool) {
	best, most := "", 3
	word = strings.ToLower(word)
	if len(word) > longest {
		return "", false
	}
	for _, name := range names {
		d := Distance(word, name)
		if len(word) >= 3 && len(name) >= 3 && (strings.Contains(name, word) || strings.Contains(word, name)) {
			d = min(d, 2)
		}
		if d < min(most, len(name)) {
			best, most = name, d
		}
	}
	return best, best != ""
}

// Distance is Levenshtein's: how many bytes have to be changed, added or left out
// to get from a to b.
func Distance(a, b string) int {
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
