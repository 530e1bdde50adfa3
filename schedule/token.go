package schedule

import (
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// kind is what a token of a text is.
type kind uint8

const (
	unknown     kind = iota
	number           // n, -1 where it is too long
	nth              // "5th": n
	weekdayName      // n: 0 is Sunday
	daySet           // n: bits of days of the week
	week             // first to last of a month: n is a Week
	nthWeek          // 第, before a number
	month            // a month's name: n
	yearMark         // 年
	monthMark        // 月 after a number
	dayMark          // 日 after a number
	unit             // n days; 30 is a month, 365 a year
	relative         // n days from today
	which            // this, next, the one after: n
	end              // the end of what stands beside it
	later            // n 1: 'from now', after its count; 0: 'in', before it
	until            // n 1: 'for'
	from
	dash
	comma
	slash
	colon
	dot
	either
	every     // n: 7 every week, 30 every month
	other     // every other
	fortnight // every n weeks
	interval  // every so many; n 1: leaving so many out
	hour      // 時, h
	minute
	halfHour
	half // of the day: n 0 am, 1 pm, 2 午前, 3 午後
	part // of the day: n
	noon
	zoneName
)

// The parts of a day.
const (
	morning = iota
	afternoon
	evening
	night
)

const saturdayAndSunday = 1<<6 | 1<<0

// token is a piece of a text, and what it means.
type token struct {
	kind kind
	n    int
	text string // as written, in plain form and small letters
	at   int    // where in the text it begins
}

func one(k kind, n int) []token { return []token{{kind: k, n: n}} }

// lexicon has the words of every language.
type lexicon struct{ english, japanese map[string][]token }

var lexicons = sync.OnceValue(func() lexicon { return lexicon{englishWords(), japaneseWords()} })

// plainText is a text in its plain form, in small letters.
func plainText(s string) string {
	text := strings.ToLower(strings.TrimSpace(norm.NFKC.String(s)))
	if !strings.Contains(text, "m") && !strings.Contains(text, "’") {
		return text
	}
	return dotted().Replace(text)
}

// dotted takes the dots out of "a.m.".
var dotted = sync.OnceValue(func() *strings.Replacer {
	return strings.NewReplacer("a.m.", "am", "p.m.", "pm", "a.m", "am", "p.m", "pm", "’", "'")
})

// tokens reads a text in plain form. What is no word of either language is of kind unknown.
func tokens(text string) []token {
	var all []token
	for left := text; left != ""; {
		found, rest := nextTokens(left, all)
		for _, t := range found {
			t.at = len(text) - len(left)
			if t.text == "" {
				t.text = left[:len(left)-len(rest)]
			}
			all = append(all, t)
		}
		left = rest
	}
	return all
}

// nextTokens reads what a text begins with.
func nextTokens(text string, before []token) (found []token, rest string) {
	r, size := utf8.DecodeRuneInString(text)
	switch {
	case unicode.IsSpace(r) || r == '(' || r == ')':
		return nil, text[size:]
	case r >= '0' && r <= '9':
		return numberToken(text)
	case r >= 'a' && r <= 'z':
		return englishTokens(text)
	case strings.ContainsRune(kanjiDigits, r):
		run := text[:len(text)-len(strings.TrimLeft(text, kanjiDigits))]
		return one(number, kanjiNumber(run)), text[len(run):]
	}
	if k := markKind(r); k != unknown {
		return one(k, 0), text[size:]
	}
	return japaneseTokens(text, before)
}

func markKind(r rune) kind {
	switch r {
	case ':':
		return colon
	case '.':
		return dot
	case '/':
		return slash
	case ',', '&':
		return comma
	case '-', '–', '—', '~':
		return dash
	}
	return unknown
}

// numberToken reads "16" and "16th". Where it is directly before a word, that is read by itself.
func numberToken(text string) (found []token, rest string) {
	rest = strings.TrimLeft(text, "0123456789")
	written := text[:len(text)-len(rest)]
	n, err := strconv.Atoi(written)
	if err != nil || len(written) > 4 {
		n = -1
	}
	for _, ending := range []string{"st", "nd", "rd", "th"} {
		after, ok := strings.CutPrefix(rest, ending)
		if ok && (after == "" || after[0] < 'a' || after[0] > 'z') {
			return []token{{kind: nth, n: n}}, after
		}
	}
	return []token{{kind: number, n: n, text: written}}, rest
}

// longestPhrase is of how many words a phrase may be.
const longestPhrase = 3

// englishTokens reads the longest phrase that a text begins with.
func englishTokens(text string) (found []token, rest string) {
	words, first := "", ""
	ends := 0
	for i := 0; i < longestPhrase; i++ {
		left := text[ends:]
		trimmed := strings.TrimLeft(left, " ")
		word := trimmed[:len(trimmed)-len(strings.TrimLeftFunc(trimmed, isEnglish))]
		if word == "" || i > 0 && len(left) == len(trimmed) {
			break
		}
		ends += len(left) - len(trimmed) + len(word)
		if words += word; i == 0 {
			first = word
		}
		if meaning, ok := lexicons().english[words]; ok {
			found, rest = meaning, text[ends:]
			if len(meaning) == 0 {
				found = []token{}
			}
		}
		words += " "
	}
	if found != nil {
		if len(found) == 1 && (found[0].kind == month || found[0].kind == weekdayName) {
			rest = strings.TrimPrefix(rest, ".")
		}
		return found, rest
	}
	return []token{{kind: unknown, text: first}}, text[len(first):]
}

// isCount tells whether tokens end with a number that is not that of a week: 第2月.
func isCount(before []token) bool {
	n := len(before)
	return n > 0 && before[n-1].kind == number && (n == 1 || before[n-2].kind != nthWeek)
}

// written is the piece of a text that some of its tokens stand for.
func written(text string, toks []token) string {
	if len(toks) == 0 {
		return ""
	}
	last := toks[len(toks)-1]
	return text[toks[0].at : last.at+len(last.text)]
}

func isEnglish(r rune) bool { return r >= 'a' && r <= 'z' || r == '\'' }

// longestWord is of how many characters a Japanese word may be.
const longestWord = 5

// japaneseTokens reads the longest word that a text begins with.
func japaneseTokens(text string, before []token) (found []token, rest string) {
	runes := []rune(text[:min(len(text), longestWord*utf8.UTFMax)])
	for n := min(len(runes), longestWord); n > 0; n-- {
		word := string(runes[:n])
		meaning, ok := lexicons().japanese[word]
		if !ok {
			continue
		}
		if k, is := counted(word); is && isCount(before) {
			meaning = one(k, 0)
		}
		return meaning, text[len(word):]
	}
	unread := strings.IndexFunc(text, func(r rune) bool { return unicode.IsSpace(r) || r >= '0' && r <= '9' })
	if unread < 0 {
		unread = len(text)
	}
	return []token{{kind: unknown, text: text[:unread]}}, text[unread:]
}
