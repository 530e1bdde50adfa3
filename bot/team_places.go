package bot

import (
	"fmt"
	"slices"

	"github.com/engawa-bot/engawa/bot/words"
)

// Ids come from forms, selects and files, and anybody can write one that is not
// theirs. This is the one door at which they are compared with what is on the
// team's server.

// Atlas tells what is on the platform's servers; a face is one.
type Atlas interface {
	// Server is what is known of a server; not ok: nothing yet.
	Server(id ServerID) (Server, bool)
	// Holder is the server on which a channel is; not ok: that is not known.
	Holder(place ChannelID) (ServerID, bool)
}

// hand is who changes a team's set-up; the zero hand is the keeper's command
// line, or Engawa itself.
type hand struct {
	name   string
	server Server // where it is asked
	asked  bool   // by somebody on a server, who may change that one's teams only
	whole  bool   // what was there before is looked at, too
	fresh  bool   // the team is to be a new one
	yes    bool   // somebody in the team's channel elsewhere has said yes

	answered ChannelID // the channel elsewhere that has said yes or no
}

// handOf is whoever asks.
func handOf(r Request) hand { return hand{name: r.From.Name, server: r.Server, asked: true} }

// Change changes the team's set-up for the asker; see [Scene.Change].
func (a *Ask) Change(fn func(*Team) error) error { return a.keep(fn, handOf(a.Request)) }

// Found sets up a new team for the asker and opens its veranda.
func (a *Ask) Found(team Team) error { return a.bot.found(team, handOf(a.Request)) }

// Fits tells what is wrong with the ids of a set-up that the asker has begun;
// what it lacks so far is no fault.
func (a *Ask) Fits(team Team) error {
	team.Server = a.Server.ID
	return a.bot.wrong(Team{}, team, handOf(a.Request)).orNil()
}

func (f Faults) orNil() error {
	if len(f) == 0 {
		return nil
	}
	return f
}

// spot is an id in a team's set-up, and what it should be.
type spot struct {
	field string
	id    string
	sorry string // where it is not on the server
	is    func(Server, string) bool
}

// spots lists all ids of the team that are the server's.
func (t Team) spots() []spot {
	list := []spot{
		{"text", string(t.Text.Main), "fault.text.gone", Server.hasText},
		{"board", string(t.Text.Board), "fault.text.gone", Server.hasText},
		{"role", string(t.Role), "fault.role.gone", Server.hasRole},
	}
	for i, r := range t.Rooms {
		list = append(list, spot{fmt.Sprintf("rooms.%d.id", i), string(r.ID), "fault.room.gone", Server.hasRoom})
	}
	for _, h := range t.Habits {
		field := "habits." + string(h.Name)
		list = append(list, spot{field + ".place", string(h.Place), "fault.room.gone", Server.hasRoom},
			spot{field + ".for", string(h.For), "fault.role.gone", Server.hasRole})
	}
	return slices.DeleteFunc(list, func(s spot) bool { return s.id == "" })
}

func (s Server) has(id string, voice bool) bool {
	return slices.ContainsFunc(s.Places, func(p Place) bool { return string(p.ID) == id && p.Voice == voice })
}

func (s Server) hasText(id string) bool { return s.has(id, false) }

func (s Server) hasRoom(id string) bool { return s.has(id, true) }

// hasRole takes any role where the server's are not known.
func (s Server) hasRole(id string) bool {
	return s.Roles == nil || slices.Contains(s.Roles, RoleID(id))
}

// strays are the ids in a team's set-up that are not its server's: of another
// server, deleted, of another kind. What the team had before is not looked at
// again, so that a deleted room keeps nobody from changing the time of tea.
func (b *Bot) strays(before, t Team, by hand) Faults {
	if by.asked && by.server.ID != "" && t.Server != by.server.ID {
		return Faults{{"server", &Sorry{Key: "fault.server.other"}}}
	}
	type use struct{ id, as string }
	old := map[use]bool{}
	if !by.whole && before.Server == t.Server {
		for _, s := range before.spots() {
			old[use{s.id, s.sorry}] = true
		}
	}
	server, known := by.server, len(by.server.Places) > 0
	if b.around.Atlas != nil {
		if s, ok := b.around.Atlas.Server(t.Server); ok {
			server, known = s, true
		}
	}
	var faults Faults
	for _, s := range t.spots() {
		if old[use{s.id, s.sorry}] {
			continue
		}
		if key := b.stray(s, t, by, server, known); key != "" {
			faults = append(faults, Fault{s.field, &Sorry{key, []words.Arg{words.Quote("id", short(s.id)), words.Quote("home", b.around.Platforms.Of(t.Home).Name)}}})
		}
	}
	return faults
}

// stray is what to say of an id that is not the server's; "" if it is, or if
// nothing is known of the server and who says so is trusted.
func (b *Bot) stray(s spot, t Team, by hand, server Server, known bool) string {
	switch {
	case known && !s.is(server, s.id):
		return s.sorry
	case known || b.around.Atlas == nil:
		return ""
	case by.asked:
		return "fault.server.quiet"
	}
	if holder, ok := b.around.Atlas.Holder(ChannelID(s.id)); ok && holder != t.Server {
		return s.sorry
	}
	return ""
}
