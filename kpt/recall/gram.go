package recall

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// gram is one to three characters in a row, folded; the rest is zero.
type gram [3]rune

// term is a gram with what it counts for in a text.
type term struct {
	gram   gram
	weight float64
}

// What a gram with hiragana in it counts for; all others count for 1. These were
// chosen on testdata/pairs.txt, coarsely: that there is a difference matters,
// the exact numbers do not.
const (
	withHiragana = 0.5 // and a kanji: mostly a stem and its ending
	allHiragana  = 0.2
)

// The ends of a word are characters of it: STX and ETX, which are in no word.
const (
	wordBegins rune = 2
	wordEnds   rune = 3
)

// terms gives the grams of a text, each once, in an order of their own.
func terms(text string) []term {
	var found []term
	for rest := fold(text); len(rest) > 0; {
		kind := scriptOf(rest[0])
		n := 1
		for n < len(rest) && scriptOf(rest[n]).joins(kind) {
			n++
		}
		found = append(found, kind.terms(rest[:n])...)
		rest = rest[n:]
	}
	slices.SortFunc(found, func(a, b term) int { return slices.Compare(a.gram[:], b.gram[:]) })
	return slices.Compact(found)
}

// fold leaves out what is written or not as one likes: サーバ, サーバー; don't, dont.
func fold(text string) []rune {
	return []rune(strings.Map(func(r rune) rune {
		switch r {
		case 'ー', '\'', '’':
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKC.String(text)))
}

type script int

const (
	none script = iota
	kanji
	hiragana
	katakana
	letter // of all other scripts, and digits
)

func scriptOf(r rune) script {
	switch {
	case unicode.Is(unicode.Han, r):
		return kanji
	case unicode.Is(unicode.Hiragana, r):
		return hiragana
	case unicode.Is(unicode.Katakana, r):
		return katakana
	case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r):
		return letter
	default:
		return none
	}
}

// joins says whether characters of the two scripts make one run. Kanji and
// hiragana do: 遅い.
func (s script) joins(other script) bool {
	japanese := func(s script) bool { return s == kanji || s == hiragana }
	return s == other || japanese(s) && japanese(other)
}

// terms are those of a run of the script.
func (s script) terms(run []rune) []term {
	switch s {
	case letter:
		if stock(string(run)) {
			return nil
		}
		return cut(slices.Concat([]rune{wordBegins}, run, []rune{wordEnds}), 3)
	case katakana:
		return cut(run, 2)
	case kanji, hiragana:
		return japanese(run)
	default:
		return nil
	}
}

// cut cuts a word into grams of n characters, or one of fewer.
func cut(word []rune, n int) (found []term) {
	for i := range max(1, len(word)-n+1) {
		var g gram
		copy(g[:], word[i:min(i+n, len(word))])
		found = append(found, term{g, 1})
	}
	return found
}

func japanese(run []rune) (found []term) {
	for i, r := range run {
		one := scriptOf(r)
		if one == kanji {
			found = append(found, term{gram{r}, 1})
		}
		if i+1 == len(run) {
			break
		}
		weight := withHiragana
		if two := scriptOf(run[i+1]); two == kanji && one == kanji {
			weight = 1
		} else if two == one {
			weight = allHiragana
		}
		found = append(found, term{gram{r, run[i+1]}, weight})
	}
	return found
}

// stock says whether an English word says nothing of what a Problem is about.
func stock(word string) bool {
	switch word {
	case "a", "all", "also", "always", "an", "and", "any", "are", "arent", "as", "at", "be", "because", "been", "but",
		"by", "cant", "did", "didnt", "do", "does", "doesnt", "dont", "for", "from", "get", "gets", "got", "had", "has",
		"have", "how", "i", "in", "into", "is", "isnt", "it", "its", "less", "many", "me", "more", "much", "my", "no",
		"nobody", "not", "of", "often", "on", "only", "or", "our", "out", "over", "people", "really", "so", "some",
		"somebody", "still", "take", "takes", "than", "that", "the", "their", "them", "there", "they", "this", "to",
		"too", "took", "up", "us", "very", "was", "wasnt", "we", "were", "what", "when", "where", "which", "who", "whom",
		"why", "with", "you", "your", "again":
		return true
	}
	return false
}
