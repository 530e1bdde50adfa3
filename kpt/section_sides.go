package kpt

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/engawa-bot/engawa/internal/plain"
)

// A heading may be about more than one section, or about what became of Tries. What stands
// below it is not read: nobody knows which section it is for.

// HoldsSeveral says whether a line, as a heading, is of several sections at once, or looks
// back at Tries: "良い点・悪い点", "Went well / didn't", "Tryの振り返り".
func HoldsSeveral(line string) bool {
	line = norm.NFKC.String(plain.Line(line))
	return looksBack(line) || severalNamed(line) != nil
}

// HeadsNotes says whether a heading that is not understood heads notes for sure: it names several
// sections, or begins with the name of one, as in "Keep & Problem", "Keep (next week)". What is of
// before is none of that.
func HeadsNotes(heading string) bool {
	heading = norm.NFKC.String(plain.Line(heading))
	if severalNamed(heading) != nil {
		return true
	}
	parts := partsOf(heading)
	if _, understood := FindSection(heading); understood || len(parts) < 2 || short(parts) || looksBack(heading) || ofAnother(heading) || IsShelved(heading) {
		return false
	}
	s, ok := sectionOf(parts[0].text)
	return ok && s != Tries
}

// bothSides says whether a part of a heading that is found to be of a section is about another
// one. Only those who write know how they divide what is below.
func bothSides(found Section, part headingPart) bool {
	folded := Fold(part.text)
	if part.aside {
		folded = strings.TrimSuffix(joining.ReplaceAllString(folded, ""), "も")
		of, ok := sideOf(folded)
		return ok && of != found && (!ofTries(of) || !ofTries(found))
	}
	if found != Keeps && found != Problems {
		return false
	}
	if of, ok := sideOf(folded); ok && of != found {
		return true
	}
	folded = wished.ReplaceAllString(folded, "")
	if found == Keeps {
		return wasBad.MatchString(folded) && !noTrouble.MatchString(folded)
	}
	return wasGood.MatchString(folded) && !denied.MatchString(folded)
}

// strange says whether a part of a heading that is found to be of a section is not understood: it
// is a second thing beside it, or it says of another time what is below.
func (p headingPart) strange(found Section) bool {
	text := strings.ToLower(strings.TrimSpace(p.text))
	if found != Tries && speaksOfBefore.MatchString(text) && !comparesBefore.MatchString(text) || !ofTries(found) && saysNext.MatchString(text) {
		return true
	}
	if !p.peer {
		return false
	}
	folded := Fold(text)
	if of, ok := sideOf(folded); ok {
		return of != found && (!ofTries(of) || !ofTries(found))
	}
	if of, ok := glossed(p.text); ok {
		return of != found
	}
	maybe := MaybeSections(p.text)
	return !glosses[found].MatchString(folded) && !ForAll(text) && !Instructs(text) && !saysDay(text) && !looksNamed(p.text) && !slices.Equal(maybe, []Section{found}) && !wasOf(found, folded)
}

// looksNamed says whether a part of a heading looks like somebody's name: "Bo", "田中さん".
func looksNamed(text string) bool {
	text = unhonored(strings.Trim(text, " @"))
	if _, sole := SoleName(text); !sole || OtherPart(text) {
		return false
	}
	for word := range strings.FieldsSeq(text) {
		first, _ := utf8.DecodeRuneInString(word)
		if unicode.IsLower(first) || unicode.IsDigit(first) {
			return false
		}
	}
	return !strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Hiragana, r) })
}

func saysDay(text string) bool {
	_, ok := FindDating(text)
	return ok
}

// wasOf says whether a folded part speaks of what a section is for.
func wasOf(found Section, folded string) bool {
	return found == Keeps && wasGood.MatchString(folded) || found == Problems && wasBad.MatchString(folded)
}

// sideOf is the section that a folded part of a heading names, as any school to look back does.
func sideOf(folded string) (Section, bool) {
	if s, ok := sectionOf(folded); ok {
		return s, true
	}
	s, ok := otherSchools()[folded]
	if !ok && onlyDenied.MatchString(folded) {
		return Problems, true
	}
	return s, ok
}

// What is said of the other side than a heading's, in any words, folded.
var (
	joining    = regexp.MustCompile(`^(?:and|but|or|also|plus|what|things|と|や|及び|および|かつ|または|逆に)+`)
	wasBad     = regexp.MustCompile(`悪|困|いかなかった|行かなかった|いかない|(?:いって|できて)(?:い)?ない|できなかった|(?:よ|良)くな|だめ|ダメ|失敗|課題|問題|反省|不満|残念|もやもや|モヤモヤ|改善|つら|辛|苦労|大変だった|didnt|didnot|doesnt|havent|hasnt|notso|notwell|notas|notgood|^not|bad|problem|worse|wrong|poorly|improve|negative|minus|lacked|blocker|issues|challenges|painpoint|delta|difficult|struggle`)
	wasGood    = regexp.MustCompile(`(?:よ|良)かった|(?:よ|良|い)い(?:点|こと|ところ)|うまくい(?:った|く)|うまく行(?:った|く)|上手くいった|(?:嬉|うれ)しかった|楽しかった|続けたいこと|続けること|助かった|keep|good|wentwell|goingwell|worked|positive|liked|wins$`)
	wished     = regexp.MustCompile(`(?:ば|たら|ほうが|方が)(?:よ|良)かった`)
	denied     = regexp.MustCompile(`(?:did|has|have|is|was|are|could|does)nt|not|never|less`)
	noTrouble  = regexp.MustCompile(`問題なく|困らな|失敗しな`)
	onlyDenied = regexp.MustCompile(`^(?:what|things|that|we|it|and|but)*(?:didnt|didnot|not|notso|notsowell|notwell|notsomuch|notsogood|hasnt|doesnt|lesswell|badly|poorly|wrong)$|^(?:いかなかった|行かなかった|いかない|い?ってない|いっていない|できなかった|そうでなかった|そうでもなかった)(?:こと|点|もの)?$`)
)

// Between the names of several sections in one heading.
var between = regexp.MustCompile(`(?i)[/&+・·,、;|=~-]|\b(?:and|or|vs\.?|und|et)\b`)

// joinedByAnd has a sign where a Japanese "and" stands: it also ends the word for a thing.
var joinedByAnd = strings.NewReplacer("こと", "こと", "と", "・")

// severalNamed are the sections that a heading names one beside the other, if it names
// nothing else; nil unless they are several.
func severalNamed(heading string) (all []Section) {
	for _, part := range between.Split(joinedByAnd.Replace(heading), -1) {
		folded := Fold(part)
		if folded == "" || says(nothing, folded) {
			continue
		}
		s, ok := sideOf(folded)
		if !ok {
			return nil
		}
		if !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	if len(all) < 2 {
		return nil
	}
	return all
}
