package notes

import (
	"cmp"
	"errors"
	"slices"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/feature/recall"
	"github.com/engawa-bot/engawa/bot/feature/remind"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

// draft is what a form that is not yet sent is about.
type draft struct {
	Link string    `json:"link"`
	At   time.Time `json:"at"`
}

var drafts = store.NewTable[draft]("forms")

// keepDraft is how long a form may lie open.
const keepDraft = 24 * time.Hour

// note keeps what came with a slash command.
func (f feature) note(kind kpt.Kind) func(*bot.Ask) (bot.Reply, error) {
	return func(a *bot.Ask) (bot.Reply, error) {
		return f.add(a, kpt.Note{ID: kpt.IDFor(a.Once), Kind: kind, Text: a.Values["text"]}, false)
	}
}

// write asks for a note in a form, of the kind that was asked for.
func write(a *bot.Ask) (bot.Reply, error) {
	kind := kpt.Keep
	if asked := kpt.Kind(a.Values["kind"]); slices.Contains(kinds(), asked) {
		kind = asked
	}
	return Form(a, kind), nil
}

// Form asks for a note of a kind that is chosen beforehand.
func Form(a *bot.Ask, kind kpt.Kind) bot.Reply { return form(a, kpt.NewID(), kind, "") }

// kinds are those of notes, in the order in which members are offered them.
func kinds() []kpt.Kind { return []kpt.Kind{kpt.Keep, kpt.Problem, kpt.Draft} }

// about asks what to note of somebody's message, and keeps where it is.
func about(a *bot.Ask) (bot.Reply, error) {
	id := kpt.NewID()
	err := a.Update(func(tx *store.Tx) error {
		if err := forgetDrafts(a.Scene, tx); err != nil {
			return err
		}
		return drafts.Put(tx, a.Key(string(id)), draft{a.About.Link, a.Now.UTC()})
	})
	return form(a, id, kpt.Keep, kpt.Fitting(a.About.Text)), err
}

func forgetDrafts(s *bot.Scene, tx *store.Tx) error {
	_, err := drafts.Sweep(tx, s.Key(), func(row store.Row[draft]) bool { return s.Now.Sub(row.Value.At) > keepDraft })
	return err
}

// form asks for a note. The form brings the note's id along, so that one that
// is sent twice is one note.
func form(a *bot.Ask, id kpt.NoteID, kind kpt.Kind, text string) bot.Reply {
	var options []bot.Option
	for _, k := range kinds() {
		options = append(options, bot.Option{Value: string(k), Label: a.Say("kpt.kind." + string(k)), Hint: a.Say("kpt.kind." + string(k) + ".hint")})
	}
	return bot.Reply{Form: &bot.Form{Title: a.Say("kpt.form"), Do: "kpt write", With: []string{string(id)}, Fields: []bot.Field{
		{Key: "kind", Label: a.Say("kpt.form.kind"), Kind: bot.FieldRadio, Value: string(kind), Options: options},
		{Key: "text", Label: a.Say("kpt.form.text"), Kind: bot.FieldText, Value: text, Max: kpt.MaxText},
		{Key: "name", Label: a.Say("kpt.form.name"), Hint: a.Say("kpt.form.name.hint"), Kind: bot.FieldRadio, Value: "named", Options: []bot.Option{
			{Value: "named", Label: a.Say("kpt.form.named")}, {Value: "anonymous", Label: a.Say("kpt.form.anonymous")},
		}},
	}}}
}

// written keeps what came with the form.
func (f feature) written(a *bot.Ask) (bot.Reply, error) {
	if len(a.With) != 1 {
		return bot.Reply{}, bot.Sorryf("ask.unknown")
	}
	id, ok := kpt.ParseNoteID(a.With[0])
	if !ok {
		return bot.Reply{}, bot.Sorryf("ask.unknown")
	}
	n := kpt.Note{ID: id, Kind: kpt.Kind(a.Values["kind"]), Text: a.Values["text"]}
	err := a.View(func(tx *store.Tx) error {
		d, _, err := drafts.Get(tx, a.Key(string(n.ID)))
		n.Link = d.Link
		return err
	})
	if err != nil {
		return bot.Reply{}, err
	}
	return f.add(a, n, a.Values["name"] == "anonymous")
}

// add keeps a note of the asker's.
func (f feature) add(a *bot.Ask, draft kpt.Note, anonymous bool) (bot.Reply, error) {
	var r kpt.Retro
	var id kpt.NoteID
	err := a.Update(func(tx *store.Tx) error {
		n, err := authored(a, tx, draft)
		if err != nil {
			return err
		}
		if _, err = a.Collect(tx); err != nil {
			return err
		}
		if n, err = keep(a, tx, n, anonymous); err != nil {
			return err
		}
		id = n.ID
		if r, _, err = a.Book().Retro(tx, n.Retro()); err != nil {
			return err
		}
		if err := remind.Cancel(a.Scene, tx, remind.KPTEvent(r), a.From.ID); err != nil || anonymous {
			return err
		}
		return a.KeepMember(tx, a.From.ID, func(m *bot.Member) { m.Name = cmp.Or(a.From.Name, m.Name) })
	})
	if err != nil {
		return bot.Reply{}, bot.NoteSorry(err)
	}
	f.notebooks.Wake(a.Team.ID)
	if err := f.follow(a.Scene); err != nil {
		return bot.Reply{}, err
	}
	key := "kpt.kept"
	if anonymous {
		key = "kpt.kept.anonymous"
	}
	if id != draft.ID {
		key += ".already"
	}
	reply := bot.Reply{Card: &bot.Card{
		Lines: []words.Text{a.Say(key, kindOf(a, draft.Kind), a.Called(a.From.Lang, r))},
		Buttons: []bot.Button{
			{Label: a.Say("kpt.edit"), Do: "kpt edit", With: []string{string(id)}},
			{Label: a.Say("kpt.delete"), Do: "kpt delete", With: []string{string(id)}},
		},
	}}
	if draft.Kind != kpt.Problem {
		return reply, nil
	}
	return a.Study(reply, func(a *bot.Ask) (bot.Reply, error) { return f.recalled(a, draft, r, *reply.Card) }), nil
}

// keep puts a note into the Book. Its form may have been sent before: then the
// note may belong to a meeting that is over by now, or be a Try.
func keep(a *bot.Ask, tx *store.Tx, n kpt.Note, anonymous bool) (kpt.Note, error) {
	b := a.Book()
	if _, decided, err := b.Try(tx, n.ID); decided || err != nil {
		return n, cmp.Or(err, bot.Sorryf("meeting.refused.already"))
	}
	kept, err := b.Add(tx, n, anonymous)
	var refused *kpt.Refusal
	if !errors.As(err, &refused) || refused.Why != kpt.Over {
		return kept, err
	}
	viewer, wrong := b.Viewer(tx, string(a.From.ID))
	if wrong != nil {
		return n, wrong
	}
	shown, wrong := b.NotesWith(tx, []kpt.NoteID{n.ID}, viewer)
	if wrong != nil || len(shown.Notes) != 1 || shown.Notes[0].Text != n.Text {
		return n, cmp.Or(wrong, err)
	}
	return shown.Notes[0], nil
}

// recalled tells the asker of old Problems that theirs resembles, on the card that
// says that it is kept; it is nothing if there are none.
func (f feature) recalled(a *bot.Ask, draft kpt.Note, r kpt.Retro, card bot.Card) (bot.Reply, error) {
	var lines []words.Text
	err := a.View(func(tx *store.Tx) error {
		olds, err := f.memory.Like(tx, a.Team.ID, draft.Text, r.Date)
		lines = recall.Lines(a.From.Lang, olds)
		return err
	})
	if len(lines) == 0 || err != nil {
		return bot.Reply{}, err
	}
	card.Lines = append(card.Lines[:len(card.Lines):len(card.Lines)], lines...)
	return bot.Reply{Card: &card}, nil
}

// authored is a note of the asker's, checked.
func authored(a *bot.Ask, tx *store.Tx, draft kpt.Note) (kpt.Note, error) {
	author, err := a.Author(tx)
	if err != nil {
		return kpt.Note{}, err
	}
	n, err := kpt.NewNote(draft.Kind, draft.Text, author, a.Now)
	n.ID, n.Link = draft.ID, draft.Link
	return n, err
}
