package discord

import (
	"context"
	"slices"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/discord/gateway"
	"github.com/engawa-bot/engawa/bot/words"
)

// right is a permission that Engawa needs, and its name in the catalogue.
type right struct {
	bit uint64
	key string
}

// Permissions. Source: Discord's 'Permissions'.
var (
	viewChannel   = right{1 << 10, "right.view"}
	sendMessages  = right{1 << 11, "right.send"}
	readHistory   = right{1 << 16, "right.history"}
	connect       = right{1 << 20, "right.connect"}
	speak         = right{1 << 21, "right.speak"}
	useSoundboard = right{1 << 42, "right.soundboard"}
	expressions   = right{1 << 43, "right.expressions"}
	createEvents  = right{1 << 44, "right.events"}
	setStatus     = right{1 << 48, "right.status"}
	manageRooms   = right{1 << 4, "right.channels"}
)

// What Engawa needs where: in a text channel, in a voice room, on the server.
var (
	inText   = []right{viewChannel, sendMessages, readHistory}
	inRoom   = []right{viewChannel, sendMessages, readHistory, connect, speak, useSoundboard, setStatus, manageRooms}
	onServer = []right{expressions, createEvents}
)

// Permissions is the sum of what Engawa needs, as an invitation's link asks for it.
func Permissions() uint64 {
	var bits uint64
	for _, r := range slices.Concat(inText, inRoom, onServer) {
		bits |= r.bit
	}
	return bits
}

// patience is how long a check of the sound may take.
const patience = 20 * time.Second

// Check looks at each room, channel, role and permission of a team, and plays a
// sound in room if that is one of the team's.
func (f *Face) Check(ctx context.Context, t bot.Team, room bot.RoomID, lang words.Lang) []bot.Finding {
	switch is, _ := f.standing(t.Server); is {
	case absent:
		return []bot.Finding{{Key: "doctor.server"}}
	case untold:
		return []bot.Finding{{Key: "doctor.discord.untold"}}
	}
	g, _ := f.guild(t.Server)
	found := f.checkHealth(ctx, g.ID)
	for _, r := range onServer {
		found = append(found, bot.Finding{OK: g.Permissions("")&r.bit != 0, Key: "doctor.right.server", Args: []words.Arg{r.name(lang)}})
	}
	for _, channel := range slices.Compact([]bot.ChannelID{t.Text.Main, t.BoardChannel()}) {
		found = append(found, checkChannel(g, string(channel), string(channel), inText, lang)...)
	}
	for _, r := range t.Rooms {
		found = append(found, checkChannel(g, string(r.ID), r.Name, inRoom, lang)...)
	}
	if t.Role != "" {
		there := slices.ContainsFunc(g.Roles, func(r gateway.Role) bool { return r.ID == string(t.Role) })
		found = append(found, bot.Finding{OK: there, Key: "doctor.role"})
	}
	found = append(found, checkHabits(g, t)...)
	return append(found, f.checkSound(ctx, t, room, lang))
}

// checkHabits finds whether the roles are there that habits are for.
func checkHabits(g gateway.Guild, t bot.Team) (found []bot.Finding) {
	for _, h := range t.Habits {
		if h.For != "" {
			there := slices.ContainsFunc(g.Roles, func(r gateway.Role) bool { return r.ID == string(h.For) })
			found = append(found, bot.Finding{OK: there, Key: "doctor.role.habit", Args: []words.Arg{words.Quote("habit", h.Title)}})
		}
	}
	return found
}

// checkChannel finds every right that is missing in a channel; a channel that is
// gone is one finding, under the name it had.
func checkChannel(g gateway.Guild, id, name string, rights []right, lang words.Lang) []bot.Finding {
	if _, ok := g.Channel(id); !ok {
		return []bot.Finding{{Key: "doctor.room", Args: []words.Arg{words.Quote("room", name)}}}
	}
	bits := g.Permissions(id)
	found := []bot.Finding{{OK: true, Key: "doctor.room"}}
	for _, r := range rights {
		found = append(found, bot.Finding{
			OK: bits&r.bit != 0, Key: "doctor.right", Args: []words.Arg{r.name(lang), words.Room("room", id)},
		})
	}
	return found
}

func (r right) name(lang words.Lang) words.Arg { return words.Nest("right", words.Say(lang, r.key)) }

// checkSound plays a sound in a room and tells whether Discord confirmed it.
func (f *Face) checkSound(ctx context.Context, t bot.Team, room bot.RoomID, lang words.Lang) bot.Finding {
	if _, ours := t.Room(room); !ours {
		return bot.Finding{OK: true, Key: "doctor.sound.seat"}
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	heard, err := f.chime(ctx, t.Server, room, "ding")
	args := []words.Arg{words.Room("room", string(room))}
	switch {
	case err != nil:
		f.log.Warn("test sound", "room", room, "err", err)
		return bot.Finding{Key: "doctor.sound", Args: append(args, words.Nest("why", words.Say(lang, whySilent(err))))}
	case !heard:
		return bot.Finding{Key: "doctor.discord.sound.unheard", Args: args}
	}
	return bot.Finding{OK: true, Key: "doctor.sound.heard", Args: args}
}

func whySilent(err error) string {
	refusal, _ := bot.Refused(err)
	switch {
	case refusal == nil:
		return "doctor.discord.sound.why.other"
	case refusal.Reason == bot.NoRoom:
		return "doctor.sound.why.full"
	case refusal.Reason == bot.NoSound:
		return "doctor.discord.sound.why.refused"
	default:
		return "doctor.sound.why.right"
	}
}
