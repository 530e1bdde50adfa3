package kpt

import (
	"regexp"
	"slices"
	"strings"
)

// looksBack says whether a heading is about what became of Tries: comments stand below it, and
// no Tries. "前回のTry" and "Open Tries" are lists.
func looksBack(heading string) bool {
	name := Fold(heading)
	for _, tries := range []string{"tries", "try", "トライ"} {
		for at, rest := 0, name; ; {
			before, after, ok := strings.Cut(rest, tries)
			if !ok {
				break
			}
			if at += len(before); reviewAround(name[:at], lengthAtEnd.ReplaceAllString(after, "")) {
				return true
			}
			at, rest = at+len(tries), after
		}
	}
	return false
}

// reviewAround says whether what stands around the word for Tries looks back at them.
func reviewAround(before, after string) bool {
	if before == "" || strings.HasSuffix(before, "の") || madeOf(before, ofWhich) {
		return reviewInJapanese(after) || startsWith(after, lookingAt) || slices.ContainsFunc(review, func(word string) bool {
			which, rest, ok := strings.Cut(after, word)
			return ok && madeOf(which, ofWhich) && madeOf(rest, asList)
		})
	}
	before = strings.TrimPrefix(before, "the")
	return madeOf(after, howItWent) && slices.ContainsFunc(slices.Concat(lookingAt, review), func(words string) bool {
		which, ok := strings.CutPrefix(before, words)
		return ok && madeOf(which, ofWhich)
	})
}

// reviewInJapanese says whether what stands behind the word for Tries ends in a word for looking
// back, and what is done with that: "のふりかえりをする".
func reviewInJapanese(after string) bool {
	for {
		if rest, ok := cutEnd(after, reviewJapanese); ok && !endsInLetter(rest) {
			return true
		}
		shorter, ok := cutEnd(after, reviewDone)
		if !ok {
			return false
		}
		after = shorter
	}
}

// madeOf says whether a folded text is nothing but some of the words, in any order.
func madeOf(text string, words []string) bool {
	return text == "" || slices.ContainsFunc(words, func(word string) bool {
		rest, ok := strings.CutPrefix(text, word)
		return ok && madeOf(rest, words)
	})
}

// cutEnd takes the longest of some words off the end of a text, which may be all of it.
func cutEnd(text string, words []string) (rest string, ok bool) {
	rest = text
	for _, word := range words {
		if shorter, is := strings.CutSuffix(text, word); is && len(shorter) < len(rest) {
			rest, ok = shorter, true
		}
	}
	return rest, ok
}

func startsWith(text string, words []string) bool {
	return slices.ContainsFunc(words, func(word string) bool { return strings.HasPrefix(text, word) })
}

func endsInLetter(text string) bool {
	return text != "" && text[len(text)-1] >= 'a' && text[len(text)-1] <= 'z'
}

// lengthAtEnd is how long something is to take, folded.
var lengthAtEnd = regexp.MustCompile(`\d+(?:分間?|minutes|mins|min|m)?$`)

// Words around the word for Tries, folded.
var (
	ofWhich = strings.Fields("前回 先週 先月 last lastweek lastweeks lasttime previous our the open past earlier from weve we weeks " +
		"0 1 2 3 4 5 6 7 8 9")
	review = strings.Fields("review reviews reviewed reviewing result results outcome outcomes status followup followups checkin checkins " +
		"retrospective retrospectives recap feedback comments")
	lookingAt = strings.Fields("reviewof resultof resultsof outcomesof statusof recapof commentson feedbackon lookingback lookingbackat lookback lookbackat " +
		"followupon checkinon retrospectiveon retroon howitwent howtheywent howdid howhave howare whatbecameof whathappenedto whathappenedwith")
	howItWent      = strings.Fields("go went gone doing going work worked out lastweek fromlastweek fromlasttime notes comments list time")
	reviewJapanese = strings.Fields("振り返り ふりかえり ふり返り 振返り 振り返る ふりかえる 確認 結果 進捗 評価 棚卸し レビュー 状況 経過 感想 コメント " +
		"どうだった どうだったか どうでした どうでしたか どうなった どうなったか どうなりました どうなりましたか")
	reviewDone = strings.Fields("をする する しよう しましょう コメント コーナー タイム の時間 の共有 共有 メモ のメモ 一覧 結果 会")
)
