package rooms

import (
	"slices"
	"strings"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// here is what the button 'away today' brings along where it stands below a
// message that only its reader sees: the answer takes the message's place.
const here = "here"

// away notes until when the asker is away; with nothing said, for today.
func away(a *bot.Ask) (bot.Reply, error) {
	text := strings.TrimSpace(a.Values["until"])
	if text == "" {
		return today(a)
	}
	now, _, err := ownTime(a)
	if err != nil {
		return bot.Reply{}, err
	}
	last, err := schedule.ParseUntil(text, now)
	if err != nil {
		return bot.Reply{}, bot.TimeSorry(err)
	}
	return gone(a, last)
}

// today notes that the asker is away for the rest of their day; who is away longer stays so.
func today(a *bot.Ask) (bot.Reply, error) {
	now, who, err := ownTime(a)
	if err != nil {
		return bot.Reply{}, err
	}
	last := schedule.DateOf(now)
	if last.Before(who.Away) {
		last = who.Away
	}
	return gone(a, last)
}

// awayToday is today for the button of a message.
func awayToday(a *bot.Ask) (bot.Reply, error) {
	reply, err := today(a)
	reply.Update = slices.Contains(a.With, here)
	return reply, err
}

func gone(a *bot.Ask, last schedule.Date) (bot.Reply, error) {
	if err := keepAway(a, last); err != nil {
		return bot.Reply{}, err
	}
	return bot.Reply{Card: &bot.Card{
		Lines:   []words.Text{a.Say("away.kept", bot.Day("day", a.From.Lang, last))},
		Buttons: []bot.Button{{Label: a.Say("away.back"), Do: "back"}},
	}}, nil
}

// ownTime is now on the asker's own clocks, whose date may be another than the team's.
func ownTime(a *bot.Ask) (now time.Time, who bot.Member, err error) {
	err = a.View(func(tx *store.Tx) (err error) {
		who, err = a.Member(tx, a.From.ID)
		return err
	})
	zone, unknown := schedule.Zone(who.Zone)
	if err != nil || unknown != nil || who.Zone == "" {
		return a.Now, who, err
	}
	return a.Now.In(zone), who, nil
}

// back ends being away.
func back(a *bot.Ask) (bot.Reply, error) {
	err := keepAway(a, schedule.Date{})
	return bot.Reply{Card: &bot.Card{Lines: []words.Text{a.Say("away.ended")}}, Update: true}, err
}

// keepAway keeps the last day on which the asker is away, and has features look
// at what they owe to somebody who is away.
func keepAway(a *bot.Ask, last schedule.Date) error {
	a.Refresh()
	return a.Update(func(tx *store.Tx) error {
		return a.KeepMember(tx, a.From.ID, func(m *bot.Member) {
			m.Away = last
			if m.Name == "" { // private messages come under another name
				m.Name = a.From.Name
			}
		})
	})
}
