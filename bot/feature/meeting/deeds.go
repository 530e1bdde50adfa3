package meeting

import (
	"strconv"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/kpt"
	rules "github.com/engawa-bot/engawa/kpt/meeting"
)

// deed is a button of which nothing more is to be said: a press does it.
type deed struct {
	name  string
	needs int // strings that the button brings along
	of    func(pressed, *bot.Ask) rules.Deed
	said  string // what the presser is told of what the card does not show
}

func deeds() []deed {
	plain := func(d rules.Deed) func(pressed, *bot.Ask) rules.Deed {
		return func(pressed, *bot.Ask) rules.Deed { return d }
	}
	return []deed{
		{"next", 0, plain(rules.Next{}), ""},
		{"back", 0, plain(rules.Back{}), ""},
		{"skip", 0, plain(rules.Skip{}), ""},
		{"reopen", 0, plain(rules.Reopen{}), ""},
		{"putoff", 0, plain(rules.PutOff{}), "meeting.putoff"},
		{"take over", 1, func(p pressed, _ *bot.Ask) rules.Deed {
			return rules.TakeOver{From: rules.MemberID(p.rest[0])}
		}, ""},
		{"spoken", 1, func(p pressed, _ *bot.Ask) rules.Deed {
			return rules.NextSpeaker{After: rules.MemberID(p.rest[0])}
		}, ""},
		{"once more", 1, func(p pressed, _ *bot.Ask) rules.Deed {
			return rules.PrevSpeaker{Now: rules.MemberID(p.rest[0])}
		}, ""},
		{"hand next", 1, func(p pressed, _ *bot.Ask) rules.Deed {
			return rules.TakeDown{Of: rules.MemberID(p.rest[0])}
		}, ""},
		{"table", 0, func(_ pressed, a *bot.Ask) rules.Deed { return rules.Table{Note: chosen(a)} }, ""},
		{"practice", 1, func(p pressed, _ *bot.Ask) rules.Deed {
			return rules.Promote{Try: kpt.NoteID(p.rest[0])}
		}, "meeting.promoted"},
		{"ungroup", 0, func(_ pressed, a *bot.Ask) rules.Deed { return rules.Ungroup{Notes: noteIDs(a.Chosen)} }, ""},
		{"undo", 1, func(p pressed, _ *bot.Ask) rules.Deed {
			n, _ := strconv.Atoi(p.rest[0]) // of another version: refused as late
			return rules.Undo{Changes: n}
		}, ""},
		{"count", 0, plain(rules.CloseVote{}), ""},
		{"recount", 0, plain(rules.OpenVote{}), ""},
		{"withdraw", 1, func(p pressed, _ *bot.Ask) rules.Deed {
			return rules.Withdraw{Try: kpt.NoteID(p.rest[0])}
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
