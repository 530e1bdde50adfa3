package discord

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/discord/gateway"
	"github.com/engawa-bot/engawa/bot/discord/rest"
	"github.com/engawa-bot/engawa/bot/discord/sounds"
)

// stay is how long the bot stays in a room after it asked for a sound: the
// longest sound that Discord allows, and a little.
const stay = 6 * time.Second

// Codes of Discord's errors about sounds.
const (
	noSlot       = 30045 // the guild's soundboard is full
	mutedHere    = 50167
	notInRoom    = 50168
	premiumOnly  = 20015
	unknownSound = 10097
)

// mostChimes is how many sounds are prepared or played at a time: as many rooms
// as the gateway's budget lets the bot enter and leave in a minute. More would
// only wait there, and their uploads in memory and before rooms' statuses.
const mostChimes = 60

// chimes is the sounds under way: one room a server at a time.
type chimes struct {
	stay    time.Duration
	most    chan struct{} // holds one token for each under way
	mu      sync.Mutex
	servers map[bot.ServerID]*belfry
	waiting map[string]chan struct{} // channel → closed when our sound is heard
}

// belfry is a server's sounds: who holds the turn may use the rest.
type belfry struct {
	turn chan struct{}
	ids  map[string]sound // our sounds there, by name
}

// sound is one that can be played: ours, or one of Discord's own.
type sound struct {
	ID string `json:"sound_id"`
}

func newChimes(stay time.Duration) chimes {
	return chimes{stay: stay, most: make(chan struct{}, mostChimes), servers: map[bot.ServerID]*belfry{}, waiting: map[string]chan struct{}{}}
}

func (c *chimes) of(server bot.ServerID) *belfry {
	c.mu.Lock()
	defer c.mu.Unlock()
	b := c.servers[server]
	if b == nil {
		b = &belfry{turn: make(chan struct{}, 1), ids: map[string]sound{}}
		c.servers[server] = b
	}
	return b
}

// expect gives a channel that closes when our sound is heard in a room.
func (c *chimes) expect(channel string) <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	heard := make(chan struct{})
	c.waiting[channel] = heard
	return heard
}

// heard tells whoever waits that a sound of ours was heard.
func (c *chimes) heard(channel string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if heard, ok := c.waiting[channel]; ok {
		close(heard)
		delete(c.waiting, channel)
	}
}

// take takes a place, and gives the function that frees it again.
func take(ctx context.Context, places chan struct{}) (func(), error) {
	select {
	case places <- struct{}{}:
		return func() { <-places }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// chime enters a room, plays a sound and leaves again; it tells whether Discord
// confirmed that the sound was heard. After an error it was not heard: a sound
// of which Discord's answer was lost is no error, lest it be heard twice.
func (f *Face) chime(ctx context.Context, server bot.ServerID, room bot.RoomID, name string) (heard bool, err error) {
	if err := f.heard(server); err != nil {
		return false, err
	}
	b := f.chimes.of(server)
	for _, places := range []chan struct{}{b.turn, f.chimes.most} {
		free, err := take(ctx, places)
		if err != nil {
			return false, err
		}
		defer free()
	}
	s, err := f.soundOf(ctx, server, b, name)
	if err != nil {
		return false, err
	}
	if empty, err := f.empty(ctx, server, room); empty || err != nil {
		return false, err
	}
	if err := f.gateway.Join(ctx, string(server), string(room)); err != nil {
		if errors.Is(err, gateway.ErrFull) {
			return false, &bot.Refusal{Reason: bot.NoRoom, Err: err}
		}
		return false, err
	}
	defer func() {
		leaving, cancel := context.WithTimeout(context.WithoutCancel(ctx), stay)
		defer cancel()
		if err := f.gateway.Leave(leaving, string(server)); err != nil {
			f.log.Warn("cannot leave a room", "room", room, "err", err)
		}
	}()
	confirmed := f.chimes.expect(string(room))
	body := map[string]string{"sound_id": s.ID}
	err = f.api.Do(ctx, rest.Call{Method: http.MethodPost, Path: "/channels/" + string(room) + "/send-soundboard-sound", Body: body, Urgency: rest.Soon})
	switch rest.Code(err) {
	case unknownSound:
		delete(b.ids, name)
		return false, err
	case mutedHere, notInRoom, premiumOnly:
		return false, &bot.Refusal{Reason: bot.NoSound, Err: err}
	}
	if err != nil && !rest.Unknown(err) {
		return false, judged(err)
	}
	return f.listen(ctx, confirmed), nil
}

// pictureLasts is how old what is known of a room may be before a sound is played
// there.
const pictureLasts = 50 * time.Second

// empty tells whether nobody is in a room, as soon as that is known.
func (f *Face) empty(ctx context.Context, server bot.ServerID, room bot.RoomID) (bool, error) {
	since := wall().Add(-pictureLasts)
	for {
		f.known.mu.RLock()
		news := f.known.news
		f.known.mu.RUnlock()
		if f.Told(server, since) {
			break
		}
		select {
		case <-news:
		case <-ctx.Done():
			return false, fmt.Errorf("discord: it is not known who is in the room: %w", ctx.Err())
		}
	}
	f.known.mu.RLock()
	defer f.known.mu.RUnlock()
	for _, at := range f.known.seats[string(server)] {
		if at == string(room) {
			return false, nil
		}
	}
	f.log.Info("no sound in a room that has become empty", "room", room)
	return true, nil
}

// listen stays until the sound is over.
func (f *Face) listen(ctx context.Context, confirmed <-chan struct{}) (heard bool) {
	over := time.NewTimer(f.chimes.stay)
	defer over.Stop()
	for {
		select {
		case <-confirmed:
			heard, confirmed = true, nil
		case <-over.C:
			return heard
		case <-ctx.Done():
			return heard
		}
	}
}

// soundOf finds or uploads a sound of ours; where there is no place for it, one
// of Discord's own serves.
func (f *Face) soundOf(ctx context.Context, server bot.ServerID, b *belfry, name string) (sound, error) {
	if s, ok := b.ids[name]; ok {
		return s, nil
	}
	ours, ok := sounds.Get(sounds.Name(name))
	if !ok {
		return sound{}, &bot.Refusal{Reason: bot.BadShape, Err: fmt.Errorf("discord: no sound %q", name)}
	}
	path := "/guilds/" + string(server) + "/soundboard-sounds"
	var there struct {
		Items []struct {
			ID        string `json:"sound_id"`
			Name      string `json:"name"`
			Available bool   `json:"available"`
		} `json:"items"`
	}
	if err := f.api.Do(ctx, rest.Call{Method: http.MethodGet, Path: path, Out: &there, Urgency: rest.Soon}); err != nil {
		return sound{}, judged(err)
	}
	title := "engawa " + name
	for _, s := range there.Items {
		if s.Name == title && s.Available {
			b.ids[name] = sound{s.ID}
			return b.ids[name], nil
		}
	}
	var made sound
	body := map[string]any{"name": title, "sound": ours.DataURI(), "volume": 1}
	err := f.api.Do(ctx, rest.Call{Method: http.MethodPost, Path: path, Body: body, Out: &made, Urgency: rest.Soon, Reason: "Engawa's chime"})
	switch {
	case err == nil:
	case rest.Code(err) == noSlot || rest.Status(err) == http.StatusForbidden:
		if made, err = f.discordsOwn(ctx); err != nil {
			return sound{}, err
		}
	default:
		return sound{}, judged(err)
	}
	b.ids[name] = made
	return made, nil
}

// discordsOwn is a sound that every server has.
func (f *Face) discordsOwn(ctx context.Context) (sound, error) {
	var own []sound
	err := f.api.Do(ctx, rest.Call{Method: http.MethodGet, Path: "/soundboard-default-sounds", Out: &own, Urgency: rest.Soon})
	if err != nil {
		return sound{}, judged(err)
	}
	if len(own) == 0 {
		return sound{}, &bot.Refusal{Reason: bot.NoSound, Err: errors.New("discord: no default sounds")}
	}
	return own[0], nil
}
