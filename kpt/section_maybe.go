package kpt

import (
	"regexp"
	"strings"

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
	folded := Fold(heading)
	if s, ok := otherSchools[folded]; ok {
		return []Section{s}
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
var otherSchools = map[string]Section{"good": Keeps, "bad": Problems, "next": NewTries}

// Outline finds the lines of a list, each with its depth, that may head what stands below
// them in it: "- Keep" above "  - 朝会が短い". A list that only names what the meeting does,
// one below the other, has none.
func Outline(texts []string, depths []int) map[int]Section {
	names := map[int]Section{}
	for i, text := range texts {
		if s, ok := IsSection(text); ok && depths[i] == 0 {
			names[i] = s
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
		return nil
	}
	return names
}

// kindWords are the words of each kind, wherever they stand.
var kindWords = []struct {
	section Section
	letter  string // which a heading may begin with
	pattern *regexp.Regexp
}{
	{Keeps, "k", regexp.MustCompile(`(?i)\bkeeps?\b|キープ|続けること|続けたいこと|よかったこと|良かったこと|\bwent well\b`)},
	{Problems, "p", regexp.MustCompile(`(?i)\bproblems?\b|プロブレム|問題点|課題|困った|困って|\bwent wrong\b`)},
	{NewTries, "t", regexp.MustCompile(`(?i)\btr(?:y|ies)\b|トライ(?:[^アヤ]|$)|試すこと|試したい|やってみる`)},
}

// lookedBackAt is said of Tries of before, folded.
var lookedBackAt = regexp.MustCompile(`前回|先週|先月|振り返り|ふりかえり|確認|結果|継続|持ち越し|繰り越し|last|previous|review|carriedover|open`)

// glosses are what is said of a section behind its letter alone: "K: よかった".
var glosses = map[Section]*regexp.Regexp{
	Keeps:    regexp.MustCompile(`^(?:よかった|良かった|いいね|続ける|続けたい|good|liked|keepdoing|goodthings)(?:点|もの|です)?$`),
	Problems: regexp.MustCompile(`^(?:困った|困りごと|困ってる|悪かった|もやもや|モヤモヤ|bad|trouble|issues?|stop)(?:点|もの|です)?$`),
	NewTries: regexp.MustCompile(`^(?:試す|試したい|やってみる|やってみたい|次やる|次にやる|改善案?|next|nextsteps?|nextactions?|actions?|start)(?:点|もの|です)?$`),
}

// LineSection is the section that a line names in front of what it says, as people write
// where a sheet has no headings: "K: 朝会が短い", "・Problem：CIが遅い".
func LineSection(line string) (Section, bool) {
	for _, l := range byColon(strings.TrimSpace(norm.NFKC.String(plain.Line(line)))) {
		if s, ok := sectionOf(l.Name); ok && Fold(l.Rest) != "" {
			return s, true
		}
	}
	return "", false
}
