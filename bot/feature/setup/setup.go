// Package setup is how a team comes to Engawa and how it keeps house: set-up,
// settings, the doctor, privacy and help.
//
// Its tables: 'drafts' (server/member → a set-up that was begun), so that what somebody chose is
// still there when they come back to it; 'greets' (team/welcome → when its people were told).
package setup

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

// Builder makes rooms on a platform; a face may be one.
type Builder interface {
	// Build makes the rooms, all under one heading, and says which they became.
	Build(ctx context.Context, server bot.ServerID, rooms []bot.Room) ([]bot.Room, error)
}

// Doctor looks at everything that a team needs, and says it with what is known.
type Doctor interface {
	Check(ctx context.Context, known bot.Known, t bot.Team, room bot.RoomID, lang words.Lang) []bot.Finding
}

type keeper struct {
	builder Builder
	doctor  Doctor
	archive Archiver
	most    int // questions on one form
}

// Feature is the commands of '/engawa'; elsewhere are the platforms on which a team
// may read besides its server's.
func Feature(builder Builder, doctor Doctor, archive Archiver, elsewhere ...bot.Platform) bot.Feature {
	f := keeper{builder, doctor, archive, bot.MostFields}.feature()
	for _, p := range elsewhere {
		f.Commands = append(f.Commands, places{p}.commands()...)
	}
	return f
}

func (k keeper) feature() bot.Feature {
	return bot.Feature{
		Name: "setup",
		Of:   bot.Of{Met: met},
		Commands: []bot.Command{
			{Name: "engawa setup", Way: bot.Slash, Who: bot.Keeper, Free: true, Run: k.begin},
			{Name: "setup rooms", Way: bot.Press, Who: bot.Keeper, Free: true, Run: chooseRooms},
			{Name: "setup text", Way: bot.Press, Who: bot.Keeper, Free: true, Run: chooseText},
			{Name: "setup page", Way: bot.Press, Who: bot.Keeper, Free: true, Run: k.begin},
			{Name: "setup build", Way: bot.Press, Who: bot.Keeper, Free: true, Looks: true, Run: k.build},
			{Name: "setup habits", Way: bot.Press, Who: bot.Keeper, Free: true, Looks: true, Run: habits},
			{Name: "setup want", Way: bot.Press, Who: bot.Keeper, Free: true, Run: want},
			{Name: "setup times", Way: bot.Press, Who: bot.Keeper, Free: true, Looks: true, Run: k.askTimes},
			{Name: "setup done", Way: bot.Submit, Who: bot.Keeper, Free: true, Run: k.filled},
			{Name: "setup review", Way: bot.Press, Who: bot.Keeper, Free: true, Looks: true, Run: k.review},
			{Name: "setup found", Way: bot.Press, Who: bot.Keeper, Free: true, Run: k.found},

			{Name: "engawa settings", Way: bot.Slash, Who: bot.Keeper, Looks: true, Run: settings},
			{Name: "settings pick", Way: bot.Press, Who: bot.Keeper, Looks: true, Run: pick},
			{Name: "settings place", Way: bot.Press, Who: bot.Keeper, Run: place},
			{Name: "settings flip", Way: bot.Press, Who: bot.Keeper, Run: flip},
			{Name: "settings edit", Way: bot.Press, Who: bot.Keeper, Looks: true, Run: edit},
			{Name: "settings team", Way: bot.Submit, Who: bot.Keeper, Run: saveTeam},
			{Name: "settings habit", Way: bot.Submit, Who: bot.Keeper, Run: saveHabit},
			{Name: "settings show", Way: bot.Press, Who: bot.Keeper, Looks: true, Run: show},
			{Name: "settings add", Way: bot.Press, Who: bot.Keeper, Looks: true, Run: add},
			{Name: "settings added", Way: bot.Submit, Who: bot.Keeper, Run: added},
			{Name: "settings for", Way: bot.Press, Who: bot.Keeper, Run: whom},
			{Name: "settings delete", Way: bot.Press, Who: bot.Keeper, Run: remove},
			{Name: "settings kind", Way: bot.Press, Who: bot.Keeper, Run: saveKind},

			{Name: "engawa remove", Way: bot.Slash, Who: bot.Keeper, Looks: true, Run: k.leave},
			{Name: "leave sure", Way: bot.Press, Who: bot.Keeper, Looks: true, Run: leaveSure},
			{Name: "leave now", Way: bot.Press, Who: bot.Keeper, Run: leaveNow},
			{Name: "leave keep", Way: bot.Press, Who: bot.Keeper, Looks: true, Run: leaveKeep},

			{Name: "engawa doctor", Way: bot.Slash, Who: bot.Teammate, Looks: true, Told: bot.Told{Typed: []string{"/engawa doctor"}}, Run: k.examine},
			{Name: "doctor", Way: bot.Press, Who: bot.Teammate, Looks: true, Run: k.examine},
			{Name: "engawa privacy", Way: bot.Slash, Who: bot.Anyone, Looks: true, Told: bot.Told{Help: "help.privacy", Typed: []string{"/engawa privacy"}}, Run: privacy},
			{Name: "privacy hide", Way: bot.Press, Who: bot.Anyone, Run: hide},
			{Name: "privacy forget", Way: bot.Press, Who: bot.Anyone, Run: forget},
			{Name: "privacy keep", Way: bot.Press, Who: bot.Anyone, Looks: true, Run: keep},
			{Name: "engawa help", Way: bot.Slash, Who: bot.Anyone, Free: true, Looks: true, Told: bot.Told{Typed: []string{"/engawa", "/engawa help"}}, Run: help},
		},
	}
}

// begin shows the first page: the rooms and the text channel, with a guess at
// both from what the server has.
func (keeper) begin(a *bot.Ask) (bot.Reply, error) {
	d, err := change(a, func(d *draft) {
		if len(d.Rooms) == 0 {
			d.Rooms = guessRooms(a)
		}
		if d.Text == "" {
			d.Text = guessText(a)
		}
	})
	return page(a, d, false), err
}

// page is the first page of the set-up.
func page(a *bot.Ask, d draft, update bool) bot.Reply {
	var rooms []string
	for _, r := range d.Rooms {
		rooms = append(rooms, string(r.ID))
	}
	card := &bot.Card{
		Tone: bot.Calm, Title: a.Say("setup.title"),
		Lines: []words.Text{a.Say("setup.rooms"), a.Say("setup.text")},
		Selects: []bot.Select{
			{Pick: bot.PickRoom, Hint: a.Say("setup.rooms.hint"), Do: "setup rooms", Chosen: rooms, Min: 1, Max: 25},
			{Pick: bot.PickText, Hint: a.Say("setup.text.hint"), Do: "setup text", Chosen: chosen(string(d.Text)), Min: 1},
		},
		Buttons: []bot.Button{
			{Label: a.Say("setup.next"), Do: "setup habits", Look: bot.Main},
			{Label: a.Say("setup.build"), Do: "setup build"},
		},
	}
	if teams := a.TeamsOn(a.Server.ID); len(teams) > 0 {
		card.Lines = append(card.Lines, a.Say("setup.second", words.Quote("team", teams[0].Name)))
	}
	return bot.Reply{Card: card, Update: update}
}

func chosen(id string) []string {
	if id == "" {
		return nil
	}
	return []string{id}
}

// change reads, changes and keeps the asker's draft.
func change(a *bot.Ask, fn func(*draft)) (draft, error) {
	var d draft
	err := a.Update(func(tx *store.Tx) error {
		var err error
		if d, _, err = drafts.Get(tx, draftKey(a)); err != nil {
			return err
		}
		fn(&d)
		return drafts.Put(tx, draftKey(a), d)
	})
	return d, err
}

func chooseRooms(a *bot.Ask) (bot.Reply, error) {
	if err := a.Fits(bot.Team{Rooms: roomsOf(a.Server, a.Chosen)}); err != nil {
		return bot.Reply{}, err
	}
	d, err := change(a, func(d *draft) { d.Rooms = roomsOf(a.Server, a.Chosen) })
	return page(a, d, true), err
}

func chooseText(a *bot.Ask) (bot.Reply, error) {
	if err := a.Fits(bot.Team{Text: bot.Channels{Main: bot.ChannelID(strings.Join(a.Chosen, ""))}}); err != nil {
		return bot.Reply{}, err
	}
	d, err := change(a, func(d *draft) {
		if len(a.Chosen) == 1 {
			d.Text = bot.ChannelID(a.Chosen[0])
		}
	})
	return page(a, d, true), err
}

// build makes the rooms for a server that has none: a lounge, a focus room and
// a pairing room. Those of that name that no team has are taken.
func (k keeper) build(a *bot.Ask) (bot.Reply, error) {
	wanted := []bot.Room{
		ownRoom(a, a.Say("setup.room.lounge").String(), bot.Lounge),
		ownRoom(a, a.Say("setup.room.focus").String(), bot.Focus),
		ownRoom(a, a.Say("setup.room.pairing").String(), bot.Pairing),
	}
	reply := bot.Tell(a.Say("setup.building"))
	reply.Update = true
	reply.Then = func(ctx context.Context) bot.Reply {
		rooms, err := k.builder.Build(ctx, a.Server.ID, wanted)
		if err != nil {
			return bot.Tell(a.Say("setup.unbuilt"))
		}
		d, err := change(a, func(d *draft) {
			d.Rooms = rooms
			d.Text = cmp.Or(d.Text, guessText(a))
		})
		if err != nil {
			return bot.Tell(bot.Undone(a.From.Lang, err))
		}
		return page(a, d, true)
	}
	return reply, nil
}

// ownRoom is a room that no other team has: 'Lounge', or 'Lounge 2' beside
// another team's. It has an id if it is there.
func ownRoom(a *bot.Ask, name string, kind bot.RoomKind) bot.Room {
	room := bot.Room{Name: name, Kind: kind}
	for n := 2; ; n++ {
		at := slices.IndexFunc(a.Server.Places, func(p bot.Place) bool { return p.Voice && p.Name == room.Name })
		if at < 0 {
			return room
		}
		if id := a.Server.Places[at].ID; !roomTaken(a, id) {
			room.ID = bot.RoomID(id)
			return room
		}
		room.Name = fmt.Sprintf("%s %d", name, n)
	}
}

// roomTaken tells whether a room is another team's.
func roomTaken(a *bot.Ask, id bot.ChannelID) bool {
	return slices.ContainsFunc(a.TeamsOn(a.Server.ID), func(t bot.Team) bool {
		_, has := t.Room(bot.RoomID(id))
		return has
	})
}

// roomsOf makes rooms of voice channels, of the kind that their names suggest.
func roomsOf(s bot.Server, ids []string) []bot.Room {
	var rooms []bot.Room
	for _, id := range ids {
		name := id
		if i := slices.IndexFunc(s.Places, func(p bot.Place) bool { return string(p.ID) == id }); i >= 0 {
			name = s.Places[i].Name
		}
		rooms = append(rooms, bot.Room{ID: bot.RoomID(id), Name: name, Kind: guessKind(name)})
	}
	return rooms
}

// guessRooms is every voice room that no team has yet.
func guessRooms(a *bot.Ask) []bot.Room {
	var ids []string
	for _, p := range a.Server.Places {
		if p.Voice && len(ids) < 25 && !roomTaken(a, p.ID) {
			ids = append(ids, string(p.ID))
		}
	}
	return roomsOf(a.Server, ids)
}

// guessText is where the command was given, if that is a text channel, or the
// server's first one; one that another team reads only if there is no other.
func guessText(a *bot.Ask) bot.ChannelID {
	var free, first bot.ChannelID
	for _, p := range a.Server.Places {
		if p.Voice {
			continue
		}
		if first == "" || p.ID == a.Channel {
			first = p.ID
		}
		theirs := func(t bot.Team) bool { return p.ID == t.Text.Main || p.ID == t.Text.Board }
		if (free == "" || p.ID == a.Channel) && !slices.ContainsFunc(a.TeamsOn(a.Server.ID), theirs) {
			free = p.ID
		}
	}
	return cmp.Or(free, first)
}

// guessKind tells by a room's name what it is for.
func guessKind(name string) bot.RoomKind {
	name = strings.ToLower(name)
	for _, guess := range []struct {
		kind  bot.RoomKind
		names []string
	}{
		{bot.Focus, []string{"focus", "quiet", "deep", "集中", "もくもく", "作業"}},
		{bot.Pairing, []string{"pair", "mob", "ペア", "モブ"}},
		{bot.Break, []string{"break", "afk", "rest", "休憩", "離席"}},
		{bot.Meeting, []string{"meet", "standup", "mtg", "会議", "朝会", "ミーティング"}},
		{bot.Consult, []string{"consult", "help", "ask", "相談", "質問"}},
	} {
		if slices.ContainsFunc(guess.names, func(n string) bool { return strings.Contains(name, n) }) {
			return guess.kind
		}
	}
	return bot.Lounge
}
