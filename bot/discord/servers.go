package discord

import (
	"errors"
	"maps"
	"slices"

	"github.com/engawa-bot/engawa/bot"
)

// settle notes on which servers we are, and tells it.
func (e *ear) settle(change func(on map[string]bool)) {
	k := &e.face.known
	k.mu.Lock()
	change(k.on)
	var list []bot.ServerID
	for _, id := range slices.Sorted(maps.Keys(k.on)) {
		list = append(list, bot.ServerID(id))
	}
	k.mu.Unlock()
	e.listener.Servers(e.context(), list)
}

// unheard notes that nothing is heard of a server for now. What was known of it
// is kept: people come back to where they were.
func (f *Face) unheard(id string) {
	f.known.mu.Lock()
	defer f.known.mu.Unlock()
	f.known.on[id] = false
}

var errUnheard = errors.New("discord: nothing is heard of the server for now")

// heard is an error that passes while nothing is heard of a server: then nobody
// there hears a sound either, and Discord does not say so.
func (f *Face) heard(id bot.ServerID) error {
	f.known.mu.RLock()
	defer f.known.mu.RUnlock()
	if f.known.on[string(id)] {
		return nil
	}
	return errUnheard
}
