package bot

import (
	"slices"
	"time"

	"github.com/engawa-bot/engawa/store"
)

// Elsewhere is where a team reads on a platform that is not its server's. Who sets
// a channel wishes for it: it is the team's when somebody in it has said yes, see
// [Wish].
type Elsewhere struct {
	On      Platform  `json:"on"`
	Channel ChannelID `json:"channel,omitzero"` // the team's own: reminders, how a KPT went; who is in it belongs to the team
	Window  ChannelID `json:"window,omitzero"`  // for the other teams: the board, decisions, commitments
	Wishes  Wishes    `json:"wishes,omitzero"`
}

func (e Elsewhere) empty() bool { return e == Elsewhere{On: e.On} }

// Spot is a channel, and the platform on which it is.
type Spot struct {
	On Platform
	ID ChannelID
}

// At is where the team reads on a platform that is not its server's.
func (t Team) At(p Platform) Elsewhere {
	for _, e := range t.Elsewhere {
		if e.On == p {
			return e
		}
	}
	return Elsewhere{On: p}
}

// Put is the team with other places on a platform; those without any are left out.
func (t Team) Put(e Elsewhere) Team {
	t.Elsewhere = slices.DeleteFunc(slices.Clone(t.Elsewhere), func(old Elsewhere) bool { return old.On == e.On })
	if !e.empty() {
		t.Elsewhere = append(t.Elsewhere, e)
	}
	return t
}

// Main is the channel of the team's server where it reads.
func (t Team) Main() Spot { return Spot{t.Home, t.Text.Main} }

// Window is the first of the team's windows for other teams; no id: it has none.
func (t Team) Window() Spot {
	for _, e := range t.Elsewhere {
		if e.Window != "" {
			return Spot{e.On, e.Window}
		}
	}
	return Spot{}
}

// Own is the first of the team's own channels on other platforms; no id: it has
// none.
func (t Team) Own() Spot {
	for _, e := range t.Elsewhere {
		if e.Channel != "" {
			return Spot{e.On, e.Channel}
		}
	}
	return Spot{}
}

// Window is a display of the team's for other teams, and where it is; without an id
// there is none.
type Window struct {
	Spot
	Key store.Key
}

// Windows are the team's windows on all platforms that have any. The first has a key
// without its name.
func (s *Scene) Windows() (list []Window) {
	key := s.Key("window")
	add := func(p Platform) {
		if len(list) > 0 {
			key = s.Key("window", string(p))
		}
		list = append(list, Window{Spot{p, s.Team.At(p).Window}, key})
	}
	for _, t := range s.bot.around.Platforms {
		if t.Windows {
			add(t.Platform)
		}
	}
	for _, e := range s.Team.Elsewhere {
		if s.bot.around.Platforms.rank(e.On) == len(s.bot.around.Platforms) {
			add(e.On)
		}
	}
	if len(list) == 0 {
		add("")
	}
	return list
}

// A channel on another platform is a team's only when somebody in it has said yes: who is
// in it would belong to the team, or read of it. Until then the team wishes for
// it, and a question stands in the channel.

// Wish is a channel on another platform that a team would like to have.
type Wish struct {
	Place ChannelID `json:"place"`
	At    time.Time `json:"at"` // the question is put once for a place and an instant
}

// Wishes are the channels that a team would like to have in the place of those
// that it has elsewhere.
type Wishes struct {
	Channel Wish `json:"channel,omitzero"`
	Window  Wish `json:"window,omitzero"`
}

const (
	wishLasts = 7 * 24 * time.Hour // then it is dropped
	askEvery  = 24 * time.Hour     // a team puts one question to a channel that does not answer
)

// over tells whether there is no wish, or it was too long ago.
func (w Wish) over(now time.Time) bool { return w.Place == "" || now.Sub(w.At) >= wishLasts }

// Mark is what the answers to a wish's question carry, beside its place.
func (w Wish) Mark() string { return w.At.UTC().Format(time.RFC3339Nano) }

// PendingWish is a wish of a team's for a channel of a platform.
type PendingWish struct {
	On Platform
	Wish
}

// Pending lists the wishes that wait for a yes, one a channel.
func (t Team) Pending(now time.Time) (list []PendingWish) {
	for _, e := range t.Elsewhere {
		for _, w := range []Wish{e.Wishes.Channel, e.Wishes.Window} {
			if p := (PendingWish{e.On, w}); !w.over(now) && !slices.Contains(list, p) {
				list = append(list, p)
			}
		}
	}
	return list
}

// Wished is the team with the channels elsewhere that it would like to have: what its
// keepers have chosen.
func (t Team) Wished(now time.Time) Team {
	t.Elsewhere = slices.Clone(t.Elsewhere)
	for i, e := range t.Elsewhere {
		t.Elsewhere[i] = e.wished(now)
	}
	return t
}

func (e Elsewhere) wished(now time.Time) Elsewhere {
	wished := Elsewhere{On: e.On, Channel: e.Channel, Window: e.Window}
	if w := e.Wishes.Channel; !w.over(now) {
		wished.Channel = w.Place
	}
	if w := e.Wishes.Window; !w.over(now) {
		wished.Window = w.Place
	}
	return wished
}

// ask makes wishes of the channels elsewhere that the team did not have before.
func (t Team) ask(before Team, now time.Time) Team {
	asked := t
	for _, e := range slices.Concat(t.Elsewhere, before.Elsewhere) {
		asked = asked.Put(t.At(e.On).ask(before.At(e.On), now))
	}
	return asked
}

func (e Elsewhere) ask(before Elsewhere, now time.Time) Elsewhere {
	settle := func(want, had *ChannelID, wish *Wish, old Wish) {
		if *want == *had || *want == "" {
			if *wish != old || old.over(now) {
				*wish = Wish{} // taken back
			}
			return
		}
		if old.Place != *want || old.over(now) {
			old = Wish{Place: *want, At: now.UTC().Round(0)}
		}
		*want, *wish = *had, old
	}
	settle(&e.Channel, &before.Channel, &e.Wishes.Channel, before.Wishes.Channel)
	if e.Window != "" && e.Window == before.Channel {
		e.Wishes.Window = Wish{} // the yes to the team's own channel was for more
		return e
	}
	settle(&e.Window, &before.Window, &e.Wishes.Window, before.Wishes.Window)
	return e
}

// grant takes the channel that the team wished for. A yes to the team's own
// channel is one to a window there as well, not the other way round.
func (e Elsewhere) grant(w Wish) Elsewhere {
	own := e.Wishes.Channel == w
	if own {
		e.Channel, e.Wishes.Channel = w.Place, Wish{}
	}
	if e.Wishes.Window == w || own && e.Wishes.Window.Place == w.Place {
		e.Window, e.Wishes.Window = w.Place, Wish{}
	}
	return e
}

// deny drops a wish.
func (e Elsewhere) deny(wish Wish) Elsewhere {
	for _, w := range []*Wish{&e.Wishes.Channel, &e.Wishes.Window} {
		if *w == wish {
			*w = Wish{}
		}
	}
	return e
}

// WishFor finds the team's wish for a channel; mark is of the question that was
// answered. Not ok means that the question is over.
func (s *Scene) WishFor(place Spot, mark string) (PendingWish, bool) {
	for _, w := range s.Team.Pending(s.Now) {
		if w.Spot() == place && w.Mark() == mark {
			return w, true
		}
	}
	return PendingWish{}, false
}

// Spot is the channel that is wished for.
func (w PendingWish) Spot() Spot { return Spot{w.On, w.Place} }

// SaidYes gives the team a channel that it wished for, after somebody in it has
// said yes: the caller has made sure of that.
func (s *Scene) SaidYes(w PendingWish) error {
	return s.keep(func(t *Team) error {
		*t = t.Put(t.At(w.On).grant(w.Wish))
		return nil
	}, hand{yes: true, answered: w.Place})
}

// SaidNo drops a wish of the team's.
func (s *Scene) SaidNo(w PendingWish) error {
	return s.keep(func(t *Team) error {
		*t = t.Put(t.At(w.On).deny(w.Wish))
		return nil
	}, hand{})
}
