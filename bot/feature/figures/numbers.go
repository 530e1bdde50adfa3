package figures

import (
	"fmt"
	"math"
	"slices"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/kpt/numbers"
	"github.com/engawa-bot/engawa/kpt/recall"
	"github.com/engawa-bot/engawa/store"
)

// show gives the asker the team's numbers, in words and as a picture.
func show(a *bot.Ask) (bot.Reply, error) { return a.Study(bot.Reply{}, told), nil }

func told(a *bot.Ask) (bot.Reply, error) {
	var all []numbers.Numbers
	err := a.View(func(tx *store.Tx) error {
		h, err := history(tx, a.Team.ID)
		all = numbers.Of(h)
		return err
	})
	if err != nil {
		return bot.Reply{}, err
	}
	if len(all) == 0 {
		return a.Tell("figures.none")
	}
	drawn, err := picture(all)
	if err != nil {
		return bot.Reply{}, err
	}
	name := fmt.Sprintf("kpt-numbers-%s-%s.png", a.Team.ID, all[len(all)-1].Retro)
	file := &bot.File{Name: name, Data: drawn, About: a.Say("figures.picture", words.Count("n", len(all)))}
	return bot.Reply{Card: card(a.From.Lang, all), File: file}, nil
}

// lookBack is among how many retros a Problem recurs: those of which there are
// numbers, and those of a year before.
const lookBack = numbers.Most + 52

// history is what everyone may see of the retros.
func history(tx *store.Tx, team bot.TeamID) (numbers.History, error) {
	b := kpt.Of(string(team))
	retros, err := b.Retros(tx)
	h := numbers.History{Retros: retros}
	if err != nil {
		return h, err
	}
	var problems []recall.Problem
	for _, r := range h.Retros[max(0, len(h.Retros)-lookBack):] {
		shown, err := b.Notes(tx, r.Date, kpt.Viewer{})
		if err != nil {
			return h, err
		}
		h.Notes = append(h.Notes, shown.Notes...)
		for _, n := range shown.Notes {
			if n.Kind == kpt.Problem && n.Under == "" {
				problems = append(problems, recall.Problem{ID: n.ID, Text: n.Text, Retro: r.Date})
			}
		}
	}
	index := recall.New(problems)
	h.Recurs = func(n kpt.Note) bool { return len(index.Find(n.Text, n.Retro())) > 0 }
	practices, err := b.Practices(tx)
	if err != nil {
		return h, err
	}
	h.Practice = func(t kpt.Try) bool {
		return slices.ContainsFunc(practices, func(p kpt.Practice) bool { return p.ID == t.ID })
	}
	h.Tries, err = b.Tries(tx)
	return h, err
}

// card says the last numbers in sentences, beside the colours that they have in
// the picture, and the ones before in a line for each retro.
func card(lang words.Lang, all []numbers.Numbers) *bot.Card {
	last := all[len(all)-1]
	say := func(key string, n numbers.Numbers) words.Text { return words.Say(lang, key, args(lang, n)...) }
	title := words.Say(lang, "figures.title", words.Count("n", len(all)))
	if len(all) == 1 {
		title = words.Say(lang, "figures.title.one")
	}
	c := &bot.Card{
		Tone: bot.Calm, Title: title,
		Lines: []words.Text{say("figures.last", last), say("figures.open", last), say("figures.closed", last), say("figures.problems", last)},
	}
	if last.Problems == 0 {
		c.Lines[len(c.Lines)-1] = say("figures.noproblems", last)
	}
	var before []words.Text
	for _, n := range slices.Backward(all[:len(all)-1]) {
		before = append(before, row(lang, n))
	}
	if len(before) > 0 {
		c.Lines = append(c.Lines, words.Say(lang, "figures.before"), words.Join(before, "\n"))
	}
	return c
}

// row is an earlier retro in two lines: how many Tries were open, and all of the rest that is
// not nothing.
func row(lang words.Lang, n numbers.Numbers) words.Text {
	lines := []words.Text{words.Say(lang, "figures.row", args(lang, n)...)}
	var some []words.Text
	for _, of := range []struct {
		key string
		n   int
	}{
		{"figures.row.closed", n.Worked + n.Failed},
		{"figures.row.dropped", n.Dropped},
		{"figures.row.practices", n.Practices},
		{"figures.row.problems", n.Problems},
		{"figures.row.recurring", n.Recurring},
	} {
		if of.n > 0 {
			some = append(some, words.Say(lang, of.key, args(lang, n)...))
		}
	}
	if len(some) > 0 {
		lines = append(lines, words.Join(some, " · "))
	}
	return words.Join(lines, "\n")
}

// args are the numbers of one retro, for any sentence.
func args(lang words.Lang, n numbers.Numbers) []words.Arg {
	share := "–"
	if part, ok := n.Share(); ok {
		share = fmt.Sprintf("%.0f%%", math.Round(part*100))
	}
	return []words.Arg{
		bot.Day("day", lang, n.Retro), words.Count("open", n.Open), number("age", n.MedianAge),
		words.Count("closed", n.Worked+n.Failed), words.Count("worked", n.Worked), words.Count("failed", n.Failed),
		words.Count("dropped", n.Dropped), words.Count("practices", n.Practices),
		words.Count("problems", n.Problems), words.Count("answered", n.Answered), words.Count("recurring", n.Recurring),
		words.Nest("share", words.Text{{Text: share}}),
	}
}
