package discord

import (
	"sort"
	"strings"
	"unicode/utf16"

	"github.com/rivo/uniseg"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
)

const (
	// ellipsis stands for what was left out: a card has no language of its own.
	ellipsis = "…"
	// divisible is how long a paragraph must be to be cut in the middle: lists
	// lose whole lines, a long text that somebody wrote keeps its beginning.
	divisible = 300
)

// units is the length of s in UTF-16 units, the strictest way in which Discord
// counts characters.
func units(s string) int {
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

// unmarked is a text on one line where Discord knows no Markdown, at most most
// units long. Asterisks that people typed stay.
func unmarked(t words.Text, most int) string {
	var b strings.Builder
	for _, r := range t {
		if r.Kind == words.Plain {
			r.Text = words.Text{r}.String()
		}
		b.WriteString(r.Text)
	}
	return shorten(words.Clean(b.String()), most, ellipsis)
}

// shorten cuts s between grapheme clusters to at most most units, mark included.
func shorten(s string, most int, mark string) string {
	if units(s) <= most {
		return s
	}
	left, end := most-units(mark), 0
	for rest, state := s, -1; rest != ""; {
		var cluster string
		cluster, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		if left -= units(cluster); left < 0 {
			break
		}
		end += len(cluster)
	}
	return strings.TrimRight(s[:end], " ") + mark
}

// prose is a card's title and lines in Markdown, at most mostText units long
// and never empty.
func prose(card bot.Card) string {
	var paragraphs []paragraph
	if !card.Title.Empty() {
		paragraphs = append(paragraphs, paragraph{card.Title, true})
	}
	for _, line := range card.Lines {
		if strings.TrimSpace(markdown(line)) != "" {
			paragraphs = append(paragraphs, paragraph{line, false})
		}
	}
	if s := fit(paragraphs, mostText); strings.TrimSpace(s) != "" {
		return s
	}
	return ellipsis
}

type paragraph struct {
	text  words.Text
	title bool
}

func (p paragraph) markdown() string {
	s := markdown(p.text)
	if p.title {
		return "### " + strings.ReplaceAll(s, "\n", " ")
	}
	return s
}

// fit joins paragraphs until most units are full.
func fit(paragraphs []paragraph, most int) string {
	var b strings.Builder
	for i, p := range paragraphs {
		separator, reserve := "\n", units("\n"+ellipsis)
		if i == 0 {
			separator = ""
		}
		if i == len(paragraphs)-1 {
			reserve = 0
		}
		s := p.markdown()
		left := most - units(separator)
		if units(s)+reserve <= left {
			b.WriteString(separator + s)
			most = left - units(s)
			continue
		}
		if units(s) > divisible {
			s = p.cut(left - units(ellipsis))
		} else {
			s = ""
		}
		b.WriteString(separator + s + ellipsis)
		break
	}
	return b.String()
}

// cut is as much of the paragraph's beginning as fits into most units.
func (p paragraph) cut(most int) string {
	begin := func(n int) string { return paragraph{firstOf(p.text, n), p.title}.markdown() }
	tooMany := sort.Search(clusters(p.text)+1, func(n int) bool { return units(begin(n)) > most })
	if tooMany == 0 {
		return ""
	}
	return strings.TrimRight(begin(tooMany-1), " \n")
}

func clusters(t words.Text) int {
	n := 0
	for _, r := range t {
		n += runClusters(r)
	}
	return n
}

// runClusters counts where a run may be cut; what is not written out is one.
func runClusters(r words.Run) int {
	switch r.Kind {
	case words.Plain, words.Quoted, words.Day:
		return uniseg.GraphemeClusterCount(r.Text)
	}
	return 1
}

// firstOf is the first n grapheme clusters of t, with bold type closed.
func firstOf(t words.Text, n int) words.Text {
	var out words.Text
	bold := false
	for _, r := range t {
		if n == 0 {
			break
		}
		if has := runClusters(r); has > n {
			r.Text, n = firstClusters(r.Text, n), 0
			if r.Kind == words.Plain {
				r.Text = strings.TrimRight(r.Text, "*")
			}
		} else {
			n -= has
		}
		if r.Kind == words.Plain && strings.Count(r.Text, "**")%2 == 1 {
			bold = !bold
		}
		out = append(out, r)
	}
	if bold {
		out = append(out, words.Run{Text: "**"})
	}
	return out
}

func firstClusters(s string, n int) string {
	end := 0
	for rest, state := s, -1; n > 0 && rest != ""; n-- {
		var cluster string
		cluster, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		end += len(cluster)
	}
	return s[:end]
}
