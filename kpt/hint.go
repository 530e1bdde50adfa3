package kpt

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/engawa-bot/engawa/internal/plain"
)

// longLine is how long a line without a bullet may be and still be taken for a note, in
// characters. What is longer is rather a text about the section.
const longLine = 200

// IsHint says whether a line without a bullet says what to write there, or that there is
// nothing, or what the meeting needs beside it: "（ここに書いてください）", "特になし",
// "司会: 田中". It is no note. Rather a note is not read than such a line is.
func IsHint(line string) bool {
	line = strings.TrimSpace(norm.NFKC.String(plain.Line(line)))
	n := utf8.RuneCountInString(line)
	if n > longLine || Fold(line) == "" || enclosed(line) {
		return true
	}
	return nothingSaid.MatchString(Fold(line)) || asked.MatchString(line) || besideNotes.MatchString(line) || onlyAddress.MatchString(line)
}

// MayBeNote says whether a line without a bullet, which stands by itself below a list, may be a
// note whose bullet was forgotten. It is not read: it may be about the list.
func MayBeNote(line string) bool {
	line = strings.TrimSpace(norm.NFKC.String(plain.Line(line)))
	first, _ := utf8.DecodeRuneInString(line)
	goesOn := first < unicode.MaxASCII && unicode.IsLower(first)
	return !goesOn && !strings.HasSuffix(line, ":") && !IsHint(line) && !IsRule(line)
}

// IsBeside says whether a heading begins what the meeting needs beside its notes: "次回: 12/4",
// "参加者:", or looks back at Tries. What stands below it is no note.
func IsBeside(heading string) bool {
	return HoldsSeveral(heading) || besideNotes.MatchString(strings.TrimSpace(norm.NFKC.String(plain.Line(heading))))
}

// SaysNothing says whether a line says that there is nothing: "特になし", "N/A".
func SaysNothing(line string) bool {
	return nothingSaid.MatchString(Fold(norm.NFKC.String(plain.Line(line))))
}

// OnTry says whether a line below a Try says who does it, or by when: it is no other Try.
func OnTry(line string) bool {
	return ownerOrDue.MatchString(strings.TrimSpace(norm.NFKC.String(plain.Line(line))))
}

var (
	ownerOrDue  = regexp.MustCompile(`(?i)^(?:担当者?|期限|期日|締切|締め切り|いつまで(?:に)?|いつ|誰が?|だれが?|owner|assignee|who|due(?: date)?|deadline|when|by when|until)\s*[:=]`)
	nothingSaid = regexp.MustCompile(`^(?:特に)?(?:なし|無し|ありません|ない)(?:です)?$|^(?:none|nothing|na|tbd|todo|未記入|記入中|以上|以上です|以下余白)$`)
	asked       = regexp.MustCompile(`(?i)(?:書いて|記入して|追記して|入力して|挙げて|出して)(?:ください|下さい|ね|おいて)|(?:書き|記入し|挙げ|出し)ましょう|^(?:※|\*{1,3}\s|注[:)]|例[:)]|e\.g\.|ex[.:])|^(?:please|write|add|put) (?:\S+ )*(?:here|below|your)\b`)
	besideNotes = regexp.MustCompile(`(?i)^(?:次回|司会|進行|ファシリ(?:テーター)?|参加者?|出席者?|欠席者?|書記|議事録|日時|日付|場所|担当|時間|目的|ルール|date|time|place|next(?: meeting)?|facilitator|attendees|participants|present|absent|minutes|notes by|host|rules?)\s*[:=]`)
	onlyAddress = regexp.MustCompile(`(?i)^\S*https?://\S+$`)
)

// enclosed says whether all of a line is in one pair of brackets.
func enclosed(line string) bool {
	first, _ := utf8.DecodeRuneInString(line)
	end := bracketPairs[first]
	if end == 0 || strings.ContainsRune("「『【", first) {
		return false
	}
	i := strings.IndexRune(line, end)
	return i > 0 && strings.TrimFunc(line[i+utf8.RuneLen(end):], func(r rune) bool { return unicode.IsPunct(r) || unicode.IsSpace(r) }) == ""
}
