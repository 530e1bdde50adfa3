package kpt

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// column is what a column is about, by the word above it.
type column int

const (
	unknownColumn column = iota
	textColumn
	nameColumn
	otherColumn // a day, a state: of the whole row
	toldColumn  // what is told of a note, or done for it
)

func columnWord(head string) column {
	return columnWords()[Fold(norm.NFKC.String(strings.TrimSpace(head)))]
}

func columnWords() map[string]column {
	words := map[string]column{}
	for of, list := range map[column]string{
		textColumn: "内容 詳細 メモ 項目 意見 コメント 記入欄 やること 具体的に text note notes what item items content details comment comments description entry entries",
		nameColumn: "名前 氏名 なまえ メンバー 担当 担当者 人 記入者 発言者 提案者 誰 だれ name names who owner member members person people author by whom assignee 発案者 起票者 起案者 投稿者 報告者 書いた人 言った人 出した人 raisedby reportedby proposedby writtenby suggestedby addedby reporter proposer writer 対応者 実施者 実行者 責任者 assignedto responsible actionowner actionby dri",
		otherColumn: "期限 いつ いつまでに いつまで 日付 日時 状態 状況 ステータス 優先度 優先 番号 投票 票 票数 いいね 種類 種別 区分 分類 カテゴリ " +
			"due duedate when deadline date status state priority no number votes vote likes type kind category done check",
		toldColumn: "理由 原因 背景 対応 対応策 対策 結果 備考 reason why cause action actions result results remarks",
	} {
		for word := range strings.FieldsSeq(list) {
			words[word] = of
		}
	}
	return words
}

// headsOther says whether a cell only names something else than a section: "メモ", "次回", "担当".
func headsOther(text string) bool {
	text = norm.NFKC.String(strings.TrimSpace(text))
	if text == "" || cellSection(text) != "" {
		return false
	}
	if parts := partsOf(text); len(parts) > 0 && !slices.ContainsFunc(parts[1:], func(p headingPart) bool { return !p.aside }) {
		text = parts[0].text
	}
	return columnWord(text) != unknownColumn || otherParts()[Fold(text)]
}

// KnownNote is the text of a cell that holds a note we know, whatever it says: for ReadTable it
// is the name of nothing.
func KnownNote(text string) string { return "(note) " + text }
