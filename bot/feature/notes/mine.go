package notes

import (
	"strconv"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/notebook"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/plain"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

// perPage is how many notes a page lists: as many as a select may offer.
const perPage = 25

// longestLabel is how much of a note an option of a select shows, in runes.
const longestLabel = 80

// mine lists the asker's own notes of the retro that takes notes. Lines in the notebook that
// name them are theirs from now on, also if they were in no room yet.
func (f feature) mine(a *bot.Ask) (bot.Reply, error) {
	if err := a.Meet(); err != nil {
		return bot.Reply{}, err
	}
	return f.page(a, 0, nil)
}

func (f feature) turnPage(a *bot.Ask) (bot.Reply, error) {
	first := 0
	if len(a.With) == 1 {
		first, _ = strconv.Atoi(a.With[0]) // of an older version: the first page
	}
	reply, err := f.page(a, first, nil)
	reply.Update = true
	return reply, err
}

// page lists the asker's notes from the first one on, below a line of news.
func (f feature) page(a *bot.Ask, first int, news words.Text) (bot.Reply, error) {
	var own []kpt.Note
	var shown kpt.Shown
	var told []kpt.Conflict
	var r kpt.Retro
	err := a.View(func(tx *store.Tx) (err error) {
		if r, err = a.Taking(tx); err != nil {
			return err
		}
		if r.Opened.IsZero() {
			return kpt.ErrNoRetro
		}
		viewer, err := a.Book().Viewer(tx, string(a.From.ID))
		if err != nil {
			return err
		}
		if own, err = a.Book().Own(tx, r.Date, viewer); err != nil {
			return err
		}
		if shown, err = a.Book().Notes(tx, r.Date, viewer); err != nil {
			return err
		}
		told, err = a.Book().Conflicts(tx, viewer)
		return err
	})
	if err != nil {
		return bot.Reply{}, bot.NoteSorry(err)
	}
	c := &bot.Card{Tone: bot.Calm, Title: a.Say("kpt.mine", a.Called(a.From.Lang, r))}
	if !news.Empty() {
		c.Lines = append(c.Lines, news)
	}
	for _, t := range told {
		c.Lines = append(c.Lines, notebook.Conflict(a.From.Lang, t))
	}
	first = max(0, min(first, (len(own)-1)/perPage*perPage))
	list(a, c, own, first)
	c.Lines = append(c.Lines, totals(a, shown.Hidden)...)
	if len(told) > 0 {
		c.Buttons = append(c.Buttons, bot.Button{Label: a.Say("kpt.seen"), Do: "kpt seen", Look: bot.Main})
	}
	if address := f.doc(a); address != "" {
		c.Buttons = append(c.Buttons, bot.Button{Label: a.Say("kpt.open"), URL: address})
	}
	return bot.Reply{Card: c}, nil
}

// list puts a page of notes into a card, and the select to choose one by.
func list(a *bot.Ask, c *bot.Card, own []kpt.Note, first int) {
	if len(own) == 0 {
		c.Lines = append(c.Lines, a.Say("kpt.mine.none"))
		return
	}
	page := own[first:min(len(own), first+perPage)]
	var options []bot.Option
	for _, n := range page {
		c.Lines = append(c.Lines, line(a, n))
		options = append(options, bot.Option{Value: string(n.ID), Label: words.Text{{Kind: words.Quoted, Text: brief(n.Text)}}})
	}
	c.Selects = []bot.Select{{Pick: bot.PickOption, Hint: a.Say("kpt.mine.choose"), Do: "kpt note", Options: options, Min: 1}}
	turning := func(key string, to int) {
		c.Buttons = append(c.Buttons, bot.Button{Label: a.Say(key), Do: "kpt mine", With: []string{strconv.Itoa(to)}})
	}
	if first > 0 {
		turning("page.back", first-perPage)
	}
	if first+perPage < len(own) {
		turning("page.next", first+perPage)
	}
}

// line is a note as its author reads it.
func line(a *bot.Ask, n kpt.Note) words.Text {
	key := "kpt.line"
	switch {
	case n.Trace.Person:
		key = "kpt.line.notebook"
	case n.Author == kpt.Author{}:
		key = "kpt.line.anonymous" // nobody sees the author of such a note, its author neither
	}
	line := a.Say(key, kindOf(a, n.Kind), words.Quote("text", n.Text))
	if n.Veiled {
		line = words.Join([]words.Text{line, a.Say("kpt.line.hidden")}, "\n")
	}
	return line
}

func kindOf(a *bot.Ask, k kpt.Kind) words.Arg {
	return words.Nest("kind", a.Say("kpt.kind."+string(k)))
}

func brief(text string) string {
	return plain.Cut(plain.Line(text), longestLabel)
}

// totals says how many notes others wrote that are not to be read yet.
func totals(a *bot.Ask, hidden kpt.Totals) []words.Text {
	if hidden == (kpt.Totals{}) {
		return nil
	}
	return []words.Text{a.Say("kpt.hidden", words.Count("keeps", hidden.Keeps),
		words.Count("problems", hidden.Problems), words.Count("tries", hidden.Drafts))}
}

// seen forgets the conflicts that the asker has read.
func (f feature) seen(a *bot.Ask) (bot.Reply, error) {
	err := a.Update(func(tx *store.Tx) error {
		viewer, err := a.Book().Viewer(tx, string(a.From.ID))
		if err != nil {
			return err
		}
		told, err := a.Book().Conflicts(tx, viewer)
		if err != nil {
			return err
		}
		for _, c := range told {
			if err := a.Book().SettleConflict(tx, c); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return bot.Reply{}, err
	}
	return f.turnPage(a)
}
