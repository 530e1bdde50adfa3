package kpt

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

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
		`|キックオフ|\bkick-?off\b|研修|\btraining\b|オンボーディング|\bonboarding\b|飲み会|忘年会|新年会|送別会|歓迎会|懇親会|親睦会|交流会|輪読会|もくもく会|\blt会|発表会|報告会|打ち上げ|取締役会|役員会|経営会議`)
	// otherTopic is one if nothing says that it is a KPT: "営業定例", but not "営業チームKPT".
	otherTopic = regexp.MustCompile(`\bsales\b|営業|採用|\bhiring\b|\brecruit(?:ing|ment)\b|\bdemos?\b|デモ|\breleases?\b|リリース|\bdaily\b|デイリー|\b(?:sprint|iteration)\s*#?\d*\s*reviews?\b|スプリント\d*の?(?:レビュー|計画)|\blunch\b|ランチ|\bclient\b|\bcustomer\b|顧客|\bboard meeting\b|\broadmap\b|ロードマップ|\bbudget\b|予算` +
		`|\btown ?halls?\b|タウンホール|\bscrums?\b|スクラム|\bhackathons?\b|ハッカソン|\bqbrs?\b|\bokrs?\b|\bkpis?\b|\bwork ?shops?\b|ワークショップ|\bwebinars?\b|\bseminars?\b|セミナー|\bmeet-?ups?\b|\boff-?sites?\b|\bbrainstorm(?:ing)?\b|ブレスト|\bpresentations?\b|ヒアリング` +
		`|\boffice hours?\b|\btech talks?\b|\bsteering\b|\bmeetings? with\b|\bpart(?:y|ies)\b|パーティ|モブプロ|ペアプロ|計画会|\b[a-z]社|[^会全本弊当支\s]社(?:様|さん|との|定例|訪問)`)
	// notMeetings are no meetings, though they are called like one.
	notMeetings = regexp.MustCompile(`スクラムチーム|\bscrum (?:team|masters?)\b|スクラムマスター|(?:定例|月例|反省|改善|委員|自治|町内|協議|研究|同好|後援|生徒|学生|連合|保護者)会|[司社機都教協商入退開閉照再面]会|定例(?:会議|ミーティング|mtg)`)
	// gathering is what kind of meeting one is: "開発会議", "輪読会", "Guild meeting".
	gathering = regexp.MustCompile(`\bmeetings?\b|mtg|ミーティング|会議|打ち?合わ?せ|\bsync(?:s|-?ups?)?\b|\breviews?\b|レビュー会?|\bcalls?\b|相談|\p{Han}{2}会|[部課班茶係]会|(?:lt|もくもく|お話|おしゃべり|しゃべり)会`)
	ofTeam    = regexp.MustCompile(`チーム|\bteams?\b`)
	regular   = regexp.MustCompile(`毎週|週次|隔週|月次|定期|月例|\b(?:bi-?weekly|monthly|regular|our|the|a)\b`)
)

// kindOf tells whether a heading with a day is of another meeting, by what else it says, folded
// to narrow small letters. Without a year it says nothing else that could not head a KPT.
func (d Dating) kindOf(rest string) Dating {
	kpt := lookBack.MatchString(rest)
	outside := rest
	if without := inAside.ReplaceAllString(rest, " "); lookBack.MatchString(without) {
		outside = without
	}
	other := otherTopic.MatchString(notMeetings.ReplaceAllString(rest, " ")) || gathers(rest)
	switch {
	case d.Year == 0, kpt && joinedTo.MatchString(rest):
	case otherMeeting.MatchString(outside), !kpt && other:
		d.Other = true
	}
	d.Vague = otherMeeting.MatchString(rest) || other || !kpt && saysMore(rest)
	return d
}

// gathers says whether a text names a meeting and what it is about, and that is neither a KPT nor
// the team: "設計相談", but not "Weekly meeting".
func gathers(rest string) bool {
	rest = notMeetings.ReplaceAllString(rest, " ")
	return slices.ContainsFunc(gathering.FindAllStringIndex(rest, -1), func(m []int) bool {
		if strings.HasSuffix(rest[m[0]:m[1]], "会") {
			return true // which says it itself
		}
		front := gathering.ReplaceAllString(regular.ReplaceAllString(rest[:m[0]], " "), " ")
		return !ofTeam.MatchString(front) && !aboutKPT(front)
	})
}

// saysMore says whether there is more beside a day than when it is.
func saysMore(rest string) bool {
	return strings.ContainsFunc(dateWords.ReplaceAllString(rest, ""), unicode.IsLetter)
}

// leaveVague takes the day from sheets that may be of other meetings, where another is of that
// day for sure.
func leaveVague(sheets []Dating, dates []schedule.Date) {
	taken := func(day schedule.Date) bool {
		for i, d := range sheets {
			last := dates[i].AddDays(max(d.Span(), 1) - 1)
			if !d.Vague && !d.Title && dates[i] != (schedule.Date{}) && !day.Before(dates[i]) && !last.Before(day) {
				return true
			}
		}
		return false
	}
	for i, d := range sheets {
		if d.Vague && dates[i] != (schedule.Date{}) && taken(dates[i]) {
			dates[i] = schedule.Date{}
		}
	}
}

// resolveKPTs gives days to the sheets that are of KPTs, as far as they are. Those whose year the
// heading above leaves open have none.
func resolveKPTs(sheets []Dating, today schedule.Date, resolve func([]Dating) []schedule.Date) []schedule.Date {
	placed, unclear := placeYears(sheets, today)
	var kpts []Dating
	dayFirst := slices.ContainsFunc(sheets, func(d Dating) bool { return d.DayFirst })
	left := func(i int) bool { return sheets[i].Other || unclear[i] || dayFirst && sheets[i].eitherWay() }
	for i, d := range placed {
		if !left(i) {
			kpts = append(kpts, d)
		}
	}
	resolved, dates := resolve(kpts), make([]schedule.Date, len(sheets))
	for i := range sheets {
		if !left(i) {
			dates[i], resolved = resolved[0], resolved[1:]
		}
	}
	leaveVague(sheets, dates)
	return dates
}
