package notes

import (
	"slices"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

// choose shows one of the asker's notes, and what can be done with it.
func (f feature) choose(a *bot.Ask) (bot.Reply, error) {
	if len(a.Chosen) != 1 {
		return bot.Reply{}, bot.Sorryf("ask.unknown")
	}
	n, err := own(a, kpt.NoteID(a.Chosen[0]))
	if err != nil {
		return bot.Reply{}, err
	}
	c := &bot.Card{Tone: bot.Calm, Lines: []words.Text{line(a, n)}}
	with := []string{string(n.ID)}
	if n.Trace.Person {
		c.Lines = append(c.Lines, a.Say("kpt.refused.in_notebook"))
		if address := f.doc(a); address != "" {
			c.Buttons = append(c.Buttons, bot.Button{Label: a.Say("kpt.open"), URL: address})
		}
	} else {
		c.Buttons = append(c.Buttons,
			bot.Button{Label: a.Say("kpt.edit"), Do: "kpt edit", With: with, Look: bot.Main},
			bot.Button{Label: a.Say("kpt.delete"), Do: "kpt delete", With: with, Look: bot.Danger})
	}
	c.Buttons = append(c.Buttons, bot.Button{Label: a.Say("kpt.back"), Do: "kpt mine"})
	return bot.Reply{Card: c, Update: true}, nil
}

// own finds a note of the asker's in the retros that have not ended.
func own(a *bot.Ask, id kpt.NoteID) (kpt.Note, error) {
	var found kpt.Note
	err := a.View(func(tx *store.Tx) error {
		all, err := a.Book().Retros(tx)
		if err != nil {
			return err
		}
		viewer, err := a.Book().Viewer(tx, string(a.From.ID))
		if err != nil {
			return err
		}
		for _, r := range all {
			if !r.OpenAt(a.Now) {
				continue
			}
			notes, err := a.Book().Own(tx, r.Date, viewer)
			if err != nil {
				return err
			}
			if i := slices.IndexFunc(notes, func(n kpt.Note) bool { return n.ID == id }); i >= 0 {
				found = notes[i]
				return nil
			}
		}
		return a.Book().NotOwn(tx, id, viewer, a.Now)
	})
	return found, bot.NoteSorry(err)
}

// edit asks for another text.
func edit(a *bot.Ask) (bot.Reply, error) {
	if len(a.With) != 1 {
		return bot.Reply{}, bot.Sorryf("ask.unknown")
	}
	n, err := own(a, kpt.NoteID(a.With[0]))
	if err != nil {
		return bot.Reply{}, err
	}
	return bot.Reply{Form: &bot.Form{Title: a.Say("kpt.form.edit"), Do: "kpt edit", With: []string{string(n.ID), n.Version()}, Fields: []bot.Field{
		{Key: "text", Label: a.Say("kpt.kind." + string(n.Kind)), Kind: bot.FieldText, Value: kpt.Fitting(n.Text), Max: kpt.MaxText},
	}}}, nil
}

// edited keeps another text, unless the note is not as the author saw it in the
// form.
func (f feature) edited(a *bot.Ask) (bot.Reply, error) {
	if len(a.With) != 2 {
		return bot.Reply{}, bot.Sorryf("ask.unknown")
	}
	err := f.change(a, func(tx *store.Tx, b kpt.Book, viewer kpt.Viewer) error {
		_, err := b.Revise(tx, kpt.NoteID(a.With[0]), a.With[1], a.Values["text"], viewer, a.Now)
		return err
	})
	if err != nil {
		return bot.Reply{}, err
	}
	reply, err := f.page(a, 0, a.Say("kpt.edited"))
	reply.Update = true
	return reply, err
}

// remove takes a note back. Its words come along once more, for who meant
// another one.
func (f feature) remove(a *bot.Ask) (bot.Reply, error) {
	if len(a.With) != 1 {
		return bot.Reply{}, bot.Sorryf("ask.unknown")
	}
	n, err := own(a, kpt.NoteID(a.With[0]))
	if err != nil {
		return bot.Reply{}, err
	}
	err = f.change(a, func(tx *store.Tx, b kpt.Book, viewer kpt.Viewer) error {
		return b.Delete(tx, n.ID, viewer, a.Now)
	})
	if err != nil {
		return bot.Reply{}, err
	}
	reply, err := f.page(a, 0, a.Say("kpt.deleted", words.Quote("text", n.Text)))
	reply.Update = true
	return reply, err
}

// change does something with the asker's notes, after which the notebook is to
// follow.
func (f feature) change(a *bot.Ask, do func(*store.Tx, kpt.Book, kpt.Viewer) error) error {
	err := a.Update(func(tx *store.Tx) error {
		if _, _, err := a.Turn(tx); err != nil {
			return err
		}
		viewer, err := a.Book().Viewer(tx, string(a.From.ID))
		if err != nil {
			return err
		}
		return do(tx, a.Book(), viewer)
	})
	if err != nil {
		return bot.NoteSorry(err)
	}
	f.notebooks.Wake(a.Team.ID)
	return f.follow(a.Scene)
}
