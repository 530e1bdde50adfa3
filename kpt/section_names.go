package kpt

import "sync"

// sectionBy is which section each of the names is.
var sectionBy = sync.OnceValue(func() map[string]Section {
	by := map[string]Section{}
	for section, names := range sectionNames() {
		for _, name := range names {
			by[name] = section
		}
	}
	return by
})

// sectionNames are the headings that people give the sections, folded.
func sectionNames() map[Section][]string {
	return map[Section][]string{
		Tries: {
			"tries", "continuedtries", "carriedovertries", "trieswecarryover",
			"進行中のtry", "進行中try", "続いているtry", "継続中のtry", "継続try", "未完了のtry", "未完了try", "持ち越しのtry", "持ち越しtry", "繰り越しtry",
		},
		Keeps: {
			"keep", "keeps", "k", "キープ", "wentwell", "whatwentwell", "goingwell", "whatsgoingwell", "whatisgoingwell", "thingsgoingwell", "thingsthataregoingwell", "whatsworking", "whatisworking", "whatsworkingwell", "whatworkswell", "thingsthatwentwell", "whatworked", "whatworkedwell", "keepdoing", "goodthings", "thegoodthings", "goodpoints", "thatwentwell",
			"thingstokeep", "whattokeep", "whatshouldwekeep", "whatshouldwekeepdoing", "whatwewanttokeep",
			"keepすること", "keepしたいこと", "keepしていきたいこと", "続けること", "続けたいこと", "続けていきたいこと", "継続すること", "継続したいこと", "継続すべきこと", "よかったこと", "良かったこと", "よかった点", "良かった点",
			"良い点", "よい点", "いいこと", "いい点", "つづけること", "つづけたいこと", "うまくいったこと", "上手くいったこと", "うまく行ったこと", "うまくいった点",
		},
		Problems: {
			"problem", "problems", "p", "プロブレム", "whatdidntgowell", "didntgowell", "whatsnotgoingwell", "whatisnotgoingwell", "whatisntgoingwell", "notgoingwell", "thingsnotgoingwell", "whatsnotworking", "whatisnotworking", "whatisntworking", "whatslowedusdown", "whatisslowingusdown", "whatsslowingusdown", "whatheldusback", "whatisholdingusback", "whatsholdingusback", "whatblockedus", "whatisblockingus", "whatsblockingus", "whatgotintheway", "whatgotinourway", "whatdidnotgowell", "thingsthatdidntgowell", "whatwentwrong",
			"whatdidntwork", "whatdidnotwork", "whatisintheway", "whatsintheway", "painpoints", "wentbadly", "whatwentbadly", "thingsthatwentbadly", "wentpoorly", "badthings", "thebadthings", "wentwrong",
			"problemだと思うこと", "problemだったこと", "問題", "問題点", "課題", "課題点", "困ったこと", "困っていること", "困ってること", "困っている点", "困りごと", "困り事", "こまったこと", "こまっていること", "こまってること", "こまりごと", "わるかったこと", "わるかった点", "悪かったこと", "悪かった点",
			"改善したいこと", "改善したい点", "改善が必要なこと", "改善すべきこと", "うまくいかなかったこと", "うまくいっていないこと", "うまく行かなかったこと",
			"上手くいかなかったこと", "反省点", "問題だと思うこと", "問題だと感じたこと", "問題に感じたこと",
		},
		NewTries: {
			"try", "t", "トライ", "thingstotry", "whattotry", "whattotrynext", "whatshallwetry", "whatshouldwetry", "whatwewilltry", "totry",
			"tryideas", "ideastotry", "ideasforatry", "tryすること", "tryしたいこと", "tryしてみたいこと", "次に試すこと", "試すこと", "試したいこと", "次に試したいこと", "挑戦すること", "挑戦したいこと", "やってみること", "やってみたいこと",
			"次にやること", "次にやってみること", "ためすこと", "ためしたいこと", "つぎにやること", "つぎにためすこと", "tryの案", "try案", "tryのアイデア",
		},
	}
}

// What stands around the name of a section, folded: before it, it says of when it is,
// behind it, what is done with it.

var ofNow = []string{"今週の", "今回の", "今月の", "今日の", "本日の", "今スプリントの", "今週", "今回", "今月", "みんなの", "全員の", "チームの", "thisweeks", "todays", "thissprints", "our", "the"}

var ofNext = []string{"次回の", "次の", "来週の", "来月の", "次スプリントの", "次回", "来週", "新しい", "nextweeks", "nextsprints", "next", "new"}

var ofLast = []string{
	"前回の", "先週の", "先月の", "前週の", "前スプリントの", "これまでの", "以前の", "過去の", "前回", "先週", "先月",
	"lastweeks", "lasttimes", "lastsprints", "last", "previous", "earlier", "past", "open",
}

// asList do not change what it is: a list, or time for it.
var asList = []string{
	"一覧", "のリスト", "リスト", "のメモ", "メモ", "の記入欄", "記入欄", "欄", "を書く", "を書こう", "を書いてください", "の書き出し", "書き出し", "を出す", "出し", "の共有", "共有",
	"の発表", "発表", "タイム", "の時間", "list", "items", "notes", "cards", "time", "section",
}

// asBefore is said of Tries of before.
var asBefore = []string{
	"fromlasttime", "fromlastweek", "oflasttime", "oflastweek",
	"前回", "前回分", "前回の分", "先週", "先週分", "継続", "継続中", "継続分", "未完了", "未完了分", "持ち越し", "持ち越し分", "持越し", "繰り越し", "繰り越し分", "繰越し",
	"carriedover", "carryover", "continued", "continuing", "ongoing", "stillopen", "unfinished",
}

// asChoice is said of Tries that are decided.
var asChoice = []string{"の決定", "決定", "を決める", "決め", "の検討", "検討", "を考える", "の選定"}
