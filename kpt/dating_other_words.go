package kpt

import (
	"regexp"
	"strings"
)

// The words of other meetings, in patterns over headings that are folded to narrow small letters.

// anyOf is a pattern of all that is in a table.
func anyOf(table ...string) *regexp.Regexp { return regexp.MustCompile(strings.Join(table, "|")) }

var (
	// otherMeeting is another meeting, also if it is looked back at: "採用面接 振り返り".
	otherMeeting = anyOf(
		`\b1\s*(?:on|:|-on-|-)\s*1\b`, `\bone[- ]on[- ]one\b`, `\binterviews?\b`, `\bstand-?ups?\b`, `\bplanning\b`,
		`\b(?:grooming|refinement)\b`, `\bincidents?\b`, `\bpost-?mortems?\b`, `\ball[- ]hands\b`, `\bstudy group\b`,
		`\bbook club\b`, `\bkick-?off\b`, `\btraining\b`, `\bonboarding\b`,
		`ワンオンワン`, `面談`, `面接`, `インタビュー`, `スタンドアップ`, `朝会`, `夕会`, `昼会`, `朝礼`, `日報`, `週報`, `プランニング`, `リファインメント`, `商談`,
		`障害`, `インシデント`, `ポストモーテム`, `全社会`, `全体会議`, `説明会`, `勉強会`, `読書会`, `キックオフ`, `研修`, `オンボーディング`, `飲み会`, `忘年会`,
		`新年会`, `送別会`, `歓迎会`, `懇親会`, `親睦会`, `交流会`, `輪読会`, `もくもく会`, `\blt会`, `発表会`, `報告会`, `打ち上げ`, `取締役会`, `役員会`,
		`経営会議`,
	)
	// otherTopic is one if nothing says that it is a KPT: "営業定例", but not "営業チームKPT".
	otherTopic = anyOf(
		`\bsales\b`, `\bhiring\b`, `\brecruit(?:ing|ment)\b`, `\bdemos?\b`, `\breleases?\b`, `\bdaily\b`,
		`\b(?:sprint|iteration)\s*#?\d*\s*reviews?\b`, `\blunch\b`, `\bclient\b`, `\bcustomer\b`,
		`\bboard meeting\b`, `\broadmap\b`, `\bbudget\b`, `\btown ?halls?\b`, `\bscrums?\b`, `\bhackathons?\b`,
		`\bqbrs?\b`, `\bokrs?\b`, `\bkpis?\b`, `\bwork ?shops?\b`, `\bwebinars?\b`, `\bseminars?\b`,
		`\bmeet-?ups?\b`, `\boff-?sites?\b`, `\bbrainstorm(?:ing)?\b`, `\bpresentations?\b`, `\boffice hours?\b`,
		`\btech talks?\b`, `\bsteering\b`, `\bmeetings? with\b`, `\bpart(?:y|ies)\b`,
		`営業`, `採用`, `デモ`, `リリース`, `デイリー`, `スプリント\d*の?(?:レビュー|計画)`, `ランチ`, `顧客`, `ロードマップ`, `予算`, `タウンホール`, `スクラム`,
		`ハッカソン`, `ワークショップ`, `セミナー`, `ブレスト`, `ヒアリング`, `パーティ`, `モブプロ`, `ペアプロ`, `計画会`, `\b[a-z]社`,
		`[^会全本弊当支\s]社(?:様|さん|との|定例|訪問)`,
	)
	// otherKPT is a KPT of a longer time, one that was not held, or the paper for one: of a day on
	// which there is another, none of the team's.
	otherKPT = anyOf(
		`\bmonthly\b`, `\bquarter(?:ly)?\b`, `\bq[1-4]\b`, `\b[1-4]q\b`, `\bh[12]\b`, `\b(?:bi-?|semi-?)?annual(?:ly)?\b`, `\byear(?:ly|-end)?\b`, `\bhalf[- ]year(?:ly)?\b`,
		`月次`, `月例`, `今月の`, `\d月の?(?:kpt|ふりかえり|振り返り)`, `月間`, `月末`, `四半期`, `[上下]半?期`, `半期`, `半年`, `年次`, `年間`, `年末`, `期末`, `通期`,
		`\bcancel(?:l?ed|lation)?\b`, `\bskipped\b`, `\bpostponed\b`, `\bno (?:kpt|retro|meeting)\b`, `\bnot held\b`, `中止`, `キャンセル`, `休会`, `お休み`, `延期`, `取りやめ`, `なし$`, `流会`,
		`template`, `\bcopy\b`, `\bcopied\b`, `\bduplicate\b`, `\bbackup\b`, `\bsamples?\b`, `\bexamples?\b`, `\bdrafts?\b`, `\btests?\b`, `\bdry[- ]run\b`, `\brehearsal\b`, `\bold\b`, `\barchived?\b`,
		`テンプレ`, `雛形`, `ひな形`, `ひながた`, `コピー`, `複製`, `控え`, `バックアップ`, `サンプル`, `見本`, `記入例`, `[(]例[)]`, `下書き`, `テスト`, `練習`, `予行`, `リハーサル`, `[(]旧[)]`, `旧版`, `アーカイブ`,
		`\boptional\b`, `番外`, `臨時`, `全社`, `全体`, `合同`, `\bjoint\b`, `\bcompany[- ]wide\b`, `\borg[- ]wide\b`,
	)
	// notMeetings are no meetings, though they are called like one.
	notMeetings = anyOf(
		`\bscrum (?:team|masters?)\b`,
		`スクラムチーム`, `スクラムマスター`, `(?:定例|月例|反省|改善|委員|自治|町内|協議|研究|同好|後援|生徒|学生|連合|保護者)会`, `[司社機都教協商入退開閉照再面]会`,
		`定例(?:会議|ミーティング|mtg)`,
	)
	// gathering is what kind of meeting one is: "開発会議", "輪読会", "Guild meeting".
	gathering = anyOf(
		`\bmeetings?\b`, `mtg`, `\bsync(?:s|-?ups?)?\b`, `\breviews?\b`, `\bcalls?\b`,
		`ミーティング`, `会議`, `打ち?合わ?せ`, `レビュー会?`, `相談`, `\p{Han}{2}会`, `[部課班茶係]会`, `(?:lt|もくもく|お話|おしゃべり|しゃべり)会`,
	)
	ofTeam  = anyOf(`チーム`, `\bteams?\b`)
	regular = anyOf(`毎週`, `週次`, `隔週`, `月次`, `定期`, `月例`, `\b(?:bi-?weekly|monthly|regular|our|the|a)\b`)
)
