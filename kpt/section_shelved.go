package kpt

import (
	"regexp"

	"golang.org/x/text/unicode/norm"

	"github.com/engawa-bot/engawa/internal/plain"
)

// A section may be put away: it says that it is done, dropped or old, or only an example.
// "Try（完了）", "Done Tries", "Keep (archived)", "Keep（例）". It is none of a KPT.

// away are the words for it, folded, each as all that a part of a heading says.
const (
	awayHeld = `(?:保留|ペンディング|休止|一時停止|停止|凍結|延期|先送り|後回し|棚上げ|お?蔵入り)(?:中|した|済み?|に?)?|ok|okay|fixed|on ?hold|onhold|held|pending|paused|parked|deferred|postponed|snoozed|shelved|skipped|stopped|frozen|` +
		`implemented|achieved|accomplished|shipped|handled|addressed|sorted(?:out)?|mitigated|wont(?:fix|do)?|nolonger\S*|notanymore|解決|達成|実施|対応|実行|消化|反映`
	awayDone = `(?:完了|終了|却下|中止|廃止|破棄|撤回|クローズ|アーカイブ)(?:した|済み?|ずみ|された)?|(?:達成|解決|実施|対応|実行|消化|検証|反映)(?:した|済み?|ずみ|された)` +
		`|済み?|すみ|終わった|終わり|試した|やめた|見送った|見送り|取り?下げた?|ボツ|旧|古い|昔|過去`
	awayExample = `例|(?:記入|記載|書き方の?)例|サンプル|見本|お手本|雛形|ひな形|テンプレート|テンプレ`
	awayEnglish = `(?:already)?(?:done|finished|completed?|closed|resolved|solved|dropped|cancell?ed|abandoned|rejected|declined|discarded|archived|obsolete|outdated)|archives?|old|older|history|examples?|samples?|template`
	carriedHere = `(?:前回|先週|先月|前スプリント)(?:から)?の?(?:持ち?越し|繰り?越し|引き?継ぎ)|(?:持ち?越し|繰り?越し)|carriedover|carryover`
)

var (
	saysAway     = regexp.MustCompile(`^(?:` + awayHeld + `|` + awayDone + `|` + awayExample + `|` + awayEnglish + `)(?:の?(?:もの|こと|分|項目))?$`)
	saysCarried  = regexp.MustCompile(`^(?:` + carriedHere + `)分?$`)
	awayInFront  = regexp.MustCompile(`^(?:` + awayDone + `|` + awayExample + `|` + awayEnglish + `)の?(.+)$`)
	awayBehind   = regexp.MustCompile(`^(.+?)(?:の|は)?(?:` + awayDone + `|` + awayExample + `|` + awayEnglish + `|過去分)$`)
	mayBeShelved = regexp.MustCompile(`(?i)[了止下棄回済み述ずすた旧い昔去例ルトボプ越継ズブ形本り留グ結期送し上解達実対消反]|ok|fix|hold|held|pending|paus|park|defer|postpon|snooz|shelv|skip|stopped|frozen|implement|achiev|accomplish|ship|handled|addressed|sorted|mitigated|won'?t|no longer|anymore|done|finish|complet|clos|solved|drop|cancel|abandon|reject|declin|discard|archiv|old|histor|obsolete|outdated|example|sample|template|carr`)
)

// IsShelved says whether a heading names a section that is put away.
func IsShelved(heading string) bool {
	if !mayHead(heading) || !mayBeShelved.MatchString(heading) {
		return false
	}
	heading = norm.NFKC.String(plain.Line(heading))
	parts := partsOf(heading)
	if len(parts) > 1 {
		return shelvedParts(parts)
	}
	if len(parts) == 0 || saysAway.MatchString(Fold(heading)) {
		return false
	}
	folded := Fold(parts[0].text)
	if _, ok := sectionOf(folded); ok {
		return false // "過去のTry" are those of before
	}
	for _, form := range []*regexp.Regexp{awayInFront, awayBehind} {
		if m := form.FindStringSubmatch(folded); m != nil {
			if _, ok := sectionOf(m[1]); ok {
				return true
			}
		}
	}
	return false
}

// shelvedParts says whether one of the parts of a heading says that the section which another
// names is put away.
func shelvedParts(parts []headingPart) bool {
	away, carried, section := false, false, Section("")
	for _, p := range parts {
		folded := Fold(p.text)
		away = away || saysAway.MatchString(folded)
		carried = carried || saysCarried.MatchString(folded)
		if s, ok := sectionOf(p.text); ok && section == "" {
			section = s
		}
	}
	return section != "" && (away || carried && !ofTries(section))
}

// shelvedBelow says whether a heading within a section says that what is below it is put away:
// "### 完了" below Try.
func shelvedBelow(heading string) bool {
	return mayHead(heading) && saysAway.MatchString(Fold(heading))
}
