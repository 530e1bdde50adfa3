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

// begin begins the meeting of the retro that takes notes, in the asker's room; one
// that is running comes there.
func (f feature) begin(a *bot.Ask) (bot.Reply, error) {
	chosen, _ := schedule.ParseDate(strings.Join(a.With, "")) // of an older button: none
	return f.beginFor(a, chosen)
}

// beginning is what came of who wanted to begin.
type beginning struct {
	retro    kpt.Retro
	stand    stand
	goes     bool      // it was running already
	question *bot.Card // in its place, if something has to be asked first
}

// beginFor begins it for the occurrence that was chosen, if one was.
func (f feature) beginFor(a *bot.Ask, chosen schedule.Date) (bot.Reply, error) {
	var b beginning
	err := a.Update(func(tx *store.Tx) (err error) {
		b, err = f.start(a, tx, chosen)
		return err
	})
	return f.started(a, b, []string{dateWord(chosen)}, err)
}

// start is beginFor, in a transaction.
func (f feature) start(a *bot.Ask, tx *store.Tx, chosen schedule.Date) (b beginning, err error) {
	by, err := a.Author(tx)
	if err != nil {
		return b, err
	}
	if b.retro, _, err = a.Turn(tx); err != nil {
		return b, err
	}
	r := b.retro
	if r.Opened.IsZero() {
		return b, kpt.ErrNoRetro
	}
	if !r.Begun.IsZero() {
		return f.goOn(a, tx, b)
	}
	if b.question = unsure(a, r, chosen); b.question != nil {
		return b, nil
	}
	if b.stand, err = standIn(a, tx, r.Date); err != nil {
		return b, err
	}
	start := rules.Start{On: a.Today()}
	if chosen == r.Missed {
		start.For = chosen
	}
	press := rules.Press{Retro: r.Date, By: by, At: a.Now}
	if _, _, err := hall(a.Scene).Act(tx, press, start); err != nil {
		return b, err
	}
	return b, errors.Join(retellMissed(a.Scene, tx, r.Date), f.arrive(a, tx, b))
}

// arrive tells a meeting who is in its room; of one that is in no room, that the asker
// takes part.
func (f feature) arrive(a *bot.Ask, tx *store.Tx, b beginning) error {
	if b.stand.Room != "" {
		return f.gather(a.Scene, tx, b.retro.Date, b.stand.Room)
	}
	by := kpt.Author{Member: string(a.From.ID)}
	_, _, err := hall(a.Scene).Act(tx, rules.Press{Retro: b.retro.Date, By: by, At: a.Now}, rules.Join{Apart: true})
	return errors.Join(err, known(a, tx))
}

// started answers who wanted to begin, and shows the card. then is what the button of
// who leads instead does after that.
func (f feature) started(a *bot.Ask, b beginning, then []string, err error) (bot.Reply, error) {
	var refused *rules.Refusal
	if errors.As(err, &refused) && refused.Why == rules.NotLead {
		p := pressed{retro: b.retro.Date}
		instead := bot.Button{Label: a.Say("meeting.lead"), Do: "meeting lead", With: p.with(append([]string{string(refused.Who)}, then...)...)}
		return bot.Reply{Card: &bot.Card{Buttons: []bot.Button{instead}}}, f.refused(a, err)
	}
	if err != nil {
		return bot.Reply{}, f.refused(a, err)
	}
	if b.question != nil {
		return bot.Reply{Card: b.question}, nil
	}
	f.notebooks.Wake(a.Team.ID)
	a.Compare()
	return bot.Tell(b.answer(a)), f.showMeeting(a.Scene, b.retro.Date)
}

// answer tells who wanted to begin where the card is.
func (b beginning) answer(a *bot.Ask) words.Text {
	day, room := bot.Day("day", a.From.Lang, b.retro.Day()), words.Room("room", string(b.stand.Room))
	text := words.Room("room", string(a.Team.Text.Main))
	switch {
	case b.stand.Room == "" && b.goes:
		return a.Say("meeting.goes.text", day, text)
	case b.stand.Room == "":
		return a.Say("meeting.begun.text", text)
	case b.goes:
		return a.Say("meeting.goes", day, room)
	}
	return a.Say("meeting.begun", room)
}

// closingFirst is what the button brings along of who was about to close a meeting that
// was left open and to begin the next, but does not lead that.
const closingFirst = "left"

// lead makes the asker the facilitator, and does what they were about to: it begins.
func (f feature) lead(a *bot.Ask) (bot.Reply, error) {
	p, err := on(a, 1)
	if err != nil {
		return bot.Reply{}, err
	}
	if _, err := f.act(a, p, rules.TakeOver{From: rules.MemberID(p.rest[0])}); err != nil {
		return bot.Reply{}, err
	}
	var chosen schedule.Date
	if len(p.rest) > 1 && p.rest[1] == closingFirst {
		left, err := onWith(p.rest[2:], 0)
		if err != nil {
			return bot.Reply{}, err
		}
		return f.closeAndBegin(a, left)
	}
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
