package kpt

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Repeats says whether a line is the text of a Try, and whether a word on it stands behind:
// "tea → it helps", "tea ✅", "tea: done". What goes on without a sign is another text: "tea at four".
func Repeats(line, try string) (same, remarked bool) {
	rest, ok := behind(line, Fold(try))
	if !ok {
		return false, false
	}
	if isRemark(rest) || slices.Contains(outcomes, Fold(rest)) {
		return true, true
	}
	return strings.Trim(rest, " 。.!?") == "", false
}

// behind is what stands in a line behind a text that it begins with, of which the folded form
// is given.
func behind(line, folded string) (rest string, ok bool) {
	line = norm.NFKC.String(line)
	for i, r := range line {
		part := Fold(string(r))
		if part == "" {
			continue
		}
		if folded, ok = strings.CutPrefix(folded, part); !ok {
			return "", false
		}
		if folded == "" {
			return line[i+utf8.RuneLen(r):], true
		}
	}
	return "", false
}

// outcomes are words that say what became of a Try and need no sign before them, folded:
// "席替え 済", "Tea time done".
var outcomes = strings.Fields("済 済み 完了 完了です 終了 終わった おわった 終わりました できた できました 出来た 出来ました やった やりました 達成 実施済 実施済み 継続 続ける 続けます 継続中 未実施 できず できなかった やめる やめます 見送り " +
	"done finished completed ok yes no worked works stopped dropped continue continues continuing continued ongoing notdone notyet didntwork inprogress wip")

// remarks are how a word on a text begins, as far as that is no symbol.
var remarks = regexp.MustCompile(`^[ 。.!?]*(?:[-=]+>|[>=:|~([{<〔「『【《〈〇―—–〜…]|\n)|^\s+[-/*xXoO](?:\s|$)`)

func isRemark(rest string) bool {
	first, size := utf8.DecodeRuneInString(strings.TrimLeft(rest, " 。.!?"))
	return size > 1 && unicode.IsSymbol(first) || remarks.MatchString(rest)
}
