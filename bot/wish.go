package bot

import (
	"slices"
	"time"
)

// A channel of Slack is a team's only when somebody in it has said yes: who is
// in it would belong to the team, or read of it. Until then the team wishes for
// it, and a question stands in the channel.

// Wish is a channel of Slack that a team would like to have.
type Wish struct {
	Place ChannelID `json:"place"`
	At    time.Time `json:"at"` // the question is put once for a place and an instant
}

// Wishes are the channels that a team would like to have in the place of those
// of its SlackSet.
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

// Pending lists the wishes that wait for a yes, one a channel.
func (s SlackSet) Pending(now time.Time) (list []Wish) {
	for _, w := range []Wish{s.Wishes.Channel, s.Wishes.Window} {
		if !w.over(now) && !slices.Contains(list, w) {
			list = append(list, w)
		}
	}
	return list
}

// Wished is the set with the channels that the team would like to have: what its
// keepers have chosen.
func (s SlackSet) Wished(now time.Time) SlackSet {
	wished := SlackSet{Channel: s.Channel, Window: s.Window}
	if w := s.Wishes.Channel; !w.over(now) {
		wished.Channel = w.Place
	}
	if w := s.Wishes.Window; !w.over(now) {
		wished.Window = w.Place
	}
	return wished
}

// ask makes wishes of the channels that the team did not have before.
func (s SlackSet) ask(before SlackSet, now time.Time) SlackSet {
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
	settle(&s.Channel, &before.Channel, &s.Wishes.Channel, before.Wishes.Channel)
	if s.Window != "" && s.Window == before.Channel {
		s.Wishes.Window = Wish{} // the yes to the team's own channel was for more
		return s
	}
	settle(&s.Window, &before.Window, &s.Wishes.Window, before.Wishes.Window)
	return s
}

// grant takes the channel that the team wished for. A yes to the team's own
// channel is one to a window there as well, not the other way round.
func (s SlackSet) grant(w Wish) SlackSet {
	own := s.Wishes.Channel == w
	if own {
		s.Channel, s.Wishes.Channel = w.Place, Wish{}
	}
	if s.Wishes.Window == w || own && s.Wishes.Window.Place == w.Place {
		s.Window, s.Wishes.Window = w.Place, Wish{}
	}
	return s
}

// deny drops a wish.
func (s SlackSet) deny(wish Wish) SlackSet {
	for _, w := range []*Wish{&s.Wishes.Channel, &s.Wishes.Window} {
		if *w == wish {
			*w = Wish{}
		}
	}
	return s
}

// WishFor finds the team's wish for a channel; mark is of the question that was
// answered. Not ok means that the question is over.
func (s *Scene) WishFor(place ChannelID, mark string) (Wish, bool) {
	for _, w := range s.Team.Slack.Pending(s.Now) {
		if w.Place == place && w.Mark() == mark {
			return w, true
		}
	}
	return Wish{}, false
}

// SaidYes gives the team a channel that it wished for, after somebody in it has
// said yes: the caller has made sure of that.
func (s *Scene) SaidYes(w Wish) error {
	return s.keep(func(t *Team) error {
		t.Slack = t.Slack.grant(w)
		return nil
	}, hand{yes: true, answered: w.Place})
}

// SaidNo drops a wish of the team's.
func (s *Scene) SaidNo(w Wish) error {
	return s.keep(func(t *Team) error {
		t.Slack = t.Slack.deny(w)
		return nil
	}, hand{})
}
