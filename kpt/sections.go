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

// FindSection tells which section a heading names, as people write it: "Keep", "【Ｋ】",
// "■ Problem（困ったこと）", "Try: 次にやること", "今週のKeep (5分)". The first part that is more
// than a number or "KPT" decides; what comes behind it explains it. False if it names
// none, or two: "Keep & Problem".
func FindSection(heading string) (Section, bool) { return findSection(heading, true) }

// IsSection tells which section a line names that may be no heading at all. It must say
// nothing else, but in brackets: "Try: use the new board" is a note.
func IsSection(line string) (Section, bool) { return findSection(line, false) }

func findSection(heading string, explained bool) (Section, bool) {
	heading = norm.NFKC.String(plain.Line(heading))
	if looksBack(heading) {
		return "", false
	}
	if s, ok := sectionOf(heading); ok {
		return s, true
	}
	parts := partsOf(heading)
	if len(parts) > 1 && shelvedParts(parts) {
		return "", false
	}
	if s, ok := inBrackets(heading, parts); ok && explained {
		return s, true
	}
	another := ofAnother(heading)
	var found Section
	for _, p := range parts {
		s, ok := sectionOf(p.text)
		if !ok && !p.aside {
			s, ok = glossed(p.text)
		}
		switch {
		case ok && found != "" && s != found && !p.aside, found != "" && (bothSides(found, p) || p.strange(found)): // it names two
			return "", false
		case ok && found == "":
			found = s
		case ok, found != "" && (p.aside || explained && (!short(parts) || glosses[found].MatchString(Fold(p.text)))):
		default:
			return "", false
		}
	}
	if another && found != Tries {
		return "", false
	}
	return found, found != ""
}

// part is a part of a heading.
type headingPart struct {
	text  string
	aside bool // in brackets
	peer  bool // behind a sign that parts things of the same rank: "Keep / Drop"
}

var bracketPairs = map[rune]rune{'(': ')', '[': ']', '{': '}', '<': '>', '「': '」', '『': '』', '【': '】', '〔': '〕', '〈': '〉', '《': '》'}

// partsOf are the parts of a heading that say something. What is in brackets is aside,
// but for what it begins with: "【Keep】".
func partsOf(heading string) (parts []headingPart) {
	var text strings.Builder
	var close, sign rune
	end := func(aside bool) {
		part := text.String()
		text.Reset()
		if folded := Fold(part); folded != "" && !says(nothing, folded) {
			parts = append(parts, headingPart{part, aside && len(parts) > 0, !aside && strings.ContainsRune(peerSigns, sign)})
		}
	}
	all := []rune(heading)
	for i, r := range all {
		opens, isOpening := bracketPairs[r]
		switch {
		case close == 0 && isOpening:
			end(false)
			close = opens
		case close != 0 && r == close:
			end(true)
			close = 0
		case close == 0 && separates(all, i):
			end(false)
			sign = r
		default:
			text.WriteRune(r)
		}
	}
	end(close != 0)
	return parts
}

// separates says whether a sign stands between two parts, and not within a word:
// "keep-alive".
func separates(text []rune, i int) bool {
	inWord := func(i int) bool {
		return i >= 0 && i < len(text) && text[i] < unicode.MaxASCII && unicode.IsLetter(text[i])
	}
	switch {
	case strings.ContainsRune("・|:,、;→⇒〜—•", text[i]):
		return true
	case strings.ContainsRune("/=~-–&+", text[i]):
		return !inWord(i-1) || !inWord(i+1)
	}
	return false
}

// nothing are parts that do not say what a heading is about: numbers, lengths, the
// method.
var nothing = regexp.MustCompile(`^(第?\d+(分|分間|回|個|件|つ|週|点|min|mins|minutes|m)?|kpt|retro|retrospective|振り返り|ふりかえり|必須|任意)$`)

func says(what *regexp.Regexp, folded string) bool { return what.MatchString(folded) }

// glossed is a section that is named twice without a sign between: "Keep よかったこと",
// "Problem 10分".
func glossed(part string) (Section, bool) {
	words := slices.DeleteFunc(strings.Fields(part), func(w string) bool { return Fold(w) == "" || says(nothing, Fold(w)) })
	if len(words) == 0 {
		return "", false
	}
	s, ok := sectionOf(words[0])
	for _, word := range words[1:] {
		again, is := sectionOf(word)
		ok = ok && is && again == s
	}
	return s, ok
}

// short says whether a heading begins with one letter alone: "K: ", "[T]". What comes
// behind that has to be known, or it may be anything.
func short(parts []headingPart) bool {
	return len(parts) > 0 && len([]rune(Fold(parts[0].text))) == 1
}

// inBrackets is the section that a heading names in brackets only, behind words of the
// team's own: "改善案 (Try)". Those words must not be about another section.
func inBrackets(heading string, parts []headingPart) (Section, bool) {
	if len(parts) != 2 || parts[0].aside || !parts[1].aside {
		return "", false
	}
	s, ok := sectionOf(parts[1].text)
	if !ok {
		return "", false
	}
	about := func(of Section) bool { return of == s || ofTries(of) && ofTries(s) }
	return s, !slices.ContainsFunc(MaybeSections(heading), func(of Section) bool { return !about(of) })
}

// peerSigns part things of the same rank.
const peerSigns = "/・&+,、|;"

func sectionOf(s string) (Section, bool) {
	name := numberless(Fold(s))
	if found, ok := named(name); ok {
		return found, true
	}
	if rest, ok := cut(name, ofLast, strings.CutPrefix); ok {
		base, is := bare(rest)
		return Tries, is && ofTries(base)
	}
	if rest, ok := cut(name, ofNext, strings.CutPrefix); ok {
		base, is := bare(rest)
		return NewTries, is && ofTries(base)
	}
	if rest, ok := cut(name, ofNow, strings.CutPrefix); ok {
		if base, is := bare(rest); is {
			if ofTries(base) {
				return NewTries, true
			}
			return base, true
		}
	}
	return bare(name)
}

// numberless is a folded name without the number in front of it, or behind it: "Keep①".
func numberless(name string) string {
	const digits, letters = 2, 1
	name = strings.TrimLeftFunc(name, unicode.IsDigit)
	if rest := strings.TrimRightFunc(name, unicode.IsDigit); len(name)-len(rest) <= digits && utf8.RuneCountInString(rest) > letters {
		return rest
	}
	return name
}

func ofTries(s Section) bool { return s == Tries || s == NewTries }

// ending is what is done with a section, and which it is then.
type ending struct {
	words []string
	means func(Section) (Section, bool)
}

var endings = []ending{
	{asBefore, func(s Section) (Section, bool) { return Tries, ofTries(s) }},
	{asChoice, func(s Section) (Section, bool) { return NewTries, ofTries(s) }},
	{asList, func(s Section) (Section, bool) { return s, true }},
}

// bare is a section by its name and what is done with it.
func bare(name string) (Section, bool) {
	if found, ok := named(name); ok {
		return found, true
	}
	for _, end := range endings {
		if rest, ok := cut(name, end.words, strings.CutSuffix); ok {
			if s, is := named(rest); is {
				return end.means(s)
			}
		}
	}
	return "", false
}

func named(name string) (Section, bool) {
	s, ok := sectionBy()[name]
	return s, ok
}

// cut takes one of some words off a name, the longest that is there.
func cut(name string, words []string, off func(string, string) (string, bool)) (rest string, ok bool) {
	rest = name
	for _, word := range words {
		if shorter, is := off(name, word); is && len(shorter) < len(rest) && shorter != "" {
			rest, ok = shorter, true
		}
	}
	return rest, ok
}
