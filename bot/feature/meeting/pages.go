package meeting

import (
	"unicode"
	"unicode/utf16"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	rules "github.com/engawa-bot/engawa/kpt/meeting"
)

// What fits on a page, so that no face has to shorten it.
const (
	pageItems = 10   // and their selects
	pageText  = 3200 // as weight counts; a platform's cards hold 4,000 with everything else
	itemText  = 1100 // characters of one text; a note has 1,000 at most, a line in the notebook any number
	mostPicks = 25   // options of a select
)

// piece is what of an item stands on one page: all of it, or some of its lines.
type piece struct {
	rules.Item
	lines []words.Text
}

// paged cuts items into pages of what a card can hold; at least one. What is too
// long for one page goes on on the next.
func paged(items []rules.Item, most int, lines func(rules.Item) []words.Text) [][]piece {
	pages := [][]piece{nil}
	room := pageText
	turn := func(i rules.Item) {
		pages, room = append(pages, []piece{{Item: i}}), pageText
	}
	for _, i := range items {
		last := len(pages) - 1
		if len(pages[last]) == most {
			turn(i)
		} else {
			pages[last] = append(pages[last], piece{Item: i})
		}
		for _, line := range lines(i) {
			last = len(pages) - 1
			p := &pages[last][len(pages[last])-1]
			need := weight(line)
			if need > room && room < pageText {
				if len(p.lines) == 0 {
					pages[last] = pages[last][:len(pages[last])-1] // it begins on the next
				}
				turn(i)
				p = &pages[last+1][0]
			}
			p.lines = append(p.lines, line)
			room -= need
		}
	}
	return pages
}

// weight is how long a text is at the most when a face has drawn it: in UTF-16
// units, and with a sign before each that may be taken for a format.
func weight(t words.Text) int {
	const named = 32 // a person or a time, as a platform writes it
	n := 1           // the end of the line
	for _, r := range t {
		if r.Kind == words.Member || r.Kind == words.Moment || r.Kind == words.Since {
			n += named
			continue
		}
		for _, c := range r.Text {
			n += max(1, utf16.RuneLen(c))
			if c <= unicode.MaxASCII && (unicode.IsPunct(c) || unicode.IsSymbol(c)) {
				n++
			}
		}
	}
	return n
}

// pageOf is the page that has an item; the first if none has.
func pageOf(pages [][]piece, has func(rules.Item) bool) int {
	for n, page := range pages {
		for _, p := range page {
			if has(p.Item) {
				return n
			}
		}
	}
	return 0
}

// turns are the buttons that lead to the pages before and after one.
func turns(at, pages int, button func(key string, page int) bot.Button) (list []bot.Button) {
	if at > 0 {
		list = append(list, button("page.back", at-1))
	}
	if at+1 < pages {
		list = append(list, button("page.next", at+1))
	}
	return list
}
