package meeting

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	rules "github.com/engawa-bot/engawa/kpt/meeting"
)

func quoted(text string) words.Text { return words.Text{{Kind: words.Quoted, Text: text}} }

func TestPagesHoldAllLinesInOrderAndNoMoreThanFits(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		var items []rules.Item
		var want []string
		lines := map[kpt.NoteID][]words.Text{}
		for i := range dice.IntN(40) {
			item := rules.Item{ID: kpt.NoteID(fmt.Sprint(i))}
			for l := range dice.IntN(6) {
				line := fmt.Sprintf("%d.%d%s", i, l, strings.Repeat([]string{"a", "*", "あ", "🍵"}[dice.IntN(4)], dice.IntN(1500)))
				lines[item.ID] = append(lines[item.ID], quoted(line))
				want = append(want, line)
			}
			items = append(items, item)
		}
		most := 1 + dice.IntN(12)
		pages := paged(items, most, func(i rules.Item) []words.Text { return lines[i.ID] })
		var got []string
		seen := map[kpt.NoteID]bool{}
		for n, page := range pages {
			if len(page) > most || len(page) == 0 && len(items) > 0 {
				t.Fatalf("page %d has %d items, want 1 to %d", n, len(page), most)
			}
			total, count := 0, 0
			for _, p := range page {
				seen[p.ID] = true
				for _, l := range p.lines {
					got = append(got, l[0].Text)
					total += weight(l)
					count++
				}
			}
			if total > pageText && count > 1 {
				t.Fatalf("page %d weighs %d in %d lines, want at most %d", n, total, count, pageText)
			}
		}
		if !slices.Equal(got, want) || len(seen) != len(items) {
			t.Fatalf("%d lines of %d items are on the pages, want %d of %d", len(got), len(seen), len(want), len(items))
		}
	}
}

func TestOneTextOfTheGreatestWeightFitsOnAPage(t *testing.T) {
	for _, sign := range []string{"*", "🍵", "@everyone ", "<@1>", "# "} {
		text := string([]rune(strings.Repeat(sign, 30_000))[:20_000])
		line := noteLine(words.English, kpt.Note{Text: text, Author: kpt.Author{Name: strings.Repeat("*", 32)}}, nil)
		if got := weight(line); got > pageText {
			t.Errorf("a text of %q weighs %d, want at most %d", sign, got, pageText)
		}
		if got := line.String(); !strings.HasSuffix(got, "…") {
			t.Errorf("a text that was cut ends with %q", got[len(got)-10:])
		}
	}
}

func TestACardWithoutItemsHasOnePage(t *testing.T) {
	pages := paged(nil, pageItems, nil)
	if len(pages) != 1 || len(pages[0]) != 0 {
		t.Errorf("got %v, want one empty page", pages)
	}
}

func TestThePageOfTheTableIsFound(t *testing.T) {
	var items []rules.Item
	for i := range 25 {
		items = append(items, rules.Item{ID: kpt.NoteID(fmt.Sprint(i))})
	}
	pages := paged(items, pageItems, func(rules.Item) []words.Text { return nil })
	for id, want := range map[kpt.NoteID]int{"0": 0, "9": 0, "10": 1, "24": 2, "none": 0} {
		if got := pageOf(pages, func(i rules.Item) bool { return i.ID == id }); got != want {
			t.Errorf("%s: got page %d, want %d", id, got, want)
		}
	}
}

func TestPagesAreTurnedOnlyToThoseThereAre(t *testing.T) {
	for _, c := range []struct {
		at, pages int
		want      string
	}{{0, 1, ""}, {0, 2, "page.next 1"}, {1, 2, "page.back 0"}, {11, 30, "page.back 10, page.next 12"}} {
		var got []string
		turns(c.at, c.pages, func(key string, page int) bot.Button {
			got = append(got, fmt.Sprint(key, " ", page))
			return bot.Button{}
		})
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("page %d of %d: got %q, want %q", c.at, c.pages, s, c.want)
		}
	}
}

func TestAllCommitmentsAreInTheMessageThatTellsThem(t *testing.T) {
	s := &bot.Scene{Team: bot.Team{Manner: bot.Manner{Lang: words.English}}}
	for _, n := range []int{1, 3, 10, 40} {
		v := rules.View{}
		for i := range n {
			v.Page.Items = append(v.Page.Items, rules.Item{Kind: rules.ItemCommitment, Try: rules.TryView{
				Text: fmt.Sprintf("try%02d ", i) + strings.Repeat("*", 990), Owner: kpt.Author{Name: "owner"},
			}})
		}
		card := decided(s, v)
		total := 0
		for i, line := range card.Lines {
			total += weight(line)
			if got := line.String(); !strings.Contains(got, fmt.Sprintf("try%02d", i)) || !strings.Contains(got, "owner") {
				t.Errorf("commitment %d of %d is told as %q", i, n, got)
			}
		}
		if len(card.Lines) != n || total > decidedText {
			t.Errorf("%d of %d commitments, and they weigh %d", len(card.Lines), n, total)
		}
	}
}

func TestAMessageAboutAMeetingIsChangedOnlyAsLongAsItIsKnown(t *testing.T) {
	if editWithin <= 0 || editWithin+tellWithin > 15*24*time.Hour { // so long the courier keeps receipts
		t.Errorf("a message is changed for %v", editWithin)
	}
}

func TestANoteWithoutANameSaysSoAndStandsOnOneLine(t *testing.T) {
	for lang, want := range map[words.Lang]string{
		words.English:  "(Anonymous) Deploys hurt / ana: I broke them",
		words.Japanese: "（匿名） Deploys hurt / ana: I broke them",
	} {
		n := kpt.Note{Text: "Deploys hurt\nana: I broke them"}
		if got := noteLine(lang, n, nil).String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		signed := kpt.Note{Text: "dan: by hand", Beside: kpt.Beside{Whose: kpt.Whose{Unknown: true}}}
		if got := noteLine(lang, signed, nil).String(); got != signed.Text {
			t.Errorf("what nobody known has signed is shown as %q", got)
		}
		if got := noteLine(lang, kpt.Note{Text: "staging is down", Under: "above"}, nil).String(); got != "staging is down" {
			t.Errorf("a detail below a note is shown as %q", got)
		}
		from := noteLine(lang, n, map[kpt.NoteID]kpt.Author{n.ID: {Name: "bo"}}).String()
		if nobodys := noteLine(lang, n, map[kpt.NoteID]kpt.Author{n.ID: {}}).String(); strings.Contains(from+nobodys, bot.Nameless(lang)) || !strings.Contains(from, "bo") {
			t.Errorf("what came of a Try of bo's, and of nobody's, is shown as %q and %q", from, nobodys)
		}
		n.Author.Name = "bo"
		if got := noteLine(lang, n, nil).String(); strings.Contains(got, "\n") {
			t.Errorf("a member's note stands on several lines: %q", got)
		}
		try := rules.TryView{Text: "Buy tea\n• **bo**", Terms: kpt.Terms{When: "Monday\n• **bo** I do it"}}
		if got := tryLine(lang, try).String(); strings.Count(got, "\n") != 1 || strings.Contains(got, "\n•") {
			t.Errorf("a Try and its terms stand as %q", got)
		}
	}
}
