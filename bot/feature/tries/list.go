package tries

import (
	"slices"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
)

// listing is a list of Tries to choose one from.
type listing struct {
	title words.Text
	hint  string // of the select, in the catalogue
	do    string // what choosing does
	none  string // what is said if there are none
	turn  string // what turning the page does; "": there is one page
	note  words.Text
}

// list lists the open Tries.
func list(a *bot.Ask) (bot.Reply, error) { return openPage(a, 0) }

func turnList(a *bot.Ask) (bot.Reply, error) {
	reply, err := openPage(a, pageOf(a, 0))
	reply.Update = true
	return reply, err
}

func openPage(a *bot.Ask, n int) (reply bot.Reply, err error) {
	err = reading(a, func(r *reader) error {
		open, err := r.book.OpenTries(r.tx)
		if err != nil {
			return err
		}
		reply, err = r.listed(open, listing{
			title: a.Say("tries.open", words.Count("n", len(open))), none: "tries.open.none",
			hint: "tries.choose", do: "tries show", turn: "tries list",
		}, n)
		return err
	})
	return reply, err
}

// mine lists the open Tries of which the asker may say that they are done: first
// their own, then nobody's.
func mine(a *bot.Ask) (bot.Reply, error) { return minePage(a, 0) }

func turnMine(a *bot.Ask) (bot.Reply, error) {
	reply, err := minePage(a, pageOf(a, 0))
	reply.Update = true
	return reply, err
}

func minePage(a *bot.Ask, n int) (reply bot.Reply, err error) {
	err = reading(a, func(r *reader) error {
		open, err := r.book.OpenTries(r.tx)
		if err != nil {
			return err
		}
		var own, free []kpt.Try
		for _, t := range open {
			switch {
			case kpt.MaySay(t, string(a.From.ID)) != nil:
			case t.Owner.Member != "":
				own = append(own, t)
			default:
				free = append(free, t)
			}
		}
		reply, err = r.listed(slices.Concat(own, free), listing{
			title: a.Say("tries.mine"), none: "tries.mine.none", hint: "tries.mine.choose", do: "tries done", turn: "tries mine",
		}, n)
		return err
	})
	return reply, err
}

// find lists the Tries of any time that have the words asked for.
func find(a *bot.Ask) (reply bot.Reply, err error) {
	err = reading(a, func(r *reader) error {
		found, err := r.search()
		if err != nil {
			return err
		}
		reply, err = r.foundPage(found)
		return err
	})
	return reply, err
}

func (r *reader) search() ([]kpt.Try, error) {
	all, err := r.book.Tries(r.tx)
	return kpt.Search(all, r.Values["text"]), err
}

// foundPage lists the newest of what was found: the words asked for are too long
// for a button that turns a page.
func (r *reader) foundPage(found []kpt.Try) (bot.Reply, error) {
	l := listing{
		title: r.Say("tries.found", words.Count("n", len(found))), none: "tries.found.none", hint: "tries.choose", do: "tries show",
	}
	if more := len(found) - mostOnPage; more > 0 {
		found, l.note = found[:mostOnPage], r.Say("tries.found.more", words.Count("n", more))
	}
	return r.listed(found, l, 0)
}

// listed shows a page of some Tries.
func (r *reader) listed(tries []kpt.Try, l listing, n int) (bot.Reply, error) {
	c := &bot.Card{Tone: bot.Calm, Title: l.title}
	if len(tries) == 0 {
		c.Lines = []words.Text{r.Say(l.none)}
		return bot.Reply{Card: c}, nil
	}
	var lines []words.Text
	for _, t := range tries {
		line, err := r.line(t)
		if err != nil {
			return bot.Reply{}, err
		}
		lines = append(lines, line)
	}
	from, to := 0, len(lines)
	if l.turn == "" {
		c.Lines = lines
	} else {
		from, to = turn(r.Ask, c, lines, n, l.turn)
	}
	var options []bot.Option
	for _, t := range tries[from:to] {
		options = append(options, bot.Option{Value: string(t.ID), Label: words.Text{{Kind: words.Quoted, Text: brief(t.Text, longestLabel)}}})
	}
	c.Selects = []bot.Select{{Pick: bot.PickOption, Hint: r.Say(l.hint), Do: l.do, Options: options, Min: 1}}
	if !l.note.Empty() {
		c.Lines = append(c.Lines, l.note)
	}
	return bot.Reply{Card: c}, nil
}
