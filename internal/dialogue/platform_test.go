package dialogue

import (
	"testing"

	"github.com/engawa-bot/engawa/bot/words"
)

func TestWhatThePlatformsSayIsThereInJapanese(t *testing.T) {
	p := &Play{Lang: words.Japanese}
	for said, want := range map[string]string{
		`/keep: option "text": is 1001 long, must be 0 to 1000`:            `/keep の「text」：1001文字あります。0文字から1000文字までにしてください。`,
		`/where: option "member": ghost is none of the guild's [users]`:    `/where の「member」：「ghost」はこのサーバーにありません。`,
		`form "メモ": field "ひとこと": is required`:                             `フォーム「メモ」の「ひとこと」：記入が必要です。`,
		"form \"メモ\" has no field \"x\":\n== メモ ==":                        `フォーム「メモ」に「x」という欄はありません。`,
		`"ひとこと": must be filled in`:                                        `「ひとこと」：記入が必要です。`,
		`/focus is not a valid command`:                                    `/focus というコマンドはありません。`,
		`select "Rooms": 0 values picked, must be 1 to 3`:                  `メニュー「Rooms」：0個選ばれています。1個から3個まで選んでください。`,
		`/engawa settings: ana has not the right to use it`:                `/engawa settings を使う権限がanaにありません。`,
		`there is no message shortcut "KPT"`:                               `「KPT」というショートカットはありません。`,
		`something that nobody has thought of, in English all the same: x`: `something that nobody has thought of, in English all the same: x`,
	} {
		if got := p.inTheirs(said); got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", said, got, want)
		}
	}
	p.Lang = words.English
	if got := p.inTheirs("button \"x\" is a link"); got != "button \"x\" is a link" {
		t.Errorf("in English: got %s", got)
	}
}

func TestWhereSomethingIsShownIsToldInJapanese(t *testing.T) {
	p := &Play{Lang: words.Japanese}
	for line, want := range map[string]string{
		"< (ana only) いま、どこに\n  (select: 部屋)": "< （anaだけに） いま、どこに\n  （メニュー：部屋）",
		"< (Slack, ana only) x":               "< Slack（anaだけに） x",
		"< (to bo) (edited) x":                "< （boへ）（更新） x",
		"< (Slack, to bo) x":                  "< Slack（boへ） x",
		"< board: 🏡 #Lounge":                  "< ボード: 🏡 #Lounge",
		"< Slack board (deleted): x":          "< Slack ボード（削除）: x",
		"< Lounge chat (edited): x (edited)":  "< Loungeのチャット（更新）: x (edited)",
		"< Lounge chat (pings ana, bo): x":    "< Loungeのチャット（通知：ana, bo）: x",
		"< Lounge status: (none)":             "< Loungeのステータス: （なし）",
		"< Lounge sound: engawa tea":          "< Loungeのチャイム: engawa tea",
		"< #general (edited): the status: ok": "< #general（更新）: the status: ok",
		"< calendar (changed): 📝 KPT, fri 2026-12-04 15:00–16:00, Lounge, again and again": "< カレンダー（変更）: 📝 KPT、2026-12-04（金） 15:00–16:00, Lounge、繰り返し",
		"< form for ana: メモ":         "< anaのフォーム: メモ",
		"< Slack form for ana: メモ":   "< Slack anaのフォーム: メモ",
		"< Slack home of ren: x":     "< Slack renのホーム: x",
		"< the Doc: # KPT\n  board:": "< ドキュメント: # KPT\n  board:",
	} {
		if got := p.Told(line); got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", line, got, want)
		}
	}
}
