package kpt

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/engawa-bot/engawa/internal/plain"
)

// A heading may say of when it is. What is of another meeting's day is none of the sheet it
// stands on: "Keep（先週）", "Problem (20 Nov)", and what stands below "前回（11/20）".

const (
	ofBefore = `前回|前々回|先週|先々週|先月|前週|前スプリント|昨年|去年|last (?:week|time|month|sprint|year|retro|meeting|kpt)(?:'?s)?|previous(?:ly)?(?: (?:week|time|month|sprint|retro|meeting|kpt))?`
	ofToday  = `今回|今週|今月|今日|本日|今スプリント|this (?:week|time|month|sprint|retro|meeting|kpt)(?:'?s)?|today(?:'?s)?|current`
	ofWhat   = `(?:\s*(?:の|分|まで|kpt|ふりかえり|振り返り|retro|内容|メモ|記録|おさらい|notes))*\s*(?:[(\[][^()]*[)\]])?\s*:?$`
)

var (
	headsBefore = regexp.MustCompile(`^(?:` + ofBefore + `)` + ofWhat)
	headsToday  = regexp.MustCompile(`^(?:` + ofToday + `)` + ofWhat)
	saysBefore  = regexp.MustCompile(`^(?:` + ofBefore + `)(?:の|分|まで|のまま|から|に出た)*$|^(?:from|of) last (?:week|time|month|sprint|meeting)$`)
	saysNext    = regexp.MustCompile(`^(?:(?:次回|来週|再来週|来月|翌週|次々回|次スプリント|来スプリント)(?:の|分|用|まで|以降|から|向け|kpt)*|(?:for |from )?(?:the )?next (?:week|time|month|sprint|retro|meeting|kpt)(?:'?s)?)$`)
	// speaksOfBefore is what speaks of the time before in any way: "前回決めたこと", "set last time".
	speaksOfBefore = regexp.MustCompile(`前回|前々回|先週|先々週|先月|前週|前スプリント|\b(?:last|previous) (?:week|time|month|sprint|retro|meeting|kpt)\b|\b(?:a|one|two|some) (?:weeks?|sprints?) (?:ago|before|earlier)\b|\bearlier (?:decided|set|agreed)\b|\b(?:decided|set|agreed) (?:earlier|before)\b`)
	// comparesBefore compares with it, or takes it for a reason.
	comparesBefore = regexp.MustCompile(`より.+|の.+(?:から|踏まえて|受けて)$|(?:than|compared (?:to|with)) (?:last|previous)`)
	ofDay          = regexp.MustCompile(`^(?:for |of |from )|(?:用|分|向け|版|のぶん|の分|に書く)$`)
	inBracket      = regexp.MustCompile(`[(\[{<〔【「『][^()\[\]{}<>〔〕【】「」『』]*[)\]}>〕】」』]`)
)

func seen(line string) string {
	line = strings.TrimLeft(norm.NFKC.String(plain.Line(line)), HeadSigns+"#")
	return strings.ToLower(strings.Trim(line, "*_ 【】[]"))
}

// OfBefore says whether a heading or a line says only that what stands below it is of another
// meeting before: "先週", "前回（11/20）", "Last week:".
func OfBefore(line string) bool { return mayHead(line) && headsBefore.MatchString(seen(line)) }

// OfToday says whether it says that it is of this one: "今週".
func OfToday(line string) bool { return mayHead(line) && headsToday.MatchString(seen(line)) }

// mayHead says whether a line may be so short that it says nothing else.
func mayHead(line string) bool { return len(line) <= 4*LongHeading }

// asideTimes are what the heading of a section says in brackets.
func asides(heading string) (all []string) {
	for _, text := range inBracket.FindAllString(norm.NFKC.String(plain.Line(heading)), -1) {
		all = append(all, strings.ToLower(strings.TrimSpace(strings.Trim(text, "()[]{}<>〔〕【】「」『』"))))
	}
	return all
}

// ofAnother says whether the heading of a section says in brackets that it is of before.
func ofAnother(heading string) bool {
	if !strings.ContainsAny(heading, ")]}>」』】〔〕") {
		return false
	}
	for _, text := range asides(heading) {
		if saysBefore.MatchString(text) {
			return true
		}
	}
	return false
}

// SectionDay is the day that the heading of a section says in brackets, or before or behind its
// name: "Problem (20 Nov)", "Keep 11/20".
func SectionDay(heading string) (Dating, bool) {
	if !strings.ContainsFunc(heading, unicode.IsNumber) && !strings.Contains(heading, "月") {
		return Dating{}, false
	}
	text := norm.NFKC.String(plain.Line(heading))
	all := asides(text)
	if words := strings.Fields(text); len(words) > 1 {
		all = append(all, strings.Join(words[1:], " "), strings.Join(words[:len(words)-1], " "))
	}
	if day, _, ok := strings.Cut(text, "の"); ok {
		all = append(all, day)
	}
	for _, text := range all {
		if d, ok := FindDating(ofDay.ReplaceAllString(text, "")); ok && !d.Other {
			return d, true
		}
	}
	return Dating{}, false
}

// Stray says whether a section whose heading says a day is not of a sheet: the day is none of
// the sheet's. That of Tries may be when they are due, or from when they are.
func (d Dating) Stray(section Section, heading string) bool {
	if section == "" || section == Tries || d == (Dating{}) {
		return false
	}
	said, ok := SectionDay(heading)
	return ok && said.Apart(section, d)
}

// Apart says whether lines of a section below a day are none of a sheet of another day: they
// are of before, or of after that. Those of Tries may be from any day, and new ones due later.
func (d Dating) Apart(section Section, sheet Dating) bool {
	if section == Tries || sheet == (Dating{}) {
		return false
	}
	days := d.since(sheet)
	return days < 0 || days > 0 && section != NewTries && days >= max(1, sheet.Span())
}

// Leaves says whether a heading within a section heads what is none of it: "### Decision" below
// Problem, or what is of another section or another time. A topic does not, nor does a name.
func Leaves(heading string, of Section) bool {
	maybe := MaybeSections(heading)
	for _, s := range maybe {
		if s == of || ofTries(s) && ofTries(of) {
			return false
		}
	}
	return len(maybe) > 0 || OtherPart(heading) || OfBefore(heading) || IsShelved(heading) || shelvedBelow(heading)
}
