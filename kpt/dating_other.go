package kpt

import (
	"regexp"

	"github.com/engawa-bot/engawa/schedule"
)

// A heading may have a day, and be that of another meeting: "2026-11-27 1on1 Bo". What stands
// below it is no KPT of the team's.

var (
	// lookBack are the words for a KPT.
	lookBack = regexp.MustCompile(`kpt|retro|ふりかえり|振り返り|ふり返り|振返り|レトロ|反省会`)
	// joinedTo is a KPT that is held with something else: "朝会とKPT", "planning & retro".
	joinedTo = regexp.MustCompile(`(?:[+&/・、,]|と|\band\b)\s*(?:` + lookBack.String() + `)|(?:kpt|retro(?:spective)?|ふりかえり|振り返り)\s*(?:[+&/・、,]|と|\band\b)`)
	// inAside is what is said in brackets.
	inAside = regexp.MustCompile(`[(\[【「][^()\[\]【】「」]*[)\]】」]`)

	// otherMeeting is another meeting, also if it is looked back at: "採用面接 振り返り".
	otherMeeting = regexp.MustCompile(`\b1\s*(?:on|:|-on-|-)\s*1\b|\bone[- ]on[- ]one\b|ワンオンワン|面談|面接|インタビュー|\binterviews?\b|\bstand-?ups?\b|スタンドアップ|朝会|夕会|昼会|朝礼|日報|週報` +
		`|\bplanning\b|プランニング|\b(?:grooming|refinement)\b|リファインメント|商談|\bincidents?\b|障害|インシデント|\bpost-?mortems?\b|ポストモーテム|\ball[- ]hands\b|全社会|全体会議|説明会|勉強会|読書会|\bstudy group\b|\bbook club\b` +
		`|キックオフ|\bkick-?off\b|研修|\btraining\b|オンボーディング|\bonboarding\b|飲み会|忘年会|新年会|送別会|歓迎会|取締役会|役員会|経営会議`)
	// otherTopic is one if nothing says that it is a KPT: "営業定例", but not "営業チームKPT".
	otherTopic = regexp.MustCompile(`\bsales\b|営業|採用|\bhiring\b|\brecruit(?:ing|ment)\b|\bdemos?\b|デモ|\breleases?\b|リリース|\bdaily\b|\b(?:design|code|sprint) reviews?\b|設計レビュー|コードレビュー|\blunch\b|ランチ|\bclient\b|\bcustomer\b|顧客|\bboard meeting\b|\broadmap\b|ロードマップ|\bbudget\b|予算`)
)

// kindOf tells whether a heading with a day of some year is of another meeting, by what else it
// says, folded to narrow small letters.
func (d Dating) kindOf(rest string) Dating {
	kpt := lookBack.MatchString(rest)
	outside := rest
	if without := inAside.ReplaceAllString(rest, " "); lookBack.MatchString(without) {
		outside = without
	}
	switch {
	case kpt && joinedTo.MatchString(rest):
	case otherMeeting.MatchString(outside), !kpt && otherTopic.MatchString(rest):
		d.Other = true
	}
	d.Vague = otherMeeting.MatchString(rest) || otherTopic.MatchString(rest)
	return d
}

// leaveVague takes the day from sheets that may be of other meetings, where another is of that
// day for sure.
func leaveVague(sheets []Dating, dates []schedule.Date) {
	taken := map[schedule.Date]bool{}
	for i, d := range sheets {
		taken[dates[i]] = taken[dates[i]] || !d.Vague
	}
	for i, d := range sheets {
		if d.Vague && taken[dates[i]] {
			dates[i] = schedule.Date{}
		}
	}
}

// resolveKPTs gives days to the sheets that are of KPTs, as far as they are.
func resolveKPTs(sheets []Dating, resolve func([]Dating) []schedule.Date) []schedule.Date {
	var kpts []Dating
	for _, d := range sheets {
		if !d.Other {
			kpts = append(kpts, d)
		}
	}
	resolved, dates := resolve(kpts), make([]schedule.Date, len(sheets))
	for i, d := range sheets {
		if !d.Other {
			dates[i], resolved = resolved[0], resolved[1:]
		}
	}
	leaveVague(sheets, dates)
	return dates
}
