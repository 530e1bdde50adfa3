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
	return SaysNothing(line) || asked.MatchString(line) || besideNotes.MatchString(line) || onlyAddress.MatchString(line)
}

// MayBeNote says whether a line without a bullet, which stands by itself below a list, may be a
// note whose bullet was forgotten. It is not read: it may be about the list.
func MayBeNote(line string) bool {
	line = strings.TrimSpace(norm.NFKC.String(plain.Line(line)))
	first, _ := utf8.DecodeRuneInString(line)
	goesOn := first < unicode.MaxASCII && unicode.IsLower(first)
	return !goesOn && !strings.HasSuffix(line, ":") && !IsHint(line) && !IsRule(line)
}

// MayBeSigned says whether a line without a bullet beside a list may begin with the name of who
// wrote it, and what that is: "佐藤: レビューが早い". Whether it is one, only the roster tells.
func MayBeSigned(line string) (name string, ok bool) {
	line, _, _ = strings.Cut(line, "\n")
	for _, l := range append(byColon(line), byBracket(line)...) {
		name, ok = SoleName(strings.Trim(l.Name, "@＠*_ "))
		if ok && l.signs() && !IsHint(l.Rest) && !OtherPart(l.Name) {
			return name, true
		}
	}
	return "", false
}

// Together is a line of a section among those above and below it.
type Together struct {
	Parted bool // a blank line is above it
	Bullet bool
	Bare   bool // it has no bullet, and may be a note
}

// Mixed are the lines without a bullet that stand together with fewer that have one.
func Mixed(lines []Together) (found []int) {
	var bare []int
	bullets := 0
	for i, l := range lines {
		if l.Bullet {
			bullets++
		} else if l.Bare {
			bare = append(bare, i)
		}
		if i+1 < len(lines) && !lines[i+1].Parted {
			continue
		}
		if bullets > 0 && len(bare) > max(1, bullets) {
			found = append(found, bare...)
		}
		bare, bullets = nil, 0
	}
	return found
}

// IsBeside says whether a heading begins what the meeting needs beside its notes: "次回: 12/4",
// "参加者:", or looks back at Tries. What stands below it is no note.
func IsBeside(heading string) bool {
	return HoldsSeveral(heading) || besideNotes.MatchString(strings.TrimSpace(norm.NFKC.String(plain.Line(heading))))
}

// SaysNothing says whether a line says that there is nothing, or is a place to write into, or
// says how to: "特になし", "N/A", "…", "〇〇", "（ここに書いてください）", "1人3つまで".
func SaysNothing(line string) bool {
	line = strings.ToLower(strings.TrimSpace(norm.NFKC.String(plain.Line(line))))
	folded := Fold(line)
	return onlySigns.MatchString(line) || nothingSaid.MatchString(folded) || noneOfIt.MatchString(folded) || absence.MatchString(folded) || Instructs(line)
}

// Instructs says whether a line says what is to be written, where or how much of it, and
// nothing else.
func Instructs(line string) bool {
	const most = 4 * 40 // bytes
	line = strings.ToLower(strings.TrimSpace(norm.NFKC.String(plain.Line(line))))
	if forExample.MatchString(line) {
		return true
	}
	if len(line) > most {
		return false
	}
	inner := strings.Trim(line, "()[]{}<>「」『』【】〔〕〈〉※*_ .。!")
	return writeHere.MatchString(inner) || howMany.MatchString(inner) || enclosed(line) && (asked.MatchString(line) || asked.MatchString(inner))
}

// OnTry says whether a line below a Try says who does it, or by when: it is no other Try.
func OnTry(line string) bool {
	return ownerOrDue.MatchString(strings.TrimSpace(norm.NFKC.String(plain.Line(line))))
}

var (
	ownerOrDue  = regexp.MustCompile(`(?i)^(?:担当者?|期限|期日|締切|締め切り|いつまで(?:に)?|いつ|誰が?|だれが?|owner|assignee|who|due(?: date)?|deadline|when|by when|until)\s*[:=]`)
	nothingSaid = regexp.MustCompile(`^(?:今回は|今週は|今のところ|現状)?(?:特に|とくに)?(?:なし|無し|ありません|ない|無い|ございません|思いつかない|思いつきません)(?:です|でした)?$` +
		`|^(?:none|nothing|na|tbd|tba|tbc|todo|wip|xx+|nil|nothingspecial|nothinginparticular|nothingthisweek|nothingtoday|nothingtoreport|nothingtoadd|nothingyet|notyet|noneyet|nonethisweek|placeholder|loremipsum\S*` +
		`|未記入|未定|記入中|記入待ち|作成中|準備中|あとで書く|後で書く|あとで書きます|後で書きます|空欄|同上|以上|以上です|以下余白|ー+)$`)
	// noneOfIt says that there is nothing of what a section is for: "特に問題なし", "no problems".
	noneOfIt = regexp.MustCompile(`^(?:今回は?|今週は?|今日は?|今のところ|現状|特に|とくに|大きな)*(?:問題点?|課題|困りごと|困ったこと|気になる(?:こと|点)|懸念点?|書くこと|言うこと|コメント|意見|keep|problem|try)(?:は|も|が)?(?:特に|とくに)?(?:なし|無し|なかった|無かった|ありません|ない|無い|ございません)(?:です|でした)?$` +
		`|^(?:thereare|wehave|ihave|ihad|wehad)?no(?:real|big|major|new|particular|specific|further|other)?(?:problems?|issues?|complaints?|concerns?|blockers?|keeps?|tries|try|notes?|comments?)(?:atall|thisweek|thistime|thissprint|today|fromme|onmyside|sofar|really|toreport|tonote)*$`)
	// absence says that somebody was not there: "（お休み）", "off today".
	absence = regexp.MustCompile(`^(?:本日|今日|今回|今週|当日)?は?(?:(?:体調不良|出張|私用|所用|夏休み|冬休み|産休|育休|有給|有休|休暇)(?:のため|につき|で)?(?:お?休み|欠席|不在|不参加)|お?休み|欠席|不在|休暇|有給|有休|有給休暇|年休|不参加|出張)(?:中|です|でした|します|しました|いたします)?$|^(?:今回は?|今週は?)?(?:お?休みします|休みます|休みました|参加できず|参加できません(?:でした)?|出られません(?:でした)?)$` +
		`|^(?:i|im|iam|iwas|was|is)?(?:absent|off|ooo|outofoffice|onleave|onvacation|onholiday|onpto|pto|away|notpresent|notattending|nothere|notthere|dayoff|adayoff|outsick|offsick|sickleave|onsickleave|notin|out)(?:today|thisweek|thistime|allweek|sick)?$`)
	// onlySigns are lines of nothing but signs that people put where there is nothing, or where
	// something is to go.
	onlySigns = regexp.MustCompile(`^[\p{P}\p{Z}\s〇○◯●×✕☓△□■ー―─━~=+|<>$^]+$`)
	writeHere = regexp.MustCompile(`^(?:ここ|こちら|この下|以下)(?:に|へ)\S{0,12}?(?:書いて(?:ください|下さい|ね)?|書く|書き込む|記入|入力|追記|記載)(?:する|します|して(?:ください|下さい|ね))?$|^(?:書いて|記入して|入力して|追記して)(?:ください|下さい|ね)$|^(?:記入欄|記入例|入力欄)$` +
		`|^(?:please )?(?:write|add|type|put|enter|fill)(?: \S+){0,4} here$|^(?:please )?(?:write|fill in|fill this in|add yours)$|^your (?:\S+ )?(?:notes?|text|keeps?|problems?|try|tries|items?|ideas?)(?: goes| go)? here$|^(?:text|notes?|items?) here$`)
	howMany = regexp.MustCompile(`^(?:お?(?:1|一)人|ひとり|おひとり|各自|各人|各)(?:あたり|につき)?\s*(?:最大|最低)?\s*[\d一二三四五]+\s*(?:つ|個|件|枚)(?:まで|以内|ずつ|以上|程度)?(?:で|です|書く|出す|お願いします)?$|^(?:最大)?\d+(?:つ|個|件|枚)(?:まで|以内|ずつ)$` +
		`|^(?:max|max\.|maximum|up to|at most)\s*\d+(?:\s*(?:each|per person|notes?|items?))*$|^\d+\s*(?:each|per person)(?:,? max)?$`)
	// forExample is an example of what to write: "例：朝会が短い", "(例) お茶", "e.g. tea", "サンプル".
	forExample  = regexp.MustCompile(`^[*_]{0,3}[(\[【「〔<]?\s*(?:(?:記入|記載|入力|書き方の?|書く)?例(?:文|えば)?|サンプル|見本|お手本|たとえば|(?:for )?examples?|samples?|ex|e\.?g)\s*[\d一二三]{0,2}\s*(?:[*_]{0,3}$|[:)\]】」〕>=→、,|\-–—]|e\.g|\.)` + `|^[*_]{0,3}e\.g\b`)
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
