package kpt

import (
	"regexp"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/engawa-bot/engawa/internal/plain"
)

// MaybeSections are the sections that a heading may mean, by the words in it, whether or
// not FindSection understands it: of "Keep & Problem" two, of "Agenda" none. As long as
// nobody knows, no other section of that kind is to be made below it.
func MaybeSections(heading string) (all []Section) {
	heading = norm.NFKC.String(plain.Line(heading))
	if s, ok := sectionOf(heading); ok {
		return []Section{s}
	}
	if s, ok := signedSection(heading); ok {
		return []Section{s}
	}
	if IsShelved(heading) {
		return nil
	}
	folded := Fold(heading)
	if s, ok := otherSchools()[folded]; ok {
		return []Section{s}
	}
	if all := severalNamed(heading); all != nil {
		return all
	}
	parts := partsOf(heading)
	letter := ""
	if short(parts) && len(parts) > 1 {
		letter = Fold(parts[0].text)
	}
	for _, w := range kindWords {
		if !w.pattern.MatchString(heading) && letter != w.letter {
			continue
		}
		if w.section == NewTries && lookedBackAt.MatchString(folded) {
			all = append(all, Tries)
			continue
		}
		all = append(all, w.section)
	}
	return all
}

// otherSchools are headings, folded, that other ways to look back have where a KPT has a section.
var otherSchools = sync.OnceValue(func() map[string]Section {
	schools := map[string]Section{}
	for section, words := range map[Section]string{
		Keeps: "good goods thegood positives positive plus pros wins win highlights liked loved glad happy continue delighted more " +
			"よい 良い よかった 良かった いいね 嬉しかったこと うれしかったこと 楽しかったこと ハイライト プラス グッド 良かったもの 成果 嬉しかった うれしかった 楽しかった いいところ 良いところ よいところ 良いこと よいこと",
		Problems: "drop drops lose less change changes stopdoing bad badones badthings badpoints bads thebad negatives negative minus cons lowlights lacked sad mad stop issues issue blockers blocker challenges challenge concerns concern pains pain " +
			"couldbebetter tobeimproved toimprove needsimprovement improvements improvement improve whatcouldbebetter whatcanweimprove " +
			"捨てる 捨てること 捨てたいこと 変える 変えること 変えたいこと 減らすこと 減らしたいこと やめること やめたいこと 悪い 悪い点 悪いこと よくない点 良くない点 よくなかったこと 良くなかったこと よくなかった点 良くなかった点 悪かった もやもや モヤモヤ つらかったこと 辛かったこと 残念だったこと 失敗 失敗したこと 気になったこと 気になること 悩み 悩んでいること マイナス バッド 改善点 懸念 懸念点 困りごと",
		NewTries: "add startdoing next nextsteps nextstep nextactions nextaction actionitems actionitem actionpoints actions action todo todos start ideas idea experiments experiment improvementideas " +
			"whatsnext longedfor fix fixes solution solutions countermeasure countermeasures 増やすこと 増やしたいこと 始めること 始めたいこと 加えること 次 次の一手 次のアクション ネクスト ネクストアクション アクション アクションアイテム アクションプラン 次回のアクション 改善案 改善策 対策 対応策 解決策 打ち手 次回やること 今後やること やること これからやること 来週やること アイデア",
	} {
		for word := range strings.FieldsSeq(words) {
			schools[Fold(word)] = section
		}
	}
	return schools
})

// Outline finds the lines of a list, each with its depth, that may head what stands below
// them in it: "- Keep" above "  - 朝会が短い", also below a name or a day. A list that
// only names what the meeting does, one below the other, has none.
func Outline(texts []string, depths []int) map[int]Section {
	names, within := map[int]Section{}, map[int]Section{}
	for i, text := range texts {
		s, ok := IsSection(text)
		switch {
		case !ok:
		case depths[i] == 0:
			names[i] = s
		case i+1 < len(texts) && depths[i+1] > depths[i]:
			within[i] = s
		}
	}
	nested, followed := false, 0
	for i := range names {
		if _, name := names[i+1]; i+1 < len(texts) && !name {
			nested = nested || depths[i+1] > 0
			followed++
		}
	}
	if !nested && followed < 2 {
		clear(names)
	}
	for i, s := range within {
		names[i] = s
	}
	return names
}

// Spaced are the lines that begin with the letter or the name of a section and a blank, where
// several sections are named so: "K 朝会が短い", "P CIが遅い". Of each section it is the first.
func Spaced(texts []string) map[int]Section {
	found, first := map[int]Section{}, map[Section]bool{}
	for i, text := range texts {
		if _, _, labelled := lineLabel(text); labelled {
			continue
		}
		text = strings.TrimLeft(norm.NFKC.String(plain.Line(text)), "-–—*+・•●○◦‣ ")
		name, rest, _ := strings.Cut(text, " ")
		if s, ok := sectionOf(name); ok && Fold(rest) != "" && !says(nothing, Fold(rest)) && !first[s] {
			found[i], first[s] = s, true
		}
	}
	if len(found) < 2 {
		return nil
	}
	return found
}

// kindWords are the words of each kind, wherever they stand.
var kindWords = []struct {
	section Section
	letter  string // which a heading may begin with
	pattern *regexp.Regexp
}{
	{Keeps, "k", regexp.MustCompile(`(?i)\bkeeps?\b|キープ|続けること|続けたいこと|(?:よ|良)かった|うまくいった|うまく行った|(?:嬉|うれ)しかった|楽しかった` +
		`|\bwent well\b|\b(?:go(?:es|ing)|work(?:s|ing)) well\b|\bgood (?:things?|points?|stuff|news)\b|\bwins\b|\bpositives?\b|\bwhat worked\b|\bwe liked\b`)},
	{Problems, "p", regexp.MustCompile(`(?i)\bproblems?\b|プロブレム|問題点|課題|困った|こまった|困って|こまって|悪かった|(?:よ|良)くなかった|うまくいかなかった|うまく行かなかった|大変だった|(?:つら|辛)かった|残念|もやもや|モヤモヤ|不満` +
		`|\b(?:slow|h[eo]ld|block|frustrat|bother|annoy|hurt|hinder|stopp?|trouble|get)\w*\b.* (?:us|our way|the way)\b|\bgoing (?:wrong|badly|poorly)\b|\bnot going well\b|\bisn['’]?t (?:going|working)\b|\bwent (?:wrong|badly|bad|poorly)\b|\bbad (?:things?|points?)\b|\bnegatives?\b|\b(?:be|been|go|gone) better\b|\b(?:to|we) improve\b|\bimprovements?\b|\bstruggles?\b|\bpain points?\b|\bblockers?\b|\bissues\b|\bobstacles?\b|\bdidn['’]?t (?:go|work)\b|\bdid not (?:go|work)\b`)},
	{NewTries, "t", regexp.MustCompile(`(?i)\btr(?:y|ies)\b|トライ(?:[^アヤ]|$)|試すこと|試したい|やってみる|アクション(?:[^ァ-ヶー]|プラン|アイテム|$)|改善案|改善策|次にやる|次回やる` +
		`|\baction (?:items?|points?|plan)\b|\bnext (?:steps?|actions?)\b|\bto-?dos\b|\bexperiments\b`)},
}

// lookedBackAt is said of Tries of before, folded.
var lookedBackAt = regexp.MustCompile(`前回|先週|先月|振り返り|ふりかえり|ふり返り|振返り|確認|結果|評価|進捗|状況|経過|棚卸し|レビュー|どうだった|どうでした|どうなった|感想|コメント|継続|持ち越し|繰り越し|last|previous|review|results?$|outcome|status|recap|followup|checkin|lookingback|lookback|retrospective|feedback|comments|^how|^what(?:became|happened)|carriedover|open`)

// glosses are what is said of a section behind its letter alone: "K: よかった".
var glosses = map[Section]*regexp.Regexp{
	Keeps:    regexp.MustCompile(`^(?:よかった|良かった|いいね|続ける|続けたい|good|liked|keepdoing|goodthings)(?:点|もの|です)?$`),
	Problems: regexp.MustCompile(`^(?:困った|困りごと|困ってる|悪かった|もやもや|モヤモヤ|bad|trouble|issues?|stop)(?:点|もの|です)?$`),
	NewTries: regexp.MustCompile(`^(?:試す|試したい|やってみる|やってみたい|次やる|次にやる|改善案?|next|nextsteps?|nextactions?|actions?|start)(?:点|もの|です)?$`),
}

// LineSection is the section that a line names in front of what it says, as people write
// where a sheet has no headings: "K: 朝会が短い", "・Problem：CIが遅い", "P）うるさい".
func LineSection(line string) (Section, bool) {
	if s, ok := signedSection(line); ok {
		return s, true
	}
	_, s, ok := lineLabel(line)
	return s, ok
}

// signedSection is the section that a line may head which is nothing but a picture: "👍", "## 💡".
func signedSection(line string) (Section, bool) {
	said := strings.Trim(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Variation_Selector, r) || unicode.Is(unicode.Sk, r) || unicode.IsSpace(r) {
			return -1 // the colour of a skin
		}
		return r
	}, line), "#*_:：【】[]()・-")
	if said == "" || len(said) > len("👍")*3 {
		return "", false
	}
	for s, signs := range map[Section]string{Keeps: "👍🙌👏😀😃😄😊🙂⭕", Problems: "👎😢😞😟😡😠🙁☹❌", NewTries: "💡🚀✨"} {
		if strings.Trim(said, signs) == "" {
			return s, true
		}
	}
	return "", false
}

// lineLabel is the section that a line names in front of what it says, with its name there.
func lineLabel(line string) (label string, s Section, ok bool) {
	line = strings.TrimLeft(norm.NFKC.String(plain.Line(line)), "-–—*+・•●○◦‣ ")
	all := append(byColon(line), byBracket(line)...)
	if m := closedLabel.FindStringSubmatch(line); m != nil {
		all = append(all, Label{m[1], m[2]})
	}
	for _, l := range all {
		if s, ok := sectionOf(l.Name); ok && Fold(l.Rest) != "" {
			return strings.TrimSpace(l.Name), s, true
		}
	}
	return "", "", false
}

// closedLabel is a word with a bracket behind it that is not opened: "P）うるさい".
var closedLabel = regexp.MustCompile(`^([^\s()\[\]【】:]{1,12})[)\]】](.+)$`)
