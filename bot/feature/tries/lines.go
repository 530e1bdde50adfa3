package tries

import (
	"cmp"
	"strconv"
	"unicode"
	"unicode/utf16"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/plain"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

const (
	longestInList = 200 // runes of a text in a list; the Try's own page has all
	longestLabel  = 80  // of an option of a select

	mostOnPage    = 10   // lines
	longestOnPage = 3400 // as weight counts; a platform's cards hold 4,000 with everything else
)

// reader is who reads, in a transaction.
type reader struct {
	*bot.Ask
	tx     *store.Tx
	book   kpt.Book
	viewer kpt.Viewer
	called kpt.Called
}

// reading reads the Book as the asker.
func reading(a *bot.Ask, fn func(*reader) error) error {
	return a.View(func(tx *store.Tx) error {
		viewer, err := a.Book().Viewer(tx, string(a.From.ID))
		if err != nil {
			return err
		}
		called, err := a.Book().Called(tx)
		if err != nil {
			return err
		}
		return fn(&reader{a, tx, a.Book(), viewer, called})
	})
}

// who is how the asker reads of somebody; empty if nobody is named.
func (r *reader) who(author kpt.Author) (words.Text, error) {
	id := bot.MemberID(author.Member)
	if id == "" {
		if author.Name == "" {
			return nil, nil
		}
		return words.Text{{Kind: words.Quoted, Text: author.Name}}, nil
	}
	m, err := r.Member(r.tx, id)
	name := cmp.Or(m.Name, author.Name) // which lasts, wherever they are by now
	switch {
	case id == r.From.ID || !m.Hidden && name == "":
		return words.Text{{Kind: words.Member, Text: string(id)}}, err
	case m.Hidden:
		return r.Say("someone"), err
	}
	return words.Text{{Kind: words.Quoted, Text: name}}, err
}

// owner is how the asker reads of who owns a Try, and that they have left, if it waits for
// another.
func (r *reader) owner(t kpt.Try) (words.Text, error) {
	owner, err := r.who(t.Owner)
	if err != nil || owner == nil {
		return r.Say("tries.nobody"), err
	}
	if left, err := r.OwnerLeft(r.tx, t); !left || err != nil {
		return owner, err
	}
	return r.Say("tries.left", words.Nest("owner", owner)), nil
}

// line is a Try in a list.
func (r *reader) line(t kpt.Try) (words.Text, error) {
	owner, err := r.owner(t)
	if err != nil {
		return nil, err
	}
	parts := []words.Text{
		r.Say("tries.text", words.Quote("text", brief(t.Text, longestInList))), owner, r.standing(t),
	}
	parts = append(parts, terms(r.From.Lang, t)...)
	said, err := r.said(t)
	if err != nil {
		return nil, err
	}
	if said != nil {
		parts = append(parts, said)
	}
	return words.Join(parts, " · "), nil
}

// standing is how old an open Try is, or how it ended.
func (r *reader) standing(t kpt.Try) words.Text {
	if t.State != kpt.Open {
		return r.Say("tries.state."+string(t.State), r.day(t.Born))
	}
	days := 0
	for day := r.called.Day(t.Born); day.Before(r.Today()); day = day.AddDays(1) {
		days++
	}
	if days == 0 {
		return r.Say("tries.new")
	}
	return r.Say("tries.age", words.Count("n", days))
}

// said is what was last said about an open Try, as far as the asker may know it;
// nil if nothing was.
func (r *reader) said(t kpt.Try) (words.Text, error) {
	said, ok, err := r.book.Said(r.tx, t, r.viewer)
	if err != nil || !ok || t.State != kpt.Open {
		return nil, err
	}
	by, err := r.who(said.By)
	if err != nil {
		return nil, err
	}
	if by == nil {
		by = r.Say("someone")
	}
	who, what := words.Nest("who", by), words.Nest("what", r.Say("tries.says."+string(said.What)))
	word := said.Word
	if said.Note != "" {
		shown, err := r.book.NotesWith(r.tx, []kpt.NoteID{said.Note}, r.viewer)
		if err != nil {
			return nil, err
		}
		if len(shown.Notes) == 1 {
			word = shown.Notes[0].Text
		}
	}
	if word == "" {
		return r.Say("tries.said", who, what), nil
	}
	return r.Say("tries.said.word", who, what, words.Quote("word", brief(word, longestInList))), nil
}

// terms are what was agreed on with a Try, one text each.
func terms(lang words.Lang, t kpt.Try) []words.Text {
	var parts []words.Text
	if t.Terms.When != "" {
		parts = append(parts, words.Say(lang, "tries.when", words.Quote("when", brief(t.Terms.When, longestInList))))
	}
	if t.Terms.Check != (schedule.Date{}) {
		parts = append(parts, words.Say(lang, "tries.check", bot.Day("day", lang, t.Terms.Check)))
	}
	return parts
}

// whole is a Try with what was agreed on, as its owner reads it.
func whole(lang words.Lang, t kpt.Try) words.Text {
	text := words.Say(lang, "tries.text", words.Quote("text", bot.OneLine(t.Text)))
	return words.Join(append([]words.Text{text}, terms(lang, t)...), "\n")
}

// date passes a date as the headings of sheets have it: histories go over years.
// day is the day by which people know a retro, given its name.
func (r *reader) day(retro schedule.Date) words.Arg {
	return words.Quote("day", r.called.Day(retro).String())
}

func brief(text string, most int) string {
	return plain.Cut(words.Clean(text), most)
}

// weight is how long texts are at the most when a face has drawn them: in UTF-16
// units, and with a sign before each that may be taken for a format.
func weight(texts ...words.Text) (n int) {
	for _, t := range texts {
		for _, r := range t.String() {
			n += utf16.RuneLen(r)
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsSpace(r) {
				n++
			}
		}
	}
	return n
}

// pages says where each page of some lines begins: as many lines a page as fit
// below what stands on every page.
func pages(lines, above []words.Text) []int {
	begins := []int{0}
	left := longestOnPage - weight(above...)
	room := left
	for i, l := range lines {
		n := weight(l)
		if first := begins[len(begins)-1]; i > first && (i-first == mostOnPage || n > room) {
			begins, room = append(begins, i), left
		}
		room -= n
	}
	return begins
}

// turn puts the page n of some lines on a card, below what is there, with the buttons to turn it, and
// says which lines those are. with is what the buttons bring along before the
// number of the page.
func turn(a *bot.Ask, c *bot.Card, lines []words.Text, n int, do string, with ...string) (from, to int) {
	begins := pages(lines, c.Lines)
	n = max(0, min(n, len(begins)-1))
	from, to = begins[n], len(lines)
	if n+1 < len(begins) {
		to = begins[n+1]
	}
	c.Lines = append(c.Lines, lines[from:to]...)
	button := func(key string, page int) {
		c.Buttons = append(c.Buttons, bot.Button{Label: a.Say(key), Do: do, With: append(with[:len(with):len(with)], strconv.Itoa(page))})
	}
	if n > 0 {
		button("page.back", n-1)
	}
	if n+1 < len(begins) {
		button("page.next", n+1)
	}
	return from, to
}

// pageOf is the page that a press asks for, after so many other strings; of an
// older version it is the first.
func pageOf(a *bot.Ask, after int) int {
	if len(a.With) <= after {
		return 0
	}
	n, _ := strconv.Atoi(a.With[after])
	return n
}
