package kpt

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/engawa-bot/engawa/internal/plain"
	"github.com/engawa-bot/engawa/schedule"
)

// sectionNames are the headings that people give the sections, folded. Japanese
// ones come with and without the words around them.
func sectionNames() map[Section][]string {
	return map[Section][]string{
		Tries: {
			"tries", "opentries", "lasttries", "lasttry", "previoustries", "previoustry", "tryreview", "reviewoftries",
			"前回のtry", "前回のトライ", "前回try", "前回トライ", "先週のtry", "先週のトライ", "tryの振り返り",
			"tryのふりかえり", "tryの確認", "続いているtry", "継続中のtry", "未完了のtry",
		},
		Keeps: {
			"keep", "keeps", "k", "キープ", "続けること", "続けたいこと", "よかったこと", "良かったこと", "いいこと",
			"wentwell", "whatwentwell",
		},
		Problems: {
			"problem", "problems", "p", "プロブレム", "問題", "問題点", "課題", "困ったこと", "困っていること",
			"悪かったこと", "改善したいこと", "whatdidntgowell",
		},
		NewTries: {
			"try", "t", "newtry", "newtries", "nexttry", "nexttries", "トライ", "次に試すこと", "試すこと",
			"試したいこと", "次のtry", "次のトライ", "次回のtry", "今回のtry", "挑戦すること", "やってみること",
		},
	}
}

// FindSection tells which section a heading names, as people write it: "Keep",
// "【Ｋ】", "■ Problem（困ったこと）", "2. 次に試すこと:". False if it names none.
func FindSection(heading string) (Section, bool) {
	heading = norm.NFKC.String(plain.Line(heading))
	if s, ok := sectionOf(heading); ok {
		return s, true
	}
	// "Keep (よかったこと)", "K / 続けること": all parts must say the same.
	var found Section
	for _, part := range strings.FieldsFunc(heading, func(r rune) bool { return strings.ContainsRune("()[]【】「」/・|:,、-–—", r) }) {
		if Fold(part) == "" || isNumber(Fold(part)) {
			continue
		}
		s, ok := sectionOf(part)
		if !ok || found != "" && s != found {
			return "", false
		}
		found = s
	}
	return found, found != ""
}

func sectionOf(s string) (Section, bool) {
	name := strings.TrimLeftFunc(Fold(s), unicode.IsDigit)
	for section, names := range sectionNames() {
		if slices.Contains(names, name) {
			return section, true
		}
	}
	return "", false
}

func isNumber(s string) bool { return strings.TrimFunc(s, unicode.IsDigit) == "" }

// Fold is a text without what does not tell names apart: case, width, spaces,
// punctuation, emoji.
func Fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) && !unicode.Is(unicode.Variation_Selector, r) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFKC.String(plain.Line(s)))
}

var datePattern = regexp.MustCompile(`(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})`)

// FindDate finds the date in the heading of a sheet: 2026-11-27, 2026/11/27,
// 2026.11.27 or 2026年11月27日, in any width. False if there is none.
func FindDate(heading string) (schedule.Date, bool) {
	for _, m := range datePattern.FindAllStringSubmatch(norm.NFKC.String(plain.Line(heading)), -1) {
		year, _ := strconv.Atoi(m[1])
		month, _ := strconv.Atoi(m[2])
		day, _ := strconv.Atoi(m[3])
		d := schedule.Date{Year: year, Month: time.Month(month), Day: day}
		if d.AddDays(0) == d {
			return d, true
		}
	}
	return schedule.Date{}, false
}
