package bot

import (
	"context"
	"maps"
)

// mostStudies is how many read a team's whole history at a time, in the process:
// with more of them all others would wait for the processor.
const mostStudies = 2

// Study gives a reply that follows first, at once, and is made by read: of what
// takes its time, as all of a team's notes do. read runs outside the team's
// goroutine, in its turn, and is given an Ask of its own: the team, its seats and
// the time as they are now. It may read the store, and changes nothing. A Card of
// its Reply takes the place of first; without one, first stays.
func (a *Ask) Study(first Reply, read func(*Ask) (Reply, error)) Reply {
	scene := *a.Scene
	scene.Seats, scene.home = maps.Clone(a.Seats), nil
	later := &Ask{&scene, a.Request, a.Ours}
	b := a.bot
	first.Then = func(ctx context.Context) Reply {
		select {
		case b.home.studies <- struct{}{}:
			defer func() { <-b.home.studies }()
		case <-ctx.Done():
			return b.unread(later.Request, first, ctx.Err())
		}
		reply, err := read(later)
		if err != nil {
			return b.unread(later.Request, first, err)
		}
		return reply
	}
	return first
}

// unread is what follows a first reply if the history could not be read: what
// first says of itself is true all the same.
func (b *Bot) unread(r Request, first Reply, err error) Reply {
	said := b.sorry(r, err)
	if first.Card != nil {
		return Reply{}
	}
	return said
}
