package bot

import (
	"slices"

	"github.com/engawa-bot/engawa/store"
)

// Elsewhere is where a team reads on a platform that is not its server's. Who sets
// a channel wishes for it: it is the team's when somebody in it has said yes, see
// [Wish].
type Elsewhere struct {
	On      Platform  `json:"on"`
	Channel ChannelID `json:"channel,omitzero"` // the team's own: reminders; who is in it belongs to the team
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

// LinkTo is an address that leads into a room or channel of the team's server; "" if
// its platform has none.
func (s *Scene) LinkTo(place ChannelID) string { return s.bot.LinkTo(s.Team, place) }

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
