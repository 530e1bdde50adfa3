package ember

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
)

// Asker is asked what people ask; *bot.Bot is one.
type Asker interface {
	Ask(context.Context, bot.Request) bot.Reply
}

// Hand is somebody at work in a channel, who reads a language.
type Hand struct {
	*Person
	At     bot.ChannelID
	Lang   words.Lang
	Keeper bool

	face *Face
	ask  Asker
}

// Hand puts somebody to work.
func (f *Face) Hand(who *Person, at bot.ChannelID, lang words.Lang, ask Asker) Hand {
	return Hand{Person: who, At: at, Lang: lang, face: f, ask: ask}
}

// Told is what somebody is answered: a card as it is seen, or a form.
type Told struct {
	Drawn
	Card *bot.Card
	Form *bot.Form
	File *bot.File

	team bot.TeamID
}

// Types gives a slash command.
func (h Hand) Types(ctx context.Context, command string, values map[string]string) Told {
	return h.asks(ctx, bot.Request{Way: bot.Slash, Do: command, Input: bot.Input{Values: maps.Clone(values)}})
}

// Picks gives a command from the menu of a message.
func (h Hand) Picks(ctx context.Context, command, text string) Told {
	about := bot.Message{Text: text, Link: "https://ember.example/m/1-x"}
	return h.asks(ctx, bot.Request{Way: bot.Menu, Do: command, Input: bot.Input{About: about}})
}

// Presses presses a control by its id, or chooses of it.
func (h Hand) Presses(ctx context.Context, id string, chosen ...string) (Told, error) {
	b, err := unpack(id)
	if err != nil {
		return Told{}, err
	}
	return h.asks(ctx, bot.Request{Way: bot.Press, Do: b.Do, Whose: b.Team, Input: bot.Input{With: b.With, Chosen: chosen}}), nil
}

// Sends sends a form, with values in the order of its fields.
func (h Hand) Sends(ctx context.Context, form Told, values ...string) Told {
	in := bot.Input{With: form.Form.With, Values: map[string]string{}}
	for i, f := range form.Form.Fields {
		in.Values[f.Key] = values[i]
		if f.Kind != bot.FieldRadio {
			in.Typed = append(in.Typed, values[i])
		}
	}
	return h.asks(ctx, bot.Request{Way: bot.Submit, Do: form.Form.Do, Whose: form.team, Input: in})
}

// asks asks as a face does, and waits for what follows.
func (h Hand) asks(ctx context.Context, r bot.Request) Told {
	w := h.face.world
	r.On = w.traits.Platform
	r.From = bot.Person{Account: bot.Account{On: r.On, ID: h.Account}, Name: h.Name, Lang: h.Lang, Keeper: h.Keeper}
	r.Channel = h.At
	if w.traits.Roomy {
		r.Server, _ = w.Server(w.Home())
	}
	reply := h.ask.Ask(ctx, r)
	for reply.Then != nil {
		then := reply.Then(ctx)
		if then.Card == nil {
			break
		}
		then.Team = reply.Team
		reply = then
	}
	told := Told{Card: reply.Card, Form: reply.Form, File: reply.File, team: reply.Team}
	if reply.Card != nil {
		told.Drawn = h.face.draw(*reply.Card, reply.Team)
	}
	return told
}

// Home is the platform's one server.
func (w *World) Home() bot.ServerID {
	return bot.ServerID(fmt.Sprintf("%s/s/0-x", w.traits.Platform))
}

// Server is what is known of it.
func (w *World) Server(id bot.ServerID) (bot.Server, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	s := bot.Server{ID: id, Name: "Home"}
	for _, id := range slices.Sorted(maps.Keys(w.places)) {
		if p := w.places[id]; p.name != "" {
			s.Places = append(s.Places, bot.Place{ID: p.id, Name: p.name, Voice: p.voice})
		}
	}
	return s, id == bot.ServerID(fmt.Sprintf("%s/s/0-x", w.traits.Platform))
}

// Holder is the server of a channel.
func (w *World) Holder(place bot.ChannelID) (bot.ServerID, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return bot.ServerID(fmt.Sprintf("%s/s/0-x", w.traits.Platform)), w.places[string(place)] != nil
}

// Build makes rooms.
func (w *World) Build(_ context.Context, _ bot.ServerID, rooms []bot.Room) ([]bot.Room, error) {
	built := slices.Clone(rooms)
	for i, r := range built {
		built[i].ID = w.Room(r.Name)
	}
	return built, nil
}

// Admits tells that everybody who is there belongs to the team.
func (w *World) Admits(bot.Team, bot.Person) bool { return true }

// Belongs tells the same.
func (w *World) Belongs(_ context.Context, _ bot.Team, account string) (bool, error) {
	return w.Named(account) != "", nil
}

// Insider tells the same of a channel.
func (w *World) Insider(_ context.Context, _ bot.ChannelID, account string) (bool, error) {
	return w.Named(account) != "", nil
}
