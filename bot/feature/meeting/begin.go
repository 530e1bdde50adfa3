package meeting

import (
	"errors"
	"strings"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	rules "github.com/engawa-bot/engawa/kpt/meeting"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// Begin is the button that begins the meeting.
func Begin(s *bot.Scene) bot.Button {
	return bot.Button{Label: s.Words("meeting.start"), Do: "meeting start", Look: bot.Main}
}

// begin begins the meeting of the retro that takes notes, in the asker's room.
func (f feature) begin(a *bot.Ask) (bot.Reply, error) {
	chosen, _ := schedule.ParseDate(strings.Join(a.With, "")) // of an older button: none
	return f.beginFor(a, chosen)
}

// beginFor begins it for the occurrence that was chosen, if one was.
func (f feature) beginFor(a *bot.Ask, chosen schedule.Date) (bot.Reply, error) {
	var r kpt.Retro
	var st stand
	var question *bot.Card
	err := a.Update(func(tx *store.Tx) error {
		by, err := a.Author(tx)
		if err != nil {
			return err
		}
		if r, _, err = a.Turn(tx); err != nil {
			return err
		}
		if r.Opened.IsZero() {
			return kpt.ErrNoRetro
		}
		if question = unsure(a, r, chosen); question != nil {
			return nil
		}
		if st, err = standIn(a, tx, r.Date); err != nil {
			return err
		}
		start := rules.Start{On: a.Today()}
		if chosen == r.Missed {
			start.For = chosen
		}
		if _, _, err := hall(a.Scene).Act(tx, rules.Press{Retro: r.Date, By: by, At: a.Now}, start); err != nil {
			return err
		}
		return f.gather(a.Scene, tx, r.Date, st.Room)
	})
	if err == nil && question != nil {
		return bot.Reply{Card: question}, nil
	}
	var refused *rules.Refusal
	if errors.As(err, &refused) && refused.Why == rules.HasBegun {
		return bot.Tell(a.Say("meeting.begun", words.Room("room", string(st.Room)))), f.showMeeting(a.Scene, r.Date)
	}
	if errors.As(err, &refused) && refused.Why == rules.NotLead {
		p := pressed{retro: r.Date}
		instead := bot.Button{Label: a.Say("meeting.lead"), Do: "meeting lead", With: p.with(string(refused.Who), dateWord(chosen))}
		return bot.Reply{Card: &bot.Card{Buttons: []bot.Button{instead}}}, f.refused(a, err)
	}
	if err != nil {
		return bot.Reply{}, f.refused(a, err)
	}
	f.notebooks.Wake(a.Team.ID)
	return bot.Tell(a.Say("meeting.begun", words.Room("room", string(st.Room)))), f.showMeeting(a.Scene, r.Date)
}

// lead makes the asker the facilitator and begins.
func (f feature) lead(a *bot.Ask) (bot.Reply, error) {
	p, err := on(a, 1)
	if err != nil {
		return bot.Reply{}, err
	}
	if _, err := f.act(a, p, rules.TakeOver{From: rules.MemberID(p.rest[0])}); err != nil {
		return bot.Reply{}, err
	}
	var chosen schedule.Date
	if len(p.rest) > 1 {
		chosen, _ = schedule.ParseDate(p.rest[1])
	}
	return f.beginFor(a, chosen)
}

// dateWord is a date as a button brings it along; "-" for none.
func dateWord(d schedule.Date) string {
	if d == (schedule.Date{}) {
		return "-"
	}
	return d.String()
}
