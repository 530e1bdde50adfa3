package ember

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

// Face is the platform's bot.Face.
type Face struct {
	world *World
	guide bot.Guide
}

// Face makes a face of the platform.
func (w *World) Face(guide bot.Guide) *Face { return &Face{w, guide} }

// Platform is the platform's name.
func (f *Face) Platform() bot.Platform { return f.world.traits.Platform }

// Deliver posts and edits. A sound is nothing here.
func (f *Face) Deliver(ctx context.Context, o store.Owed) (r bot.Receipt, err error) {
	team := bot.TeamID(o.Key.Parts()[0])
	switch o.Kind {
	case bot.KindPost:
		var p bot.Post
		if err := read(o.Body, &p); err != nil {
			return r, err
		}
		drawn := f.draw(p.Card, team)
		err = f.world.do(ctx, func() (err error) {
			var at *place
			if p.Account != "" {
				at, err = f.world.private(p.Account)
			} else {
				at, err = f.world.open(p.Channel)
			}
			if err == nil {
				r = bot.Receipt{Channel: at.id, Message: f.world.post(at, string(o.Key), drawn)}
			}
			return err
		})
		return r, err
	case bot.KindEdit:
		var e bot.Edit
		if err := read(o.Body, &e); err != nil {
			return r, err
		}
		err := f.edit(ctx, e.Channel, e.Message, f.draw(e.Card, team))
		if why, _ := bot.Refused(err); why != nil && why.Reason == bot.Outdated {
			err = nil // somebody took it away
		}
		return r, err
	case bot.KindChime:
		return r, nil
	}
	return r, shapeless(fmt.Errorf("ember: nothing of kind %q can be delivered", o.Kind))
}

func read(body []byte, into any) error {
	if err := json.Unmarshal(body, into); err != nil {
		return shapeless(err)
	}
	return nil
}

func shapeless(err error) error { return &bot.Refusal{Reason: bot.BadShape, Err: err} }

// post puts a message into a place, once for a key; w.mu is held.
func (w *World) post(at *place, key string, drawn Drawn) string {
	if id, done := at.byKey[key]; done {
		return id
	}
	w.messages++
	id := fmt.Sprintf("%s/m/%d-x", w.traits.Platform, w.messages)
	at.byKey[key] = id
	at.messages = append(at.messages, &message{id, key, drawn})
	return id
}

func (f *Face) edit(ctx context.Context, channel bot.ChannelID, id string, drawn Drawn) error {
	return f.world.do(ctx, func() error {
		at, err := f.world.open(channel)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(at.messages, func(m *message) bool { return m.id == id })
		if i < 0 {
			return &bot.Refusal{Reason: bot.Outdated, Err: fmt.Errorf("ember: there is no message %s", id)}
		}
		at.messages[i].Drawn = drawn
		return nil
	})
}

// Show shows a board. What else can be shown is nothing here.
func (f *Face) Show(ctx context.Context, d bot.Display, now bot.Shown) (bot.Shown, error) {
	switch d.Kind {
	case bot.ShowStatus, bot.ShowEvent, bot.ShowMood:
		return now, nil
	case bot.ShowBoard:
	default:
		return now, shapeless(fmt.Errorf("ember: nothing of kind %q can be shown", d.Kind))
	}
	if len(d.Body) == 0 {
		err := f.remove(ctx, now.Place, now.ID)
		now.ID = ""
		return now, err
	}
	var card bot.Card
	if err := read(d.Body, &card); err != nil {
		return now, err
	}
	drawn := f.draw(card, bot.TeamID(d.Key.Parts()[0]))
	if now.ID != "" {
		return now, f.edit(ctx, bot.ChannelID(now.Place), now.ID, drawn)
	}
	err := f.world.do(ctx, func() error {
		at, err := f.world.open(bot.ChannelID(d.Place))
		if err == nil {
			now.ID, now.Place = f.world.post(at, fmt.Sprintf("%s#%d", d.Key, now.Generation), drawn), d.Place
		}
		return err
	})
	if err != nil {
		now.ID = "" // as long as the answer is not there
		return now, err
	}
	err = f.remove(ctx, now.OldPlace, now.Old)
	now.Old, now.OldPlace = "", ""
	return now, err
}

func (f *Face) remove(ctx context.Context, channel, id string) error {
	if id == "" {
		return nil
	}
	return f.world.do(ctx, func() error {
		if at := f.world.places[channel]; at != nil {
			at.take(id)
		}
		return nil
	})
}

// Check finds nothing amiss.
func (f *Face) Check(context.Context, bot.Team, bot.RoomID, words.Lang) []bot.Finding { return nil }
