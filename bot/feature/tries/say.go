package tries

import (
	"errors"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

// says keeps a thing that the asker says about a Try of theirs.
func says(what kpt.Says) func(*bot.Ask) (bot.Reply, error) {
	return func(a *bot.Ask) (bot.Reply, error) { return say(a, kpt.Said{What: what}) }
}

// say keeps what the asker says, shows it to them, and leaves them the choice to
// say something else.
func say(a *bot.Ask, s kpt.Said) (bot.Reply, error) {
	var t kpt.Try
	var kept kpt.Said
	err := a.Update(func(tx *store.Tx) (err error) {
		if t, err = owned(a, tx); err != nil {
			return err
		}
		kept, err = keepSaid(a, tx, t, s)
		return err
	})
	if err != nil {
		return bot.Reply{}, sorry(err)
	}
	a.Refresh() // a meeting's card shows it
	return noted(a, t, kept)
}

// keepSaid keeps what the asker says about a Try, after which they need not be
// reminded of it.
func keepSaid(a *bot.Ask, tx *store.Tx, t kpt.Try, s kpt.Said) (kpt.Said, error) {
	by, err := signed(a, tx)
	if err != nil {
		return s, err
	}
	if _, err := a.Collect(tx); err != nil {
		return s, err
	}
	s.By, s.At = by, a.Now
	if s, err = a.Book().Say(tx, t.ID, s); err != nil {
		return s, err
	}
	return s, spoken(a.Scene, tx, a.From.ID)
}

// signed is the asker as the team knows them: private messages come under
// another name. Who does not want to be named has none.
func signed(a *bot.Ask, tx *store.Tx) (kpt.Author, error) {
	m, err := a.Member(tx, a.From.ID)
	author := kpt.Author{Member: string(a.From.ID), Name: m.Name}
	if m.Name == "" {
		author.Name = a.From.Name
	}
	if m.Hidden {
		author.Name = ""
	}
	return author, err
}

// noted says to the asker what was kept, and leads to their other Tries.
func noted(a *bot.Ask, t kpt.Try, s kpt.Said) (bot.Reply, error) {
	var r kpt.Retro
	err := a.View(func(tx *store.Tx) (err error) {
		r, _, err = a.Book().Retro(tx, s.Retro)
		return err
	})
	if err != nil {
		return bot.Reply{}, err
	}
	with := []string{string(t.ID), string(s.What)}
	c := &bot.Card{Tone: bot.Calm, Lines: []words.Text{
		whole(a.From.Lang, t),
		a.Say("tries.noted."+string(s.What), a.Called(a.From.Lang, r)),
	}}
	switch {
	case s.Word != "":
		c.Lines = append(c.Lines, a.Say("tries.noted.word", words.Quote("word", s.Word)))
	case s.Note != "":
		c.Lines = append(c.Lines, a.Say("tries.noted.problem"))
	}
	if s.Note == "" {
		c.Buttons = append(c.Buttons, bot.Button{Label: a.Say("tries.word"), Do: "tries word", With: with})
	}
	for _, b := range answers(a.From.Lang, t.ID) {
		if b.Do != "tries "+string(s.What) || s.What == kpt.SaysStuck { // who is stuck may say by what anew
			b.Look = ""
			c.Buttons = append(c.Buttons, b)
		}
	}
	err = a.View(func(tx *store.Tx) (err error) {
		c.Buttons, err = others(a, tx, c.Buttons, t.ID)
		return err
	})
	return bot.Reply{Card: c, Update: true}, err
}

// wordForm asks for a word on what the asker has said.
func wordForm(a *bot.Ask) (bot.Reply, error) {
	var said kpt.Said
	err := a.View(func(tx *store.Tx) error {
		t, err := owned(a, tx)
		if err != nil {
			return err
		}
		viewer, err := a.Book().Viewer(tx, string(a.From.ID))
		if err != nil {
			return err
		}
		said, _, err = a.Book().Said(tx, t, viewer)
		return err
	})
	if err != nil {
		return bot.Reply{}, sorry(err)
	}
	if len(a.With) != 2 {
		return bot.Reply{}, bot.Sorryf("ask.unknown")
	}
	return bot.Reply{Form: &bot.Form{Title: a.Say("tries.word"), Do: "tries word", With: a.With, Fields: []bot.Field{
		{Key: "word", Label: a.Say("tries.word.label"), Hint: a.Say("tries.word.hint"), Kind: bot.FieldText, Value: said.Word, Max: kpt.MaxText},
	}}}, nil
}

// word keeps what was said once more, with the word.
func word(a *bot.Ask) (bot.Reply, error) {
	if len(a.With) != 2 {
		return bot.Reply{}, bot.Sorryf("ask.unknown")
	}
	return say(a, kpt.Said{What: kpt.Says(a.With[1]), Word: a.Values["word"]})
}

// What may be done with what is in the way.
const (
	tell = "tell"
	note = "note"
)

// stuckForm asks what is in the way. It brings a note's id along, so that a form
// that is sent twice makes one Problem.
func stuckForm(a *bot.Ask) (bot.Reply, error) {
	var t kpt.Try
	err := a.View(func(tx *store.Tx) (err error) {
		t, err = owned(a, tx)
		return err
	})
	if err != nil {
		return bot.Reply{}, sorry(err)
	}
	option := func(value string) bot.Option {
		return bot.Option{Value: value, Label: a.Say("tries.stuck." + value), Hint: a.Say("tries.stuck." + value + ".hint")}
	}
	return bot.Reply{Form: &bot.Form{
		Title: a.Say("tries.stuck"), Do: "tries stuck", With: []string{string(t.ID), string(kpt.NewID())},
		Fields: []bot.Field{
			{Key: "way", Label: a.Say("tries.stuck.way"), Kind: bot.FieldText, Max: kpt.MaxText},
			{Key: "as", Label: a.Say("tries.stuck.as"), Kind: bot.FieldRadio, Value: tell, Options: []bot.Option{option(tell), option(note)}},
		},
	}}, nil
}

// stuck keeps what is in the way: beside the Try, or as a Problem of the next
// KPT, as the asker chose. What is a Problem is shown as one, and only there.
func (f feature) stuck(a *bot.Ask) (bot.Reply, error) {
	if len(a.With) != 2 {
		return bot.Reply{}, bot.Sorryf("ask.unknown")
	}
	var t kpt.Try
	var s kpt.Said
	err := a.Update(func(tx *store.Tx) (err error) {
		if t, err = owned(a, tx); err != nil {
			return err
		}
		s = kpt.Said{What: kpt.SaysStuck, Word: a.Values["way"]}
		if a.Values["as"] == note {
			if s.Word, s.Note, err = "", kpt.NoteID(a.With[1]), addProblem(a, tx); err != nil {
				return err
			}
		}
		s, err = keepSaid(a, tx, t, s)
		return err
	})
	if err != nil {
		return bot.Reply{}, sorry(err)
	}
	f.notebooks.Wake(a.Team.ID)
	a.Refresh()
	return noted(a, t, s)
}

// addProblem keeps what is in the asker's way as their Problem. What is refused
// is refused in the words for notes.
func addProblem(a *bot.Ask, tx *store.Tx) error {
	by, err := signed(a, tx)
	if err != nil {
		return err
	}
	n, err := kpt.NewNote(kpt.Problem, a.Values["way"], by, a.Now)
	if err != nil {
		return err
	}
	id, ok := kpt.ParseNoteID(a.With[1])
	if !ok {
		return bot.Sorryf("ask.unknown")
	}
	n.ID = id
	if _, err := a.Collect(tx); err != nil {
		return err
	}
	_, err = a.Book().Add(tx, n, false)
	var refused *kpt.Refusal
	if errors.As(err, &refused) {
		return bot.Sorryf("kpt.refused." + string(refused.Why))
	}
	return err
}
