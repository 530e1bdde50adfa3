package notes

import (
	"slices"
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

// mine lists the asker's own notes of the retros that have not ended. Lines in the notebook that
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
	var own []owned
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
		if own, err = ownNotes(a, tx, r, viewer); err != nil {
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
	told = slices.DeleteFunc(told, func(t kpt.Conflict) bool { // its line is back
		return t.Alone && slices.ContainsFunc(own, func(n owned) bool { return n.ID == t.Note })
	})
	for _, t := range told {
		c.Lines = append(c.Lines, notebook.Conflict(a.From.Lang, t))
	}
	first = max(0, min(first, (len(own)-1)/perPage*perPage))
	list(a, c, r, own, first, totals(a, shown.Hidden))
	if len(told) > 0 {
		c.Buttons = append(c.Buttons, bot.Button{Label: a.Say("kpt.seen"), Do: "kpt seen", Look: bot.Main})
	}
	if address := f.doc(a); address != "" {
		c.Buttons = append(c.Buttons, bot.Button{Label: a.Say("kpt.open"), URL: address})
	}
	return bot.Reply{Card: c}, nil
}

// owned is a note, and the retro that it is of.
type owned struct {
	kpt.Note
	of kpt.Retro
}

// ownNotes are a viewer's notes of the retro that takes notes, and then those of the others
// that have not ended: of a meeting that was left open, or reopened.
func ownNotes(a *bot.Ask, tx *store.Tx, r kpt.Retro, viewer kpt.Viewer) (own []owned, err error) {
	open, err := a.OpenRetros(tx)
	if err != nil {
		return nil, err
	}
	others := slices.DeleteFunc(open, func(o kpt.Retro) bool { return o.Date == r.Date })
	for _, of := range append([]kpt.Retro{r}, others...) {
		notes, err := a.Book().Own(tx, of.Date, viewer)
		if err != nil {
			return nil, err
		}
		for _, n := range notes {
			own = append(own, owned{n, of})
		}
	}
	return own, nil
}

// list puts a page of notes into a card whose title is of a retro, what there is of others
// in that, and the select to choose one by. Notes of another retro stand below a line that
// says of which.
func list(a *bot.Ask, c *bot.Card, r kpt.Retro, own []owned, first int, others []words.Text) {
	defer func() { c.Lines = append(c.Lines, others...) }()
	if len(own) == 0 || own[0].of.Date != r.Date {
		c.Lines = append(c.Lines, a.Say("kpt.mine.none"))
	}
	if len(own) == 0 {
		return
	}
	page := own[first:min(len(own), first+perPage)]
	var options []bot.Option
	under := r.Date
	for _, o := range page {
		n := o.Note
		if o.of.Date != under {
			under = o.of.Date
			c.Lines, others = append(c.Lines, others...), nil
			c.Lines = append(c.Lines, a.Say("kpt.mine", a.Called(a.From.Lang, o.of)))
		}
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
	if name, text, given := n.Given(); given {
		line = a.Say("kpt.line.given", kindOf(a, n.Kind), words.Quote("text", text), words.Quote("name", name))
	}
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
	var notes []words.Text
	for _, of := range []struct {
		key string
		n   int
	}{{"kpt.hidden.keeps", hidden.Keeps}, {"kpt.hidden.problems", hidden.Problems}, {"kpt.hidden.tries", hidden.Drafts}} {
		if of.n > 0 {
			notes = append(notes, a.Say(of.key, words.Count("n", of.n)))
		}
	}
	return []words.Text{a.Say("kpt.hidden", words.Nest("notes", words.Join(notes, a.Say("list.and").String())))}
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
