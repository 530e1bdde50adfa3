// Package ember is a third platform, in memory: for tests that show that nothing of ours
// needs one of the platforms that there are. Its ids look like none of theirs.
//
// An ember is a platform on which teams may read. With rooms it is one on which they may
// be at home, under another name.
package ember

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/engawa-bot/engawa/bot"
)

// World is the platform, empty at first, and what people see and do there.
type World struct {
	traits bot.Traits

	mu       sync.Mutex
	last     int
	places   map[string]*place // by id
	byName   map[string]string // the ids of channels, rooms and people
	people   map[string]*Person
	luck     luck
	messages int
}

// place is a channel or a room, or where one person reads.
type place struct {
	id       bot.ChannelID
	name     string
	voice    bool
	shut     *bot.Refusal // what is said of each thing that is done there
	messages []*message
	byKey    map[string]string // what was posted, also what was taken away since
}

type message struct {
	id, key string
	Drawn
}

// luck is bad luck, on demand.
type luck struct {
	fails, loses int
	down, hangs  bool
}

// Person is somebody on the platform.
type Person struct {
	Account string
	Name    string
	shy     bool
}

// New makes a platform: "ember", or another name.
func New(name bot.Platform, rooms bool) *World {
	return &World{traits: Traits(name, rooms), places: map[string]*place{}, byName: map[string]string{}, people: map[string]*Person{}}
}

// Traits is what the platform is like.
func (w *World) Traits() bot.Traits { return w.traits }

// id makes an id of a kind: "ember/u/7-x".
func (w *World) id(kind string) string {
	w.last++
	return fmt.Sprintf("%s/%s/%d-x", w.traits.Platform, kind, w.last)
}

// Channel is the text channel of a name, made if there is none.
func (w *World) Channel(name string) bot.ChannelID { return bot.ChannelID(w.place(name, false)) }

// Room is the room of a name, made if there is none.
func (w *World) Room(name string) bot.RoomID { return bot.RoomID(w.place(name, true)) }

func (w *World) place(name string, voice bool) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	kind := map[bool]string{false: "c", true: "r"}[voice]
	id, there := w.byName[kind+name]
	if !there {
		id = w.id(kind)
		w.byName[kind+name] = id
		w.places[id] = &place{id: bot.ChannelID(id), name: name, voice: voice, byKey: map[string]string{}}
	}
	return id
}

// Person is the person of a name, made if there is none.
func (w *World) Person(name string) *Person {
	w.mu.Lock()
	defer w.mu.Unlock()
	account, there := w.byName["u"+name]
	if !there {
		account = w.id("u")
		w.byName["u"+name] = account
		w.people[account] = &Person{Account: account, Name: name}
	}
	return w.people[account]
}

// Named is what an account is called.
func (w *World) Named(account string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	if p := w.people[account]; p != nil {
		return p.Name
	}
	return ""
}

// private is where one person reads; w.mu is held.
func (w *World) private(account string) (*place, error) {
	p := w.people[account]
	if p == nil || p.shy {
		return nil, &bot.Refusal{Reason: bot.NoRight, Err: errors.New("ember: " + account + " takes no messages")}
	}
	id := string(w.traits.Platform) + "/d/" + account
	if w.places[id] == nil {
		w.places[id] = &place{id: bot.ChannelID(id), byKey: map[string]string{}}
	}
	return w.places[id], nil
}

// Message is what is seen of a message.
type Message struct {
	ID  string
	Key string // under which it was posted
	Drawn
}

// Reads lists what is seen in a channel, oldest first.
func (w *World) Reads(channel bot.ChannelID) (all []Message) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if p := w.places[string(channel)]; p != nil {
		for _, m := range p.messages {
			all = append(all, Message{m.id, m.key, m.Drawn})
		}
	}
	return all
}

// All lists all that is seen anywhere, by place.
func (w *World) All() map[bot.ChannelID][]Message {
	w.mu.Lock()
	var ids []bot.ChannelID
	for _, p := range w.places {
		ids = append(ids, p.id)
	}
	w.mu.Unlock()
	all := map[bot.ChannelID][]Message{}
	for _, id := range ids {
		all[id] = w.Reads(id)
	}
	return all
}

// TakesAway deletes a message.
func (w *World) TakesAway(channel bot.ChannelID, id string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.places[string(channel)].take(id)
}

func (p *place) take(id string) {
	p.messages = slices.DeleteFunc(p.messages, func(m *message) bool { return m.id == id })
}

// Shuts has each thing that is done in a channel be refused; nil ends it.
func (w *World) Shuts(channel bot.ChannelID, why *bot.Refusal) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.places[string(channel)].shut = why
}

// IsShy has somebody take no messages.
func (w *World) IsShy(name string) {
	p := w.Person(name)
	w.mu.Lock()
	defer w.mu.Unlock()
	p.shy = true
}

// Fails has the next thing not be done, in passing.
func (w *World) Fails() { w.fate(func(l *luck) { l.fails++ }) }

// LosesAnswer has the next thing that is posted or edited be done without an answer.
func (w *World) LosesAnswer() { w.fate(func(l *luck) { l.loses++ }) }

// Down has nothing be done.
func (w *World) Down(on bool) { w.fate(func(l *luck) { l.down = on }) }

// Hangs has nothing be answered any more.
func (w *World) Hangs() { w.fate(func(l *luck) { l.hangs = true }) }

func (w *World) fate(change func(*luck)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	change(&w.luck)
}

var errPassing = errors.New("ember: not now")

// do does something on the platform, with w.mu held.
func (w *World) do(ctx context.Context, work func() error) error {
	w.mu.Lock()
	if w.luck.hangs {
		w.mu.Unlock()
		<-ctx.Done()
		return ctx.Err()
	}
	defer w.mu.Unlock()
	if w.luck.down {
		return errPassing
	}
	if w.luck.fails > 0 {
		w.luck.fails--
		return errPassing
	}
	err := work()
	if err == nil && w.luck.loses > 0 {
		w.luck.loses--
		return errPassing
	}
	return err
}

// open finds a channel in which something is to be done; w.mu is held.
func (w *World) open(channel bot.ChannelID) (*place, error) {
	p := w.places[string(channel)]
	switch {
	case p == nil:
		return nil, &bot.Refusal{Reason: bot.NoPlace, Err: errors.New("ember: there is no " + string(channel))}
	case p.shut != nil:
		return nil, p.shut
	}
	return p, nil
}

// Deletes deletes a channel or a room, with all that stands in it.
func (w *World) Deletes(channel bot.ChannelID) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.places, string(channel))
}
