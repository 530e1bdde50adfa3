package kpt

import (
	"strings"
	"sync"

	"golang.org/x/text/unicode/norm"

	"github.com/engawa-bot/engawa/internal/plain"
)

// OtherPart says whether a line is what people head something else with that a meeting has
// beside its notes: "その他", "連絡事項", "Next actions:", "次回: 12/4". It is nobody's name.
func OtherPart(line string) bool {
	line = strings.TrimSpace(norm.NFKC.String(plain.Line(line)))
	return otherParts()[Fold(line)] || besideNotes.MatchString(line)
}

// otherParts are such headings, folded.
var otherParts = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for _, words := range []string{
		// remarks
		"その他 そのほか 他 メモ 備考 補足 雑談 感想 一言 ひとこと 雑感",
		"other others otherthings othertopics otherbusiness othernotes misc miscellaneous aob anyotherbusiness note notes meetingnotes memo fyi",
		// news
		"連絡 連絡事項 業務連絡 お知らせ 告知 共有 共有事項 報告 報告事項",
		"announcement announcements news update updates",
		// thanks
		"感謝 ありがとう",
		"thanks thankyou thankyous kudos shoutout shoutouts appreciation appreciations",
		// what comes next
		"次回 次回予定 次回の予定 次回日程 次回の日程 次回日時 次回の日時 次回開催 次回の開催 次回に向けて 次回まで 次回までに 今後の予定 予定",
		"nextmeeting nexttime",
		// what is to be done
		"宿題 持ち越し 保留 todo やること アクション アクションアイテム 次のアクション 次のアクションアイテム 今後のアクション 今後のアクションアイテム ネクストアクション ネクストアクションアイテム",
		"todos action actions nextaction nextactions actionitems nextactionitems nextstep nextsteps homework followup followups parkinglot parked backlog",
		// what is decided or asked
		"決定 決定事項 決まったこと 結論 確認事項 議題 アジェンダ 質問",
		"decision decisions decided conclusion conclusions outcome outcomes questions openquestions agenda qa",
		// what is said about it
		"議論 議論メモ ディスカッション 話したこと 話し合い 話し合ったこと まとめ 原因 背景",
		"discussion discussions whatwediscussed summary cause causes rootcause background",
		// who is there
		"参加者 出席者 司会 書記 ファシリ ファシリテーター",
		"attendees participants present absent facilitator",
		// where to read more
		"リンク リンク集 関連リンク 資料 参考 参考資料 参考リンク",
		"link links usefullinks resources references appendix",
	} {
		for word := range strings.FieldsSeq(words) {
			all[Fold(word)] = true
		}
	}
	return all
})

// ofOthers says whether a caption that may head something else heads, among names, the lines of
// others.
func ofOthers(text string) bool {
	switch Fold(text) {
	case "その他", "そのほか", "他", "ほか", "other", "others", "therest", "rest":
		return true
	}
	return false
}
