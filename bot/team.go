package bot

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// Ids are types, so that two of them never swap silently. All but TeamID are
// the platform's own; a member's is the team's.
type (
	// TeamID is chosen at set-up: a-z, 0-9 and '-', at most 32.
	TeamID string
	// ServerID is the id of a server, as its platform gives it.
	ServerID string
	// RoomID is the id of a voice channel.
	RoomID string
	// ChannelID is the id of a channel for text; a voice room's own chat has the room's id.
	ChannelID string
	// RoleID is the id of a role on the server.
	RoleID string
	// MemberID is the id under which a team knows a person; see [Scene.RowOf].
	MemberID string
)

// Chat is the text channel of a voice room.
func (r RoomID) Chat() ChannelID { return ChannelID(r) }

// Team is a team as it is set up. It is kept in the table 'teams' and handed to
// features by value: they change it only through [Scene.Change].
type Team struct {
	ID     TeamID            `json:"id"`
	Name   string            `json:"name"`
	Server ServerID          `json:"server"`
	Manner                   // in the same JSON object
	Circle                   // in the same JSON object
	Text   Channels          `json:"text"`
	Rooms  []Room            `json:"rooms"`
	Habits []Habit           `json:"habits"`
	Days   schedule.Calendar `json:"days"`
	KPT    KPTSet            `json:"kpt,omitzero"`
}

// Circle is who belongs to the team: on its server who has the role, or without one
// everybody in its rooms; elsewhere who is in its channel.
type Circle struct {
	Home Platform `json:"home,omitzero"` // where its server is
	// Bare are the platforms whose accounts have their ids as members' ids, also those
	// that the team does not know: they are in what it wrote before there was a choice.
	Bare      []Platform  `json:"bare,omitzero"`
	Role      RoleID      `json:"role,omitzero"`
	Elsewhere []Elsewhere `json:"elsewhere,omitzero"` // in the order in which people like to be reached
}

// KPTSet is where and how a team's KPT is written down.
type KPTSet struct {
	Doc    string     `json:"doc,omitzero"`    // address of a Google Doc; empty: a Markdown file
	Tabs   bool       `json:"tabs,omitzero"`   // in the Doc, a tab for each retro
	Reveal kpt.Reveal `json:"reveal,omitzero"` // empty: kpt.RevealOpen
	Stages string     `json:"stages,omitzero"` // of the meeting, as meeting.ParseSteps reads them; empty: the usual ones
}

// Channels is where the team reads. Board may be empty: then Main has the board too.
type Channels struct {
	Main  ChannelID `json:"main"`
	Board ChannelID `json:"board,omitzero"`
}

// BoardChannel is where the board stands: Text.Board, or Text.Main without one.
func (t Team) BoardChannel() ChannelID { return cmp.Or(t.Text.Board, t.Text.Main) }

// RoomKind says what a room is for.
type RoomKind string

// The kinds of room. Nothing from the bot reaches people in a Focus room.
const (
	Lounge  RoomKind = "lounge"
	Consult RoomKind = "consult"
	Focus   RoomKind = "focus"
	Pairing RoomKind = "pairing"
	Break   RoomKind = "break"
	Meeting RoomKind = "meeting"
)

// RoomKinds lists the kinds in the order in which members are offered them.
func RoomKinds() []RoomKind { return []RoomKind{Lounge, Consult, Focus, Pairing, Break, Meeting} }

// Room is a voice channel that the team uses. Name is what it was called when
// last seen; the platform's own name is shown to people.
type Room struct {
	ID   RoomID   `json:"id"`
	Name string   `json:"name"`
	Kind RoomKind `json:"kind"`
}

// Room finds a room of the team by id.
func (t Team) Room(id RoomID) (Room, bool) {
	i := slices.IndexFunc(t.Rooms, func(r Room) bool { return r.ID == id })
	if i < 0 {
		return Room{}, false
	}
	return t.Rooms[i], true
}

// Lounge is the room where the team meets when no room is named: the first lounge,
// else the first room where talking disturbs nobody. See also [Scene.Lounge].
func (t Team) Lounge() RoomID {
	for _, fits := range []func(RoomKind) bool{
		func(k RoomKind) bool { return k == Lounge },
		func(k RoomKind) bool { return k != Focus && k != Break },
	} {
		if i := slices.IndexFunc(t.Rooms, func(r Room) bool { return fits(r.Kind) }); i >= 0 {
			return t.Rooms[i].ID
		}
	}
	return t.Rooms[0].ID
}

// Location is Zone as package time has it; UTC where the set-up was never checked.
func (t Team) Location() *time.Location {
	zone, err := schedule.Zone(t.Zone)
	if err != nil {
		return time.UTC
	}
	return zone
}

func (t Team) clone() Team {
	t.Rooms, t.Habits = slices.Clone(t.Rooms), slices.Clone(t.Habits)
	t.Days.Days = maps.Clone(t.Days.Days)
	t.Days.Weekdays = slices.Clone(t.Days.Weekdays)
	t.Elsewhere = slices.Clone(t.Elsewhere)
	return t
}
