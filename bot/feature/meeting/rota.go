package meeting

import (
	"errors"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	rules "github.com/engawa-bot/engawa/kpt/meeting"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// The facilitator is named in the morning of the last working day before a KPT.
const (
	names     = "retro/names"
	nameRule  = "daily 10:00"
	nameHour  = 10
	nameGrace = 4 * time.Hour
)

// namePlan looks every day, so that whatever moves a KPT, it is named for its new day.
func (f feature) namePlan(t bot.Team) (bot.Plan, bool) {
	rule, err := schedule.ParseRule(nameRule)
	plan := schedule.Plan{Rule: rule, Zone: t.Location(), Grace: nameGrace}
	return bot.Plan{ID: names, Plan: plan, Due: f.morning}, err == nil
}

// nameLate is how long before a KPT its facilitator is still named: after that, who
// begins it leads.
const nameLate = 2 * time.Hour

// nameable tells whether it is the time to name who leads a retro: the morning of the
// last working day before; or at once, if it is planned so late that this is over.
func nameable(s *bot.Scene, r kpt.Retro, late bool) bool {
	if s.KPTs().Off || r.Opened.IsZero() || r.Happened() || r.Named == r.For() || !s.Now.Before(r.Starts.Add(-nameLate)) {
		return false
	}
	on, today := rules.NameOn(r.For(), s.Team.Days.Works), s.Today()
	return on == today && s.Now.Hour() >= nameHour || late && on.Before(today)
}

// morning names who leads the next KPT, if it is the time to.
func (f feature) morning(s *bot.Scene, d schedule.Due) error {
	if err := f.turned(s, d); err != nil {
		return err
	}
	return s.Update(func(tx *store.Tx) error {
		all, err := s.OpenRetros(tx)
		for _, r := range all {
			err = errors.Join(err, f.name(s, tx, r, false))
		}
		return err
	})
}

// name names the facilitator of the next KPT, once for each day that it is planned for.
// late: it has just been planned for that.
func (f feature) name(s *bot.Scene, tx *store.Tx, r kpt.Retro, late bool) error {
	if !nameable(s, r, late) {
		return nil
	}
	day := r.For()
	lead, err := f.whoLeads(s, tx, r)
	if err != nil || lead == "" {
		return err
	}
	r.Named = day
	if err := s.Book().PutRetro(tx, r); err != nil {
		return err
	}
	m, err := hall(s).Meeting(tx, r.Date)
	if err != nil {
		return err
	}
	press := rules.Press{Retro: r.Date, By: kpt.Author{Member: string(lead)}, At: s.Now}
	if m, _, err = hall(s).Act(tx, press, rules.TakeOver{From: m.People.Lead}); err != nil {
		return err
	}
	who, err := s.Calls(tx, "who", bot.MemberID(lead))
	if err != nil {
		return err
	}
	line := s.Words("meeting.named", who, bot.Day("day", s.Team.Lang, day))
	return oweNamed(s, tx, r, m, s.Key("meeting", day.String(), "named"), line)
}

// oweNamed tells the team who leads the KPT of a retro, and lets another press that they do.
func oweNamed(s *bot.Scene, tx *store.Tx, r kpt.Retro, m rules.Meeting, key store.Key, line words.Text) error {
	p := pressed{retro: r.Date, seen: m.Place.Moves}
	card := bot.Card{Silent: true, Lines: []words.Text{line}}
	card.Buttons = []bot.Button{{Label: s.Words("meeting.lead"), Do: "meeting swap", With: p.with(string(m.People.Lead))}}
	post := bot.Post{Channel: s.Team.Text.Main, Card: card}
	return bot.Owe(tx, key, bot.KindPost, string(s.Team.Text.Main), post, s.Now, r.Starts)
}

// swap makes the presser the facilitator of a KPT that has not begun, and says so
// in the place of the first line.
func (f feature) swap(a *bot.Ask) (bot.Reply, error) {
	p, err := on(a, 1)
	if err != nil {
		return bot.Reply{}, err
	}
	var me words.Arg
	var r kpt.Retro
	var who bot.Member
	err = a.View(func(tx *store.Tx) (err error) {
		if r, _, err = a.Book().Retro(tx, p.retro); err != nil {
			return err
		}
		if !r.Closed.IsZero() {
			return bot.Sorryf("meeting.changed")
		}
		if me, err = a.Calls(tx, "who", a.From.ID); err != nil {
			return err
		}
		who, err = a.Member(tx, a.From.ID)
		return err
	})
	if err != nil {
		return bot.Reply{}, err
	}
	if !r.Happened() && !who.Away.Before(r.For()) { // it would pass on at once
		back := bot.Card{Buttons: []bot.Button{{Label: a.Say("away.back"), Do: "back"}}}
		return bot.Reply{Card: &back}, bot.Sorryf("meeting.lead.away", bot.Day("day", a.From.Lang, r.For()))
	}
	if _, err := f.act(a, p, rules.TakeOver{From: rules.MemberID(p.rest[0])}); err != nil {
		return bot.Reply{}, err
	}
	return bot.Reply{Update: true, Card: &bot.Card{
		Lines:   []words.Text{a.Words("meeting.named", me, bot.Day("day", a.Team.Lang, r.Day()))},
		Buttons: []bot.Button{{Label: a.Words("meeting.lead"), Do: "meeting swap", With: p.with(string(a.From.ID))}},
	}}, nil
}
