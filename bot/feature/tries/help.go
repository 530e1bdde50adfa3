package tries

import (
	"fmt"
	"hash/fnv"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

// helpUntil is how long it is tried to post a request for help.
const helpUntil = 24 * time.Hour

// request is what the team's channel would read.
type request struct {
	try  kpt.Try
	text words.Text
	mark string // tells whether it is what the owner has seen
}

// requested words the asker's request for help with a Try of theirs.
func requested(a *bot.Ask, tx *store.Tx) (request, error) {
	t, err := owned(a, tx)
	if err != nil {
		return request{}, err
	}
	by, err := signed(a, tx)
	if err != nil {
		return request{}, err
	}
	text := a.Words("tries.help.request", words.Quote("name", by.Name), words.Quote("text", bot.OneLine(t.Text)))
	if by.Name == "" {
		text = a.Words("tries.help.request.unnamed", words.Quote("text", bot.OneLine(t.Text)))
	}
	sum := fnv.New32a()
	_, _ = fmt.Fprint(sum, a.Team.Text.Main, text.String()) // a hash takes everything
	return request{t, text, fmt.Sprintf("%08x", sum.Sum32())}, nil
}

// help shows the asker what would be posted. Nothing is kept yet.
func help(a *bot.Ask) (bot.Reply, error) {
	var r request
	err := a.View(func(tx *store.Tx) (err error) {
		r, err = requested(a, tx)
		return err
	})
	if err != nil {
		return bot.Reply{}, sorry(err)
	}
	return r.offer(a), nil
}

func (r request) offer(a *bot.Ask) bot.Reply {
	return bot.Reply{Update: true, Card: &bot.Card{
		Tone: bot.Calm, Lines: []words.Text{a.Say("tries.help.ask", words.Room("place", string(a.Team.Text.Main))), r.text},
		Buttons: []bot.Button{
			{Label: a.Say("tries.help.post"), Do: "tries post", With: []string{string(r.try.ID), r.mark}, Look: bot.Main},
			{Label: a.Say("tries.help.keep"), Do: "tries keep", With: []string{string(r.try.ID)}},
		},
	}}
}

// post posts what the asker has seen, and not twice if it is pressed twice. If it
// would read otherwise by now, they are shown it again.
func post(a *bot.Ask) (bot.Reply, error) {
	if len(a.With) != 2 {
		return bot.Reply{}, bot.Sorryf("ask.unknown")
	}
	var r request
	var s kpt.Said
	err := a.Update(func(tx *store.Tx) (err error) {
		if r, err = requested(a, tx); err != nil || r.mark != a.With[1] {
			return err
		}
		old, ok, err := a.Book().Said(tx, r.try, kpt.Viewer{})
		if err != nil {
			return err
		}
		if s, err = keepSaid(a, tx, r.try, kpt.Said{What: kpt.SaysHelp}); err != nil {
			return err
		}
		if ok && old.What == kpt.SaysHelp && old.Retro == s.Retro {
			return nil
		}
		place := a.Team.Text.Main
		key := a.Key("tries", "help", string(r.try.ID), string(a.From.ID), a.Now.UTC().Format(time.RFC3339Nano))
		sent := bot.Post{Channel: place, Card: bot.Card{Tone: bot.Warm, Lines: []words.Text{r.text}}}
		return bot.Owe(tx, key, bot.KindPost, string(place), sent, a.Now, a.Now.Add(helpUntil))
	})
	if err != nil {
		return bot.Reply{}, sorry(err)
	}
	if r.mark != a.With[1] {
		reply := r.offer(a)
		reply.Card.Lines = append([]words.Text{a.Say("tries.help.changed")}, reply.Card.Lines...)
		return reply, nil
	}
	a.Refresh()
	return noted(a, r.try, s)
}

// keep posts nothing.
func keep(a *bot.Ask) (bot.Reply, error) {
	id, err := which(a)
	if err != nil {
		return bot.Reply{}, err
	}
	return bot.Reply{Update: true, Card: &bot.Card{
		Tone: bot.Calm, Lines: []words.Text{a.Say("tries.help.kept")}, Buttons: answers(a.From.Lang, id),
	}}, nil
}

// refused tells who asked for help that it could not be posted.
func refused(s *bot.Scene, tx *store.Tx, o store.Owed, _ *bot.Refusal) error {
	parts := o.Key.Parts()
	if len(parts) != 6 || parts[1] != "tries" || parts[2] != "help" {
		return nil
	}
	lang, err := s.LangOf(tx, bot.MemberID(parts[4]))
	if err != nil {
		return err
	}
	card := bot.Card{Tone: bot.Amiss, Lines: []words.Text{
		words.Say(lang, "tries.help.refused", words.Room("place", string(s.Team.Text.Main))),
	}}
	return bot.Owe(tx, o.Key+"/refused", bot.KindPost, "to/"+parts[4], bot.Post{To: bot.MemberID(parts[4]), Card: card}, s.Now, s.Now.Add(helpUntil))
}
