package retro

import (
	"strconv"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/kpt/meeting"
)

// deed is a button of which nothing more is to be said: a press does it.
type deed struct {
	name  string
	needs int // strings that the button brings along
	of    func(pressed, *bot.Ask) meeting.Deed
	said  string // what the presser is told of what the card does not show
}

func deeds() []deed {
	plain := func(d meeting.Deed) func(pressed, *bot.Ask) meeting.Deed {
		return func(pressed, *bot.Ask) meeting.Deed { return d }
	}
	return []deed{
		{"next", 0, plain(meeting.Next{}), ""},
		{"back", 0, plain(meeting.Back{}), ""},
		{"skip", 0, plain(meeting.Skip{}), ""},
		{"reopen", 0, plain(meeting.Reopen{}), ""},
		{"take over", 1, func(p pressed, _ *bot.Ask) meeting.Deed {
			return meeting.TakeOver{From: meeting.MemberID(p.rest[0])}
		}, ""},
		{"spoken", 1, func(p pressed, _ *bot.Ask) meeting.Deed {
			return meeting.NextSpeaker{After: meeting.MemberID(p.rest[0])}
		}, ""},
		{"once more", 1, func(p pressed, _ *bot.Ask) meeting.Deed {
			return meeting.PrevSpeaker{Now: meeting.MemberID(p.rest[0])}
		}, ""},
		{"table", 0, func(_ pressed, a *bot.Ask) meeting.Deed { return meeting.Table{Note: chosen(a)} }, ""},
		{"practice", 1, func(p pressed, _ *bot.Ask) meeting.Deed {
			return meeting.Promote{Try: kpt.NoteID(p.rest[0])}
		}, "meeting.promoted"},
		{"ungroup", 0, func(_ pressed, a *bot.Ask) meeting.Deed { return meeting.Ungroup{Notes: noteIDs(a.Chosen)} }, ""},
		{"undo", 1, func(p pressed, _ *bot.Ask) meeting.Deed {
			n, _ := strconv.Atoi(p.rest[0]) // of another version: refused as late
			return meeting.Undo{Changes: n}
		}, ""},
		{"count", 0, plain(meeting.CloseVote{}), ""},
		{"recount", 0, plain(meeting.OpenVote{}), ""},
		{"withdraw", 1, func(p pressed, _ *bot.Ask) meeting.Deed {
			return meeting.Withdraw{Try: kpt.NoteID(p.rest[0])}
		}, "meeting.withdrawn"},
	}
}

func chosen(a *bot.Ask) kpt.NoteID {
	if len(a.Chosen) == 0 {
		return ""
	}
	return kpt.NoteID(a.Chosen[0])
}

func noteIDs(chosen []string) []kpt.NoteID {
	ids := []kpt.NoteID{}
	for _, id := range chosen {
		ids = append(ids, kpt.NoteID(id))
	}
	return ids
}
